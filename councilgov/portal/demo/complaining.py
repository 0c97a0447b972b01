"""Invented complaints about personal information, at each point of their way, and a matter of
conduct that was handed over.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from breaches.complaining import actions, mending
from breaches.complaining.wording import draft_passing_on
from breaches.models import Incident
from breaches.passing.actions import pass_to_councillor
from breaches.referring.actions import refer
from councilgov.people.models import User
from councilgov.portal.demo.clock import days_ago, demo_today
from councilgov.portal.demo.people import officer

if TYPE_CHECKING:
    from breaches.models import Complaint

ASKED = "In September I asked which notes about me the council has. Nobody answered."


def build_complaints() -> None:
    """One that is nearly late, one that came by letter, one that is looked into, one answered."""
    with days_ago(27):
        _sent(ASKED, "Kit Holly", "kit.holly@post.example", "team")
    with days_ago(3):
        _sent(
            "My address and my illness stood in an email that a neighbour got too.",
            "Jo Juniper",
            "jo.juniper@post.example",
        )
    _by_letter()
    _passed_on()
    _looked_into()
    _answered()
    _handed_over()


def _sent(words: str, name: str, email: str, about: str = "council") -> Complaint:
    return actions.complain(words=words, about=about, name=name, email=email)


def _by_letter() -> None:
    """Opened a week after it came: it is late by now."""
    actions.record_complaint(
        received_on=demo_today() - timedelta(days=32),
        came_how="letter",
        words="A councillor read my letter about my rent out at a meeting.",
        about="councillor",
        name="Ash Elder",
        contact="3 Mill Lane\nBarchester",
        by=officer("information"),
    )


def _passed_on() -> None:
    """About the ward work of the demo councillor, who answers it."""
    by = officer("information")
    with days_ago(20):
        words = "Your ward councillor put my name and street into their newsletter."
        row = _sent(words, "Robin Lark", "robin.lark@post.example", "councillor")
    with days_ago(18):
        whom = User.objects.get(email__startswith="councillor@")
        row = actions.direct(
            complaint=row, about="councillor", councillor=whom, capacity="ward", by=by
        )
        text = draft_passing_on(row, whom)
        pass_to_councillor(complaint=row, how="email", text=text, by=by)
    with days_ago(2):
        words = "Somebody rang: they want an answer on paper too."
        mending.add_note(complaint=row, words=words, by=by)


def _looked_into() -> None:
    by = officer("dpo")
    with days_ago(40):
        row = _sent("Wrong date of birth in my file.", "Lee Maple", "lee.maple@post.example")
    with days_ago(35):
        actions.acknowledge(complaint=row, how="email", text="We have it, thank you.", by=by)
        actions.begin_enquiry(complaint=row, by=by)
    with days_ago(8):
        words = "We found the form of 2019. We ask the service for the paper copy."
        actions.tell_progress(complaint=row, how="email", text=words, by=by)


def _answered() -> None:
    by = officer("information")
    with days_ago(90):
        row = _sent("I still get the newsletter that I stopped.", "Sam Rowan", "sam@post.example")
    with days_ago(85):
        actions.acknowledge(complaint=row, how="email", text="We have it, thank you.", by=by)
        actions.begin_enquiry(complaint=row, by=by)
    with days_ago(70):
        words = "You are right: two lists had your address. We took it out of both."
        actions.send_outcome(complaint=row, outcome="upheld", how="email", text=words, by=by)


def _handed_over() -> None:
    with days_ago(2):
        refer(
            about=Incident.objects.earliest("pk"),
            because="The message went on to a group of the party, after it was asked back.",
            by=officer("information"),
        )
