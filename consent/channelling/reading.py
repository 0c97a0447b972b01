"""What is noted on a channel, read as another kind of number or name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consent.machines import LIVE
from consent.models import ContactPermission
from consent.permitting.checks import normal_of
from councilgov.records import Refused, keep_all

if TYPE_CHECKING:
    from collections.abc import Sequence

    from consent.models import Channel
    from councilgov.people.models import User

Key = tuple[int, str, str]


def read_anew(channel: Channel, *, by: User) -> int:
    """Every number and name on it takes the form of the channel’s identifier, with history; how
    many changed. What is none of that kind, or is live in that form already, stays as it is.

    The officer sees none of them.
    """
    found = ContactPermission.objects.filter(channel=channel).order_by("pk")
    rows: Sequence[ContactPermission] = list(found.select_for_update(of=("self",)))
    taken = {_key(row) for row in rows if row.status in LIVE}
    changed = [row for row in rows if _takes_form(row, channel, taken)]
    return len(keep_all(changed, by=by, why="Read anew", fields=["normal", "look"]))


def _takes_form(row: ContactPermission, channel: Channel, taken: set[Key]) -> bool:
    try:
        normal, look = normal_of(channel, row.handle)
    except Refused:
        return False
    key = (row.constituent_id, row.purpose, normal)
    is_taken = row.status in LIVE and key in taken - {_key(row)}
    if is_taken or (row.normal, row.look) == (normal, look):
        return False
    taken.add(key)
    row.normal, row.look = normal, look
    return True


def _key(row: ContactPermission) -> Key:
    return (row.constituent_id, row.purpose, row.normal)
