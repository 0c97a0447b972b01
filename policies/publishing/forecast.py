"""What publishing a version will do, counted before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from councilgov.days import today
from policies.deciding.trees import to_pin
from policies.models import Acknowledgement
from policies.signatures.actions import due_on, to_be_asked

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from policies.models import PolicyVersion


@dataclass(frozen=True, slots=True)
class Forecast:
    """Numbers of people and signatures, and the days that follow from the day chosen."""

    is_new: bool
    """No version of the policy is in force yet."""
    before: PolicyVersion | None
    """The version that it will replace."""
    asked: int
    """Who will be asked to sign, today or on its day."""
    on_the_day: int
    """Those among them who still have to sign the version before, and go on with this one then."""
    kept: int
    """Signatures of the version before, which stay on record."""
    closed: int
    """Requests for the version before that nobody has answered."""
    effective_on: date
    due_on: date
    """By when those who are asked today sign. Raises nothing: the day was checked."""
    pinned: Sequence[PolicyVersion]
    """What forms part of it, in the versions in force on its day, as far as they are published."""

    @property
    def key(self) -> str:
        """What the officer saw: publishing goes ahead only while it is still so."""
        numbers = (self.asked, self.on_the_day, self.kept, self.closed)
        days = (self.effective_on, self.due_on)
        return "/".join(map(str, numbers + days))

    @property
    def asked_today(self) -> int:
        return self.asked - self.on_the_day

    @property
    def is_later(self) -> bool:
        """It takes effect on a day to come."""
        return self.effective_on > today()


def forecast(version: PolicyVersion, effective_on: date) -> Forecast:
    """What will happen when this version is published today, to take effect on that day.

    Raises ``CalendarEnds`` past the published calendar.
    """
    before = version.policy.versions.in_force().first()
    of_before = Acknowledgement.objects.filter(version=before)
    version.effective_on = today()
    asked = to_be_asked(version).count()
    version.effective_on = effective_on
    return Forecast(
        is_new=before is None,
        before=before,
        asked=asked,
        on_the_day=asked - to_be_asked(version).count(),
        kept=of_before.signed().count(),
        closed=of_before.without_answer().count(),
        effective_on=effective_on,
        due_on=due_on(version, today()),
        pinned=list(to_pin(version.policy, effective_on).select_related("policy")),
    )
