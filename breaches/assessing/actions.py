"""How severe a breach is, by ENISA's method, and what the Data Protection Officer advises."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from breaches.log import prove, write
from breaches.machines import RUNNING
from breaches.models import Assessment, IncidentStep
from breaches.triaging.checks import check_assesses, check_reason
from councilgov.access import Right
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from breaches.models import Incident
    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User


@transaction.atomic
def work_out(
    *,
    assessment: Assessment,
    dpc: int,
    ei: Decimal,
    circumstances: Mapping[str, Decimal],
    more_than_100: bool,
    is_unintelligible: bool,
    by: User,
) -> Assessment:
    """How severe it is. That only advises: a person decides.

    ``circumstances`` are those of ``severity.CIRCUMSTANCES``. Raises ``Refused`` for who has a
    part in it, for an officer whom a councillor has not let in, and unless a breach is suspected
    or confirmed.
    """
    row = Assessment.objects.held(assessment)
    incident = row.incident
    check_assesses(row, by)
    incident.check_stands(RUNNING, gettext_noop("Working out how severe it is"))
    row.dpc, row.ei = dpc, ei
    for part, worth in circumstances.items():
        setattr(row, part, worth)
    row.more_than_100, row.is_unintelligible = more_than_100, is_unintelligible
    row.keep(by=by, why="Severity")
    _written(row, incident, by=by)
    return row


def _written(row: Assessment, incident: Incident, *, by: User) -> None:
    severity = f"{row.severity:.2f}"
    words = f"{row.named_controller}: {severity}"
    write(incident, IncidentStep.SCORED, by=by, words=words, part=row)
    band = str(row.band).replace(" ", "_")
    facts: dict[str, JSON] = {"assessment": row.pk, "severity": severity, "band": band}
    prove(incident, "severity", by=by, facts=facts)


@transaction.atomic
def advise(*, assessment: Assessment, advice: str, by: User) -> Assessment:
    """What the Data Protection Officer advises this controller (UK GDPR Article 39(1)).

    Raises ``Refused`` for who is not one, has a part in it, or gives no words.
    """
    row = Assessment.objects.held(assessment)
    incident = row.incident
    if not by.has_perm(Right.ADVISE_ON_BREACH) or incident.has_part(by):
        raise Refused(_("Only a Data Protection Officer who has no part in it advises."))
    row.advice, row.advised_at, row.advised_by = (
        check_reason(advice, field="advice"),
        timezone.now(),
        by,
    )
    row.keep(by=by, why="Advice")
    write(incident, IncidentStep.ADVISED, by=by, words=row.advice, part=row)
    prove(incident, "advice", by=by, facts={"assessment": row.pk}, names={"advice": row.advice})
    return row
