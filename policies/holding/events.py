"""What happened to a hold, and what may happen next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.access import Right
from councilgov.forms.timeline import Event
from policies.models import HoldStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from django_stubs_ext import StrOrPromise

    from councilgov.people.models import User
    from policies.models import AccessHold


def of(hold: AccessHold) -> Sequence[Event]:
    """Newest first."""
    told: list[tuple[str, datetime | None, User | None, str]] = [
        (_("Undone by the ICT desk"), hold.undone_at, hold.undone_by, ""),
        (_("Lifted"), hold.lifted_at, hold.lifted_by, hold.lifted_because),
        (_("Done by the ICT desk"), hold.done_at, hold.done_by, ""),
        (_decision(hold), hold.decided_at, hold.decided_by, hold.reasons),
        (_("Proposed"), hold.proposed_at, hold.proposed_by, hold.proposal),
    ]
    return [Event(at, what, who.full_name if who else "", why) for what, at, who, why in told if at]


def _decision(hold: AccessHold) -> str:
    return _("Refused") if hold.status == HoldStatus.REFUSED else _("Ordered")


class Step(NamedTuple):
    """Something that a person may do with the hold now; ``is_plain`` needs no page of its own."""

    text: StrOrPromise
    href: str
    is_plain: bool = False


STEPS = (
    (HoldStatus.PROPOSED, Right.DECIDE_HOLD, gettext_lazy("Order it"), "order_hold", False),
    (HoldStatus.PROPOSED, Right.DECIDE_HOLD, gettext_lazy("Refuse it"), "refuse_hold", False),
    (HoldStatus.ORDERED, Right.CARRY_OUT_HOLD, gettext_lazy("It is done"), "carry_out_hold", True),
    (HoldStatus.ORDERED, Right.DECIDE_HOLD, gettext_lazy("Lift it"), "lift_hold", False),
    (HoldStatus.IN_PLACE, Right.DECIDE_HOLD, gettext_lazy("Lift it"), "lift_hold", False),
    (HoldStatus.LIFTED, Right.CARRY_OUT_HOLD, gettext_lazy("It is undone"), "undo_hold", True),
)


def steps(hold: AccessHold, user: User) -> list[Step]:
    """What this person may do with it now."""
    return [
        Step(text, reverse(f"policies:{page}", args=[hold.pk]), is_plain)
        for status, right, text, page, is_plain in STEPS
        if hold.status == status and user.has_perm(right)
    ]
