"""What the clock does about suspensions. Sign-in needs no clock: it follows the days themselves."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Value
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.access import Role
from councilgov.accounts.models import reachable
from councilgov.days import today
from councilgov.notices.models import Notice
from councilgov.notices.stages import reached
from councilgov.offboarding.models import CaseStatus, OffboardingCase
from councilgov.offboarding.reaching import REACH
from councilgov.offboarding.suspending.equipment import ask_back, give_back
from councilgov.people.models import Council, Suspension, User
from councilgov.records import keep_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.suspensions import SuspensionQuerySet

TO_CLOSE, TO_OPEN = "suspension_to_close", "suspension_to_open"
A_DAY = timedelta(days=1)
WORDS = ("reasons", "extent", "moved_because", "lifted_because")


def remind_to_close() -> int:
    """The desk is reminded of what it is to close, from the first day on. How many are new."""
    return _remind(TO_CLOSE, Suspension.objects.to_close(timezone.now()), "starts_on")


def remind_to_open() -> int:
    """And on the last day, or once it was lifted or the term ended, of what is to be open again."""
    return _remind(TO_OPEN, Suspension.objects.to_open(timezone.now()), "over_on")


def _remind(kind: str, due: SuspensionQuerySet, since: str) -> int:
    """On that day, and each week until the desk has said so. Anew where the end has moved since:
    then it may be done anew.
    """
    rows = reached(due.with_end(), since, today())
    return sum(
        Notice.objects.plan(
            kind,
            rows.annotate(officer=Value(one.pk)),
            to="officer",
            cause=("pk", "over_on", "stage"),
        )
        for one in reachable(User.objects.holding(Role.ICT_DESK)).order_by("pk")
    )


@transaction.atomic
def carry_over() -> int:
    """What is closed for one suspension stays so for the next, where that begins at the latest on
    the day after and names no other systems, as far: nobody closes it twice. How many.
    """
    now = timezone.now()
    held = Suspension.objects.to_close(now).select_for_update(of=("self",)).order_by("pk")
    rows = [row for row in held.prefetch_related("systems") if _carry(row)]
    keep_all(rows, by=None, why="Access is closed already", fields=["closed_at", "closed_by"])
    return len(rows)


def _carry(row: Suspension) -> bool:
    """Whether one before it closes all of it, in the same words how far; in memory."""
    theirs = Suspension.objects.filter(councillor=row.councillor_id, opened_at=None)
    before = theirs.exclude(closed_at=None).exclude(pk=row.pk)
    last = before.over_since(row.starts_on - A_DAY).last()
    if last is None or last.extent != row.extent or not _systems(row) <= _systems(last):
        return False
    if _systems(last) and not _systems(row):
        return False  # nobody has said which they are
    row.closed_at, row.closed_by = last.closed_at, last.closed_by
    return True


def _systems(row: Suspension) -> set[tuple[int, bool]]:
    return {(one.system_id, one.is_narrowed) for one in row.systems.all()}


@transaction.atomic
def erase() -> int:
    """Why somebody was suspended is known for as long as what was said of a matter of conduct is,
    counted from its last day; then it goes, in history too. Who was suspended, when and by whom
    stays. Not while their leaving is paused, as for a legal hold. How many.
    """
    by = today() - relativedelta(years=Council.objects.the().referral_years)
    paused = OffboardingCase.objects.filter(status=CaseStatus.PAUSED)
    due = Suspension.objects.to_erase(by).exclude(councillor__in=paused.values("councillor"))
    rows: Sequence[Suspension] = list(due.select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        row.erased_at = timezone.now()
        for name in WORDS:
            setattr(row, name, _("Erased") if getattr(row, name) else "")
    keep_all(rows, by=None, why="No longer needed", fields=[*WORDS, "erased_at"])
    past = Suspension.history.model.objects.filter(id__in=[row.pk for row in rows])
    for name in WORDS:
        past.exclude(**{name: ""}).update(**{name: _("Erased")})
    return len(rows)


@transaction.atomic
def forget_reach() -> int:
    """How they were reached is forgotten a week after all is open, in history too. How many."""
    due = Suspension.objects.to_forget(timezone.now())
    rows: Sequence[Suspension] = list(due.select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        row.private_address = row.postal_address = ""
        row.wants_letters = False
    keep_all(rows, by=None, why="No longer needed", fields=REACH)
    past = Suspension.history.model.objects.filter(id__in=[row.pk for row in rows])
    past.update(private_address="", postal_address="")
    return len(rows)


STEPS = (ask_back, give_back, carry_over, remind_to_close, remind_to_open, erase, forget_reach)
