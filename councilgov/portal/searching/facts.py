"""What was found, by kinds: a number of queries that does not grow with what there is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.core.paginator import Paginator
from django.urls import reverse

from councilgov.forms.registers import Count
from councilgov.forms.sealing import SOUGHT
from councilgov.portal.searching.exact import asked_by_number
from councilgov.portal.searching.help import pages_about
from councilgov.portal.searching.sources import sources_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.core.paginator import Page
    from django_stubs_ext import StrOrPromise

    from councilgov.http import Request
    from councilgov.portal.searching.hits import Hit
    from councilgov.portal.searching.sources import Source

SHOWN = 10
"""Of each kind, before "See all"."""
PER_PAGE = 25


class Group(NamedTuple):
    """One kind of thing that was found."""

    heading: StrOrPromise
    total: Count
    hits: Sequence[Hit]
    all_href: str
    """Where all of them stand; empty where these are all."""


def results(request: Request, words: str) -> Mapping[str, Any]:
    """Everything that these words find for this person."""
    sources = sources_of(request.user)
    groups = [group for source in sources if (group := _group(request, source, words))]
    exact = asked_by_number(request.user, words)
    pages = list(pages_about(request.user, words))
    return {
        "exact": exact,
        "groups": groups,
        "help_pages": pages,
        "looked_in": [source.heading for source in sources],
        "is_nothing": not (exact or groups or pages),
    }


def _group(request: Request, source: Source, words: str) -> Group | None:
    page = Paginator(source.found(request, words), SHOWN).page(1)
    if not (count := page.paginator.count):
        return None
    where = _all_of(request, source) if count > SHOWN else ""
    return Group(source.heading, Count(count), list(source.shown(page.object_list)), where)


def _all_of(request: Request, source: Source) -> str:
    """The register with the same search, sealed as it came; else a page of the search itself."""
    sought = request.GET[SOUGHT]
    if name := source.register(request.user):
        return reverse(name, query={SOUGHT: sought})
    return reverse("search", query={"kind": source.key, SOUGHT: sought})


class OneKind(NamedTuple):
    """All of one kind, a page of it at a time."""

    heading: StrOrPromise
    page: Page[Any]
    hits: Sequence[Hit]

    @property
    def total(self) -> Count:
        return Count(self.page.paginator.count)


def one_kind(request: Request, words: str) -> OneKind | None:
    """What the address asks for, if this person may look there."""
    wanted = request.GET.get("kind", "")
    source = next((one for one in sources_of(request.user) if one.key == wanted), None)
    if source is None:
        return None
    rows = source.found(request, words)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return OneKind(source.heading, page, list(source.shown(page.object_list)))
