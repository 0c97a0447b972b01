"""A report is made confidential, its readers are listed, and it is opened in an emergency.

The list wins over every other right. Somebody on it can always decide, so that the hours of a
breach never pass with nobody looking.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from breaches.confiding.checks import (
    check_can_be_opened,
    check_candidate,
    check_own_report,
    check_somebody_decides,
    is_asked_for,
    may_hide,
    overseers,
    takes_over,
)
from breaches.containing.opening import hand_to_desk
from breaches.log import cause_of, prove, tell_handlers, write
from breaches.models import ContainmentTask, Incident, IncidentOpening, IncidentStep, Part, Reader
from breaches.triaging.checks import check_handles, check_reason, may_handle
from councilgov.notices.actions import tell
from councilgov.openings import HOURS
from councilgov.records import Refused
from devices.desk.actions import drop_tasks

if TYPE_CHECKING:
    from collections.abc import Iterable

    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def make_confidential(
    *, incident: Incident, readers: Iterable[User], reason: str, by: User
) -> Incident:
    """From now on only those on the list see it, whose it is, and who reported it: whoever makes
    it confidential, and those whom they choose. The others see that there is one.

    Raises ``Refused`` for who has a part in it, without a reason, for who can't be on a list, and
    where nobody on it could decide.
    """
    incident = Incident.objects.locked(incident)
    check_handles(incident, by)
    why = check_reason(reason)
    if incident.is_confidential:
        raise Refused(_("It is confidential already."), way=incident.own_page)
    for person in dict.fromkeys([by, *readers]):
        _list(incident, person, why, by=by)
    check_somebody_decides(incident)
    return _shut(incident, why, by=by)


def _shut(incident: Incident, why: str, *, by: User) -> Incident:
    incident.is_confidential = True
    incident.keep(by=by, why="Made confidential")
    # who is on the list sees to what the desk had to do
    drop_tasks(about=list(incident.containment_tasks.all()), by=by)
    write(incident, IncidentStep.CONFIDENTIAL, by=by, words=why)
    prove(incident, "made_confidential", by=by, names={"because": why})
    return incident


@transaction.atomic
def confide_own(*, incident: Incident, readers: Iterable[User], reason: str, by: User) -> Incident:
    """Whoever reported it makes it confidential, until somebody has taken it on: only those of the
    Monitoring Officer and the deputies whom they choose look into it.

    Raises ``Refused`` for anybody else, without a reason, for who can't be on a list, where nobody
    on it could decide, and once somebody has taken it on.
    """
    incident = Incident.objects.locked(incident)
    why = check_reason(reason)
    check_own_report(incident, by)
    if not may_hide(incident):
        raise Refused(_("Somebody looks into it already. Ask them."), way=incident.own_page)
    for person in dict.fromkeys(readers):
        _list(incident, person, why, by=by)
    check_somebody_decides(incident)
    return _shut(incident, why, by=by)


@transaction.atomic
def ask_confidential(*, incident: Incident, reason: str, by: User) -> Incident:
    """Whoever reported it asks those who look into it to make it confidential. Raises ``Refused``
    for anybody else, without a reason, and the second time.
    """
    incident = Incident.objects.locked(incident)
    why = check_reason(reason)
    check_own_report(incident, by)
    if is_asked_for(incident):
        raise Refused(_("You asked for that already."), way=incident.own_page)
    line = write(incident, IncidentStep.CONFIDENTIAL_ASKED, by=by, words=why)
    prove(incident, "confidential_asked", by=by, names={"because": why})
    kind = "confidential_asked"
    if incident.handler and may_handle(incident, incident.handler):
        cause = cause_of(incident, str(line.pk))
        tell(kind=kind, to=incident.handler, cause=cause, about=incident)
    else:
        tell_handlers(incident, kind, but=by, stage=str(line.pk))
    return incident


def _list(incident: Incident, person: User, why: str, *, by: User) -> Reader:
    check_candidate(incident, person)
    row = Reader(
        incident=incident, person=person, because=why, added_at=timezone.now(), added_by=by
    ).keep(by=by, why="Let in")
    prove(incident, "reader_added", by=by, facts={"person": person.pk}, names={"because": why})
    if person != by:
        tell(kind="incident_confided", to=person, cause=str(row.pk), about=incident)
    return row


def _check_confidential(incident: Incident, by: User) -> None:
    """Raise ``Refused`` for who is not on the list, and where there is none."""
    check_handles(incident, by)
    if not incident.is_confidential:
        raise Refused(_("It is not confidential any more."), way=incident.own_page)


@transaction.atomic
def add_reader(*, incident: Incident, person: User, reason: str, by: User) -> Reader:
    """One more may read it, and act on it as far as their rights go. Raises ``Refused`` for who is
    not on the list themselves, without a reason, and for who can't be on it.
    """
    incident = Incident.objects.locked(incident)
    _check_confidential(incident, by)
    why = check_reason(reason)
    row = _list(incident, person, why, by=by)
    write(incident, IncidentStep.READER, by=by, words=f"{person.full_name}: {why}")
    return row


@transaction.atomic
def remove_reader(*, reader: Reader, reason: str, by: User) -> Reader:
    """They see it no more. Raises ``Refused`` for who is not on the list, without a reason, once
    they are off it, and for the last who could decide.
    """
    incident = Incident.objects.locked(reader.incident)
    row = Reader.objects.locked(reader)
    _check_confidential(incident, by)
    why = check_reason(reason)
    if row.removed_at:
        raise Refused(_("They are off the list already."), way=incident.own_page)
    check_somebody_decides(incident, but=row.person)
    row.removed_at, row.removed_by = timezone.now(), by
    row.keep(by=by, why="Taken off")
    write(incident, IncidentStep.READER_OUT, by=by, words=f"{row.person.full_name}: {why}")
    facts: dict[str, JSON] = {"person": row.person_id}
    prove(incident, "reader_removed", by=by, facts=facts, names={"because": why})
    return row


@transaction.atomic
def end_confidentiality(*, incident: Incident, reason: str, by: User) -> Incident:
    """Everybody who looks into reports sees it again, and the desk has its tasks back. Raises
    ``Refused`` as ``add_reader``.
    """
    incident = Incident.objects.locked(incident)
    _check_confidential(incident, by)
    why = check_reason(reason)
    for row in incident.readers.now().select_for_update(of=("self",)):
        row.removed_at, row.removed_by = timezone.now(), by
        row.keep(by=by, why="No longer confidential")
    incident.is_confidential = False
    incident.keep(by=by, why="No longer confidential")
    ended = write(incident, IncidentStep.NOT_CONFIDENTIAL, by=by, words=why)
    prove(incident, "not_confidential", by=by, names={"because": why})
    undone = ContainmentTask.objects.undone().filter(incident=incident)
    hand_to_desk(incident, list(undone.with_row()), by=by, stage=f":{ended.pk}")
    return incident


@transaction.atomic
def open_confidential(*, incident: Incident, reason: str, hours: int, by: User) -> IncidentOpening:
    """Somebody who is not on the list reads it until so many hours have passed, and does nothing
    in it. Whose it is and the Monitoring Officer are told at once. Where nobody on the list can
    decide any more, whoever decides on breaches comes on it by this.

    Raises ``Refused`` without a reason, for other hours, and as ``check_can_be_opened`` does.
    """
    incident = Incident.objects.locked(incident)
    why = " ".join(check_reason(reason).split())
    if hours not in HOURS:
        raise Refused(_("Choose for how long."), field="hours")
    check_can_be_opened(incident, by)
    now = timezone.now()
    if incident.openings.running(now).filter(opened_by=by).exists():
        raise Refused(_("You have it open already."), way=incident.own_page)
    row = IncidentOpening(
        incident=incident,
        reason=why,
        opened_at=now,
        opened_by=by,
        ends_at=now + timedelta(hours=hours),
    ).keep(by=by, why="Opened")
    write(incident, IncidentStep.UNSEALED, by=by, words=why)
    if takes_over(incident, by):
        _list(incident, by, why, by=by)
        write(incident, IncidentStep.READER, by=by, words=f"{by.full_name}: {why}")
    _prove(row, "opened", by=by)
    for person in _told_of(incident, but=by):
        tell(kind="incident_opened", to=person, cause=str(row.pk), about=row)
    return row


def _told_of(incident: Incident, *, but: User) -> set[User]:
    """Whose it is, who oversees it, and who is on its list."""
    owners = {one.person for one in incident.involved.filter(part=Part.OWNER)}
    owners |= {one.councillor for one in incident.assessments.with_row() if one.councillor}
    readers = {one.person for one in incident.readers.now().with_row()}
    reporter = {incident.reported_by} if incident.reported_by else set()
    return owners | readers | reporter | set(overseers(incident, but=but))


@transaction.atomic
def end_opening(*, opening: IncidentOpening, by: User) -> IncidentOpening:
    """It ends before its time: by who opened it, or by the Monitoring Officer. Raises ``Refused``
    for anybody else, and once it is over.
    """
    row = IncidentOpening.objects.locked(opening)
    if not row.may_be_ended_by(by):
        raise Refused(_("Whoever opened it or the Monitoring Officer can end it."))
    if not row.is_running:
        raise Refused(_("It is over already."), way=row.own_page)
    row.ended_at, row.ended_by = timezone.now(), by
    row.keep(by=by, why="Ended")
    _prove(row, "closed", by=by)
    return row


def _prove(row: IncidentOpening, what: str, *, by: User) -> None:
    facts: dict[str, JSON] = {"opening": row.pk, "ends_at": row.ends_at.isoformat()}
    prove(row.incident, f"confidential_{what}", by=by, facts=facts, names={"because": row.reason})
    logger.warning("Confidential incident %s", what, extra={"opening": row.pk, "by": by.pk})
