"""Somebody reports a loss who can't sign in, for example as their second step was on the telephone.

Nothing is looked up while they do: whoever reports learns nothing about anybody. The desk, and out
of hours who looks into incidents, ring them back; then it is joined to a case, with its true times,
or thrown away.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, Unpack

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from breaches.losing.actions import kind_of, report_loss
from breaches.losing.joining import add_to, find_out
from breaches.models import (
    IncidentKind,
    LossReport,
    LossReporter,
    LossReportStatus,
    ReportedVia,
)
from breaches.reporting.actions import report_incident
from breaches.ringing.alerting import alert
from breaches.triaging.checks import check_reason
from breaches.triaging.clocks import heard
from councilgov.access import Right
from councilgov.ledger.actions import record
from councilgov.people.models import User
from councilgov.records import Refused
from devices.desk.actions import end_tasks, open_task
from devices.models import LossKind, TaskKind, TaskStatus, Via

if TYPE_CHECKING:
    from datetime import datetime

    from breaches.losing.actions import About
    from breaches.models import Incident
    from councilgov.ledger.canonical import JSON
    from devices.losses.actions import Told
    from devices.models import Device

logger = logging.getLogger(__name__)

NEEDED = timedelta(days=30)
"""So long after it was joined or thrown away the desk may still have to ask them something."""
NEEDED_AT_MOST = timedelta(days=90)
"""So long after it came in, also while nobody has rung back."""
JOINING = gettext_noop("Joining it to a case")
DROPPING = gettext_noop("Throwing it away")


class Who(NamedTuple):
    """Who rang back, as they gave it: their name, what went, and their number."""

    name: str
    what: str
    phone: str


@transaction.atomic
def report_unverified(
    *, name: str, what: str, phone: str, noticed_at: datetime, by: User | None = None
) -> LossReport:
    """Somebody who is not signed in says what went, when, and where to ring them back.

    What was sent before and still waits is the same report.
    """
    who = Who(" ".join(name.split()), what.strip(), " ".join(phone.split()))
    report = LossReport(noticed_at=noticed_at, reported_at=timezone.now())
    return _begin(report, who, by=by)


@transaction.atomic
def report_unlisted(
    *,
    what: str,
    kind: str,
    noticed_at: datetime,
    happened: str,
    by: User,
    is_at_risk: bool = False,
    data_held: str = "",
) -> LossReport:
    """A device that is not on the record of who is signed in is gone. The triage begins at once."""
    what, happened, data_held = what.strip(), happened.strip(), data_held.strip()
    who = Who(by.full_name, "\n".join(filter(None, [what, happened, data_held])), by.phone)
    waiting = _sent_before(who, by=by)
    report = waiting or LossReport(kind=kind, noticed_at=noticed_at, told=by)
    report.kind, report.noticed_at = kind, min(noticed_at, report.noticed_at)
    if report.incident:
        _notice(report.incident, noticed_at, by=by)
    elif kind != LossKind.DAMAGED or is_at_risk:
        report.incident = report_incident(
            kind=kind_of(kind),
            happened=f"{what}\n{happened}",
            noticed_at=report.noticed_at,
            by=by,
            data_told=data_held,
        )
    if waiting:
        return _sent_again(report, by=by)
    report.reported_at = timezone.now()
    return _begin(report, who, by=by)


def _notice(incident: Incident, noticed_at: datetime, *, by: User) -> None:
    """The triage that is there counts from then, if it was earlier."""
    known = heard(noticed_at, reported_at=timezone.now(), via=Via.PORTAL, reported_by=by)
    add_to(incident, "", known, by=by)


def _sent_again(report: LossReport, *, by: User) -> LossReport:
    """Kept, unless nothing of it changed: a button was pressed twice."""
    known = {"kind": report.kind, "noticed_at": report.noticed_at, "incident": report.incident}
    if LossReport.objects.filter(pk=report.pk, **known).exists():
        return report
    return report.keep(by=by, why="Sent again")


def _sent_before(who: Who, *, by: User) -> LossReport | None:
    """What they sent already, and still waits. Holds the person, so that of two at the same moment
    the second finds the first: one report, and one triage.
    """
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    waiting = LossReporter.objects.filter(is_waiting=True, report__told=by, **who._asdict())
    found = waiting.select_related("report").first()
    return found.report if found else None


def _begin(report: LossReport, who: Who, *, by: User | None) -> LossReport:
    """It is written down and stands at the head of the desk's queue, and somebody is told at any
    hour; or it is the one that waits already.
    """
    try:
        with transaction.atomic():
            report.keep(by=by, why="Reported")
            LossReporter.objects.create(report=report, **who._asdict())
    except IntegrityError:
        waiting = LossReporter.objects.filter(is_waiting=True, **who._asdict())
        return waiting.select_related("report").get().report
    _pass_on(report, by=by)
    return report


def _pass_on(report: LossReport, *, by: User | None) -> None:
    open_task(
        kind=TaskKind.RING_BACK,
        about=report,
        address=report.get_absolute_url(),
        due_at=report.reported_at,
        by=by,
    )
    alert(report)
    facts = {"reported_at": report.reported_at.isoformat()}
    record(kind="breaches.loss_unverified", actor=by, subject=report, facts=facts)
    logger.info("Loss reported without a case", extra={"report": report.pk})


@transaction.atomic
def join_to_device(
    *,
    report: LossReport,
    device: Device,
    kind: str,
    noticed_at: datetime,
    happened: str,
    is_theirs: bool,
    by: User,
    is_at_risk: bool = False,
    **told: Unpack[Told],
) -> LossReport:
    """They were rung back, and it is true: the device has its case, and its triage, with the times
    at which it was noticed and at which it came in. ``is_theirs``: whoever has it reported it.
    Raises ``Refused`` for who may not, once it is settled, and as the report of a loss does.
    """
    report = _waiting(report, JOINING, by=by)
    known: Told = {**told, **_told_of(report, device.holder if is_theirs else None)}
    report.loss, incident, _is_new = report_loss(
        device=device,
        kind=kind,
        noticed_at=noticed_at,
        happened=happened,
        by=by,
        is_at_risk=is_at_risk,
        triage=report.incident,
        **known,
    )
    report.incident = incident or report.incident
    return _end(report, LossReportStatus.JOINED, JOINING, by=by)


@transaction.atomic
def join_to_councillor(
    *,
    report: LossReport,
    councillor: User,
    noticed_at: datetime,
    happened: str,
    is_theirs: bool,
    by: User,
) -> LossReport:
    """They were rung back, and what went is no device of the council: what was on it is looked into
    all the same. Raises ``Refused`` as ``join_to_device`` does.
    """
    report = _waiting(report, JOINING, by=by)
    if report.incident:
        report.incident = find_out(
            report.incident, owner=councillor, noticed_at=noticed_at, happened=happened, by=by
        )
    else:
        report.incident = report_incident(
            kind=IncidentKind.LOST,
            happened=happened,
            noticed_at=noticed_at,
            by=by,
            owner=councillor,
            **_told_of(report, councillor if is_theirs else None),
        )
    return _end(report, LossReportStatus.JOINED, JOINING, by=by)


@transaction.atomic
def throw_away(*, report: LossReport, reason: str, by: User) -> LossReport:
    """They were rung back, or could not be, and nothing is lost. Raises ``Refused`` for who may
    not, without a reason, and for one that is joined or thrown away.
    """
    report = _waiting(report, DROPPING, by=by)
    report.dropped_because = check_reason(reason)
    return _end(report, LossReportStatus.DROPPED, DROPPING, by=by)


def _waiting(report: LossReport, what: str, *, by: User) -> LossReport:
    """The report, held. Raises ``Refused`` for who may not, and once somebody was quicker."""
    if not by.has_perm(Right.SEE_LOSS_REPORTS):
        raise Refused(_("Only the service desk or an information officer can do this."))
    report = LossReport.objects.locked(report)
    report.check_stands({LossReportStatus.WAITING}, what)
    return report


def _told_of(report: LossReport, person: User | None) -> About:
    """``person`` is who turned out to have reported it; None: nobody with an account."""
    if report.told:
        person, via = report.told, ReportedVia.PORTAL
    else:
        via = ReportedVia.SIGNED_OUT
    name = "" if person else _name_of(report)
    return {
        "reported_at": report.reported_at,
        "reported_via": via,
        "reported_by": person,
        "teller": name,
    }


def _name_of(report: LossReport) -> str:
    """As they gave it, as long as it is not deleted."""
    reporter = LossReporter.objects.filter(report=report).first()
    return reporter.name if reporter else _("Somebody whose name was deleted")


def _end(report: LossReport, to: LossReportStatus, why: str, *, by: User | None) -> LossReport:
    """Nobody has to ring back any more."""
    report.ended_at, report.ended_by = timezone.now(), by
    report.move(to, by=by, why=why)
    LossReporter.objects.filter(report=report).update(is_waiting=False)
    is_joined = to == LossReportStatus.JOINED
    end_tasks(about=report, by=by, to=TaskStatus.DONE if is_joined else TaskStatus.DROPPED)
    facts: dict[str, JSON] = {"incident": report.incident_id, "loss": report.loss_id}
    names = {"because": report.dropped_because} if report.dropped_because else {}
    kind = f"breaches.loss_report_{to}"
    record(kind=kind, actor=by, subject=report, facts=facts, names=names)
    return report


@transaction.atomic
def forget_reporters() -> int:
    """Who reported a loss without signing in is deleted 30 days after it was joined or thrown away,
    and 90 days after it came in: what still waits then is thrown away, as nobody is left to ring.
    How many; safe twice.
    """
    now = timezone.now()
    waiting = LossReport.objects.waiting().filter(reported_at__lt=now - NEEDED_AT_MOST)
    for report in waiting.select_for_update(of=("self",)).order_by("pk"):
        report.dropped_because = _("Nobody could ring back for 90 days.")
        _end(report, LossReportStatus.DROPPED, DROPPING, by=None)
    needless = LossReporter.objects.needless(ended=now - NEEDED, reported=now - NEEDED_AT_MOST)
    count, _tables = needless.delete()
    return count
