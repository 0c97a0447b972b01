"""A campaign over Easter 2027, day by day: exactly these messages go out, and no others."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone

from councilgov.access import Role
from councilgov.days import LONDON
from councilgov.notices.actions import deliver_next
from councilgov.notices.models import Notice, State
from policies.models import Acknowledgement, Exemption
from policies.reminders import LADDER, stage_in_words, stage_of
from policies.signatures import actions as signatures
from policies.tasks import sweep
from tests import given

pytestmark = pytest.mark.django_db(transaction=True)

# Good Friday is 26 March 2027 and Easter Monday the 29th: twenty working days after Monday 1 March
# are Wednesday 31 March.
ASKED, DUE, END = date(2027, 3, 1), date(2027, 3, 31), date(2027, 4, 22)


def at(day, hour):
    return time_machine.travel(datetime.combine(day, time(hour), tzinfo=LONDON), tick=False)


def a_day_passes(day, events):
    """The sweep by night, mail in the morning; what people do at noon, a late sweep, and mail."""
    with at(day, 4):
        sweep()
    with at(day, 9):
        post()
    if day in events:
        with at(day, 12):
            events[day]()
            sweep()
            post()


def post():
    while deliver_next(timezone.now()):
        pass


class Cast:
    """One of each kind of councillor, in a group with a leader, and a Monitoring Officer."""

    def __init__(self):
        group = given.group()
        self.leader = given.councillor(group=group, is_leader=True)
        self.silent = given.councillor(group=group)
        self.loner = given.councillor()
        self.signer = given.councillor(group=group)
        self.objector = given.councillor(group=group)
        self.decliner = given.councillor(group=group)
        self.exempt = given.councillor(group=group)
        self.officer = given.officer(Role.MONITORING_OFFICER)
        self.version = given.published()

    def name(self, person):
        return next(name for name, one in vars(self).items() if one == person)

    def asked(self, person):
        return Acknowledgement.objects.get(councillor=person)

    def sign(self):
        given.signature(self.version, self.signer)

    def object(self):
        given.signature(self.version, self.objector, objection="Clause 1 is unclear.")

    def decline(self):
        signatures.decline(version=self.version, by=self.decliner, reason="Not like this.")

    def exempt_one(self):
        """As an officer does, for the two weeks after Easter."""
        row = self.asked(self.exempt)
        row.move("exempt", by=self.officer, why="Exemption")
        Exemption(
            acknowledgement=row,
            until=date(2027, 4, 9),
            reason="Ill",
            granted_at=timezone.now(),
            granted_by=self.officer,
        ).keep(by=self.officer, why="Exemption")


def play():
    given.council()
    with at(ASKED, 7):
        cast = Cast()
    events = {
        date(2027, 3, 10): cast.sign,
        date(2027, 3, 18): cast.object,
        date(2027, 3, 24): cast.decline,
        date(2027, 3, 25): cast.exempt_one,
        date(2027, 4, 8): lambda: given.signature(cast.version, cast.leader),
    }
    for days in range((END - ASKED).days + 1):
        a_day_passes(ASKED + timedelta(days=days), events)
    return cast


def sent(cast):
    """Day, person and stage of every message that was sent."""
    rows = Notice.objects.filter(state=State.SENT).select_related("to")
    found = {
        (f"{row.sent_at.astimezone(LONDON):%d %b}", cast.name(row.to), stage(row)) for row in rows
    }
    assert (
        len(found)
        == rows.exclude(kind="policy_late").count()
        + rows.filter(kind="policy_late").values("message_id").distinct().count()
    )
    return found


def stage(row):
    if row.kind in LADDER:
        return stage_of(row)
    return row.kind.removeprefix("policy_")


def log(row):
    told = Notice.objects.about(Acknowledgement.objects.filter(pk=row.pk)).order_by("due_at", "pk")
    return [(stage_in_words(one), one.outcome) for one in told]


EVERYBODY = ["leader", "silent", "loner", "signer", "objector", "decliner", "exempt"]
SIGNED_ON_10 = [name for name in EVERYBODY if name != "signer"]
OBJECTED_ON_18 = [name for name in SIGNED_ON_10 if name != "objector"]
LEFT = ["leader", "silent", "loner"]

ALWAYS = {
    *(("01 Mar", name, "to_sign") for name in EVERYBODY),
    ("10 Mar", "signer", "signed"),
    *(("17 Mar", name, -14) for name in SIGNED_ON_10),
    ("18 Mar", "objector", "signed"),
    ("19 Mar", "officer", "objection"),
    *(("24 Mar", name, -7) for name in OBJECTED_ON_18),
    ("24 Mar", "decliner", "declined_receipt"),
    ("25 Mar", "officer", "declined"),
    # the third day before is Easter Sunday, the first the Tuesday after it: they meet on Tuesday
    *(("30 Mar", name, -1) for name in LEFT),
    *(("31 Mar", name, 0) for name in LEFT),
    *(("07 Apr", name, 7) for name in LEFT),
    ("08 Apr", "leader", "signed"),
    # exempt to Friday 9 April with two working days left, so five: to Friday the 16th
    ("12 Apr", "exempt", "exemption_ended"),
    # the third day before Friday
    ("13 Apr", "exempt", -3),
    ("15 Apr", "exempt", -1),
    ("16 Apr", "exempt", 0),
    *(("14 Apr", name, 14) for name in ["silent", "loner"]),
    ("14 Apr", "officer", "late"),
    *(("21 Apr", name, 21) for name in ["silent", "loner"]),
}
BY_DECISION = {
    ("07 Apr", "leader", "late_in_group"),
    # of the leader's own lateness, and of the councillor without a group
    ("07 Apr", "officer", "late"),
}


def test_over_easter_exactly_these_messages_are_sent():
    cast = play()

    assert sent(cast) == ALWAYS
    assert log(cast.asked(cast.silent)) == [
        ("Request to sign", "Sent"),
        ("Reminder, 14 days before the last day", "Sent"),
        ("Reminder, 7 days before the last day", "Sent"),
        ("Reminder, 3 days before the last day", "No longer needed. A later message said it."),
        ("Reminder, 1 day before the last day", "Sent"),
        ("Reminder of the last day", "Sent"),
        ("Reminder, 7 days after the last day", "Sent"),
        ("Reminder, 14 days after the last day", "Sent"),
        ("Late, to the Monitoring Officer", "Sent"),
        ("Reminder, 21 days after the last day", "Sent"),
    ]


def test_once_the_council_has_decided_so_the_leader_is_told_too():
    given.council(leaders_decision="Full Council, 24 February 2027, minute 8")
    with at(ASKED, 7):
        cast = Cast()
    with at(ASKED, 12):
        for act in (cast.sign, cast.object, cast.decline, cast.exempt_one):
            act()

    for day in (6, 7, 8):
        a_day_passes(date(2027, 4, day), {})

    late = {row for row in ALWAYS if row[0] == "07 Apr"}
    assert {row for row in sent(cast) if row[0] == "07 Apr"} == late | BY_DECISION
