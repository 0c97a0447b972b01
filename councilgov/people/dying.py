"""Somebody has died after they had left office: why they left stays as it was."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.days import day_in_words, today
from councilgov.people.actions import terms_changed
from councilgov.people.models import TermOfOffice, User, has_died
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

logger = logging.getLogger(__name__)


@transaction.atomic
def record_death(*, person: User, died_on: date, by: User) -> User:
    """The council was told that somebody who had left office has died: nothing is sent to them
    again, nobody signs in as them, and an officer asks their family for what is the council's.

    Raises ``Refused`` for a day to come, for one on which they were in office, since their term
    ended with their death then, and whatever ``check_left`` raises.
    """
    person = User.objects.locked(person)
    check_left(person)
    if died_on > today():
        raise Refused(_("The day must be today or in the past"), field="died_on")
    _check_day(person, died_on)
    person.died_on = died_on
    person.keep(by=by, why="Death recorded")
    logger.info("Death recorded", extra={"person": person.pk})
    terms_changed([person.pk])
    return person


@transaction.atomic
def take_back_death(*, person: User, by: User) -> User:
    """It was recorded of the wrong person, or by mistake. Raises ``Refused`` as
    ``check_recorded`` does.
    """
    person = User.objects.locked(person)
    check_recorded(person)
    person.died_on = None
    person.keep(by=by, why="Death taken back")
    logger.info("Death taken back", extra={"person": person.pk})
    terms_changed([person.pk])
    return person


def check_left(person: User) -> None:
    """Raises ``Refused`` for who never was a councillor, is one or will be, and for whom a death
    is recorded already.
    """
    terms, now = list(TermOfOffice.objects.filter(councillor=person)), timezone.now()
    if not terms:
        raise Refused(_("They were never a councillor. Close their account instead."))
    if has_died(person, terms):
        raise Refused(_("Their death is recorded already."))
    if any(term.ends_at is None or term.ends_at > now for term in terms):
        raise Refused(_("Their term is not over. End it instead, with their death as the reason."))


def may_be_recorded(person: User) -> bool:
    """Whether ``check_left`` lets it pass."""
    try:
        check_left(person)
    except Refused:
        return False
    return True


def check_recorded(person: User) -> None:
    """Raises ``Refused`` if no death after they left is recorded."""
    if person.died_on is None:
        raise Refused(_("No death after leaving is recorded. Correct the end of the term instead."))


def _check_day(person: User, died_on: date) -> None:
    days = [term.last_day for term in TermOfOffice.objects.filter(councillor=person)]
    last = max(day for day in days if day)
    if died_on < last:
        told = _("They were in office until %(day)s. Correct the end of their term instead")
        raise Refused(told % {"day": day_in_words(last)}, field="died_on")
