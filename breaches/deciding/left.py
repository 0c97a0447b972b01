"""What one controller has left to do about a breach, in the order in which it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from breaches.models import Exemption, People, Regulator
from breaches.notifying.actions import may_tell
from councilgov.days import day_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django_stubs_ext import StrOrPromise

    from breaches.models import Assessment
    from councilgov.people.models import User


class Left(NamedTuple):
    """Something to do: its page, what it is called there, and what is said to others of it."""

    page: str
    step: StrOrPromise
    told: StrOrPromise

    def address(self, row: Assessment) -> str:
        return reverse(f"breaches:{self.page}", args=[row.reference, row.pk])

    def is_for(self, row: Assessment, user: User) -> bool:
        """Whether it is for that person to do."""
        return row.decides(user) if self.page in DECISIONS else may_tell(row, user)

    def in_words(self, row: Assessment) -> str:
        day = day_in_words(row.review_on) if row.review_on else ""
        return str(self.told) % {"name": row.named_controller, "day": day}


DECISIONS = frozenset({"decide_regulator", "decide_people"})
REGULATOR = {
    Regulator.UNDECIDED: Left(
        "decide_regulator",
        _("Decide whether the regulator is told"),
        _("%(name)s: it is not decided whether the regulator is told."),
    ),
    Regulator.NOTIFIABLE: Left(
        "pack",
        _("Tell the regulator"),
        _("%(name)s: nobody has recorded that the regulator was told."),
    ),
}
PEOPLE = {
    People.UNDECIDED: Left(
        "decide_people",
        _("Decide whether the people are told"),
        _("%(name)s: it is not decided whether the people are told."),
    ),
    People.REQUIRED: Left(
        "people_to_tell",
        _("Tell the people"),
        _("%(name)s: not everybody on the list of people is told."),
    ),
}
PUBLISH = Left(
    "people_to_tell",
    _("Make it public"),
    _("%(name)s: nobody has recorded where it was made public."),
)
REVIEW = Left(
    "decide_people",
    _("Decide again whether the people are told"),
    _("%(name)s: it is looked at again on %(day)s whether telling the people harms an inquiry."),
)
FINAL = Left(
    "pack",
    _("Send the final report to the regulator"),
    _("%(name)s: the final report to the regulator is not recorded."),
)


def left_of(row: Assessment) -> Iterator[Left]:
    """What is decided is done, what is begun is ended."""
    if left := REGULATOR.get(Regulator(row.regulator)):
        yield left
    if left := _people(row):
        yield left
    if row.regulator in {Regulator.INITIAL, Regulator.UPDATED}:
        yield FINAL


def _people(row: Assessment) -> Left | None:
    """Whoever comes on the list later is told too; what a crime holds up is decided again."""
    if row.exemption == Exemption.EFFORT and not hasattr(row, "public_notice"):
        return PUBLISH
    if row.exemption == Exemption.CRIME:
        return REVIEW
    if row.people == People.SENT and row.recipients.to_tell().exists():
        return PEOPLE[People.REQUIRED]
    return PEOPLE.get(People(row.people))
