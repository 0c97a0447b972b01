"""What a suspension would bring, and what is unusual in it, before it is saved: it closes the
portal at once, and the mails about it are gone in the same second.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.days import day_in_words, today
from councilgov.deadlines import months_after
from councilgov.offboarding.suspending.words import seat_in_words, who_is_told
from councilgov.people.models import Decider, SuspendedFrom

if TYPE_CHECKING:
    from collections.abc import Iterator

    from councilgov.people.models import Suspension

A_YEAR = 12
"""Months. No standards body of any nation suspends for longer."""
OF_A_COUNCIL = re.compile(r"\b(committee|minutes?|sub-?committee|cabinet|council)\b", re.IGNORECASE)


def follows(row: Suspension) -> Iterator[str]:
    """A sentence each."""
    facts = {"first": day_in_words(row.starts_on), "last": day_in_words(row.ends_on)}
    if row.starts_on > today():
        told = _("From %(first)s to the end of %(last)s the portal opens only what is their own.")
    else:
        told = _("The portal opens only what is their own, from now to the end of %(last)s.")
    yield seat_in_words(row)
    yield told % facts
    if row.is_without_contacts:
        yield _("They can’t open their contacts in that time. Nothing is deleted.")
    if row.is_kit_asked_back:
        yield _("They are asked to bring back their council equipment.")
    yield who_is_told(is_for_desk=row.is_for_desk)


def follows_move(row: Suspension) -> Iterator[str]:
    """Of another last day, which the row has already."""
    told = _("The portal opens only what is their own until the end of %(last)s.")
    yield told % {"last": day_in_words(row.ends_on)}
    if row.is_for_desk and row.opened_at:
        yield _("The service desk is asked to close again what it opened.")
    yield who_is_told(is_for_desk=row.is_for_desk)


def unusual(row: Suspension) -> Iterator[str]:
    """What is more often a mistake than meant."""
    if row.starts_on < today():
        told = _(
            "The first day, %(first)s, is past. The portal closed nothing on the days since, and "
            "the messages name that day."
        )
        yield told % {"first": day_in_words(row.starts_on)}
    yield from unusual_end(row)
    if row.what != SuspendedFrom.OFFICE:
        return
    if not row.is_without_contacts:
        yield _(
            "Who is suspended from office may not act as a councillor. You let them go on using "
            "their contacts."
        )
    if row.decider == Decider.COURT and OF_A_COUNCIL.search(row.decision):
        told = _("You say that a court decided. This reads like a decision of a council: %(it)s")
        yield told % {"it": row.decision}


def unusual_end(row: Suspension) -> Iterator[str]:
    if row.ends_on >= months_after(row.starts_on, A_YEAR):
        told = _("It lasts longer than a year, to the end of %(last)s.")
        yield told % {"last": day_in_words(row.ends_on)}
