"""The design system's components as template tags: ``{% load govuk %}``.

Each draws what the component of the same name at design-system.service.gov.uk draws; the parity
test holds them against the fixtures that GOV.UK Frontend publishes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypedDict

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext as _

from councilgov.days import (
    clock_in_words,
    day_in_words,
    moment_in_words,
    weekday_in_words,
    weekday_of_year_in_words,
)
from councilgov.forms.bound_field import GovukBoundField
from councilgov.forms.kit import House, adopt
from councilgov.forms.phones import dialled_number
from councilgov.pounds import in_pounds

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from django.core.paginator import Page
    from django.forms import BaseForm
    from django.http import QueryDict
    from django.template import RequestContext

    from councilgov.forms.charts import Bar, Columns
    from councilgov.forms.timeline import Event

register = template.Library()
PARTED = re.compile(r"\n\s*\n")


class Task(TypedDict, total=False):
    """A row of a task list; without ``colour`` its status is plain text.

    Without ``href`` it cannot be started yet.
    """

    title: str
    href: str
    hint: str
    status: str
    colour: str


class Link(TypedDict, total=False):
    """A link beside a row; ``hidden`` completes its text for those who only hear it."""

    text: str
    href: str
    hidden: str


class SummaryRow(TypedDict, total=False):
    """A row of a summary list."""

    key: str
    value: Any
    actions: Sequence[Link]


@register.filter
def govuk_day(day: datetime.date | None) -> str:
    """``{{ device.issued_on|govuk_day }}``: 3 November 2026."""
    return day_in_words(day) if day else ""


@register.filter
def govuk_weekday(day: datetime.date) -> str:
    """``{{ row.day|govuk_weekday }}``: Tuesday 3 November 2026."""
    return weekday_in_words(day)


@register.filter
def govuk_weekday_of_year(day: datetime.date) -> str:
    """``{{ row.day|govuk_weekday_of_year }}``: Tuesday 3 November, below a heading of its year."""
    return weekday_of_year_in_words(day)


@register.filter
def govuk_moment(moment: datetime.datetime | None) -> str:
    """``{{ entry.at|govuk_moment }}``: 9:40am on 19 November 2026."""
    return moment_in_words(moment) if moment else ""


@register.filter
def govuk_time(time: datetime.time | None) -> str:
    """``{{ decision.began_at_time|govuk_time }}``: 7:30pm."""
    return clock_in_words(time) if time else ""


@register.filter
def govuk_number(number: int) -> str:
    """``{{ import.rows|govuk_number }}``: 3,001."""
    return f"{number:,}"


@register.filter
def govuk_pounds(amount: Decimal) -> str:
    """``{{ cost.amount|govuk_pounds }}``: £1,234.50."""
    return in_pounds(amount)


@register.filter
def govuk_phone(number: str) -> SafeString:
    """``{{ council.desk_phone|govuk_phone }}``: a link that rings it, and does not break."""
    dialled = dialled_number(number)
    if not dialled:
        return format_html("{}", number)
    link = '<a class="govuk-link app-nowrap" href="tel:{}">{}</a>'
    return format_html(link, dialled, number)


@register.filter
def govuk_paragraphs(text: str) -> SafeString:
    """``{{ report.reasons|govuk_paragraphs }}``: what empty lines part, in paragraphs of ours."""
    parts = (part.strip() for part in PARTED.split(text.replace("\r\n", "\n")))
    return format_html_join(
        "\n", '<p class="govuk-body">{}</p>', ((linebreaksbr(part),) for part in parts if part)
    )


@register.simple_tag
def html_language() -> str:
    """The language of the page as HTML wants it: en-GB, cy."""
    return to_locale(get_language() or "en-gb").replace("_", "-")


@register.simple_tag
def govuk_error_prefix(*forms: BaseForm | None) -> str:
    """What stands before the page title while something is wrong, so that it is heard first."""
    return _("Error: ") if any(form is not None and form.errors for form in forms) else ""


@register.inclusion_tag("govuk/components/error_summary.html")
def govuk_error_summary(*forms: BaseForm | None) -> dict[str, Any]:
    """What is wrong on the page, each with a link to its box, and where it can be put right."""
    wrong = [form for form in forms if form is not None and form.errors]
    ways = [form.way for form in wrong if isinstance(form, House) and form.way]
    return {"items": [item for form in wrong for item in _complaints(adopt(form))], "ways": ways}


def _complaints(form: BaseForm) -> Iterable[tuple[str, str]]:
    """Message and id of the box; no id for what is wrong with the form as a whole, or unseen."""
    for message in form.non_field_errors():
        yield str(message), ""
    for bound in form:
        if isinstance(bound, GovukBoundField):
            for message in bound.messages:
                yield message, "" if bound.is_hidden else bound.first_id


@register.simple_tag
def govuk_form(form: BaseForm) -> SafeString:
    """All fields of any form, hidden ones too; the ``<form>`` around it is the page's."""
    return adopt(form).render("govuk/form.html")


@register.inclusion_tag("govuk/components/button.html")
def govuk_button(
    text: str,
    href: str = "",
    *,
    variant: str = "",
    name: str = "",
    value: str = "",
    form: str = "",
    once: bool = True,
) -> dict[str, Any]:
    """A button, or with ``href`` a link that looks like one. ``once`` ignores a double click."""
    return {
        "text": text,
        "href": href,
        "variant": variant,
        "name": name,
        "value": value,
        "form": form,
        "once": once,
    }


@register.simple_tag
def govuk_tag(text: str, colour: str = "") -> SafeString:
    modifier = f" govuk-tag--{colour}" if colour else ""
    return format_html('<strong class="govuk-tag{}">{}</strong>', modifier, text)


@register.inclusion_tag("govuk/components/table.html")
def govuk_table(
    head: Sequence[str],
    rows: Iterable[Sequence[Any]],
    caption: str,
    *,
    size: str = "m",
    numeric: str = "",
    empty: str = "",
) -> dict[str, Any]:
    """A plain table; the first cell of a row is its heading.

    ``numeric`` names the columns of figures, counted from 0: ``numeric="2 3"``.
    """
    return {
        "head": head,
        "rows": rows,
        "caption": caption,
        "size": size,
        "numeric": {int(column) for column in numeric.split()},
        "empty": empty or _("Nothing to show"),
    }


@register.inclusion_tag("govuk/components/summary_list.html")
def govuk_summary_list(rows: Sequence[SummaryRow], classes: str = "") -> dict[str, Any]:
    """Keys and values; rows without links get the filler that keeps the lines whole."""
    whole = [{"value": "", "actions": (), **row} for row in rows]
    has_actions = any(row["actions"] for row in whole)
    return {"rows": whole, "classes": classes, "has_actions": has_actions}


@register.inclusion_tag("govuk/components/task_list.html")
def govuk_task_list(tasks: Iterable[Task], prefix: str = "task-list") -> dict[str, Any]:
    """``prefix`` keeps the ids of two lists on one page apart."""
    whole = [{"href": "", "hint": "", "status": "", "colour": "", **task} for task in tasks]
    return {"tasks": whole, "prefix": prefix}


@register.inclusion_tag("govuk/components/pagination.html", takes_context=True)
def govuk_pagination(
    context: RequestContext, page: Page[Any], label: str = "", field: str = "page"
) -> dict[str, Any]:
    """The pages of a list; everything else in the address stays."""
    query: QueryDict = context["request"].GET
    numbers = page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)
    links = [
        (number, _address(query, field, number)) if isinstance(number, int) else None
        for number in numbers
    ]
    return {
        "page": page,
        "links": links,
        "label": label or _("Pagination"),
        "previous": page.has_previous() and _address(query, field, page.number - 1),
        "next": page.has_next() and _address(query, field, page.number + 1),
    }


def _address(query: QueryDict, field: str, value: int | str) -> str:
    changed = query.copy()
    changed[field] = str(value)
    return f"?{changed.urlencode()}"


@register.inclusion_tag("govuk/components/breadcrumbs.html")
def govuk_breadcrumbs(*items: str) -> dict[str, Any]:
    """Text and address in turn; a last text without an address is the page itself."""
    return {"items": [(items[i], "".join(items[i + 1 : i + 2])) for i in range(0, len(items), 2)]}


@register.inclusion_tag("govuk/components/back_link.html")
def govuk_back_link(href: str, text: str = "") -> dict[str, str]:
    """Stands in the block ``before``, inside the landmark that it brings along."""
    return {"href": href, "text": text or _("Back")}


@register.inclusion_tag("govuk/components/timeline.html")
def govuk_timeline(events: Iterable[Event], level: int = 3) -> dict[str, Any]:
    """Who did what, when and why; ``level`` is that of the events' headings."""
    return {"events": list(events), "level": level}


@register.inclusion_tag("govuk/components/columns.html")
def govuk_columns(chart: Columns, id: str) -> dict[str, Any]:  # noqa: A002
    """A chart of columns with its key; its figures stand in a table on the same page."""
    return {"chart": chart, "id": id}


@register.inclusion_tag("govuk/components/bars.html")
def govuk_bars(bars: Iterable[Bar]) -> dict[str, Any]:
    """Bars with their figures as text, so that nothing is lost where they are not seen."""
    return {"bars": bars}


@register.simple_block_tag
def govuk_inset(content: SafeString, is_grave: bool = False) -> SafeString:
    """With a red bar where it ``is_grave``: its words say so too."""
    grave = " app-inset--grave" if is_grave else ""
    return format_html('<div class="govuk-inset-text{}">{}</div>', grave, content)


@register.simple_block_tag
def govuk_details(content: SafeString, summary: str, is_open: bool = False) -> SafeString:
    return format_html(
        '<details class="govuk-details"{}><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}</span></summary>'
        '<div class="govuk-details__text">{}</div></details>',
        mark_safe(" open") if is_open else "",
        summary,
        content,
    )


@register.simple_block_tag
def govuk_warning(content: SafeString) -> SafeString:
    return format_html(
        '<div class="govuk-warning-text">'
        '<span class="govuk-warning-text__icon" aria-hidden="true">!</span>'
        '<strong class="govuk-warning-text__text">'
        '<span class="govuk-visually-hidden">{}</span> {}</strong></div>',
        _("Warning"),
        content,
    )


@register.simple_block_tag
def govuk_notification(
    content: SafeString, title: str = "", success: bool = False, prefix: str = "banner"
) -> SafeString:
    """A success takes the focus and is read out; ``prefix`` keeps the ids of two banners apart."""
    return format_html(
        '<div class="govuk-notification-banner{modifier}" role="{role}"'
        ' aria-labelledby="{prefix}-title" data-module="govuk-notification-banner">'
        '<div class="govuk-notification-banner__header">'
        '<h2 class="govuk-notification-banner__title" id="{prefix}-title">{title}</h2></div>'
        '<div class="govuk-notification-banner__content">{content}</div></div>',
        modifier=" govuk-notification-banner--success" if success else "",
        role="alert" if success else "region",
        prefix=prefix,
        title=title or (_("Success") if success else _("Important")),
        content=content,
    )


@register.simple_block_tag
def govuk_panel(content: SafeString, title: str, level: int = 1) -> SafeString:
    """The end of a job that went well; ``level`` is that of its heading."""
    body = format_html('<div class="govuk-panel__body">{}</div>', content)
    return format_html(
        '<div class="govuk-panel govuk-panel--confirmation">'
        '<h{level} class="govuk-panel__title">{title}</h{level}>{body}</div>',
        level=level,
        title=title,
        body=body if content.strip() else "",
    )
