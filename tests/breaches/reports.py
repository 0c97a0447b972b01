"""What tests of incidents are about: ``reports.confirmed()``."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from breaches.assessing.actions import advise, work_out
from breaches.containing.actions import add_task, drop_task
from breaches.deciding.actions import close, decide_people, decide_regulator
from breaches.evidencing.actions import add_files
from breaches.holding.actions import hold_incident
from breaches.learning.actions import set_follow_up
from breaches.models import ContainmentTask, Duty, Turn
from breaches.reporting.actions import report_incident
from breaches.sharing.actions import hand_over
from breaches.triaging import actions as triaging
from councilgov.access import Role
from councilgov.days import today
from councilgov.people.models import Council, User
from tests import given
from tests.evidence.corpus import upload

if TYPE_CHECKING:
    from datetime import datetime

    from breaches.models import Assessment, CaseHold, FollowUp, Incident
    from councilgov.evidence.models import EvidenceFile

UNADVISED = "The officer is away until Monday."
NO_CIRCUMSTANCES = {
    "confidentiality": Decimal("0.25"),
    "integrity": Decimal(0),
    "availability": Decimal(0),
    "malice": Decimal(0),
}


def reported(*, by: User | None = None, **details: Any) -> Incident:
    """A councillor reports something that they noticed an hour ago."""
    if not Council.objects.exists():
        given.council()
    usual: dict[str, Any] = {
        "kind": "wrong_person",
        "noticed_at": timezone.now() - timedelta(hours=1),
        "happened": "I sent a message about a planning objection to the wrong person.",
    }
    return report_incident(by=by or given.councillor(), **usual | details)


def filed(incident: Incident, name: str = "message.png") -> EvidenceFile:
    """Whoever reported it adds a screenshot."""
    assert incident.reported_by
    (row,) = add_files(incident=incident, uploads=[upload(name)], by=incident.reported_by)
    return row


def handler() -> User:
    return given.officer(Role.INFORMATION_OFFICER)


def decider() -> User:
    return given.officer(Role.MONITORING_OFFICER)


def on_call(officer: User, duty: str = Duty.ON_CALL, *, days: int = 7) -> Turn:
    """From today on, for so many days."""
    day = timezone.localdate()
    row = Turn(officer=officer, duty=duty, starts_on=day, ends_on=day + timedelta(days=days))
    return row.keep(by=None, why="Test")


def ruled(
    finding: str, *, by: User | None = None, reporter: User | None = None, **details: Any
) -> Incident:
    """Somebody said whether personal data is affected."""
    incident = reported(by=reporter, **details)
    reason = "A name and an address were in it."
    return triaging.rule(incident=incident, finding=finding, reason=reason, by=by or handler())


def confirmed(**details: Any) -> Assessment:
    """The council's part of a confirmed breach."""
    return ruled("confirmed", **details).assessments.with_row().get()


def with_part() -> Assessment:
    """The same, and somebody received what they should not have."""
    row = confirmed()
    person = given.councillor()
    triaging.involve(incident=row.incident, person=person, part="recipient", by=handler())
    return row


def of_councillor(councillor: User, **details: Any) -> Assessment:
    """The part of a councillor who answers for their own ward's records."""
    incident = confirmed(**details).incident
    return triaging.add_controller(
        incident=incident, controller="councillor", councillor=councillor, by=handler()
    )


def of_councillor_alone(councillor: User, *, by: User, **details: Any) -> Assessment:
    """Nothing of it is the council's: it stands in the councillor's own log."""
    incident = confirmed(by=by, reporter=councillor, **details).incident
    reason = "It was casework alone."
    return hand_over(incident=incident, councillor=councillor, reason=reason, by=by)


def noticed(moment: datetime, **details: Any) -> Assessment:
    return confirmed(noticed_at=moment, **details)


def scored(assessment: Assessment, *, by: User, **changes: Any) -> Assessment:
    """Contact details of one person, who can be found by them: 1 x 1 + 0.25."""
    usual: dict[str, Any] = {
        "dpc": 1,
        "ei": Decimal(1),
        "circumstances": NO_CIRCUMSTANCES,
        "more_than_100": False,
        "is_unintelligible": False,
    }
    return work_out(assessment=assessment, by=by, **usual | changes)


def advised(assessment: Assessment) -> Assessment:
    """The Data Protection Officer has written what they think."""
    dpo = given.officer(Role.DATA_PROTECTION_OFFICER)
    return advise(assessment=assessment, advice="They could not know before.", by=dpo)


def notifiable(assessment: Assessment, *, by: User) -> Assessment:
    return decide_regulator(
        assessment=assessment,
        is_notifiable=True,
        reason="A risk to them is likely.",
        unadvised_because=UNADVISED,
        by=by,
    )


def to_tell(assessment: Assessment, *, by: User) -> Assessment:
    """The people are told, and the regulator too."""
    return decide_people(
        assessment=notifiable(assessment, by=by),
        is_required=True,
        exemption="",
        reason="The risk is high.",
        by=by,
    )


def spared(assessment: Assessment, *, by: User) -> Assessment:
    """Neither the regulator nor the people are told."""
    reason = "The colleague deleted it unread."
    decide_regulator(
        assessment=assessment,
        is_notifiable=False,
        reason=reason,
        unadvised_because=UNADVISED,
        by=by,
    )
    return spared_people(assessment, by=by)


def spared_people(assessment: Assessment, *, by: User) -> Assessment:
    """The people are not told, whatever the regulator is."""
    return decide_people(
        assessment=assessment,
        is_required=False,
        exemption="not_high",
        reason="The colleague deleted it unread.",
        unadvised_because=UNADVISED,
        by=by,
    )


def settled(incident: Incident, *, by: User) -> Incident:
    """Somebody said of each task against more harm that it is not needed."""
    for task in ContainmentTask.objects.undone().filter(incident=incident):
        drop_task(task=task, reason="It was a letter.", by=by)
    return incident


def contained(incident: Incident, *, by: User) -> Incident:
    """All tasks have ended, and it was said how it was contained."""
    settled(incident, by=by)
    return triaging.contain(incident=incident, words="They deleted it.", by=by)


def learning(assessment: Assessment, *, by: User | None = None) -> Assessment:
    """The desk is to do something against more harm, and somebody something for later; and it is
    kept whole for a case.
    """
    by = by or handler()
    words = "Set a new password"
    add_task(incident=assessment.incident, words=words, team="desk", by=by)
    follow_up(assessment.incident, by=by)
    kept_whole(assessment.incident, by=by)
    return assessment


def kept_whole(incident: Incident, *, by: User, **changes: Any) -> CaseHold:
    """Nothing of it is erased while a claim may come."""
    return hold_incident(incident=incident, by=by, **for_a_claim() | changes)


def for_a_claim() -> Any:
    """Why something is kept whole."""
    review_on = today() + timedelta(days=30)
    return {"reason": "claim", "reference": "Claim 7", "review_on": review_on}


def follow_up(incident: Incident, *, by: User, **changes: Any) -> FollowUp:
    """Somebody is to do something within a month."""
    usual: dict[str, Any] = {
        "words": "Check the list of addresses",
        "owner": by,
        "due_on": today() + timedelta(days=30),
    }
    return set_follow_up(incident=incident, by=by, **usual | changes)


def closed(incident: Incident, *, by: User) -> Incident:
    return close(incident=incident, lessons="Check the name before sending.", by=by)


def dismissed(incident: Incident) -> Incident:
    """Somebody said that no personal data is affected."""
    reason = "It was wiped before anybody could look."
    return triaging.rule(incident=incident, finding="not_personal", reason=reason, by=handler())
