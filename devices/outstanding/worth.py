"""What a device is worth: it loses its value evenly over the life of its kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Case, DateField, DecimalField, F, Func, IntegerField, Value, When
from django.db.models.functions import Cast, Greatest, Least, Round

if TYPE_CHECKING:
    from datetime import date

    from django.db.models import QuerySet

MONEY = DecimalField(max_digits=12, decimal_places=2)


class Part(Func):
    """The years, or the months besides them, between two days: ``PART FROM age(last, first)``."""

    output_field = IntegerField()

    def __init__(self, part: str, last: Any, first: Any) -> None:
        super().__init__(
            last, first, template=f"extract({part} FROM age(%(expressions)s))::integer"
        )


def whole_months(first: Any, last: Any) -> Any:
    """Whole calendar months from the first day to the last, as PostgreSQL's ``age`` has them."""
    return Part("year", last, first) * 12 + Part("month", last, first)


def with_worth(devices: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Each with ``age_months`` and ``worth`` in pounds; none where no day or value is known.

    Straight-line depreciation to nothing over ``Kind.life_months``.
    """
    day = Value(today, DateField())
    life = Cast(F("kind__life_months"), MONEY)
    rest = Greatest(Value(0), F("kind__life_months") - F("age_months"), output_field=IntegerField())
    left = Least(Cast(rest, MONEY), life)
    worth = When(age_months__isnull=False, then=Round(F("value") * left / life, 2))
    dated: QuerySet[Any] = devices.annotate(age_months=whole_months(F("purchased_on"), day))
    valued: QuerySet[Any] = dated.annotate(worth=Case(worth, output_field=MONEY))
    return valued
