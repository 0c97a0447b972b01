"""In which capacity somebody acts, and who is therefore the controller of the data.

Barnet's policy names the three roles (1). Privacy notices of Solihull, Lancashire and Barnet say
who is controller in each: council role, the council; ward role, the councillor personally; party
role, the party.
"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Capacity(TextChoices):
    """Asked first wherever it matters. ``POLITICAL`` is a stop page: nothing is stored."""

    COUNCIL = "council", _("For the council")
    WARD = "ward", _("As a ward councillor")
    OUTSIDE_BODY = "outside_body", _("On an outside body, for the council")
    POLITICAL = "political", _("For a political party or a campaign")


class Controller(TextChoices):
    """Who decides why and how personal data is used (UK GDPR Article 4(7))."""

    COUNCIL = "council", _("The council")
    COUNCILLOR = "councillor", _("The councillor")
    OUTSIDE_BODY = "outside_body", _("The outside body")


CONTROLLERS = {
    Capacity.COUNCIL: Controller.COUNCIL,
    Capacity.WARD: Controller.COUNCILLOR,
    Capacity.OUTSIDE_BODY: Controller.OUTSIDE_BODY,
}


def controller(capacity: Capacity) -> Controller:
    """Who is controller. Raises ``ValueError`` for party work, of which nothing may be kept."""
    if capacity not in CONTROLLERS:
        raise ValueError("The portal keeps nothing about party work")
    return CONTROLLERS[capacity]
