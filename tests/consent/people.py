"""What tests of permission to contact are about, in words that read."""

from __future__ import annotations

from itertools import count
from typing import Any

from django.utils import timezone

from consent.accepting import actions as accepting
from consent.accepting.checks import is_to_accept, terms_in_force
from consent.contacting.actions import log_contact
from consent.disclosing.actions import share_person
from consent.disclosing.rules import USUALLY
from consent.enquiring.actions import open_enquiry
from consent.holding.actions import hold_person, hold_records
from consent.models import (
    ActsFor,
    Channel,
    Constituent,
    Contact,
    ContactPermission,
    Covers,
    DeviceUsed,
    Direction,
    Enquiry,
    HoldReason,
    Opening,
    PersonHold,
    ProcessingTerms,
    RecordsHold,
    Share,
    SharedFor,
    Source,
    Verification,
)
from consent.opening.actions import open_record
from consent.permitting import actions
from councilgov.access import Role
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.deadlines import months_after
from councilgov.people.models import User
from tests import given

number = count(100)


def channel(name: str = "WhatsApp") -> Channel:
    """The channel of that name, as the council begins with it."""
    return Channel.objects.get(name=name)


def terms(text: str = "Your ward records are yours.", **fields: Any) -> ProcessingTerms:
    """The terms of ward records in force, or a version that replaces them."""
    latest = terms_in_force()
    if latest and not fields:
        return latest
    number = latest.number if latest else 0
    foreseen = {"foresees_opening": True, "foresees_holding": True}
    known = {"asks_again": True, "replaces": number, "by": None} | foreseen
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
    """A number that nobody has (Ofcom's range for drama), nor a test names: those end in 9xx."""
    return f"07700 900{next(number) % 900:03d}"


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


def kept(of: Constituent, **fields: Any) -> PersonHold:
    """Their councillor keeps them while a request is open."""
    return hold_person(**{"person": of, "by": of.councillor} | about_a_hold() | fields)


def records_kept(**fields: Any) -> RecordsHold:
    """An information officer keeps what all councillors hold for the council."""
    what = {"covers": Covers.COUNCIL_WORK, "councillor": None} | about_a_hold()
    if "by" not in fields:
        fields["by"] = given.officer(Role.INFORMATION_OFFICER)
    hold, _count = hold_records(**what | fields)
    return hold


def about_a_hold() -> dict[str, Any]:
    """A request that is open, to be looked at in a month."""
    asked = {"reason": HoldReason.INFORMATION, "reference": "FOI 2026/114"}
    return asked | {"review_on": months_after(today(), 1)}


def shared(of: Constituent | None = None, **fields: Any) -> Share:
    """A record that an officer may read for four weeks, for the councillor."""
    owner = of or person()
    reader = fields.pop("reader", None) or given.officer(Role.MEMBERS_SERVICES)
    told: dict[str, Any] = {
        "role": Role.MEMBERS_SERVICES,
        "acts_for": ActsFor.OWNER,
        "purpose": SharedFor.CASE,
        "until": today() + USUALLY,
        "by": owner.councillor,
    }
    return share_person(person=owner, reader=reader, **told | fields)


def flags(contact: Contact) -> list[str]:
    """The rules to which it did not keep."""
    rules = ("was_unchecked", "was_unpermitted", "was_not_allowed", "was_on_own_device")
    return [rule for rule in rules if getattr(contact, rule)]


def opened(councillor: User | None = None, **fields: Any) -> Opening:
    """Ward records that an officer has open for an hour, on terms that say so."""
    owner = accepted(councillor or given.councillor())
    if not User.objects.holding(Role.MONITORING_OFFICER).exists():
        given.officer(Role.MONITORING_OFFICER)
    told: dict[str, Any] = {"councillor": owner, "hours": 1, "reason": "A threat was reported."}
    by = fields.pop("by", None) or given.officer(Role.INFORMATION_OFFICER)
    return open_record(**told | fields, by=by)


def enquiry(by: User | None = None, reason: str = "Subject access request 26/104") -> Enquiry:
    """What an officer looks up in council records for."""
    return open_enquiry(reason=reason, by=by or given.officer(Role.INFORMATION_OFFICER))
