"""Invented reports: one breach whose hours count, one that was none, one that is new."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils import timezone

from breaches.assessing.actions import work_out
from breaches.deciding.actions import close
from breaches.reporting.actions import report_incident
from breaches.triaging.actions import contain, rule, take_on
from councilgov.portal.demo.clock import days_ago
from councilgov.portal.demo.people import officer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from breaches.models import Incident
    from councilgov.people.models import User

HASTY, CAREFUL, NEW = 3, 5, 9
"""Places of these councillors in the list of all."""


def build_incidents(councillors: Sequence[User]) -> None:
    """Three reports, as far as each got."""
    _no_breach(councillors[CAREFUL])
    _breach(councillors[HASTY])
    _report(
        councillors[NEW], "suspicious", "An email that looks like one of ours asks me to log in."
    )


def _report(councillor: User, kind: str, happened: str) -> Incident:
    """The councillor reports it two hours after they noticed."""
    noticed = timezone.now() - timedelta(hours=2)
    return report_incident(kind=kind, happened=happened, noticed_at=noticed, by=councillor)


def _no_breach(councillor: User) -> None:
    with days_ago(12):
        told = "I left a printed agenda of a public meeting on the bus."
        incident = _report(councillor, "other", told)
        by = officer("information")
        rule(incident=incident, finding="not_personal", reason="All of it is public.", by=by)
        close(incident=incident, lessons="Nothing to change.", by=by)


def _breach(councillor: User) -> None:
    with days_ago(1):
        told = "A message about a planning objection went to somebody with the same first name."
        incident = _report(councillor, "wrong_person", told)
        by = officer("information")
        take_on(incident=incident, by=by)
        rule(incident=incident, finding="confirmed", reason="It names who objected.", by=by)
        contain(incident=incident, words="They say that they deleted it unread.", by=by)
        work_out(
            assessment=incident.assessments.get(),
            dpc=2,
            ei=Decimal(1),
            circumstances={"confidentiality": Decimal("0.25")},
            more_than_100=False,
            is_unintelligible=False,
            by=by,
        )
