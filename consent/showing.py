"""What an officer is shown of somebody's record: how they are reached, and when they were in touch.

Nothing that a councillor noted for themselves alone: whether a rule was kept to, or on what device.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from consent.permitting.steps import standing

if TYPE_CHECKING:
    from consent.models import Constituent

MOST = 50
"""Contacts that are shown, the last ones."""


def record_of(person: Constituent) -> dict[str, Any]:
    """For the template: each permission with where it stands, and the last contacts."""
    return {
        "ways": [(row, *standing(row)) for row in person.permissions.with_row()],
        "contacts": person.contacts.with_row()[:MOST],
    }
