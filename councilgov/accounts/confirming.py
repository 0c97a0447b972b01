"""Confirm who you are: allauth's reauthentication, so that passkeys join without a change here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.core.exceptions import ReauthenticationRequired

if TYPE_CHECKING:
    from councilgov.http import Request


def confirmed_with(request: Request) -> str:
    """By what this person confirmed who they are in the last five minutes, such as "password".

    Raises ``ReauthenticationRequired`` if they have not: allauth then asks them, and sends the
    same form on by itself once they have.
    """
    if not did_recently_reauthenticate(request):
        raise ReauthenticationRequired
    method: str = get_authentication_records(request, request.user)[-1]["method"]
    return method
