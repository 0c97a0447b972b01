"""What is asked of whoever reports something: five questions, in plain words."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from breaches.models import CATEGORIES, IncidentKind
from breaches.reporting.leads import choices, choices_without_leads
from councilgov.capacity import Capacity
from councilgov.days import deadline_in_words
from councilgov.forms.clocks import Asked, MomentsForm
from councilgov.forms.fields import chosen, words
from councilgov.forms.kit import GovukForm
from councilgov.people.models import User
from devices.models import Device

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

NOBODY_NAMED = _("Do not name constituents or describe their cases.")
NOTICED = Asked(
    _("On which day did you notice?"),
    _("At what time, roughly?"),
    _("Enter the day on which you noticed"),
    _("Enter the time at which you noticed"),
    _("The 72 hours for telling the regulator count from then, not from this report."),
)
OCCURRED = Asked(
    _("On which day did it happen?"),
    _("At what time, roughly?"),
    _("Enter the day on which it happened"),
    _("Enter the time at which it happened"),
)
CASES: Mapping[str, StrOrPromise] = {
    IncidentKind.WRONG_PERSON: _(
        "For example: I sent a WhatsApp message about a planning objection to the wrong number."
    ),
    IncidentKind.SEEN: _("For example: I left a folder with case papers on the train."),
    IncidentKind.ACCOUNT: _("For example: my Facebook page posts things that I did not write."),
    IncidentKind.SUSPICIOUS: _(
        "For example: an email that looks like one of ours asks me to log in."
    ),
    IncidentKind.SHARED: _("For example: somebody at home used my council laptop."),
}
"""What somebody may write, for each kind."""
ON_A_DEVICE = frozenset(
    {IncidentKind.LOST, IncidentKind.DAMAGED, IncidentKind.SHARED, IncidentKind.SUSPICIOUS}
)
TO_SOMEBODY = frozenset({IncidentKind.WRONG_PERSON, IncidentKind.SEEN})
IN_USE = frozenset({IncidentKind.ACCOUNT, IncidentKind.SHARED})
"""Of these somebody has an account or a device in use, and it need not be who reports it."""
LONG_AGO = timedelta(days=31)
"""Of a moment so far back it is asked whether it is right."""
UNSURE, THEN, EARLIER, UNKNOWN = "unsure", "then", "earlier", "unknown"
MINE, OTHERS = "mine", "others"


def categories(kind: str) -> forms.ChoiceField:
    """Which use that is not allowed, of those of a kind."""
    known = [(one.value, one.label) for one in CATEGORIES[kind]]
    return chosen(
        _("Which of these is it?"),
        [*known, (UNSURE, _("I am not sure, or none of these"))],
        _("Select which of these it is"),
        _("The policy in force on the day is shown beside your report. Nobody is judged by it."),
    )


class DeviceField(forms.ModelChoiceField):  # type: ignore[type-arg]
    """One of the devices that somebody has, or none of them."""

    def __init__(self) -> None:
        super().__init__(
            Device.objects.none(),
            label=_("On which device?"),
            required=False,
            empty_label=_("On another one, or on none"),
            widget=forms.RadioSelect,
        )

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.description)


class ReportForm(MomentsForm):
    """Every question of a report: all on one page, or ``only`` those of one page. Which are asked,
    and in which words, depends on the ``kind``, where it is known already, and on the ``person``.

    ``arguments`` gives the answers as ``reporting.actions.report_incident`` takes them.
    """

    govuk = {
        "kind": {"conditional": {IncidentKind.MISUSE: ["misuse"], IncidentKind.SOCIAL: ["social"]}},
        "capacity": {
            "hints": {
                Capacity.COUNCIL: _("For example: a committee, the cabinet, a group of officers"),
                Capacity.WARD: _("People who came to you for help"),
                Capacity.OUTSIDE_BODY: _("For example: a school, a charity or another authority"),
            }
        },
        "occurred": {
            "conditional": {
                EARLIER: ["occurred_at_day", "occurred_at_time", "occurred_at_which"],
            }
        },
        "noticed_at_time": {"width": "10"},
        "occurred_at_time": {"width": "10"},
        "reported_at_time": {"width": "10"},
    }
    moments: ClassVar[Mapping[str, Asked]] = {"noticed_at": NOTICED, "occurred_at": OCCURRED}
    field_order = [
        "kind",
        "misuse",
        "social",
        "capacity",
        "happened",
        "noticed_at_day",
        "noticed_at_time",
        "noticed_at_which",
        "occurred",
        "occurred_at_day",
        "occurred_at_time",
        "occurred_at_which",
        "data_told",
        "whose",
        "device",
        "recipient",
        "is_near_miss",
    ]

    kind = chosen(_("What went wrong?"), IncidentKind.choices, _("Select what went wrong"))
    misuse = categories(IncidentKind.MISUSE)
    social = categories(IncidentKind.SOCIAL)
    capacity = chosen(
        _("Whose work was it about?"),
        [
            (Capacity.COUNCIL, _("The council’s")),
            (Capacity.WARD, _("My own, as a ward councillor")),
            (Capacity.OUTSIDE_BODY, _("An outside body’s, where I sit for the council")),
            (Capacity.POLITICAL, _("A political party’s, or a campaign’s")),
            (UNSURE, _("I am not sure")),
        ],
        _("Select whose work it was about"),
        _("It says who answers for the information. If you are not sure, we find out."),
    )
    happened = words(
        _("What happened?"), _("Say what happened, in a few words"), NOBODY_NAMED, rows=5
    )
    occurred = chosen(
        _("When did it happen?"),
        [
            (THEN, _("At that moment")),
            (EARLIER, _("Before that")),
            (UNKNOWN, _("I do not know")),
        ],
        _("Select when it happened"),
    )
    data_told = words(
        _("Which information was it, and about how many people?"),
        hint=_("For example: names and addresses of about 20 people. Nobody’s name."),
        rows=3,
    )
    whose = chosen(
        _("Whose account or device is it?"),
        [(MINE, _("Mine")), (OTHERS, _("Somebody else’s")), (UNSURE, _("I am not sure"))],
        _("Select whose account or device it is"),
        _("So that the service desk does not lock the wrong one."),
    )
    device = DeviceField()
    recipient = forms.ModelChoiceField(
        User.objects.none(),
        label=_("Did a councillor or an officer see or get it?"),
        help_text=_("If so, they do not look into it."),
        required=False,
        empty_label=_("No, or I do not know"),
    )
    is_near_miss = forms.TypedChoiceField(
        label=_("Could anybody see or use what they should not have?"),
        choices=[("no", _("Yes, or I do not know")), ("yes", _("No, it was stopped in time"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Select if anybody could see or use it")},
    )

    def __init__(
        self, *args: Any, person: User, kind: str = "", only: Collection[str] = (), **kwargs: Any
    ) -> None:
        self.person = person
        super().__init__(*args, **kwargs)
        for name in [name for name in self.fields if not _is_of(name, only)]:
            del self.fields[name]
        for name in self.needless(kind):
            self.fields.pop(name, None)
        self._fill()
        self._word(kind)
        if only and len(self.fields) == 1 and "kind" not in self.fields:
            (self.heading,) = self.fields

    def needless(self, kind: str) -> set[str]:
        """What tells nothing about this kind."""
        told = {
            "device": kind in ON_A_DEVICE,
            "recipient": kind in TO_SOMEBODY,
            "whose": kind in IN_USE,
            "data_told": kind != IncidentKind.SUSPICIOUS,
        }
        return {name for name, is_told in told.items() if kind and not is_told}

    def _fill(self) -> None:
        """Their own devices, if any; everybody else; and whose work it was, if it may be theirs."""
        if "capacity" in self.fields and not self.person.is_councillor:
            del self.fields["capacity"]
        if "kind" in self.fields:
            choose(self, "kind").choices = choices()
        if "recipient" in self.fields:
            others = User.objects.filter(is_active=True).exclude(pk=self.person.pk)
            choose(self, "recipient").queryset = others
        if "device" in self.fields:
            mine = Device.objects.held_by(self.person).with_row()
            choose(self, "device").queryset = mine
            if not mine.exists():
                del self.fields["device"]

    def _word(self, kind: str) -> None:
        """What is asked in other words of this kind."""
        example = CASES.get(kind)
        if example and "happened" in self.fields:
            self.fields["happened"].help_text = format_lazy("{} {}", example, NOBODY_NAMED)
        if kind == IncidentKind.SUSPICIOUS and "is_near_miss" in self.fields:
            asked = choose(self, "is_near_miss")
            asked.label = _("Did you click on a link, open a file or enter a password?")
            asked.choices = [("no", _("Yes, or I am not sure")), ("yes", _("No"))]
            asked.error_messages["required"] = _("Select if you clicked, opened or entered it")

    def clean(self) -> dict[str, Any] | None:
        """It is noticed when it happens, or later."""
        cleaned = super().clean()
        noticed = self.cleaned_data.get("noticed_at")
        occurred = self.cleaned_data.get("occurred_at")
        if noticed and occurred and occurred > noticed:
            told = _(
                "It can’t be noticed before it happened. Check when it happened, and when you "
                "noticed"
            )
            self.add_error("occurred_at_time", told)
        return cleaned

    def arguments(self) -> dict[str, Any]:
        """What was answered here, as the action takes it."""
        given = dict(self.cleaned_data)
        category = given.pop("misuse", "") or given.pop("social", "")
        given.pop("social", None)
        if category:
            given["category"] = "" if category == UNSURE else category
        if given.get("capacity") == UNSURE:
            given["capacity"] = ""
        if given.pop("whose", "") == MINE:
            given["owner"] = self.person
        if given.pop("occurred", "") == THEN:
            given["occurred_at"] = given["noticed_at"]
        return given


def is_long_ago(moment: datetime) -> bool:
    return timezone.now() - moment >= LONG_AGO


def choose(form: forms.BaseForm, name: str) -> Any:
    """A field of a form with choices, which for the type checker is any field."""
    return form.fields[name]


def _is_of(name: str, only: Collection[str]) -> bool:
    """Whether the question is among these; a moment is asked in several boxes."""
    return not only or any(name == one or name.startswith(f"{one}_at_") for one in only)


class AllForm(ReportForm):
    """All on one page; ``sent_as`` makes one report of what is sent twice."""

    sent_as = forms.UUIDField(widget=forms.HiddenInput)
    is_long_ago = forms.BooleanField(
        label=_("The day is right: it was noticed that long ago"), required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"sent_as": uuid4()} | (kwargs.get("initial") or {})
        super().__init__(*args, **kwargs)
        if "whose" in self.fields:
            self.fields["whose"].required = False
        if not self.is_bound:
            del self.fields["is_long_ago"]

    def clean(self) -> dict[str, Any] | None:
        """A day long ago may be a slip of the hand: it is asked about once."""
        cleaned = super().clean()
        is_right = self.cleaned_data.pop("is_long_ago", False)
        noticed = self.cleaned_data.get("noticed_at")
        if noticed is None or not is_long_ago(noticed):
            del self.fields["is_long_ago"]
        elif not is_right:
            told = _t("%(moment)s is more than a month ago. Correct the day, or tick this")
            moment = {"moment": deadline_in_words(noticed)}
            self.add_error("is_long_ago", told % moment)
        return cleaned

    def _fill(self) -> None:
        """What has a page of its own stands above, as links."""
        super()._fill()
        choose(self, "kind").choices = choices_without_leads()


class NoteForm(GovukForm):
    """What somebody knows more."""

    words = words(_("What do you know?"), _("Write what you know"), NOBODY_NAMED, rows=5)
