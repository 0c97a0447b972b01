"""A code that was sent to a phone is entered: what is wrong with it is said where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from breaches.alarming.actions import try_code
from councilgov.records import Refused

if TYPE_CHECKING:
    from councilgov.people.models import User


def confirm_phone(*, code: str, by: User) -> None:
    """The phone is theirs. Raises ``Refused`` for a wrong code, and one that can't be used."""
    if problem := try_code(code=code, by=by):
        raise Refused(problem, field="code")
