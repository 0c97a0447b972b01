"""What people type about decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.clocks import ClockField
from councilgov.forms.dates import DateField
from councilgov.forms.fields import count, line
from councilgov.forms.kit import GovukForm
from councilgov.forms.reasons import ReasonForm
from policies.deciding import minutes
from policies.deciding.checks import outcomes_of
from policies.models import Body
from policies.votes import Casting, Method

if TYPE_CHECKING:
    from collections.abc import Sequence

    from policies.models import PolicyVersion, Stage

NO_INTERESTS = _("No interests were declared")


class DecisionForm(GovukForm):
    """The fields are named after the arguments of ``actions.decide``.

    Where the way of the versions is laid down, the body is known and is not asked for.
    """

    govuk = {
        "versions": {"size": "m"},
        "interests_declared": {"conditional": {"yes": ["interests"]}},
        "began_at_time": {"width": "10"},
        "ended_at_time": {"width": "10"},
        "minute_item": {"width": "10"},
        "present": {"width": "3"},
        "votes_for": {"width": "3"},
        "votes_against": {"width": "3"},
        "abstained": {"width": "3"},
    }
    versions = forms.TypedMultipleChoiceField(
        label=_("What was decided on?"),
        help_text=_("Tick everything that this one vote was about."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Select what was decided on")},
    )
    body = line(
        _("Name of the body"),
        _("Enter the name of the body"),
        _("For example: Governance Committee"),
        100,
    )
    body_kind = forms.ChoiceField(
        label=_("What kind of body is it?"),
        choices=Body,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what kind of body it is")},
    )
    met_on = DateField(
        label=_("Day of the meeting"),
        past=True,
        error_messages={"required": _("Enter the day of the meeting")},
    )
    began_at_time = ClockField(
        label=_("When did it start?"), help_text=_("For example: 7:30pm"), required=False
    )
    ended_at_time = ClockField(label=_("When did it end?"), required=False)
    place = line(_("Where was it?"))
    minute_item = line(
        _("Number of the minute"), hint=_("Empty while there are no minutes"), most=20
    )
    item_title = line(_("Title of the item"))
    presenter = line(_("Who presented it?"), most=100)
    interests_declared = forms.ChoiceField(
        label=_("Were interests declared?"),
        choices=[
            ("none", NO_INTERESTS),
            ("yes", _("Yes, interests were declared")),
            ("unsaid", _("The minutes do not say")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select if interests were declared")},
    )
    interests = line(_("Who declared what?"), _("Enter who declared what"))
    attendances = forms.CharField(
        label=_("Who was present?"),
        help_text=_(
            "Voting members and substitutes, one on each line: name, group, office, for whom. "
            "For example: Kim Birch, Labour Group, substitute for Jo Cedar"
        ),
        widget=forms.Textarea({"rows": 8}),
        max_length=10_000,
        required=False,
    )
    present = count(
        _("How many voting members were present?"),
        _("Substitutes among them: they may vote. Empty if you listed everybody."),
    )
    method = forms.ChoiceField(
        label=_("How was the vote taken?"),
        choices=Method,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how the vote was taken")},
    )
    votes_for = count(_("Votes for"), _("Leave the numbers empty if nobody counted."))
    votes_against = count(_("Votes against"))
    abstained = count(_("Abstained"))
    casting_vote = forms.ChoiceField(
        label=_("The chair’s casting vote"),
        help_text=_("Only where the vote was tied."),
        choices=Casting,
        widget=forms.RadioSelect,
        required=False,
        initial=Casting.NONE,
    )
    named_dissent = forms.CharField(
        label=_("Who asked to be recorded as voting against?"),
        help_text=_("One name on each line, as the minutes give it."),
        widget=forms.Textarea({"rows": 3}),
        max_length=4_000,
        required=False,
    )
    outcome = forms.ChoiceField(
        label=_("What was decided?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what was decided")},
    )
    resolution = forms.CharField(
        label=_("The resolution, in the words of the minutes"),
        widget=forms.Textarea({"rows": 6}),
        max_length=20_000,
        required=False,
    )

    def __init__(
        self, *args: Any, versions: Sequence[PolicyVersion], stage: Stage | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known = {str(version.pk): version for version in versions}
        self.stage = stage
        self._offer("versions", [(pk, str(version)) for pk, version in self.known.items()])
        self._offer("outcome", [(one.value, one.label) for one in outcomes_of(stage)])
        if stage:
            del self.fields["body"], self.fields["body_kind"]

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices

    def clean_versions(self) -> list[PolicyVersion]:
        return [self.known[pk] for pk in self.cleaned_data["versions"]]

    def clean_attendances(self) -> list[dict[str, str]]:
        return minutes.members(self.cleaned_data["attendances"])

    def clean_named_dissent(self) -> list[str]:
        return minutes.lines(self.cleaned_data["named_dissent"])

    def arguments(self) -> dict[str, Any]:
        """What ``actions.decide`` takes."""
        said = {**self.cleaned_data}
        if said.pop("interests_declared") == "none":
            said["interests"] = str(NO_INTERESTS)
        if self.stage:
            said |= {"body": self.stage.body, "body_kind": self.stage.body_kind}
        if said["present"] is None:
            said["present"] = len(said["attendances"]) or None
        return said


class CorrectionForm(GovukForm):
    """The field is named after the argument of ``actions.correct``."""

    text = forms.CharField(
        label=_("What is wrong, and what is right?"),
        help_text=_(
            "For example: Councillor Birch was present, and is missing from the list. "
            "Everybody who may read the decision may read this."
        ),
        widget=forms.Textarea({"rows": 4}),
        max_length=4_000,
        error_messages={"required": _("Enter what is wrong and what is right")},
    )


class CertificateForm(GovukForm):
    """The fields are named after the arguments of ``actions.certify``."""

    text_sha256 = forms.CharField(widget=forms.HiddenInput)
    is_confirmed = forms.BooleanField(
        label=_("This is, word for word, the text that was resolved"),
        error_messages={"required": _("Tick the box if this is the text that was resolved")},
    )


class WithdrawalForm(ReasonForm):
    """Of a code of conduct: when full council withdrew it, as arguments of ``actions.withdraw``."""

    govuk = {"minute_item": {"width": "10"}}
    field_order = ["met_on", "minute_item"]
    met_on = DateField(
        label=_("When did full council meet?"),
        help_text=_("In England only full council withdraws a code of conduct."),
        past=True,
        error_messages={"required": _("Enter the day of the meeting")},
    )
    minute_item = line(_("Number of the minute"), _("Enter the number of the minute"), most=20)

    def arguments(self) -> dict[str, Any]:
        """What ``actions.withdraw`` takes."""
        return {name: self.cleaned_data[name] for name in ("met_on", "minute_item", "reason")}
