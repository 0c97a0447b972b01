"""What is chosen to send policies out, and to take them in."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm
from policies.models import PolicyVersion


class ExportForm(GovukForm):
    """Which versions go into the file."""

    versions = forms.ModelMultipleChoiceField(
        queryset=PolicyVersion.objects.none(),
        label=_("Which policies?"),
        help_text=_("The file holds texts and what was decided, and no names of people."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Select at least one policy")},
    )


class ImportForm(GovukForm):
    """The file of another council."""

    file = forms.FileField(
        label=_("File of another council’s policies"),
        help_text=_("Ends in .json, up to 2 MB. You see what is in it before anything is entered."),
        allow_empty_file=True,
        error_messages={"required": _("Choose the file")},
    )
