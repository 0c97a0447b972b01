"""What tables and columns are called for people who are not of the council (UK GDPR Article 12(1):
"concise, transparent, intelligible ... using clear and plain language").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.db.models import Field
    from django_stubs_ext import StrOrPromise

TABLES: Mapping[str, StrOrPromise] = {
    "constituent": _("Person"),
    "contactpermission": _("Way to reach them"),
    "contact": _("Contact"),
    "parting": _("What becomes of the record"),
    "personhold": _("Kept for a request or a case"),
    "reading": _("Seen by somebody else"),
    "recipient": _("To be told of a breach"),
    "share": _("Shared with somebody"),
    "stoplink": _("Link to say no"),
}
COLUMNS: Mapping[str, StrOrPromise] = {
    "acts_for": _("They act for"),
    "added_at": _("Added at"),
    "added_by": _("Added by"),
    "advocate": _("Who speaks for them"),
    "agreed_on": _("The person agreed on"),
    "answered_on": _("Answered on"),
    "asked_on": _("Asked on"),
    "asked_via": _("Asked by"),
    "assessment": _("Which breach"),
    "at_request_of": _("Who asked for help"),
    "begun_at": _("Noted at"),
    "capacity": _("How the councillor acts"),
    "channel": _("In which way"),
    "chosen_at": _("Chosen at"),
    "constituent": _("Person"),
    "copied_at": _("Kept by name since"),
    "device": _("Which device"),
    "device_used": _("On what device"),
    "direction": _("Who contacted whom"),
    "ended_at": _("Ended at"),
    "ended_by": _("Ended by"),
    "ended_why": _("Why it ended"),
    "enquiry": _("For which enquiry"),
    "expires_at": _("Works until"),
    "extent": _("What was seen"),
    "forgotten_at": _("Erased at"),
    "full_name": _("Name"),
    "goes_on": _("To be deleted on"),
    "handle": _("Number, address or user name"),
    "happened_at": _("At"),
    "happened_on": _("On"),
    "has_log": _("With the days of contact"),
    "held_at": _("Since"),
    "held_by": _("Kept by"),
    "is_preferred": _("They like this way best"),
    "is_two_way": _("Both wrote or spoke"),
    "last_contact_on": _("Last contact both ways"),
    "leaving": _("When the councillor leaves office"),
    "logged_at": _("Written down at"),
    "made_at": _("Made at"),
    "moved_on": _("Moved to a council system on"),
    "needed_on": _("Still needed on"),
    "needs_permission": _("Only with their permission"),
    "needs_verification": _("Only after a check that it is them"),
    "official": _("Official information"),
    "opening": _("Under which opening of ward records"),
    "permission": _("Way to reach them"),
    "purpose": _("What for"),
    "read_at": _("Seen at"),
    "read_by": _("Seen by"),
    "reader": _("With whom"),
    "reason": _("Why"),
    "reference": _("Reference"),
    "reply_until": _("Waited for an answer until"),
    "returned_at": _("Downloaded at"),
    "review_on": _("To be looked at again on"),
    "role": _("Their role"),
    "said": _("What they said"),
    "share": _("Shared with"),
    "shared_at": _("Shared at"),
    "shared_why": _("Why somebody else is reached there"),
    "source": _("How it is known"),
    "spared_at": _("Left out at"),
    "spared_because": _("Why they are not told"),
    "stale_on": _("To be checked again on"),
    "status": _("Where it stands"),
    "successor": _("To whom"),
    "test_sent_at": _("Test message sent at"),
    "test_word": _("Words of the test message"),
    "told_at": _("Told at"),
    "told_by": _("Told by"),
    "told_contact_on": _("Last contact both ways, as it was told"),
    "told_how": _("How they were told"),
    "told_on": _("The person was told on"),
    "topic": _("Topic"),
    "until": _("Until"),
    "used_at": _("Used at"),
    "verified_how": _("How it was checked"),
    "verified_on": _("Checked on"),
    "was_not_allowed": _("The council did not allow it"),
    "was_told_of_choice": _("Told that they may say no"),
    "was_unchecked": _("Before it was checked that it was them"),
    "was_unpermitted": _("Without their permission"),
    "way": _("How they are reached"),
    "where": _("Where they are reached"),
    "who_answered": _("Who it was"),
    "words": _("In which words"),
}


def label_of(field: Field[object, object]) -> str:
    """What a column is called."""
    return str(COLUMNS[field.name])
