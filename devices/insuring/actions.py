"""The yearly declaration (Members ICT Usage Protocol, Responsibilities)."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.deadlines import months_after
from councilgov.ledger.actions import record
from councilgov.people.models import Council, Insurance
from councilgov.records import Refused
from devices.models import Cover, InsuranceDeclaration

if TYPE_CHECKING:
    from councilgov.people.models import User

logger = logging.getLogger(__name__)

MONTHS = 12


@transaction.atomic
def declare_insurance(*, cover: Cover, by: User) -> InsuranceDeclaration:
    """A councillor declares whose insurance covers the equipment, good for twelve months.

    A later declaration takes the place of an earlier one, which stays on record. Raises
    ``Refused`` where the council insures its equipment itself.
    """
    if Council.objects.the().insurance != Insurance.MEMBERS:
        raise Refused(_("The council insures its equipment itself. Nothing is to be declared."))
    today = timezone.localdate()
    declaration = InsuranceDeclaration(
        councillor=by,
        cover=cover,
        declared_at=timezone.now(),
        declared_on=today,
        valid_until=months_after(today, MONTHS),
    ).keep(by=by, why="Insurance declared")
    record(
        kind="devices.insurance_declared",
        actor=by,
        subject=declaration,
        facts={"cover": cover, "valid_until": declaration.valid_until.isoformat()},
    )
    logger.info("Insurance declared", extra={"declaration": declaration.pk})
    return declaration
