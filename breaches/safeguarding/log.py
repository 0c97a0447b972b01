"""What is done about a safety report is written down, told and kept as evidence: without a word of
it in a message, in a log, or in what stands for ever.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from breaches.models import SafetyEntry, SafetyReport
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.records import Refused

if TYPE_CHECKING:
    from breaches.models import SafetyStep
    from councilgov.people.models import User

logger = logging.getLogger(__name__)


def write(report: SafetyReport, what: SafetyStep, *, by: User, words: str = "") -> SafetyEntry:
    """A line of the report, and that there is one as evidence."""
    row = SafetyEntry(
        report=report, what=what, entered_at=timezone.now(), entered_by=by, words=words.strip()
    ).keep(by=by, why="Written down")
    record(
        kind=f"breaches.safety_{what}",
        actor=by,
        subject=report,
        facts={"report": report.reference, "entry": row.pk},
    )
    logger.info("Safety report: %s", what, extra={"report": report.pk})
    return row


def tell_others(report: SafetyReport, stage: str, *, but: User) -> None:
    """The councillor and those whom they chose: that something waits for them, and no more."""
    people = {one.person for one in report.recipients.now().in_office().with_row()}
    people |= {report.councillor}
    for person in people - {but}:
        tell(kind="private_news", to=person, cause=f"{report.pk}:{stage}", about=report)


def check_own(report: SafetyReport, by: User) -> None:
    """Raise ``Refused`` for anybody but the councillor who reported it, and once it is closed."""
    if by.pk != report.councillor_id:
        raise Refused(_("Only whoever reported it can do this."))
    check_open(report)


def check_told(report: SafetyReport, by: User) -> None:
    """Raise ``Refused`` for whom the councillor did not choose, and once it is closed."""
    if not report.is_told(by):
        raise Refused(_("Only those whom the councillor told can do this."))
    check_open(report)


def check_open(report: SafetyReport) -> None:
    """Raise ``Refused`` once it is closed."""
    if not report.is_open:
        raise Refused(_("This report is closed."), way=report.own_page)


def check_words(words: str) -> str:
    """What was written. Raises ``Refused`` for nothing."""
    told = words.strip()
    if not told:
        raise Refused(_("Write a few words."), field="words")
    return told
