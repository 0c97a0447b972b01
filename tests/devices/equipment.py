"""What tests of devices are about, in words that read: ``equipment.issued(holder=councillor)``."""

from __future__ import annotations

from datetime import timedelta
from itertools import count
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from councilgov.access import Role
from devices.auditing.actions import auditable, start_audit
from devices.booking.actions import book, offer_slot
from devices.enrolling.actions import (
    ask_enrolment,
    enrol,
    find_unsafe,
)
from devices.enrolment import statement_sha256
from devices.issuing.actions import accept, issue_devices, publish_terms
from devices.keeping.actions import add_device
from devices.labelling.actions import print_unclaimed
from devices.labelling.layouts import Sheet
from devices.models import (
    Audit,
    Booking,
    Cause,
    Condition,
    Device,
    Issue,
    Kind,
    Label,
    Platform,
    Recall,
    RecallLine,
    RecallReason,
    Return,
    ReturnRequest,
    Slot,
    Terms,
    Wipe,
)
from devices.recalling.actions import lend, recall_devices, take_in
from devices.reclaiming.actions import request_return
from devices.returning.actions import Handed, disagree, receive
from tests import given

if TYPE_CHECKING:
    from councilgov.people.models import User

number = count(1)


def kind(name: str = "Tablet", **details: Any) -> Kind:
    """The kind of that name, as the council begins with it."""
    found = Kind.objects.filter(name=name).first()
    if found and not details:
        return found
    usual = {"has_imei": True, "accessories": ["charger"]}
    row = found or Kind(name=name)
    for field, value in (usual | details).items():
        setattr(row, field, value)
    return row.keep(by=None, why="Test")


def device(**details: Any) -> Device:
    """A device in stock."""
    n = next(number)
    usual = {"kind": None, "model": "iPad Air", "asset_tag": f"BC-{n + 40_000}"}
    asked = usual | details
    asked["kind"] = asked["kind"] or kind()
    return add_device(by=None, **asked)


def terms(text: str = "Keep it safe.") -> Terms:
    """The terms in force; published if there are none."""
    return Terms.objects.first() or publish_terms(text=text, by=None)


def desk() -> User:
    """An officer of the service desk."""
    return given.officer(Role.ICT_DESK)


def issue(*devices: Device, holder: User | None = None, by: User | None = None) -> Issue:
    """Devices handed to a councillor and not accepted yet; one, if none is named."""
    given.council()
    terms()
    return issue_devices(
        devices=devices or [device()], councillor=holder or given.councillor(), by=by
    )


def accepted(*devices: Device, holder: User | None = None) -> Issue:
    """Devices that a councillor accepted."""
    row = issue(*devices, holder=holder)
    accept(
        issue=row,
        by=row.councillor,
        typed_name=row.councillor.full_name,
        text_sha256=row.fingerprint(),
        confirmed_with="password",
    )
    row.refresh_from_db()
    return row


def issued(*, holder: User | None = None, **details: Any) -> Device:
    """A device that a councillor has and accepted."""
    row = device(**details)
    accepted(row, holder=holder)
    row.refresh_from_db()
    return row


def free_label(first: str = "") -> Label:
    """A label that was printed ahead and is on no device yet."""
    first = first or f"BC-{next(number) + 50_000}"
    batch = print_unclaimed(first=first, count=1, sheet=Sheet.L7160, start=1, by=desk())
    return batch.labels.get()


def handed(device: Device, **details: Any) -> Handed:
    """A device as it lies on the desk: worn, whole, and to be wiped."""
    device = Device.objects.get(pk=device.pk)
    usual = {
        "condition": Condition.WORN,
        "accessories": device.accessories,
        "wipe": Wipe.TO_DO if device.kind.holds_data else Wipe.NO_DATA,
    }
    return Handed(device=device, **usual | details)


def returned(
    *devices: Device, by: User | None = None, brought_by: str = "", **details: Any
) -> Return:
    """Devices that the desk has received, and that their councillor has not signed for."""
    officer = by or desk()
    return receive(
        handed=[handed(device, **details) for device in devices or [issued()]],
        by=officer,
        typed_name=officer.full_name,
        confirmed_with="password",
        brought_by=brought_by,
    )


def disputed(*devices: Device) -> Return:
    """A return with which its councillor does not agree."""
    row = returned(*devices)
    return disagree(row=row, reason="No crack when I gave it.", by=row.councillor)


def asked_back(device: Device | None = None) -> ReturnRequest:
    """A device that somebody has, and is asked to return."""
    asked = [device or issued()]
    (row,) = request_return(devices=asked, because=Cause.LEAVING, by=None)
    return row


def wiped() -> Device:
    """A device that came back, wiped."""
    row = issued()
    returned(row, wipe=Wipe.DONE)
    row.refresh_from_db()
    return row


def recalled(*devices: Device, **fields: Any) -> Recall:
    """Devices that the desk asks to see; one, if none is named."""
    usual: dict[str, Any] = {"reason": RecallReason.REPAIR, "by": desk()}
    return recall_devices(devices=devices or [issued()], **usual | fields)


def slot(days: int = 1, places: int = 1, hours: int = 2) -> Slot:
    """A slot so many days from now."""
    starts_at = timezone.now() + timedelta(days=days)
    ends_at = starts_at + timedelta(hours=hours)
    return offer_slot(starts_at=starts_at, ends_at=ends_at, places=places, by=desk())


def taken_in(device: Device | None = None) -> RecallLine:
    """A recalled device that is with the desk."""
    line = recalled(device or issued()).lines.get()
    return take_in(device=line.device, by=desk())


def lent() -> Device:
    """A device on loan for a week, while another is with the desk."""
    loan, until = device(), timezone.localdate() + timedelta(days=7)
    lend(device=taken_in().device, loan=loan, due_back_on=until, by=desk())
    return Device.objects.get(pk=loan.pk)


def booked(slot: Slot, councillor: User | None = None) -> Booking:
    """A place in it, of somebody who is to bring something in."""
    councillor = councillor or recalled().lines.get().holder
    return book(slot=slot, councillor=councillor, by=councillor)


def pending(*, holder: User | None = None, model: str = "Pixel 9") -> Device:
    """A councillor's own device that the desk is asked to set up."""
    councillor = holder or given.councillor()
    return ask_enrolment(
        kind=kind("Mobile phone", has_imei=True, accessories=[]),
        platform=Platform.ANDROID,
        model=model,
        typed_name=councillor.full_name,
        text_sha256=statement_sha256(),
        confirmed_with="password",
        by=councillor,
    )


def enrolled(*, holder: User | None = None) -> Device:
    """A councillor's own device that the desk has set up."""
    return enrol(device=pending(holder=holder), by=desk())


def audit(**fields: Any) -> Audit:
    """Everybody is asked whether they have it; one device, if there is none."""
    if not auditable().exists():
        issued()
    usual: dict[str, Any] = {
        "title": "Autumn",
        "until_on": timezone.localdate() + timedelta(days=14),
        "by": desk(),
    }
    return start_audit(**usual | fields)


def unsafe() -> Device:
    """A councillor's own device that does not keep to the rules."""
    mend_before = timezone.localdate() + timedelta(days=7)
    return find_unsafe(device=enrolled(), problem="No PIN", mend_before=mend_before, by=desk())
