"""Pages of recorded signatures and disputes."""

import re
from copy import deepcopy
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import get_user
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.accounts import carrying
from councilgov.people.actions import appoint
from policies.assisting import actions
from policies.models import Acknowledgement, RecordedSignature
from policies.signatures.actions import decline
from tests import given


def begin():
    given.council()
    councillors = [given.councillor() for _n in range(3)]
    officers = given.officer(Role.MEMBERS_SERVICES), given.officer(Role.MONITORING_OFFICER)
    return councillors, *officers, given.published()


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(begin)


@pytest.fixture
def world(made_once):
    return deepcopy(made_once)


@pytest.fixture
def councillors(world):
    return world[0]


@pytest.fixture
def services(world, client):
    client.force_login(world[1])
    return client


@pytest.fixture
def monitoring(world):
    return world[2]


@pytest.fixture
def version(world):
    return world[3]


def page_of(version):
    return reverse("policies:record_signatures", args=[version.policy.slug, version.number])


def answers(*councillors, **changes):
    today = timezone.localdate()
    return {
        "councillors": [person.pk for person in councillors],
        "manner": "paper",
        "where_kept": "File 7",
        "given_on_day": str(today.day),
        "given_on_month": str(today.month),
        "given_on_year": str(today.year),
        **changes,
    }


def own(councillor, **fields):
    return Acknowledgement.objects.get(councillor=councillor, **fields)


# Recording


def test_members_services_find_the_page_from_the_policy(services, version):
    shown = services.get(version.get_absolute_url()).text

    assert page_of(version) in shown


def test_the_page_lists_who_has_not_signed(services, version, councillors):
    given.signature(version, councillors[0])

    shown = services.get(page_of(version)).text

    assert councillors[0].full_name not in shown
    assert councillors[1].full_name in shown


def test_it_is_checked_before_anything_is_saved(services, version, councillors):
    page = services.post(page_of(version), answers(*councillors[:2]), follow=True).text

    assert "Check before you save" in page
    assert version.sha256 in page
    assert all(person.full_name in page for person in councillors[:2])
    assert "File 7" in page
    assert "Record 2 signatures" in page
    assert not RecordedSignature.objects.exists()


def test_what_was_checked_is_saved(services, version, councillors):
    checked = services.post(page_of(version), answers(*councillors[:2]), follow=True)
    form = checked.context["form"]
    typed = {}
    for name, value in form.typed():
        typed.setdefault(name, []).append(value)

    page = services.post(page_of(version), {**typed, "checked": "1"}, follow=True)

    assert RecordedSignature.objects.count() == 2
    assert "2 signatures are recorded" in page.text
    assert "Who has not signed" in page.text


def test_whoever_wants_to_change_something_finds_what_they_typed(services, version, councillors):
    checked = services.post(page_of(version), answers(councillors[0]), follow=True).text
    assert 'name="change" value="1">Change something' in checked
    forget(services)

    page = change(services, version, councillors[0])

    assert page.redirect_chain == [(page_of(version), 302)]
    assert "File 7" in page.text
    assert f'value="{councillors[0].pk}" checked' in page.text
    assert not RecordedSignature.objects.exists()


def forget(browser):
    """As after half an hour, while the session itself was kept alive."""
    session = browser.session
    del session["checked"]
    session.save()


def change(browser, version, *councillors, **changes):
    """Press the button of the page that checks: it sends what that page holds."""
    typed = answers(*councillors, change="1", **changes)
    return browser.post(f"{page_of(version)}?check=1", typed, follow=True)


def test_change_something_loses_nothing_to_the_end_of_the_session(services, version, councillors):
    checked = services.post(page_of(version), answers(councillors[0]), follow=True).text
    whose = re.search(r'name="whose_form" value="([^"]+)"', checked)[1]
    officer = get_user(services)
    services.cookies.clear()

    page = change(services, version, councillors[0], whose_form=whose)
    parcel = re.search(r'name="carried" value="([^"]+)"', page.text)[1]
    signed_in = {"login": officer.email, "password": given.PASSWORD, "next": page_of(version)}
    services.post(reverse("account_login"), signed_in | {"carried": parcel})

    assert "File 7" in services.get(page_of(version)).text


def test_what_is_too_much_to_keep_can_be_changed_all_the_same(
    services, version, councillors, monkeypatch
):
    services.post(page_of(version), answers(councillors[0]))
    monkeypatch.setattr(carrying, "MOST", 10)

    page = change(services, version, councillors[0], where_kept="File 8")

    assert page.redirect_chain == []
    assert "File 8" in page.text
    assert "Nothing has been sent yet." in page.text
    assert "Check before you save" not in page.text


def test_old_answers_do_not_come_back_in_place_of_what_was_too_much_to_keep(
    services, version, councillors, monkeypatch
):
    services.post(page_of(version), answers(councillors[0]))
    with monkeypatch.context() as small:
        small.setattr(carrying, "MOST", 10)
        page = services.post(page_of(version), answers(councillors[0], where_kept="File 8"))

    assert "Record 1 signature" in page.text
    assert "File 7" not in services.get(page_of(version)).text


def test_another_form_that_was_sent_and_done_meanwhile_takes_nothing_away(
    services, version, councillors
):
    other = given.published()
    services.post(page_of(version), answers(councillors[0]))
    services.post(page_of(other), answers(councillors[0], where_kept="File 8"))
    services.post(page_of(other), answers(councillors[0], where_kept="File 8", checked="1"))

    assert "File 7" in services.get(page_of(version)).text
    assert "File 8" not in services.get(page_of(other)).text


def test_a_batch_that_was_begun_says_when_and_can_be_started_afresh(services, version, councillors):
    with time_machine.travel(timezone.now().replace(hour=10, minute=15), tick=False):
        services.post(page_of(version), answers(councillors[0]))
        begun = services.get(page_of(version)).text
    assert "You entered this at 10:15am." in begun
    afresh = re.search(r'href="([^"]+)">Start afresh', begun)[1]

    page = services.get(afresh, follow=True)

    assert page.redirect_chain == [(page_of(version), 302)]
    assert "File 7" not in page.text
    assert "Start afresh" not in page.text


def test_the_page_that_checks_is_shown_again_by_back_and_reload(services, version, councillors):
    address = services.post(page_of(version), answers(councillors[0]))["Location"]

    for _look in range(2):
        assert "Record 1 signature" in services.get(address).text
    assert not RecordedSignature.objects.exists()


def test_once_it_is_saved_nothing_waits_to_be_checked(services, version, councillors):
    address = services.post(page_of(version), answers(councillors[0]))["Location"]
    services.post(address, answers(councillors[0], checked="1"))

    assert services.get(address)["Location"] == page_of(version)
    assert "File 7" not in services.get(page_of(version)).text


def test_somebody_else_at_the_same_browser_is_shown_nothing(services, version, councillors):
    address = services.post(page_of(version), answers(councillors[0]))["Location"]
    kept = services.session["checked"]
    services.force_login(given.officer(Role.MEMBERS_SERVICES))
    session = services.session
    session["checked"] = kept
    session.save()

    assert "File 7" not in services.get(address, follow=True).text


def test_a_call_is_asked_for_in_its_own_words(services, version, councillors):
    typed = answers(councillors[0], manner="phone", who_rang="I rang Robin")

    services.post(page_of(version), {**typed, "checked": "1"})

    assert RecordedSignature.objects.get().evidence == "I rang Robin"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"councillors": []}, "Select who signed"),
        ({"manner": ""}, "Select how they signed"),
        ({"where_kept": ""}, "Enter where the papers are kept"),
        ({"manner": "phone"}, "Enter who rang whom"),
        ({"given_on_year": "2020"}, "The day must be 23 November 2026 or later"),
        ({"given_on_year": "2030"}, "must be today or in the past"),
    ],
)
def test_what_is_wrong_is_said_before_the_check(services, version, councillors, changes, told):
    page = services.post(page_of(version), answers(councillors[0], **changes), follow=True)

    assert told in page.text
    assert "There is a problem" in page.text
    assert "Check before you save" not in page.text


def test_a_second_click_on_save_is_refused_on_the_page(services, version, councillors):
    typed = answers(councillors[0], checked="1")
    services.post(page_of(version), typed)

    page = services.post(page_of(version), typed)

    assert page.status_code == 200
    assert "Somebody whom you selected has signed since" in page.text
    assert RecordedSignature.objects.count() == 1


def test_when_everybody_has_signed_the_page_says_so(services, version, councillors):
    given.recorded(version, *councillors)

    assert "There is nothing to record" in services.get(page_of(version)).text


def test_of_a_draft_nothing_is_recorded(services):
    assert services.get(page_of(given.draft())).status_code == 404


# The councillor's own pages


@pytest.fixture
def recorded(version, councillors, client):
    given.recorded(version, councillors[0])
    client.force_login(councillors[0])
    return own(councillors[0])


def test_a_receipt_says_who_recorded_what(client, recorded):
    page = client.get(reverse("policies:receipt", args=[recorded.pk])).text

    assert recorded.recorded.recorded_by.full_name in page
    assert "file 7" in page
    assert "There is no certificate" in page
    assert "I did not sign this" in page
    assert recorded.text_sha256 in page


def test_my_records_show_it_without_a_certificate(client, recorded):
    page = client.get(reverse("policies:signed")).text

    assert "On paper, 23 November 2026. Recorded by" in page
    assert reverse("policies:certificate", args=[recorded.pk]) not in page


def test_there_is_no_certificate_to_download(client, recorded):
    page = client.get(reverse("policies:certificate", args=[recorded.pk]))

    assert page.status_code == 404


def test_the_policy_page_and_the_sign_page_know_it(client, recorded, version):
    assert "on paper or by phone" in client.get(version.policy.get_absolute_url()).text
    page = client.get(reverse("policies:sign_policy", args=[version.policy.slug]))
    assert page["Location"] == reverse("policies:receipt", args=[recorded.pk])


def test_home_says_that_an_officer_recorded_it_while_it_may_be_disputed(client, recorded):
    told = "An officer recorded this. If you did not sign, say so by"
    assert told in client.get(reverse("home")).text

    with time_machine.travel(timezone.now() + timedelta(days=15)):
        client.force_login(recorded.councillor)
        assert told not in client.get(reverse("home")).text


def test_a_dispute_goes_through_its_page(client, recorded):
    address = reverse("policies:dispute", args=[recorded.pk])
    assert "Say that this signature is wrong" in client.get(address).text

    page = client.post(address, {"reason": "I was not there."}, follow=True)

    assert own(recorded.councillor).is_disputed
    assert "The Monitoring Officer decides" in page.text
    assert "I was not there." in page.text


def test_a_second_tab_with_the_dispute_is_refused_in_words(client, recorded):
    address = reverse("policies:dispute", args=[recorded.pk])
    client.post(address, {"reason": "I was not there."})

    assert client.get(address).status_code == 409
    page = client.post(address, {"reason": "Again."})
    assert page.status_code == 409
    assert "disputed this signature already" in page.text
    assert f'href="{reverse("policies:receipt", args=[recorded.pk])}"' in page.text


def test_while_it_is_disputed_every_page_says_so(client, recorded, version):
    given_dispute(recorded)

    assert "You dispute a signature" in client.get(version.policy.get_absolute_url()).text
    assert "You dispute a signature" in client.get(reverse("home")).text
    assert "You dispute the signature" in client.get(reverse("policies:policies")).text
    assert "Signature disputed" in client.get(reverse("policies:signed")).text


def test_a_signature_that_was_set_aside_keeps_its_page(client, recorded, monitoring, version):
    row = given_dispute(recorded)
    actions.settle_dispute(
        acknowledgement=row, stands=False, reason="No paper was found.", by=monitoring
    )

    page = client.get(reverse("policies:receipt", args=[recorded.pk])).text
    assert "A signature that was set aside" in page
    assert "No paper was found." in page
    assert "You are asked to read this" in client.get(version.policy.get_absolute_url()).text
    assert (
        client.get(reverse("policies:sign_policy", args=[version.policy.slug])).status_code == 200
    )


def test_what_was_set_aside_stands_apart_from_what_was_signed(
    client, recorded, monitoring, version
):
    row = given_dispute(recorded)
    actions.settle_dispute(
        acknowledgement=row, stands=False, reason="No paper was found.", by=monitoring
    )

    signed, apart = client.get(reverse("policies:signed")).text.split("Set aside</h2>")
    assert "You have not signed a policy yet." in signed
    assert "No paper was found." in apart
    assert "You are asked anew" in apart
    assert reverse("policies:receipt", args=[recorded.pk]) in apart
    assert "You are asked anew" in client.get(reverse("policies:receipt", args=[recorded.pk])).text


def test_who_has_signed_since_is_not_asked_anew(client, recorded, monitoring, version):
    row = given_dispute(recorded)
    actions.settle_dispute(acknowledgement=row, stands=False, reason="No paper.", by=monitoring)
    given.signature(version, recorded.councillor)

    assert "You are asked anew" not in client.get(reverse("policies:signed")).text


def test_nobody_disputes_for_another(client, recorded, councillors):
    client.force_login(councillors[1])

    assert client.get(reverse("policies:dispute", args=[recorded.pk])).status_code == 404


def given_dispute(row):
    actions.dispute(acknowledgement=row, reason="I was not there.", by=row.councillor)
    return Acknowledgement.objects.get(pk=row.pk)


# Settling


@pytest.fixture
def disputed(recorded, client, monitoring):
    row = given_dispute(recorded)
    client.force_login(monitoring)
    return row


def test_the_home_page_leads_to_the_dispute_in_two_clicks(client, disputed):
    home = client.get(reverse("home")).text
    listed = f"{reverse('policies:disputes')}?dispute=open"

    assert "1 disputed signature to decide on" in home
    assert listed in home
    assert reverse("policies:settle_dispute", args=[disputed.pk]) in client.get(listed).text


def test_the_page_shows_both_sides_and_takes_the_decision(client, disputed):
    address = reverse("policies:settle_dispute", args=[disputed.pk])
    page = client.get(address).text
    assert "I was not there." in page
    assert "file 7" in page

    client.post(address, {"stands": "no", "reason": "No paper was found."})

    recorded = RecordedSignature.objects.get()
    assert (recorded.stands, recorded.reason) == (False, "No paper was found.")
    assert "Set aside" in client.get(reverse("policies:disputes")).text
    assert "What was decided" in client.get(address).text
    assert "1 disputed signature" not in client.get(reverse("home")).text


def test_a_decision_taken_meanwhile_is_said_on_the_page(client, disputed):
    address = reverse("policies:settle_dispute", args=[disputed.pk])
    client.post(address, {"stands": "no", "reason": "No paper was found."})

    page = client.post(address, {"stands": "yes", "reason": "It was."})

    assert "settled already" in page.text
    assert RecordedSignature.objects.get().stands is False


def test_whoever_recorded_it_sees_that_another_decides(client, disputed):
    people = disputed.recorded.recorded_by
    appoint(officer=people, role=Role.MONITORING_OFFICER, starts_on=timezone.localdate(), by=None)
    client.force_login(people)

    page = client.get(reverse("policies:settle_dispute", args=[disputed.pk])).text

    assert "You are part of this dispute" in page
    assert "Save the decision" not in page


def test_the_list_is_narrowed_and_downloaded(client, disputed):
    address = reverse("policies:disputes")

    assert "1 disputed signature" in client.get(address, {"dispute": "open"}).text
    assert "0 disputed signatures" in client.get(address, {"dispute": "settled"}).text
    assert "Not yet decided" in client.post(address, {"export": "csv"}).content.decode()


def test_the_list_takes_as_many_queries_for_many_rows(
    client, disputed, version, councillors, django_assert_num_queries
):
    address = reverse("policies:disputes")
    client.get(address)
    with django_assert_num_queries(10):
        client.get(address)
    given.disputed(version, councillors[1])
    given.disputed(version, councillors[2])

    with django_assert_num_queries(10):
        client.get(address)


def test_a_statement_stands_beside_a_signature_on_paper(client, version, councillors, monitoring):
    row = decline(version=version, by=councillors[0], reason="Not yet")
    given.recorded(version, councillors[0])
    client.force_login(monitoring)

    page = client.get(reverse("policies:statement", args=[row.pk])).text

    assert "Signed later" in page
    assert reverse("policies:certificate", args=[row.pk]) not in page
    assert client.get(f"{reverse('policies:statements')}?statement=open").status_code == 200
