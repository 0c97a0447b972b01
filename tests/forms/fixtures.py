"""How our kit draws what a fixture of GOV.UK Frontend asks for, as far as we offer it.

``OFFERED`` names for each component the options that the kit has. A fixture that asks for more is
not compared: ``NotOfferedError``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.template import Context, Template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from tests.forms import fixture_fields
from tests.forms.fixture_fields import NotOfferedError, modifier

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    Options = Mapping[str, Any]

COMPONENTS = Path("node_modules/govuk-frontend/dist/govuk/components")


def fixtures(component: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(
        (COMPONENTS / component / "fixtures.json").read_text()
    )["fixtures"]
    return found


def paths(options: Any, start: str = "") -> Iterator[str]:
    """The names of all options in use: ``items.title.text``."""
    if isinstance(options, dict):
        for name, value in options.items():
            yield from paths(value, f"{start}.{name}" if start else name)
    elif isinstance(options, list):
        for value in options:
            yield from paths(value, start)
    else:
        yield start


def draw(component: str, options: Options) -> str:
    """Our HTML for the options. Raises NotOfferedError."""
    offered, needed, drawn_by = OFFERED[component]
    used = set(paths(options))
    if used - offered or not needed <= used:
        raise NotOfferedError
    return drawn_by(options)


def said(source: str, **context: Any) -> str:
    return Template("{% load govuk %}" + source).render(Context(context))


def html(options: Options, name: str) -> Any:
    """The option ``<name>Html`` or ``html`` as HTML, else the text."""
    if name == "html":
        return SafeString(options["html"]) if "html" in options else options.get("text", "")
    rich = options.get(f"{name}Html")
    return SafeString(rich) if rich else options.get(f"{name}Text", "")


def tag(options: Options) -> str:
    colour = modifier(options.get("classes", ""), "govuk-tag--")
    return said("{% govuk_tag text colour %}", text=options["text"], colour=colour)


def inset(options: Options) -> str:
    return said("{% govuk_inset %}{{ x }}{% endgovuk_inset %}", x=html(options, "html"))


def warning(options: Options) -> str:
    return said("{% govuk_warning %}{{ x }}{% endgovuk_warning %}", x=html(options, "html"))


def details(options: Options) -> str:
    return said(
        "{% govuk_details summary=s is_open=o %}{{ x }}{% endgovuk_details %}",
        s=html(options, "summary"),
        o=options.get("open", False),
        x=html(options, "html"),
    )


def panel(options: Options) -> str:
    return said(
        "{% govuk_panel title=t level=n %}{{ x }}{% endgovuk_panel %}",
        t=html(options, "title"),
        n=options.get("headingLevel", 1),
        x=html(options, "html"),
    )


def banner(options: Options) -> str:
    text = html(options, "html")
    if "html" not in options:
        text = Template('<p class="govuk-notification-banner__heading">{{ x }}</p>').render(
            Context({"x": text})
        )
    return said(
        "{% govuk_notification title=t success=s %}{{ x }}{% endgovuk_notification %}",
        t=html(options, "title"),
        s=options.get("type") == "success",
        x=text,
    )


def button(options: Options) -> str:
    if options.get("preventDoubleClick") is False:
        raise NotOfferedError  # the fixture writes "false"; we leave it out
    return said(
        "{% govuk_button t href=h variant=v name=n value=x once=o %}",
        t=options["text"],
        h=options.get("href", ""),
        v=modifier(options.get("classes", ""), "govuk-button--"),
        n=options.get("name", ""),
        x=options.get("value", ""),
        o=options.get("preventDoubleClick", False),
    )


def summary_list(options: Options) -> str:
    rows = [
        {
            "key": row["key"]["text"],
            "value": html(row["value"], "html"),
            "actions": [
                {**action, "hidden": action.get("visuallyHiddenText", "")}
                for action in row.get("actions", {}).get("items", [])
            ],
        }
        for row in options["rows"]
    ]
    return said("{% govuk_summary_list rows classes=c %}", rows=rows, c=options.get("classes", ""))


def task_list(options: Options) -> str:
    tasks = []
    for item in options["items"]:
        status = item["status"].get("tag", item["status"])
        colour = modifier(item["status"].get("tag", {}).get("classes", ""), "govuk-tag--")
        is_blocked = item["status"].get("classes") == "govuk-task-list__status--cannot-start-yet"
        if is_blocked == bool(item.get("href")) or ("tag" in item["status"] and not colour):
            raise NotOfferedError
        tasks.append(
            {
                "title": item["title"]["text"],
                "href": item.get("href", ""),
                "hint": item.get("hint", {}).get("text", ""),
                "status": status["text"],
                "colour": colour,
            }
        )
    return said("{% govuk_task_list tasks prefix=p %}", tasks=tasks, p=options.get("idPrefix", "t"))


def table(options: Options) -> str:
    if not options["firstCellIsHeader"]:
        raise NotOfferedError
    numeric = [str(i) for i, cell in enumerate(options["head"]) if cell.get("format")]
    drawn = said(
        "{% govuk_table head rows caption=c size=s numeric=n %}",
        head=[cell["text"] for cell in options["head"]],
        rows=[[cell["text"] for cell in row] for row in options["rows"]],
        c=options["caption"],
        s=modifier(options.get("captionClasses", ""), "govuk-table__caption--"),
        n=" ".join(numeric),
    )
    return drawn[drawn.index("<table") : drawn.index("</div>")]


def error_summary(options: Options) -> str:
    if options["titleText"] != "There is a problem":
        raise NotOfferedError
    items = [(item["text"], item.get("href", "").lstrip("#")) for item in options["errorList"]]
    return render_to_string("govuk/components/error_summary.html", {"items": items})


def breadcrumbs(options: Options) -> str:
    words = [word for item in options["items"] for word in (item["text"], item.get("href", ""))]
    return said("{% govuk_breadcrumbs " + " ".join(f'"{word}"' for word in words) + " %}")


def back_link(options: Options) -> str:
    drawn = said("{% govuk_back_link h t %}", h=options["href"], t=options.get("text", ""))
    return drawn[drawn.index("<a") : drawn.index("</nav>")]


# component: (options that the kit has, options without which it draws nothing, how it draws)
OFFERED: dict[str, tuple[set[str], set[str], Callable[[Options], str]]] = {
    "tag": ({"text", "classes"}, {"text"}, tag),
    "inset-text": ({"text", "html"}, set(), inset),
    "warning-text": ({"text", "html"}, set(), warning),
    "details": ({"summaryText", "summaryHtml", "text", "html", "open"}, set(), details),
    "panel": ({"titleText", "titleHtml", "text", "html", "headingLevel"}, set(), panel),
    "notification-banner": ({"text", "html", "titleText", "titleHtml", "type"}, set(), banner),
    "button": (
        {"text", "href", "classes", "name", "value", "preventDoubleClick"},
        {"text"},
        button,
    ),
    "summary-list": (
        {"rows.key.text", "rows.value.text", "rows.value.html", "classes"}
        | {f"rows.actions.items.{name}" for name in ("href", "text", "visuallyHiddenText")},
        {"rows.key.text"},
        summary_list,
    ),
    "task-list": (
        {"items.title.text", "items.href", "items.hint.text", "idPrefix"}
        | {f"items.status.{name}" for name in ("text", "classes", "tag.text", "tag.classes")},
        {"items.title.text"},
        task_list,
    ),
    "table": (
        {"caption", "captionClasses", "firstCellIsHeader"}
        | {"head.text", "head.format", "rows.text", "rows.format"},
        {"caption", "firstCellIsHeader", "head.text", "rows.text"},
        table,
    ),
    "error-summary": (
        {"titleText", "errorList.text", "errorList.href"},
        {"titleText", "errorList.text"},
        error_summary,
    ),
    "breadcrumbs": (
        {"items.text", "items.href", "collapseOnMobile"},
        {"items.text", "collapseOnMobile"},
        breadcrumbs,
    ),
    "back-link": ({"text", "href"}, {"href"}, back_link),
    **fixture_fields.OFFERED,
}
