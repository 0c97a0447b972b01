"""The messages about holds: that records are kept, that they go as before, and that one is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consent.holding.reminding import TO_REVIEW, of_officers, own_to_review
from consent.holds import Covers, RecordsHold
from councilgov.access import Right
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


def to_going(_notice: Notice) -> Mapping[str, str]:
    return {"link": site("consent:going")}


def how_many(notice: Notice) -> int:
    own = own_to_review(notice.to, today())
    return own + (of_officers(today()) if notice.to.has_perm(Right.HOLD_RECORDS) else 0)


def is_left(notice: Notice) -> bool:
    return how_many(notice) > 0


def count_and_link(notice: Notice) -> Mapping[str, object]:
    is_officer = notice.to.has_perm(Right.HOLD_RECORDS)
    link = site("consent:holds" if is_officer else "consent:going")
    return {"count": how_many(notice), "link": link}


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
        next=_("Who was not heard of for long goes in 4 weeks or later. We tell you before."),
        context=to_going,
    ),
    NoticeKind(
        name=TO_REVIEW,
        urgency=Urgency.DIGEST,
        rule=_("Nothing is held longer than a request or a case needs it."),
        next=_("We remind you once a week until you end it, or name another day."),
        still_true=is_left,
        context=count_and_link,
    ),
]
