"""An officer looks into a report, says whether personal data is affected, and who answers for it.

Any doubt counts as a suspicion: the clock of UK GDPR Article 33(1) then runs to be safe, from when
it was first noticed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Required, TypedDict

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from breaches.confiding.checks import check_somebody_decides
from breaches.containing.opening import (
    check_contained,
    hand_out,
    name_whose,
    open_tasks,
    shut_desk,
)
from breaches.log import prove, tell_councillor, tell_deciders, tell_reporter, write
from breaches.machines import RUNNING, TOLD
from breaches.models import (
    Assessment,
    Incident,
    IncidentStatus,
    IncidentStep,
    Involved,
    Part,
    People,
    Regulator,
)
from breaches.triaging.checks import check_answers, check_assesses, check_handles, check_reason
from breaches.triaging.clocks import begin_clock
from breaches.triaging.parts import hold_with_twins, let_back, note_part
from councilgov.capacity import CONTROLLERS, Capacity, Controller
from councilgov.days import deadline_in_words
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import datetime

    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

OVER = frozenset({IncidentStatus.NOT_PERSONAL, IncidentStatus.CLOSED})
NOT_OVER = frozenset(IncidentStatus) - OVER
FOUND = {
    IncidentStatus.SUSPECTED: IncidentStep.SUSPECTED,
    IncidentStatus.CONFIRMED: IncidentStep.CONFIRMED,
    IncidentStatus.NOT_PERSONAL: IncidentStep.NOT_PERSONAL,
}


@transaction.atomic
def take_on(*, incident: Incident, by: User) -> Incident:
    """An officer looks into it. Raises ``Refused`` for who has a part in it, and once another
    officer has it or has ruled.
    """
    incident = Incident.objects.locked(incident)
    check_handles(incident, by)
    incident.check_stands({IncidentStatus.REPORTED}, gettext_noop("Taking it on"))
    incident.handler, incident.handled_since = by, timezone.now()
    incident.move(IncidentStatus.TRIAGE, by=by, why=gettext_noop("Taking it on"))
    write(incident, IncidentStep.TAKEN_ON, by=by)
    open_tasks(incident, by=by)
    return incident


@transaction.atomic
def rule(*, incident: Incident, finding: str, reason: str, by: User) -> Incident:
    """Whether personal data is affected: for certain, perhaps, or not. Perhaps and for certain
    start the clock of whom the report names, if no controller was named before.

    Raises ``Refused`` for who has a part in it, without a reason, where there is no such move, and
    to take back a breach of which the regulator or the people are told.
    """
    incident = Incident.objects.locked(incident)
    check_handles(incident, by)
    why = check_reason(reason)
    incident.check_move(finding, gettext_noop("The finding"))
    if finding == IncidentStatus.NOT_PERSONAL:
        check_untold(incident)
    if finding != IncidentStatus.SUSPECTED:
        incident.is_near_miss = False
    incident.finding, incident.ruled_at, incident.ruled_because = finding, timezone.now(), why
    if incident.handler is None:
        incident.handler, incident.handled_since = by, incident.ruled_at
    incident.move(finding, by=by, why=gettext_noop("The finding"))
    if finding in RUNNING:
        _begin(incident, by=by)
    found = write(incident, FOUND[IncidentStatus(finding)], by=by, words=why)
    prove(incident, "finding", by=by, facts={"finding": str(finding)}, names={"because": why})
    tell_reporter(incident, "incident_ruled", but=by, stage=str(found.pk))
    if finding in RUNNING:
        tell_deciders(incident, but=by, stage=str(found.pk))
    return incident


def _begin(incident: Incident, *, by: User) -> None:
    """Somebody answers for it, and what is done against more harm is to be done."""
    if not incident.assessments.exists():
        begin_clock(incident, by=by, **answers_for(incident))
    open_tasks(incident, by=by)


def check_untold(incident: Incident) -> None:
    """Raise ``Refused`` where a controller told the regulator or the people, as that was a breach,
    or decided to: whoever decided that says first that it is none.
    """
    rows = incident.assessments.with_row()
    if rows.filter(Q(regulator__in=TOLD) | Q(people=People.SENT)).exists():
        raise Refused(
            _("The regulator or the people were told of a breach. Add a note that says more."),
            way=incident.own_page,
        )
    to_tell = Q(regulator=Regulator.NOTIFIABLE) | Q(people=People.REQUIRED)
    if row := rows.filter(to_tell).first():
        told = _(
            "%(name)s decided to tell the regulator or the people. That is decided anew first."
        )
        raise Refused(told % {"name": row.named_controller}, way=incident.own_page)


def may_be_none(incident: Incident) -> bool:
    """Nobody told the regulator or the people of a breach, or decided to."""
    told = {*TOLD, Regulator.NOTIFIABLE}, {People.SENT, People.REQUIRED}
    rows = incident.assessments.all()
    return not any(row.regulator in told[0] or row.people in told[1] for row in rows)


class Controlling(TypedDict, total=False):
    """Who answers for the data."""

    controller: Required[str]
    councillor: User | None


def answers_for(incident: Incident) -> Controlling:
    """Of ward work the councillor, as whoever reported it said whose work it was; else the council.

    Who else answers for it an officer adds: a doubt is no reason for two clocks.
    """
    owner = incident.involved.filter(part=Part.OWNER).first()
    person = owner.person if owner else incident.reported_by
    may_answer = person and incident.who_may_answer().filter(pk=person.pk).exists()
    if incident.capacity == Capacity.WARD and may_answer:
        return {"controller": Controller.COUNCILLOR, "councillor": person}
    return {"controller": Controller.COUNCIL}


def suggested(incident: Incident) -> str:
    """Who else may answer for it, as whoever reported it said whose work it was; empty: nobody."""
    if not incident.capacity:
        return ""
    found = CONTROLLERS[Capacity(incident.capacity)]
    return "" if incident.assessments.filter(controller=found).exists() else str(found)


@transaction.atomic
def add_controller(
    *,
    incident: Incident,
    controller: str,
    by: User,
    councillor: User | None = None,
    body: str = "",
) -> Assessment:
    """Somebody else answers for a part of the data: with a clock and decisions of their own. A
    councillor is told at once.

    Raises ``Refused`` before a breach is suspected, for a controller who is named already, and for
    somebody who is no councillor, and was none when it was noticed.
    """
    incident = Incident.objects.locked(incident)
    check_handles(incident, by)
    incident.check_stands(RUNNING, gettext_noop("Naming a controller"))
    if councillor:
        check_answers(incident, councillor)
    row = begin_clock(
        incident, controller, by=by, councillor=councillor, body=" ".join(body.split())
    )
    named = write(incident, IncidentStep.CONTROLLER, by=by, words=row.named_controller, part=row)
    facts: dict[str, JSON] = {"controller": str(controller), "councillor": row.councillor_id}
    prove(incident, "controller", by=by, facts=facts, names={"body": row.body})
    tell_councillor(row, but=by, stage=str(named.pk))
    hand_out(incident, by=by)
    return row


@transaction.atomic
def set_aware(*, assessment: Assessment, aware_at: datetime, because: str, by: User) -> Assessment:
    """From when this controller was aware: a reasonable degree of certainty that personal data was
    compromised (Guidelines 9/2022 of the European Data Protection Board, 31).

    As a rule that is when it was first noticed. Later only with what the Data Protection Officer
    says. Raises ``Refused`` while it is only suspected, for a moment ahead or before it was
    noticed, for a later one without their advice and a reason, and once the regulator was told.
    """
    row = Assessment.objects.held(assessment)
    incident, why = row.incident, " ".join(because.split())
    check_assesses(row, by)
    incident.check_stands({IncidentStatus.CONFIRMED}, gettext_noop("Setting the moment"))
    aware_at = _with_seconds(aware_at, incident.noticed_at)
    _check_aware(row, aware_at, why)
    was, row.aware_at, row.aware_because = row.aware_at, aware_at, why
    row.keep(by=by, why="Aware")
    words = _("%(name)s: %(moment)s. Before: %(was)s. %(why)s") % {
        "name": row.named_controller,
        "moment": deadline_in_words(aware_at),
        "was": deadline_in_words(was),
        "why": why,
    }
    write(incident, IncidentStep.AWARE, by=by, words=words, part=row)
    facts: dict[str, JSON] = {"assessment": row.pk, "aware_at": aware_at.isoformat()}
    facts["was_at"] = was.isoformat()
    prove(incident, "aware", by=by, facts=facts, names={"because": why})
    return row


def _with_seconds(typed: datetime, noticed_at: datetime) -> datetime:
    """People type minutes: the minute in which it was noticed is that moment."""
    return noticed_at if typed == noticed_at.replace(second=0, microsecond=0) else typed


def _check_aware(row: Assessment, aware_at: datetime, why: str) -> None:
    noticed_at = row.incident.noticed_at
    if row.regulator in TOLD:
        told = _("The regulator was told with this moment. Tell them more if it was wrong.")
        raise Refused(told, way=row.incident.own_page)
    if aware_at > timezone.now():
        raise Refused(_("The time must be in the past."), field="aware_at")
    if aware_at < noticed_at:
        told = _(
            "Nobody can be aware of it before it was noticed. If that was earlier than the case "
            "says, correct that first."
        )
        raise Refused(told, field="aware_at")
    if aware_at > noticed_at and not why:
        told = _("It was noticed earlier. Write why, as the Data Protection Officer says.")
        raise Refused(told, field="because")
    if aware_at > noticed_at and not row.advice:
        told = _("It was noticed earlier. The Data Protection Officer writes their advice first.")
        raise Refused(told, field="because")


@transaction.atomic
def involve(*, incident: Incident, person: User, part: str, by: User) -> Involved:
    """Somebody did it, received it, or it happened in their work: they decide nothing on it, and
    look into it no more.

    Raises ``Refused`` if that is noted already, and for the last on the list of a confidential one
    who could decide.
    """
    hold_with_twins(incident)
    incident = Incident.objects.locked(incident)
    check_handles(incident, by)
    row = note_part(incident, person, part, by=by)
    if row is None:
        raise Refused(_("That is noted already."), field="person")
    if incident.is_confidential:
        check_somebody_decides(incident)
    return row


@transaction.atomic
def name_cause(*, incident: Incident, cause: str, words: str, by: User) -> Incident:
    """Why it could happen, as far as that is known now: what lessons and figures are about.

    Raises ``Refused`` before it was found what it is, and without what makes one think so.
    """
    incident = Incident.objects.locked(incident)
    check_handles(incident, by)
    why = check_reason(words, field="words")
    if not incident.finding:
        raise Refused(_("Say first whether personal data is affected."), way=incident.own_page)
    incident.cause = cause
    incident.keep(by=by, why="Cause")
    write(incident, IncidentStep.CAUSE, by=by, words=f"{incident.get_cause_display()}. {why}")
    prove(incident, "cause", by=by, facts={"cause": str(cause)}, names={"words": why})
    return incident


@transaction.atomic
def take_back_part(*, involved: Involved, reason: str, by: User) -> None:
    """It was somebody else: they see it and may decide on it again.

    Raises ``Refused`` for who has a part in it themselves, without a reason, for who is only kept
    out of this one, and if that was taken back already.
    """
    hold_with_twins(involved.incident)
    incident = Incident.objects.locked(involved.incident)
    check_handles(incident, by)
    why = check_reason(reason)
    row = Involved.objects.locked(involved)
    check_taken_back(row)
    person = row.person
    facts: dict[str, JSON] = {"person": row.person_id, "part": str(row.part)}
    row.discard(by=by, why="Taken back")
    shut_desk(incident, by=by)
    name_whose(incident, by=by)
    write(incident, IncidentStep.PART_TAKEN_BACK, by=by, words=why)
    prove(incident, "part_taken_back", by=by, facts=facts, names={"because": why})
    let_back(incident, person, by=by)


def check_taken_back(row: Involved) -> None:
    """Raise ``Refused`` for what goes by itself, once its reason is gone."""
    if row.part == Part.KEPT_OUT:
        raise Refused(_("This can’t be taken back here."), way=row.incident.own_page)


def check_containing(incident: Incident, _by: User) -> None:
    """Raise ``Refused`` once it is contained, and while a task is left, before a word is typed."""
    if incident.contained_at:
        raise Refused(_("It is contained already."), way=incident.own_page)
    check_contained(incident)


@transaction.atomic
def contain(*, incident: Incident, words: str, by: User) -> Incident:
    """What could be done against more harm is done, also before it is known whether personal data
    is affected. Raises ``Refused`` without what that was, while a task is left that has to be
    done, and once it is over.
    """
    incident = Incident.objects.locked(incident)
    check_handles(incident, by)
    incident.check_stands(NOT_OVER, gettext_noop("Containing it"))
    why = check_reason(words, field="words")
    check_containing(incident, by)
    incident.contained_at = timezone.now()
    incident.keep(by=by, why="Contained")
    write(incident, IncidentStep.CONTAINED, by=by, words=why)
    prove(incident, "contained", by=by, names={"words": why})
    return incident


@transaction.atomic
def reopen(*, incident: Incident, reason: str, by: User) -> Incident:
    """New information came. The clocks go on as they were: no moment is set back. Whoever decided
    to tell nobody decides again, as what they knew has changed.

    Raises ``Refused`` unless it is closed or was dismissed, and without a reason.
    """
    incident = Incident.objects.locked(incident)
    check_handles(incident, by)
    why = check_reason(reason)
    incident.check_stands(OVER, gettext_noop("Opening it again"))
    incident.closed_at = incident.same_as = None
    was_breach = incident.finding == IncidentStatus.CONFIRMED
    to = IncidentStatus.CONFIRMED if was_breach else IncidentStatus.TRIAGE
    incident.handler, incident.handled_since = by, timezone.now()
    incident.move(to, by=by, why=gettext_noop("Opening it again"))
    fell = [
        row for row in incident.assessments.select_for_update().order_by("pk") if row.undo_noes()
    ]
    for row in fell:
        row.keep(by=by, why="Opened again")
    opened = write(incident, IncidentStep.REOPENED, by=by, words=why)
    prove(incident, "reopened", by=by, names={"because": why})
    if fell and to in RUNNING:
        tell_deciders(incident, but=by, stage=str(opened.pk))
    return incident
