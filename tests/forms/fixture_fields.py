"""How the kit draws the form fields that the fixtures of GOV.UK Frontend ask for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from councilgov.forms.dates import PARTS, DateField
from councilgov.forms.kit import GovukForm

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Options = Mapping[str, Any]


class NotOfferedError(Exception):
    """The fixture uses an option that the kit does not have."""


def modifier(classes: str, prefix: str) -> str:
    """``red`` of ``govuk-tag--red``. Raises NotOfferedError for any other class."""
    if not classes:
        return ""
    if not classes.startswith(prefix) or " " in classes:
        raise NotOfferedError
    return classes.removeprefix(prefix)


LABEL = {"label.text", "label.classes", "label.isPageHeading"}
LEGEND = {f"fieldset.legend.{name}" for name in ("text", "classes", "isPageHeading")}
SAID = {"id", "name", "hint.text", "errorMessage.text"}
ITEMS = {f"items.{name}" for name in ("value", "text", "hint.text", "checked", "disabled")}


def field_of(options: Options, field: forms.Field, value: Any = None, **look: Any) -> str:
    """The field in a form of its own, with the label, hint, error and value of the options."""
    heading = options.get("label") or options["fieldset"]["legend"]
    field.label, field.required = heading["text"], False
    field.help_text = options.get("hint", {}).get("text", "")
    size = heading.get("classes", "").rpartition("--")[2]
    look |= {"size": size, "is_heading": heading.get("isPageHeading", False)}
    name = options.get("name", options.get("idPrefix", options.get("id", "field")))
    members = {name: field, "govuk": {name: look}, "marks_optional": False}
    made: type[GovukForm] = type("FixtureForm", (GovukForm,), members)
    form = made(initial={name: value}, auto_id="%s")
    if error := options.get("errorMessage", {}).get("text"):
        form = made({name: value} if value is not None else {}, auto_id="%s")
        form.errors.clear()
        wrong = [part for part in PARTS if options.get(part, {}).get("error")]
        form.add_error(name, ValidationError(error, params={"wrong": wrong or PARTS}))
    return form[name].as_field_group()


def text(options: Options) -> str:
    width = modifier(options.get("classes", ""), "govuk-input--width-")
    return field_of(
        options,
        forms.CharField(),
        options.get("value"),
        width=width,
        prefix=options.get("prefix", {}).get("text", ""),
        suffix=options.get("suffix", {}).get("text", ""),
    )


def textarea(options: Options) -> str:
    attributes = {"rows": options["rows"]} if "rows" in options else None
    field = forms.CharField(max_length=options.get("maxlength"), widget=forms.Textarea(attributes))
    return field_of(options, field, options.get("value"))


def password(options: Options) -> str:
    attributes = {"autocomplete": options["autocomplete"]} if "autocomplete" in options else None
    return field_of(options, forms.CharField(widget=forms.PasswordInput(attributes)))


def upload(options: Options) -> str:
    return field_of(options, forms.FileField())


def select(options: Options) -> str:
    if not all(item["value"] for item in options["items"]):
        raise NotOfferedError
    chosen = [item["value"] for item in options["items"] if item.get("selected")]
    choices = [(item["value"], item["text"]) for item in options["items"]]
    return field_of(options, forms.ChoiceField(choices=choices), (chosen or [None])[0])


def radios(options: Options) -> str:
    return group(options, forms.ChoiceField(), forms.RadioSelect())


def checkboxes(options: Options) -> str:
    return group(options, forms.MultipleChoiceField(), forms.CheckboxSelectMultiple())


def group(options: Options, field: forms.ChoiceField, widget: forms.RadioSelect) -> str:
    items = options["items"]
    field.widget, field.choices = widget, [(item["value"], item["text"]) for item in items]
    chosen = [item["value"] for item in items if item.get("checked")]
    value = chosen if widget.allow_multiple_selected else (chosen or [options.get("value")])[0]
    words = options.get("classes", "").split()
    return field_of(
        options,
        field,
        value,
        inline=any(word.endswith("--inline") for word in words),
        small=any(word.endswith("--small") for word in words),
        hints={str(item["value"]): item["hint"]["text"] for item in items if "hint" in item},
    )


def date(options: Options) -> str:
    marks = [options[part]["error"] for part in PARTS if part in options]
    if not all(marks) or (marks and "errorMessage" not in options):
        raise NotOfferedError  # a box is marked because something is said about it
    values = options.get("values", {})
    typed = [str(values[part]) for part in PARTS] if values else None
    return field_of(options, DateField(), typed)


OFFERED: dict[str, tuple[set[str], set[str], Callable[[Options], str]]] = {
    "input": (
        LABEL | SAID | {"classes", "value", "prefix.text", "suffix.text"},
        {"label.text"},
        text,
    ),
    "textarea": (LABEL | SAID | {"rows", "value"}, {"label.text"}, textarea),
    "character-count": (
        LABEL | SAID | {"rows", "value", "maxlength"},
        {"label.text", "maxlength"},
        textarea,
    ),
    "password-input": (LABEL | SAID | {"autocomplete"}, {"label.text"}, password),
    "file-upload": (LABEL | SAID, {"label.text"}, upload),
    "select": (
        LABEL | SAID | {"items.value", "items.text", "items.selected"},
        {"label.text", "items.value"},
        select,
    ),
    "radios": (
        LEGEND | SAID | (ITEMS - {"items.disabled"}) | {"idPrefix", "classes", "value"},
        {"fieldset.legend.text", "items.value"},
        radios,
    ),
    "checkboxes": (
        LEGEND | SAID | (ITEMS - {"items.disabled"}) | {"idPrefix", "classes"},
        {"fieldset.legend.text", "items.value"},
        checkboxes,
    ),
    "date-input": (
        LEGEND
        | SAID
        | {"namePrefix"}
        | {f"values.{part}" for part in PARTS}
        | {f"{part}.error" for part in PARTS},
        {"fieldset.legend.text"},
        date,
    ),
}
