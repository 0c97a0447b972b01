"""Planning messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import Model

    from councilgov.people.models import User


def tell(
    *, kind: str, to: User, cause: str, about: Model | None = None, due_at: datetime | None = None
) -> None:
    """Write one message into the outbox."""
