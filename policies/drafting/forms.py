"""What people type about drafts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm
from policies.models import Body, CommitteeReport, Policy, PolicyKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from councilgov.people.models import User
    from policies.models import PolicyVersion

MAJOR, MINOR = "major", "minor"
ALONE, ONE_MORE, TWO_MORE = "1", "2", "3"
BODY_HINT = _("As in the minutes, such as: Council")


class LinesField(forms.CharField):
    """Texts that people type one a line."""

    widget = forms.Textarea({"rows": 3})

    def clean(self, value: Any) -> Any:
        typed: str = super().clean(value)
        return [line.strip() for line in typed.splitlines() if line.strip()]


def owner_field() -> forms.CharField:
    return forms.CharField(
        label=_("Owner"),
        help_text=_("The post that looks after the policy, such as Monitoring Officer"),
        max_length=100,
        required=False,
    )


def parent_field() -> Any:
    return forms.ModelChoiceField(
        Policy.objects.all(),
        label=_("Forms part of"),
        required=False,
        empty_label=_("No other policy"),
    )


def related_field() -> LinesField:
    return LinesField(
        label=_("To be read together with"),
        help_text=_("One document a line. After a colon say why: Code of conduct: it governs all."),
        max_length=2_000,
        required=False,
    )


def kind_field() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("What is it?"),
        choices=PolicyKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what it is")},
    )


def title_field() -> forms.CharField:
    return forms.CharField(
        label=_("Title"),
        max_length=200,
        error_messages={"required": _("Enter the title of the policy")},
    )


class CorrectPolicyForm(GovukForm):
    """The fields are named after the arguments of ``actions.correct_policy``."""

    title = title_field()
    kind = kind_field()


class PolicyForm(GovukForm):
    """The fields are named after the arguments of ``actions.start_policy``."""

    title = title_field()
    kind = kind_field()
    owner = owner_field()
    parent = parent_field()
    related = related_field()


class NewVersionForm(GovukForm):
    """The fields are named after the arguments of ``actions.start_version``."""

    govuk = {
        "size": {
            "hints": {
                MAJOR: _("Everybody in the audience is asked to read and sign it again."),
                MINOR: _(
                    "For slips of the pen and new contacts. Who has signed is not asked again."
                ),
            }
        }
    }

    size = forms.ChoiceField(
        label=_("How much will change?"),
        choices=[(MAJOR, _("A major version")), (MINOR, _("A minor version"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how much will change")},
    )
    summary = forms.CharField(
        label=_("What will change?"),
        help_text=_("In a few words. You can change this later."),
        widget=forms.Textarea({"rows": 3}),
        max_length=2_000,
        required=False,
    )

    @property
    def answers(self) -> dict[str, Any]:
        """The arguments of the action."""
        is_major = self.cleaned_data["size"] == MAJOR
        return {"is_major": is_major, "summary": self.cleaned_data["summary"]}


class DetailsForm(GovukForm):
    """The fields are named after the arguments of ``actions.change_details``."""

    dated = forms.CharField(
        label=_("Date on the document"),
        help_text=_("As it says it, such as: July 2026"),
        max_length=50,
        required=False,
    )
    summary = forms.CharField(
        label=_("What changed?"),
        help_text=_("In a few words, for whoever signs it"),
        widget=forms.Textarea({"rows": 3}),
        max_length=2_000,
        required=False,
    )
    owner = owner_field()
    parent = parent_field()
    related = related_field()

    def __init__(self, *args: Any, version: PolicyVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        policies: Any = self.fields["parent"]
        policies.queryset = Policy.objects.exclude(pk=version.policy_id)


class ReviewForm(GovukForm):
    """Who is asked to comment."""

    asked: Any = forms.ModelMultipleChoiceField(
        queryset=None,
        label=_("Whom do you ask to comment?"),
        help_text=_(
            "They get an email on the next working morning. Others who draft may comment too."
        ),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Select whom you ask to comment")},
    )

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["asked"]
        choices.queryset = people
        choices.label_from_instance = self.name_of

    @staticmethod
    def name_of(person: User) -> str:
        return person.full_name


class NextMeetingForm(GovukForm):
    """What was deferred, or recommended as amended, goes on with a report to the next meeting."""

    report: Any = forms.ModelChoiceField(
        queryset=None,
        label=_("Report"),
        help_text=_("Only reports to meetings to come are listed."),
        empty_label=_("Select a report"),
        error_messages={"required": _("Select the report that goes with it")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices: Any = self.fields["report"]
        choices.queryset = CommitteeReport.objects.for_meetings_to_come()

    @property
    def stages(self) -> list[tuple[str, str]]:
        """The bodies in their order, with their kinds; none where the way is laid out already."""
        return []


class SubmissionForm(NextMeetingForm):
    """The way of a version through the council: the body of the report, and those after it."""

    govuk = {
        "bodies": {
            "conditional": {
                ONE_MORE: ["decides", "decides_kind"],
                TWO_MORE: ["second", "second_kind", "third", "third_kind"],
            }
        }
    }

    bodies = forms.ChoiceField(
        label=_("Which body decides?"),
        choices=[
            (ALONE, _("The body that the report is to")),
            (ONE_MORE, _("It recommends, and another body decides")),
            (TWO_MORE, _("It and a second body recommend, and a third one decides")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select which body decides")},
    )
    decides = forms.CharField(
        label=_("The body that decides"), help_text=BODY_HINT, max_length=100, required=False
    )
    decides_kind = forms.ChoiceField(
        label=_("What kind of body is it?"),
        choices=Body,
        error_messages={"required": _("Select what kind of body it is")},
    )
    second = forms.CharField(
        label=_("The second body"), help_text=BODY_HINT, max_length=100, required=False
    )
    second_kind = forms.ChoiceField(
        label=_("What kind of body is the second?"),
        choices=Body,
        error_messages={"required": _("Select what kind of body it is")},
    )
    third = forms.CharField(
        label=_("The body that decides last"), help_text=BODY_HINT, max_length=100, required=False
    )
    third_kind = forms.ChoiceField(
        label=_("What kind of body is the last?"),
        choices=Body,
        error_messages={"required": _("Select what kind of body it is")},
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        for name in self.more_bodies():
            if not self.cleaned_data.get(name):
                self.add_error(name, _now("Enter the name of this body"))
        return cleaned

    def more_bodies(self) -> Iterable[str]:
        asked = {ONE_MORE: ["decides"], TWO_MORE: ["second", "third"]}
        return asked.get(self.cleaned_data.get("bodies", ""), [])

    @property
    def stages(self) -> list[tuple[str, str]]:
        """The bodies in their order, with their kinds."""
        answers = self.cleaned_data
        first = (answers["report"].body, answers["report"].body_kind)
        more = [(answers[name], answers[f"{name}_kind"]) for name in self.more_bodies()]
        return [first, *more]
