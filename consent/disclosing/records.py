"""A record as somebody else reads it: the name, the ways to reach them and how these stand.

Beside the person only who speaks for them is named: not who answered, nor who is reached there
too. No words that were used, and a number only where the person agreed that it is used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from consent.machines import USABLE
from consent.models import Direction, PermissionStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from django_stubs_ext import StrOrPromise

    from consent.models import Constituent, Contact, ContactPermission

S = PermissionStatus
HIDDEN = frozenset({S.HANDLE_CHANGED, S.WRONG_PERSON})
"""What is no way to reach this person."""
CLOSED: dict[str, tuple[StrOrPromise, str]] = {
    S.ASKED: (_("They have not said yes"), "grey"),
    S.NO_REPLY: (_("They have not said yes"), "grey"),
    S.DECLINED: (_("The councillor uses another way"), "grey"),
    S.REFUSED: (_("They do not want this"), "red"),
    S.WITHDRAWN: (_("They do not want this"), "red"),
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


def ways_of(person: Constituent, today: date) -> Iterator[Way]:
    """The way they like best first, then what may be used, then what may not. One query."""
    rows = person.permissions.to_contact().with_row().exclude(status__in=sorted(HIDDEN))
    for row in sorted(rows, key=lambda row: (not row.is_preferred, not row.is_live)):
        handle = row.handle if row.is_live else ""
        yield Way(str(row.channel), handle, *standing(row, today), row.is_preferred)


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
