"""Tables of registers, and the columns that most of them need."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_tables2
from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django_tables2.data import TableQuerysetData

from councilgov.days import LONDON, short_day_in_words, time_in_words
from councilgov.forms.templatetags.govuk import govuk_tag

if TYPE_CHECKING:
    import datetime
    from collections.abc import Mapping


class PageOfKeys(TableQuerysetData):
    """Rows of a queryset, a page at a time: first which, then all that they show.

    What a row shows is then worked out for 25 rows, and not for all that are sorted. As two
    queries: in one, PostgreSQL may read all rows again to find those of the page.
    """

    def __getitem__(self, key: Any) -> Any:
        if not isinstance(key, slice):
            return super().__getitem__(key)
        return self.data.filter(pk__in=list(self.data.values_list("pk", flat=True)[key]))


class RegisterTable(django_tables2.Table):
    """The base of every register's table: say its ``caption`` and how its rows are ``counted``.

    Columns of the table are columns of its downloads: a column that draws something gives the bare
    value in ``value`` (or ``value_<column>``).
    """

    caption: Any = _("Results")
    counted: Any = ngettext_lazy("%(count)s row", "%(count)s rows", "count")
    empty: Any = _("There is nothing here yet.")

    def __init__(self, data: Any, *args: Any, **options: Any) -> None:
        super().__init__(data, *args, **options)
        if isinstance(data, QuerySet):
            in_order: QuerySet[Any] = self.data.data
            self.data: Any = PageOfKeys(in_order)
            self.rows.data = self.data
            self.data.set_table(self)

    class Meta:
        """Not inherited by itself: ``class Meta(RegisterTable.Meta)``."""

        per_page = 25


class TagColumn(django_tables2.Column):
    """A status as a coloured tag: ``TagColumn({Status.LOST: "red"})``."""

    def __init__(self, colours: Mapping[Any, str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.colours = colours

    def render(self, value: Any, record: Any, bound_column: Any) -> str:
        raw = bound_column.accessor.resolve(record)
        return govuk_tag(value, self.colours.get(raw, "grey"))

    def value(self, value: Any) -> Any:
        return value


class DayColumn(django_tables2.Column):
    """3 Nov 2026 on the page, a date in a download."""

    def render(self, value: datetime.date) -> str:
        text = short_day_in_words(value)
        return format_html('<span class="app-nowrap">{}</span>', text)

    def value(self, value: datetime.date | None) -> datetime.date | None:
        return value


def in_spreadsheets(moment: datetime.datetime) -> datetime.datetime:
    """London's date and time, to the second: spreadsheets know no zones and no parts of it."""
    return moment.astimezone(LONDON).replace(tzinfo=None, microsecond=0)


class MomentColumn(django_tables2.Column):
    """3 Nov 2026, 9:40am on the page, London's date and time in a download."""

    def render(self, value: datetime.datetime) -> str:
        day = short_day_in_words(value)
        nowrap = '<span class="app-nowrap">{},</span> <span class="app-nowrap">{}</span>'
        return format_html(nowrap, day, time_in_words(value))

    def value(self, value: datetime.datetime | None) -> datetime.datetime | None:
        return in_spreadsheets(value) if value else None


class NumberColumn(django_tables2.Column):
    """Figures stand on the right, under one another."""
