"""Which clause each kind of report cites today, and which of the chosen ones stand no more."""

from __future__ import annotations

from functools import cache, partial
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from breaches.citing import PLACES, cited_by, in_force_on
from breaches.clauses import KINDS
from breaches.models import ClauseChoice
from councilgov.days import today

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_stubs_ext import StrOrPromise

    from breaches.citing import Cited


class Line(NamedTuple):
    """A kind of report, the clause, what is said instead, and whether somebody is to look."""

    what: str
    name: StrOrPromise
    cited: Cited | None
    says: StrOrPromise
    is_lost: bool
    is_own: bool


def lines() -> Iterator[Line]:
    """All kinds, with as many queries as there are policies."""
    chosen = {row.what: row for row in ClauseChoice.objects.select_related("policy")}
    version_of = cache(partial(in_force_on, today()))
    for what, name in KINDS.items():
        choice = chosen.get(what)
        cited = cited_by(what, choice, version_of)
        is_lost = bool(choice and choice.policy and not cited)
        yield Line(what, name, cited, _says(what, choice), is_lost, choice is not None)


def _says(what: str, choice: ClauseChoice | None) -> StrOrPromise:
    if choice and choice.policy:
        return _("The clause that was chosen stands no longer in the version in force.")
    if choice:
        return _("None is cited, as somebody chose.")
    if what in PLACES:
        return _("None: the clause that comes with the portal stands in no policy in force.")
    return _("None.")
