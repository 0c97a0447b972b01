"""What happened to the result of a ward, as its page tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.elections.models import ContestStatus
from councilgov.forms.timeline import Event, newest_first

if TYPE_CHECKING:
    from collections.abc import Iterator

    from councilgov.elections.models import Contest


def events_of(contest: Contest) -> list[Event]:
    """Every result and every recount, the last one first."""
    return newest_first(_events(contest))


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
