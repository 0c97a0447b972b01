"""What a councillor alone answers for stands in their own log (UK GDPR Article 33(5)): it is left
to them, and they let officers see it or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from breaches.containing.opening import hand_out
from breaches.log import prove, tell_councillor, tell_handlers, write
from breaches.machines import RUNNING
from breaches.models import Assessment, Incident, IncidentStep, People, Regulator
from breaches.triaging.checks import check_answers, check_handles, check_reason, held_own
from councilgov.capacity import Controller
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

    from councilgov.people.models import User


@transaction.atomic
def hand_over(*, incident: Incident, councillor: User, reason: str, by: User) -> Assessment:
    """It is about a councillor's own records alone: the council's part becomes theirs, with its
    clock as it is. From then on it stands in their log and not in the council's register.

    Raises ``Refused`` for who does not look into it, without a reason, where somebody else answers
    for it too, and once something was decided.
    """
    incident = Incident.objects.locked(incident)
    check_handles(incident, by)
    incident.check_stands(RUNNING, gettext_noop("Leaving it to the councillor"))
    why = check_reason(reason)
    row = _only_part(incident)
    check_answers(incident, councillor)
    row.controller, row.councillor = Controller.COUNCILLOR, councillor
    row.keep(by=by, why="Left to the councillor")
    left = write(incident, IncidentStep.HANDED_OVER, by=by, words=f"{councillor.full_name}. {why}")
    facts = {"assessment": row.pk, "councillor": councillor.pk}
    prove(incident, "handed_over", by=by, facts=facts, names={"because": why})
    tell_councillor(row, but=by, stage=str(left.pk))
    return row


def _only_part(incident: Incident) -> Assessment:
    """The council's part, held. Raises ``Refused`` where it is not alone, or was decided on."""
    rows = list(incident.assessments.select_for_update().order_by("pk"))
    if [row.controller for row in rows] != [Controller.COUNCIL]:
        raise Refused(
            _("Somebody else answers for a part of it too, so it stays in the register."),
            way=incident.own_page,
        )
    if (rows[0].regulator, rows[0].people) != (Regulator.UNDECIDED, People.UNDECIDED):
        raise Refused(
            _("The council has decided on it, so it stays in the register."), way=incident.own_page
        )
    return rows[0]


def may_be_handed_over(incident: Incident) -> bool:
    """The council alone answers for it, and nothing is decided."""
    rows = incident.assessments.values_list("controller", "regulator", "people")
    return list(rows) == [(Controller.COUNCIL, Regulator.UNDECIDED, People.UNDECIDED)]


@transaction.atomic
def share(*, assessment: Assessment, by: User) -> Assessment:
    """The councillor lets officers see it and help. Raises ``Refused`` for anybody else."""
    row = held_own(assessment, by)
    if row.shared_at is None:
        row.shared_at = timezone.now()
        row.keep(by=by, why="Shared")
        write(row.incident, IncidentStep.SHARED, by=by)
        prove(row.incident, "part_shared", by=by, facts={"assessment": row.pk})
        hand_out(row.incident, by=by)
        tell_handlers(row.incident, "part_shared", but=by, stage=row.shared_at.isoformat())
    return row


def part_to_share(incident: Incident, rows: Iterable[Assessment], user: User) -> Assessment | None:
    """Their own part of a breach that officers don't see: sharing it is the first thing to do."""
    if incident.status not in RUNNING or incident.is_for_officers():
        return None
    return next((row for row in rows if row.councillor_id == user.pk), None)


@transaction.atomic
def end_share(*, assessment: Assessment, by: User) -> Assessment:
    """Officers see it no longer, unless they report for the councillor. Raises ``Refused`` for
    anybody else.
    """
    row = held_own(assessment, by)
    if row.shared_at is not None:
        row.shared_at = None
        row.keep(by=by, why="No longer shared")
        write(row.incident, IncidentStep.UNSHARED, by=by)
        prove(row.incident, "part_unshared", by=by, facts={"assessment": row.pk})
    return row
