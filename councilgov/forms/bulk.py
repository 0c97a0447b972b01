"""Acts on many rows of a register: those that are ticked, or all that match its filters.

The register's page sends on to the page of the act, whose address says which rows are meant. That
page names how many they are and the first ten, and asks before anything is done. Nothing of it
needs JavaScript.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from councilgov.forms.kit import GovukForm

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import QuerySet
    from django.http import HttpRequest, QueryDict
    from django_stubs_ext import StrOrPromise

    from councilgov.forms.filters import RegisterFilter

ROW, ALL, ACT, CHOSEN = "row", "all", "act", "chosen"
FIRST = 10


class BulkAct(NamedTuple):
    """A button beneath a register: its name, its words, and the page of its act."""

    name: str
    text: StrOrPromise
    href: str


def ticked(sent: QueryDict) -> list[int]:
    """The rows whose boxes were ticked."""
    return [int(key) for key in sent.getlist(ROW) if key.isdecimal() and len(key) < 19]  # noqa: PLR2004  # bigint


def is_none_chosen(sent: QueryDict) -> bool:
    """Whether a button for chosen rows was pressed though no row was."""
    return CHOSEN in sent and ALL not in sent and not ticked(sent)


def address_of(act: BulkAct, request: HttpRequest) -> str:
    """The page of the act, for the rows that were chosen on this page of the register.

    The filters go along, so that "all" means what was on the screen.
    """
    asked = request.GET.copy()
    for name in ("page", ROW, ALL):
        asked.pop(name, None)
    if ALL in request.POST:
        asked[ALL] = "1"
    else:
        asked.setlist(ROW, [str(key) for key in ticked(request.POST)])
    return f"{act.href}?{asked.urlencode()}"


class Chosen:
    """The rows that the address of an act names, among those that this person may see."""

    def __init__(
        self, request: HttpRequest, rows: QuerySet[Any], filter_class: type[RegisterFilter]
    ) -> None:
        self.asked, self.seen, self.filter_class = request.GET, rows, filter_class

    @cached_property
    def keys(self) -> Sequence[int]:
        """One query, however many they are. None where a filter is wrong."""
        found = self._found().order_by("pk").values_list("pk", flat=True)
        return list(found)

    def _found(self) -> QuerySet[Any]:
        if not self.asked.get(ALL):
            return self.seen.filter(pk__in=ticked(self.asked))
        filters = self.filter_class(self.asked, queryset=self.seen)
        return filters.qs if filters.form.is_valid() else self.seen.none()

    @property
    def rows(self) -> Any:
        """Those that were counted, and no others that match since."""
        return self.seen.filter(pk__in=self.keys)

    @property
    def first(self) -> QuerySet[Any]:
        return self.seen.filter(pk__in=self.keys)[:FIRST]

    @property
    def count(self) -> int:
        return len(self.keys)

    @property
    def others(self) -> int:
        """How many are not named."""
        return max(0, self.count - FIRST)

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(repr(self.keys).encode()).hexdigest()


class ChosenForm(GovukForm):
    """The base of the forms that confirm such an act: it is done to the rows that were shown."""

    fingerprint = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any = None, *args: Any, chosen: Chosen, **kwargs: Any) -> None:
        self.chosen = chosen
        super().__init__(data, *args, **kwargs)
        self.initial["fingerprint"] = chosen.fingerprint

    def clean(self) -> dict[str, Any] | None:
        """What matches now may not be what matched when the page was shown."""
        cleaned = super().clean()
        shown = self.cleaned_data.pop("fingerprint", "")
        if shown != self.chosen.fingerprint:
            sent: Any = self.data
            self.data = sent.copy()
            self.data[self.add_prefix("fingerprint")] = self.chosen.fingerprint  # type: ignore[index]
            self.add_error(None, _("The list has changed since you looked. Look again, then send"))
        return cleaned
