"""What a Monitoring Officer does about a finding that is known and can't be mended now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.days import day_in_words, today
from councilgov.deadlines import months_after
from councilgov.portal.xray.models import MOST_REASON, SetAside
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

    from councilgov.people.models import User

MOST_MONTHS = 6
"""Calendar months for which something may be left: what is never looked at again is forgotten."""


@transaction.atomic
def set_aside(*, finding: str, known: int, reason: str, until: date, by: User) -> SetAside:
    """Leave a finding out of the list until a day, with a reason that whoever sees it reads.

    Raises ``Refused`` without a reason, for a day that is past or more than six months away, and
    for one that is set aside already and covers as many.
    """
    _check_until(until)
    words = " ".join(reason.split())
    if not words or len(words) > MOST_REASON:
        raise Refused(_("Say why it is left for now, in a few words."), field="reason")
    old = SetAside.objects.open().select_for_update().filter(finding=finding).first()
    if old and old.covers(known):
        raise Refused(_("It is set aside already. Bring it back first."), field="until")
    now = timezone.now()
    if old:
        old.ended_at, old.ended_by = now, by
        old.keep(by=by, why="Set aside anew")
    return SetAside(
        finding=finding, known=known, reason=words, until=until, set_at=now, set_by=by
    ).keep(by=by, why="Set aside")


def _check_until(until: date) -> None:
    last = months_after(today(), MOST_MONTHS)
    if not today() <= until <= last:
        told = _("Choose a day from today to %(last)s.") % {"last": day_in_words(last)}
        raise Refused(told, field="until")


@transaction.atomic
def bring_back(*, row: SetAside, by: User) -> SetAside:
    """Show a finding again before its day. Raises ``Refused`` once somebody has."""
    row = SetAside.objects.locked(row)
    if row.ended_at is not None:
        raise Refused(_("It is no longer set aside."))
    row.ended_at, row.ended_by = timezone.now(), by
    return row.keep(by=by, why="Brought back")
