"""Confirm who you are: allauth's reauthentication, so that passkeys join without a change here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired

from councilgov.accounts.carrying import forget_typed, keep_typed

if TYPE_CHECKING:
    from councilgov.http import Request


CONFIRMING = "confirming"
"""Where the session keeps what somebody is about to do, for the page that asks who they are."""


def confirmed_with(request: Request, *, act: str, button: str) -> str:
    """By what this person confirmed who they are in the last five minutes, such as "password".

    Raises ``ReauthenticationRequired`` if they have not: allauth then asks them, and sends the
    same form on by itself once they have. The page says what they are about to do (``act``, a
    sentence) on its ``button``, and leads back to the form with everything that was typed in it.
    """
    if not did_recently_reauthenticate(request):
        request.session[CONFIRMING] = {"act": act, "button": button, "page": request.path}
        keep_typed(request)
        raise ReauthenticationRequired
    request.session.pop(CONFIRMING, None)
    forget_typed(request)
    method: str = get_authentication_records(request, request.user)[-1]["method"]
    return method
