"""What a stranger is asked, and what the desk enters."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm
from devices.models import FoundOutcome


class FoundForm(GovukForm):
    """The fields are named after the arguments of ``finding.actions.report_found``."""

    govuk = {"number": {"width": "10"}}

    number = line(_("What number is on the label?"), hint=_("For example BC-01432"), most=40)
    place = forms.CharField(
        label=_("Where is it now?"),
        help_text=_("Tell us where we can collect it. For example: Bell Café, 4 High Street"),
        widget=forms.Textarea({"rows": 3}),
        max_length=400,
        error_messages={"required": _("Tell us where it is now")},
    )
    contact = line(
        _("How can we reach you?"),
        hint=_(
            "A phone number or an email address. We use it only to get the item back, and "
            "delete it afterwards"
        ),
    )

    def __init__(self, *args: Any, is_scanned: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_scanned:
            del self.fields["number"]


class CloseFoundForm(GovukForm):
    """The fields are named after the arguments of ``finding.actions.close_found``."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=FoundOutcome,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select what came of it")},
    )
    remark = line(
        _("Anything to remember"), hint=_("Nothing about whoever found it: this is kept"), most=500
    )
