"""What somebody had typed when the portal had to ask who they are is carried over, never sent.

A form that says whose it is (``{% whose_form %}``, beside its CSRF token) may meet the end of a
session. Its fields then travel through the sign-in page in a hidden field: encrypted, for 30
minutes, for that person and that page only. After sign-in the page shows the form with the fields
filled, and nothing happens until the person sends it themselves. Files, passwords and CSRF tokens
are left behind, and of party work all of it.

The session keeps an encrypted copy from then until the form is shown, while somebody confirms what
they just sent (``keep_typed``), and while they check it before it is done (``checking``): of these
one for each form, as somebody may have several open.

Who cannot be meant gets nothing: another person, another page, a form from another site (its
request never passes the CSRF check that stands before this), a form that does not say whose it is.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from copy import copy
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

from allauth.account import views as allauth
from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, SESSION_KEY
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.contrib.sessions.models import Session
from django.core.signing import BadSignature, Signer
from django.http import QueryDict
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.accounts.over import access_over, is_of_who_left
from councilgov.capacity import Capacity
from councilgov.days import time_in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponseBase

    from councilgov.http import Request

F = TypeVar("F", bound=forms.BaseForm)

CARRIED = "carried"  # the hidden field of the sign-in page, and its place in the session after it
CHECKED = "checked"  # the place in the session of what waits to be checked, under its form
CHECK = "check"  # what the address of a page that checks says besides that of its form
CHANGE = "change"  # the button that leads from there to the form, and takes the answers along
AFRESH = "afresh"  # what the address of a form says to have what waits to be checked forgotten
TYPED = "typed"  # what a request shows in its form, where it is too much to keep
WAS_SIGNED_IN = "was_signed_in"  # what a request knew before its session was looked into
WHOSE = "whose_form"  # the hidden field of a form that may be carried
MINUTES = 30
MOST = 100_000  # bytes; a form of ours is a few hundred, and the sign-in page must stay sendable
MOST_CHECKED = 5  # forms that wait to be checked at once; the oldest gives way
FOUND = 302
OWNER = Signer(salt="councilgov.accounts.carrying")
SIGNED_OUT = gettext_lazy(
    "You were signed out, for example because nothing was done here for 30 minutes."
)
SAFE = gettext_lazy(
    "You are no longer signed in. What you typed is safe. "
    "Sign in, and it is there on the page again."
)


class SignInMiddleware(LoginRequiredMiddleware):
    """Login is required, as Django's own does it, and what was typed is not lost to it."""

    def process_view(
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase], *args: Any
    ) -> HttpResponseBase | None:
        """Looks before Django does: a session whose password was changed is empty after that."""
        setattr(request, WAS_SIGNED_IN, SESSION_KEY in request.session)
        response: HttpResponseBase | None = super().process_view(request, view_func, *args)
        return response

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """A password that was right hands the parcel on: the page takes it from the session."""
        match = request.resolver_match
        if match and match.view_name == settings.LOGIN_URL and response.status_code == FOUND:
            parcel = request.POST.get(CARRIED)
            if _opened(parcel):
                request.session[CARRIED] = parcel
        return response

    def handle_no_permission(  # type: ignore[override]  # of Django it is always a redirect
        self, request: HttpRequest, view_func: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        if is_of_who_left(request):
            return access_over(request)
        parcel = _packed_of_owner(request) if request.method == "POST" else None
        if parcel or _session_ended(request):
            messages.info(request, SAFE if parcel else SIGNED_OUT)
        if parcel:
            return _sign_in_page(request, parcel)
        if request.method == "POST":
            return redirect_to_login(_page_of_form(request), settings.LOGIN_URL)
        return super().handle_no_permission(request, view_func)


def _session_ended(request: HttpRequest) -> bool:
    """Whether this browser holds the cookie of a session that ended while somebody was signed in.

    Not of one that nobody ever signed in with, nor of one that we never gave out.
    """
    if getattr(request, WAS_SIGNED_IN):
        return True
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key or request.session.session_key:
        return False
    over = Session.objects.filter(pk=key).first()
    return over is not None and SESSION_KEY in over.get_decoded()


def _page_of_form(request: HttpRequest) -> str:
    """The page with the button that was pressed: the address it leads to may only take forms."""
    page = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(page, {request.get_host()}, request.is_secure()):
        return reverse(settings.LOGIN_REDIRECT_URL)
    return urlsplit(page)._replace(scheme="", netloc="", fragment="").geturl()


def whose_form(request: HttpRequest) -> str:
    """The value that says whose form this is: the hidden field of ``{% whose_form %}``."""
    return OWNER.sign(str(request.user.pk))


def filled(request: Request, form: F) -> F:
    """The form with what this person had typed here before they were asked who they are.

    For the page that shows the form::

        form = filled(request, SomeForm(request.POST or None))

    A form that was sent stays as it is, and a filled one is not valid: it holds answers to look
    at, not answers that were given. They are handed out once, or as often as somebody comes back
    to them before they are done or forgotten.
    """
    typed, told = (None, "") if form.is_bound else _handed_out(request)
    if typed is None:
        return form
    for name, field in form.fields.items():
        value = field.widget.value_from_datadict(typed, {}, form.add_prefix(name))
        if value is not None:
            form.initial[name] = value
    messages.info(request, told)
    return form


def _handed_out(request: Request) -> tuple[QueryDict | None, str]:
    """What was typed, and what is said of it. What is not new may be put away."""
    told = _("Nothing has been sent yet. Check what you typed, then send it.")
    if (shown := getattr(request, TYPED, None)) is not None:
        return shown, told
    if (carried := _unsealed(request, request.session.get(CARRIED), request.path)) is not None:
        del request.session[CARRIED]
        return carried, told
    if (typed := to_check(request)) is None:
        return None, ""
    afresh = _with_word(request, AFRESH)
    link = format_html(
        '<a class="govuk-notification-banner__link" href="{}">{}</a>', afresh, _("Start afresh")
    )
    began = _("You entered this at %(time)s.") % {"time": _sealed_at(request)}
    return typed, format_html("{} {} {}", told, began, link)


def keep_typed(request: Request) -> None:
    """Keep what was just sent for its page, should the person go back there before it is done."""
    parcel = _packed(request.POST, owner=request.user.pk, path=request.path)
    if parcel:
        request.session[CARRIED] = parcel


def keep_to_check(request: Request) -> bool:
    """Keep what was just sent until it is checked, or 30 minutes; not what is too much to keep.

    It takes the place of what was sent on this form before, even where it is too much.
    """
    forget_checked(request)
    page = form_of(request)
    parcel = _packed(request.POST, owner=request.user.pk, path=page)
    if parcel:
        others = request.session.get(CHECKED, {})
        fresh = [(form, kept) for form, kept in others.items() if _opened(kept)]
        request.session[CHECKED] = dict([*fresh, (page, parcel)][-MOST_CHECKED:])
    return parcel is not None


def to_check(request: Request) -> QueryDict | None:
    """What this person sent on this form and has not done or forgotten yet."""
    page = form_of(request)
    return _unsealed(request, request.session.get(CHECKED, {}).get(page), page)


def forget_checked(request: Request) -> None:
    """What was sent on this form has been done, or shall not be. Other forms keep theirs."""
    others = dict(request.session.get(CHECKED, {}))
    if others.pop(form_of(request), None):
        request.session[CHECKED] = others


def form_of(request: HttpRequest) -> str:
    """The address of the form: with what it is about, without a word on what is shown of it."""
    return _with_word(request, "")


def page_of_check(request: HttpRequest) -> str:
    """The address of the page that checks what was sent."""
    return _with_word(request, CHECK)


def _with_word(request: HttpRequest, word: str) -> str:
    asked = request.GET.copy()
    for other in (CHECK, AFRESH):
        asked.pop(other, None)
    if word:
        asked[word] = "1"
    return f"{request.path}?{asked.urlencode()}" if asked else request.path


def _sealed_at(request: Request) -> str:
    parcel = request.session[CHECKED][form_of(request)]
    return time_in_words(datetime.fromtimestamp(_cipher().extract_timestamp(parcel), UTC))


def forget_typed(request: Request) -> None:
    """What was sent has been dealt with."""
    request.session.pop(CARRIED, None)


def _sign_in_page(request: HttpRequest, parcel: str) -> HttpResponseBase:
    """The usual sign-in page, shown in place of a redirect, because the parcel lies in it."""
    asked = copy(request)
    asked.method, asked.POST = "GET", QueryDict()
    asked.GET = QueryDict(urlencode({REDIRECT_FIELD_NAME: form_of(request)}))
    setattr(asked, CARRIED, parcel)
    page: HttpResponseBase = allauth.login(asked)
    return page


def _packed_of_owner(request: HttpRequest) -> str | None:
    try:
        owner = int(OWNER.unsign(request.POST.get(WHOSE, "")))
    except (BadSignature, ValueError):
        return None
    return _packed(request.POST, owner=owner, path=request.path)


def _packed(typed: QueryDict, *, owner: int, path: str) -> str | None:
    """What was typed, sealed; None if it is too much to carry, and of party work, of which nothing
    is kept, not even in a session.
    """
    if Capacity.POLITICAL in typed.getlist("capacity"):
        return None
    fields = [(name, values) for name, values in typed.lists() if _may_travel(name)]
    whole = {"owner": owner, "path": path, "fields": fields}
    parcel = json.dumps(whole, ensure_ascii=False).encode(errors="surrogatepass")
    return _cipher().encrypt(parcel).decode() if len(parcel) <= MOST else None


def _unsealed(request: Request, parcel: Any, path: str) -> QueryDict | None:
    """What this person had typed on this page; None for anybody and any page else."""
    found = _opened(parcel)
    if (found.get("owner"), found.get("path")) != (request.user.pk, path):
        return None
    typed = QueryDict(mutable=True)
    for name, values in found["fields"]:
        typed.setlist(name, values)
    return typed


def _opened(parcel: Any) -> dict[str, Any]:
    """What lies in a parcel that we sealed in the last 30 minutes, else nothing."""
    try:
        words = _cipher().decrypt(str(parcel).encode(), ttl=MINUTES * 60)
    except InvalidToken:
        return {}
    found: dict[str, Any] = json.loads(words)
    return found


def _may_travel(name: str) -> bool:
    ours = {"csrfmiddlewaretoken", WHOSE, CARRIED, CHANGE}
    return name not in ours and "password" not in name.lower()


@cache
def _cipher() -> Fernet:
    """Its key comes from SECRET_KEY and serves nothing else (HKDF, RFC 5869)."""
    derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"councilgov.accounts.carrying")
    return Fernet(urlsafe_b64encode(derive.derive(settings.SECRET_KEY.encode())))
