"""The words of answers to complaints: a first draft, and what ends each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breaches.models import NEWS_EVERY, ComplaintMessage, Outcome, last_day
from councilgov.days import day_in_words, today
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    from breaches.models import Complaint
    from councilgov.people.models import User


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


OPENINGS: Mapping[str, StrOrPromise] = {
    Outcome.UPHELD: gettext_lazy("We uphold your complaint: something went wrong. We are sorry."),
    Outcome.PARTLY: gettext_lazy(
        "We uphold your complaint in part: something went wrong. We are sorry."
    ),
    Outcome.NOT_UPHELD: gettext_lazy("We looked into your complaint and do not uphold it."),
    Outcome.PASSED_ON: gettext_lazy("We have passed your complaint to those who answer for it."),
    Outcome.NOT_PERSONAL: gettext_lazy(
        "We looked into your complaint. It is not about information about you."
    ),
    Outcome.WITHDRAWN: gettext_lazy("You told us that you take back your complaint."),
}
"""What came of it, as whoever complained reads it."""


def opened(outcome: str, text: str) -> str:
    """The answer, which begins with what came of it."""
    return f"{OPENINGS[outcome]}\n\n{text.strip()}"


def message_of(complaint: Complaint, kind: str, said: Mapping[str, str]) -> ComplaintMessage:
    """What they would be told, as it is shown before it is sent, and saved nowhere."""
    outcome = said.get("outcome")
    text = opened(outcome, said["text"]) if outcome else said["text"].strip()
    return ComplaintMessage(complaint=complaint, kind=kind, text=text)


def draft_passing_on(complaint: Complaint, councillor: User) -> str:
    """Who answers, by when, and where they are reached; for the officer to change."""
    last = last_day(complaint.received_on)
    by = _("by %(day)s") % {"day": day_in_words(last)} if last > today() else _("without delay")
    facts = {
        "day": day_in_words(complaint.received_on),
        "reference": complaint.reference,
        "name": councillor.full_name,
        "email": councillor.email,
        "by": by,
    }
    return (
        _(
            "We received your complaint on %(day)s. Its reference is %(reference)s.\n\n"
            "It is about information that Councillor %(name)s used in work for the people of the "
            "ward. For that the law makes the councillor answer, and not the council. So we have "
            "passed your complaint to Councillor %(name)s, with your name and how to reach you.\n\n"
            "The councillor is to tell you %(by)s that they have it, and then what they find. "
            "You can write to them at %(email)s. If you do not hear from them, tell us or the "
            "regulator."
        )
        % facts
    )


def draft_outcome(complaint: Complaint) -> str:
    """What an answer says, for the officer to change."""
    return _(
        "This is our answer to your complaint of %(day)s. Its reference is %(reference)s.\n\n"
        "What we found:\n\n"
        "What we do about it:"
    ) % {"day": day_in_words(complaint.received_on), "reference": complaint.reference}


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
