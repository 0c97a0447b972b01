"""What was asked back because somebody leaves follows their case, in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef

from councilgov.offboarding.models import OffboardingCase
from devices.models import Cause, RequestStatus, ReturnRequest
from devices.reclaiming.leaving import Moved, call_off_leaving, date_leaving

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date


def keep_equipment(cases: Iterable[OffboardingCase], *, because: str = "") -> None:
    """Whoever is in office keeps what they have, unless they left once more, which stands."""
    people = {case.councillor_id for case in cases}
    left = OffboardingCase.objects.left().filter(councillor__in=people)
    if stay := people - set(left.values_list("councillor", flat=True)):
        call_off_leaving(stay, because=because)


def left_to_them(because: Cause, **since: Any) -> Exists:
    """Of an outer device: an officer cancelled its return, and has ``since`` what that asks of the
    request: they bought it, or it was agreed. Nothing asks for it again.
    """
    past = ReturnRequest.history.model.objects.filter(
        device=OuterRef("pk"), holder=OuterRef("holder"), because=because
    )
    by_hand = past.filter(status=RequestStatus.CANCELLED, history_user__isnull=False)
    return Exists(by_hand.filter(**since))


def date_equipment(cases: Iterable[tuple[OffboardingCase, date]]) -> None:
    """It is due by the day of the case, where that was another day before."""
    moved = {
        case.councillor_id: Moved(before, case.kit_due_on)
        for case, before in cases
        if case.is_over and before != case.kit_due_on
    }
    if moved:
        date_leaving(moved)
