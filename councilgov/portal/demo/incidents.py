"""Invented reports: a year of them that are closed, one breach whose hours count, one new."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils import timezone

from breaches.assessing.actions import work_out
from breaches.deciding.actions import close, decide_people, decide_regulator
from breaches.notifying.actions import record_notification
from breaches.reporting.actions import report_incident
from breaches.triaging.actions import contain, name_cause, rule, take_on
from councilgov.portal.demo.clock import days_ago
from councilgov.portal.demo.containing import build_containing, end_tasks
from councilgov.portal.demo.people import officer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from breaches.models import Assessment, Incident
    from councilgov.people.models import User

HASTY, CAREFUL, NEW = 3, 5, 9
"""Places of these councillors in the list of all."""


class Past(NamedTuple):
    """A report that was dealt with: how many days ago, by the how-manieth councillor."""

    days: int
    councillor: int
    kind: str
    happened: str
    finding: str
    cause: str
    noticed: timedelta = timedelta(hours=2)
    is_told: bool = False
    """Whether the regulator was told."""


PAST = [
    Past(338, 4, "suspicious", "A letter asked for my new bank account.", "not_personal", "attack"),
    Past(327, 28, "wrong_person", "A reply went to the last sender.", "confirmed", "mistake"),
    Past(311, 16, "other", "The printer kept a copy of my notes.", "confirmed", "fault"),
    Past(296, 33, "seen", "I read a case out in the lift.", "confirmed", "not_followed"),
    Past(288, 7, "suspicious", "A link to a parking fine.", "not_personal", "attack"),
    Past(
        266,
        24,
        "wrong_person",
        "A table of all housing cases went to a journalist.",
        "confirmed",
        "mistake",
        is_told=True,
    ),
    Past(251, 37, "misuse", "A quiz evening was printed here.", "not_personal", "not_followed"),
    Past(237, 18, "seen", "My bag was open on the bus.", "confirmed", "unsafe"),
    Past(229, 41, "suspicious", "A prize that I had not entered for.", "not_personal", "attack"),
    Past(
        208,
        13,
        "account",
        "Somebody read my council email for a week.",
        "confirmed",
        "attack",
        is_told=True,
    ),
    Past(193, 25, "other", "A list of addresses lay on the copier.", "confirmed", "unsafe"),
    Past(170, 11, "suspicious", "A message asked for my password.", "not_personal", "attack"),
    Past(158, 14, "wrong_person", "A casework email went to a namesake.", "confirmed", "mistake"),
    Past(151, 20, "other", "I left public papers in the library.", "not_personal", "unsafe"),
    Past(133, 8, "shared", "My son used the tablet to play.", "not_personal", "not_followed"),
    Past(
        126, 17, "wrong_person", "A list of residents went to all members.", "confirmed", "mistake"
    ),
    Past(119, 23, "suspicious", "An invoice that I never asked for.", "not_personal", "attack"),
    Past(104, 5, "seen", "Somebody read my screen on the train.", "confirmed", "not_followed"),
    Past(97, 12, "account", "Posts that I did not write.", "not_personal", "attack"),
    Past(
        88,
        26,
        "wrong_person",
        "I replied to all with a name in it.",
        "confirmed",
        "mistake",
        timedelta(days=4),
    ),
    Past(71, 2, "other", "A printed list was in the recycling.", "confirmed", "unsafe"),
    Past(60, 19, "misuse", "A leaflet of ours was printed here.", "not_personal", "not_followed"),
    Past(52, 14, "suspicious", "A parcel that never was.", "not_personal", "attack"),
    Past(
        41,
        30,
        "seen",
        "The meeting was recorded by mistake.",
        "confirmed",
        "fault",
        timedelta(hours=30),
    ),
    Past(33, 9, "suspicious", "A call about my bank.", "not_personal", "attack"),
    Past(25, 21, "wrong_person", "A letter in the wrong envelope.", "confirmed", "mistake"),
]


def build_past_incidents(councillors: Sequence[User]) -> None:
    """A year of reports, all closed."""
    for past in PAST:
        with days_ago(past.days):
            incident = _looked_into(past, councillors[past.councillor])
            _close(incident, is_told=past.is_told)


def _looked_into(past: Past, councillor: User) -> Incident:
    noticed = timezone.now() - past.noticed
    incident = report_incident(
        kind=past.kind, happened=past.happened, noticed_at=noticed, by=councillor
    )
    by, why = officer("information"), "By what is known so far."
    rule(incident=incident, finding=past.finding, reason=why, by=by)
    return name_cause(incident=incident, cause=past.cause, words=why, by=by)


def _close(incident: Incident, *, is_told: bool) -> None:
    by = officer("information")
    for part in incident.assessments.with_row():
        end_tasks(incident, by=by)
        contain(incident=incident, words="It was deleted.", by=by)
        decide: dict[str, Any] = {
            "assessment": part,
            "reason": "Others had it for days." if is_told else "No harm can come of it.",
            "unadvised_because": "It is as in cases that were advised on before.",
            "by": officer("monitoring"),
        }
        decide_regulator(is_notifiable=is_told, **decide)
        decide_people(is_required=False, exemption="not_high", **decide)
        if is_told:
            _tell_regulator(part)
    close(incident=incident, lessons="Talked through with the councillor.", by=by)


def _tell_regulator(part: Assessment) -> None:
    """All at once, a few hours after it was noticed."""
    record_notification(
        assessment=part,
        stage="final",
        route="online",
        told_at=timezone.now(),
        reference="IC-000000-Y0Y0",
        unknown="What else there is, the report on lessons says.",
        by=officer("information"),
    )


def build_incidents(councillors: Sequence[User]) -> None:
    """Reports, as far as each got."""
    build_past_incidents(councillors)
    _no_breach(councillors[CAREFUL])
    _breach(councillors[HASTY])
    build_containing(councillors)
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
    with days_ago(2):
        told = "A message about a planning objection went to somebody with the same first name."
        incident = _report(councillor, "wrong_person", told)
        by = officer("information")
        take_on(incident=incident, by=by)
        rule(incident=incident, finding="confirmed", reason="It names who objected.", by=by)
        end_tasks(incident, by=by)
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
