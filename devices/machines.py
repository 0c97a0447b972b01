"""The state machines of devices: what may follow what.

C, of a device, from the store to its end; of a personal device, from enrolment to release. D, of a
loss, stands in ``cases``.
"""

from collections.abc import Mapping, Set

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DeviceStatus(TextChoices):
    """Machine C. What the council owns "remain[s] the property of the Council"; a personal device
    is only "set up by IT" (Members ICT Usage Protocol, Definitions and Responsibilities).
    """

    IN_STOCK = "in_stock", _("In stock")
    ASSIGNED = "assigned", _("To be accepted")
    ACTIVE = "active", _("Issued")
    RECALLED = "recalled", _("Recalled")
    IN_WORKSHOP = "in_workshop", _("In the workshop")
    RETURN_DUE = "return_due", _("Return due")
    RETURNED = "returned", _("Returned")
    WIPED = "wiped", _("Wiped")
    REPLACED = "replaced", _("Replaced")
    LOST = "lost", _("Lost")
    STOLEN = "stolen", _("Stolen")
    DAMAGED = "damaged", _("Damaged")
    RECOVERED = "recovered", _("Found again")
    DISPOSED = "disposed", _("Disposed of")
    WRITTEN_OFF = "written_off", _("Written off")
    PENDING = "pending", _("To be enrolled")
    ENROLLED = "enrolled", _("Enrolled")
    NON_COMPLIANT = "non_compliant", _("Enrolled, not compliant")
    DATA_REMOVED = "data_removed", _("Council data removed")
    RELEASED = "released", _("Released")


MISSING = frozenset({DeviceStatus.LOST, DeviceStatus.STOLEN})
"""Nobody knows where it is, or somebody has it who may not."""
ONLY_PERSONAL = frozenset(
    {
        DeviceStatus.PENDING,
        DeviceStatus.ENROLLED,
        DeviceStatus.NON_COMPLIANT,
        DeviceStatus.DATA_REMOVED,
        DeviceStatus.RELEASED,
    }
)
"""A personal device is never "returned", and never wiped whole."""
PERSONAL = ONLY_PERSONAL | MISSING
WITH_HOLDER = frozenset(
    {
        DeviceStatus.ASSIGNED,
        DeviceStatus.ACTIVE,
        DeviceStatus.RECALLED,
        DeviceStatus.RETURN_DUE,
        DeviceStatus.PENDING,
        DeviceStatus.ENROLLED,
        DeviceStatus.NON_COMPLIANT,
        DeviceStatus.DATA_REMOVED,
    }
)
"""Somebody has it."""
WITHOUT_HOLDER = frozenset(
    {
        DeviceStatus.IN_STOCK,
        DeviceStatus.RETURNED,
        DeviceStatus.WIPED,
        DeviceStatus.REPLACED,
        DeviceStatus.DISPOSED,
        DeviceStatus.WRITTEN_OFF,
        DeviceStatus.RELEASED,
    }
)
"""Nobody has it. Lost, damaged, found again or in the workshop it may be on somebody's record."""
GONE = frozenset({DeviceStatus.DISPOSED, DeviceStatus.RELEASED})
"""Nothing follows any more."""
_MAY_GO_WRONG = frozenset(
    {
        DeviceStatus.LOST,
        DeviceStatus.STOLEN,
        DeviceStatus.DAMAGED,
        DeviceStatus.WRITTEN_OFF,
    }
)
_BACK = frozenset({DeviceStatus.IN_WORKSHOP, DeviceStatus.RETURN_DUE, DeviceStatus.RETURNED})
_BACK_TO_HOLDER = frozenset(
    {
        DeviceStatus.ASSIGNED,
        DeviceStatus.ACTIVE,
        DeviceStatus.RECALLED,
        DeviceStatus.RETURN_DUE,
    }
)

DEVICE_MOVES: Mapping[str, Set[str]] = {
    DeviceStatus.IN_STOCK: {
        DeviceStatus.ASSIGNED,
        DeviceStatus.IN_WORKSHOP,
        DeviceStatus.DISPOSED,
        *_MAY_GO_WRONG,
    },
    DeviceStatus.ASSIGNED: {
        DeviceStatus.ACTIVE,
        DeviceStatus.IN_STOCK,
        *_BACK,
        *_MAY_GO_WRONG,
    },
    DeviceStatus.ACTIVE: {DeviceStatus.RECALLED, *_BACK, *_MAY_GO_WRONG},
    DeviceStatus.RECALLED: {DeviceStatus.ACTIVE, *_BACK, *_MAY_GO_WRONG},
    DeviceStatus.IN_WORKSHOP: {
        *_BACK_TO_HOLDER - {DeviceStatus.RECALLED},
        DeviceStatus.REPLACED,
        DeviceStatus.RETURNED,
        DeviceStatus.IN_STOCK,
        *_MAY_GO_WRONG,
    },
    DeviceStatus.RETURN_DUE: {
        *_BACK_TO_HOLDER - {DeviceStatus.RETURN_DUE},
        DeviceStatus.IN_STOCK,
        DeviceStatus.RETURNED,
        *_MAY_GO_WRONG,
    },
    DeviceStatus.RETURNED: {
        DeviceStatus.WIPED,
        DeviceStatus.IN_STOCK,
        DeviceStatus.DISPOSED,
        *_MAY_GO_WRONG,
    },
    DeviceStatus.WIPED: {DeviceStatus.IN_STOCK, DeviceStatus.DISPOSED, *_MAY_GO_WRONG},
    DeviceStatus.REPLACED: {
        DeviceStatus.WIPED,
        DeviceStatus.IN_STOCK,
        DeviceStatus.DISPOSED,
        *_MAY_GO_WRONG,
    },
    DeviceStatus.LOST: {
        DeviceStatus.STOLEN,
        DeviceStatus.RECOVERED,
        DeviceStatus.WRITTEN_OFF,
        DeviceStatus.NON_COMPLIANT,
        DeviceStatus.DATA_REMOVED,
        DeviceStatus.RELEASED,
    },
    DeviceStatus.STOLEN: {
        DeviceStatus.LOST,
        DeviceStatus.RECOVERED,
        DeviceStatus.WRITTEN_OFF,
        DeviceStatus.NON_COMPLIANT,
        DeviceStatus.DATA_REMOVED,
        DeviceStatus.RELEASED,
    },
    DeviceStatus.DAMAGED: {
        *_BACK_TO_HOLDER,
        DeviceStatus.IN_WORKSHOP,
        DeviceStatus.RETURNED,
        DeviceStatus.LOST,
        DeviceStatus.STOLEN,
        DeviceStatus.WRITTEN_OFF,
    },
    DeviceStatus.RECOVERED: {
        *_BACK_TO_HOLDER,
        DeviceStatus.IN_WORKSHOP,
        DeviceStatus.WIPED,
        *_MAY_GO_WRONG,
    },
    DeviceStatus.DISPOSED: set(),
    DeviceStatus.WRITTEN_OFF: {
        DeviceStatus.RECOVERED,
        DeviceStatus.WIPED,
        DeviceStatus.DISPOSED,
    },
    DeviceStatus.PENDING: {DeviceStatus.ENROLLED, DeviceStatus.RELEASED, *MISSING},
    DeviceStatus.ENROLLED: {
        DeviceStatus.NON_COMPLIANT,
        DeviceStatus.DATA_REMOVED,
        *MISSING,
    },
    DeviceStatus.NON_COMPLIANT: {
        DeviceStatus.PENDING,
        DeviceStatus.ENROLLED,
        DeviceStatus.DATA_REMOVED,
        *MISSING,
    },
    DeviceStatus.DATA_REMOVED: {DeviceStatus.RELEASED},
    DeviceStatus.RELEASED: set(),
}
"""A fact is never refused for its moment: a device may be lost before it was accepted, or brought
back without being asked for. What is the council's never goes where only personal ones do."""


class IssueStatus(TextChoices):
    """A hand-over of devices, from the desk to the signature."""

    WAITING = "waiting", _("To be accepted")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    ENDED = "ended", _("Ended before it was accepted")


ISSUE_MOVES: Mapping[str, Set[str]] = {
    IssueStatus.WAITING: {IssueStatus.ACCEPTED, IssueStatus.DECLINED, IssueStatus.ENDED},
    IssueStatus.DECLINED: {IssueStatus.ACCEPTED, IssueStatus.ENDED},
    IssueStatus.ACCEPTED: set(),
    IssueStatus.ENDED: set(),
}
"""Who declined may still accept, until what was issued is handed back."""


class TaskStatus(TextChoices):
    """What the desk has to do."""

    OPEN = "open", _("To do")
    DONE = "done", _("Done")
    DROPPED = "dropped", _("No longer needed")


TASK_MOVES: Mapping[str, Set[str]] = {
    TaskStatus.OPEN: {TaskStatus.DONE, TaskStatus.DROPPED},
    TaskStatus.DONE: set(),
    TaskStatus.DROPPED: set(),
}


class FoundStatus(TextChoices):
    """What a stranger told the desk."""

    WAITING = "waiting", _("To be answered")
    CLOSED = "closed", _("Closed")


FOUND_MOVES: Mapping[str, Set[str]] = {
    FoundStatus.WAITING: {FoundStatus.CLOSED},
    FoundStatus.CLOSED: set(),
}


class ReturnStatus(TextChoices):
    """A hand-back: the desk signs as it receives, the councillor then or later."""

    WAITING = "waiting", _("To be signed by the councillor")
    SIGNED = "signed", _("Signed by both sides")
    DISPUTED = "disputed", _("Not agreed")
    UNSIGNED = "unsigned", _("Without the councillor’s signature")


RETURN_MOVES: Mapping[str, Set[str]] = {
    ReturnStatus.WAITING: {
        ReturnStatus.SIGNED,
        ReturnStatus.DISPUTED,
        ReturnStatus.UNSIGNED,
    },
    ReturnStatus.DISPUTED: {ReturnStatus.SIGNED},
    ReturnStatus.UNSIGNED: {ReturnStatus.SIGNED, ReturnStatus.DISPUTED},
    ReturnStatus.SIGNED: set(),
}
"""The return stands whatever the councillor says of it."""


class RequestStatus(TextChoices):
    """Whether somebody is still asked to bring a device back for good."""

    OPEN = "open", _("To be returned")
    MET = "met", _("Returned")
    CANCELLED = "cancelled", _("No longer asked for")


REQUEST_MOVES: Mapping[str, Set[str]] = {
    RequestStatus.OPEN: {RequestStatus.MET, RequestStatus.CANCELLED},
    RequestStatus.MET: set(),
    RequestStatus.CANCELLED: set(),
}


class FilterStatus(TextChoices):
    """A sender of email that a councillor wants blocked (Members ICT Usage Protocol, Email)."""

    REQUESTED = "requested", _("To be blocked")
    DONE = "done", _("Blocked")
    REFUSED = "refused", _("Not blocked")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    REMOVED = "removed", _("No longer blocked")


OPEN_FILTERS = frozenset({FilterStatus.REQUESTED, FilterStatus.DONE})
"""To be blocked, or blocked."""

FILTER_MOVES: Mapping[str, Set[str]] = {
    FilterStatus.REQUESTED: {FilterStatus.DONE, FilterStatus.REFUSED, FilterStatus.WITHDRAWN},
    FilterStatus.DONE: {FilterStatus.REMOVED},
    FilterStatus.REFUSED: set(),
    FilterStatus.WITHDRAWN: set(),
    FilterStatus.REMOVED: set(),
}


class LineStatus(TextChoices):
    """One device of a recall, from the request to what became of it."""

    ASKED = "asked", _("To be brought in")
    IN_WORKSHOP = "in_workshop", _("With the desk")
    BACK = "back", _("Back in use")
    REPLACED = "replaced", _("Replaced")
    KEPT = "kept", _("Returned for good")
    CANCELLED = "cancelled", _("No longer asked for")


LINE_MOVES: Mapping[str, Set[str]] = {
    LineStatus.ASKED: {
        LineStatus.IN_WORKSHOP,
        LineStatus.REPLACED,
        LineStatus.KEPT,
        LineStatus.CANCELLED,
    },
    LineStatus.IN_WORKSHOP: {
        LineStatus.BACK,
        LineStatus.REPLACED,
        LineStatus.KEPT,
        LineStatus.CANCELLED,
    },
    LineStatus.BACK: set(),
    LineStatus.REPLACED: set(),
    LineStatus.KEPT: set(),
    LineStatus.CANCELLED: set(),
}
OPEN_LINES = frozenset({LineStatus.ASKED, LineStatus.IN_WORKSHOP})


class BookingStatus(TextChoices):
    """Whether somebody is still expected at the desk."""

    BOOKED = "booked", _("Booked")
    MET = "met", _("Came")
    CANCELLED = "cancelled", _("Cancelled")


BOOKING_MOVES: Mapping[str, Set[str]] = {
    BookingStatus.BOOKED: {BookingStatus.MET, BookingStatus.CANCELLED},
    BookingStatus.MET: set(),
    BookingStatus.CANCELLED: set(),
}
