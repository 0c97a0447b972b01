"""What is asked about the clause that a kind of report cites."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm
from policies.text.clauses import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from breaches.choosing.facts import Line
    from policies.models import PolicyVersion

BUILT_IN, NONE = "built_in", "none"
SHOWN = 100
"""Letters of a clause that stand in the list."""


class ClauseForm(GovukForm):
    """One list of all clauses of the policies in force: a browser finds one by what is typed."""

    clause = forms.ChoiceField(
        label=_("Which clause is cited?"),
        help_text=_("Of the policies in force today. It is cited as long as its words stand there"),
        error_messages={"required": _("Select a clause")},
    )

    def __init__(self, *args: Any, versions: Sequence[PolicyVersion], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {str(version.pk): version for version in versions}
        field = self.fields["clause"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101  # for the type checker
        field.choices = [
            ("", _("Select a clause")),
            (BUILT_IN, _("What comes with the portal")),
            (NONE, _("No clause")),
            *_of(versions),
        ]

    @property
    def chosen(self) -> tuple[PolicyVersion | None, str]:
        """The version, and the anchor of the clause in it."""
        pk, _hash, anchor = self.cleaned_data["clause"].partition("#")
        return self.versions.get(pk), anchor


def value_of(line: Line) -> str:
    """What stands in the list for what is cited now; nothing, for what stands no more."""
    if not line.is_own:
        return BUILT_IN
    if line.cited:
        return f"{line.cited.version.pk}#{line.cited.clause.anchor}"
    return "" if line.is_lost else NONE


def _of(versions: Sequence[PolicyVersion]) -> Iterator[tuple[str, str]]:
    for version in versions:
        for clause in version.text:
            if clause.kind is not Kind.HEADING:
                words = clause.wording
                short = words if len(words) <= SHOWN else f"{words[:SHOWN]}…"
                yield f"{version.pk}#{clause.anchor}", f"{version.policy.title}: {short}"
