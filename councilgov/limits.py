"""How often one address may do what costs us something, or what only somebody who guesses does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest


@dataclass(frozen=True)
class Limit:
    """So many times in so many seconds. A Town Hall has one address for all of its visitors."""

    name: str
    most: int
    seconds: int

    def count(self, request: HttpRequest) -> None:
        """Somebody at this address has done it once more.

        Each time takes a key of its own, which no two requests can take: to add one to a number is
        not one step in the database's cache, and would begin its time anew with Django's own.
        """
        keys = self._keys(request)
        taken = cache.get_many(keys)
        free = (key for key in keys if key not in taken)
        any(cache.add(key, 1, timeout=2 * self.seconds) for key in free)

    def is_reached(self, request: HttpRequest) -> bool:
        """Whether this address has to wait."""
        return cache.get(self._keys(request)[-1]) is not None

    def _keys(self, request: HttpRequest) -> Sequence[str]:
        """One for each time that is allowed, until the clock begins anew."""
        address = get_adapter().get_client_ip(request)
        period = int(timezone.now().timestamp()) // self.seconds
        return [f"{self.name}:{address}:{period}:{n}" for n in range(self.most)]
