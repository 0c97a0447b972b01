"""Sentences about columns, kept true by the database itself.

Each constraint may carry its refusal in plain words; ``records.keep`` shows it to whoever asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import CheckConstraint, DateField, F, Func, Q, TextChoices

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

NAME = "%(app_label)s_%(class)s_"


def one_of(field: str, choices: type[TextChoices]) -> CheckConstraint:
    """The column holds one of these choices and nothing else."""
    return holds(f"{field}_known", Q(**{f"{field}__in": choices.values}))


def iff(name: str, this: Q, that: Q, *, refusal: StrOrPromise = "") -> CheckConstraint:
    """The two conditions are true together or false together."""
    return holds(name, (this & that) | (~this & ~that), refusal=refusal)


def together(*fields: str, refusal: StrOrPromise = "") -> CheckConstraint:
    """All of these columns are filled or none is: who and when never part."""
    none = Q(**{f"{field}__isnull": True for field in fields})
    every = Q(**{f"{field}__isnull": False for field in fields})
    return holds(f"{fields[0]}_together", none | every, refusal=refusal)


def implies(name: str, this: Q, that: Q, *, refusal: StrOrPromise = "") -> CheckConstraint:
    """Where the first condition is true, so is the second."""
    return holds(name, ~this | that, refusal=refusal)


def london_day(field: str) -> Func:
    """The day in London of a moment, to hold a day against."""
    template = "(%(expressions)s AT TIME ZONE 'Europe/London')::date"
    return Func(F(field), template=template, output_field=DateField())


def holds(name: str, condition: Q, *, refusal: StrOrPromise = "") -> CheckConstraint:
    """The condition is true of every row."""
    return CheckConstraint(
        name=NAME + name, condition=condition, violation_error_message=refusal or None
    )
