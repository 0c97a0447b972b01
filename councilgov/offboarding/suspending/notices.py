"""The messages about a suspension. None says why it was decided: the page does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.days import today
from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site
from councilgov.offboarding.suspending.actions import LIFTED, NOTED, TOLD
from councilgov.offboarding.suspending.sweeping import TO_CLOSE, TO_OPEN
from councilgov.people.models import Suspension

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice
    from councilgov.people.suspensions import SuspensionQuerySet


def _about(notice: Notice) -> SuspensionQuerySet:
    row = notice.subject
    known = [row.pk] if isinstance(row, Suspension) else []
    return Suspension.objects.filter(pk__in=known)


def is_still_to_be(notice: Notice) -> bool:
    """Not lifted before it was sent, nor over with the term."""
    return _about(notice).unlifted().in_term(today()).exists()


def is_to_close(notice: Notice) -> bool:
    return _about(notice).to_close(timezone.now()).exists()


def is_to_open(notice: Notice) -> bool:
    return _about(notice).to_open(timezone.now()).exists()


def what_changed(notice: Notice) -> Mapping[str, object]:
    """The last day, which may be that of the term, and whether it is still to be; the one before it
    was moved, where it was; whether it began, and whether another one goes on from it.
    """
    row = notice.subject
    if not isinstance(row, Suspension):
        return {}
    days = row.history.order_by("-history_id").exclude(ends_on=row.ends_on)
    before = days.values_list("ends_on", flat=True).first() if row.moved_because else None
    last = row.ends_with_term or row.ends_on
    return {
        "before": before,
        "last": last,
        "is_last_day": row.last_day >= today(),
        "has_begun": row.last_day >= row.starts_on,
        "goes_on": Suspension.objects.after_it(row) is not None,
    }


def to_own(notice: Notice) -> Mapping[str, object]:
    return {"link": site("offboarding:my_suspension"), **what_changed(notice)}


KINDS = [
    NoticeKind(
        name=TOLD,
        urgency=Urgency.NOW,
        rule=_(
            "A councillor who is suspended, or without council facilities, is told from when "
            "until when, and of each change."
        ),
        next=_("After the last day the portal opens again by itself, and the desk opens the rest."),
        still_true=is_still_to_be,
        context=to_own,
    ),
    NoticeKind(
        name=LIFTED,
        urgency=Urgency.NOW,
        rule=_("A councillor is told when a suspension is lifted, or facilities are given back."),
        next=_("Everything goes on as before."),
        context=what_changed,
    ),
    NoticeKind(
        name=NOTED,
        urgency=Urgency.NOW,
        rule=_(
            "The Monitoring Officer is told when a councillor is suspended or facilities are "
            "withdrawn, and the service desk where it has something to close."
        ),
        next=_("The page says what is to be done, and by whom."),
        context=what_changed,
    ),
    NoticeKind(
        name=TO_CLOSE,
        urgency=Urgency.NOW,
        rule=_("The service desk closes access for a time, as was decided."),
        next=_("Close it, and say so on the page."),
        still_true=is_to_close,
        context=what_changed,
    ),
    NoticeKind(
        name=TO_OPEN,
        urgency=Urgency.NOW,
        rule=_("The service desk opens access again on the last day."),
        next=_("Open it, and say so on the page."),
        still_true=is_to_open,
        context=what_changed,
    ),
]
