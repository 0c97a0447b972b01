"""Somebody who found a device tells the desk, and the desk answers.

Whoever finds one learns nothing about it: not what it is, whose it is, or whether the label is
known. What they wrote of themselves is kept no longer than it is needed (UK GDPR article 5(1)(e)).
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.ledger.actions import record
from devices.desk.actions import end_tasks, open_task
from devices.models import Device, Finder, FoundReport, FoundStatus, Label, TaskKind

if TYPE_CHECKING:
    from councilgov.people.models import User
    from devices.models import FoundOutcome

logger = logging.getLogger(__name__)

NEEDED = timedelta(days=30)
"""So long after a report is closed the desk may still have to ask its finder something."""
NEEDED_AT_MOST = timedelta(days=90)
"""So long after it came in, also while nobody has answered: what lay there is gone by then."""


@transaction.atomic
def report_found(
    *, label: Label | None, place: str, contact: str = "", number: str = "", by: User | None
) -> FoundReport:
    """Somebody found something with our label and says where it is. The desk is to answer.

    ``label`` is the one that was scanned, if we know it; ``number`` is what they read on it. What
    is no number of ours may be anything, such as a telephone number: it is forgotten with the rest.
    What was sent twice is one report.
    """
    number, place = " ".join(number.split()), place.strip()
    on_label = label or label_of(number)
    device = on_label.device if on_label else device_of(number)
    is_ours = on_label is not None or device is not None
    if number and not is_ours:
        place = f"{place}\n{_('They read on it: %(number)s') % {'number': number}}"
        number = ""
    if told := told_already(device, label, number, place, contact.strip()):
        return told
    report = FoundReport(
        label=label, device=device, number=number, reported_at=timezone.now()
    ).keep(by=by, why="Found")
    Finder.objects.create(report=report, place=place, contact=contact.strip())
    _pass_on(report, by=by)
    return report


def _pass_on(report: FoundReport, *, by: User | None) -> None:
    """The desk gets its task, and it is evidence."""
    open_task(
        kind=TaskKind.CHECK_FOUND,
        about=report,
        address=report.get_absolute_url(),
        device=report.device,
        by=by,
    )
    facts = {"device": report.device_id}
    record(kind="devices.found_reported", actor=by, subject=report, facts=facts)
    logger.info("Found report", extra={"report": report.pk})


def told_already(
    device: Device | None, label: Label | None, number: str, place: str, contact: str
) -> FoundReport | None:
    """The same words about the same thing, not answered yet: somebody pressed the button twice."""
    waiting = FoundReport.objects.waiting().filter(device=device, label=label, number=number)
    return waiting.filter(finder__place=place, finder__contact=contact).first()


def label_of(number: str) -> Label | None:
    """The label on which that number was printed ahead."""
    return Label.objects.with_row().filter(number=number.upper()).first() if number else None


def device_of(number: str) -> Device | None:
    """Which device it is, for the desk alone."""
    return Device.objects.filter(asset_tag=number.upper()).first() if number else None


@transaction.atomic
def close_found(
    *, report: FoundReport, outcome: FoundOutcome, remark: str, by: User
) -> FoundReport:
    """The desk says what came of it. 30 days later the finder's words are deleted."""
    report = FoundReport.objects.locked(report)
    report.outcome, report.remark = outcome, remark.strip()
    report.closed_at, report.closed_by = timezone.now(), by
    report.move(FoundStatus.CLOSED, by=by, why=gettext_noop("Closing the report"))
    end_tasks(about=report, by=by)
    facts = {"outcome": report.outcome}
    record(kind="devices.found_closed", actor=by, subject=report, facts=facts)
    return report


@transaction.atomic
def forget_finders() -> int:
    """Where a device was and how to reach its finder is deleted 30 days after the report was
    closed, and 90 days after it came in. How many; safe twice.
    """
    now = timezone.now()
    needless = Finder.objects.needless(closed=now - NEEDED, reported=now - NEEDED_AT_MOST)
    count, _tables = needless.delete()
    return count
