"""What is asked about the figures. The field is named after a column of ``Council``."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.kit import GovukForm


class PublishingForm(GovukForm):
    """Whether everybody may read them."""

    statistics_decision = forms.CharField(
        label=_("Decision by which figures of incidents are published"),
        help_text=_(
            "Body, day and minute item. If the council has not decided so, leave this empty: then "
            "no figure is published"
        ),
        max_length=300,
        required=False,
    )
