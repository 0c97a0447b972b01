"""What somebody may do with the link to their own calendar."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from councilgov.people.models import User
from councilgov.portal.feeding.links import digest_of, new_secret
from councilgov.portal.models import CalendarLink

logger = logging.getLogger(__name__)


@transaction.atomic
def make_link(*, by: User) -> str:
    """Somebody gets the secret of a new link to their own deadlines, this once. The one before
    stops at once.
    """
    person = User.objects.select_for_update(no_key=True).get(pk=by.pk)  # one link, however often
    row = CalendarLink.objects.visible_to(person).first() or CalendarLink(person=person)
    secret = new_secret()
    row.digest, row.made_at = digest_of(secret), timezone.now()
    row.keep(by=by, why=gettext_noop("Calendar link made"))
    logger.info("Calendar link made", extra={"by": by.pk})
    return secret


@transaction.atomic
def stop_link(*, by: User) -> bool:
    """Nobody looks up these deadlines by a link any more. Whether there was one."""
    row = CalendarLink.objects.visible_to(by).select_for_update().first()
    if row is None:
        return False
    row.discard(by=by, why=gettext_noop("Calendar link stopped"))
    logger.info("Calendar link stopped", extra={"by": by.pk})
    return True
