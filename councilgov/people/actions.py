"""Terms of office, groups and appointments begin and end here."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from councilgov.access import OFFICES, Role
from councilgov.people.models import (
    Appointment,
    Council,
    EndReason,
    GroupMembership,
    TermKind,
    TermOfOffice,
    User,
)
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date, datetime

    from councilgov.people.models import Group, Ward

logger = logging.getLogger(__name__)


@transaction.atomic
def add_person(*, full_name: str, known_as: str, email: str, by: User | None) -> User:
    """Somebody is entered by members' services, and can sign in once they accept an invitation.

    The address must be on one of the council's own domains (Havering ICT protocol, "Use of the
    e-mail address"; domain research S70). Raises ``Refused`` for another address.
    """
    domains = Council.objects.the().email_domains
    email = email.strip().lower()
    if email.rpartition("@")[2] not in domains:
        raise Refused(f"Use a council e-mail address: it ends in @{' or @'.join(domains)}.")
    person = User(full_name=full_name.strip(), known_as=known_as.strip(), email=email)
    person.set_unusable_password()
    person.keep(by=by, why="Person added")
    logger.info("Person added", extra={"person": person.pk})
    return person


@transaction.atomic
def begin_term(
    *,
    councillor: User,
    ward: Ward | None,
    starts_on: date,
    by: User | None,
    kind: TermKind = TermKind.ELECTED,
    declared_on: date | None = None,
) -> TermOfOffice:
    """A councillor comes into office (Local Government Act 1972, sections 7 and 83)."""
    term = TermOfOffice(
        councillor=councillor, ward=ward, kind=kind, starts_on=starts_on, declared_on=declared_on
    ).keep(by=by, why="Term begun")
    logger.info("Term begun", extra={"term": term.pk})
    return term


@transaction.atomic
def end_term(
    *, term: TermOfOffice, ends_at: datetime, reason: EndReason, by: User | None
) -> TermOfOffice:
    """A councillor leaves office: at midnight of a day, or on receipt of a resignation.

    Raises ``Refused`` if the term has an end already.
    """
    term = TermOfOffice.objects.locked(term)
    if term.ends_at:
        raise Refused(f"This term has an end already: {timezone.localtime(term.ends_at):%d %B %Y}.")
    term.ends_at, term.end_reason = ends_at, reason
    logger.info("Term ended", extra={"term": term.pk})
    return term.keep(by=by, why="Term ended")


@transaction.atomic
def join_group(
    *, councillor: User, group: Group, starts_on: date, by: User | None, is_leader: bool = False
) -> GroupMembership:
    """A councillor joins a political group by signed notice (SI 1990/1553, Part III)."""
    return GroupMembership(
        councillor=councillor, group=group, starts_on=starts_on, is_leader=is_leader
    ).keep(by=by, why="Joined group")


@transaction.atomic
def appoint(*, officer: User, role: Role, starts_on: date, by: User | None) -> Appointment:
    """An officer takes a role. Raises ``Refused`` for a role that a term or a group gives."""
    if role not in OFFICES:
        raise Refused("Councillors and group leaders are not appointed: begin a term instead.")
    return Appointment(officer=officer, role=role, starts_on=starts_on).keep(by=by, why="Appointed")
