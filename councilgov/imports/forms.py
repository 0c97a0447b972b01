"""What is chosen on the way of a file into the portal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm
from councilgov.imports.mapping import guessed, heading_in_words
from councilgov.imports.reading import LARGEST

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.imports.importables import Column
    from councilgov.imports.models import Import

KINDS_OF_FILE = ".csv,.txt,.tsv,text/csv,text/plain,text/tab-separated-values"


class FileForm(GovukForm):
    """A file that was saved from a spreadsheet."""

    file = forms.FileField(
        label=_("File"),
        help_text=_(
            "A CSV file of up to %(most)d MB. Nothing is changed before you have seen what."
        )
        % {"most": LARGEST // 1_000_000},
        widget=forms.FileInput({"accept": KINDS_OF_FILE}),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file")},
    )


class MendedFileForm(FileForm):
    """The same file, mended."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("The mended file")


class ColumnsForm(GovukForm):
    """Which column of the file says what: a question for each of our columns."""

    marks_optional = False  # nearly all are

    def __init__(self, *args: Any, row: Import, **kwargs: Any) -> None:
        kind = row.importable
        super().__init__(*args, **kwargs)
        self.initial = dict(row.mapping or guessed(kind, row.headings))
        places = [(at, heading_in_words(row.headings, at)) for at in range(len(row.headings))]
        for column in kind.columns:
            self.fields[column.name] = _choice(column, places)

    @property
    def mapping(self) -> Mapping[str, int]:
        """The place of each column that was chosen."""
        return {name: at for name, at in self.cleaned_data.items() if at is not None}


def _choice(column: Column, places: list[tuple[int, str]]) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label=column.label,
        help_text=column.hint,
        choices=[("", _("Not in the file")), *places],
        coerce=int,
        empty_value=None,
        required=column.is_required,
        error_messages={
            "required": _("Choose the column that holds “%(what)s”.") % {"what": column.label}
        },
    )
