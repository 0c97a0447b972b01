"""Pages of figures: for those who look into incidents, and what the council publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required, permission_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from breaches.complaining.figures import complaints_of
from breaches.figuring.figures import OUTCOMES, Figures, Row, figures
from breaches.figuring.forms import PublishingForm
from breaches.figuring.months import Year, labels, year_to
from breaches.figuring.printing import printed
from breaches.figuring.public import PublicYear, Told, years
from breaches.log import prove
from breaches.models import Incident
from breaches.seeing import the_incident
from councilgov import documents
from councilgov.access import Right
from councilgov.accounts.ruling.views import settings_page
from councilgov.days import month_in_words
from councilgov.disclosure import FEWEST
from councilgov.forms.charts import Columns, Series, bars
from councilgov.forms.exports import download
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from django.http.response import HttpResponseBase

    from councilgov.http import Request


HEAD = (_lazy("What is counted"), _lazy("Number"))


@require_safe
@permission_required(Right.SEE_INCIDENTS, raise_exception=True)
def incident_figures(request: Request) -> HttpResponse:
    """Twelve months of incidents, beside the twelve before. What somebody may not see, as they have
    a part in it, is not counted for them either.
    """
    year = year_to(request.GET.get("to", ""))
    found = figures(Incident.objects.visible_to(request.user), year)
    context = {
        "year": year,
        "first": month_in_words(year.months[0]),
        "last": month_in_words(year.last),
        "found": found,
        "complaints": complaints_of(year),
        "council": Council.objects.the(),
        "may_publish": request.user.has_perm(Right.CHANGE_SETTINGS),
        **_shown(found, year),
    }
    return render(request, "breaches/figures.html", context)


def _shown(found: Figures, year: Year) -> dict[str, Any]:
    """The charts, and the tables beside them."""
    return {
        "chart": _chart(found.by_month),
        "month_head": [_("Month"), *OUTCOMES.values(), _("All")],
        "by_month": _by_month(found.by_month),
        "part_head": [_("What is counted"), _("These 12 months"), _("12 months before")],
        "parts": [
            (_("What went wrong"), _part(found.kinds, "kind", year)),
            (_("Why"), _part(found.causes, "cause", year)),
            (_("From noticing to reporting"), _part(found.waits, "", year)),
        ],
    }


def _chart(by_month: Mapping[date, Mapping[str, int]]) -> Columns:
    return Columns(
        title=_("Reported in each month"),
        labels=labels(list(by_month)),
        series=[
            Series(name, [counts[key] for counts in by_month.values()])
            for key, name in OUTCOMES.items()
        ],
    )


def _by_month(by_month: Mapping[date, Mapping[str, int]]) -> list[list[object]]:
    return [
        [month_in_words(day), *counts.values(), sum(counts.values())]
        for day, counts in by_month.items()
    ]


def _part(rows: Sequence[Row], name: str, year: Year) -> dict[str, Any]:
    """The bars of one part, each leading to what it counts, and the same as a table."""
    return {
        "bars": bars([(row.name, row.now, _address(row, name, year)) for row in rows]),
        "rows": [[row.name, row.now, row.before] for row in rows],
    }


def _address(row: Row, name: str, year: Year) -> str:
    """The register, with all that the figure counts; empty where no filter finds them."""
    if not (name and row.key):
        return ""
    asked: dict[str, str | int] = {name: row.key}
    for field, day in (("since", year.months[0]), ("until", year.last_day)):
        asked |= {f"{field}_day": day.day, f"{field}_month": day.month, f"{field}_year": day.year}
    return f"{reverse('breaches:incidents')}?{urlencode(asked)}"


@login_not_required
@require_safe
def statistics(request: Request) -> HttpResponseBase:
    """What the council publishes of its incidents, as a page or as a file for other programs.

    Raises ``Http404`` while it has not decided to.
    """
    council = Council.objects.the()
    if not council.statistics_decision:
        raise Http404
    found = years()
    kind = request.GET.get("as", "")
    if kind == "csv":
        return download(_lines(found), title=_("Incidents by year"), kind=kind)
    if kind == "json":
        return JsonResponse(_data(council, found), json_dumps_params={"ensure_ascii": False})
    context = {"years": [(year.year, _tables(year)) for year in found], "head": HEAD}
    return render(request, "breaches/statistics.html", context)


def _tables(year: PublicYear) -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (_("All incidents"), [told.cells for told in year.totals]),
        (_("What went wrong"), [told.cells for told in year.kinds]),
    ]


def _lines(found: Sequence[PublicYear]) -> Iterator[list[object]]:
    yield ["year", "figure", "count"]
    for year in found:
        for told in (*year.totals, *year.kinds):
            yield [year.year, told.key, "" if told.number is None else told.number]


def _data(council: Council, found: Sequence[PublicYear]) -> dict[str, Any]:
    def counts(rows: Sequence[Told]) -> dict[str, int | None]:
        return {told.key: told.number for told in rows}

    rows = [
        {"year": year.year, **counts(year.totals), "kinds": counts(year.kinds)} for year in found
    ]
    return {"council": council.name, "fewest": FEWEST, "years": rows}


@require_http_methods(["GET", "POST"])
@permission_required(Right.CHANGE_SETTINGS, raise_exception=True)
def change_statistics(request: Request) -> HttpResponse:
    """Whether the figures of whole years are for everybody to read."""
    about = _(
        "Anybody may then read how many incidents there were in each past year. No number below 5 "
        "is told, nor one from which it could be worked out. Who changed this is kept."
    )
    title = _("Publish figures of incidents")
    return settings_page(request, PublishingForm, title=title, about=about)


@require_POST
def print_incident(request: Request, pk: int) -> HttpResponse:
    """All that is on record of one incident; that it was taken is evidence."""
    row = the_incident(request, pk)
    content = documents.pdf("incident", printed(row, request.user))
    prove(row, "printed", by=request.user)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{row.reference}.pdf"'
    return response
