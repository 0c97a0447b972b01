"""The state machines of a report (G), and of what is told of a breach, for each controller."""

from collections.abc import Mapping, Set

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class IncidentStatus(TextChoices):
    """Machine G, as far as it is the same for every controller."""

    REPORTED = "reported", _("Reported")
    TRIAGE = "triage", _("Being looked at")
    SUSPECTED = "suspected", _("Suspected breach")
    CONFIRMED = "confirmed", _("Confirmed breach")
    NOT_PERSONAL = "not_personal", _("No personal data")
    CLOSED = "closed", _("Closed")


RUNNING = frozenset({IncidentStatus.SUSPECTED, IncidentStatus.CONFIRMED})
"""The clock of UK GDPR Article 33(1) runs, for certain or to be safe."""
OPEN_INCIDENTS = frozenset(IncidentStatus) - {IncidentStatus.CLOSED}

TO_BE_RULED = frozenset({IncidentStatus.REPORTED, IncidentStatus.TRIAGE})
"""Nobody has said yet whether personal data is affected, or not again."""
FINDINGS = frozenset(
    {IncidentStatus.SUSPECTED, IncidentStatus.CONFIRMED, IncidentStatus.NOT_PERSONAL}
)

INCIDENT_MOVES: Mapping[str, Set[str]] = {
    IncidentStatus.REPORTED: {IncidentStatus.TRIAGE, IncidentStatus.CLOSED, *FINDINGS},
    IncidentStatus.TRIAGE: {IncidentStatus.CLOSED, *FINDINGS},
    IncidentStatus.SUSPECTED: {IncidentStatus.CONFIRMED, IncidentStatus.NOT_PERSONAL},
    IncidentStatus.CONFIRMED: {IncidentStatus.NOT_PERSONAL, IncidentStatus.CLOSED},
    IncidentStatus.NOT_PERSONAL: {IncidentStatus.TRIAGE, IncidentStatus.CLOSED},
    IncidentStatus.CLOSED: {IncidentStatus.TRIAGE, IncidentStatus.CONFIRMED},
}
"""What was closed is opened again on new information: a confirmed breach as such, with its clock
as it was; what was no personal data is looked at anew. Before anybody ruled on it, only what was
reported twice is closed.
"""


class Regulator(TextChoices):
    """Whether one controller tells the regulator, and how far that is (Article 33)."""

    UNDECIDED = "undecided", _("Not decided")
    NOT_NOTIFIABLE = "not_notifiable", _("Not to be told")
    NOTIFIABLE = "notifiable", _("To be told")
    INITIAL = "initial", _("Told, more to follow")
    UPDATED = "updated", _("Told more, more to follow")
    FINAL = "final", _("Told in full")


TOLD = frozenset({Regulator.INITIAL, Regulator.UPDATED, Regulator.FINAL})

REGULATOR_MOVES: Mapping[str, Set[str]] = {
    Regulator.UNDECIDED: {Regulator.NOT_NOTIFIABLE, Regulator.NOTIFIABLE},
    Regulator.NOT_NOTIFIABLE: {Regulator.NOTIFIABLE},
    Regulator.NOTIFIABLE: {Regulator.NOT_NOTIFIABLE, Regulator.INITIAL, Regulator.FINAL},
    Regulator.INITIAL: {Regulator.UPDATED, Regulator.FINAL},
    Regulator.UPDATED: {Regulator.UPDATED, Regulator.FINAL},
    Regulator.FINAL: {Regulator.UPDATED},
}
"""In phases (Article 33(4)); what was told is not untold, and may be added to. A no falls where
new information comes (``Assessment.undo_noes``).
"""


class People(TextChoices):
    """Whether one controller tells the people whom it is about (Article 34)."""

    UNDECIDED = "undecided", _("Not decided")
    NOT_REQUIRED = "not_required", _("Not to be told")
    REQUIRED = "required", _("To be told")
    SENT = "sent", _("Told")


class Exemption(TextChoices):
    """Why the people need not be told (Article 34(1) and (3); DPA 2018, Schedule 2, 2(1))."""

    NOT_HIGH = "not_high", _("The risk to them is not high")
    ENCRYPTED = "encrypted", _("Nobody can read the information: it was encrypted")
    MEASURES = "measures", _("What was done since has ended the high risk")
    EFFORT = "effort", _("Telling each is out of proportion: it is made public instead")
    CRIME = "crime", _("It would harm the prevention or detection of crime")


PEOPLE_MOVES: Mapping[str, Set[str]] = {
    People.UNDECIDED: {People.NOT_REQUIRED, People.REQUIRED},
    People.NOT_REQUIRED: {People.REQUIRED, People.NOT_REQUIRED},
    People.REQUIRED: {People.NOT_REQUIRED, People.SENT},
    People.SENT: set(),
}
"""That they are not told is decided anew on another ground, or to another day."""


class LossReportStatus(TextChoices):
    """How far a loss is that was reported without signing in, or of a device not in the list."""

    WAITING = "waiting", _("To ring back")
    JOINED = "joined", _("Joined to a case")
    DROPPED = "dropped", _("Thrown away")


LOSS_REPORT_MOVES: Mapping[str, Set[str]] = {
    LossReportStatus.WAITING: {LossReportStatus.JOINED, LossReportStatus.DROPPED},
    LossReportStatus.JOINED: set(),
    LossReportStatus.DROPPED: set(),
}
"""Whoever was thrown away by mistake reports again: nothing was kept of who they are."""
