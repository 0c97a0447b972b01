"""What a page would refuse, of what a file says anew: whose number it is, and how that is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from consent.importing.columns import HANDLE, SOURCE
from consent.models import PermissionStatus, Source, Verification
from consent.stop_links import STOPPABLE
from councilgov.days import day_in_words
from councilgov.records import Refused

if TYPE_CHECKING:
    from consent.importing.finding import Known
    from consent.models import ContactPermission

WRONG = PermissionStatus.WRONG_PERSON


def check_handed_on(way: ContactPermission) -> None:
    """Raise ``Refused`` for a way of which nobody here knows what they said when they were told
    about their next councillor: to ring, email or write a letter, that need not be known.
    """
    if way.source == Source.HANDED_ON and way.needs_permission and not way.ended_at:
        raise Refused(
            _(
                "That they agreed when they were handed on is known only to the portal in which "
                "it was done. If they have asked you to use it, say that, and since when."
            ),
            field=SOURCE.name,
        )


def check_theirs(way: ContactPermission, known: Known) -> None:
    """Raise ``Refused`` for a number or name that was marked as somebody else's, here or in the
    file, unless they have shown in person since that it is theirs.
    """
    if way.ended_at:
        return
    there = [row for row in known.theirs(way.constituent) if row.is_at(way.channel, way.normal)]
    wrong = [row for row in there if row.status == WRONG]
    is_back = any(row.is_live for row in there) or all(_is_shown_since(way, row) for row in wrong)
    told = [row for row in known.told_wrong(way.constituent) if row.is_at(way.channel, way.normal)]
    older = [row for row in told if not _is_since(way, row)]
    for row in [*([] if is_back else wrong), *older]:
        raise Refused(
            _(
                "This number or name was marked as somebody else’s on %(day)s. If they have shown "
                "you since that it is theirs, say so under “How it was checked”, or on their page."
            )
            % {"day": day_in_words(row.ended_on) if row.ended_on else ""},
            field=HANDLE.name,
        )


def _is_shown_since(way: ContactPermission, wrong: ContactPermission) -> bool:
    return way.verified_how == Verification.IN_PERSON and _is_since(way, wrong)


def _is_since(way: ContactPermission, wrong: ContactPermission) -> bool:
    began = way.answered_on or way.asked_on
    return bool(began and wrong.ended_on and began >= wrong.ended_on)


def ended_too(way: ContactPermission, known: Known) -> list[ContactPermission]:
    """What else was noted for them under a number or name that is somebody else's, marked so."""
    found = [
        row
        for row in known.theirs(way.constituent)
        if row is not way and row.is_at(way.channel, way.normal) and _is_before(row, way)
    ]
    for row in found:
        row.stand_at(WRONG)
        row.ended_at = way.ended_at
    known.tell_wrong(way)
    return found


def _is_before(row: ContactPermission, wrong: ContactPermission) -> bool:
    began = row.answered_on or row.asked_on
    is_later = began and wrong.ended_on and began > wrong.ended_on
    return row.status in STOPPABLE and not is_later
