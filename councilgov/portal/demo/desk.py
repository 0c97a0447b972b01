"""What the invented ICT service desk does: labels, something found, unwanted email, a phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from councilgov.portal.demo.clock import days_ago
from councilgov.portal.demo.people import officer
from devices.enrolling.actions import ask_enrolment, enrol
from devices.enrolment import statement_sha256
from devices.filtering.actions import ask_filter, carry_out_filter
from devices.finding.actions import report_found
from devices.labelling.actions import claim_label, print_labels, print_unclaimed
from devices.labelling.layouts import Sheet
from devices.models import AskedVia, Device, DeviceStatus, Kind, Ownership, Platform

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.models import User

AHEAD = 21
"""Labels that were printed ahead: one sheet."""
CLAIMED = 3


def build_desk(councillors: Sequence[User]) -> None:
    """Work of each kind that comes to the desk every week."""
    label_devices()
    filter_email(councillors)
    enrol_phones(councillors)


def label_devices() -> None:
    """Everything issued has its label, some of what is in stock too, and something was found."""
    desk = officer("desk")
    ours = Device.objects.filter(ownership=Ownership.COUNCIL)
    stored = ours.filter(status=DeviceStatus.IN_STOCK).order_by("asset_tag")
    with days_ago(100):
        batch = print_labels(
            devices=ours.filter(status=DeviceStatus.ACTIVE), sheet=Sheet.L7160, start=1, by=desk
        )
    with days_ago(30):
        ahead = print_unclaimed(first="BC-02000", count=AHEAD, sheet=Sheet.L7160, start=1, by=desk)
        labels = ahead.labels.order_by("position")
        for label, device in zip(labels[:CLAIMED], stored, strict=False):
            claim_label(label=label, device=device, by=desk)
    with days_ago(1):
        report_found(
            label=batch.labels.with_row().order_by("position")[40],
            place="Bell Café, 4 High Street. It is behind the counter.",
            contact="01632 960 987",
            by=None,
        )


def filter_email(councillors: Sequence[User]) -> None:
    """One sender is blocked, one waits for the desk."""
    with days_ago(60):
        first = ask_filter(
            councillor=councillors[0],
            sender="offers.example.com",
            reason="Adverts every day",
            by=councillors[0],
        )
        carry_out_filter(request=first, by=officer("desk"))
    with days_ago(1):
        ask_filter(
            councillor=councillors[5],
            sender="lottery@prizes.example",
            by=officer("desk"),
            via=AskedVia.PHONE,
        )


def enrol_phones(councillors: Sequence[User]) -> None:
    """One councillor's own phone is set up, another's waits for the desk."""
    with days_ago(45):
        enrol(device=_asked(councillors[0], "iPhone 14", Platform.IOS), by=officer("desk"))
    with days_ago(2):
        _asked(councillors[7], "Pixel 8", Platform.ANDROID)


def _asked(councillor: User, model: str, platform: Platform) -> Device:
    return ask_enrolment(
        kind=Kind.objects.get(name="Mobile phone"),
        platform=platform,
        model=model,
        typed_name=councillor.full_name,
        text_sha256=statement_sha256(),
        confirmed_with="password",
        by=councillor,
    )
