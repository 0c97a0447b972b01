"""What somebody agreed to, refused or took back is evidence, and no restore undoes a no."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consent.erasures import Refusal
from consent.machines import CLOSED_BY_THEM, USABLE
from councilgov.ledger.actions import record_all

if TYPE_CHECKING:
    from collections.abc import Iterable

    from consent.models import ContactPermission
    from councilgov.people.models import User

GIVEN = "given"


def prove(rows: Iterable[ContactPermission], *, by: User | None) -> None:
    """What these became just now is evidence, by their number alone; a no is noted besides, so that
    a restore of a backup from before does not undo it (``Refusal``).
    """
    said: dict[str, list[ContactPermission]] = {}
    for row in rows:
        if row.status in USABLE:
            said.setdefault(GIVEN, []).append(row)
        elif row.status in CLOSED_BY_THEM:
            said.setdefault(row.status, []).append(row)
    for what, these in said.items():
        facts = ((row, {"on": str(row.answered_on), "purpose": str(row.purpose)}) for row in these)
        record_all(kind=f"consent.permission_{what}", actor=by, facts=facts)
        if what != GIVEN:
            Refusal.objects.note(these)
