"""Who has to declare: those in office who hold equipment of the council, a fortnight before the
last declaration runs out, or at once if there was none.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import DateField, Exists, F, OuterRef, Subquery
from django.db.models.functions import Cast, Coalesce, TruncDate
from django.utils import timezone

from councilgov.days import LONDON
from councilgov.people.models import Council, Insurance, User
from devices.models import Assignment, InsuranceDeclaration, Ownership

if TYPE_CHECKING:
    from datetime import date, datetime

    from django.db.models import QuerySet

BEFORE = timedelta(days=14)


def is_asked() -> bool:
    """Whether the council asks at all: not where it insures its equipment itself."""
    return Council.objects.the().insurance == Insurance.MEMBERS


def holders(now: datetime) -> QuerySet[Any]:
    """Everybody in office who has equipment of the council, with ``valid_until`` of their last
    declaration (None if there was none) and ``first_on``, the day since when they have some.
    """
    whose = OuterRef("pk")
    held = Assignment.objects.open().filter(device__ownership=Ownership.COUNCIL, holder=whose)
    began = held.order_by("began_at").values(day=TruncDate("began_at", tzinfo=LONDON))
    declared = InsuranceDeclaration.objects.filter(councillor=whose).order_by("-valid_until")
    people: QuerySet[Any] = User.objects.councillors(now).filter(Exists(held), is_active=True)
    rows: QuerySet[Any] = people.annotate(
        valid_until=Subquery(declared.values("valid_until")[:1]), first_on=Subquery(began[:1])
    )
    return rows


def to_declare(now: datetime) -> QuerySet[Any]:
    """Of these, who is asked now; ``due_on`` says since which day."""
    due_on = Coalesce(Cast(F("valid_until") - BEFORE, DateField()), F("first_on"))
    asked: QuerySet[Any] = holders(now).annotate(due_on=due_on)
    return asked.filter(due_on__lte=timezone.localdate(now))


def is_to_declare(user: User, today: date) -> bool:
    """Whether this person is asked now. None is, where the council insures its equipment itself."""
    if not is_asked():
        return False
    held = user.assignments.filter(ended_at=None, device__ownership=Ownership.COUNCIL)
    good = user.insurance_declarations.valid(today + BEFORE + timedelta(days=1))
    return held.exists() and not good.exists()
