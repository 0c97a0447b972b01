"""A signature on paper or by phone is recorded by an officer, or refused in words."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
import time_machine
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Certificate, Entry
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from councilgov.records import Refused
from policies.models import (
    Acknowledgement,
    AcknowledgementStatus,
    Manner,
    RecordedSignature,
    SectionRead,
)
from policies.publishing import actions as publishing
from policies.signatures import actions as signatures
from tests import given


def begin():
    given.council()
    councillors = [given.councillor() for _n in range(3)]
    return given.officer(Role.MEMBERS_SERVICES), councillors, given.published()


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(begin)


@pytest.fixture
def world(made_once):
    return deepcopy(made_once)


@pytest.fixture
def officer(world):
    return world[0]


@pytest.fixture
def councillors(world):
    return world[1]


@pytest.fixture
def version(world):
    return world[2]


def nothing_was_written():
    return not (
        Acknowledgement.objects.once_signed().exists()
        or RecordedSignature.objects.exists()
        or Entry.objects.filter(kind="policies.signature_recorded").exists()
        or Notice.objects.filter(kind="signature_recorded").exists()
    )


def test_a_batch_is_recorded_as_at_an_induction(version, councillors, officer):
    rows = given.recorded(version, *councillors[:2], by=officer)

    assert len(rows) == 2
    signed = Acknowledgement.objects.filter(status=AcknowledgementStatus.SIGNED)
    assert {row.councillor for row in signed} == set(councillors[:2])
    assert {row.text_sha256 for row in signed} == {version.sha256}
    assert {row.statement for row in signed} == {signatures.statement(version)}
    assert {row.typed_name for row in signed} == {one.full_name for one in councillors[:2]}
    assert {row.recorded.recorded_by for row in signed} == {officer}
    assert {row.recorded.recorded_at for row in signed} == {row.signed_at for row in signed}


def test_what_is_recorded_keeps_its_history(version, councillors, officer):
    (row,) = given.recorded(version, councillors[0], by=officer)

    assert row.history.get().history_user == officer
    assert row.acknowledgement.history.first().history_change_reason == "Signature recorded"


def test_no_certificate_is_made_of_a_paper(version, councillors):
    given.recorded(version, councillors[0])

    assert not Certificate.objects.exists()


def test_each_is_evidence_without_a_name(version, councillors, officer):
    given.recorded(version, *councillors, by=officer)

    entries = Entry.objects.filter(kind="policies.signature_recorded")
    assert entries.count() == 3
    entry = entries.first()
    assert entry.actor == officer
    assert entry.details["text_sha256"] == version.sha256
    assert entry.details["manner"] == "paper"
    assert "file 7" not in entry.facts
    assert not any(one.full_name in entry.facts for one in councillors)


@pytest.mark.parametrize(("manner", "told"), [(Manner.PAPER, "paper"), (Manner.PHONE, "phone")])
def test_each_is_told_at_once_with_a_link_to_say_no(version, councillors, manner, told):
    given.recorded(version, *councillors, manner=manner)

    notices = Notice.objects.filter(kind="signature_recorded")
    assert {notice.to for notice in notices} == set(councillors)
    assert {notice.urgency for notice in notices} == {"now"}
    part = part_of(notices.latest("pk"))
    assert told in part.body
    assert "until the end of 7 December 2026" in part.body
    assert "/policies/receipts/" in part.body


def test_bookmarks_go_with_the_signature(version, councillors):
    signatures.finish_section(version=version, by=councillors[0], anchor="rules")

    given.recorded(version, councillors[0])

    assert not SectionRead.objects.exists()


def test_who_declined_may_sign_on_paper(version, councillors):
    signatures.decline(version=version, by=councillors[0], reason="Not yet")

    given.recorded(version, councillors[0])

    assert Acknowledgement.objects.declined().get().is_signed


def test_a_day_in_the_future_is_refused(version, councillors):
    tomorrow = timezone.localdate() + timedelta(days=1)

    with pytest.raises(Refused, match="today or in the past") as refused:
        given.recorded(version, councillors[0], given_on=tomorrow)

    assert refused.value.field == "given_on"
    assert nothing_was_written()


def test_a_day_before_the_publication_is_refused(version, councillors):
    with pytest.raises(Refused, match="must be 23 November 2026 or later") as refused:
        given.recorded(version, councillors[0], given_on=date(2026, 11, 22))

    assert refused.value.field == "given_on"
    assert nothing_was_written()


@pytest.mark.parametrize(
    ("manner", "told"), [(Manner.PAPER, "papers are kept"), (Manner.PHONE, "who rang whom")]
)
def test_there_must_be_evidence(version, councillors, manner, told):
    with pytest.raises(Refused, match=told) as refused:
        given.recorded(version, councillors[0], manner=manner, evidence="  ")

    assert refused.value.field == "evidence"
    assert nothing_was_written()


def test_somebody_must_have_signed(version):
    with pytest.raises(Refused, match="Select who signed"):
        given.recorded(version)


def test_who_signed_already_is_refused_by_name_and_so_is_the_whole_batch(version, councillors):
    given.signature(version, councillors[0])

    with pytest.raises(Refused, match=f"{councillors[0].full_name} has signed already"):
        given.recorded(version, *councillors)

    assert not RecordedSignature.objects.exists()


def test_a_batch_sent_twice_is_refused(version, councillors):
    given.recorded(version, *councillors)

    with pytest.raises(Refused, match="have signed already"):
        given.recorded(version, *councillors)

    assert RecordedSignature.objects.count() == 3


def test_who_was_not_asked_is_refused_by_name(version):
    stranger = given.councillor()

    with pytest.raises(Refused, match=f"Not asked to sign this.*{stranger.full_name}"):
        given.recorded(version, stranger)


def test_who_left_office_is_refused(version, councillors):
    now = timezone.now()
    people.end_term(
        term=councillors[0].terms.get(), ends_at=now, reason=EndReason.RESIGNED, by=None
    )

    with pytest.raises(Refused, match="no longer in office"):
        given.recorded(version, councillors[0])


def test_nobody_records_their_own_signature(version, councillors):
    with pytest.raises(Refused, match="Another officer records your own"):
        given.recorded(version, *councillors, by=councillors[0])

    assert nothing_was_written()


def test_a_version_that_was_replaced_takes_no_paper(version, councillors):
    given.next_version(version, major=2)

    with pytest.raises(Refused, match="is not in force"):
        given.recorded(version, councillors[0])


def test_who_signed_on_paper_is_asked_again_by_a_major_version_only(version, councillors):
    given.recorded(version, councillors[0])

    minor = given.next_version(version)
    major = given.next_version(minor, major=2)

    assert not minor.acknowledgements.filter(councillor=councillors[0]).exists()
    assert major.acknowledgements.get(councillor=councillors[0]).is_due


def test_a_paper_is_signed_before_the_version_takes_effect(councillors):
    publisher = given.officer(Role.MEMBERS_SERVICES)
    with time_machine.travel("2026-11-02 10:00Z"):
        version = publishing.publish(
            version=given.approved(), by=publisher, effective_on=date(2027, 1, 4)
        )

    (row,) = given.recorded(version, councillors[0], given_on=date(2026, 11, 3))

    assert "and I agree to follow it from" in row.acknowledgement.statement


def test_the_number_of_queries_for_rows_does_not_grow_with_the_batch(
    version, councillors, officer, django_assert_max_num_queries
):
    given.many_requests(version, 40)
    waiting = [row.councillor for row in version.acknowledgements.select_related("councillor")]

    with django_assert_max_num_queries(20 + 4 * len(waiting)):  # each entry of the ledger: four
        given.recorded(version, *waiting, by=officer)
