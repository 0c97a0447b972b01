"""The whole demo, in its order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from councilgov.portal.demo.advice import build_advice
from councilgov.portal.demo.alarms import build_alarms
from councilgov.portal.demo.at_the_last_hour import build_last_hour
from councilgov.portal.demo.coming_back import build_coming_back
from councilgov.portal.demo.complaining import build_complaints
from councilgov.portal.demo.contacts import build_contacts
from councilgov.portal.demo.council import (
    build_council,
    build_councillors,
    build_officers,
    decide_rules,
)
from councilgov.portal.demo.desk import build_desk
from councilgov.portal.demo.devices import build_devices
from councilgov.portal.demo.drafting import build_drafts
from councilgov.portal.demo.elections import (
    build_by_election,
    build_calendar,
    build_elections,
)
from councilgov.portal.demo.former import build_former, build_systems
from councilgov.portal.demo.incidents import build_incidents
from councilgov.portal.demo.keeping_in_touch import build_contacts_of_others
from councilgov.portal.demo.leaving import build_leaving
from councilgov.portal.demo.losses import build_losses
from councilgov.portal.demo.reporting import build_reports
from councilgov.portal.demo.ringing import build_ringing
from councilgov.portal.demo.safety import build_safety
from councilgov.portal.demo.signing import build_policies, what_was_due_was_sent
from councilgov.portal.demo.suspending import build_suspension
from councilgov.portal.demo.telling import build_telling
from councilgov.portal.demo.terms import build_terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.models import User


@transaction.atomic
def build_demo() -> None:
    """An invented council with its people, policies in force and work in hand, or nothing of it."""
    build_council()
    build_officers()
    build_calendar()
    decide_rules()
    councillors = build_councillors()
    build_policies(councillors)
    build_devices(councillors)
    build_ward_records(councillors)
    build_systems()
    build_leaving(councillors)
    build_elections()
    build_desk(councillors)
    build_losses(councillors)
    build_breaches(councillors)
    build_coming_back(councillors)
    build_drafts()
    build_out_of_office(councillors)
    what_was_due_was_sent()


def build_ward_records(councillors: Sequence[User]) -> None:
    """On which terms they are kept, and whom councillors are in touch with."""
    build_terms(councillors)
    build_contacts(councillors)
    build_contacts_of_others(councillors)


def build_out_of_office(councillors: Sequence[User]) -> None:
    """Who left, who is suspended, and who was elected since."""
    build_former()
    build_suspension(councillors)
    build_by_election()


def build_breaches(councillors: Sequence[User]) -> None:
    """What went wrong, who is called in, whom it reached, threats and complaints."""
    build_incidents(councillors)
    build_reports(councillors)
    build_alarms()
    build_telling(councillors)
    build_ringing()
    build_safety(councillors)
    build_advice(councillors)
    build_complaints()
    build_last_hour(councillors)
