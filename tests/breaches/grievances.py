"""What tests of complaints are about: ``grievances.received()``."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from breaches.complaining import actions
from breaches.linking.actions import link_report
from breaches.models import ComplaintMessage
from breaches.passing.actions import pass_to_councillor
from councilgov.access import Role
from councilgov.days import today
from councilgov.notices.models import Notice, State
from tests import given

if TYPE_CHECKING:
    from breaches.models import Complaint, ComplaintReport, Incident, WardComplaint
    from councilgov.people.models import User

TODAY = date(2026, 11, 23)
DAY = timedelta(days=1)
NAME, EMAIL = "Jo Juniper", "jo.juniper@post.example"
WORDS = "My address stood in an email to all of Mill Lane. I want it taken out."
ANSWER = "You are right. We wrote to all who got it and asked them to delete it."


def received(**details: Any) -> Complaint:
    """Somebody filled in the form today."""
    given.council()
    usual: dict[str, Any] = {"words": WORDS, "about": "council", "name": NAME, "email": EMAIL}
    row = actions.complain(**usual | details)
    row.refresh_from_db()
    return row


def recorded(*, by: User | None = None, **details: Any) -> Complaint:
    """It came by letter, and an officer enters it."""
    usual: dict[str, Any] = {
        "received_on": today(),
        "came_how": "letter",
        "words": WORDS,
        "about": "council",
        "name": NAME,
        "contact": "3 Mill Lane\nBarchester",
    }
    by = by or given.officer(Role.INFORMATION_OFFICER)
    return actions.record_complaint(by=by, **usual | details)


def acknowledged(row: Complaint, *, by: User, **details: Any) -> ComplaintMessage:
    usual: dict[str, Any] = {"how": "email", "text": "We have it, and look into it."}
    return actions.acknowledge(complaint=row, by=by, **usual | details)


def enquired(row: Complaint, *, by: User) -> Complaint:
    acknowledged(row, by=by)
    return actions.begin_enquiry(complaint=row, by=by)


def answered(row: Complaint, *, by: User, **details: Any) -> ComplaintMessage:
    enquired(row, by=by)
    usual: dict[str, Any] = {"outcome": "upheld", "how": "email", "text": ANSWER}
    return actions.send_outcome(complaint=row, by=by, **usual | details)


def lost(row: Complaint, *, by: User) -> ComplaintMessage:
    """The mail server refuses the address of whoever complains."""
    message = acknowledged(row, by=by)
    refused(message)
    return message


def refused(message: ComplaintMessage) -> None:
    sent = Notice.objects.about(ComplaintMessage.objects.filter(pk=message.pk))
    sent.update(state=State.DEAD, last_error="refused Undeliverable 550")


def with_part() -> Complaint:
    """It is looked into, they had a letter, and somebody has a part in it."""
    by = given.officer(Role.DATA_PROTECTION_OFFICER)
    row = recorded(by=by)
    acknowledged(row, by=by, how="letter", sent_on=today())
    actions.name_party(complaint=row, person=given.councillor(), by=by)
    return actions.begin_enquiry(complaint=row, by=by)


def of_ward(row: Complaint | None = None, *, by: User, councillor: User | None = None) -> Complaint:
    """An officer found that it is about the ward work of a councillor."""
    found = row or received(about="councillor", words="You read my letter out at a meeting.")
    whom = councillor or given.councillor()
    return actions.direct(
        complaint=found, about="councillor", councillor=whom, capacity="ward", by=by
    )


def passed(row: Complaint | None = None, *, by: User, **details: Any) -> WardComplaint:
    """It was passed to the councillor, who answers it."""
    usual: dict[str, Any] = {"how": "email", "text": "The councillor answers it."}
    found = row if row and row.capacity == "ward" else of_ward(row, by=by)
    return pass_to_councillor(complaint=found, by=by, **usual | details)


def own() -> WardComplaint:
    """One that a councillor has to answer."""
    by = given.officer(Role.DATA_PROTECTION_OFFICER)
    said = received(about="councillor", words="You told my neighbour what I wrote to you.")
    return passed(of_ward(said, by=by), by=by)


def linked(row: Complaint, incident: Incident) -> ComplaintReport:
    """Somebody found that they are about the same thing."""
    by = given.officer(Role.INFORMATION_OFFICER)
    return link_report(complaint=row, number=incident.reference, by=by)
