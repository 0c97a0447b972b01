"""The words of answers to complaints: a first draft, and what ends each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from breaches.models import NEWS_EVERY
from councilgov.days import day_in_words, today
from councilgov.people.models import Council

if TYPE_CHECKING:
    from breaches.models import Complaint


def draft_acknowledgement(complaint: Complaint) -> str:
    """That we have it, and when they hear more; for the officer to change."""
    facts = {
        "day": day_in_words(complaint.received_on),
        "reference": complaint.reference,
        "next": day_in_words(today() + NEWS_EVERY),
    }
    return (
        _(
            "Thank you for your complaint, which we received on %(day)s. Its reference is "
            "%(reference)s.\n\n"
            "We look into it now. You hear from us again by %(next)s, even if we are not ready by "
            "then. If you want to add something, tell us and give the reference."
        )
        % facts
    )


def closing() -> str:
    """Whom else they can turn to, at any time."""
    council = Council.objects.the()
    facts = {
        "name": council.regulator_name,
        "phone": council.regulator_phone,
        "url": council.regulator_url,
    }
    return (
        _(
            "If you are not content with how we handle your complaint, you can complain to the "
            "regulator, the %(name)s: %(url)s, %(phone)s."
        )
        % facts
    )
