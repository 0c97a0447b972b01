"""Reports whose time is over lose whatever tells of somebody, unless a request or a case needs it.

The day is named four weeks before. "Legal hold beats retention": to erase what was asked for, so
that nobody gets it, is a crime (Freedom of Information Act 2000, section 77; Data Protection Act
2018, section 173).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from breaches.keeping.naming import name_days, take_back
from breaches.keeping.rows import WHY, blank, erase_rows
from breaches.keeping.rules import SAID_BEFORE, dropped, erases_on, losses_over, over, safety_over
from breaches.models import (
    Incident,
    LossReport,
    LossReporter,
    SafetyEntry,
    SafetyPoliceReference,
    SafetyRecipient,
    SafetyReport,
)
from councilgov.days import today
from councilgov.evidence.actions import forget_files
from councilgov.ledger.actions import erase_names, record_all
from councilgov.ledger.models import Entry
from councilgov.people.models import Council
from councilgov.records import keep_all, subject_of
from devices.losses import forgetting as losses

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

logger = logging.getLogger(__name__)

AT_ONCE = 100


@transaction.atomic
def announce() -> int:
    """What is over in four weeks, or was before, is erased on a day that is named now; how many are
    new. Safe twice.
    """
    years = Council.objects.the().incident_years
    due = over(Incident.objects.filter(erases_on=None), today() + SAID_BEFORE, years)
    return name_days(due, lambda row: erases_on(row, years, today()))


@transaction.atomic
def spare(*, among: Sequence[int] | None = None) -> int:
    """What is kept, was opened again, or is not over yet after other years, stays; how many."""
    years = Council.objects.the().incident_years
    named = Incident.objects.exclude(erases_on=None)
    if among is not None:
        named = named.filter(pk__in=among)
    due = over(named, today() + SAID_BEFORE, years).values("pk")
    return take_back(named.exclude(pk__in=due))


def erase_due() -> int:
    """What was to be erased by today is; how many reports. Safe twice, late, and on two machines at
    once: what is erased is in none of the next batches.
    """
    spare()
    return _in_batches(_erase_some)


def forget_tellers() -> int:
    """Who reported a loss without an account goes from its case too, once what came of it is
    erased. How many; safe twice. By itself, as a case is locked before its report.
    """
    erased = Incident.objects.exclude(erased_at=None).exclude(loss=None)
    return losses.forget_tellers(losses=list(erased.values_list("loss", flat=True)))


def forget_losses() -> int:
    """The words of the cases of devices go with the reports that came of them, and at the same time
    of those of which none came. How many; safe twice. By itself, as ``forget_tellers`` is.
    """
    return _in_batches(_forget_losses)


def _forget_losses() -> int | None:
    due = losses_over(timezone.now(), today(), Council.objects.the().incident_years)
    keys = list(due.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    return losses.forget_words(losses=keys) if keys else None


def _in_batches(step: Callable[[], int | None]) -> int:
    """Each batch in a transaction of its own, until nothing is left."""
    count = 0
    while (done := step()) is not None:
        count += done
    return count


@transaction.atomic
def _erase_some() -> int | None:
    """Held first, then asked again: what was kept or opened while we waited stays. None if nothing
    is left.
    """
    due = Incident.objects.filter(erases_on__lte=today())
    held = list(due.select_for_update(of=("self",)).order_by("pk")[:AT_ONCE])
    if not held:
        return None
    spare(among=[row.pk for row in held])
    rows: Sequence[Incident] = list(due.filter(pk__in=[row.pk for row in held]).order_by("pk"))
    _erase(rows)
    return len(rows)


def _erase(rows: Sequence[Incident]) -> None:
    erase_rows(rows)
    _forget_evidence(rows)
    past: Any = Incident.history
    past.filter(id__in=[row.pk for row in rows]).delete()
    fields = [blank(row) for row in rows]
    keep_all(rows, by=None, why=WHY, fields=fields[0] if fields else ())
    facts = [(row, {"incident": row.reference}) for row in rows]
    record_all(kind="breaches.incident_erased", actor=None, facts=facts)
    logger.info("Reports erased", extra={"count": len(rows)})


def _forget_evidence(rows: Sequence[Any]) -> None:
    """Files go; entries of the ledger stay, without the words that stand beside them."""
    forget_files(cases=rows, by=None)
    subjects = [subject_of(row) for row in rows]
    erase_names(entries=Entry.objects.filter(subject__in=subjects), by=None)


def erase_safety() -> int:
    """Reports of threats whose time is over are deleted whole: that there was one tells of a
    councillor. How many; safe twice.
    """
    return _in_batches(_erase_safety)


@transaction.atomic
def _erase_safety() -> int | None:
    due = safety_over(today(), Council.objects.the().safety_years)
    keys = list(due.order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
    held = SafetyReport.objects.filter(pk__in=keys).select_for_update(of=("self",)).order_by("pk")
    locked = [row.pk for row in held]
    rows = list(due.filter(pk__in=locked)) if locked else []
    if not rows:
        return None
    record_all(kind="breaches.safety_erased", actor=None, facts=[(row, {}) for row in rows])
    _forget_evidence(rows)
    found = [row.pk for row in rows]
    for part in (SafetyEntry, SafetyPoliceReference, SafetyRecipient):
        _delete(part, "report", found)
    _delete(SafetyReport, "id", found)
    return len(rows)


def _delete(model: Any, of: str, ids: Sequence[int]) -> None:
    model.history.filter(**{f"{of}__in": ids}).delete()
    rows: QuerySet[Any] = QuerySet(model).filter(**{f"{of}__in": ids})
    rows._raw_delete(rows.db)


@transaction.atomic
def delete_dropped() -> int:
    """Losses that were thrown away and never joined to a case are deleted as reports are erased;
    how many. Safe twice.
    """
    due = dropped(today(), Council.objects.the().incident_years)
    rows = list(due.select_for_update(of=("self",)).order_by("pk"))
    _forget_evidence(rows)
    keys = [row.pk for row in rows]
    LossReporter.objects.filter(report__in=keys).delete()
    _delete(LossReport, "id", keys)
    return len(rows)
