"""Who else of a councillor's people is, was or may be taken to be under the same number or name.

"Usernames can be different to the names of the person who is using them and several people may
have similar user names" (Barnet policy, 1.3). A couple shares a telephone; a network gives an old
number to somebody new. So both pages say it, and what one of two takes back stays the other's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consent.machines import LIVE
from consent.models import ContactPermission, PermissionStatus
from consent.permitting.checks import is_same_one, of_all_others
from councilgov.days import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from django_stubs_ext import StrOrPromise

    from consent.models import Constituent

S = PermissionStatus
NO_LONGER_THEIRS = frozenset({S.HANDLE_CHANGED, S.WRONG_PERSON})
SAID_NO = frozenset({S.REFUSED, S.WITHDRAWN})

SHARED = _(
    "%(name)s is reached there too. Name nobody in a message, and write nothing private. When you "
    "check, note who answers."
)
PASSED_ON = _(
    "On %(day)s you made sure that it is %(name)s’s. Numbers are given to new people. If it is no "
    "longer this person’s, note their new one."
)
TAKEN_BACK = _(
    "%(name)s took it back, or said no, under the same number or name. They may still read what "
    "you send there. Make sure who answers, and name nobody."
)
RECYCLED = _(
    "It was noted for %(name)s before, and it is no longer theirs. Make sure who answers before "
    "you write anything."
)
NOT_THEIRS = _(
    "In another role you noted on %(day)s that this is no longer %(name)s’s. Ask them before you "
    "use it here."
)
STILL_THEIRS = _(
    "%(name)s is still reached there, by a permission of their own. It goes on: nothing that you "
    "note here ends it."
)
ALIKE = _(
    "It looks like %(name)s’s: %(handle)s. Compare the two, letter by letter, before you write."
)


class Note(NamedTuple):
    """What a page says about a number or name, and about whom."""

    other: ContactPermission
    text: str
    is_same: bool


def notes_on(rows: Sequence[ContactPermission]) -> Mapping[int, list[Note]]:
    """What is to be said about each of these ways to reach one person: one query for all."""
    if not rows:
        return {}
    same = Q(normal__in={row.normal for row in rows})
    alike = Q(look__in={row.look for row in rows}, status__in=LIVE)
    person, elsewhere = rows[0].constituent, is_same_one(rows[0].constituent)
    about = (~elsewhere & (same | alike)) | (elsewhere & same)
    found = list(of_all_others(person).filter(about).order_by("-pk"))
    others = [other for other in found if not is_namesake(other.constituent, person)]
    theirs = [other for other in found if is_namesake(other.constituent, person)]
    return {row.pk: [*_not_theirs(row, theirs), *_once(row, others)] for row in rows}


def notes_on_each(rows: Sequence[ContactPermission]) -> Mapping[int, list[Note]]:
    """The same of the ways to reach many people of one councillor: one query for all."""
    if not rows:
        return {}
    about = Q(normal__in={row.normal for row in rows}) | Q(look__in={row.look for row in rows})
    mine = ContactPermission.objects.filter(councillor=rows[0].councillor_id).here().with_row()
    found = list(mine.filter(about).order_by("-pk"))
    return {row.pk: _on(row, found) for row in rows}


def _on(row: ContactPermission, found: Iterable[ContactPermission]) -> list[Note]:
    person = row.constituent
    same = [one for one in found if one.normal == row.normal and one.constituent != person]
    alike = [one for one in found if one.normal != row.normal and one.look == row.look]
    others = [*same, *(one for one in alike if one.status in LIVE and one.constituent != person)]
    theirs = [one for one in same if is_namesake(one.constituent, person)]
    others = [one for one in others if not is_namesake(one.constituent, person)]
    return [*_not_theirs(row, theirs), *_once(row, others)]


def is_namesake(other: Constituent, person: Constituent) -> bool:
    """The same person, met in another capacity: no permission goes from one to the other (1)."""
    is_same_name = other.full_name.lower() == person.full_name.lower()
    return is_same_name and other.capacity != person.capacity


def _not_theirs(row: ContactPermission, theirs: Iterable[ContactPermission]) -> Iterable[Note]:
    """What was last noted under it in another capacity, if that it is no longer theirs."""
    last = next((other for other in theirs if other.is_at(row.channel, row.normal)), None)
    if row.status in LIVE and last and last.status in NO_LONGER_THEIRS:
        yield Note(last, _in_words(NOT_THEIRS, last, last.ended_on), is_same=True)


def _once(row: ContactPermission, others: Iterable[ContactPermission]) -> Iterable[Note]:
    """Of each other person what weighs most."""
    found: dict[int, tuple[int, Note]] = {}
    for other in others:
        weight, text = _told(row, other)
        if text and weight > found.get(other.constituent_id, (0,))[0]:
            is_same = other.normal == row.normal
            found[other.constituent_id] = weight, Note(other, text, is_same)
    return [note for _weight, note in sorted(found.values(), key=lambda pair: -pair[0])]


def _told(row: ContactPermission, other: ContactPermission) -> tuple[int, str]:
    """What the other one means for this one, and how much it weighs."""
    is_same = other.normal == row.normal
    if row.status not in LIVE:
        is_theirs = is_same and other.status in LIVE
        return (1, _in_words(STILL_THEIRS, other)) if is_theirs else (0, "")
    if not is_same:
        return (1, _in_words(ALIKE, other)) if other.look == row.look else (0, "")
    return _of_the_same(row, other)


def _of_the_same(row: ContactPermission, other: ContactPermission) -> tuple[int, str]:
    if other.status in LIVE:
        return 4, _in_words(PASSED_ON if _is_later(other, row) else SHARED, other)
    if other.status in NO_LONGER_THEIRS:
        return 2, _in_words(RECYCLED, other)
    return (3, _in_words(TAKEN_BACK, other)) if other.status in SAID_NO else (0, "")


def _is_later(other: ContactPermission, row: ContactPermission) -> bool:
    """The other was made sure of later, and nobody said that they share it."""
    if not row.verified_on or not other.verified_on or other.shared_why or row.shared_why:
        return False
    return other.verified_on > row.verified_on


def _in_words(text: StrOrPromise, other: ContactPermission, on: date | None = None) -> str:
    on = on or other.verified_on
    day = day_in_words(on) if on else ""
    return str(text) % {"name": other.constituent, "handle": other.handle, "day": day}
