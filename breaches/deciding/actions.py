"""A person decides, with reasons, whether the regulator and the people are told.

"Without undue delay and, where feasible, not later than 72 hours", unless a risk is unlikely (UK
GDPR Article 33(1)); the people where the risk is high (Article 34(1)). No score decides.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from breaches.containing.opening import end_left, is_left
from breaches.deciding.left import left_of
from breaches.log import prove, tell_reporter, write
from breaches.machines import RUNNING
from breaches.models import (
    Assessment,
    Exemption,
    Incident,
    IncidentStatus,
    IncidentStep,
    People,
    Regulator,
    is_published,
    is_untold,
)
from breaches.triaging.checks import check_handles, check_reason
from councilgov.capacity import Controller
from councilgov.days import today
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from breaches.assessments import AssessmentQuerySet
    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

FEW = 3
"""Controllers whose work is named; the others are counted."""
CLOSING = gettext_noop("Closing it")


@transaction.atomic
def decide_regulator(
    *,
    assessment: Assessment,
    is_notifiable: bool,
    reason: str,
    by: User,
    seen: str = "",
    unadvised_because: str = "",
) -> Assessment:
    """Whether this controller tells the regulator. Against the score too, with its reasons.

    ``seen`` is how it stood on the page of whoever decides. Raises ``Refused`` for who does not
    decide on it, without reasons, where it was told, where somebody decided meanwhile, and without
    the advice of the Data Protection Officer or why it was not waited for.
    """
    incident, row = _locked(assessment, by)
    _check_seen(row, row.regulator, seen)
    to = Regulator.NOTIFIABLE if is_notifiable else Regulator.NOT_NOTIFIABLE
    row.check_regulator(to)
    if to == Regulator.NOT_NOTIFIABLE and row.people in {People.REQUIRED, People.SENT}:
        told = _("The people are to be told, so the regulator is told too.")
        raise Refused(told, way=incident.own_page)
    _note_advice(row, unadvised_because)
    row.regulator, row.regulator_because = to, check_reason(reason)
    row.regulator_decided_at, row.regulator_decided_by = timezone.now(), by
    row.keep(by=by, why="Decided")
    return _written(row, incident, IncidentStep.REGULATOR, to, row.regulator_because, by=by)


@transaction.atomic
def decide_people(
    *,
    assessment: Assessment,
    is_required: bool,
    exemption: str,
    reason: str,
    by: User,
    seen: str = "",
    review_on: date | None = None,
    unadvised_because: str = "",
) -> Assessment:
    """Whether this controller tells the people; if not, on which ground (Article 34(3)).

    ``seen`` is how it stood on the page. Raises ``Refused`` for who does not decide on it, without
    reasons, ground or advice, after another decision, and where the regulator is not told.
    """
    incident, row = _locked(assessment, by)
    _check_seen(row, row.people, seen)
    to = People.REQUIRED if is_required else People.NOT_REQUIRED
    row.check_people(to)
    if is_required and row.regulator == Regulator.NOT_NOTIFIABLE:
        told = _("A high risk is told to the regulator too, and that was decided otherwise.")
        page = reverse("breaches:decide_regulator", args=[row.reference, row.pk])
        raise Refused(told, way=(page, _("Change that decision first")))
    _note_advice(row, unadvised_because)
    _note_ground(row, "" if is_required else exemption, review_on, to)
    row.people, row.people_because = to, check_reason(reason)
    row.people_decided_at, row.people_decided_by = timezone.now(), by
    row.keep(by=by, why="Decided")
    return _written(row, incident, IncidentStep.PEOPLE, to, row.people_because, by=by)


def _note_advice(row: Assessment, why: str) -> None:
    """The advice is there, or it says why nobody waited for it (UK GDPR Article 38(1))."""
    if not row.lacks_advice:
        return
    row.unadvised_because = why.strip() or row.unadvised_because
    if not row.unadvised_because:
        told = _("The Data Protection Officer has not advised yet. Say why you do not wait for it.")
        raise Refused(told, field="unadvised_because")


def _note_ground(row: Assessment, exemption: str, review_on: date | None, to: People) -> None:
    """Why they are not told; where it would harm an inquiry, until when (Data Protection Act 2018,
    Schedule 2, 2(1): only "to the extent" that it would).
    """
    if to == People.NOT_REQUIRED and exemption not in Exemption.values:
        raise Refused(_("Choose why they need not be told."), field="exemption")
    row.exemption = exemption
    row.review_on = review_on if exemption == Exemption.CRIME else None
    if exemption == Exemption.CRIME and (review_on is None or review_on <= today()):
        raise Refused(_("Choose a day ahead on which this is looked at again."), field="review_on")


def _locked(assessment: Assessment, by: User) -> tuple[Incident, Assessment]:
    """Both held. Raises ``Refused`` for who does not decide on it."""
    row = Assessment.objects.held(assessment)
    incident = row.incident
    incident.check_stands(RUNNING, gettext_noop("The decision"))
    if not row.decides(by):
        raise Refused(_not_for_you(row), way=incident.own_page)
    return incident, row


def _check_seen(row: Assessment, stands: str, seen: str) -> None:
    if seen and seen != stands:
        told = _("Somebody has decided since you opened this page. Read what they decided first.")
        raise Refused(told, way=row.incident.own_page)


def _not_for_you(row: Assessment) -> str:
    if row.controller == Controller.COUNCILLOR:
        told = _("These are the councillor’s own records: %(name)s decides.")
        return told % {"name": row.named_controller}
    if row.controller == Controller.OUTSIDE_BODY:
        told = _("%(name)s decides: it answers for this information itself.")
        return told % {"name": row.named_controller}
    return _("The Monitoring Officer or a deputy who has no part in it decides.")


def _written(
    row: Assessment, incident: Incident, step: IncidentStep, to: str, why: str, *, by: User
) -> Assessment:
    write(incident, step, by=by, words=f"{row.named_controller}. {why}", part=row)
    facts: dict[str, JSON] = {
        "assessment": row.pk,
        "decision": str(to),
        "exemption": row.exemption,
        "against_score": row.goes_against_score(),
        "severity": None if row.severity is None else f"{row.severity:.2f}",
        "was_advised": bool(row.advice),
    }
    names = {"because": why, "unadvised_because": row.unadvised_because}
    prove(incident, f"{step}_decided", by=by, facts=facts, names=names)
    return row


@transaction.atomic
def close(*, incident: Incident, lessons: str, by: User) -> Incident:
    """It is over: what was learnt is on record, and each controller has decided both.

    Raises ``Refused`` for who has a part in it, without lessons, before it is contained, and while
    a decision or a message is left.
    """
    incident = Incident.objects.locked(incident)
    check_handles(incident, by)
    incident.check_stands({IncidentStatus.CONFIRMED, IncidentStatus.NOT_PERSONAL}, CLOSING)
    why = check_reason(lessons, field="lessons")
    if incident.status == IncidentStatus.CONFIRMED:
        check_decided(incident, by)
    end_left(incident, by=by)
    incident.closed_at = timezone.now()
    incident.move(IncidentStatus.CLOSED, by=by, why=CLOSING)
    closed = write(incident, IncidentStep.CLOSED, by=by, words=why)
    prove(incident, "closed", by=by, names={"lessons": why})
    tell_reporter(incident, "incident_closed", but=by, stage=str(closed.pk))
    return incident


def check_decided(incident: Incident, by: User) -> None:
    """Raise ``Refused`` while something of the breach is left to do."""
    rows = list(_undecided(incident))
    if incident.contained_at is None:
        raise Refused(_still_open(rows, [_uncontained(incident)]), way=_way_to_contain(incident))
    if rows:
        raise Refused(_still_open(rows, []), way=_way_to(rows[0], by))


def check_closing(incident: Incident, by: User) -> None:
    """Raise ``Refused`` while somebody has something left to do, before a word is typed."""
    if incident.status == IncidentStatus.CONFIRMED:
        check_decided(incident, by)


def _uncontained(incident: Incident) -> str:
    if is_left(incident):
        return _("Tasks that stop more harm are still to be ended.")
    return _("Nobody has said yet how it was contained.")


def _way_to_contain(incident: Incident) -> tuple[str, str]:
    """To the tasks that are left, or to where it is said how it was contained."""
    if is_left(incident):
        return f"{incident.get_absolute_url()}#tasks", _("See its tasks")
    page = reverse("breaches:contain", args=[incident.reference])
    return page, _("Say how it was contained")


def _still_open(rows: Sequence[Assessment], told: list[str]) -> str:
    """What is ``told`` first, and who has what left to do; of many the first few."""
    told += [left.in_words(row) for row in rows[:FEW] for left in left_of(row)]
    if more := len(rows[FEW:]):
        words = ngettext(
            "%(n)s more has something left to do.", "%(n)s more have something left to do.", more
        )
        told.append(words % {"n": more})
    return " ".join([_("It can’t be closed yet."), *told])


def _way_to(row: Assessment, by: User) -> tuple[str, str] | None:
    """The page on which it can be done, if that is for them."""
    for left in left_of(row):
        if left.is_for(row, by):
            return left.address(row), str(left.step)
    return row.incident.own_page


def _undecided(incident: Incident) -> AssessmentQuerySet:
    """The controllers who have something left to do, such as to look again whether telling the
    people still harms an inquiry. What an outside body does is its own, and a councillor whose
    account is closed can decide no more.
    """
    told = {Regulator.NOT_NOTIFIABLE, Regulator.FINAL}
    done = Q(people=People.NOT_REQUIRED) | Q(people=People.SENT) & ~Q(is_untold())
    done &= Q(regulator__in=told)
    done &= ~Q(exemption=Exemption.EFFORT) | Q(is_published())
    done &= ~Q(exemption=Exemption.CRIME)
    rows = incident.assessments.with_row().exclude(controller=Controller.OUTSIDE_BODY)
    return rows.exclude(councillor__is_active=False).exclude(done)


def may_be_closed(incident: Incident) -> bool:
    """Nothing of it is left to do."""
    if incident.status != IncidentStatus.CONFIRMED:
        return True
    return incident.contained_at is not None and not _undecided(incident).exists()
