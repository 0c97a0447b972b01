"""The state machine of a case of leaving office (E), and that of its tasks.

That a case is overdue is a date (ADR 0005).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Set


class CaseStatus(TextChoices):
    """Machine E, of one departure from office."""

    SCHEDULED = "scheduled", _("Leaves on a day that is known")
    RUNNING = "running", _("Left office")
    PAUSED = "paused", _("Paused")
    COMPLETED = "completed", _("Completed")
    CANCELLED = "cancelled", _("Did not leave")
    BACK = "back", _("In office again")


S = CaseStatus
OPEN = frozenset({S.SCHEDULED, S.RUNNING, S.PAUSED})
"""Something is still to be done, or will be."""
LEFT = frozenset({S.RUNNING, S.PAUSED})
"""The term is over, and not everything is done."""
ENDED = frozenset({S.COMPLETED, S.CANCELLED, S.BACK})

STAYING = frozenset({S.CANCELLED, S.BACK})
"""They are in office, so nothing of it is to be done any more."""
WITH_RECEIPT = frozenset({S.COMPLETED, S.BACK})

CASE_MOVES: Mapping[str, Set[str]] = {
    S.SCHEDULED: {S.RUNNING, S.CANCELLED},
    S.RUNNING: {S.SCHEDULED, S.PAUSED, S.COMPLETED, S.CANCELLED, S.BACK},
    S.PAUSED: {S.SCHEDULED, S.RUNNING, S.CANCELLED, S.BACK},
    S.COMPLETED: {S.SCHEDULED, S.CANCELLED},
    S.CANCELLED: {S.SCHEDULED, S.RUNNING},
    S.BACK: {S.SCHEDULED, S.RUNNING, S.CANCELLED},
}
"""``SCHEDULED`` again where the end was moved to a day to come, also once all was done: until then
they are in office, and whatever they are given meanwhile is asked back. ``CANCELLED`` wherever
somebody did not leave after all; from there on only if they leave after all. ``BACK`` where they
left and a new term has begun since: it begins anew if that term is withdrawn."""


class TaskKind(TextChoices):
    """What is done for everybody who leaves, in this order."""

    SUSPEND = "suspend", _("Suspend access to the council’s systems")
    RECORDS = "records", _("Hand on, take away or delete contact records")
    DEVICES = "devices", _("Return equipment")
    LISTS = "lists", _("Remove from mailing lists and groups")
    SOCIAL = "social", _("Move social media accounts that are the council’s")
    INSURANCE = "insurance", _("Tell insurers and payroll")
    ACCOUNTS = "accounts", _("Terminate access to the council’s systems")
    RECEIPT = "receipt", _("Send the receipt")


K = TaskKind
OF_ACCESS = (K.SUSPEND, K.LISTS, K.SOCIAL, K.ACCOUNTS)
OF_KIT = (K.DEVICES,)
OF_CONTACTS = (K.RECORDS,)
OF_PAPERS = (K.INSURANCE, K.RECEIPT)
"""The four columns of the board. The receipt closes all, so it is due with whatever is due last."""


class TaskStatus(TextChoices):
    TO_DO = "to_do", _("To do")
    DONE = "done", _("Done")
    WAIVED = "waived", _("Not needed")


T = TaskStatus
TASK_MOVES: Mapping[str, Set[str]] = {
    T.TO_DO: {T.DONE, T.WAIVED},
    T.DONE: {T.TO_DO},
    T.WAIVED: {T.TO_DO},
}
"""To do again where it turns out that something is left, or was noted by mistake."""
