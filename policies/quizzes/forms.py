"""Questions as drafters enter them, and as councillors answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.forms.kit import GovukForm
from policies.quizzes.checks import MOST_CHOICES
from policies.text.clauses import places

if TYPE_CHECKING:
    from collections.abc import Iterable

    from policies.models import PolicyVersion, Question

PLACES = range(1, MOST_CHOICES + 1)


def choice_field(place: int) -> forms.CharField:
    """The first two are asked for; the others may stay empty."""
    return forms.CharField(
        label=gettext_lazy("Answer %(n)s") % {"n": place},
        max_length=200,
        required=place <= 2,  # noqa: PLR2004  # a question has two answers at least
        error_messages={"required": gettext_lazy("Enter answer %(n)s") % {"n": place}},
    )


class QuestionForm(GovukForm):
    """``arguments`` are those of ``actions.add_question`` and ``change_question``."""

    text = forms.CharField(
        label=gettext_lazy("The question"),
        help_text=gettext_lazy("Short and plain. It helps people to notice what matters."),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": gettext_lazy("Enter the question")},
    )
    choice_1 = choice_field(1)
    choice_2 = choice_field(2)
    choice_3 = choice_field(3)
    choice_4 = choice_field(4)
    choice_5 = choice_field(5)
    right = forms.TypedChoiceField(
        label=gettext_lazy("Which answer is right?"),
        choices=[(str(n), gettext_lazy("Answer %(n)s") % {"n": n}) for n in PLACES],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Select which of the answers is right")},
    )
    explanation = forms.CharField(
        label=gettext_lazy("Explanation"),
        help_text=gettext_lazy("Shown after a wrong answer. Say kindly what the text means."),
        max_length=2_000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": gettext_lazy("Enter the explanation")},
    )
    anchor = forms.ChoiceField(
        label=gettext_lazy("The clause that says so"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Select a clause of this text")},
    )
    govuk = {"right": {"inline": True}}

    def __init__(self, *args: Any, version: PolicyVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clauses = places(version.text).items()
        self.fields["anchor"].choices = [("", _("None")), *clauses]  # type: ignore[attr-defined]

    def clean_right(self) -> int:
        right: int = self.cleaned_data["right"]
        if not self.cleaned_data.get(f"choice_{right}"):
            raise forms.ValidationError(_("Select an answer that you entered"))
        return right

    def arguments(self) -> dict[str, Any]:
        """Empty answers are left out, and the right one is counted from 0 among the others."""
        answers = self.cleaned_data
        entered = [n for n in PLACES if answers[f"choice_{n}"]]
        return {
            "text": answers["text"],
            "choices": [answers[f"choice_{n}"] for n in entered],
            "right": entered.index(answers["right"]),
            "explanation": answers["explanation"],
            "anchor": answers["anchor"],
        }


def typed_before(question: Question) -> dict[str, Any]:
    """What stands in the form of a question that is changed."""
    choices = {f"choice_{n}": text for n, text in enumerate(question.choices, 1)}
    return {
        "text": question.text,
        "right": str(question.right + 1),
        "explanation": question.explanation,
        "anchor": question.anchor,
        **choices,
    }


class AnswersForm(GovukForm):
    """One set of radios for each question that is still open."""

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[f"question_{question.pk}"] = forms.TypedChoiceField(
                label=question.text,
                choices=[(str(n), text) for n, text in enumerate(question.choices)],
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Select an answer to “%(question)s”")
                    % {"question": question.text}
                },
            )

    def chosen(self) -> dict[int, int]:
        """The place of each answer by the id of its question."""
        return {
            int(name.removeprefix("question_")): place for name, place in self.cleaned_data.items()
        }
