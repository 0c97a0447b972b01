"""A councillor is suspended: who may be, for how long, what is closed, and who is told."""

from datetime import date, timedelta
from functools import partial

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from councilgov.access import Role
from councilgov.days import today
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.offboarding.actions import pause
from councilgov.offboarding.models import CaseStatus
from councilgov.offboarding.suspending import equipment
from councilgov.offboarding.suspending.actions import lift, move_end, note_closed, note_opened
from councilgov.people.actions import begin_term, end_term, take_back_end
from councilgov.people.models import (
    Decider,
    EndReason,
    SuspendedFrom,
    Suspension,
    TermOfOffice,
    User,
)
from councilgov.people.standing import Access
from councilgov.records import Refused
from devices.models import Cause, DeviceStatus, ReturnRequest
from tests import given
from tests.devices import equipment as devices
from tests.offboarding.leavers import ends, leaver, on, sweep, system
from tests.offboarding.suspended import suspended
from tests.racing import at_once

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST, LAST = date(2027, 3, 1), date(2027, 3, 28)
"""The last day is that on which the clocks go forward."""


def access(person):
    return User.objects.get(pk=person.pk).access


def entered(**fields):
    return suspended(**{"starts_on": FIRST, "ends_on": LAST} | fields)


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("to", flat=True))


def fresh(row):
    return Suspension.objects.get(pk=row.pk)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        ("2027-02-28 23:59:59+00:00", Access.WHOLE),
        ("2027-03-01 00:00:00+00:00", Access.SUSPENDED),
        ("2027-03-28 22:59:59+00:00", Access.SUSPENDED),
        ("2027-03-28 23:00:00+00:00", Access.WHOLE),
    ],
    ids=["the night before", "midnight", "a minute to midnight in summer time", "after it"],
)
def test_sign_in_is_narrowed_from_the_first_midnight_in_london_to_the_last(moment, expected):
    row = entered()

    with time_machine.travel(moment, tick=False):
        assert access(row.councillor) == expected


def test_who_is_suspended_stays_in_office_and_keeps_the_term():
    row = suspended(what=SuspendedFrom.FACILITIES)
    person = User.objects.get(pk=row.councillor_id)

    assert person.is_councillor
    assert person.may_act
    assert person.terms.get().ends_at is None
    assert not person.offboarding_cases.exists()


def test_a_councillor_sees_their_own_suspension_alone():
    mine, other = suspended(), suspended()

    assert list(Suspension.objects.visible_to(mine.councillor)) == [mine]
    officer = given.officer(Role.MEMBERS_SERVICES)
    assert set(Suspension.objects.visible_to(officer)) == {mine, other}


def test_without_their_contacts_they_may_not_act_and_afterwards_may():
    row = suspended(is_without_contacts=True)
    person = User.objects.get(pk=row.councillor_id)

    assert person.is_suspended
    assert not person.may_act
    lift(suspension=row, reason="Reviewed.", by=given.officer(Role.MONITORING_OFFICER))
    assert User.objects.get(pk=person.pk).may_act


def test_whoever_has_another_office_besides_is_narrowed_too():
    person = given.councillor()
    given.term(person)
    row = suspended(councillor=person)

    assert access(row.councillor) == Access.SUSPENDED


def test_nobody_enters_their_own_suspension():
    person = given.councillor()

    with pytest.raises(Refused, match="their own"):
        suspended(councillor=person, by=person)


def test_only_who_is_in_office_on_the_first_day_is_suspended():
    with pytest.raises(Refused, match="not in office on this day"):
        suspended(councillor=given.person())
    councillor = leaver(LAST).councillor
    with pytest.raises(Refused, match="not in office on this day"):
        suspended(councillor=councillor, starts_on=LAST + DAY, ends_on=LAST + DAY)
    begins_later = given.person()
    given.term(begins_later, starts_on=today() + 9 * DAY)
    with pytest.raises(Refused, match="not in office on this day"):
        suspended(councillor=begins_later)


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ({"ends_on": date(2026, 11, 1), "starts_on": date(2026, 10, 1)}, "in the future"),
        ({"ends_on": FIRST - DAY, "starts_on": FIRST}, "the first day or later"),
    ],
)
def test_the_last_day_is_neither_past_nor_before_the_first(days, words):
    with on("2026-11-23"), pytest.raises(Refused, match=words):
        suspended(**days)


def test_a_suspension_of_one_day_is_one():
    assert entered(ends_on=FIRST).ends_on == FIRST


def test_two_suspensions_never_overlap():
    row = entered()
    again = {"councillor": row.councillor}

    for first, last in ((FIRST - DAY, FIRST), (LAST, LAST + DAY), (FIRST, LAST)):
        with pytest.raises(Refused, match="already") as refusal:
            entered(**again, starts_on=first, ends_on=last)
        assert refusal.value.field == "ends_on"
    assert entered(**again, starts_on=LAST + DAY, ends_on=LAST + DAY)
    assert entered().councillor != row.councillor


def test_an_end_is_not_moved_into_the_next_one():
    row = entered()
    entered(councillor=row.councillor, starts_on=LAST + 9 * DAY, ends_on=LAST + 19 * DAY)

    with pytest.raises(Refused, match="already"):
        moved(row, LAST + 9 * DAY)
    assert moved(row, LAST + 8 * DAY)


def test_after_a_lifted_one_another_may_begin_on_the_same_day():
    row = suspended()
    lift(suspension=row, reason="Entered for the wrong time.", by=row.entered_by)

    assert suspended(councillor=row.councillor)


def moved(row, day, reason="The tribunal said so."):
    return move_end(suspension=row, ends_on=day, reason=reason, by=row.entered_by)


def test_the_end_is_extended_and_shortened_with_reasons_that_stay():
    row = entered()
    moved(row, LAST + 9 * DAY, "Extended on 20 March.")
    moved(row, LAST - DAY, "Shortened on appeal.")

    kept = list(row.history.order_by("history_id").values_list("ends_on", "moved_because"))
    assert kept == [
        (LAST, ""),
        (LAST + 9 * DAY, "Extended on 20 March."),
        (LAST - DAY, "Shortened on appeal."),
    ]
    with on(LAST):
        assert access(row.councillor) == Access.WHOLE


def test_an_end_is_not_moved_to_a_day_that_is_past_or_is_the_same():
    row = entered()

    with on(FIRST + DAY):
        with pytest.raises(Refused, match="in the future"):
            moved(row, FIRST)
        with pytest.raises(Refused, match="on this day already"):
            moved(row, LAST)
        assert moved(row, FIRST + DAY)


@pytest.mark.parametrize(
    "act",
    [
        lambda row: moved(row, LAST + 9 * DAY),
        lambda row: lift(suspension=row, reason="Again.", by=row.entered_by),
    ],
    ids=["moved", "lifted"],
)
def test_what_is_over_is_neither_moved_nor_lifted(act):
    row, by = entered(), given.officer(Role.MONITORING_OFFICER)
    lifted = entered()
    lift(suspension=lifted, reason="Reviewed.", by=by)
    left = entered()
    ends(left.councillor, FIRST)

    with on(LAST + DAY):
        for one in (row, lifted, left):
            with pytest.raises(Refused, match="is over") as refusal:
                act(one)
            assert refusal.value.way
    with on(FIRST + DAY), pytest.raises(Refused, match="is over"):
        moved(left, LAST + DAY)


def test_lifting_opens_the_portal_at_once():
    row = suspended()
    lift(suspension=row, reason="The court set it aside.", by=row.entered_by)

    assert access(row.councillor) == Access.WHOLE
    assert fresh(row).last_day == today()
    assert told("suspension_lifted") == {row.councillor_id}


def test_one_that_is_lifted_before_it_begins_never_begins():
    row = entered()
    lift(suspension=row, reason="Entered for somebody else.", by=row.entered_by)

    with on(FIRST):
        assert access(row.councillor) == Access.WHOLE


def test_it_ends_with_the_term_and_a_case_is_as_for_others():
    row = entered(is_kit_asked_back=True)
    case = ends(row.councillor, FIRST + DAY)

    with on(FIRST + DAY):
        assert access(row.councillor) == Access.SUSPENDED
    with on(FIRST + 2 * DAY):
        sweep()
        assert access(row.councillor) == Access.LEAVING
        assert type(case).objects.get(pk=case.pk).status == CaseStatus.RUNNING
        assert pause(case=case, reason="A hold", by=row.entered_by)


def test_whoever_is_elected_again_is_not_suspended_any_more():
    row = entered()
    case = ends(row.councillor, FIRST + DAY)
    begin_term(councillor=row.councillor, ward=case.term.ward, starts_on=FIRST + DAY, by=None)

    with on(FIRST + DAY):
        assert access(row.councillor) == Access.SUSPENDED
    with on(FIRST + 2 * DAY):
        assert access(row.councillor) == Access.WHOLE
        assert suspended(councillor=row.councillor)


def test_an_end_that_is_taken_back_brings_it_back():
    row = entered()
    case = ends(row.councillor, FIRST - DAY)
    take_back_end(term=case.term, by=None)

    with on(FIRST):
        assert access(row.councillor) == Access.SUSPENDED


def test_who_died_has_nothing_suspended_or_not():
    row = suspended()
    term = TermOfOffice.objects.get(councillor=row.councillor)
    end_term(term=term, ends_at=timezone.now(), reason=EndReason.DIED, by=None)

    assert access(row.councillor) == Access.OVER


def test_the_councillor_the_desk_and_monitoring_officers_are_told_of_each_change():
    desk, deputy = given.officer(Role.ICT_DESK), given.officer(Role.DEPUTY_MONITORING_OFFICER)
    row = entered()

    assert told("suspended") == {row.councillor_id}
    assert told("suspension_noted") == {desk.pk, deputy.pk, row.entered_by_id}
    moved(row, LAST + DAY)
    moved(fresh(row), LAST)
    assert Notice.objects.filter(kind="suspended").count() == 3
    lift(suspension=row, reason="Reviewed.", by=row.entered_by)
    assert Notice.objects.filter(kind="suspension_noted", to=desk).count() == 4
    kinds = Entry.objects.filter(kind__startswith="offboarding.suspension_")
    assert kinds.values_list("kind", flat=True).distinct().count() == 3


def test_the_desk_hears_nothing_where_nothing_is_closed():
    desk = given.officer(Role.ICT_DESK)
    row = suspended(is_for_desk=False)
    sweep()

    assert desk.pk not in told("suspension_noted")
    assert not told("suspension_to_close")
    assert not row.is_for_desk


def test_systems_are_closed_or_narrowed_and_not_both():
    email, files = system(), system("Shared files")
    row = suspended(is_for_desk=False, closed=[email], narrowed=[files])

    assert row.is_for_desk
    assert [(one.system, one.is_narrowed) for one in row.systems.all()] == [
        (email, False),
        (files, True),
    ]
    with pytest.raises(Refused, match="not both") as refusal:
        suspended(closed=[email], narrowed=[email])
    assert refusal.value.field == "narrowed"


def test_the_desk_is_reminded_to_close_on_the_first_day_and_to_open_on_the_last():
    desk = given.officer(Role.ICT_DESK)
    row = entered()
    sweep()
    assert not told("suspension_to_close")

    with on(FIRST):
        sweep()
        sweep()
        assert Notice.objects.get(kind="suspension_to_close").to == desk
        note_closed(suspension=row, by=desk)
    with on(LAST - DAY):
        sweep()
        assert not told("suspension_to_open")
    with on(LAST):
        sweep()
        assert Notice.objects.get(kind="suspension_to_open").to == desk
        note_opened(suspension=row, by=desk)
    with on(LAST + DAY):
        sweep()
        assert Notice.objects.filter(kind="suspension_to_open").count() == 1


def test_the_desk_closes_once_and_opens_once():
    desk = given.officer(Role.ICT_DESK)
    row = entered()

    for act, words in ((note_closed, "nothing to close"), (note_opened, "nothing to open")):
        with pytest.raises(Refused, match=words):
            act(suspension=row, by=desk)
    with on(FIRST):
        note_closed(suspension=row, by=desk)
        with pytest.raises(Refused, match="nothing to close"):
            note_closed(suspension=row, by=desk)
        with pytest.raises(Refused, match="nothing to open"):
            note_opened(suspension=row, by=desk)
    with on(LAST):
        note_opened(suspension=row, by=desk)
        with pytest.raises(Refused, match="nothing to open"):
            note_opened(suspension=row, by=desk)


def test_what_was_opened_on_the_last_day_is_closed_again_when_it_is_extended():
    desk = given.officer(Role.ICT_DESK)
    row = entered()
    with on(FIRST):
        sweep()
        note_closed(suspension=row, by=desk)
    with on(LAST):
        note_opened(suspension=row, by=desk)
        moved(row, LAST + 30 * DAY)
        sweep()

        assert fresh(row).closed_at is None
        assert Notice.objects.filter(kind="suspension_to_close", to=desk).count() == 2


def test_what_is_lifted_is_opened_again_at_once():
    desk = given.officer(Role.ICT_DESK)
    row = entered()
    with on(FIRST):
        note_closed(suspension=row, by=desk)
    with on(FIRST + DAY):
        lift(suspension=row, reason="Reviewed.", by=row.entered_by)
        sweep()
        assert told("suspension_to_open") == {desk.pk}
        assert note_opened(suspension=row, by=desk).opened_by == desk


def test_nothing_is_opened_again_to_who_left_office():
    desk = given.officer(Role.ICT_DESK)
    row = entered()
    with on(FIRST):
        note_closed(suspension=row, by=desk)
    ends(row.councillor, FIRST + DAY)
    with on(FIRST + 2 * DAY):
        sweep()
        assert not told("suspension_to_open")


def test_messages_that_are_no_longer_true_are_not_sent():
    desk = given.officer(Role.ICT_DESK)
    row = entered()
    first = Notice.objects.get(kind="suspended")
    with on(FIRST):
        sweep()
        to_close = Notice.objects.get(kind="suspension_to_close")
        assert not unwanted(first)
        assert not unwanted(to_close)
        note_closed(suspension=row, by=desk)
        assert unwanted(to_close)
        lift(suspension=row, reason="Reviewed.", by=row.entered_by)
        sweep()
        to_open = Notice.objects.get(kind="suspension_to_open")
        assert unwanted(first)
        assert not unwanted(to_open)
        note_opened(suspension=row, by=desk)
        assert unwanted(to_open)
        to_open.about = ""
        assert unwanted(to_open)


@pytest.mark.parametrize("what", SuspendedFrom)
def test_the_messages_say_from_when_until_when_and_never_why(what):
    desk = given.officer(Role.ICT_DESK)
    row = entered(what=what, decider=Decider.COURT, reasons="A laptop was lent.")
    with on(FIRST):
        sweep()
        note_closed(suspension=row, by=desk)
        lift(suspension=row, reason="Set aside for want of evidence.", by=row.entered_by)
        sweep()
    said = {notice.kind: part_of(notice) for notice in Notice.objects.order_by("pk")}

    assert "1 March 2027" in said["suspended"].body
    assert "28 March 2027" in said["suspended"].body
    assert "/suspensions/mine/" in said["suspended"].body
    for part in said.values():
        assert "laptop" not in part.body
        assert "evidence" not in part.body
    assert len(said) == 5


def test_equipment_is_asked_back_on_the_first_day_and_given_back_after_the_last():
    councillor = devices.accepted().councillor
    row = entered(councillor=councillor, is_kit_asked_back=True)
    assert not ReturnRequest.objects.exists()

    with on(FIRST):
        sweep()
        sweep()
        asked = ReturnRequest.objects.get()
        assert asked.because == Cause.SUSPENDED
        assert asked.device.status == DeviceStatus.RETURN_DUE
    with on(LAST + DAY):
        sweep()
        asked.refresh_from_db()
        assert asked.status == "cancelled"
        assert asked.cancel_reason == "The time for which it was asked back is over."
        asked.device.refresh_from_db()
        assert asked.device.status == DeviceStatus.ACTIVE
    assert row.is_kit_asked_back


def test_equipment_is_asked_back_at_once_and_kept_when_it_is_lifted():
    councillor = devices.accepted().councillor
    row = suspended(councillor=councillor, is_kit_asked_back=True)
    assert ReturnRequest.objects.get().status == "open"

    lift(suspension=row, reason="Reviewed.", by=row.entered_by)

    assert ReturnRequest.objects.get().status == "cancelled"


def test_who_keeps_the_equipment_is_asked_for_nothing():
    suspended(councillor=devices.accepted().councillor)
    sweep()

    assert not ReturnRequest.objects.exists()
    assert equipment.give_back() == 0


def test_who_left_office_meanwhile_still_brings_it():
    councillor = devices.accepted().councillor
    suspended(councillor=councillor, is_kit_asked_back=True)
    ends(councillor, today())
    with on(today() + 2 * DAY):
        sweep()

    assert ReturnRequest.objects.get().status == "open"


def test_the_database_refuses_what_no_page_would_send():
    row = suspended()
    for name, value in (
        ("ends_on", row.starts_on - DAY),
        ("reasons", ""),
        ("decision", ""),
        ("lifted_because", "Reviewed"),
        ("closed_at", timezone.now()),
        ("opened_at", timezone.now()),
    ):
        broken = fresh(row)
        setattr(broken, name, value)
        with pytest.raises((Refused, IntegrityError, ValidationError)), transaction.atomic():
            broken.keep(by=None, why="Test")


@pytest.mark.django_db(transaction=True)
def test_two_officers_who_suspend_at_once_suspend_once():
    given.council()
    councillor = given.councillor()
    officers = [given.officer(Role.MONITORING_OFFICER) for _n in range(2)]

    at_once(*[partial(suspended, councillor=councillor, by=one) for one in officers])

    assert Suspension.objects.count() == 1
