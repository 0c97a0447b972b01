"""An information management officer says in which words councillors ask people to ring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from consent.models import MessageWording
from consent.wordings import USUAL, check_text

if TYPE_CHECKING:
    from councilgov.people.models import User


@transaction.atomic
def change_wording(*, kind: str, text: str, by: User) -> None:
    """The council has its own words for a message. The usual ones again need no row.

    Raises ``Refused`` for words that cannot be filled in, or without a number to ring.
    """
    text = " ".join(text.split())
    check_text(kind, text)
    row = MessageWording.objects.filter(kind=kind).select_for_update().first()
    if text == str(USUAL[kind]):
        if row:
            row.discard(by=by, why="The usual words")
        return
    row = row or MessageWording(kind=kind)
    row.text = text
    row.keep(by=by, why="Worded")


@transaction.atomic
def restore_wording(*, kind: str, by: User) -> None:
    """The usual words again."""
    change_wording(kind=kind, text=str(USUAL[kind]), by=by)
