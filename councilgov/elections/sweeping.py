"""What the clock does about elections and the calendar: each step safe twice, and late."""

from __future__ import annotations

from django.db.models import Value

from councilgov.access import Role
from councilgov.accounts.models import reachable
from councilgov.days import today
from councilgov.elections.closing.calendar import Calendar
from councilgov.elections.declaring.newly import to_declare
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice
from councilgov.notices.stages import reached
from councilgov.people.models import User

CALENDAR_ENDS, DECLARATIONS = "calendar_ends", "declarations_due"
BEFORE = [-1, -7, -14, -30]
"""Calendar days before the last day to declare."""
CAUSE = ("pk", "declaration_due_on", "stage")
KEEPERS = (Role.MEMBERS_SERVICES, Role.ADMINISTRATOR)


def warn_of_end() -> int:
    """Members' services and administrators are told six, three and one month before the last bank
    holiday that is published, and each month once it is past; how many at this stage.
    """
    calendar = Calendar()
    stage = calendar.stage(today())
    if stage is None:
        return 0
    people = reachable(User.objects.holding(*KEEPERS)).order_by("pk")
    cause = f"{calendar.last_holiday}:{stage}"
    for person in people:
        tell(kind=CALENDAR_ENDS, to=person, cause=cause)
    return len(people)


def remind_of_declarations() -> int:
    """Members’ services are reminded of who has not declared, a month, two weeks, one and
    a day before the two months are over, and each week once they are; how many are new.
    """
    due = reached(to_declare(), "declaration_due_on", today(), before=BEFORE)
    people = reachable(User.objects.holding(Role.MEMBERS_SERVICES)).order_by("pk")
    return sum(
        Notice.objects.plan(
            DECLARATIONS, due.annotate(officer=Value(person.pk)), to="officer", cause=CAUSE
        )
        for person in people
    )


STEPS = (warn_of_end, remind_of_declarations)
