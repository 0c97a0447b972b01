"""Safety reports, and the people around one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from breaches.models import SafetyReport
from breaches.safeguarding.actions import report_safety
from breaches.safety import Told
from councilgov.access import Role
from tests import given
from tests.evidence.corpus import upload

if TYPE_CHECKING:
    from councilgov.people.models import Group, User

CANARY = "qvk-canary"
"""A word that stands nowhere but in what only those chosen may see."""


@dataclass(frozen=True)
class Around:
    """The report, those who were told, and those who were not."""

    report: SafetyReport
    group: Group
    councillor: User
    leader: User
    services: User
    chief: User
    deputy: User


def reported(*, by: User | None = None, **details: Any) -> SafetyReport:
    """A councillor was threatened."""
    usual: dict[str, Any] = {"kind": "threat", "happened": f"{CANARY} happened"}
    return report_safety(by=by or given.councillor(), **usual | details)


def around() -> Around:
    """A report that was told to the group leader and to members' services, with a screenshot."""
    given.council()
    group = given.group()
    leader = given.councillor(group=group, is_leader=True, full_name="Lea Leader")
    services = given.officer(Role.MEMBERS_SERVICES, full_name="Sam Services")
    councillor = given.councillor(group=group, full_name="Toni Threatened")
    chief = given.officer(Role.MONITORING_OFFICER)
    deputy = given.officer(Role.DEPUTY_MONITORING_OFFICER)
    report = reported(
        by=councillor,
        tell=[Told.LEADER, Told.SERVICES],
        uploads=[upload(f"{CANARY}.png")],
    )
    report = SafetyReport.objects.get(pk=report.pk)
    return Around(report, group, councillor, leader, services, chief, deputy)
