"""How many wrong-codes one address may try: a code is beyond guessing, and nobody need try."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils import timezone

if TYPE_CHECKING:
    from django.http import HttpRequest

WRONG_CODES = 30
"""In one minute, from one address: a Town Hall has one address for all of its visitors."""
MINUTE = 60  # seconds


def count_wrong_code(request: HttpRequest) -> None:
    """Somebody at this address gave a code that does not exist."""
    key = _key(request)
    cache.add(key, 0, timeout=2 * MINUTE)
    cache.incr(key)


def has_tried_too_often(request: HttpRequest) -> bool:
    """Whether this address has to wait for the next minute."""
    return int(cache.get(_key(request), 0)) >= WRONG_CODES


def _key(request: HttpRequest) -> str:
    address = get_adapter().get_client_ip(request)
    return f"wrong-codes:{address}:{int(timezone.now().timestamp()) // MINUTE}"
