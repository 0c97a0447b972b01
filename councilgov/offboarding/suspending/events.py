"""What happened to a suspension, from its history."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from councilgov.days import day_in_words
from councilgov.forms.timeline import Event, newest_first
from councilgov.offboarding.suspending.words import words_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django_stubs_ext import StrOrPromise

    from councilgov.people.models import Suspension

MOMENTS: Mapping[str, StrOrPromise] = {
    "closed_at": gettext_lazy("Access closed by the service desk"),
    "opened_at": gettext_lazy("Access is open, as the service desk says"),
    "erased_at": gettext_lazy("Why it was is erased: its time is over"),
}


def timeline(row: Suspension, *, sees_why: bool) -> list[Event]:
    """Newest first; why, for whom it is. One query."""
    events = newest_first(_events(row))
    return events if sees_why else [event._replace(why="") for event in events]


def _events(row: Suspension) -> Iterator[Event]:
    rows: Any = row.history.select_related("history_user").order_by("history_id")
    for before, after in pairwise([None, *rows]):
        who = after.history_user.full_name if after.history_user else ""
        for what, why in _changes(before, after):
            yield Event(after.history_date, what, who, why)


def _changes(before: Any, after: Any) -> Iterator[tuple[str, str]]:
    if before is None:
        yield str(words_of(after).entered), _days(after)
        return
    if before.ends_on != after.ends_on:
        told = _("Last day: %(now)s, before that %(was)s")
        facts = {"now": day_in_words(after.ends_on), "was": day_in_words(before.ends_on)}
        yield told % facts, after.moved_because
    yield from _noted(before, after)
    if after.lifted_at and not before.lifted_at:
        yield str(words_of(after).lifted).rstrip("."), after.lifted_because


def _noted(before: Any, after: Any) -> Iterator[tuple[str, str]]:
    for column, words in MOMENTS.items():
        if getattr(after, column) and not getattr(before, column):
            yield str(words), ""
    if before.opened_at and not after.opened_at and before.ends_on == after.ends_on:
        yield _("Access is not open again after all: the service desk took it back"), ""


def _days(row: Any) -> str:
    facts = {"first": day_in_words(row.starts_on), "last": day_in_words(row.ends_on)}
    return _("%(first)s to %(last)s") % facts
