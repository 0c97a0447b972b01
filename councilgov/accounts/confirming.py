"""Confirm who you are: allauth's reauthentication, so that passkeys join without a change here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.reauthentication import (
    STATE_SESSION_KEY,
    did_recently_reauthenticate,
)
from allauth.account.utils import get_next_redirect_url
from allauth.account.views import ReauthenticateView
from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpResponseRedirect

from councilgov.accounts.carrying import forget_typed, keep_typed

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponseBase

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


class ConfirmView(ReauthenticateView):  # type: ignore[misc]  # allauth has no types
    """Asks who somebody is while something they sent waits for it, and otherwise leads on.

    So Back after signing ends at the receipt, not at a password that nothing waits for. Who has
    not confirmed lately is asked all the same: a page that sent them here would do so for ever.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        page = get_next_redirect_url(request)
        is_waited_for = STATE_SESSION_KEY in request.session
        if page and not is_waited_for and did_recently_reauthenticate(request):
            return HttpResponseRedirect(page)
        response: HttpResponseBase = super().get(request, *args, **kwargs)
        return response
