"""What is asked about the rules of the council. Fields are named after columns of ``Council``."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.accounts.forms import CHOICE, PhoneField
from councilgov.forms.clocks import ClockField
from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm
from councilgov.people.models import Insurance


def days(label: Any, hint: Any = "") -> forms.IntegerField:
    """A number of working days."""
    return forms.IntegerField(
        label=label,
        help_text=hint,
        min_value=1,
        max_value=100,
        error_messages={"required": _("Enter the number of working days")},
    )


class SettingsForm(GovukForm):
    """What the council has decided about signing."""

    govuk = {"hold_after_days": {"width": "3"}, "signing_working_days": {"width": "3"}}

    leaders_decision = forms.CharField(
        label=_("Decision by which group leaders are told who is late"),
        help_text=_(
            "Body, day and minute item. If the council has not decided so, leave this empty: then "
            "no leader is told"
        ),
        max_length=300,
        required=False,
    )
    holds_decision = forms.CharField(
        label=_("Decision by which access may be held back"),
        help_text=_(
            "Body, day and minute item. If the council has not decided so, leave this empty: then "
            "nobody may propose it"
        ),
        max_length=300,
        required=False,
    )
    hold_after_days = forms.IntegerField(
        label=_("Days after the last day before a hold may be proposed"),
        min_value=1,
        max_value=365,
        error_messages={"required": _("Enter the number of days")},
    )
    signing_working_days = forms.IntegerField(
        label=_("Working days in which a councillor signs"),
        help_text=_("Of those who are asked from now on"),
        min_value=1,
        max_value=100,
        error_messages={"required": _("Enter the number of working days")},
    )


class EquipmentSettingsForm(GovukForm):
    """Whose insurance counts, how long things may take, and where the desk is."""

    govuk = {
        name: {"width": "3"}
        for name in (
            "accept_working_days",
            "recall_working_days",
            "return_working_days",
            "police_working_days",
        )
    }

    insurance = forms.ChoiceField(
        label=_("Who insures equipment at a councillor’s home?"),
        help_text=_("If councillors do, they are asked once a year how"),
        choices=Insurance,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(CHOICE, _("Select who insures the equipment")),
    )
    accept_working_days = days(
        _("Working days to accept equipment"), _("Then we remind them once a week")
    )
    recall_working_days = days(_("Working days to bring in recalled equipment"))
    return_working_days = days(_("Working days to return equipment that is asked back"))
    police_working_days = days(
        _("Working days until we ask for the police reference of a theft"),
        _("A report is never held up by it"),
    )
    allows_personal_devices = forms.BooleanField(
        label=_("Councillors may have their own device set up for council work"), required=False
    )
    desk_opens_at = ClockField(
        label=_("The desk works from"),
        help_text=_("For example, 9am. Its targets count only these hours of working days"),
        error_messages={"required": _("Enter when the desk opens")},
    )
    desk_closes_at = ClockField(
        label=_("The desk works until"),
        help_text=_("For example, 5pm"),
        error_messages={"required": _("Enter when the desk closes")},
    )
    desk_hours = line(
        _("When the service desk is open"), hint=_("For example, 8am to 6pm, Monday to Friday")
    )
    desk_place = line(
        _("Where people drop in"), hint=_("For example, Town Hall, ground floor, room 12")
    )
    desk_night_phone = PhoneField(
        label=_("Phone number when the desk is shut"),
        help_text=_("For a lost or stolen device at night"),
        required=False,
    )
    desk_ticket_email = forms.EmailField(
        label=_("Address where mail becomes a ticket"),
        help_text=_("If the desk has its own system. Each task is mailed there"),
        max_length=254,
        required=False,
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )


class ContactSettingsForm(GovukForm):
    """How long a check of somebody's number lasts, and what a test message asks for."""

    govuk = {
        name: {"width": "3"}
        for name in ("stale_after_months", "reply_days", "take_down_days", "sealed_days")
    }

    stale_after_months = forms.IntegerField(
        label=_("Months until a number or user name is checked again"),
        help_text=_("From the last check or the last contact both ways, whichever is later"),
        min_value=1,
        max_value=12,
        error_messages={"required": _("Enter the number of months")},
    )
    reminds_of_checks = forms.BooleanField(
        label=_("Remind councillors of what is to be checked"),
        help_text=_("14 days before, on the day, and once a week. No message names anybody"),
        required=False,
    )
    reply_days = forms.IntegerField(
        label=_("Days until a question without an answer is closed"),
        help_text=_("Nobody chases an answer"),
        min_value=1,
        max_value=365,
        error_messages={"required": _("Enter the number of days")},
    )
    take_down_days = forms.IntegerField(
        label=_("Days in which a councillor takes down what others post and is not allowed"),
        help_text=_("From the day on which they know of it. It stands in their own log alone"),
        min_value=1,
        max_value=14,
        error_messages={"required": _("Enter the number of days")},
    )
    sealed_days = forms.IntegerField(
        label=_("Days until sealed records are deleted"),
        help_text=_(
            "Of councillors who left office and did not say what becomes of their records. "
            "They are told twice before"
        ),
        min_value=28,
        max_value=180,
        error_messages={"required": _("Enter the number of days")},
    )
    uses_test_word = forms.BooleanField(
        label=_("Test messages ask people to say two words when they ring"),
        help_text=_("It shows who read the message. Some people find it odd"),
        required=False,
    )
