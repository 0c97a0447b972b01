"""What is asked to link a complaint and a report."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm


class LinkForm(GovukForm):
    """The field is named after the argument of ``actions.link_report``."""

    govuk = {"number": {"width": "10"}}

    number = line(
        _("What is the number of the report?"),
        _("Enter the number of the report"),
        _("For example INC-000123. It stands on the page of the report"),
        most=20,
    )
