"""No order of events leaves a former councillor with access, nor anybody in office without it but
while they are suspended.

Each step is one of what happens to people, cases and the calendar, at whatever moment; after each
the rule is worked out again by other means: day by day, from the terms alone.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone
from hypothesis import given as every
from hypothesis import settings as pace
from hypothesis import strategies as st

from councilgov.access import Role
from councilgov.accounts.adapter import AuthenticationBackend
from councilgov.days import LONDON
from councilgov.deadlines import Division, bank_holidays, end_of_day, last_day_before
from councilgov.offboarding.actions import complete, pause, resume
from councilgov.offboarding.models import OffboardingCase
from councilgov.offboarding.suspending.actions import lift, move_end
from councilgov.offboarding.suspending.equipment import ask_back, give_back
from councilgov.offboarding.sweeping import ask_for_devices, follow_all
from councilgov.people import actions
from councilgov.people.models import ClosureDay, EndReason, Suspension, TermOfOffice, User
from councilgov.people.narrowed import with_access_over
from councilgov.people.standing import Access
from councilgov.records import Refused
from devices.issuing.actions import decline
from devices.models import Cause, Device, Issue, ReturnRequest
from devices.reclaiming.actions import WITH_THEM, cancel_return
from tests import given
from tests.devices import equipment
from tests.offboarding.leavers import close_all, sweep
from tests.offboarding.suspended import suspended

pytestmark = pytest.mark.django_db
FIRST, DAYS = date(2026, 11, 30), 80
HOLIDAYS = bank_holidays(Division.ENGLAND_AND_WALES)
NEVER_DIED = sorted(set(EndReason) - {EndReason.DIED})

days = st.integers(0, DAYS).map(lambda n: FIRST + timedelta(days=n))
moments = st.builds(
    lambda day, minute: datetime.combine(day, time(minute // 60, minute % 60), tzinfo=LONDON),
    days,
    st.sampled_from([0, 1, 9 * 60, 17 * 60 + 30, 23 * 60 + 59]),
)
ends = st.one_of(moments, days.map(end_of_day))
STEPS = st.one_of(
    st.tuples(st.just("begin"), days),
    st.tuples(st.just("end"), ends),
    st.tuples(st.just("die"), ends),
    st.tuples(st.just("move"), ends),
    st.tuples(st.just("stay"), st.none()),
    st.tuples(st.just("again"), st.none()),
    st.tuples(st.just("appoint"), days),
    st.tuples(st.just("step_down"), days),
    st.tuples(st.just("holiday"), days),
    st.tuples(st.just("pause"), st.none()),
    st.tuples(st.just("resume"), st.none()),
    st.tuples(st.just("complete"), st.none()),
    st.tuples(st.just("sweep"), st.none()),
    st.tuples(st.just("suspend"), days),
    st.tuples(st.just("issue"), st.none()),
    st.tuples(st.just("decline"), st.none()),
    st.tuples(st.just("keep"), st.none()),
    st.tuples(st.just("suspend_for_long"), days),
    st.tuples(st.just("move_suspension"), days),
    st.tuples(st.just("lift"), st.none()),
    st.tuples(st.just("clock"), moments),
)


class Story:
    """One person, and whatever happens to them."""

    def __init__(self) -> None:
        self.person = given.councillor()
        self.officer = given.officer(Role.MEMBERS_SERVICES)
        self.ward = self.person.terms.get().ward
        self.clock = time_machine.travel(
            datetime.combine(FIRST, time(9), tzinfo=LONDON), tick=False
        )
        self.now = self.clock.start()

    def do(self, what: str, when: date | datetime | None) -> None:
        """A step that the portal refuses changes nothing."""
        with suppress(Refused), transaction.atomic():
            getattr(self, what)(when)

    def begin(self, day: date) -> None:
        actions.begin_term(councillor=self.person, ward=self.ward, starts_on=day, by=None)

    def end(self, moment: datetime, reason: EndReason = EndReason.RESIGNED) -> None:
        if term := self.person.terms.filter(ends_at=None).first():
            actions.end_term(term=term, ends_at=moment, reason=reason, by=None)

    def die(self, moment: datetime) -> None:
        self.end(moment, EndReason.DIED)

    def move(self, moment: datetime) -> None:
        if term := self.last():
            actions.move_end(term=term, ends_at=moment, reason=EndReason.RETIRED, by=None)

    def stay(self, _when: None) -> None:
        if term := self.last():
            actions.take_back_end(term=term, by=None)

    def again(self, _when: None) -> None:
        """Re-elected without a gap: the new term begins on the last day of the old one."""
        if term := self.last():
            assert term.ends_at
            self.begin(last_day_before(term.ends_at))

    def last(self) -> TermOfOffice | None:
        return self.person.terms.exclude(ends_at=None).order_by("-ends_at").first()

    def appoint(self, day: date) -> None:
        actions.appoint(officer=self.person, role=Role.AUDITOR, starts_on=day, by=None)

    def step_down(self, day: date) -> None:
        if office := self.person.appointments.filter(ends_on=None).first():
            actions.end_appointment(appointment=office, ends_on=day, by=None)

    def holiday(self, day: date) -> None:
        if not ClosureDay.objects.filter(day=day).exists():
            ClosureDay(day=day, name="Proclaimed").keep(by=None, why="Test")
        sweep()

    def case(self) -> OffboardingCase:
        case = OffboardingCase.objects.filter(councillor=self.person).order_by("-last_day").first()
        if case is None:
            raise Refused("There is no case.")
        return case

    def pause(self, _when: None) -> None:
        pause(case=self.case(), reason="A hold", by=self.officer)

    def resume(self, _when: None) -> None:
        resume(case=self.case(), by=self.officer)

    def complete(self, _when: None) -> None:
        close_all(self.case(), by=self.officer)
        complete(case=self.case(), by=self.officer)

    def sweep(self, _when: None) -> None:
        sweep()

    def suspend(self, day: date, length: int = 9) -> None:
        last = day + timedelta(days=length)
        days = {"starts_on": day, "ends_on": last}
        suspended(councillor=self.person, by=self.officer, is_kit_asked_back=True, **days)

    def suspend_for_long(self, day: date) -> None:
        """Longer than most terms here."""
        self.suspend(day, DAYS)

    def issue(self, _when: None) -> None:
        """They have it from then on, and may yet decline it."""
        equipment.issue(holder=self.person)

    def decline(self, _when: None) -> None:
        if row := Issue.objects.filter(councillor=self.person, status="waiting").first():
            decline(issue=row, reason="Not wanted.", by=self.person)

    def keep(self, _when: None) -> None:
        """The desk decides that they keep what was asked back."""
        if row := ReturnRequest.objects.open().filter(holder=self.person).first():
            cancel_return(request=row, reason="Agreed.", by=self.officer)

    def suspension(self) -> Suspension:
        """One that is in force or to come, first of all."""
        rows = self.person.suspensions.filter(lifted_at=None).order_by("ends_on")
        in_force = rows.in_force(timezone.now()).first()
        row = in_force or rows.first()
        if row is None:
            raise Refused("Nobody is suspended.")
        return row

    def move_suspension(self, day: date) -> None:
        move_end(suspension=self.suspension(), ends_on=day, reason="Moved", by=self.officer)

    def lift(self, _when: None) -> None:
        """Whatever they have: what is in force can always be lifted."""
        row = self.suspension()
        is_in_force = Suspension.objects.in_force(timezone.now()).filter(pk=row.pk).exists()
        try:
            lift(suspension=row, reason="Lifted", by=self.officer)
        except Refused:
            assert not is_in_force
            raise

    def clock_to(self, moment: datetime) -> None:
        self.now.move_to(moment)


def is_suspended(person: User) -> bool:
    """In office now, and on a day of a suspension, each of which ends with the last day of the last
    of the terms that it began in.
    """
    now, today = timezone.now(), timezone.localdate()
    terms = list(person.terms.all())
    in_office = [term for term in terms if term.starts_on <= today]
    if not any(term.ends_at is None or term.ends_at > now for term in in_office):
        return False
    for row in person.suspensions.filter(lifted_at=None):
        begun = [term for term in terms if term.starts_on <= row.starts_on]
        last = max((term.last_day or date.max for term in begun), default=date.min)
        if row.starts_on <= today <= min(row.ends_on, last):
            return True
    return False


def is_within_ten(day: date, today: date) -> bool:
    """Counted day by day from the last one in office."""
    closed = set(ClosureDay.objects.values_list("day", flat=True)) | set(HOLIDAYS)
    worked = 0
    while day < today:
        day += timedelta(days=1)
        worked += day.weekday() < 5 and day not in closed
        if worked > 10:
            break
    is_tenth = worked == 10 and (today.weekday() < 5 and today not in closed)
    return worked < 10 or is_tenth


def worked_out(person: User) -> Access:
    """The rule in other words: count the days from the last one in office, one by one."""
    now = timezone.now()
    terms = list(person.terms.all())
    if any(term.end_reason == EndReason.DIED for term in terms):
        return Access.OVER
    if is_suspended(person):
        return Access.SUSPENDED
    today = timezone.localdate()
    offices = person.appointments.filter(starts_on__lte=today).exclude(ends_on__lt=today)
    to_end = [term for term in terms if term.ends_at is None or term.ends_at > now]
    if offices.exists() or any(term.starts_on <= today for term in to_end):
        return Access.WHOLE
    over = [term.ends_at for term in terms if term.ends_at and term not in to_end]
    if is_within_ten(max(map(last_day_before, over)), today):
        return Access.LEAVING
    return Access.NEWLY if to_end else Access.OVER


def check_equipment(person: User) -> None:
    """After the clock ran: what they have is asked back for the reason that holds, by one clock."""
    for step in (follow_all, ask_for_devices, ask_back, give_back):
        step()
    asked = ReturnRequest.objects.open().filter(holder=person, asked_by=None)
    is_shut = Suspension.objects.in_force(timezone.now()).filter(councillor=person).exists()
    in_office = person.terms.current(timezone.now()).exists()
    causes = set(asked.values_list("because", flat=True))
    assert causes <= ({Cause.SUSPENDED} if is_shut else set() if in_office else {Cause.LEAVING})
    with_them = Device.objects.filter(holder=person, status__in=WITH_THEM)
    assert not (is_shut and with_them.exists())


@pace(max_examples=30)
@every(st.lists(STEPS, max_size=12))
def test_access_is_what_the_terms_and_the_calendar_say_after_whatever_happened(steps):
    with transaction.atomic():
        story = Story()
        try:
            for what, when in steps:
                story.do("clock_to" if what == "clock" else what, when)
                person = User.objects.get(pk=story.person.pk)
                expected = worked_out(person)
                may = AuthenticationBackend().user_can_authenticate(person)
                over = with_access_over(timezone.now()).filter(pk=person.pk)

                assert person.access == expected
                check_equipment(person)
                assert person.is_suspended == (expected == Access.SUSPENDED)
                assert may == (expected != Access.OVER)
                assert over.exists() == (expected == Access.OVER)
        finally:
            story.clock.stop()
            transaction.set_rollback(True)
