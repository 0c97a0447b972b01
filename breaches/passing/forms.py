"""What is asked of a councillor about a complaint that they answer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from breaches.models import OWN_OUTCOMES
from councilgov.forms.dates import DateField
from councilgov.forms.fields import chosen
from councilgov.forms.kit import GovukForm


class OwnAcknowledgementForm(GovukForm):
    """The field is named after the argument of ``actions.acknowledge_own``."""

    acknowledged_on = DateField(
        label=_("On which day did you tell them that you have it?"),
        past=True,
        noun=_("The day"),
        error_messages={"required": _("Enter the day on which you told them")},
    )


class OwnAnswerForm(GovukForm):
    """The fields are named after the arguments of ``actions.answer_own``."""

    outcome = chosen(
        _("What came of it?"),
        [(one.value, one.label) for one in OWN_OUTCOMES],
        _("Select what came of it"),
        _("As you told them. The council does not see this unless you share it"),
    )
    answered_on = DateField(
        label=_("On which day did you tell them?"),
        past=True,
        noun=_("The day"),
        error_messages={"required": _("Enter the day on which you told them")},
    )
