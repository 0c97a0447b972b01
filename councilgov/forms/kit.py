"""Forms in the look of the design system.

``GovukForm`` and ``GovukModelForm`` are the bases of ours; ``adopt`` lends the look to a form that
somebody else wrote. Forms speak and never write: field names are their action's arguments.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from django import forms
from django.utils.translation import gettext as _

from councilgov.forms.bound_field import GovukBoundField
from councilgov.forms.rendering import GovukRenderer
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from councilgov.forms.bound_field import Look

F = TypeVar("F", bound=forms.BaseForm)


class House(forms.BaseForm):
    """What every form of the house does, whether or not a model stands behind it."""

    govuk: ClassVar[Mapping[str, Look]] = {}
    marks_optional: ClassVar[bool] = True
    heading: str = ""  # the field whose label is the page's <h1>
    way: tuple[str, str] | None = None  # out of a refusal: a page, and the words of its link
    default_renderer = GovukRenderer
    use_required_attribute = False

    def full_clean(self) -> None:
        """Clean as Django does, then refuse by name what no database column can hold."""
        super().full_clean()
        if not self.is_bound:
            return
        for bound in self:
            if isinstance(bound, GovukBoundField) and bound.is_refused:
                self.errors.pop(bound.name, None)
                told = _("%(label)s contains a character that cannot be saved. Type it again")
                self.add_error(bound.name, told % {"label": bound.label})

    def clean(self) -> dict[str, Any] | None:
        """An answer to a question that was not shown does not count, right or wrong."""
        cleaned = super().clean()
        for name in self.concealed():
            self.errors.pop(name, None)
            self.cleaned_data[name] = self.fields[name].to_python(None)
        return cleaned

    def refuse(self, refusal: Refused) -> None:
        """Say why the act was refused: at the field that stands in the way, if the form has it."""
        field = refusal.field if refusal.field in self.fields else None
        self.add_error(field, str(refusal))
        self.way = refusal.way

    def done(self, act: Callable[[], object]) -> bool:
        """Whether the answers were right and the act was done; a refusal is said in the form."""
        if not self.is_valid():
            return False
        try:
            act()
        except Refused as refusal:
            self.refuse(refusal)
            return False
        return True

    def concealed(self) -> set[str]:
        """Fields that belong to an answer that was not chosen. A form may ask less than its looks
        know of.
        """
        return {
            nested
            for name, look in self.govuk.items()
            if name in self.fields
            for answer, revealed in look.get("conditional", {}).items()
            for nested in revealed
            if nested in self.fields and str(self[name].value()) != answer
        }


class GovukForm(House, forms.Form):
    """A form of our own. ``govuk`` says how its fields look, where they differ from the usual."""


class GovukModelForm(House, forms.ModelForm):  # type: ignore[type-arg]  # Django's takes no [M]
    """A form of our own over a model."""


def adopt(form: F) -> F:
    """The same form, drawn as ours. Its rules and what was typed stay as they are."""
    if not isinstance(form.renderer, GovukRenderer):
        form.renderer = GovukRenderer()
        form.bound_field_class = GovukBoundField
        form.__dict__["_bound_fields_cache"] = {}
    return form
