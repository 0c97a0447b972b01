"""What is asked of whoever sets a finding aside."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from councilgov.forms.dates import DateField
from councilgov.forms.fields import line
from councilgov.forms.kit import GovukForm
from councilgov.portal.xray.models import MOST_REASON


class SetAsideForm(GovukForm):
    """The fields are named after the arguments of ``actions.set_aside``."""

    reason = line(
        _("Why is it left for now?"),
        _("Say why it is left for now"),
        _("Whoever sees the finding reads this. Name nobody whom it concerns"),
        most=MOST_REASON,
    )
    until = DateField(
        label=_("Until which day?"),
        help_text=_("At most six months. After that day it is on the list again by itself"),
        noun=_("The day"),
        future=True,
        error_messages={"required": _("Enter the last day on which it is left")},
    )
