"""What is chosen on the way of a file into the portal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm
from councilgov.imports.mapping import guessed, heading_in_words
from councilgov.imports.reading import LARGEST

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from councilgov.imports.importables import Column, Importable, Question
    from councilgov.imports.models import Import


class FileForm(GovukForm):
    """A file that was saved from a spreadsheet, or comes from another program."""

    file = forms.FileField(
        label=_("File"),
        widget=forms.FileInput(),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file")},
    )

    def __init__(self, *args: Any, kind: Importable, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["file"]
        told = _("%(files)s of up to %(most)d MB. Nothing is changed before you have seen what.")
        field.help_text = told % {"files": kind.files, "most": LARGEST // 1_000_000}
        field.widget.attrs["accept"] = kind.kinds_of_file


class MendedFileForm(FileForm):
    """The same file, mended."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = _("The mended file")


MOST_RADIOS = 10
"""Answers that stand below one another. Of more one is chosen from a list."""
ASKED_AT_ONCE = 100
"""Questions on one page. What is left is asked when these are answered."""


class AnswersForm(GovukForm):
    """What a file leaves open: a question each, with the answers that there are."""

    def __init__(
        self,
        *args: Any,
        questions: Sequence[Question],
        answers: Mapping[str, str],
        **kwargs: Any,
    ) -> None:
        self.asked = {f"answer_{n}": question for n, question in enumerate(questions)}
        super().__init__(*args, **kwargs)
        for name, question in self.asked.items():
            self.fields[name] = _answer(question)
            self.initial[name] = question.answered(answers)

    @property
    def answers(self) -> Mapping[str, str]:
        """What was answered, by the key of the question."""
        return {question.key: self.cleaned_data[name] for name, question in self.asked.items()}


def _answer(question: Question) -> forms.ChoiceField:
    told = _("Select an answer: %(words)s") % {"words": question.words}
    choices = [(option.value, option.label) for option in question.options]
    is_long = len(choices) > MOST_RADIOS
    return forms.ChoiceField(
        label=question.words,
        help_text=question.hint,
        choices=[("", _("Select an answer")), *choices] if is_long else choices,
        widget=forms.Select if is_long else forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), told),
    )


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
