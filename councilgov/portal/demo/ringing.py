"""An invented loss that somebody reported without signing in, and who waits to be rung back."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from breaches.ringing.actions import report_unverified


def build_ringing() -> None:
    """One report, which nobody has checked."""
    report_unverified(
        name="Jo Juniper",
        what="My council phone was taken on the bus. I am on my sister’s phone.",
        phone="07700 900640",
        noticed_at=timezone.now() - timedelta(hours=2),
    )
