"""A councillor takes their whole record with them."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from consent.models import ContactPermission
from councilgov.ledger.actions import export_register
from councilgov.records import Refused

if TYPE_CHECKING:
    from councilgov.people.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def export_record(*, by: User, confirmed_with: str) -> int:
    """Everything that a councillor keeps leaves the portal, for themselves: of their ward records
    they are the controller. That it did is evidence, with a count; how many ways are in it.

    Raises ``Refused`` out of office.
    """
    if not by.may_act:
        raise Refused(_("Only a councillor in office keeps a list of contacts."))
    count = ContactPermission.objects.visible_to(by).count()
    export_register(of="consent.record", by=by, file_format="zip", rows=count)
    logger.info("Record exported", extra={"by": by.pk, "confirmed_with": confirmed_with})
    return count
