"""A breach of the council's own systems is about the records that councillors keep there.

For these the council is the processor: it tells each councillor without undue delay (UK GDPR
Article 33(2)), and each decides on their own part.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from breaches.compromising.whom import whom_it_may_affect
from breaches.log import prove, write
from breaches.machines import RUNNING
from breaches.models import Assessment, Incident, IncidentStep
from breaches.triaging.checks import check_handles
from councilgov.access import Right
from councilgov.capacity import Controller
from councilgov.ledger.actions import record_all
from councilgov.notices.models import Notice
from councilgov.records import Refused, keep_all

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from breaches.assessments import AssessmentQuerySet
    from councilgov.people.models import User, UserQuerySet

TOLD = "incident_yours"


@transaction.atomic
def affect(*, incident: Incident, councillors: Collection[User], by: User) -> Sequence[Assessment]:
    """It is about the records of these councillors: each gets a part with a clock of their own and
    is told at once. A controller is aware once its processor has told it (Guidelines 9/2022 of
    the European Data Protection Board, 44), so their hours count from now.

    As many statements for sixty as for one. Who has a part keeps it as it is; who is left out, as
    there is nothing of theirs here, is named on record. Raises ``Refused`` for who does not look
    into it, unless a breach is suspected or confirmed, and where nobody is left to tell.
    """
    incident = Incident.objects.prefetch_related("involved").locked(incident)
    check_handles(incident, by)
    if not by.has_perm(Right.HANDLE_INCIDENT):
        raise Refused(_("Only the council tells councillors of a breach of its own systems."))
    incident.check_stands(RUNNING, gettext_noop("Telling the councillors"))
    asked = whom_it_may_affect(incident).filter(pk__in=[one.pk for one in councillors])
    left_out = _left_out(councillors, asked)
    new = _parts(incident, asked, aware_at=timezone.now())
    if not new:
        told = left_out or _("Each of them has a part in it already.")
        raise Refused(told, way=incident.own_page)
    keep_all(new, by=by, why="Controller named")
    _tell(incident, new, left_out, by=by)
    return new


def _left_out(councillors: Collection[User], asked: UserQuerySet) -> str:
    """Who is not told, by name, and why."""
    there = set(asked.values_list("pk", flat=True))
    names = [one.full_name for one in councillors if one.pk not in there]
    if not names:
        return ""
    told = _(
        "Not told, as they were no councillor then or now and keep no ward records here, or have "
        "no account any more: %(names)s."
    )
    return told % {"names": ", ".join(names)}


def _parts(incident: Incident, asked: UserQuerySet, *, aware_at: datetime) -> Sequence[Assessment]:
    """A part for each who has none. Who had a part in noticing it was aware then."""
    there = incident.assessments.exclude(councillor=None).values("councillor")
    because = _("Told by the council, which keeps these records (UK GDPR Article 33(2)).")
    return [
        Assessment(
            incident=incident,
            controller=Controller.COUNCILLOR,
            councillor=one,
            aware_at=incident.noticed_at if incident.is_involved(one) else aware_at,
            aware_because="" if incident.is_involved(one) else because,
        )
        for one in asked.exclude(pk__in=there).order_by("pk")
    ]


def _tell(incident: Incident, new: Sequence[Assessment], left_out: str, *, by: User) -> None:
    """Evidence of each, a line of the case for all, and a message to each."""
    told = ngettext("%(n)s councillor", "%(n)s councillors", len(new)) % {"n": len(new)}
    write(incident, IncidentStep.AFFECTED, by=by, words=f"{told}\n{left_out}")
    prove(incident, "councillors_affected", by=by, facts={"councillors": len(new)})
    record_all(
        kind="breaches.part_opened",
        actor=by,
        facts=[
            (row, {"incident": incident.reference, "councillor": row.councillor_id}) for row in new
        ],
    )
    rows: AssessmentQuerySet = Assessment.objects.filter(pk__in=[row.pk for row in new])
    Notice.objects.plan(TOLD, rows, to="councillor", cause=("pk",))
