"""The messages about questions. None says what was asked: they carry a link."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from breaches.advice import IN_HAND, OUR_TURN
from breaches.advising.advisers import advisers
from breaches.advising.checks import may_advise
from breaches.models import AdviceRequest, AdviceStatus
from councilgov.notices.kinds import NoticeKind, Urgency

if TYPE_CHECKING:
    from collections.abc import Set

    from councilgov.notices.models import Notice

ASKED, UNHEARD = "advice_asked", "advice_unheard"
DUE, LATE = "advice_due", "advice_late"


def _at(notice: Notice, at: Set[str]) -> AdviceRequest | None:
    asked = notice.subject
    return asked if isinstance(asked, AdviceRequest) and asked.status in at else None


def is_to_answer(notice: Notice) -> bool:
    """It is our turn, and whoever is told still advises on it."""
    asked = _at(notice, OUR_TURN)
    return asked is not None and may_advise(asked, notice.to)


def is_due(notice: Notice) -> bool:
    """The same, and its target is not past."""
    asked = _at(notice, OUR_TURN)
    return is_to_answer(notice) and asked is not None and not asked.is_late(timezone.now())


def is_unheard(notice: Notice) -> bool:
    """It is our turn, and still nobody who may answer it can come in."""
    asked = _at(notice, OUR_TURN)
    return asked is not None and not advisers(asked).exists()


def is_in_hand(notice: Notice) -> bool:
    """Nobody withdrew it, and there is no answer yet."""
    return _at(notice, IN_HAND) is not None


def waits_for_more(notice: Notice) -> bool:
    return _at(notice, {AdviceStatus.NEEDS_INFO}) is not None


KINDS = [
    NoticeKind(
        name=ASKED,
        urgency=Urgency.NOW,
        rule=_("The team that answers is told at once of a question."),
        next=_("Look at it by the time that its page names."),
        still_true=is_to_answer,
    ),
    NoticeKind(
        name=UNHEARD,
        urgency=Urgency.NOW,
        rule=_("Administrators are told where nobody is left who can answer a question."),
        next=_("Let somebody of that team in. Then they find the question in the portal."),
        still_true=is_unheard,
    ),
    NoticeKind(
        name="advice_receipt",
        urgency=Urgency.NOW,
        rule=_("Whoever asks gets a receipt at once."),
        next=_("You get an email when there is an answer. Its page says by when."),
        still_true=is_in_hand,
    ),
    NoticeKind(
        name="advice_more",
        urgency=Urgency.NOW,
        rule=_("Whoever asked is told at once if more is needed for an answer."),
        next=_("Say more on its page. It is closed after ten working days without a word."),
        still_true=waits_for_more,
    ),
    NoticeKind(
        name="advice_replied",
        urgency=Urgency.NOW,
        rule=_("Whoever looks at a question is told at once when more was said."),
        next=_("Answer it by the time that its page names."),
        still_true=is_to_answer,
    ),
    NoticeKind(
        name="advice_answered",
        urgency=Urgency.NOW,
        rule=_("Whoever asked is told at once of an answer."),
        next=_("Read it. It is closed by itself if you say nothing for ten working days."),
    ),
    NoticeKind(
        name="advice_added",
        urgency=Urgency.NOW,
        rule=_("Whoever asked is told at once when something is added to an answer."),
        next=_("Read it before you act."),
    ),
    NoticeKind(
        name=DUE,
        urgency=Urgency.DIGEST,
        rule=_("Whoever advises is reminded on the day by which a question is answered."),
        next=_("Answer it today, or ask for what you need."),
        still_true=is_due,
    ),
    NoticeKind(
        name=LATE,
        urgency=Urgency.DIGEST,
        rule=_("Whoever advises is reminded of a late question the next day, and each week."),
        next=_("Answer it, or pass it on. Then the reminders stop."),
        still_true=is_to_answer,
    ),
]
