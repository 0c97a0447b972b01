"""The messages about incidents. None says what happened, or to whom: they carry a link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from breaches.machines import OPEN_INCIDENTS, RUNNING
from breaches.models import (
    Assessment,
    ContainmentTask,
    FollowUp,
    FollowUpStatus,
    Incident,
)
from breaches.triaging.checks import may_handle
from councilgov.accounts.models import reachable
from councilgov.days import today
from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site
from councilgov.people.models import User

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

    from councilgov.notices.models import Notice


def has_no_part(notice: Notice) -> bool:
    """Whoever is told has no part in it that was noted meanwhile. A closed one may be opened again
    by what was added.
    """
    incident = notice.subject
    if not isinstance(incident, Incident) or incident.has_part(notice.to):
        return False
    return incident.is_for_officers()


def may_look(notice: Notice) -> bool:
    """It is open, and whoever is told has no part in it."""
    return _of(notice, OPEN_INCIDENTS) is not None and has_no_part(notice)


def may_decide(notice: Notice) -> bool:
    """Its hours count, and whoever is told has no part in it."""
    return _of(notice, RUNNING) is not None and has_no_part(notice)


def is_theirs(notice: Notice) -> bool:
    """It is open, and they answer for a part of it still."""
    incident = _of(notice, OPEN_INCIDENTS)
    return incident is not None and incident.assessments.filter(councillor=notice.to).exists()


def _hours(notice: Notice) -> Mapping[str, Any]:
    """Whether the council’s 72 hours are over when this is sent."""
    incident = notice.subject
    assert isinstance(incident, Incident)  # noqa: S101  # what is no report any more is not sent
    over = incident.assessments.of_the_council().expired(timezone.now())
    return {"is_over": over.exists()}


def _of(notice: Notice, at: Set[str]) -> Incident | None:
    """The incident, if it is there and stands at one of these; also that of a part."""
    about = notice.subject
    incident = about.incident if isinstance(about, Assessment) else about
    if isinstance(incident, Incident) and incident.status in at:
        return incident
    return None


def is_to_review(notice: Notice) -> bool:
    """The people are still not told for that reason, and the day was not put off."""
    row = notice.subject
    if not isinstance(row, Assessment) or row.review_on is None:
        return False
    return row.incident.is_open and row.review_on <= today()


def is_to_do(notice: Notice) -> bool:
    """Nobody has said what became of the task, and whoever is told may do it."""
    task = notice.subject
    if not isinstance(task, ContainmentTask) or not task.is_undone:
        return False
    return ContainmentTask.objects.visible_to(notice.to).filter(pk=task.pk).exists()


def is_still_theirs(notice: Notice) -> bool:
    """It is not done yet, nor given to somebody else."""
    row = notice.subject
    if not isinstance(row, FollowUp) or row.status != FollowUpStatus.OPEN:
        return False
    return row.owner_id == notice.to_id


def is_to_be_given(notice: Notice) -> bool:
    """It is still left with somebody who can't come in, and whoever is told may give it on."""
    row = notice.subject
    if not isinstance(row, FollowUp) or row.status != FollowUpStatus.OPEN:
        return False
    here = reachable(User.objects.filter(pk=row.owner_id, is_active=True)).exists()
    return not here and may_handle(row.incident, notice.to)


def to_register(_notice: Notice) -> Mapping[str, object]:
    """The list: the case itself may be the councillor's alone again."""
    return {"link": site("breaches:incidents")}


KINDS = [
    NoticeKind(
        name="exemption_review",
        urgency=Urgency.DIGEST,
        rule=_("Whoever decided not to tell people because of a crime looks at it again."),
        next=_("Decide again: tell them, or choose another day."),
        still_true=is_to_review,
    ),
    NoticeKind(
        name="incident_reported",
        urgency=Urgency.NOW,
        rule=_("Information officers are told at once of whatever is reported."),
        next=_("Say within four working hours whether personal data is affected."),
        still_true=may_look,
    ),
    NoticeKind(
        name="incident_told",
        urgency=Urgency.NOW,
        rule=_("Whoever reports something gets a receipt at once."),
        next=_("Somebody looks into it, and you can read here what comes of it."),
    ),
    NoticeKind(
        name="incident_note",
        urgency=Urgency.NOW,
        rule=_("Information officers are told at once of what is added to a report."),
        next=_("Read it: it may change what has to be done, and by when."),
        still_true=has_no_part,
    ),
    NoticeKind(
        name="incident_ruled",
        urgency=Urgency.NOW,
        rule=_("Whoever reported something is told what was found."),
        next=_("If you know more, add it to your report."),
    ),
    NoticeKind(
        name="incident_closed",
        urgency=Urgency.NOW,
        rule=_("Whoever reported something is told when it is over."),
        next=_("You need do nothing more. If you know more, ring the team."),
    ),
    NoticeKind(
        name="incident_to_decide",
        urgency=Urgency.NOW,
        rule=_("Whoever decides is told at once that a breach is suspected or confirmed."),
        next=_("Decide, with reasons, whether the regulator and the people are told."),
        still_true=may_decide,
        context=_hours,
    ),
    NoticeKind(
        name="incident_yours",
        urgency=Urgency.NOW,
        rule=_("Councillors are told at once of a breach of records that they answer for."),
        next=_("Ring the Information Management Team. They help you to decide what to do."),
        still_true=is_theirs,
    ),
    NoticeKind(
        name="containment_to_do",
        urgency=Urgency.NOW,
        rule=_("The ICT service desk is told at once of what it has to do against more harm."),
        next=_("Do it, and say on the page what you did and when."),
        still_true=is_to_do,
    ),
    NoticeKind(
        name="containment_ended",
        urgency=Urgency.NOW,
        rule=_("Whoever looks into a report is told what became of its tasks."),
        next=_("Record that it is contained once all is done."),
        still_true=may_look,
    ),
    NoticeKind(
        name="part_shared",
        urgency=Urgency.NOW,
        rule=_("Information officers are told when a councillor lets them see a report."),
        next=_("Read it, and help the councillor to decide."),
        still_true=may_look,
    ),
    NoticeKind(
        name="part_authorised",
        urgency=Urgency.NOW,
        rule=_("Information officers are told when a councillor lets the council report for them."),
        next=_("Report it to the regulator in time, and tell the councillor what you do."),
        still_true=may_look,
    ),
    NoticeKind(
        name="part_unauthorised",
        urgency=Urgency.NOW,
        rule=_("Information officers are told when a councillor reports a breach themselves."),
        next=_("Tell the regulator nothing more for this councillor."),
        context=to_register,
    ),
    NoticeKind(
        name="follow_up_set",
        urgency=Urgency.DIGEST,
        rule=_("Whoever has something to do because of a report is told when it is set."),
        next=_("You are reminded a week and a day before the day, and each week after it."),
        still_true=is_still_theirs,
    ),
    NoticeKind(
        name="follow_up_left",
        urgency=Urgency.DIGEST,
        rule=_(
            "Whoever looks into a report is told of what is to be done by somebody who can’t sign "
            "in any more."
        ),
        next=_("Give it to somebody else, or say that it is done or dropped."),
        still_true=is_to_be_given,
    ),
    NoticeKind(
        name="follow_up_due",
        urgency=Urgency.DIGEST,
        rule=_(
            "Whoever has something to do because of a report is reminded a week and a day before "
            "the day, on it, and then each week."
        ),
        next=_("Do it, and say on the page what you did. Then the reminders stop."),
        still_true=is_still_theirs,
    ),
]
