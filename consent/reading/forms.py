"""What an officer looks for."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.filters import LONGEST_SEARCH
from councilgov.forms.kit import GovukForm


class SearchForm(GovukForm):
    """Nothing typed is everybody, where the page lists everybody."""

    marks_optional = False

    words = forms.CharField(
        label=_("Name, number or user name"),
        required=False,
        max_length=LONGEST_SEARCH,
        error_messages={"required": _("Enter a name, number or user name")},
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
