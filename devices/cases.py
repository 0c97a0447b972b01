"""The state machines of what befalls a device: a loss (D), its cost, and misuse."""

from collections.abc import Mapping, Set

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

COMMENT_DAYS = 5
"""Working days in which a councillor may comment on a cost or on misuse before it is decided."""


class LossStatus(TextChoices):
    """Machine D, of a device that was lost, stolen or damaged."""

    REPORTED = "reported", _("Reported")
    SECURED = "secured", _("Secured")
    FOUND = "found", _("Found again, to be checked")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")


OPEN_LOSSES = frozenset({LossStatus.REPORTED, LossStatus.SECURED, LossStatus.FOUND})
"""It is not known yet what becomes of the device."""

LOSS_MOVES: Mapping[str, Set[str]] = {
    LossStatus.REPORTED: {LossStatus.SECURED, LossStatus.FOUND, LossStatus.RESOLVED},
    LossStatus.SECURED: {LossStatus.FOUND, LossStatus.RESOLVED},
    LossStatus.FOUND: {LossStatus.REPORTED, LossStatus.SECURED, LossStatus.RESOLVED},
    LossStatus.RESOLVED: {LossStatus.FOUND, LossStatus.CLOSED},
    LossStatus.CLOSED: {LossStatus.FOUND},
}
"""Nothing waits for the police, and whatever was over is open again when the device is found."""


class CostStatus(TextChoices):
    """Who pays for a device that was lost or damaged."""

    PROPOSED = "proposed", _("Proposed")
    DECIDED = "decided", _("Decided")
    APPEALED = "appealed", _("Appealed against")


COST_MOVES: Mapping[str, Set[str]] = {
    CostStatus.PROPOSED: {CostStatus.DECIDED},
    CostStatus.DECIDED: {CostStatus.APPEALED},
    CostStatus.APPEALED: {CostStatus.DECIDED},
}


class MisuseStatus(TextChoices):
    """Whether equipment was misused, and what follows."""

    OPENED = "opened", _("The councillor may comment")
    COMMENTED = "commented", _("To be decided")
    SETTLED = "settled", _("Decided")
    CHARGED = "charged", _("Charged")
    PAID = "paid", _("Paid")
    WAIVED = "waived", _("Waived")


OPEN_MISUSE = frozenset({MisuseStatus.OPENED, MisuseStatus.COMMENTED})
"""Nobody has decided yet."""
CHARGED_MISUSE = frozenset({MisuseStatus.CHARGED, MisuseStatus.PAID, MisuseStatus.WAIVED})
"""There is, or was, something to pay."""

MISUSE_MOVES: Mapping[str, Set[str]] = {
    MisuseStatus.OPENED: {MisuseStatus.COMMENTED, MisuseStatus.SETTLED, MisuseStatus.CHARGED},
    MisuseStatus.COMMENTED: {MisuseStatus.SETTLED, MisuseStatus.CHARGED},
    MisuseStatus.SETTLED: set(),
    MisuseStatus.CHARGED: {MisuseStatus.PAID, MisuseStatus.WAIVED},
    MisuseStatus.PAID: set(),
    MisuseStatus.WAIVED: set(),
}
