"""What is asked about the report to the regulator, question by question, and once it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from breaches.models import Route, Stage
from breaches.notifying.questions import Kind
from councilgov.forms.clocks import Asked, MomentsForm
from councilgov.forms.dates import DateField
from councilgov.forms.fields import line, words
from councilgov.forms.kit import GovukForm

if TYPE_CHECKING:
    from breaches.models import Assessment
    from breaches.notifying.pack import Given, Pack
    from breaches.notifying.questions import Question

MOST = 10_000_000


def number(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST,
        error_messages={
            "invalid": _("Enter a whole number, like 40"),
            "min_value": _("Enter 0 or a higher number"),
            "max_value": _("Enter a lower number"),
        },
    )


class AnswerForm(GovukForm):
    """The fields are named after the arguments of ``notifying.actions.save_answer``."""

    marks_optional = False
    govuk = {"least": {"width": "10"}, "most": {"width": "10"}}

    is_unknown = forms.BooleanField(
        label=_("Not all of this is known yet"),
        help_text=_("That is an answer too: you can send the report now, and the rest later."),
        required=False,
    )
    expected_on = DateField(
        label=_("If not: by when do you expect to know?"),
        required=False,
        future=True,
        noun=_("The day"),
    )
    field_order = ["chosen", "least", "most", "words", "is_unknown", "expected_on"]

    def __init__(self, *args: Any, question: Question, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        label, hint = question.label, question.hint
        if question.kind == Kind.CHOICES:
            self.fields["chosen"] = forms.MultipleChoiceField(
                label=label,
                help_text=hint,
                choices=question.choices,
                widget=forms.CheckboxSelectMultiple,
                required=False,
                error_messages={"invalid_choice": _("Choose from the list")},
            )
        if question.kind == Kind.COUNT:
            self.fields["least"] = number(_("The number, or the lowest that it may be"))
            self.fields["most"] = number(_("The highest that it may be, if you are not sure"))
        is_all = question.kind == Kind.WORDS
        self.fields["words"] = words(
            label if is_all else _("Anything to add?"), hint=hint if is_all else "", rows=5
        )
        self.order_fields(self.field_order)


def first_of(given: Given) -> dict[str, Any]:
    """What stands in the form at first: the answer, or what the portal knows."""
    answer = given.answer
    if answer is None:
        return {"words": given.words}
    names = ("words", "chosen", "least", "most", "is_unknown", "expected_on")
    return {name: getattr(answer, name) for name in names}


class ReferenceForm(GovukForm):
    """The fields are named after the arguments of ``notifying.actions.add_reference``."""

    reference = line(
        _("The regulator’s number"), _("Enter the number that the regulator gave it"), most=40
    )


class ToldForm(MomentsForm):
    """The fields are named after the arguments of ``notifying.actions.record_notification``."""

    govuk = {"told_at_time": {"width": "10"}}
    moments = {
        "told_at": Asked(
            _("On which day was the regulator told?"),
            _("At what time?"),
            _("Enter the day on which the regulator was told"),
            _("Enter the time at which the regulator was told"),
        )
    }
    field_order = [
        "stage",
        "route",
        "told_at_day",
        "told_at_time",
        "told_at_which",
        "reference",
        "unknown",
        "late_because",
    ]

    stage = forms.ChoiceField(
        label=_("What was it?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what it was")},
    )
    route = forms.ChoiceField(
        label=_("How?"),
        choices=Route,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how the regulator was told")},
    )
    reference = line(_("The regulator’s reference, if there is one"), most=40)
    unknown = words(_("What was not known yet?"), rows=3)
    late_because = words(_("If more than 72 hours had passed: why?"), rows=3)

    def __init__(self, *args: Any, row: Assessment, pack: Pack, **kwargs: Any) -> None:
        unknown = [str(one.question.label) for one in pack.given if one.is_unknown]
        delay = next(one.words for one in pack.given if one.question.slug == "delay")
        known = {"unknown": "\n".join(unknown), "late_because": delay}
        first = {"told_at": timezone.now(), **known}
        kwargs["initial"] = first | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        stage = self.fields["stage"]
        assert isinstance(stage, forms.ChoiceField)  # noqa: S101  # for the type checker
        stage.choices = [(at.value, at.label) for at in Stage if row.may_be_told(at)]
        if found := pack.naming():
            self.fields["names_because"] = words(
                _("The report may name somebody. Why is that needed?"),
                hint=", ".join(word for _question, names in found for word in names),
                rows=3,
            )
