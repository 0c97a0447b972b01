"""Who is reminded of what is to come back, or to be signed: sets, safe twice and late."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import TruncDate
from django.utils import timezone

from councilgov.accounts.models import reachable
from councilgov.notices.models import Notice
from councilgov.notices.stages import WEEK, reached
from councilgov.people.models import TermOfOffice, User
from devices.models import Cause, Return, ReturnRequest

if TYPE_CHECKING:
    from councilgov.people.models import UserQuerySet

TO_RETURN, TO_SIGN = "return_reminder", "return_unsigned"


def remind_to_return() -> int:
    """Whoever has not returned what they were asked for: on the day it is due, and every week.

    What is missing or back with the desk meanwhile is nothing to remind of, nor is what a leaver
    has: of that the case of leaving office reminds, in working days. How many messages.
    """
    asked = ReturnRequest.objects.to_chase().filter(holder__in=_readers()).exclude(of_leavers())
    rows = reached(asked, "due_on", timezone.localdate())
    return Notice.objects.plan(TO_RETURN, rows, to="holder", cause=("pk", "due_on", "stage"))


def of_leavers() -> Q:
    """Asked back because somebody leaves office, of whom the end of every term is known. Whoever
    stays, or never was a councillor, is reminded here.
    """
    terms = TermOfOffice.objects.filter(councillor=OuterRef("holder"))
    leaves = Exists(terms) & ~Exists(terms.filter(ends_at=None))
    return Q(leaves, because=Cause.LEAVING)


def remind_to_sign() -> int:
    """Whoever has not signed for what they handed back, every week. How many messages."""
    waiting = Return.objects.to_sign().filter(councillor__in=_readers())
    rows = reached(waiting, TruncDate("received_at"), timezone.localdate())
    later = rows.filter(stage__gte=WEEK)
    return Notice.objects.plan(TO_SIGN, later, to="councillor", cause=("pk", "stage"))


def _readers() -> UserQuerySet:
    return reachable(User.objects.filter(is_active=True))
