"""How a request goes on when its exemption is over, whoever or whatever ended it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_noop

from councilgov.days import in_london
from policies.machines import AcknowledgementStatus

if TYPE_CHECKING:
    from councilgov.people.models import Council
    from policies.models import Acknowledgement, Exemption

AT_LEAST = 5
"""Working days that somebody has to sign when an exemption is over."""


def resume(row: Acknowledgement, exemption: Exemption, council: Council) -> None:
    """The request goes on where the exemption stopped it: save ``RESUMED`` of it.

    They have the working days that they had left when it was granted, and at least five. Of a
    version that came later they have all its days.
    """
    row.check_move(AcknowledgementStatus.REQUIRED, gettext_noop("End of the exemption"))
    row.status = AcknowledgementStatus.REQUIRED
    since = max(in_london(exemption.granted_at), row.asked_on)
    left = council.working_days_between(since, row.due_on)
    row.asked_on = timezone.localdate()
    row.due_on = council.working_days_after(row.asked_on, max(left, AT_LEAST))


RESUMED = ["status", "asked_on", "due_on"]
