"""What is asked about a system."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm


class SystemForm(GovukForm):
    """The field is named after the argument of ``actions.add_system``."""

    name = line(
        _("Name of the system"),
        _("Enter the name of the system"),
        _("For example, email, the building pass, or the planning portal"),
        most=100,
    )
