"""A field with its label, hint and errors, wired as the design system wires them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, TypedDict

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from councilgov.forms.dates import PARTS, DateInput
from councilgov.forms.text import is_storable
from councilgov.forms.wording import messages_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from django.core.exceptions import ValidationError
    from django_stubs_ext import StrOrPromise

Kind = Literal[
    "date", "checkbox", "checkboxes", "radios", "textarea", "select", "file", "password", "input"
]
# The first that fits: several of these widgets are kinds of one another.
KINDS: tuple[tuple[type[forms.Widget], Kind], ...] = (
    (DateInput, "date"),
    (forms.CheckboxInput, "checkbox"),
    (forms.CheckboxSelectMultiple, "checkboxes"),
    (forms.RadioSelect, "radios"),
    (forms.Textarea, "textarea"),
    (forms.Select, "select"),
    (forms.FileInput, "file"),
    (forms.PasswordInput, "password"),
)
CLASSES: Mapping[Kind, str] = {
    "textarea": "govuk-textarea",
    "select": "govuk-select",
    "file": "govuk-file-upload",
    "password": "govuk-input",
    "input": "govuk-input",
}
# Left out of every box: the server complains, in better words, and a placeholder is no label.
BROWSERS_OWN = ("required", "aria-invalid", "maxlength", "minlength", "placeholder")
# Attributes of each kind, unless the form's own widget says otherwise.
BOXES: Mapping[Kind, Mapping[str, Any]] = {
    "checkbox": {"class": "govuk-checkboxes__input"},
    "password": {
        "spellcheck": "false",
        "autocapitalize": "none",
        "autocomplete": "current-password",
    },
    "textarea": {"cols": False, "rows": 5},
}
DJANGOS_OWN = {"cols": "40", "rows": "10"}
GROUPS = frozenset({"date", "radios", "checkboxes"})


class Look(TypedDict, total=False):
    """How one field of a form looks, where it differs from the usual."""

    size: Literal["", "s", "m", "l", "xl"]  # of the label
    is_heading: bool  # the label is the page's <h1>
    width: Literal["2", "3", "4", "5", "10", "20", "30"]  # characters
    inline: bool  # radios beside one another
    small: bool  # small radios and checkboxes
    prefix: StrOrPromise
    suffix: StrOrPromise
    hints: Mapping[str, StrOrPromise]  # answer -> hint
    conditional: Mapping[str, Sequence[str]]  # answer -> the fields that show when it is chosen


USUAL: Look = {
    "size": "s",
    "is_heading": False,
    "inline": False,
    "small": False,
    "prefix": "",
    "suffix": "",
    "hints": {},
    "conditional": {},
}


@dataclass(frozen=True)
class Option:
    """One answer of radios or checkboxes."""

    id: str
    name: str
    value: str
    label: str
    is_chosen: bool
    is_disabled: bool
    hint: str
    reveals: Sequence[BoundField]


@dataclass(frozen=True)
class DatePart:
    """One box of a date."""

    id: str
    name: str
    label: str
    value: str
    width: int
    is_wrong: bool


NO_WORDS = "---------"
"""What Django offers first in a list, where nobody has said anything better."""


class GovukBoundField(BoundField):
    """What the templates in ``templates/govuk/fields`` ask of a field."""

    def __init__(self, form: Any, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        if isinstance(field, forms.ModelChoiceField) and field.empty_label == NO_WORDS:
            field.empty_label = _("Choose from the list")

    @cached_property
    def look(self) -> Look:
        own: Look = getattr(self.form, "govuk", {}).get(self.name, {})
        if getattr(self.form, "heading", "") == self.name:
            return {**USUAL, **own, "is_heading": True, "size": "l"}
        return {**USUAL, **own}

    @property
    def kind(self) -> Kind:
        """Which component of the design system draws it."""
        for widget, kind in KINDS:
            if isinstance(self.field.widget, widget):
                return kind
        return "input"

    @property
    def template_name(self) -> str:
        alike = {"select": "input", "file": "input", "checkboxes": "radios"}
        drawn = alike.get(self.kind, self.kind)
        own: str | None = getattr(self.field, "template_name", None)
        return own or f"govuk/fields/{drawn}.html"

    # What was typed

    @property
    def is_refused(self) -> bool:
        """Whether something was sent that no database column can hold."""
        return not is_storable(super().data)

    @property
    def data(self) -> Any:
        """What was sent; nothing in place of what cannot be stored, and plain ends of lines.

        Browsers send an end of line as two characters, which would count twice against a limit.
        """
        sent = super().data
        if not is_storable(sent):
            return [] if isinstance(sent, list) and self.kind != "date" else None
        return sent.replace("\r\n", "\n") if isinstance(sent, str) else sent

    # Label, hint and errors

    @property
    def full_label(self) -> str:
        """Optional answers are marked, needed ones never are."""
        is_marked = getattr(self.form, "marks_optional", True) and self.kind != "checkbox"
        if self.field.required or not is_marked:
            return str(self.label)
        return _("%(label)s (optional)") % {"label": self.label}

    @cached_property
    def complaints(self) -> list[ValidationError]:
        return self.form.errors.as_data().get(self.name, [])

    @cached_property
    def messages(self) -> list[str]:
        """What is wrong with the answer, in words that say what to do."""
        return [text for error in self.complaints for text in messages_of(self, error)]

    @property
    def has_lost_files(self) -> bool:
        """Files were chosen, and the page comes back: no browser chooses them again."""
        sent = self.form.files.get(self.html_name) if self.kind == "file" else None
        return bool(sent and self.form.errors)

    @property
    def limit(self) -> int | None:
        """Characters that the field takes, counted down beside a textarea."""
        return getattr(self.field, "max_length", None) if self.kind == "textarea" else None

    @property
    def aria_describedby(self) -> str | None:
        if self.field.widget.attrs.get("aria-describedby"):
            return None
        said = {"info": self.limit, "hint": self.help_text, "error": self.messages}
        return " ".join(f"{self.auto_id}-{part}" for part, is_there in said.items() if is_there)

    @property
    def first_id(self) -> str:
        """The box on which the link of the error summary lands."""
        if self.kind == "date":
            parts = self.date_parts
            return next((part.id for part in parts if part.is_wrong), parts[0].id)
        return self.options[0].id if self.kind in GROUPS and self.options else self.auto_id

    @property
    def is_nested(self) -> bool:
        """Whether the field shows only beneath one answer of another."""
        looks = getattr(self.form, "govuk", {})
        above = (look for name, look in looks.items() if name in self.form.fields)
        return any(
            self.name in nested for look in above for nested in look.get("conditional", {}).values()
        )

    # The boxes themselves

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: forms.Widget | None = None
    ) -> dict[str, Any]:
        """The classes and marks of the design system, in place of the browser's own complaints."""
        built: dict[str, Any] = super().build_widget_attrs(attrs, widget)
        own = (widget or self.field.widget).attrs
        built |= dict.fromkeys(BROWSERS_OWN, False)
        for name, value in BOXES.get(self.kind, {}).items():
            if own.get(name) in {None, DJANGOS_OWN.get(name)}:
                built[name] = value
        if self.kind in CLASSES and not self.is_hidden:
            built["class"] = " ".join(filter(None, [own.get("class"), *self._classes()]))
        return built

    def _classes(self) -> Sequence[str]:
        base = CLASSES[self.kind]
        width = self.look.get("width")
        return (
            base,
            f"{base}--error" if self.messages else "",
            f"govuk-input--width-{width}" if width else "",
            "govuk-js-character-count" if self.limit else "",
            "govuk-password-input__input govuk-js-password-input-input"
            if self.kind == "password"
            else "",
        )

    @cached_property
    def options(self) -> list[Option]:
        """The answers of radios or checkboxes; one query for those that come from a table."""
        context = self.field.widget.get_context(self.html_name, self.value(), {"id": self.auto_id})
        groups = context["widget"]["optgroups"]
        return [self._option(drawn) for _name, drawns, _index in groups for drawn in drawns]

    def _option(self, drawn: Mapping[str, Any]) -> Option:
        value = str(drawn["value"])
        nested = self.look["conditional"].get(value, ())
        return Option(
            id=drawn["attrs"]["id"],
            name=drawn["name"],
            value=value,
            label=drawn["label"],
            is_chosen=drawn["selected"],
            is_disabled=bool(self.field.disabled or drawn["attrs"].get("disabled")),
            hint=str(self.look["hints"].get(value, "")),
            reveals=[self.form[name] for name in nested if name in self.form.fields],
        )

    @cached_property
    def date_parts(self) -> list[DatePart]:
        wrong = self._wrong_parts()
        labels = {"day": _("Day"), "month": _("Month"), "year": _("Year")}
        value = self.value()
        texts = value if isinstance(value, list) else DateInput().decompress(value)
        return [
            DatePart(
                id=f"{self.auto_id}-{part}",
                name=f"{self.html_name}_{part}",
                label=labels[part],
                value=text,
                width=4 if part == "year" else 2,
                is_wrong=part in wrong,
            )
            for part, text in zip(PARTS, texts, strict=True)
        ]

    def _wrong_parts(self) -> Collection[str]:
        named = [(error.params or {}).get("wrong", PARTS) for error in self.complaints]
        return named[0] if named else ()
