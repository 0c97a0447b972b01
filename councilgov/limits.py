"""How often one address may do what costs us something, or what only somebody who guesses does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils import timezone

if TYPE_CHECKING:
    from django.http import HttpRequest


@dataclass(frozen=True)
class Limit:
    """So many times in so many seconds. A Town Hall has one address for all of its visitors."""

    name: str
    most: int
    seconds: int

    def count(self, request: HttpRequest) -> None:
        """Somebody at this address has done it once more."""
        key = self._key(request)
        cache.add(key, 0, timeout=2 * self.seconds)
        cache.incr(key)

    def is_reached(self, request: HttpRequest) -> bool:
        """Whether this address has to wait."""
        return int(cache.get(self._key(request), 0)) >= self.most

    def _key(self, request: HttpRequest) -> str:
        address = get_adapter().get_client_ip(request)
        return f"{self.name}:{address}:{int(timezone.now().timestamp()) // self.seconds}"
