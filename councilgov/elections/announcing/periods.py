"""The pre-election periods that concern somebody, as one banner."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, Prefetch
from django.utils.translation import gettext as _

from councilgov.days import day_in_words, today
from councilgov.elections.models import Election, ElectionWard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from councilgov.people.models import User


class Period(NamedTuple):
    """One poll, as the banner names it."""

    name: str
    where: str
    until: date

    @property
    def in_words(self) -> str:
        told = (
            _("%(name)s in %(where)s, until %(day)s")
            if self.where
            else _("%(name)s, until %(day)s")
        )
        return told % {"name": self.name, "where": self.where, "day": day_in_words(self.until)}


def any_period() -> Exists:
    """Whether there is a period today, for anybody: asked with the row of the council, so that it
    costs no query of its own.
    """
    return Exists(Election.objects.in_period(today()))


def periods_of(user: User) -> Sequence[Period]:
    """The periods of today that concern this person, the last to end first: two queries."""
    wards = Prefetch("wards", ElectionWard.objects.select_related("ward"))
    rows = Election.objects.in_period(today()).concerning(user).prefetch_related(wards)
    return [
        Period(row.name, _(" and ").join(str(one.ward) for one in row.wards.all()), row.poll_on)
        for row in rows
    ]
