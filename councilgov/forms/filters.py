"""What stands beside a register to narrow it down."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, ClassVar

import django_filters
from django import forms
from django.db.models import Q
from django.utils.choices import normalize_choices
from django.utils.translation import gettext_lazy as _

from councilgov.days import begins_at, ends_at
from councilgov.forms.dates import DateField
from councilgov.forms.kit import GovukForm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from django.db.models import QuerySet
    from django.http import QueryDict

    from councilgov.forms.bound_field import Look

WORDS = 8  # of one search: each is a pass over the table
LONGEST_SEARCH = 100


class FilterForm(GovukForm):
    """Nobody needs to be told that a filter is optional."""

    marks_optional = False


class RegisterFilter(django_filters.FilterSet):
    """The base of every register's filters; ``govuk`` says how its fields look, as in a form."""

    govuk: ClassVar[Mapping[str, Look]] = {}

    forgiving: ClassVar[frozenset[str]] = frozenset({"status"})
    """Filters of which an unknown choice narrows nothing, as in an old bookmark; others say so."""

    sealed: ClassVar[frozenset[str]] = frozenset()
    """Searches for people who are named in no address (``councilgov.forms.sealing``)."""

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(self.known(data) if data else data, *args, **kwargs)
        for one in self.filters.values():
            # none goes by way of many rows, so none finds a row twice: to make sure of that,
            # PostgreSQL would work out all that a register shows of each and compare it
            one.distinct = False

    @classmethod
    def known(cls, data: QueryDict) -> QueryDict:
        """The address without the unknown choices of forgiving filters."""
        data = data.copy()
        for name in cls.forgiving & {*data} & {*cls.base_filters}:
            choices = normalize_choices(cls.base_filters[name].extra["choices"])  # an enum's too
            values = {str(value) for value, _label in choices}
            data.setlist(name, [value for value in data.getlist(name) if value in values])
        return data

    def get_form_class(self) -> type[FilterForm]:
        fields: dict[str, Any] = {name: item.field for name, item in self.filters.items()}
        looks = {name: {"small": True, **self.govuk.get(name, {})} for name in fields}
        return type("RegisterFilterForm", (FilterForm,), {**fields, "govuk": looks})


class DayFilter(django_filters.Filter):
    """Rows whose moment lies on that day or later; with ``is_last``, on that day or earlier."""

    field_class = DateField

    def __init__(self, *, is_last: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.is_last = is_last

    def filter(self, qs: QuerySet[Any], value: date | None) -> QuerySet[Any]:
        if value is None:
            return qs
        if self.is_last:
            return qs.filter(**{f"{self.field_name}__lte": ends_at(value)})
        return qs.filter(**{f"{self.field_name}__gte": begins_at(value)})


class SearchFilter(django_filters.CharFilter):
    """Rows in which every word typed occurs in one of these columns, in whatever case."""

    def __init__(self, over: Sequence[str], **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Search"))
        box = {"type": "search", "autocomplete": "off", "spellcheck": "false"}
        super().__init__(max_length=LONGEST_SEARCH, widget=forms.TextInput(box), **kwargs)
        self.over = over

    def filter(self, qs: QuerySet[Any], value: str) -> QuerySet[Any]:
        return qs.filter(self.asked(value or ""))

    def asked(self, value: str) -> Q:
        """What was typed, as a condition; nothing is no condition."""
        found = Q()
        for word in value.split()[:WORDS]:
            found &= self.word(word)
        return found

    def word(self, value: str) -> Q:
        """One word of it, as a condition."""
        return reduce(or_, (Q(**{f"{name}__icontains": value}) for name in self.over))
