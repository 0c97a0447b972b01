"""Who leaves unsigned gets a negative receipt; who comes back is asked again."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.days import LONDON
from councilgov.ledger.models import Entry
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from policies.campaigns.actions import end_exemptions
from policies.models import Acknowledgement, AcknowledgementStatus, Exemption, Lapse
from policies.signatures import actions as signatures
from policies.tasks import ask_newcomers, sweep
from tests import given

MONDAY = "2026-11-23 10:00Z"


@pytest.fixture
def clock():
    with time_machine.travel(MONDAY, tick=False) as clock:
        yield clock


@pytest.fixture
def member():
    return given.councillor()


@pytest.fixture
def version(clock, member):
    return given.published()


def only():
    return Acknowledgement.objects.get()


def leave(member, ends_at=None):
    (term,) = member.terms.filter(ends_at=None)
    ends_at = ends_at or timezone.now()
    people.end_term(term=term, ends_at=ends_at, reason=EndReason.RESIGNED, by=None)


def come_back(member):
    given.term(member, starts_on=timezone.localdate())


def exempt(row, until):
    officer = given.officer(Role.MONITORING_OFFICER)
    row.move(AcknowledgementStatus.EXEMPT, by=officer, why="Exemption")
    return Exemption(
        acknowledgement=row,
        until=until,
        reason="Ill",
        granted_at=timezone.now(),
        granted_by=officer,
    ).keep(by=officer, why="Exemption")


def test_who_leaves_office_unsigned_gets_a_negative_receipt(version, member, clock):
    clock.shift(timedelta(days=3))
    leave(member, datetime(2026, 11, 27, tzinfo=LONDON))  # at midnight: Thursday was the last day
    clock.shift(timedelta(days=3))

    ask_newcomers()

    row = only()
    assert (row.status, row.lapsed_because) == (AcknowledgementStatus.LAPSED, Lapse.LEFT_OFFICE)
    assert row.receipt == "Left office on 26 November 2026 without signing version 1.0."
    entry = Entry.objects.get(kind="policies.lapsed")
    assert entry.details["lapsed_on"] == "2026-11-26"
    assert entry.details["because"] == "left_office"
    assert row.history.first().history_change_reason == "Lapsed"


def test_a_request_that_did_not_lapse_has_no_receipt(version):
    assert only().receipt == ""


def test_a_request_lapses_once(version, member):
    leave(member)

    sweep()
    before = only().history.count()
    sweep()

    assert only().history.count() == before
    assert Entry.objects.filter(kind="policies.lapsed").count() == 1


def test_a_signature_never_lapses(version, member):
    given.signature(version, member)
    leave(member)

    sweep()

    assert only().status == AcknowledgementStatus.SIGNED


def test_who_comes_back_later_is_asked_again_and_the_receipt_stays_on_record(
    version, member, clock
):
    leave(member)
    clock.shift(timedelta(days=60))
    come_back(member)

    ask_newcomers()
    ask_newcomers()

    row = only()
    assert row.status == AcknowledgementStatus.REQUIRED
    assert (row.asked_on, row.lapsed_on, row.lapsed_because) == (timezone.localdate(), None, "")
    assert Entry.objects.filter(kind="policies.lapsed").count() == 1
    reasons = [one.history_change_reason for one in row.history.all()]
    assert reasons == ["Asked again", "Lapsed", "Asked to sign"]


def test_who_declined_in_an_earlier_term_is_not_asked_again_and_may_sign(version, member, clock):
    signatures.decline(version=version, by=member, reason="Not like this.")
    leave(member)
    clock.shift(timedelta(days=60))
    come_back(member)

    sweep()

    assert only().status == AcknowledgementStatus.DECLINED
    given.signature(version, member)
    assert only().status == AcknowledgementStatus.SIGNED


def test_who_declined_in_an_earlier_term_is_asked_by_the_next_major_version(version, member, clock):
    signatures.decline(version=version, by=member, reason="Not like this.")
    leave(member)
    clock.shift(timedelta(days=60))
    come_back(member)

    newer = given.next_version(version, major=2)

    assert newer.acknowledgements.get().status == AcknowledgementStatus.REQUIRED


def test_who_lapsed_under_a_minor_version_has_as_long_as_a_newcomer_under_the_next(
    version, member, clock
):
    leave(member)
    sweep()
    clock.shift(timedelta(days=60))
    come_back(member)

    newer = given.next_version(version)

    assert newer.acknowledgements.get().asked_on == timezone.localdate()


def test_an_exemption_ends_with_the_term(version, member):
    exempt(only(), until=date(2027, 1, 1))
    leave(member)

    sweep()

    assert only().status == AcknowledgementStatus.LAPSED
    assert Exemption.objects.get().ended_at == timezone.now()


A_DAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"status": "lapsed", "lapsed_because": ""}, "day_when_lapsed"),
        ({"lapsed_on": A_DAY, "lapsed_because": "left_office"}, "day_when_lapsed"),
        ({"status": "lapsed", "lapsed_on": A_DAY}, "reason_when_lapsed"),
        (
            {"status": "lapsed", "lapsed_on": A_DAY, "lapsed_because": "bored"},
            "lapsed_because_known",
        ),
    ],
)
def test_the_database_refuses_half_a_lapse(version, change, constraint):
    row = only()
    vars(row).update(change)

    with pytest.raises(IntegrityError, match=f"policies_acknowledgement_{constraint}"):
        row.save()


# Exemptions


@pytest.mark.parametrize(
    ("until", "back_on", "due_on"),
    [
        # due on 21 December, twenty working days from Monday: all of them are left
        (date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 31)),
        (date(2026, 12, 1), date(2027, 1, 4), date(2027, 2, 1)),
    ],
    ids=["the next day", "the worker was down for weeks"],
)
def test_after_an_exemption_somebody_has_the_working_days_that_they_had_left(
    version, clock, until, back_on, due_on
):
    exempt(only(), until=until)

    with time_machine.travel(back_on, tick=False):
        assert end_exemptions() == 1
        assert end_exemptions() == 0

    row = only()
    assert (row.status, row.asked_on) == (AcknowledgementStatus.REQUIRED, back_on)
    assert row.due_on == due_on
    assert Exemption.objects.get().ended_at is not None
    assert Entry.objects.filter(kind="policies.exemption_over").count() == 1


def test_after_an_exemption_on_the_last_day_somebody_has_five_working_days(version, clock):
    with time_machine.travel(only().due_on, tick=False):
        exempt(only(), until=date(2027, 1, 3))

    with time_machine.travel(date(2027, 1, 4), tick=False):
        end_exemptions()

    assert only().due_on == date(2027, 1, 11)


def test_an_exemption_lasts_to_the_end_of_its_last_day(version):
    exempt(only(), until=date(2026, 11, 30))

    with time_machine.travel("2026-11-30 23:59Z", tick=False):
        assert end_exemptions() == 0

    assert only().status == AcknowledgementStatus.EXEMPT


def test_an_exemption_of_somebody_who_signed_ends_and_asks_nothing(version, member):
    exempt(only(), until=date(2026, 11, 30))
    given.signature(version, member)

    with time_machine.travel(date(2026, 12, 1), tick=False):
        assert end_exemptions() == 0

    assert only().status == AcknowledgementStatus.SIGNED
    assert Exemption.objects.get().ended_at is not None


def test_who_is_exempt_is_not_asked_by_a_minor_version_until_that_is_over(version, member, clock):
    exempt(only(), until=date(2026, 12, 31))

    newer = given.next_version(version)

    assert newer.acknowledgements.get().is_exempt
    with time_machine.travel("2027-01-04 10:00Z", tick=False):
        sweep()
        assert newer.acknowledgements.get().is_due
        assert newer.acknowledgements.get().asked_on == date(2027, 1, 4)


def test_somebody_who_left_sees_their_negative_receipt_among_their_records(version, member, client):
    leave(member)
    sweep()
    given.sign_in(client, member)

    text = client.get(reverse("policies:signed")).content.decode()

    assert "Left office on 23 November 2026 without signing version 1.0." in text


# Who is in office, told by two lists or by a look at each


def ends(term, day):
    at = datetime(day.year, day.month, day.day, 12, tzinfo=LONDON)
    people.end_term(term=term, ends_at=at, reason=EndReason.NOT_RE_ELECTED, by=None)


@pytest.mark.parametrize(
    ("terms", "counts"),
    [
        ([(date(2022, 5, 9), None)], {"required": True, "signed": True}),
        # re-elected: one term goes on in the next
        (
            [(date(2022, 5, 9), date(2026, 11, 10)), (date(2026, 11, 10), None)],
            {"required": True, "signed": True},
        ),
        # out and back in: asked anew, so the old request counts no more, and a signature does
        (
            [(date(2022, 5, 9), date(2026, 11, 10)), (date(2026, 11, 20), None)],
            {"required": False, "signed": True},
        ),
        # left before they were asked, and back
        (
            [(date(2018, 5, 9), date(2022, 5, 1)), (date(2022, 5, 9), None)],
            {"required": True, "signed": True},
        ),
        ([(date(2022, 5, 9), date(2026, 11, 10))], {"required": False, "signed": False}),
        ([(date(2026, 12, 1), None)], {"required": False, "signed": False}),
        ([], {"required": False, "signed": False}),
    ],
    ids=["in", "re-elected", "back", "back before", "out", "not yet", "never"],
)
def test_what_counts_is_asked_of_who_is_in_office_and_has_not_left_since(clock, terms, counts):
    versions = {"required": given.published(), "signed": given.published()}
    person = given.person()
    for starts_on, ends_on in terms:
        term = given.term(person, starts_on=starts_on, declared_on=starts_on)
        if ends_on:
            ends(term, ends_on)
    for status, version in versions.items():
        request_of_2_november(version, person, status)

    found = Acknowledgement.objects.in_office(timezone.now()).values_list("status", flat=True)
    assert set(found) == {status for status, is_in in counts.items() if is_in}


def request_of_2_november(version, person, status):
    days = {"asked_on": date(2026, 11, 2), "due_on": date(2026, 12, 1)}
    row = Acknowledgement(councillor=person, version=version, status=status, **days)
    if status == "signed":
        row.signed_at, row.typed_name, row.statement = timezone.now(), "Pat", "I agree."
        row.text_sha256 = version.sha256
    row.keep(by=None, why="Test")
