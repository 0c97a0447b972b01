"""The messages about holds: that records are kept, are not any more, and that one is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consent.holding.checks import is_released, kept_by
from consent.holding.reminding import TO_REVIEW, of_officers, own_to_review
from consent.holds import Covers, Hold, RecordsHold
from councilgov.access import Right
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def is_in_force(notice: Notice) -> bool:
    hold = notice.subject
    return isinstance(hold, RecordsHold) and hold.ended_at is None


def what_is_held(notice: Notice) -> Mapping[str, object]:
    """Why and what, without a reference: that stands on the page."""
    hold = notice.subject
    assert isinstance(hold, RecordsHold)  # noqa: S101  # or the notice is not in force
    is_everything = hold.covers == Covers.EVERYTHING
    return {"reason": hold, "is_everything": is_everything, "link": site("consent:going")}


def is_still_released(notice: Notice) -> bool:
    """No other hold was set meanwhile that keeps the same."""
    hold = notice.subject
    return isinstance(hold, Hold) and is_released(hold, notice.to)


def what_is_released(notice: Notice) -> Mapping[str, object]:
    """What is still kept, too: nobody deletes that by mistake."""
    still = [(hold, hold.capacity) for hold in RecordsHold.objects.on(notice.to, Capacity.COUNCIL)]
    own = kept_by(notice.to).exists()
    return {"still": still, "keeps_some": own, "link": site("consent:going")}


def of_officer(notice: Notice) -> int:
    return of_officers(today()) if notice.to.has_perm(Right.HOLD_RECORDS) else 0


def is_left(notice: Notice) -> bool:
    return own_to_review(notice.to, today()) + of_officer(notice) > 0


def counts_and_links(notice: Notice) -> Mapping[str, object]:
    own, others = own_to_review(notice.to, today()), of_officer(notice)
    going, holds = site("consent:going"), site("consent:holds")
    return {"own": own, "own_link": going, "others": others, "others_link": holds}


KINDS = [
    NoticeKind(
        name="records_held",
        urgency=Urgency.NOW,
        rule=_("While a request or a case is open, what it may need is not deleted."),
        next=_("We tell you when that ends. You need do nothing."),
        still_true=is_in_force,
        context=what_is_held,
    ),
    NoticeKind(
        name="records_released",
        urgency=Urgency.NOW,
        rule=_("Councillors are told when their contacts no longer have to be kept."),
        next=_("Nobody is deleted by a rule in the next 4 weeks. We tell you before."),
        still_true=is_still_released,
        context=what_is_released,
    ),
    NoticeKind(
        name=TO_REVIEW,
        urgency=Urgency.DIGEST,
        rule=_("Nothing is kept longer than a request or a case needs it."),
        next=_("We remind you once a week until you end it, or name another day."),
        still_true=is_left,
        context=counts_and_links,
    ),
]
