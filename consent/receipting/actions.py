"""A councillor hands somebody a copy of all that they hold about them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction

from consent.models import Constituent
from consent.permitting.checks import check_own
from consent.receipting.copies import copy_of
from councilgov.ledger.actions import record

if TYPE_CHECKING:
    from councilgov.people.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def copy_person(*, person: Constituent, by: User) -> str:
    """All that is held about somebody, history too, as one text: they may ask for it at any time
    (UK GDPR Article 15). That it was made is evidence; what stands in it is nowhere kept.
    """
    row = Constituent.objects.select_related("councillor").locked(person)
    check_own(row, by)
    record(kind="consent.person_copied", actor=by, subject=row, facts={"format": "txt"})
    logger.info("Copy made", extra={"constituent": row.pk})
    return copy_of(row)
