"""The state machine of a permission to contact (F), and those of the end of a term.

That a permission is stale is a date (ADR 0005).
"""

from collections.abc import Mapping, Set

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PermissionStatus(TextChoices):
    """Machine F, of one person on one channel under one number or name."""

    ASKED = "asked", _("Asked")
    REFUSED = "refused", _("They said no")
    NO_REPLY = "no_reply", _("No reply")
    DECLINED = "declined", _("You use another way")
    GRANTED = "granted", _("Agreed, to be checked")
    TEST_SENT = "test_sent", _("Test message sent")
    VERIFIED = "verified", _("Agreed and checked")
    WITHDRAWN = "withdrawn", _("Withdrawn")
    HANDLE_CHANGED = "handle_changed", _("No longer their number or name")
    WRONG_PERSON = "wrong_person", _("Somebody else’s")


S = PermissionStatus
LIVE = frozenset({S.ASKED, S.GRANTED, S.TEST_SENT, S.VERIFIED})
"""Something is asked or agreed: one of these for each person, purpose, channel and handle."""
USABLE = frozenset({S.GRANTED, S.TEST_SENT, S.VERIFIED})
"""They agreed, whether it is checked or not."""
UNANSWERED = frozenset({S.ASKED, S.NO_REPLY})
CHECKED = frozenset({S.TEST_SENT, S.VERIFIED})
"""It may have been checked: one that was goes on being so while a test message is out."""
CLOSED_BY_THEM = frozenset({S.REFUSED, S.WITHDRAWN})
"""Nobody asks again before ``permitting.peace`` allows it, or they ask for it themselves."""

WAY_OUT = frozenset({S.WITHDRAWN, S.HANDLE_CHANGED, S.WRONG_PERSON})
ENDED = CLOSED_BY_THEM | WAY_OUT | {S.DECLINED}
"""Over since a moment, which the row keeps."""

PERMISSION_MOVES: Mapping[str, Set[str]] = {
    S.ASKED: {S.REFUSED, S.NO_REPLY, S.DECLINED, S.GRANTED} | WAY_OUT,
    S.NO_REPLY: {S.REFUSED, S.GRANTED} | WAY_OUT,
    S.REFUSED: {S.WITHDRAWN},
    S.DECLINED: set(WAY_OUT),
    S.GRANTED: {S.TEST_SENT, S.VERIFIED, S.DECLINED} | WAY_OUT,
    S.TEST_SENT: {S.GRANTED, S.VERIFIED, S.DECLINED} | WAY_OUT,
    S.VERIFIED: {S.TEST_SENT, S.VERIFIED, S.DECLINED} | WAY_OUT,
    S.WITHDRAWN: set(),
    S.HANDLE_CHANGED: {S.WITHDRAWN, S.WRONG_PERSON},
    S.WRONG_PERSON: set(),
}
"""What may become of one question and its answer. A no stays a no: nothing leads back from it, and
to be asked anew is no move (``ASKABLE``).
"""
ASKABLE = frozenset({S.NO_REPLY, S.REFUSED, S.DECLINED, S.WITHDRAWN})
"""What may be begun anew under the same number or name, as ``permitting.actions`` allows it in
``ask`` and ``begin``: it is asked or granted then, with all of the last time forgotten.
"""


class LeavingStatus(TextChoices):
    """What becomes of the records of a councillor who leaves office."""

    OPEN = "open", _("To be decided")
    SEALED = "sealed", _("Sealed")
    DONE = "done", _("Decided")
    LAPSED = "lapsed", _("Deleted without an answer")
    STAYED = "stayed", _("Still in office")


L = LeavingStatus
LEAVING_MOVES: Mapping[str, Set[str]] = {
    L.OPEN: {L.SEALED, L.DONE, L.STAYED},
    L.SEALED: {L.DONE, L.LAPSED, L.STAYED},
    L.STAYED: {L.OPEN},
    L.DONE: {L.STAYED, L.OPEN},
    L.LAPSED: {L.STAYED},
}
"""``STAYED`` by a new term without a gap, also one that is entered late: then what is still there
goes back. ``OPEN`` again for who was noted at the moment at which the term ended."""


class PartingStatus(TextChoices):
    """What a councillor who leaves chose for one person."""

    TO_DELETE = "to_delete", _("To be deleted")
    TO_RETURN = "to_return", _("To be downloaded")
    RETURNED = "returned", _("Downloaded, to be deleted")
    OFFERED = "offered", _("Waits for the other councillor")
    ACCEPTED = "accepted", _("The other councillor takes over")
    DECLINED = "declined", _("The other councillor does not take over")
    HANDED = "handed", _("Handed over")


P = PartingStatus
CHOICES = frozenset({P.TO_DELETE, P.TO_RETURN, P.OFFERED})
PARTING_MOVES: Mapping[str, Set[str]] = {
    P.TO_DELETE: CHOICES,
    P.TO_RETURN: CHOICES | {P.RETURNED},
    P.RETURNED: CHOICES,
    P.OFFERED: CHOICES | {P.ACCEPTED, P.DECLINED},
    P.ACCEPTED: CHOICES | {P.DECLINED, P.HANDED},
    P.DECLINED: CHOICES,
    P.HANDED: set(),
}
"""A choice can be changed until it is carried out: so can what the person said."""
