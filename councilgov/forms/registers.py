"""The register list, built once for all lists of officers: filter, sort, page and download."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods
from django_tables2.rows import BoundRows

from councilgov.forms.bulk import ACT, ALL, BulkAct, address_of, is_none_chosen, ticked
from councilgov.forms.cells import lines
from councilgov.forms.exports import FORMATS, download
from councilgov.forms.sealing import (
    FIND,
    address_of_search,
    asked_of,
    searches_of,
    tell_if_over,
)
from councilgov.forms.spreadsheets import check_fits
from councilgov.forms.tables import NumberColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from django.core.paginator import Page
    from django.db.models import Model, QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from councilgov.forms.filters import RegisterFilter
    from councilgov.forms.tables import RegisterTable

READ_AT_ONCE = 2_000
"""Rows of a download that are in memory together."""
SHOWN_OR_TAKEN = require_http_methods(["GET", "HEAD", "POST"])
"""For the views of registers: a link shows the page, a button takes the file."""


class OnExport(Protocol):
    """What is done before a file with so many rows leaves the portal."""

    def __call__(self, *, file_format: str, rows: int) -> object: ...


class Heading(NamedTuple):
    """The head of a column; ``sort`` is what ``aria-sort`` says, empty if it cannot be sorted."""

    text: str
    is_numeric: bool
    sort: str
    href: str

    @property
    def start(self) -> str:
        """All but the last word, which stays with the arrow: ``end``."""
        return self.text.removesuffix(self.end)

    @property
    def end(self) -> str:
        return self.text.rpartition(" ")[2]


class Cell(NamedTuple):
    """``label`` is the heading of its column, shown beside it where rows are cards."""

    value: Any
    is_numeric: bool
    label: str


def _shown(value: Any) -> Any:
    """Nothing is a dash: a card on a phone would show a heading with a hole behind it."""
    return "—" if value in ("", None) else value


class Row(list[Cell]):
    """The cells of a row; by its key and name the row is chosen."""

    key: Any = None
    name: str = ""


class Count(int):
    """A number that prints as people write it: 5,000."""

    def __str__(self) -> str:
        return f"{int(self):,}"


class Register:
    """One page of a register, ready for ``templates/tables/register.html``."""

    def __init__(self, request: HttpRequest, table: RegisterTable, filters: RegisterFilter) -> None:
        self.request, self.table, self.filters = request, table, filters
        self.bulk: Sequence[BulkAct] = ()
        self.can_save = False
        self.is_none_chosen = is_none_chosen(request.POST)
        if "sort" in request.GET:
            table.order_by = [request.GET["sort"]]
        _settle_ties(table)

    @property
    def form(self) -> Any:
        return self.filters.form

    @property
    def is_sealed(self) -> bool:
        """Whether what is searched for stands in no address."""
        return bool(searches_of(self.request, type(self.filters)))

    @property
    def caption(self) -> str:
        return str(self.table.caption)

    @property
    def sort(self) -> str:
        """The sorting asked for, if it is one of the table's."""
        asked = self.request.GET.get("sort", "")
        return asked if asked in map(str, self.table.order_by or ()) else ""

    def turn_page(self) -> Page[Any]:
        """The page asked for; the first for nonsense, the last for one past the end."""
        try:
            number = max(int(self.request.GET.get("page", "1")), 1)
        except ValueError:
            number = 1
        # ``table.paginate`` would ask for the first page before it is known which one is wanted
        self.table.paginator = Paginator(self.table.rows, self.table._meta.per_page)
        page: Page[Any] = self.table.paginator.get_page(number)
        self.table.page = page
        return page

    def count(self, page: Page[Any]) -> str:
        """63 devices, page 1 of 7."""
        total = page.paginator.count
        text = str(self.table.counted % {"count": Count(total)})
        if page.paginator.num_pages == 1:
            return text
        place = {"number": page.number, "pages": page.paginator.num_pages}
        return _("%(count)s, page %(number)s of %(pages)s") % {"count": text, **place}

    def shown(self) -> dict[str, Any]:
        """What the template asks for, beside what each register adds."""
        page = self.turn_page()
        return {"register": self, "page": page, "count": self.count(page), "section": ""}

    def headings(self) -> Iterator[Heading]:
        for column in self.table.columns:
            sort = _aria_sort(column) if column.orderable else ""
            asked = column.order_by_alias.next if column.orderable else ""
            href = self._address(sort=str(asked), page=None)
            yield Heading(column.header, isinstance(column.column, NumberColumn), sort, href)

    def rows(self) -> Iterator[Row]:
        for row in self.table.paginated_rows:
            shown = Row(
                Cell(_shown(value), isinstance(column.column, NumberColumn), column.header)
                for column, value in row.items()
            )
            if self.bulk:
                shown.key, shown.name = row.record.pk, str(row.record)
            yield shown

    @property
    def all_of_them(self) -> str:
        """63 devices: what "all" chooses."""
        return str(self.table.counted % {"count": Count(self.table.paginator.count)})

    @property
    def choice_errors(self) -> Sequence[tuple[str, str]]:
        """What is wrong where nothing was chosen, and the box to begin with."""
        if not self.is_none_chosen:
            return ()
        return [(_("Tick the rows that you mean, or all of them"), "choose-all")]

    @property
    def query(self) -> str:
        """Filters and sorting, as a saved view keeps them."""
        return self._address(page=None).removeprefix("?")

    def downloads(self) -> Iterator[tuple[str, str]]:
        """The name of each kind of file, and what its button sends as ``export``."""
        for kind in FORMATS:
            yield _("%(kind)s file") % {"kind": kind.upper()}, kind

    @property
    def download_address(self) -> str:
        """Where those buttons send it: here, with the same filters and sorting."""
        return self._address(page=None)

    def _address(self, **changes: str | None) -> str:
        query = self.request.GET.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value:
                query[name] = value
        return f"?{query.urlencode()}"


def register_page(
    request: HttpRequest,
    *,
    queryset: QuerySet[Any],
    table_class: type[RegisterTable],
    filter_class: type[RegisterFilter],
    on_export: OnExport,
    template: str = "tables/register.html",
    context: Mapping[str, Any] | None = None,
    bulk: Sequence[BulkAct] = (),
    can_save: bool = False,
) -> HttpResponseBase:
    """The page of a register, or for a button with ``export=csv`` or ``ods`` all rows as a file.

    ``context`` holds at least ``title``. ``on_export`` is called before a file leaves, because a
    download is evidence: ``councilgov.ledger.actions.export_register``; therefore no link makes
    one (ADR 0016). ``bulk`` are the acts on chosen rows; with ``can_save`` the filters may be
    saved as a view. Three queries, and one for each filter whose choices stand in a table.
    """
    if FIND in request.POST and searches_of(request, filter_class):
        return redirect(address_of_search(request, filter_class))
    filters = _filters(request, filter_class, queryset)
    register = Register(request, table_class(_ticked_of(request, filters.qs)), filters)
    register.bulk, register.can_save = bulk, can_save
    if page := _led_on(register):
        return redirect(page)
    kind = request.POST.get("export", "")
    if kind in FORMATS and filters.form.is_valid() and not register.is_none_chosen:
        return _download(register, kind, on_export)
    return render(request, template, {**register.shown(), **(context or {})})


def _filters(
    request: HttpRequest, filter_class: type[RegisterFilter], queryset: QuerySet[Any]
) -> RegisterFilter:
    asked = asked_of(request, filter_class)
    filters = filter_class(asked, queryset=queryset, request=request)
    tell_if_over(request, filters)
    return filters


def _ticked_of(request: HttpRequest, rows: QuerySet[Any]) -> QuerySet[Any]:
    """A download of ticked rows holds those alone."""
    keys = ticked(request.POST) if "export" in request.POST and ALL not in request.POST else []
    return rows.filter(pk__in=keys) if keys else rows


def _led_on(register: Register) -> str:
    """The page of the act whose button was pressed; empty if none was, or no row was chosen."""
    name = register.request.POST.get(ACT, "")
    act = next((act for act in register.bulk if act.name == name), None)
    return address_of(act, register.request) if act and not register.is_none_chosen else ""


def _download(register: Register, kind: str, on_export: OnExport) -> HttpResponseBase:
    """Every row, read from the database in pieces: the file is made, then told of, then sent."""
    table = register.table
    table.default = ""  # on the page a dash fills an empty cell
    rows: QuerySet[Any] = table.data.data
    if kind == "ods":
        check_fits(rows.count())
    table.rows = BoundRows(data=rows.iterator(chunk_size=READ_AT_ONCE), table=table)
    counted = Counted(lines(table))
    file = download(counted, title=register.caption, kind=kind)
    on_export(file_format=kind, rows=counted.number - 1)
    return file


class Counted:
    """Rows that count themselves as they pass."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self.rows, self.number = rows, 0

    def __iter__(self) -> Iterator[Any]:
        for self.number, row in enumerate(self.rows, 1):  # noqa: B020
            yield row


def _settle_ties(table: RegisterTable) -> None:
    """Rows that sort alike keep one order, so that none shows twice or on no page."""
    rows: QuerySet[Model] = table.data.data
    by = rows.query.order_by or rows.model._meta.ordering or ()
    table.data.data = rows.order_by(*by, "pk")


def _aria_sort(column: Any) -> str:
    if not column.is_ordered:
        return "none"
    return "descending" if column.order_by_alias.is_descending else "ascending"
