"""What is asked about somebody whom a councillor is in touch with."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from consent.models import AskedBy
from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm


class NameForm(GovukForm):
    """The fields are named after the arguments of ``adding.actions.rename_person``."""

    full_name = line(_("What is their name?"), _("Enter their name"), most=150)
    at_request_of = forms.ChoiceField(
        label=_("Who asked you to help?"),
        choices=AskedBy.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select who asked you")},
    )
    advocate = line(
        _("Who speaks for them, and by what right?"),
        hint=_(
            "Only if somebody else asked. For example: their daughter, with a power of attorney"
        ),
        most=150,
    )
