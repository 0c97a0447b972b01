"""The portal's secret key and those before it, under which what was made then is still found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from collections.abc import Sequence


def secret_keys() -> Sequence[str]:
    """The key in use, then the older ones."""
    return [settings.SECRET_KEY, *settings.OLD_SECRET_KEYS]


def keyed(what: str, key: str = "") -> str:
    """Its hash under the key, or the one in use: without it nobody can try out names or numbers."""
    hashed = salted_hmac("consent.erasures", what, secret=key or None, algorithm="sha256")
    return hashed.hexdigest()


def keyed_each(what: str) -> Sequence[str]:
    """Its hash under each key: one of these is what was kept, whenever that was."""
    return [keyed(what, key) for key in secret_keys()]
