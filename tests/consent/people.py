"""What tests of permission to contact are about, in words that read."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from consent.accepting import actions as accepting
from consent.accepting.checks import is_to_accept, terms_in_force
from consent.contacting.actions import log_contact
from consent.models import (
    Channel,
    Constituent,
    Contact,
    ContactPermission,
    DeviceUsed,
    Direction,
    ProcessingTerms,
    Source,
    Verification,
)
from consent.permitting import actions
from councilgov.capacity import Capacity
from councilgov.days import today
from tests import given

if TYPE_CHECKING:
    from councilgov.people.models import User

number = count(100)


def channel(name: str = "WhatsApp") -> Channel:
    """The channel of that name, as the council begins with it."""
    return Channel.objects.get(name=name)


def terms(text: str = "Your ward records are yours.", **fields: Any) -> ProcessingTerms:
    """The terms of ward records in force, or a version that replaces them."""
    latest = terms_in_force()
    if latest and not fields:
        return latest
    known = {"asks_again": True, "replaces": latest.number if latest else 0, "by": None}
    return accepting.publish_terms(text=text, **known | fields)


def accepted(councillor: User) -> User:
    """The same councillor, who has accepted the terms in force."""
    latest = terms()
    if is_to_accept(councillor, Capacity.WARD):
        named = {"typed_name": councillor.full_name, "text_sha256": latest.sha256}
        accepting.accept_terms(by=councillor, **named)
    return councillor


def person(*, councillor: User | None = None, **fields: Any) -> Constituent:
    """Somebody whom a councillor is in touch with, in their ward."""
    owner = accepted(councillor or given.councillor())
    named = {"full_name": f"Sam Sorrel {next(number)}", "capacity": Capacity.WARD}
    row = Constituent(councillor=owner, begun_at=timezone.now(), **named | fields)
    return row.keep(by=owner, why="Test")


def phone() -> str:
    """A number that nobody has (Ofcom's range for drama)."""
    return f"07700 900{next(number) % 1000:03d}"


def where(of: Constituent | None = None, **fields: Any) -> dict[str, Any]:
    """Whom, on what, and under which number."""
    owner = of or person()
    about = {"person": owner, "channel": channel(), "handle": phone()}
    return about | {"by": owner.councillor} | fields


def asked(of: Constituent | None = None, **fields: Any) -> ContactPermission:
    """A permission that was asked for today."""
    how = {"asked_via": channel("Telephone"), "asked_on": today(), "words": "May I text you?"}
    return actions.ask(**where(of, **how | fields))


def granted(of: Constituent | None = None, **fields: Any) -> ContactPermission:
    """One of somebody who wrote first."""
    return actions.begin(**where(of, **{"source": Source.WROTE_FIRST, "on": today()} | fields))


def reached(of: Constituent | None = None, **fields: Any) -> ContactPermission:
    """A telephone number that somebody gave."""
    about = {"channel": channel("Telephone"), "source": Source.GAVE_DETAILS}
    return granted(of, **about | fields)


def verified(of: Constituent | None = None, **fields: Any) -> ContactPermission:
    """One that was checked today in person."""
    row = granted(of, **fields)
    return checked(row)


def checked(row: ContactPermission, **fields: Any) -> ContactPermission:
    """The same, made sure of today in person."""
    told: dict[str, Any] = {
        "how": Verification.IN_PERSON,
        "who_answered": "Sam, whom I know",
        "on": today(),
    }
    return actions.verify(**{"permission": row, "by": row.councillor} | told | fields)


def contacted(row: ContactPermission, **fields: Any) -> Contact:
    """A contact of today, to which both wrote."""
    told: dict[str, Any] = {
        "person": row.constituent,
        "permission": row,
        "channel": None,
        "direction": Direction.MINE,
        "is_two_way": True,
        "happened_on": today(),
        "device_used": DeviceUsed.NONE,
        "by": row.councillor,
    }
    return log_contact(**told | fields)


def flags(contact: Contact) -> list[str]:
    """The rules to which it did not keep."""
    rules = ("was_unchecked", "was_unpermitted", "was_on_own_device")
    return [rule for rule in rules if getattr(contact, rule)]
