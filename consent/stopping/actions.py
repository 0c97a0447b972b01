"""A councillor gives somebody a link, and with one press they take back what they agreed to."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.models import ContactPermission, StopLink
from consent.permitting.actions import withdraw
from consent.permitting.checks import check_own
from consent.stop_links import STOPPABLE
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.records import Refused

if TYPE_CHECKING:
    from councilgov.people.models import User

logger = logging.getLogger(__name__)


def check_stoppable(row: ContactPermission) -> None:
    """Raise ``Refused`` where nothing is agreed or asked any more."""
    if row.status not in STOPPABLE:
        raise Refused(_("There is nothing that they could take back."), way=row.own_page)


@transaction.atomic
def make_link(*, permission: ContactPermission, by: User) -> StopLink:
    """The councillor makes a link for somebody; any that they had stops working.

    Taking it back is as easy as giving it (UK GDPR Article 7(3)). Raises ``Refused`` where nothing
    is agreed or asked any more.
    """
    row = ContactPermission.objects.with_row().locked(permission)
    check_own(row.constituent, by)
    check_stoppable(row)
    return StopLink.of(row).keep(by=by, why="Made for them")


@transaction.atomic
def stop(*, token: str) -> StopLink:
    """The person takes it back themselves. It counts at once, and the councillor is told.

    Raises ``DeadLink``, with what to do, for a link that is not whole, used, too old, or about
    what is taken back already; and ``Refused`` if all is deleted at this moment.
    """
    about = StopLink.objects.of_token(token).permission
    ContactPermission.objects.locked(about)  # all that it takes back, before the link itself
    link = StopLink.objects.select_for_update(of=("self",)).of_token(token)
    for row in link.stops().order_by("pk"):
        withdraw(permission=row, by=None)
    link.used_at = timezone.now()
    link.keep(by=None, why="Used")
    record(kind="consent.stopped_by_link", actor=None, subject=about, facts={"link": link.pk})
    cause = f"{link.pk} {link.made_at.isoformat()}"
    tell(kind="permission_stopped", to=about.councillor, cause=cause, about=about)
    logger.info("Taken back by link", extra={"permission": about.pk})
    return link
