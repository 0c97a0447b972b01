"""Invented tasks against more harm, a breach of the council's own systems, a councillor's own log,
and what is done because of what was learnt.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from breaches.compromising.actions import affect
from breaches.containing.actions import finish_task
from breaches.deciding.actions import close, decide_people, decide_regulator
from breaches.learning.actions import set_follow_up
from breaches.models import ContainmentTask
from breaches.reporting.actions import report_incident
from breaches.sharing.actions import hand_over
from breaches.triaging.actions import contain, rule, take_on
from councilgov.days import today
from councilgov.people.models import User
from councilgov.portal.demo.clock import days_ago
from councilgov.portal.demo.people import DOMAIN, officer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from breaches.models import Incident

TAKEN_OVER = 16
"""Place of this councillor in the list of all."""


def end_tasks(incident: Incident, *, by: User) -> None:
    """All that was to be done against more harm is done."""
    for task in ContainmentTask.objects.undone().filter(incident=incident).with_row():
        finish_task(task=task, words="Done by phone.", by=by)


def build_containing(councillors: Sequence[User]) -> None:
    """An account that was taken over, a server that was broken into, a log of one entry."""
    _own_log(User.objects.get(email=f"councillor@{DOMAIN}"))
    _broken_into(councillors)
    _taken_over(councillors[TAKEN_OVER])


def _own_log(councillor: User) -> None:
    with days_ago(20):
        told = "I left my casework book in a café. The owner kept it for me, shut."
        incident = _report(councillor, "other", told)
        by = officer("information")
        rule(incident=incident, finding="confirmed", reason="Names of people were in it.", by=by)
        why = "It holds casework of the ward alone."
        part = hand_over(incident=incident, councillor=councillor, reason=why, by=by)
        end_tasks(incident, by=councillor)
        contain(incident=incident, words="I have it back.", by=councillor)
        why = "Nobody has read it."
        decide_regulator(assessment=part, is_notifiable=False, reason=why, by=councillor)
        decide_people(
            assessment=part, is_required=False, exemption="not_high", reason=why, by=councillor
        )
        close(incident=incident, lessons="I keep it in the council bag.", by=councillor)


def _broken_into(councillors: Sequence[User]) -> None:
    with days_ago(2):
        told = "Somebody broke into the server that keeps copies of the contacts."
        desk, by = officer("desk"), officer("information")
        incident = _report(desk, "seen", told)
        take_on(incident=incident, by=by)
        rule(incident=incident, finding="confirmed", reason="It held names and numbers.", by=by)
        others = [one for one in councillors if one.email != f"councillor@{DOMAIN}"]
        affect(incident=incident, councillors=others[20:32], by=by)
        first = incident.assessments.filter(councillor=others[20]).get()
        why = "Numbers of people in trouble were in it."
        decide_regulator(assessment=first, is_notifiable=True, reason=why, by=others[20])
        set_follow_up(
            incident=incident,
            words="Encrypt the copies, and keep the key elsewhere",
            owner=desk,
            due_on=today() + timedelta(days=21),
            by=by,
        )


def _taken_over(councillor: User) -> None:
    with days_ago(1):
        told = "Messages went out in my name that I did not write."
        incident = _report(councillor, "account", told)
        by = officer("information")
        take_on(incident=incident, by=by)
        rule(incident=incident, finding="suspected", reason="Messages of people are there.", by=by)
        task = incident.containment_tasks.filter(team="desk").with_row().first()
        assert task is not None  # noqa: S101  # for the type checker: the list begins with one
        finish_task(task=task, words="A new password is set.", by=officer("desk"))


def _report(by: User, kind: str, happened: str) -> Incident:
    """They report it two hours after they noticed."""
    noticed = timezone.now() - timedelta(hours=2)
    return report_incident(kind=kind, happened=happened, noticed_at=noticed, by=by)
