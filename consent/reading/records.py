"""A record as somebody else reads it: the name, the ways to reach them and how these stand.

Beside the person only who speaks for them is named: not who answered, nor who is reached there
too. No words that were used, and a number only where the person agreed that it is used. Of council
work an officer answers who asks what is held about them, so there every way is shown, whole.

Nothing that a councillor noted for themselves alone: whether a rule was kept to, or on what device.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from consent.machines import USABLE
from consent.models import Direction, PermissionStatus, Purpose
from councilgov.days import today

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django_stubs_ext import StrOrPromise

    from consent.models import Constituent, Contact, ContactPermission

S = PermissionStatus
MOST = 50
"""Contacts that are shown to an officer, the last ones."""
HIDDEN = frozenset({S.HANDLE_CHANGED, S.WRONG_PERSON})
"""What is no way to reach this person."""
CLOSED: dict[str, tuple[StrOrPromise, str]] = {
    S.ASKED: (_("They have not said yes"), "grey"),
    S.NO_REPLY: (_("They have not said yes"), "grey"),
    S.DECLINED: (_("The councillor uses another way"), "grey"),
    S.REFUSED: (_("They do not want this"), "red"),
    S.WITHDRAWN: (_("They do not want this"), "red"),
    S.HANDLE_CHANGED: (_("They do not use this any more"), "grey"),
    S.WRONG_PERSON: (_("This is somebody else’s"), "red"),
}
WENT = {
    (Direction.THEIRS.value, True): _("They contacted the councillor, who answered"),
    (Direction.MINE.value, True): _("The councillor contacted them, and they answered"),
    (Direction.MINE.value, False): _("The councillor contacted them, without an answer"),
    (Direction.THEIRS.value, False): _("They contacted the councillor, who has not answered"),
}


class Way(NamedTuple):
    """One way to reach somebody; without a number or name where it is not to be used."""

    channel: str
    handle: str
    standing: StrOrPromise
    colour: str
    is_best: bool
    purpose: str = ""
    who_answered: str = ""
    verified_on: date | None = None


def ways_of(person: Constituent, today: date) -> Iterator[Way]:
    """The way they like best first, then what may be used, then what may not. One query."""
    rows = person.permissions.to_contact().with_row().exclude(status__in=sorted(HIDDEN))
    for row in sorted(rows, key=_best_first):
        handle = row.handle if row.is_live else ""
        yield Way(str(row.channel), handle, *standing(row, today), row.is_preferred)


def every_way_of(person: Constituent, today: date) -> Iterator[Way]:
    """All that is noted, for whatever purpose, and who answered when it was checked. One query."""
    for row in sorted(person.permissions.with_row(), key=_best_first):
        yield Way(
            channel=str(row.channel),
            handle=row.handle,
            standing=standing(row, today)[0],
            colour=standing(row, today)[1],
            is_best=row.is_preferred,
            purpose="" if row.purpose == Purpose.CONTACT else row.get_purpose_display(),
            who_answered=row.who_answered,
            verified_on=row.verified_on,
        )


def _best_first(row: ContactPermission) -> tuple[bool, bool]:
    return not row.is_preferred, not row.is_live


def record_of(person: Constituent, *, is_whole: bool) -> dict[str, Any]:
    """For the page of an officer: the ways to reach somebody, and their last contacts."""
    ways = every_way_of if is_whole else ways_of
    rows = person.contacts.with_row()[:MOST]
    return {"ways": list(ways(person, today())), "contacts": [(row, went(row)) for row in rows]}


def standing(row: ContactPermission, today: date) -> tuple[StrOrPromise, str]:
    """How it stands, in words for who did not ask or check, and the colour of its tag."""
    if row.status not in USABLE:
        return CLOSED[row.status]
    if not row.channel.may_be_used:
        return _("Use another way"), "red"
    if row.is_usable(today):
        return _("Agreed and checked") if row.verified_on else _("Agreed"), "green"
    return _("To be checked by the councillor first"), "orange"


def went(contact: Contact) -> StrOrPromise:
    """Who began, and whether the other answered."""
    return WENT[contact.direction, contact.is_two_way]
