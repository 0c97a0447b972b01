"""A search for somebody stands in no address: what was typed is sealed before it goes into one.

Addresses are written down by servers and browsers, and told to the next site. The form sends what
was typed as a POST; the address that it leads to holds it encrypted (ADR 0020). So a page, a
sorting and a download are links and buttons as in every register. The key lies in the session
alone: once that is over, nobody can open what was sealed.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cryptography.fernet import Fernet, InvalidToken
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from councilgov.forms.filters import LONGEST_SEARCH

if TYPE_CHECKING:
    from django.http import HttpRequest

    from councilgov.forms.filters import RegisterFilter

FIND = "find"
"""What the form of a sealed search sends besides what was typed."""
SOUGHT = "sought"
"""What was typed, in the address; and the place of its key in the session."""

SEARCHES = frozenset({"q", "search"})
"""What searches are called in registers that seal none: what was typed in the search of the whole
portal is sealed in all of them."""

OVER = _("Search again: a search ends when you sign out")


def searches_of(request: HttpRequest, filter_class: type[RegisterFilter]) -> frozenset[str]:
    """The searches that are sealed here: those of people always, any once it came sealed."""
    came_sealed = SOUGHT in request.GET or FIND in request.POST
    others = SEARCHES & {*filter_class.base_filters} if came_sealed else frozenset()
    return filter_class.sealed or others


def address_of_search(request: HttpRequest, filter_class: type[RegisterFilter]) -> str:
    """Where somebody who searched goes: the rest of the filters as always, the words sealed."""
    query = QueryDict(mutable=True)
    words: dict[str, str] = {}
    names = searches_of(request, filter_class)
    for name, values in request.POST.lists():
        if name in names:
            words[name] = values[-1].strip()[: LONGEST_SEARCH + 1]  # one too many is refused there
        elif name not in {"csrfmiddlewaretoken", FIND} and any(values):
            query.setlist(name, [value for value in values if value])
    if any(words.values()):
        query[SOUGHT] = sealed(request, words)
    return f"{request.path}?{query.urlencode()}"


def asked_of(request: HttpRequest, filter_class: type[RegisterFilter]) -> QueryDict:
    """What the address asks for, what was sealed in it too. What ought to be and is not, is not
    looked at: an address with a name in it finds nobody.
    """
    if not (names := searches_of(request, filter_class)):
        return request.GET
    asked = request.GET.copy()
    for name in names:
        asked.pop(name, None)
    asked.update(opened(request) or {})
    return asked


def tell_if_over(request: HttpRequest, filters: RegisterFilter) -> None:
    """A search of a session that has ended is not silently a list of everybody."""
    if is_over(request):
        for name in searches_of(request, type(filters)):
            filters.form.add_error(name, OVER)


def is_over(request: HttpRequest) -> bool:
    """The address holds a search, of a session that has ended."""
    return bool(request.GET.get(SOUGHT)) and opened(request) is None


def sealed(request: HttpRequest, words: dict[str, str]) -> str:
    """What was typed, by the name of its field, as it may stand in an address of this session."""
    key = request.session.get(SOUGHT) or Fernet.generate_key().decode()
    request.session[SOUGHT] = key
    return Fernet(key).encrypt(json.dumps(words).encode()).decode()


def opened(request: HttpRequest) -> dict[str, str] | None:
    """What was typed; None if nothing was, or not in this session."""
    key, sealed = request.session.get(SOUGHT), request.GET.get(SOUGHT)
    if not key or not sealed:
        return None
    try:
        words: dict[str, str] = json.loads(Fernet(key).decrypt(sealed.encode()))
    except InvalidToken:
        return None
    return words
