"""A breach from the first word to the last, closed: ``cases.closed()``."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from breaches.assessing.actions import advise
from breaches.confiding.actions import make_confidential, open_confidential
from breaches.learning.actions import finish_follow_up
from breaches.models import Incident
from breaches.reporting.actions import add_note
from breaches.telling.actions import finish_telling, spare
from breaches.triaging.actions import involve, name_cause
from councilgov.access import Role
from tests import given
from tests.breaches import letters, reports

if TYPE_CHECKING:
    from breaches.models import Assessment
    from councilgov.people.models import User


@dataclass(frozen=True)
class Closed:
    """The case and who had to do with it."""

    incident: Incident
    reporter: User
    officer: User
    chief: User


def closed() -> Closed:
    """Everything was written in it that can be: reasons, letters, names, answers and a file."""
    given.council()
    reporter, officer, chief = given.councillor(), reports.handler(), reports.decider()
    row = reports.confirmed(by=officer, reporter=reporter, data_told="Addresses of the street")
    incident = row.incident
    _looked_into(row, by=officer)
    _told(row, by=chief)
    _confidential(incident, officer, chief)
    add_note(incident=incident, words="Ash Marsh rang again.", by=reporter)
    reports.contained(incident, by=officer)
    reports.closed(incident, by=officer)
    return Closed(Incident.objects.get(pk=incident.pk), reporter, officer, chief)


def _looked_into(row: Assessment, *, by: User) -> None:
    """Who did it and why, with a screenshot, the Data Protection Officer's advice and an action."""
    incident = row.incident
    reports.filed(incident, "ash-marsh.png")
    involve(incident=incident, person=given.councillor(), part="subject", by=by)
    dpo = given.officer(Role.DATA_PROTECTION_OFFICER)
    advise(assessment=row, advice="Tell Ash Marsh.", by=dpo)
    name_cause(incident=incident, cause="mistake", words="Ash Marsh wrote it.", by=by)
    todo = reports.follow_up(incident, by=by)
    finish_follow_up(follow_up=todo, words="Ash Marsh checked it.", by=by)


def _told(row: Assessment, *, by: User) -> None:
    """The regulator and the people were told, but for one."""
    row = reports.to_tell(row, by=by)
    letters.worded(row, by=by)
    letters.told(letters.added(row, by=by), by=by)
    other = letters.added(row, by=by, full_name="Bo Reed")
    spare(recipient=other, reason="Bo Reed died.", by=by)
    finish_telling(assessment=row, by=by)
    letters.answered(row, "taken", by=by, words="Ash Marsh was rung.")
    said = {"unknown": "Who has it now.", "names_because": "They ask for it."}
    letters.sent(row, by=by, stage="final", **said)


def _confidential(incident: Incident, by: User, chief: User) -> None:
    """Only two read it; somebody else opened it at night."""
    make_confidential(incident=incident, readers=[chief], reason="About Ash Marsh.", by=by)
    outsider = given.officer(Role.INFORMATION_OFFICER)
    open_confidential(incident=incident, by=outsider, reason="Ash Marsh rang", hours=1)
