"""A councillor notes somebody, and lets go of them when they no longer need them.

A person is noted in one capacity, which says who answers for the data. Of party work nothing is
kept: "in respect of Council business only" (Members ICT Usage Protocol, Use of ICT).
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.accepting.checks import check_accepted
from consent.erasing.actions import erase_people
from consent.holding.checks import check_not_held
from consent.models import AskedBy, Constituent
from consent.permitting.checks import check_own
from councilgov.capacity import Capacity
from councilgov.records import Refused

if TYPE_CHECKING:
    from councilgov.people.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def add_person(
    *,
    full_name: str,
    capacity: str,
    by: User,
    at_request_of: str = AskedBy.THEMSELVES,
    advocate: str = "",
) -> Constituent:
    """Somebody whom the councillor is in touch with.

    Raises ``Refused`` out of office, and in the ward before the terms of ward records are accepted.
    """
    if not by.may_act:
        raise Refused(_("Only a councillor in office keeps a list of contacts."))
    if capacity == Capacity.POLITICAL:
        raise Refused(_("The portal keeps nothing about party work."))
    check_accepted(by, capacity)
    row = Constituent(
        councillor=by,
        capacity=capacity,
        full_name=" ".join(full_name.split()),
        at_request_of=at_request_of,
        advocate=advocate.strip(),
        begun_at=timezone.now(),
    ).keep(by=by, why="Noted")
    logger.info("Contact noted", extra={"constituent": row.pk})
    return row


@transaction.atomic
def rename_person(
    *, person: Constituent, full_name: str, by: User, at_request_of: str, advocate: str = ""
) -> Constituent:
    """The councillor corrects a name, or who speaks for somebody."""
    row = Constituent.objects.locked(person)
    check_own(row, by)
    row.full_name, row.at_request_of = " ".join(full_name.split()), at_request_of
    row.advocate = advocate.strip()
    return row.keep(by=by, why="Corrected")


@transaction.atomic
def forget_person(*, person: Constituent, by: User) -> None:
    """The councillor no longer needs somebody: the person, every number and the whole history of
    both are deleted (UK GDPR Article 5(1)(e)). Raises ``Refused`` while they are held.
    """
    row = Constituent.objects.locked(person)
    check_own(row, by)
    check_not_held(row)
    erase_people(people=[row.pk])
    logger.info("Contact deleted", extra={"constituent": row.pk})
