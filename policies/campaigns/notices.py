"""The reminders: which rule sends each, and what comes next. Stages: ``policies.reminders``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.access import MONITORING
from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.models import UNDONE, Notice, State
from councilgov.notices.texts import site
from councilgov.people.models import Council, User
from policies.campaigns.actions import leaders_of
from policies.models import Acknowledgement
from policies.notices import is_still_asked
from policies.reminders import (
    LADDER,
    LATE,
    LEADER_AFTER,
    SOON,
    TO_LEADER,
    TO_OFFICER,
    TODAY,
    due_day_of,
    stage_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from django_stubs_ext import StrOrPromise

REMINDS = _(
    "The council reminds whoever has not yet signed a policy: 14, 7, 3 and 1 days before "
    "the last day, on the last day, and then every week."
)


def is_due(notice: Notice) -> bool:
    """They have still to sign, by the same day as when this was planned."""
    asked = notice.subject
    same_day = isinstance(asked, Acknowledgement) and asked.due_on.isoformat() == due_day_of(notice)
    return same_day and is_still_asked(notice)


def is_still_ahead(notice: Notice) -> bool:
    """They have still to sign, and the last day is not past: else the next stage says so."""
    asked = notice.subject
    return isinstance(asked, Acknowledgement) and not asked.is_late and is_due(notice)


def is_overtaken(notice: Notice) -> bool:
    """A later stage has been sent or is to go now too: they meet after a weekend or a holiday."""
    others = Notice.objects.filter(about=notice.about, kind__in=LADDER, to=notice.to)
    now_or_sent = others.filter(Q(UNDONE, due_at__lte=timezone.now()) | Q(state=State.SENT))
    return any(
        stage_of(other) > stage_of(notice)
        for other in now_or_sent
        if due_day_of(other) == due_day_of(notice)
    )


def is_for_leader(notice: Notice) -> bool:
    """Still late, the council still wants it, and whoever gets it still leads their group."""
    if not (is_due(notice) and Council.objects.the().leaders_decision):
        return False
    own = Acknowledgement.objects.filter(pk=notice.about.rpartition(":")[2])
    led = own.annotate(leader=leaders_of("councillor").values("councillor")[:1])
    return led.filter(leader=notice.to_id).exists()


def is_for_officer(notice: Notice) -> bool:
    """Still late, and whoever gets it still holds the office."""
    holds = User.objects.holding(*MONITORING).filter(pk=notice.to_id).exists()
    decided = stage_of(notice) != LEADER_AFTER or Council.objects.the().leaders_decision
    return bool(decided) and holds and is_due(notice)


def to_late_ones(_notice: Notice) -> Mapping[str, str]:
    """The register of those who are late: one link for all of them, so one message."""
    return {"link": f"{site('policies:register')}?status=overdue"}


def to_group(_notice: Notice) -> Mapping[str, str]:
    """The leader's page of their own group, and the decision by which they see it."""
    decision = Council.objects.the().leaders_decision
    return {"link": site("policies:group"), "decision": decision}


def rung(
    name: str, *, comes_next: StrOrPromise, still_true: Callable[[Notice], bool] = is_due
) -> NoticeKind:
    """One rung of the ladder."""
    return NoticeKind(
        name=name,
        urgency=Urgency.DIGEST,
        rule=REMINDS,
        next=comes_next,
        still_true=still_true,
        overtaken=is_overtaken,
    )


KINDS = [
    rung(
        SOON,
        comes_next=_("You are reminded again until you sign or decline. Both take a few minutes."),
        still_true=is_still_ahead,
    ),
    rung(
        TODAY,
        # it may go a day or more late, after closure days or when no worker ran
        comes_next=_("Whoever has not signed by the end of that day shows as overdue."),
    ),
    rung(
        LATE,
        comes_next=_(
            "You are reminded every week. After two weeks the Monitoring Officer is told."
        ),
    ),
    NoticeKind(
        name=TO_LEADER,
        urgency=Urgency.DIGEST,
        rule=_(
            "The council decided that the leader of a political group is told when a member of "
            "it is a week late in signing a policy."
        ),
        next=_(
            "Talk to them. If they have not signed a week from now, the Monitoring Officer is told."
        ),
        still_true=is_for_leader,
        context=to_group,
    ),
    NoticeKind(
        name=TO_OFFICER,
        urgency=Urgency.DIGEST,
        rule=_(
            "The Monitoring Officer is told when somebody is two weeks late in signing a policy, "
            "or one week where no other leader of a group can be told."
        ),
        next=_("They are reminded every week. You may ring them, or exempt them for a time."),
        still_true=is_for_officer,
        context=to_late_ones,
    ),
]
