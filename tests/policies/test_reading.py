"""Reading section by section, and where each page of a policy leads on to."""

import re
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from policies.models import Acknowledgement, AcknowledgementStatus, SectionRead
from policies.signatures import actions as signatures
from tests import given

THREE = "# P\n\n## One\n\nFirst.\n\n## Two\n\nSecond.\n\n## Three\n\nThird.\n"


@pytest.fixture
def version(councillor):
    return given.published(clauses=given.parsed(THREE))


def page(name, version, *more):
    return reverse(f"policies:{name}", args=[version.policy.slug, *more])


def text_of(response):
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split())


def finish(browser, version, section, **changes):
    answers = {"text_sha256": version.sha256} | changes
    return browser.post(page("finish_section", version, section), answers)


# Going on where one stopped


def test_after_a_section_comes_the_next_and_after_the_last_the_signature(mine, version):
    assert finish(mine, version, 1)["Location"] == page("read", version, 2)
    assert finish(mine, version, 3)["Location"] == page("sign_policy", version)


def test_whoever_comes_back_goes_on_at_the_first_section_that_they_have_not_read(mine, version):
    finish(mine, version, 1)

    assert "Continue reading" in text_of(mine.get(page("policy", version)))
    assert mine.post(page("start_reading", version))["Location"] == page("read", version, 2)


def test_the_pages_say_which_sections_were_read(mine, version):
    finish(mine, version, 2)

    assert "You have read 1 of 3 sections. " in text_of(mine.get(page("policy", version)))
    assert "One Two Read Three" in text_of(mine.get(page("read", version, 1)))


def test_the_list_of_sections_says_which_one_is_open_not_only_by_bold_type(mine, version):
    shown = mine.get(page("read", version, 2)).text

    assert re.findall(r'<strong aria-current="page">(.*?)</strong>', shown) == ["Two"]


def test_once_all_is_read_the_policy_leads_to_the_signature(mine, version):
    for section in (1, 2, 3):
        finish(mine, version, section)

    said = text_of(mine.get(page("policy", version)))

    assert "You have read all 3 sections." in said
    assert "Continue to sign Read it again" in said


def test_a_section_counts_once(mine, version):
    finish(mine, version, 1)
    finish(mine, version, 1)

    row = SectionRead.objects.get()
    with (
        pytest.raises(IntegrityError, match="policies_sectionread_once_each"),
        transaction.atomic(),
    ):
        SectionRead.objects.create(
            acknowledgement=row.acknowledgement, anchor=row.anchor, read_at=timezone.now()
        )


def test_what_one_councillor_read_says_nothing_of_another(mine, client, version):
    finish(mine, version, 1)
    other = client.__class__()
    other.force_login(given.councillor())
    signatures.ask(version=version, by=None)

    assert "You have read" not in text_of(other.get(page("policy", version)))


def test_reading_begins_with_the_first_section_that_is_finished(mine, version):
    finish(mine, version, 1)

    assert Acknowledgement.objects.get().status == AcknowledgementStatus.OPENED


def test_a_section_of_an_older_text_does_not_count(mine, version):
    newer = given.next_version(version, major=2)

    response = finish(mine, newer, 1, text_sha256=version.sha256)

    assert response["Location"] == newer.policy.get_absolute_url()
    assert not SectionRead.objects.exists()


def test_a_section_that_is_not_there_is_not_found(mine, version):
    assert finish(mine, version, 4).status_code == 404


def test_who_declined_can_go_on_reading(mine, version, councillor):
    signatures.decline(version=version, by=councillor, reason="Not yet")

    assert finish(mine, version, 3)["Location"] == page("sign_policy", version)
    assert SectionRead.objects.exists()


@pytest.mark.parametrize("end", [given.signature, lambda version, _councillor: newer_than(version)])
def test_nothing_of_it_is_kept_once_it_is_signed_or_replaced(mine, version, councillor, end):
    finish(mine, version, 1)

    end(version, councillor)

    assert not SectionRead.objects.exists()


def newer_than(version):
    return given.next_version(version, major=2)


def test_the_last_section_offers_no_next_one(client, version):
    last = text_of(client.get(page("read", version, 3)))

    assert "Next section" not in last
    assert "This is the last section. Back to the policy" in last


def test_a_section_has_no_marks_beside_its_clauses(client, version):
    assert "app-clause-link" not in client.get(page("read", version, 1)).content.decode()


# Versions


@pytest.fixture
def replaced(councillor):
    with time_machine.travel("2026-07-24 10:00Z"):
        old = given.published()
    with time_machine.travel("2026-11-17 10:00Z"):
        return old, given.next_version(old, major=2)


def test_the_history_says_from_when_until_when(client, replaced):
    _old, new = replaced

    said = text_of(client.get(page("policy", new)))

    assert "Version 1.0 In force 24 July 2026 to 17 November 2026 Read version 1.0" in said
    assert "Version 2.0 In force since 17 November 2026" in said


def test_an_old_version_leads_to_the_one_in_force(client, replaced):
    old, new = replaced

    said = client.get(page("version", old, "1.0"))

    assert "This is an old version. Read version 2.0, which is in force" in text_of(said)
    assert f'href="{page("version", old, "2.0")}"' in said.content.decode()
    assert "old version" not in text_of(client.get(page("policy", new)))


def test_what_changed_leads_on_to_the_signature(mine, replaced):
    _old, new = replaced

    said = text_of(mine.get(page("changes", new, "1.0", "2.0")))

    assert "Sign version 2.0 Read version 2.0 Read version 1.0" in said


def test_what_changed_leads_others_back_to_the_policy(client, replaced):
    _old, new = replaced

    said = text_of(client.get(page("changes", new, "1.0", "2.0")))

    assert "Sign version" not in said
    assert "Read version 2.0 Read version 1.0" in said


# What the text lacks


def test_what_is_lacking_says_whom_to_ask_and_loses_nothing_that_was_typed(mine, councillor):
    gap = {"anchor": "rules", "place": "Rules", "refers_to": "A", "sentence": "Appendix A is not."}
    version = given.published(gaps=[gap])

    response = mine.get(page("sign_policy", version))

    assert "ask the Monitoring Officer before you sign: Telephone: 01632 960123" in text_of(
        response
    )
    links = re.findall(r"<a [^>]*#rules[^>]*>", response.content.decode())
    assert links
    assert all('target="_blank"' in link for link in links)


# Receipts


def test_the_receipt_says_where_an_objection_went(mine, version, councillor):
    given.signature(version, councillor, objection="Clause 1 is unclear.")
    asked = Acknowledgement.objects.get()

    response = mine.get(reverse("policies:receipt", args=[asked.pk]))
    said = text_of(response)
    mail = part_of(Notice.objects.get(kind="policy_signed")).body

    assert response.text.count('href="tel:01632960123"') == 1
    for words in (said, " ".join(mail.split())):
        assert "Your objection went to the Monitoring Officer" in words
        assert "01632 960123" in words
    assert "Clause 1 is unclear." in said
    assert "Clause 1 is unclear." not in mail


def test_a_receipt_without_an_objection_speaks_of_none(mine, version, councillor):
    given.signature(version, councillor)

    assert "objection" not in part_of(Notice.objects.get(kind="policy_signed")).body


@time_machine.travel(date(2026, 11, 3))
def test_whoever_declines_gets_a_mail_that_leads_to_their_records(mine, version, councillor):
    mine.post(page("decline", version), {"reason": "Appendix A is missing"})

    notice = Notice.objects.get(kind="policy_declined_receipt")
    part = part_of(notice)
    assert notice.to == councillor
    assert "You declined to sign" in part.subject
    assert reverse("policies:signed") in part.body
    assert "Appendix A is missing" not in part.body


def test_the_records_show_the_reason_for_declining_and_lead_to_signing(mine, version, councillor):
    signatures.decline(version=version, by=councillor, reason="Appendix A is missing")

    before = text_of(mine.get(reverse("policies:signed")))
    given.signature(version, councillor)
    after = text_of(mine.get(reverse("policies:signed")))

    assert "You declined to sign at" in before
    assert "Your reason: Appendix A is missing" in before
    assert "Read and sign" in before
    assert "You signed it later." in after
    assert "Read and sign" not in after


def test_nobody_sees_the_records_of_another(mine, client, version, councillor):
    signatures.decline(version=version, by=councillor, reason="Appendix A is missing")
    other = client.__class__()
    other.force_login(given.councillor())

    assert "Appendix A is missing" not in text_of(other.get(reverse("policies:signed")))


# Confirming who one is


def test_the_page_that_asks_who_they_are_says_what_is_signed_and_leads_back(
    client, version, councillor
):
    client.force_login(councillor)
    answers = {
        "agreed": "on",
        "typed_name": councillor.full_name,
        "text_sha256": version.sha256,
        "objection": "Clause 1 is unclear.",
    }
    asked = client.post(page("sign_policy", version), answers, follow=True)

    said = text_of(asked)
    assert f"You are about to sign {version.policy.title}, version 1.0." in said
    assert "Confirm and sign" in said
    assert "I have forgotten my password" in said
    assert (
        f'href="{page("sign_policy", version)}" class="govuk-back-link"' in asked.content.decode()
    )

    back = text_of(client.get(page("sign_policy", version)))
    assert "Clause 1 is unclear." in back
    assert "Nothing has been sent yet." in back


def test_nothing_stays_typed_once_it_is_signed(client, version, councillor):
    client.force_login(councillor)
    answers = {"agreed": "on", "typed_name": councillor.full_name, "text_sha256": version.sha256}
    asked = client.post(page("sign_policy", version), answers)

    client.post(asked["Location"], {"password": given.PASSWORD})

    assert Acknowledgement.objects.signed().exists()
    assert not {"carried", "confirming"} & set(client.session.keys())


def test_the_page_speaks_of_nothing_where_nothing_is_signed(mine):
    assert "You are about to" not in text_of(mine.get(reverse("account_reauthenticate")))
