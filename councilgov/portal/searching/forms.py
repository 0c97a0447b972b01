"""What somebody looks for in the whole portal."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.filters import LONGEST_SEARCH
from councilgov.forms.kit import GovukForm


class SearchForm(GovukForm):
    """One box. The one in the header of each page sends the same."""

    marks_optional = False

    q = forms.CharField(
        label=_("What are you looking for?"),
        help_text=_(
            "Words, a name, a reference or an asset tag. Put quotation marks round words that "
            "belong together."
        ),
        max_length=LONGEST_SEARCH,
        error_messages={"required": _("Enter what you are looking for")},
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "spellcheck": "false"}),
    )
