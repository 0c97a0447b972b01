"""What is asked of a councillor who reports threats or abuse, and of those whom they told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from breaches.models import SafetyKind
from breaches.safeguarding.choosing import leader_of
from breaches.safety import Comes, Told
from councilgov.evidence.forms import FilesField
from councilgov.forms.fields import words
from councilgov.forms.kit import GovukForm
from devices.losses.forms import PoliceForm

if TYPE_CHECKING:
    from councilgov.people.models import User

NO_LEADER = _(
    "If you have none, or if this comes from them, the Monitoring Officer is told instead."
)


class SafetyForm(GovukForm):
    """The fields are named after the arguments of ``safeguarding.actions.report_safety``."""

    marks_optional = False
    govuk = {"tell": {"hints": {Told.LEADER: NO_LEADER}}}

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=SafetyKind,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what it is")},
    )
    happened = words(
        _("What happened?"),
        _("Say what happened, in a few words"),
        _("When, where, and who, if you know. You can add more later."),
        rows=6,
    )
    comes_from = forms.ChoiceField(
        label=_("Does it come from your group leader or the Monitoring Officer?"),
        help_text=_("Then they are not told, whatever you choose below."),
        choices=Comes,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select if it comes from one of them")},
    )
    tell = forms.MultipleChoiceField(
        label=_("Whom shall we tell?"),
        help_text=_("Choose as many as you like, or nobody. You can change it at any time."),
        choices=Told,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    uploads = FilesField(
        label=_("Screenshots, messages, recordings (if you have any)"), required=False
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("comes_from", Comes.ELSEWHERE)
        if leader := leader_of(by):
            told = _t("My group leader, %(name)s") % {"name": leader.full_name}
            named = [(Told.LEADER.value, told), *Told.choices[1:]]
            self.fields["tell"].choices = named  # type: ignore[attr-defined]


class TellForm(GovukForm):
    """The field is named after the argument of ``safeguarding.actions.choose``."""

    govuk = {"part": {"hints": {Told.LEADER: NO_LEADER}}}

    part = forms.ChoiceField(
        label=_("Whom shall we tell?"),
        choices=Told,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select whom to tell")},
    )


class EntryForm(GovukForm):
    """What happened since, or what somebody does about it."""

    words = words(_("What do you want to write down?"), _("Write a few words"), rows=6)


class SupportForm(GovukForm):
    """What those who were told do for the councillor."""

    words = words(
        _("What support did you give?"),
        _("Say what support you gave"),
        _("For example: advice, a call to the police, security at home. The councillor reads it."),
        rows=6,
    )


class SafetyPoliceForm(PoliceForm):
    """The fields are named after the arguments of ``safeguarding.actions.add_police_reference``."""

    reported_on = None  # type: ignore[assignment]  # Django: the field of the base is left out
