"""Where the search of the whole portal looks, and for whom.

It knows no rule of its own: each app says what somebody may see and what is like what was typed,
and where a register lists the same, its own filter is asked. So a number here is that of the list.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from breaches.answering.views import SEARCH
from breaches.models import Incident, PublishedAnswer
from breaches.tables import IncidentFilter, RegisterOfIncidentsFilter
from consent.adding.tables import ContactFilter
from consent.models import Constituent, with_ways
from councilgov.access import Right
from councilgov.accounts.filters import PeopleFilter
from councilgov.accounts.models import everybody
from councilgov.days import today
from councilgov.portal.searching import hits
from devices.keeping.tables import DeviceFilter
from devices.models import Device
from policies.models import SearchedClause

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from councilgov.forms.filters import RegisterFilter
    from councilgov.http import Request
    from councilgov.people.models import User
    from councilgov.portal.searching.hits import Hit


@dataclass(frozen=True)
class Source:
    """One kind of thing: who finds it, how, and on which page all of it stands."""

    key: str
    heading: StrOrPromise
    found: Callable[[Request, str], QuerySet[Any]]
    shown: Callable[[Iterable[Any]], Iterator[Hit]]
    is_open: Callable[[User], bool] = lambda _user: True
    register: Callable[[User], str] = lambda _user: ""
    """The name of the register that lists the same for this person; empty for none."""


def by_filter(
    request: Request, words: str, rows: QuerySet[Any], filter_class: type[RegisterFilter]
) -> QuerySet[Any]:
    """What the register's own search finds of these words, in the order of its rows."""
    (name,) = {"q", "search"} & {*filter_class.base_filters}
    asked = QueryDict(mutable=True)
    asked[name] = words
    found: QuerySet[Any] = filter_class(asked, queryset=rows, request=request).qs
    return found


def clauses(request: Request, words: str) -> QuerySet[SearchedClause]:
    """Of each policy the text that this person reads."""
    seen = SearchedClause.objects.visible_to(request.user)
    return seen.matching(words).with_marks(words)


def devices(request: Request, words: str) -> QuerySet[Device]:
    """All of them for those who see the register; for a councillor what they hold."""
    seen = Device.objects.visible_to(request.user).with_row().order_by("asset_tag")
    return by_filter(request, words, seen, DeviceFilter)


def incidents(request: Request, words: str) -> QuerySet[Incident]:
    """The register of the council for those who see it; for everybody else their own reports."""
    seen = Incident.objects.visible_to(request.user).with_part_of(request.user)
    if request.user.has_perm(Right.SEE_INCIDENTS):
        return by_filter(request, words, seen.of_the_council(), RegisterOfIncidentsFilter)
    return by_filter(request, words, seen, IncidentFilter)


def constituents(request: Request, words: str) -> QuerySet[Constituent]:
    """A councillor's own, and nobody else's."""
    mine = with_ways(Constituent.objects.visible_to(request.user), today())
    return by_filter(request, words, mine.order_by("full_name", "pk"), ContactFilter)


def people(request: Request, words: str) -> QuerySet[User]:
    """Whoever has or had an account."""
    seen = everybody(timezone.now()).order_by("sorts_as", "pk")
    return by_filter(request, words, seen, PeopleFilter)


def answers(request: Request, words: str) -> QuerySet[PublishedAnswer]:
    """Questions that others had."""
    return SEARCH.filter(PublishedAnswer.objects.visible_to(request.user), words)


def _register_of_devices(user: User) -> str:
    return "devices:devices" if user.has_perm(Right.SEE_DEVICES) else ""


def _has_devices(user: User) -> bool:
    return user.has_perm(Right.SEE_DEVICES) or user.has_perm(Right.ACCEPT_DEVICES)


SOURCES: Sequence[Source] = (
    Source(
        "contacts",
        _("Your contacts"),
        constituents,
        hits.of_constituents,
        lambda user: user.has_perm(Right.KEEP_CONTACTS),
        lambda _user: "consent:contacts",
    ),
    Source("policies", _("Policies"), clauses, hits.of_clauses),
    Source("devices", _("Devices"), devices, hits.of_devices, _has_devices, _register_of_devices),
    Source(
        "reports",
        _("Reports"),
        incidents,
        hits.of_incidents,
        register=lambda _user: "breaches:incidents",
    ),
    Source(
        "people",
        _("People"),
        people,
        hits.of_people,
        lambda user: user.has_perm(Right.SEE_PEOPLE),
        lambda _user: "accounts:people",
    ),
    Source("answers", _("Questions and answers"), answers, hits.of_answers),
)


def sources_of(user: User) -> list[Source]:
    """Where this person may look."""
    return [source for source in SOURCES if source.is_open(user)]
