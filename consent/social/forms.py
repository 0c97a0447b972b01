"""What is asked about an account on social media, and about what was taken down there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.constituents import KEPT
from consent.models import Ground, Measure, SocialAccount
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.forms.dates import DateField
from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm

if TYPE_CHECKING:
    from councilgov.people.models import User


def tick(label: Any, hint: Any = "") -> forms.BooleanField:
    return forms.BooleanField(label=label, help_text=hint, required=False)


class AccountForm(GovukForm):
    """The fields are named after the arguments of ``social.actions.keep_account``."""

    platform = line(
        _("Where is the account?"), _("Enter where it is"), _("For example: Facebook"), most=50
    )
    handle = line(_("What is it called there?"), _("Enter what it is called"), most=100)
    capacity = forms.ChoiceField(
        label=_("In which role do you use it?"),
        choices=[(capacity.value, capacity.label) for capacity in Capacity if capacity in KEPT],
        widget=forms.RadioSelect,
        error_messages={"required": _("Select in which role")},
    )
    is_provided = tick(
        _("The council gave it to me"), _("Then all that you post there is for the council")
    )
    is_public = tick(_("Anybody can read it"))
    has_disclaimer = tick(_("Its profile says that the views are mine"))
    has_two_step = tick(_("Signing in needs a code besides the password"))
    recovery = line(
        _("Where does the code go to get back in?"),
        hint=_("For example: my council email. Never a password"),
        most=150,
    )
    marks_optional = False


class AccountField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's takes no [M]
    """One of the councillor's own accounts."""

    def __init__(self, **given: Any) -> None:
        super().__init__(SocialAccount.objects.none(), empty_label=_("Choose"), **given)


class ModerationForm(GovukForm):
    """The fields are named after the arguments of ``social.actions.log_moderation``."""

    govuk = {"ground": {"conditional": {Ground.DISAGREEMENT.value: ["is_sure"]}}}

    account = AccountField(
        label=_("On which account?"), error_messages={"required": _("Choose the account")}
    )
    what = forms.ChoiceField(
        label=_("What did you do?"),
        choices=Measure.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what you did")},
    )
    known_on = DateField(
        label=_("When did you learn of it?"),
        noun=_("The day you learned of it"),
        past=True,
        help_text=_("Of a post or comment of somebody else"),
        required=False,
    )
    on = DateField(
        label=_("When did you take it down, or shut them out?"),
        noun=_("The day you took it down"),
        past=True,
        help_text=_("Leave it as it is if it is still there"),
        required=False,
    )
    ground = forms.ChoiceField(
        label=_("Why?"),
        choices=Ground.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select why")},
    )
    is_sure = forms.BooleanField(
        label=_("I know that I may be accused of censorship, and log it all the same"),
        error_messages={
            "required": _(
                "You may be accused of censorship. Put the post back, or tick that you know"
            )
        },
    )
    who = line(
        _("Whom did you ban or block?"),
        hint=_("Their user name there. Leave it empty if you shut out nobody"),
        most=100,
    )
    other_way = line(
        _("Which other way to reach you did you tell them?"),
        hint=_("Who is shut out must still be heard. For example: my council email"),
        most=150,
    )
    review_on = DateField(
        label=_("When will you look at it again?"),
        noun=_("The day to look at it again"),
        help_text=_("If you leave it empty, after six months"),
        required=False,
    )

    def __init__(self, *args: Any, councillor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update(on=today())
        mine = SocialAccount.objects.visible_to(councillor)
        self.fields["account"].queryset = mine  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        self.cleaned_data.pop("is_sure", None)
        return cleaned
