"""An invented confidential report, and one of threats that a councillor told to their leader."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from breaches.confiding.actions import make_confidential
from breaches.reporting.actions import report_incident
from breaches.safeguarding.actions import add_entry, add_police_reference, report_safety
from breaches.safety import Told
from councilgov.people.models import User
from councilgov.portal.demo.clock import days_ago
from councilgov.portal.demo.people import officer

if TYPE_CHECKING:
    from collections.abc import Sequence

QUIET = 12
"""Place of this councillor in the list of all."""
PICTURE = b"GIF89a\x01\x00\x01\x00\x80\x00\x00\xff\xff\xff\x00\x00\x00,"
PICTURE += b"\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
"""One white dot."""


def build_safety(councillors: Sequence[User]) -> None:
    """One of each, as they stand after a few days."""
    _confidential(councillors[QUIET])
    _threat(User.objects.get(email__startswith="councillor@"))


def _confidential(councillor: User) -> None:
    with days_ago(4):
        noticed = timezone.now() - timedelta(hours=3)
        told = "A colleague reads messages on the laptop of another councillor."
        incident = report_incident(kind="seen", happened=told, noticed_at=noticed, by=councillor)
        reason = "It is about a colleague whom many here know."
        chief = officer("monitoring")
        make_confidential(incident=incident, readers=[], reason=reason, by=chief)


def _threat(councillor: User) -> None:
    with days_ago(2):
        report = report_safety(
            kind="threat",
            happened="An account that I do not know writes that it will wait for me after the "
            "next meeting.",
            tell=[Told.LEADER],
            uploads=[SimpleUploadedFile("screenshot.gif", PICTURE)],
            by=councillor,
        )
        add_police_reference(
            report=report,
            force="Barsetshire Police",
            kind="receipt",
            reference="BCA-10662-26",
            by=councillor,
        )
    with days_ago(1):
        words = "Two more messages from the same account, at 7am and at noon."
        add_entry(report=report, words=words, by=councillor)
