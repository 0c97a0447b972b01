"""How many reports came in each month, and how they stand: as a chart, and as a table whose every
number leads to the reports that it counts.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count
from django.db.models.functions import TruncMonth
from django.utils.html import format_html
from django.utils.translation import gettext as _

from breaches.figuring.months import Year, labels
from breaches.models import Incident
from breaches.outcomes import OUTCOMES, with_outcome
from councilgov.days import LONDON, in_london, month_in_words, today
from councilgov.deadlines import months_after
from councilgov.forms.charts import Columns, Series
from councilgov.portal.dashboard.cards import on_day, reports

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from councilgov.people.models import User


class Months(NamedTuple):
    """Twelve of them up to now."""

    chart: Columns
    head: Sequence[str]
    rows: Sequence[Sequence[Any]]
    total: int


def months(user: User) -> Months:
    """By the day of the report, of what this person sees in the council's register: one query."""
    year = Year(today().replace(day=1))
    counted = _counted(user, year)
    return Months(
        _chart(counted),
        [_("Month"), *(str(name) for name in OUTCOMES.values()), _("All")],
        [_row(day, counts) for day, counts in counted.items()],
        sum(sum(counts.values()) for counts in counted.values()),
    )


def _counted(user: User, year: Year) -> Mapping[date, Mapping[str, int]]:
    seen = Incident.objects.visible_to(user).of_the_council().order_by()
    these = seen.filter(reported_at__gte=year.begins, reported_at__lt=year.ends)
    month = TruncMonth("reported_at", tzinfo=LONDON)
    rows = with_outcome(these, user).annotate(month=month).values_list("month", "outcome")
    found: dict[date, dict[str, int]] = {day: dict.fromkeys(OUTCOMES, 0) for day in year.months}
    for at, outcome, n in rows.annotate(n=Count("pk")):
        found[in_london(at)][outcome] = n
    return found


def _chart(counted: Mapping[date, Mapping[str, int]]) -> Columns:
    return Columns(
        title=_("Reports each month"),
        labels=labels(list(counted)),
        series=[
            Series(name, [counts[key] for counts in counted.values()])
            for key, name in OUTCOMES.items()
        ],
    )


def _row(day: date, counts: Mapping[str, int]) -> Sequence[Any]:
    last = months_after(day, 1) - timedelta(days=1)
    within = {**on_day("since", day), **on_day("until", last)}
    each = [
        _linked(n, reports(outcome=key, **within), month=day, what=OUTCOMES[key])
        for key, n in counts.items()
    ]
    total = _linked(sum(counts.values()), reports(**within), month=day, what=_("All"))
    return [month_in_words(day), *each, total]


def _linked(n: int, href: str, *, month: date, what: Any) -> Any:
    """Nothing leads nowhere."""
    if not n:
        return "0"
    hidden = _("%(month)s, %(what)s") % {"month": month_in_words(month), "what": what}
    link = '<a class="govuk-link" href="{}">{}<span class="govuk-visually-hidden">, {}</span></a>'
    return format_html(link, href, n, hidden)
