"""The state machine of a permission to contact (F). That one is stale is a date (ADR 0005)."""

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
CLOSED_BY_THEM = frozenset({S.REFUSED, S.WITHDRAWN})
"""Nobody asks again but a year later, or when they ask for it themselves."""

WAY_OUT = frozenset({S.WITHDRAWN, S.HANDLE_CHANGED, S.WRONG_PERSON})

PERMISSION_MOVES: Mapping[str, Set[str]] = {
    S.ASKED: {S.REFUSED, S.NO_REPLY, S.DECLINED, S.GRANTED} | WAY_OUT,
    S.NO_REPLY: {S.REFUSED, S.GRANTED, S.ASKED} | WAY_OUT,
    S.REFUSED: {S.ASKED, S.GRANTED, S.WITHDRAWN, S.WRONG_PERSON},
    S.DECLINED: {S.ASKED, S.GRANTED} | WAY_OUT,
    S.GRANTED: {S.TEST_SENT, S.VERIFIED, S.DECLINED} | WAY_OUT,
    S.TEST_SENT: {S.GRANTED, S.VERIFIED, S.DECLINED} | WAY_OUT,
    S.VERIFIED: {S.TEST_SENT, S.VERIFIED, S.DECLINED} | WAY_OUT,
    S.WITHDRAWN: {S.ASKED, S.GRANTED, S.WRONG_PERSON},
    S.HANDLE_CHANGED: {S.WITHDRAWN, S.WRONG_PERSON},
    S.WRONG_PERSON: set(),
}
"""From refused or withdrawn only as ``permitting.actions.ask`` allows it."""
