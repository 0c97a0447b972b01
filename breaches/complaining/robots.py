"""How a robot is told from a person on a public page: without a puzzle, and without losing what a
person wrote. Whoever looks like a robot gets the page again, with what they typed, and may send it
once more.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from django.core.signing import BadSignature, Signer
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Mapping

TRAP = "website"
"""A box that nobody sees: who fills it in does not look at the page."""
SINCE = "since"
"""When the page was made, signed."""
AT_LEAST = timedelta(seconds=3)
"""Nobody answers five questions in less."""
AT_MOST = timedelta(hours=12)
STAMP = Signer(salt="breaches.complaining.robots")


def stamped() -> str:
    """This moment, for the page that is made now."""
    return STAMP.sign(str(int(timezone.now().timestamp() * 1_000)))


def is_plausible(stamp: str) -> bool:
    """Whether the page that was sent is one of ours, neither seconds nor half a day old."""
    try:
        made = datetime.fromtimestamp(int(STAMP.unsign(stamp)) / 1_000, UTC)
    except (BadSignature, ValueError):
        return False
    return AT_LEAST <= timezone.now() - made <= AT_MOST


def is_trapped(sent: Mapping[str, str]) -> bool:
    return bool(sent.get(TRAP))
