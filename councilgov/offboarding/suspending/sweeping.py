"""What the clock does about suspensions. Sign-in needs no clock: it follows the days themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import F, Value
from django.db.models.functions import Coalesce

from councilgov.access import Role
from councilgov.accounts.models import reachable
from councilgov.constraints import london_day
from councilgov.days import today
from councilgov.notices.models import Notice
from councilgov.offboarding.suspending.equipment import ask_back, give_back
from councilgov.people.models import Suspension, User

if TYPE_CHECKING:
    from councilgov.people.suspensions import SuspensionQuerySet

TO_CLOSE, TO_OPEN = "suspension_to_close", "suspension_to_open"


def remind_to_close() -> int:
    """The desk is reminded of what it is to close, from the first day on. How many are new."""
    due = Suspension.objects.to_close(today())
    return _remind(TO_CLOSE, due.annotate(over_on=F("ends_on")))


def remind_to_open() -> int:
    """And on the last day, or once it was lifted, of what it is to open again."""
    over_on = Coalesce(london_day("lifted_at"), "ends_on")
    return _remind(TO_OPEN, Suspension.objects.to_open(today()).annotate(over_on=over_on))


def _remind(kind: str, due: SuspensionQuerySet) -> int:
    """Once, and once more where the end has moved since: then it may be done anew."""
    desk = reachable(User.objects.holding(Role.ICT_DESK)).order_by("pk")
    return sum(
        Notice.objects.plan(
            kind, due.annotate(officer=Value(one.pk)), to="officer", cause=("pk", "over_on")
        )
        for one in desk
    )


STEPS = (ask_back, give_back, remind_to_close, remind_to_open)
