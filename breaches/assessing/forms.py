"""What is asked about one controller's part of an incident."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from breaches.involved import NOTED
from breaches.models import Cause, Exemption
from breaches.severity import CIRCUMSTANCES
from councilgov.capacity import Controller
from councilgov.forms.clocks import Asked, MomentsForm
from councilgov.forms.dates import DateField
from councilgov.forms.fields import chosen, line, words
from councilgov.forms.kit import GovukForm
from councilgov.people.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from breaches.models import Assessment, Incident

YES, NO = "yes", "no"
YES_NO = [(YES, _("Yes")), (NO, _("No"))]


def person(label: Any, missing: Any = None) -> forms.ModelChoiceField:  # type: ignore[type-arg]
    """Somebody with an account; without ``missing`` nobody may be chosen."""
    return forms.ModelChoiceField(
        User.objects.filter(is_active=True),
        label=label,
        required=missing is not None,
        error_messages={"required": missing or ""},
    )


class ControllerForm(GovukForm):
    """The fields are named after the arguments of ``triaging.actions.add_controller``."""

    govuk = {
        "controller": {
            "conditional": {"councillor": ["councillor"], "outside_body": ["body"]},
        },
    }

    controller = chosen(
        _("Who else answers for the information?"),
        [
            (Controller.COUNCIL, _("The council")),
            (Controller.COUNCILLOR, _("A councillor, for their ward’s records")),
            (Controller.OUTSIDE_BODY, _("An outside body")),
        ],
        _("Select who answers for the information"),
    )
    councillor = person(_("Which councillor?"))
    body = line(_("Which body?"), most=150)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        councillor = self.fields["councillor"]
        assert isinstance(councillor, forms.ModelChoiceField)  # noqa: S101  # for the type checker
        councillor.queryset = incident.who_may_answer().filter(is_active=True)

    def clean(self) -> dict[str, Any] | None:
        """What belongs to the answer is there."""
        cleaned = super().clean()
        asked = {"councillor": "councillor", "outside_body": "body"}
        name = asked.get(self.cleaned_data.get("controller", ""))
        if name and not self.cleaned_data.get(name):
            told = {"councillor": _("Choose the councillor"), "body": _("Enter the body")}
            self.add_error(name, told[name])
        return cleaned


class InvolveForm(GovukForm):
    """The fields are named after the arguments of ``triaging.actions.involve``."""

    person = person(_("Who?"), _("Choose who it is"))
    part = chosen(_("What have they to do with it?"), NOTED, _("Select what they did"))


class NoticedForm(MomentsForm):
    """The fields are named after the arguments of ``triaging.noticing.correct_noticed``."""

    govuk = {"noticed_at_time": {"width": "10"}}
    moments = {
        "noticed_at": Asked(
            _("On which day was it first noticed?"),
            _("At what time, roughly?"),
            _("Enter the day on which it was first noticed"),
            _("Enter the time at which it was first noticed"),
            _("The 72 hours move along, but for what was set or told with reasons."),
        )
    }

    because = words(
        _("Why was it another time?"),
        _("Say why it was another time"),
        _("For a later time the Data Protection Officer advises first."),
        rows=3,
    )


class AwareForm(MomentsForm):
    """The fields are named after the arguments of ``triaging.actions.set_aware``. Why is asked for
    a later time alone, so it is not marked as optional.
    """

    marks_optional = False
    govuk = {"aware_at_time": {"width": "10"}}
    moments = {
        "aware_at": Asked(
            _("On which day were they reasonably sure of it?"),
            _("At what time?"),
            _("Enter the day on which they were reasonably sure"),
            _("Enter the time at which they were reasonably sure"),
        )
    }

    because = words(
        _("If later than it was noticed: why, as the Data Protection Officer says"), rows=3
    )


class OwnAwareForm(AwareForm):
    """The same, asked of a councillor about their own records."""

    moments = {
        "aware_at": Asked(
            _("On which day were you reasonably sure of it?"),
            _("At what time?"),
            _("Enter the day on which you were reasonably sure"),
            _("Enter the time at which you were reasonably sure"),
        )
    }


DPC = [
    ("1", _("Simple, such as a name, an address or a job (1)")),
    ("2", _("About where somebody is, or what they do and like (2)")),
    ("3", _("About money, such as income, cards or benefits (3)")),
    ("4", _("Sensitive, such as health, beliefs, politics or convictions (4)")),
]
EI = [
    ("0.25", _("Hardly by anybody (0.25)")),
    ("0.5", _("With much effort (0.5)")),
    ("0.75", _("With some effort (0.75)")),
    ("1", _("At once (1)")),
]
WORDED: dict[str, tuple[StrOrPromise, list[tuple[str, StrOrPromise]], StrOrPromise]] = {
    "confidentiality": (
        _("Who has seen it?"),
        [
            ("0", _("It was exposed, and nothing says that anybody used it (0)")),
            ("0.25", _("Some people, who are known (0.25)")),
            ("0.5", _("Nobody knows how many (0.5)")),
        ],
        _("Select who has seen it"),
    ),
    "integrity": (
        _("Was it changed?"),
        [
            ("0", _("No, or nothing wrong came of it (0)")),
            ("0.25", _("Perhaps used wrongly, and can be put right (0.25)")),
            ("0.5", _("Used wrongly, and can’t be put right (0.5)")),
        ],
        _("Select if it was changed"),
    ),
    "availability": (
        _("Is it lost?"),
        [
            ("0", _("No, or it is got back easily (0)")),
            ("0.25", _("For some time (0.25)")),
            ("0.5", _("For good (0.5)")),
        ],
        _("Select if it is lost"),
    ),
    "malice": (
        _("Did somebody mean harm?"),
        [("0", _("No, or nobody knows (0)")), ("0.5", _("Yes (0.5)"))],
        _("Select if somebody meant harm"),
    ),
}


class SeverityForm(GovukForm):
    """ENISA's questions (2013): what it is about, how easily people are found by it, and what
    happened to it.
    """

    dpc = chosen(_("What is the information about?"), DPC, _("Select what it is about"))
    ei = chosen(
        _("How easily are people found by it?"), EI, _("Select how easily people are found by it")
    )
    more_than_100 = chosen(
        _("Is it about more than 100 people?"), YES_NO, _("Select if it is about more than 100")
    )
    is_unintelligible = chosen(
        _("Was it encrypted, and is the key safe?"), YES_NO, _("Select if it was encrypted")
    )

    def __init__(self, *args: Any, is_own: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, choices, missing) in WORDED.items():
            self.fields[name] = chosen(label, choices, missing)
        if is_own:
            self._leave_out_figures()
        self.order_fields(["dpc", "ei", *WORDED, "more_than_100", "is_unintelligible"])

    def _leave_out_figures(self) -> None:
        """A councillor chooses by the words: the figures are for those who know the method."""
        for name in ("dpc", "ei", *WORDED):
            field: Any = self.fields[name]
            field.choices = [
                (value, str(label).rpartition(" (")[0]) for value, label in field.choices
            ]

    def told(self) -> dict[str, Any]:
        """The arguments of ``assessing.actions.work_out``."""
        cleaned = self.cleaned_data
        return {
            "dpc": int(cleaned["dpc"]),
            "ei": Decimal(cleaned["ei"]),
            "circumstances": {part: Decimal(cleaned[part]) for part in CIRCUMSTANCES},
            "more_than_100": cleaned["more_than_100"] == YES,
            "is_unintelligible": cleaned["is_unintelligible"] == YES,
        }


class CauseForm(GovukForm):
    """The fields are named after the arguments of ``triaging.actions.name_cause``."""

    cause = chosen(_("Why could it happen?"), Cause.choices, _("Select why it could happen"))
    words = words(_("What makes you think so?"), _("Say why, in a few words"))


class AdviceForm(GovukForm):
    """What the Data Protection Officer advises."""

    advice = words(_("What do you advise?"), _("Write what you advise"))


class DecisionForm(GovukForm):
    """A decision. Where the Data Protection Officer has not advised, it asks why nobody waits."""

    def __init__(self, *args: Any, row: Assessment, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if row.lacks_advice:
            self.fields["unadvised_because"] = words(
                _("The Data Protection Officer has not advised yet. Why do you not wait for it?"),
                _("Say why you do not wait for the advice"),
                rows=3,
            )
            self.initial.setdefault("unadvised_because", row.unadvised_because)


class RegulatorForm(DecisionForm):
    """Whether the regulator is told, and why."""

    is_notifiable = chosen(
        _("Is a risk to people likely?"),
        [
            (YES, _("Yes: the regulator is told")),
            (NO, _("No, a risk is unlikely: the regulator is not told")),
        ],
        _("Select if a risk to people is likely"),
    )
    reason = words(_("Why?"), _("Say why, in a few words"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean_is_notifiable(self) -> bool:
        return bool(self.cleaned_data["is_notifiable"] == YES)


class PeopleForm(DecisionForm):
    """Whether the people are told, and why."""

    govuk = {"is_required": {"conditional": {NO: ["exemption", "review_on"]}}}

    is_required = chosen(
        _("Are the people told?"),
        [(YES, _("Yes, the risk to them is high")), (NO, _("No"))],
        _("Select if the people are told"),
    )
    exemption = forms.ChoiceField(
        label=_("Why not?"), choices=Exemption, widget=forms.RadioSelect, required=False
    )
    review_on = DateField(
        label=_("If it would harm work against crime: when do you look at it again?"),
        required=False,
        noun=_("The day"),
    )
    reason = words(_("Your reasons"), _("Say why, in a few words"))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        if self.data.get("is_required") == NO and not self.cleaned_data.get("exemption"):
            self.add_error("exemption", _("Select why the people are not told"))
        return cleaned

    def clean_is_required(self) -> bool:
        return bool(self.cleaned_data["is_required"] == YES)
