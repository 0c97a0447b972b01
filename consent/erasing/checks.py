"""Whom nobody asks again, although nothing else is kept of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from consent.erasures import Suppression
from consent.permitting.checks import BY_THEM
from councilgov.days import day_in_words
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

    from consent.models import ContactPermission


def check_not_suppressed(row: ContactPermission, source: str, day: date) -> None:
    """Raise ``Refused`` for asking again, within a year, somebody who said no or took it back and
    has been deleted since. Who asks for it themselves is never refused (Barnet policy, 1.2).
    """
    if source in BY_THEM:
        return
    kept = Suppression.objects.of(row.councillor_id, row.channel, row.purpose, row.normal)
    if found := kept.in_force(day).first():
        raise Refused(
            _(
                "Somebody under this number or name said no, or took it back. Do not ask again "
                "before %(day)s, unless they ask you themselves."
            )
            % {"day": day_in_words(found.until)},
            field="source",
        )
