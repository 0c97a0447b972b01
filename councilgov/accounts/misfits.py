"""Whose account, address or group does not fit: sets, by whom an officer narrows the register."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from councilgov.accounts.models import HAS_PASSWORD
from councilgov.people.models import (
    Appointment,
    Council,
    GroupMembership,
    TermOfOffice,
    User,
)

if TYPE_CHECKING:
    from datetime import datetime

    from councilgov.people.models import UserQuerySet


def without_role(now: datetime) -> UserQuerySet:
    """Who can sign in, was never a councillor, and holds no role today or later: who left office
    goes by their own clock.
    """
    offices = Appointment.objects.unfinished(timezone.localdate(now)).filter(officer=OuterRef("pk"))
    terms = TermOfOffice.objects.filter(councillor=OuterRef("pk"))
    found: UserQuerySet = User.objects.filter(HAS_PASSWORD, is_active=True)
    return found.filter(~Exists(offices), ~Exists(terms))


def addressed_elsewhere(now: datetime, council: Council) -> UserQuerySet:
    """Whose account is open, with an address on no domain of the council: who left office has
    none of the council’s any more.
    """
    held = Q(pk__in=User.objects.councillors(now).values("pk"))
    offices = Appointment.objects.current(timezone.localdate(now)).filter(officer=OuterRef("pk"))
    ours = Q(email=None)
    for domain in council.email_domains:
        ours |= Q(email__endswith=f"@{domain}")
    found: UserQuerySet = User.objects.filter(held | Q(Exists(offices)), is_active=True)
    return found.exclude(ours)


def without_group(now: datetime) -> UserQuerySet:
    """Councillors in office who belong to no political group today."""
    joined = GroupMembership.objects.current(timezone.localdate(now))
    councillors: UserQuerySet = User.objects.councillors(now)
    return councillors.exclude(pk__in=joined.values("councillor"))
