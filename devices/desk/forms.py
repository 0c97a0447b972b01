"""What the desk enters about a task."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm


class TicketForm(GovukForm):
    """The fields are named after the arguments of ``desk.actions.enter_ticket``."""

    govuk = {"ticket": {"width": "20"}}

    ticket = forms.CharField(
        label=_("Your ticket number"),
        help_text=_("The number in your own system, so that both can be found from one another"),
        max_length=40,
        error_messages={"required": _("Enter the number of your ticket")},
    )
