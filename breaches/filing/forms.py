"""The number of a report in the council's own register."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm


class ReferenceForm(GovukForm):
    """The field is named after the argument of ``actions.file_reference``."""

    corporate_reference = line(
        _("What is its number in the council’s register?"),
        hint=_("Leave it empty if it has none."),
        most=40,
    )
