"""What is asked when a contact is logged: four taps, if what is filled in already is right."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from consent.channels import WRITTEN
from consent.models import Contact, ContactPermission, DeviceUsed, Direction, Official, Topic
from consent.permitting.forms import ChannelField
from consent.permitting.steps import standing
from councilgov.accounts.forms import CHOICE
from councilgov.days import today
from councilgov.forms.clocks import ClockField
from councilgov.forms.dates import DateField
from councilgov.forms.kit import GovukForm
from devices.models import Device

if TYPE_CHECKING:
    from collections.abc import Sequence

    from consent.models import Constituent
    from councilgov.people.models import User

WENT = {
    "i_answered": (Direction.THEIRS, True, _("They contacted me, and I answered")),
    "they_answered": (Direction.MINE, True, _("I contacted them, and they answered")),
    "no_answer": (Direction.MINE, False, _("I contacted them, without an answer so far")),
    "to_answer": (Direction.THEIRS, False, _("They contacted me, and I have not answered yet")),
}
ANOTHER = "another"
LATELY = timedelta(days=31)
"""Within which a contact is logged, if it ever is."""


class ContactForm(GovukForm):
    """A contact with this person. ``answers`` are the arguments of ``actions.log_contact``."""

    govuk = {
        "permission": {"conditional": {ANOTHER: ["channel"]}},
        "official": {"conditional": {Official.MOVED.value: ["moved_on"]}},
        "clock": {"width": "10"},
    }

    went = forms.ChoiceField(
        label=_("What happened?"),
        choices=[(name, label) for name, (_who, _both, label) in WENT.items()],
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(CHOICE, _("Select what happened")),
    )
    permission = forms.ChoiceField(
        label=_("In which way?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(CHOICE, _("Select in which way")),
    )
    channel = ChannelField(
        label=_("Which one?"), error_messages={"required": _("Choose in which way")}
    )
    used = forms.ChoiceField(
        label=_("On which device?"),
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(CHOICE, _("Select on which device")),
    )
    topic = forms.ChoiceField(
        label=_("What was it about?"),
        choices=Topic,
        error_messages=dict.fromkeys(CHOICE, _("Select what it was about")),
    )
    official = forms.ChoiceField(
        label=_("Does the council need to have anything that was in it?"),
        help_text=_("For example a decision, or facts for a case of the council"),
        choices=Official,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(CHOICE, _("Select whether the council needs it")),
    )
    moved_on = DateField(
        label=_("When did you move it?"),
        noun=_("The day you moved it"),
        error_messages={"required": _("Enter the day")},
    )
    happened_on = DateField(
        label=_("On which day was that?"),
        noun=_("The day of the contact"),
        error_messages={"required": _("Enter the day")},
    )
    clock = ClockField(label=_("At what time?"), help_text=_("For example, 7:30pm"), required=False)

    def __init__(self, *args: Any, person: Constituent, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.ways = {str(row.pk): row for row in ways_of(person)}
        self.devices = {str(device.pk): device for device in devices_of(user)}
        self.fields["permission"].choices = [  # type: ignore[attr-defined]
            *((key, told(row)) for key, row in self.ways.items()),
            (ANOTHER, _t("In another way")),
        ]
        self.fields["used"].choices = [  # type: ignore[attr-defined]
            *(
                (key, f"{device.model} ({device.asset_tag})")
                for key, device in self.devices.items()
            ),
            *((used.value, used.label) for used in (DeviceUsed.OWN, DeviceUsed.NONE)),
        ]
        self.initial.update({**self._defaults(), **self.initial})

    def _defaults(self) -> dict[str, Any]:
        """Today, and all else as the last time: else the way that they like best."""
        last = self.person.contacts.order_by("-pk").first()
        row = self.ways.get(str(last.permission_id)) if last else None
        usual = {"happened_on": today(), "moved_on": today(), "official": Official.NONE}
        return usual | {
            "topic": last.topic if last else Topic.OTHER,
            "permission": str(row.pk) if row and row.is_live else next(iter(self.ways), ANOTHER),
            "used": next(iter(self.devices), None),
        }

    def clean(self) -> dict[str, Any] | None:
        given = super().clean() or {}
        way = self.ways.get(given.get("permission", ""))
        channel = way.channel if way else given.get("channel")
        if given.get("used") == DeviceUsed.NONE and channel and channel.kind in WRITTEN:
            told = _t("Select on which device: %(channel)s needs one") % {"channel": channel}
            self.add_error("used", told)
        return given

    def answers(self) -> dict[str, Any]:
        """The same as ``actions.log_contact`` wants it."""
        given = dict(self.cleaned_data)
        went, used = given.pop("went"), given.pop("used")
        device = self.devices.get(used)
        return given | {
            "direction": WENT[went][0],
            "is_two_way": WENT[went][1],
            "permission": self.ways.get(given["permission"]),
            "device": device,
            "device_used": DeviceUsed.COUNCIL if device else used,
        }


def told(row: ContactPermission) -> str:
    """Where somebody is reached, and what is to be done first, if anything is."""
    where = f"{row.channel}, {row.handle}"
    if row.is_usable(today()):
        return where
    return _t("%(where)s: %(standing)s") % {"where": where, "standing": standing(row)[0].lower()}


def ways_of(person: Constituent) -> Sequence[ContactPermission]:
    """Every way that is noted to reach somebody, those that may be used first."""
    rows = person.permissions.filter(purpose="contact").with_row()
    return sorted(rows, key=lambda row: (not row.is_preferred, not row.is_live))


def devices_of(user: User) -> Sequence[Device]:
    """What somebody works with: the one of their last contact first, else what has a number. Last
    what they had lately, and is in the workshop or gone: it may be a contact of last week.
    """
    last = Contact.objects.filter(councillor=user).exclude(device=None).order_by("-pk")
    first = last.values_list("device", flat=True).first()
    mine = Device.objects.worked_with(user, today() - LATELY, today())
    return sorted(
        mine.filter(kind__holds_data=True).with_row(),
        key=lambda one: (not one.is_usable_by(user), one.pk != first, not one.kind.has_imei),
    )
