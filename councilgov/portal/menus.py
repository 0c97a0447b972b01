"""What stands around every page: the council's name and the menu of what this person may open."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from councilgov.access import Right
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.http import HttpRequest


class Item(NamedTuple):
    """One word of the menu."""

    text: str
    url: str
    is_current: bool


def frame(request: HttpRequest) -> dict[str, object]:
    """Context of every page. The council is read once, and only by pages that show it."""
    return {
        "is_demo": settings.DEMO,
        "council": SimpleLazyObject(Council.objects.the),
        "menu": SimpleLazyObject(lambda: list(menu(request))),
    }


def menu(request: HttpRequest) -> Iterator[Item]:
    """The pages that this person may open, and no others."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        yield item(request, _("Home"), "home")
    yield item(request, _("Policies"), "policies:policies")
    if user is None or not user.is_authenticated:
        return
    if user.has_perm(Right.SEE_REGISTER):
        yield item(request, _("Who has signed"), "policies:register")
    if user.has_perm(Right.SEE_PEOPLE):
        yield item(request, _("People"), "accounts:people")
    if user.has_perm(Right.SEE_UNSENT_NOTICES):
        yield item(request, _("Messages"), "notices:unsent")


def item(request: HttpRequest, text: str, name: str) -> Item:
    """A menu item, current when the page shown is its own or lies below it."""
    url = reverse(name)
    match = request.resolver_match
    return Item(text, url, match is not None and match.view_name == name)
