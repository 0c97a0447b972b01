"""What happened to the result of a ward, as its page tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.days import day_in_words
from councilgov.deadlines import end_of_day
from councilgov.elections.models import ContestStatus, Result
from councilgov.forms.timeline import Event, newest_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from councilgov.elections.models import Contest
    from councilgov.people.models import TermOfOffice


def events_of(contest: Contest) -> list[Event]:
    """Every result and every recount, the last one first."""
    return newest_first(_events(contest))


def changed_since(contest: Contest) -> Sequence[str]:
    """Whose term does not end, or not so, as the confirmed result says: in words."""
    if contest.status != ContestStatus.CONFIRMED or contest.election.changes_on is None:
        return []
    ends_at, found = end_of_day(contest.election.changes_on), []
    for row in contest.results.exclude(ended=None).select_related("person", "ended"):
        if row.ended and row.ended.ends_at is None:
            found.append(
                _("%(name)s: the end of the term was taken back. The term goes on.") % {"name": row}
            )
        elif row.ended and row.ended.last_day and row.ended.ends_at != ends_at:
            told = _("%(name)s: the end of the term was changed to %(day)s.")
            found.append(told % {"name": row, "day": day_in_words(row.ended.last_day)})
    return found


def result_that_ended(term: TermOfOffice) -> Sequence[str]:
    """What whoever takes back the end of this term should know of the result that ended it: for
    ``settings.ABOUT_ENDS``.
    """
    row = Result.objects.filter(ended=term).select_related("contest__ward", "contest__election")
    return [
        _(
            "The result of %(ward)s in %(election)s ends this term. If the result is wrong, undo "
            "it on its page instead: then the new terms go too. If you take back this end alone, "
            "the result stays confirmed, and its page says that this term goes on."
        )
        % {"ward": one.contest, "election": one.contest.election}
        for one in row
    ]


def _events(contest: Contest) -> Iterator[Event]:
    before = ""
    rows = contest.history.select_related("history_user").order_by("history_date", "history_id")
    for row in rows:
        who = row.history_user.full_name if row.history_user else ""
        what = _what(before, row.status, is_first=row.history_type == "+")
        if row.countermanded_because and row.status != ContestStatus.COUNTERMANDED:
            what = _who_retires(row.status)
        if what:
            yield Event(row.history_date, what, who, row.words)
        before = row.status


def _who_retires(status: str) -> str:
    """As it is told of a ward without a poll."""
    is_held = status == ContestStatus.HELD
    return _("Who retires is entered") if is_held else _("Who retires is confirmed")


def _what(before: str, after: str, *, is_first: bool) -> str:
    if is_first:
        return _("Seats entered")
    if before == ContestStatus.CONFIRMED and after == ContestStatus.HELD:
        return _("Result undone")
    return {
        ContestStatus.HELD.value: _("Result entered"),
        ContestStatus.CONFIRMED.value: _("Result confirmed"),
        ContestStatus.COUNTERMANDED.value: _("Poll countermanded"),
        ContestStatus.AWAITED.value: _("Result awaited again") if before != after else "",
    }[after]
