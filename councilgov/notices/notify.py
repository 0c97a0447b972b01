"""Text messages by GOV.UK Notify (docs.notifications.service.gov.uk/rest-api.html).

Off until a key is set. Notify keeps our reference with each message: before one is sent again it
is asked whether it has it already, so that a crash sends none twice.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from http import HTTPStatus
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from django.conf import settings
from django.utils import timezone

if TYPE_CHECKING:
    from collections.abc import Mapping

UUID = 36
"""Letters of the two ids at the end of a key: that of the service, and its secret."""
FAILED = frozenset({"permanent-failure", "temporary-failure", "technical-failure"})


class Refusal(Exception):
    """Notify refuses this message for good. Holds the status, no number."""


class NotifyFailed(Exception):
    """Notify could not be asked. Holds the status, or 0 where no answer came."""


def is_on() -> bool:
    """Whether the council sends text messages."""
    return bool(settings.NOTIFY_API_KEY and settings.NOTIFY_TEMPLATE)


def send_text(*, number: str, words: str, reference: str, is_again: bool) -> None:
    """Hand a text message over, unless it is ``is_again`` and Notify has it.

    The council's template holds one field, ``((message))``. Raises ``Refusal`` or ``NotifyFailed``.
    """
    if is_again and _has(reference):
        return
    _asked(
        "/v2/notifications/sms",
        {
            "phone_number": number,
            "template_id": settings.NOTIFY_TEMPLATE,
            "personalisation": {"message": words},
            "reference": reference,
        },
    )


def _has(reference: str) -> bool:
    """Whether a message of ours is with Notify, and did not fail there."""
    found = _asked(f"/v2/notifications?{urlencode({'reference': reference})}")
    return any(one.get("status") not in FAILED for one in found.get("notifications", []))


def _asked(path: str, sent: Mapping[str, Any] | None = None) -> dict[str, Any]:
    request = Request(  # noqa: S310  # the address of a setting
        f"{settings.NOTIFY_URL}{path}",
        data=json.dumps(sent).encode() if sent is not None else None,
        headers={"Authorization": f"Bearer {_token()}", "Content-Type": "application/json"},
    )
    try:
        with urlopen(request, timeout=settings.EMAIL_TIMEOUT) as answer:  # noqa: S310  # as above
            found: dict[str, Any] = json.load(answer)
            return found
    except HTTPError as error:
        is_final = error.code == HTTPStatus.BAD_REQUEST
        raise (Refusal if is_final else NotifyFailed)(error.code) from None
    except OSError:
        raise NotifyFailed(0) from None


def _token() -> str:
    """A JSON Web Token as Notify wants it: signed with the secret, and good for 30 seconds."""
    key = settings.NOTIFY_API_KEY
    claims = {"iss": key[-2 * UUID - 1 : -UUID - 1], "iat": int(timezone.now().timestamp())}
    parts = [
        _base64(json.dumps(part).encode()) for part in ({"typ": "JWT", "alg": "HS256"}, claims)
    ]
    signed = ".".join(parts)
    seal = hmac.new(key[-UUID:].encode(), signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{_base64(seal)}"


def _base64(plain: bytes) -> str:
    return base64.urlsafe_b64encode(plain).rstrip(b"=").decode()
