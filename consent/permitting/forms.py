"""What is asked about a way to reach somebody."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from consent.identifiers import LONGEST
from consent.models import Channel, Purpose, Source, Verification
from consent.permitting.actions import NO, YES
from consent.permitting.checks import why_shared
from consent.permitting.elsewhere import Elsewhere
from councilgov.days import today
from councilgov.forms.dates import DateField
from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from consent.models import ContactPermission
    from councilgov.people.models import User

NOT_YET = "not_yet"
ANSWERS = [(YES, _("Yes")), (NO, _("No")), (NOT_YET, _("They have not answered yet"))]
SOURCES = [
    (Source.WROTE_FIRST.value, _("They wrote to me first in this way")),
    (Source.THEY_ASKED.value, _("They asked me to use it")),
    (Source.GAVE_DETAILS.value, _("They gave it to me, to ring, email or write a letter")),
    (Source.ASKED.value, _("I asked them")),
]
BY_WORD = [
    (Source.THEY_ASKED.value, _("They asked for it themselves")),
    (Source.ASKED.value, _("I asked them")),
]
WORDS = _("May I contact you in this way? You can say no, and change your mind at any time.")


class ChannelField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's takes no [M]
    """One of the channels on which somebody may be contacted."""

    def __init__(self, **given: Any) -> None:
        super().__init__(Channel.objects.used(), **{"empty_label": _("Choose"), **given})

    def label_from_instance(self, obj: Channel) -> str:
        is_left = getattr(obj, "is_left", False)
        return _t("%(channel)s (you do not use it)") % {"channel": obj} if is_left else obj.name


class PermissionForm(GovukForm):
    """The fields are named after the arguments of ``permitting.actions.note``."""

    govuk = {
        "source": {
            "conditional": {
                Source.ASKED.value: ["asked_via", "words", "was_told_of_choice", "answer"]
            }
        },
    }

    channel = ChannelField(
        label=_("In which way?"), error_messages={"required": _("Choose in which way")}
    )
    handle = line(
        _("Their number, address or user name"),
        _("Enter their number, address or user name"),
        hint=_("As it stands in the message or on the paper that they gave you"),
        most=LONGEST,
    )
    source = forms.ChoiceField(
        label=_("How do you know that you may use it?"),
        choices=SOURCES,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how you know")},
    )
    asked_via = ChannelField(
        label=_("How did you ask?"), empty_label=_("Face to face"), required=False
    )
    words = forms.CharField(
        label=_("In which words?"),
        widget=forms.Textarea({"rows": 3}),
        max_length=500,
        error_messages={"required": _("Enter what you asked")},
    )
    was_told_of_choice = forms.BooleanField(
        label=_("I told them that they can say no, and change their mind"), required=False
    )
    answer = forms.ChoiceField(
        label=_("What did they say?"),
        choices=ANSWERS,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what they said")},
    )
    on = DateField(
        label=_("On which day was that?"), error_messages={"required": _("Enter the day")}
    )

    def __init__(self, *args: Any, councillor: User, channel: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(on=today(), words=WORDS, channel=channel)
        for name in ("channel", "asked_via"):
            field = self.fields[name]
            field.queryset = Channel.objects.offered_to(councillor)  # type: ignore[attr-defined]


class AgreementForm(PermissionForm):
    """What somebody agreed to besides contact. Nothing is ticked or worded for them."""

    purpose = forms.ChoiceField(
        label=_("What is it for?"),
        choices=[choice for choice in Purpose.choices if choice[0] != Purpose.CONTACT],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what it is for")},
    )
    field_order = ["purpose"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.pop("words")
        self.fields["channel"].label = _("Where does it go, or where did they say or send it?")
        source = self.fields["source"]
        source.label = _("How do you know that they agree?")
        source.choices = BY_WORD  # type: ignore[attr-defined]


class VerifyForm(GovukForm):
    """The fields are named after the arguments of ``permitting.actions.verify``."""

    how = forms.ChoiceField(
        label=_("How do you know that it is them?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how you know")},
    )
    who_answered = line(
        _("Who was it, and how did you know them?"),
        _("Enter who it was"),
        hint=_("For example: Sam Sorrel, by the voice and the case number"),
        most=150,
    )
    on = DateField(
        label=_("On which day was that?"), error_messages={"required": _("Enter the day")}
    )
    shared_why = line(
        _("Why is somebody else reached there too?"),
        hint=_("For example: they are a couple and share a telephone"),
        most=300,
    )

    def __init__(
        self,
        *args: Any,
        permission: ContactPermission,
        others: Sequence[ContactPermission],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        how = self.fields["how"]
        how.choices = ways_to_check(permission)  # type: ignore[attr-defined]
        if permission.test_word:
            told = _t("In the test message they were asked to say “%(word)s”")
            how.help_text = told % {"word": permission.test_word}
        self.initial.update(on=today())
        shared = self.fields["shared_why"]
        shared.error_messages["required"] = asked = why_shared(others)
        shared.required = bool(asked)
        if not others:
            del self.fields["shared_why"]


def ways_to_check(permission: ContactPermission) -> list[tuple[str, Any]]:
    """A call back only after the test message that asks for it."""
    ways = list(Verification.choices)
    if permission.status != "test_sent":
        ways = [way for way in ways if way[0] != Verification.CALL_BACK]
    return ways


class HandleForm(GovukForm):
    """The fields are named after the arguments of ``permitting.actions.change_handle``."""

    handle = line(_("What is it now?"), _("Enter their number, address or user name"), most=LONGEST)
    elsewhere = forms.ChoiceField(
        choices=Elsewhere,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select how it is there")},
    )

    def __init__(
        self, *args: Any, row: ContactPermission, also: Iterable[ContactPermission], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        channels = {str(other.channel) for other in also if other.channel_id != row.channel_id}
        told = _t("You noted the old one for %(channels)s too. How is it there?")
        self.fields["elsewhere"].label = told % {"channels": ", ".join(sorted(channels))}
        if not channels:
            del self.fields["elsewhere"]


class TheirsForm(GovukForm):
    """The fields are named after the arguments of ``permitting.actions.note_theirs_after_all``."""

    who_answered = line(
        _("How did they show you that it is theirs?"),
        _("Enter how they showed it"),
        hint=_("For example: they rang me from it while we stood together"),
        most=150,
    )
    on = DateField(
        label=_("On which day was that?"), error_messages={"required": _("Enter the day")}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(on=today())
