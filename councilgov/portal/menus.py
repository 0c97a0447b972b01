"""What stands around every page: the council's name and the menu of what this person may open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.elections.announcing.periods import any_period, periods_of
from councilgov.offboarding.narrowing import is_left_to_suspended
from councilgov.people.models import Council
from councilgov.people.standing import Access

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from councilgov.elections.announcing.periods import Period
    from councilgov.people.models import User


class Item(NamedTuple):
    """One word of the menu."""

    text: StrOrPromise
    url: str
    is_current: bool


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of every page. Its council is read at most once, and only where a page shows it."""
    council = SimpleLazyObject(lambda: Council.objects.annotate(in_period=any_period()).the())
    return {
        "is_demo": settings.DEMO,
        "council": council,
        "menu": SimpleLazyObject(lambda: list(menu(request))),
        "periods_now": SimpleLazyObject(lambda: periods_now(request, council)),
    }


def periods_now(request: HttpRequest, council: Any) -> Sequence[Period]:
    """The pre-election periods that concern whoever looks: no query while there is none."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not council.in_period:
        return []
    if user.access in {Access.LEAVING, Access.NEWLY, Access.OVER}:
        return []  # the page behind the banner is not open to whoever is not in office
    return periods_of(user)


Line = tuple[Right, "StrOrPromise", str]
FIRST: Sequence[Line] = ((Right.SEE_DASHBOARD, _("Dashboard"), "dashboard"),)
BY_RIGHT: Sequence[Line] = (
    (Right.KEEP_CONTACTS, _("Contacts"), "consent:contacts"),
    (Right.ACCEPT_DEVICES, _("Equipment"), "devices:equipment"),
    (Right.SEE_DEVICES, _("Devices"), "devices:devices"),
    (Right.SEE_DESK_TASKS, _("Desk tasks"), "devices:desk_tasks"),
    (Right.SEE_INCIDENTS, _("Reports"), "breaches:incidents"),
    (Right.SEE_OFFBOARDING, _("Leavers"), "offboarding:board"),
    (Right.SEE_REGISTER, _("Who has signed"), "policies:register"),
    (Right.SEE_STATEMENTS, _("Objections"), "policies:statements"),
    (Right.SEE_PEOPLE, _("People"), "accounts:people"),
    (Right.SEE_UNSENT_NOTICES, _("Messages"), "notices:unsent"),
)


def menu(request: HttpRequest) -> Iterator[Item]:
    """The pages that this person may open, and no others."""
    user = getattr(request, "user", None)
    if user is not None and not user.is_authenticated:
        user = None
    if user:
        yield item(request, _("Home"), "home")
        yield from allowed(request, user, FIRST)
    yield item(request, _("Policies"), "policies:policies")
    if user and user.access in {Access.WHOLE, Access.SUSPENDED}:
        yield item(request, _("Report something"), "breaches:report")
        yield item(request, _("Advice"), "breaches:advice")
    if user:
        yield from allowed(request, user, BY_RIGHT)


def allowed(request: HttpRequest, user: User, lines: Sequence[Line]) -> Iterator[Item]:
    """Those of the lines to whose pages this person has the right."""
    for right, text, name in lines:
        if user.has_perm(right) and _is_left(user, name):
            yield item(request, text, name)


def _is_left(user: User, name: str) -> bool:
    """Also while somebody is suspended."""
    return user.access != Access.SUSPENDED or is_left_to_suspended(user, name)


def item(request: HttpRequest, text: StrOrPromise, name: str) -> Item:
    """A menu item, current when the page shown is its own or lies below it."""
    url = reverse(name)
    match = request.resolver_match
    return Item(text, url, match is not None and match.view_name == name)
