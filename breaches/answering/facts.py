"""What the words of an answer were, and who changed them."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from breaches.models import PublishedStatus
from councilgov.forms.timeline import Event

if TYPE_CHECKING:
    from typing import Any

    from breaches.models import PublishedAnswer


def versions_of(row: PublishedAnswer) -> list[Event]:
    """Each time that it was published, changed or withdrawn, the last first, with its words."""
    rows = [*row.history.select_related("history_user").order_by("history_date", "history_id")]
    events = [Event(at.history_date, _("Published"), _who(at), _words(at)) for at in rows[:1]]
    events += [_changed(before, after) for before, after in pairwise(rows) if after.history_user]
    return events[::-1]


def _changed(before: Any, after: Any) -> Event:
    if after.status != before.status:
        what, words = str(PublishedStatus(after.status).label), after.withdrawn_because
    else:
        what, words = _("Changed"), _words(after)
    return Event(after.history_date, what, _who(after), words)


def _who(row: Any) -> str:
    return row.history_user.full_name if row.history_user else ""


def _words(row: Any) -> str:
    return f"{row.question}\n\n{row.answer}"
