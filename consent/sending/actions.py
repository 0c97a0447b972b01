"""What other parts of the portal ask of the checks of drafts. Nothing is kept or sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consent.sending.finding import find, reasons
from consent.sending.kinds import Group
from consent.wording.filling import please_call as filled_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.models import User


def identifiers_in(text: str) -> Sequence[str]:
    """The words that may say whom a text is about: names, numbers, addresses, each once."""
    found = reasons(text, find(text))
    return [word for one in found if one.group == Group.IDENTIFIER for word in one.words]


def please_call(*, who: User) -> str:
    """The council's own wording, which asks somebody to ring a councillor and says nothing else."""
    return filled_in(who)
