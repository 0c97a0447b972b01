"""The pages of policies, as those who use them see them."""

import re
from copy import deepcopy
from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.days import day_in_words
from councilgov.deadlines import end_of_day
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from policies.models import Acknowledgement, AcknowledgementStatus
from policies.signatures import actions as signatures
from tests import given


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(begin)


def begin():
    return given.councillor(), given.published()


@pytest.fixture
def councillor(made_once):
    return deepcopy(made_once[0])


@pytest.fixture
def version(made_once):
    return deepcopy(made_once[1])


def page(name, version, *more):
    return reverse(f"policies:{name}", args=[version.policy.slug, *more])


def receipt():
    return reverse("policies:receipt", args=[Acknowledgement.objects.signed().get().pk])


def answers(version, councillor, **changes):
    return {
        "agreed": "on",
        "typed_name": councillor.full_name,
        "text_sha256": version.sha256,
        "objection": "",
    } | changes


def errors(response):
    return [str(error) for found in response.context["form"].errors.values() for error in found]


# Signing


def test_a_councillor_signs_and_sees_the_receipt(mine, version, councillor):
    response = mine.post(page("sign_policy", version), answers(version, councillor), follow=True)

    assert response.redirect_chain[-1][0] == receipt()
    assert "The code of your certificate" in response.content.decode()
    assert Acknowledgement.objects.get().status == AcknowledgementStatus.SIGNED


def test_whoever_signs_confirms_who_they_are_first(client, version, councillor):
    client.force_login(councillor)

    response = client.post(page("sign_policy", version), answers(version, councillor))

    assert response["Location"].startswith(reverse("account_reauthenticate"))
    assert not Acknowledgement.objects.signed().exists()


def test_once_confirmed_the_signature_is_made_without_typing_again(client, version, councillor):
    client.force_login(councillor)
    asked = client.post(page("sign_policy", version), answers(version, councillor))

    client.post(asked["Location"], {"password": given.PASSWORD})

    assert Acknowledgement.objects.get().status == AcknowledgementStatus.SIGNED


def test_back_after_signing_leads_to_the_receipt(client, version, councillor):
    client.force_login(councillor)
    asked = client.post(page("sign_policy", version), answers(version, councillor))
    assert "Confirm who you are" in client.get(asked["Location"]).text
    client.post(asked["Location"], {"password": given.PASSWORD})

    back = client.get(asked["Location"], follow=True)

    assert back.redirect_chain[-1][0] == receipt()


def test_a_page_that_sends_somebody_to_confirm_does_not_get_them_back_before(client, councillor):
    client.force_login(councillor)
    asked = {"next": reverse("home")}

    assert "Confirm who you are" in client.get(reverse("account_reauthenticate"), asked).text

    given.confirmed(client)
    assert client.get(reverse("account_reauthenticate"), asked)["Location"] == reverse("home")


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil"])
def test_confirming_leads_to_pages_of_the_portal_only(client, councillor, elsewhere):
    client.force_login(councillor)

    shown = client.get(reverse("account_reauthenticate"), {"next": elsewhere})

    assert shown.status_code == 200


def test_a_wrong_password_signs_nothing(client, version, councillor):
    client.force_login(councillor)
    asked = client.post(page("sign_policy", version), answers(version, councillor))

    client.post(asked["Location"], {"password": "not the password"})

    assert not Acknowledgement.objects.signed().exists()


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"typed_name": ""}, "Type your full name"),
        ({"typed_name": "  "}, "Type your full name"),
        ({"typed_name": "Eleanor Quickthorn"}, "You are signed in as"),
        ({"agreed": ""}, "Tick the box"),
        ({"text_sha256": "nonsense"}, "Reload the page"),
    ],
    ids=["blank", "spaces", "somebody else's", "no tick", "no hash"],
)
def test_a_form_that_is_not_filled_in_says_what_to_do(mine, version, councillor, change, why):
    response = mine.post(page("sign_policy", version), answers(version, councillor, **change))

    assert any(why in error for error in errors(response))
    assert response.content.decode().count("Error:") >= 1
    assert not Acknowledgement.objects.signed().exists()


def test_a_version_superseded_meanwhile_shows_what_changed_and_asks_again(
    mine, version, councillor
):
    read = answers(version, councillor)
    newer = given.next_version(version, "Members must lock their screens at all times.", major=2)

    response = mine.post(page("sign_policy", version), read)

    text = response.content.decode()
    assert any("changed while you were reading" in error for error in errors(response))
    assert "What changed since version 1.0" in text
    assert "at all times" in text
    assert newer.sha256 in text
    assert "checked" not in text
    assert not Acknowledgement.objects.signed().exists()


def test_two_tabs_sign_once(mine, version, councillor):
    mine.post(page("sign_policy", version), answers(version, councillor))

    response = mine.post(page("sign_policy", version), answers(version, councillor))

    assert response["Location"] == receipt()
    assert Acknowledgement.objects.signed().count() == 1


def test_a_term_that_ended_meanwhile_is_a_page_that_says_so(mine, version, councillor):
    leave_office(councillor)

    response = mine.post(page("sign_policy", version), answers(version, councillor))

    assert response.status_code == 403
    assert "Your time in office is over" in response.content.decode()
    assert not Acknowledgement.objects.signed().exists()


def leave_office(councillor):
    people.end_term(
        term=councillor.terms.get(), ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None
    )


def test_who_left_office_keeps_the_receipts_and_has_nothing_to_do(mine, version, councillor):
    given.signature(version, councillor)
    given.next_version(version, major=2)
    leave_office(councillor)

    assert mine.get(receipt()).status_code == 200
    assert mine.get(reverse("policies:signed")).status_code == 200
    assert "Sign " not in [task["title"] for task in mine.get(reverse("home")).context["tasks"]]


def test_a_councillor_who_was_not_asked_is_told_so(client, version):
    client.force_login(given.councillor())

    response = client.get(page("sign_policy", version))

    assert response.status_code == 409
    assert "You have not been asked to sign this yet" in response.content.decode()


def test_nobody_is_led_to_signing_who_was_not_asked(client, mine, version):
    stranger = client.__class__()
    stranger.force_login(given.councillor())

    assert "Continue to sign" in mine.get(page("read", version, 1)).content.decode()
    assert "Continue to sign" not in stranger.get(page("read", version, 1)).content.decode()


def test_an_error_does_not_hide_what_changed(mine, version, councillor):
    given.signature(version, councillor)
    newer = given.next_version(version, "Members must lock their screens at all times.", major=2)

    response = mine.post(page("sign_policy", newer), answers(newer, councillor, typed_name=""))

    assert "What changed since version 1.0" in response.content.decode()


def test_a_version_superseded_while_confirming_asks_again_and_can_be_sent(
    client, version, councillor
):
    client.force_login(councillor)
    asked = client.post(page("sign_policy", version), answers(version, councillor))
    newer = given.next_version(version, "Members must lock their screens at all times.", major=2)

    shown = client.post(asked["Location"], {"password": given.PASSWORD})
    assert "What changed since version 1.0" in shown.content.decode()
    assert f'action="{page("sign_policy", newer)}"' in shown.content.decode()

    client.post(page("sign_policy", newer), answers(newer, councillor))
    assert Acknowledgement.objects.signed().get().version == newer


def test_each_signature_has_its_own_receipt(mine, version, councillor):
    given.signature(version, councillor)
    first = receipt()
    newer = given.next_version(version, major=2)
    given.signature(newer, councillor)

    assert "version 1.0" in mine.get(first).content.decode()
    assert first in mine.get(page("version", newer, "1.0")).content.decode()


def test_what_changed_since_one_last_signed_is_on_the_signing_page(mine, version, councillor):
    given.signature(version, councillor)
    newer = given.next_version(version, "Members must lock their screens at all times.", major=2)

    text = mine.get(page("sign_policy", newer)).content.decode()

    assert "What changed since version 1.0" in text
    assert re.search(r"<ins>.*?at all times", text, re.DOTALL)


def test_the_signing_page_takes_at_most_twelve_queries(mine, version, councillor):
    given.signature(version, councillor)
    newer = given.next_version(version, major=2)
    address = page("sign_policy", newer)
    mine.get(address)

    with CaptureQueriesContext(connection) as queries:
        assert mine.get(address).status_code == 200

    assert len(queries) <= 12


# Declining


def test_who_declined_and_left_office_is_not_led_to_sign(mine, version, councillor):
    signatures.decline(version=version, by=councillor, reason="Appendix A is missing")
    records = reverse("policies:signed")
    assert "Read and sign" in mine.get(records).content.decode()

    people.end_term(
        term=councillor.terms.get(), ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None
    )

    assert "Read and sign" not in mine.get(records).content.decode()


def test_who_declined_is_not_led_to_sign_what_was_replaced(mine, version, councillor):
    signatures.decline(version=version, by=councillor, reason="Appendix A is missing")
    given.next_version(version, major=2)

    assert not Acknowledgement.objects.get(version=version).may_still_sign
    assert not Acknowledgement.objects.may_still_sign().filter(version=version).exists()
    assert "Read and sign" not in mine.get(reverse("policies:signed")).content.decode()


def test_a_councillor_declines_with_a_reason(mine, version):
    response = mine.post(page("decline", version), {"reason": "Appendix A is missing"})

    assert response["Location"] == reverse("policies:signed")
    assert Acknowledgement.objects.get().decline_reason == "Appendix A is missing"
    assert any("Monitoring Officer" in str(told) for told in get_messages(response.wsgi_request))


def test_declining_without_a_reason_is_asked_for_one(mine, version):
    response = mine.post(page("decline", version), {"reason": ""})

    assert errors(response) == ["Say why you decline to sign"]


def test_who_declined_is_told_so_and_may_still_sign(mine, version, councillor):
    signatures.decline(version=version, by=councillor, reason="Not yet")

    text = mine.get(page("policy", version)).content.decode()

    assert "You declined to sign this on" in text
    assert mine.get(page("decline", version))["Location"] == page("policy", version)


# Reading


def test_opening_is_kept_when_reading_starts(mine, version):
    response = mine.post(page("start_reading", version))

    assert response["Location"] == page("read", version, 1)
    assert Acknowledgement.objects.get().status == AcknowledgementStatus.OPENED


def test_reading_by_a_link_changes_nothing(mine, version):
    mine.get(page("policy", version))
    mine.get(page("read", version, 1))
    mine.get(page("sign_policy", version))

    assert Acknowledgement.objects.get().status == AcknowledgementStatus.REQUIRED


# Public pages


def test_anybody_reads_a_policy_with_its_decision_and_clauses(client, version):
    text = client.get(page("policy", version)).content.decode()

    assert "Members must lock their screens." in text
    assert "Governance Committee" in text
    assert "10 for, 1 against" in text
    assert version.sha256 in text
    assert 'id="rules"' in text


def test_old_versions_stay_readable_with_what_changed(client, version):
    newer = given.next_version(version, "Members must lock their screens at all times.")

    history = client.get(page("version", newer, "1.0")).content.decode()
    changes = client.get(page("changes", newer, "1.0", "1.1")).content.decode()

    assert "Replaced" in history
    assert "at all times" in changes


def test_only_older_versions_are_compared(client, version):
    newer = given.next_version(version)

    old = client.get(page("version", newer, "1.0")).content.decode()

    assert page("changes", newer, "1.1", "1.0") not in old
    assert (
        page("changes", newer, "1.0", "1.1") in client.get(page("policy", newer)).content.decode()
    )


def test_the_list_says_what_is_in_force_once_for_each_policy(client, version):
    given.next_version(version)

    text = client.get(reverse("policies:policies")).content.decode()

    assert text.count(version.policy.title) == 1
    assert "Version 1.1" in text


def test_the_list_says_what_a_councillor_has_to_sign(mine, version, councillor):
    before = mine.get(reverse("policies:policies")).content.decode()
    given.signature(version, councillor)
    after = mine.get(reverse("policies:policies")).content.decode()

    assert "Sign by" in before
    assert "You signed this on" in after


# What was signed


def test_signatures_are_listed_with_their_certificates(mine, version, councillor):
    empty = mine.get(reverse("policies:signed")).content.decode()
    given.signature(version, councillor)
    text = mine.get(reverse("policies:signed")).content.decode()

    assert "You have not signed a policy yet" in empty
    assert reverse("policies:certificate", args=[Acknowledgement.objects.get().pk]) in text


def test_the_monitoring_officer_reads_an_objection(client, version, councillor):
    given.signature(version, councillor, objection="Clause 1 is unclear.")
    client.force_login(given.officer(Role.MONITORING_OFFICER))

    response = client.get(reverse("policies:statement", args=[Acknowledgement.objects.get().pk]))

    assert "Clause 1 is unclear." in response.content.decode()


def test_the_register_leads_the_monitoring_officer_to_what_was_said(client, version, councillor):
    given.signature(version, councillor, objection="Clause 1 is unclear.")
    link = reverse("policies:statement", args=[Acknowledgement.objects.get().pk])

    client.force_login(given.officer(Role.MONITORING_OFFICER))
    assert link in client.get(reverse("policies:register")).content.decode()
    client.force_login(given.officer(Role.AUDITOR))
    assert link not in client.get(reverse("policies:register")).content.decode()


# The register


def test_the_request_to_sign_leads_to_the_policy(version):
    asked = version.acknowledgements.get()

    body = part_of(Notice.objects.get(kind="policy_to_sign")).body

    assert f"http://testserver{asked.get_absolute_url()}" in body
    assert asked.get_absolute_url() == page("policy", version)


def test_whoever_leaves_before_it_is_due_is_told_their_last_day(mine, version, councillor):
    row = Acknowledgement.objects.get(councillor=councillor, version=version)
    last_day = row.due_on - timedelta(days=1)
    people.end_term(
        term=councillor.terms.get(),
        ends_at=end_of_day(last_day),
        reason=EndReason.RETIRED,
        by=None,
    )

    told = f"by {day_in_words(last_day)}"
    for where in (reverse("home"), reverse("policies:policies"), page("policy", version)):
        shown = mine.get(where).content.decode()
        assert told in shown
        assert day_in_words(row.due_on) not in shown
    row.refresh_from_db()
    assert row.due_on > row.told_on == last_day


def test_an_end_after_it_is_due_leaves_the_day_as_it_is(version, councillor):
    row = Acknowledgement.objects.get(councillor=councillor, version=version)
    later = end_of_day(row.due_on + timedelta(days=1))
    term = councillor.terms.get()
    people.end_term(term=term, ends_at=later, reason=EndReason.RETIRED, by=None)

    assert row.told_on == row.due_on
