"""A complaint as its page shows it: how it stands, what is known, what can be done, what was."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from breaches.complaining.checks import is_for_councillor, may_handle
from breaches.models import About, CameBy, ComplaintStatus
from breaches.ways import Step
from councilgov.days import begins_at, day_in_words, time_in_words, today
from councilgov.forms.timeline import Event, newest_first
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice, State
from councilgov.records import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from django_stubs_ext import StrPromise

    from breaches.models import Complaint, ComplaintMessage
    from councilgov.forms.templatetags.govuk import SummaryRow
    from councilgov.people.models import User

SOON = 7


class Left(NamedTuple):
    """How many days are left until they are to hear from us, in words and as a colour."""

    words: str
    colour: str


def days_left(due_on: date, day: date) -> Left:
    """The last day itself counts as one on which it can still be done."""
    days = (due_on - day).days
    if days < 0:
        late = ngettext("%(n)s day late", "%(n)s days late", -days) % {"n": -days}
        return Left(late, "red")
    if days == 0:
        return Left(_("Due today"), "orange")
    words = ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
    return Left(words, "yellow" if days <= SOON else "blue")


def too_many() -> str:
    """Said over the limit: until when, and what else they can do with what they typed."""
    now = timezone.now()
    again = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return _(
        "We have had many complaints from your network in the last hour, so this one was not sent. "
        "Leave this page open and send it again after %(time)s, or ring or write: it counts the "
        "same."
    ) % {"time": time_in_words(again)}


def shown(row: Complaint, user: User) -> Mapping[str, Any]:
    """All that the page shows to this person."""
    who = getattr(row, "complainant", None)
    may = may_handle(row, user)
    messages = list(row.messages.select_related("entered_by"))
    told = _with_delivery(messages)
    return {
        "row": row,
        "who": who,
        "left": days_left(row.due_on, today()) if row.due_on else None,
        "known": list(_known(row)),
        "steps": [*_if_lost(row, told), *_steps(row)] if may and who else [],
        "messages_to_them": told if who else [],
        "parties": list(row.parties.with_row()),
        "reports": list(row.reports.visible_to(user).with_row()),
        "may_change": may and row.is_open,
        "may_handle": may,
        "may_note": may and who is not None,
        "holds": list(row.holds.in_force()),
        "may_correct": may and row.came_how != CameBy.PAGE and not row.set_aside_at,
        "events": newest_first(_events(row), _told(messages), _mended(row), _notes(row)),
    }


def _known(row: Complaint) -> Iterator[SummaryRow]:
    yield {"key": _("Who it is about"), "value": _whom(row)}
    if row.councillor:
        work = row.get_capacity_display() or _("Not known yet")
        yield {"key": _("In which work"), "value": str(work)}
    came = {"way": row.get_came_how_display(), "day": day_in_words(row.received_on)}
    yield {"key": _("Came in"), "value": _("%(way)s, %(day)s") % came}
    yield {"key": _("To be acknowledged by"), "value": day_in_words(row.acknowledge_by)}
    if row.acknowledged_on:
        yield {"key": _("Acknowledged"), "value": _in_time(row, row.acknowledged_on)}
    if row.outcome:
        yield {"key": _("What came of it"), "value": str(row.get_outcome_display())}


def _whom(row: Complaint) -> str:
    if row.councillor is None:
        return str(row.get_about_display())
    return _("Councillor %(name)s") % {"name": row.councillor.full_name}


def _in_time(row: Complaint, day: date) -> str:
    if day <= row.acknowledge_by:
        return _("%(day)s, in time") % {"day": day_in_words(day)}
    return _("%(day)s, late") % {"day": day_in_words(day)}


STEPS: Mapping[str, Sequence[tuple[str, StrPromise]]] = {
    ComplaintStatus.RECEIVED: [
        ("acknowledge_complaint", _lazy("Acknowledge it")),
        ("set_aside_complaint", _lazy("Set it aside")),
    ],
    ComplaintStatus.ACKNOWLEDGED: [
        ("begin_enquiry", _lazy("Begin to look into it")),
        ("tell_progress", _lazy("Tell them how far it is")),
    ],
    ComplaintStatus.ENQUIRY: [
        ("send_outcome", _lazy("Send the answer")),
        ("tell_progress", _lazy("Tell them how far it is")),
    ],
    ComplaintStatus.OUTCOME_SENT: [("reopen_complaint", _lazy("Look into it again"))],
    ComplaintStatus.PASSED_ON: [("take_back_complaint", _lazy("Take it back"))],
}
"""What can be done next, and on which page, as far as it is."""


def _steps(row: Complaint) -> Iterator[Step]:
    if row.is_open and row.about == About.COUNCILLOR:
        yield from _whose(row)
    for page, text in STEPS.get(row.status, []):
        yield Step(str(text), _of(row, page))


def _whose(row: Complaint) -> Iterator[Step]:
    """Of a councillor, first: whose work it was, then to whoever answers for that."""
    if row.councillor is None or not row.capacity:
        yield Step(_("Say which councillor, and whose work it was"), _of(row, "direct_complaint"))
    elif is_for_councillor(row):
        yield Step(_("Pass it to the councillor"), _of(row, "pass_complaint"))


def _if_lost(
    row: Complaint, told: Sequence[tuple[ComplaintMessage, Notice | None]]
) -> Iterator[Step]:
    """What is first where their last email was given up."""
    last = told[0][1] if told else None
    if last and last.state == State.DEAD:
        yield Step(_("Record that it went another way"), _of(row, "send_another_way"))


def _of(row: Complaint, page: str) -> str:
    return reverse(f"breaches:{page}", args=[row.reference])


def _with_delivery(
    messages: Sequence[ComplaintMessage],
) -> Sequence[tuple[ComplaintMessage, Notice | None]]:
    """Each with what became of its email, if it is one: one query."""
    about = [subject_of(message) for message in messages]
    sent = {notice.about: notice for notice in Notice.objects.filter(about__in=about)}
    return [(one, sent.get(subject_of(one))) for one in reversed(messages)]


def _events(row: Complaint) -> Iterator[Event]:
    by = row.recorded_by.full_name if row.recorded_by else ""
    yield Event(row.recorded_at, _("Received"), by)
    if row.enquired_at and row.enquired_by:
        yield Event(row.enquired_at, _("Somebody looks into it"), row.enquired_by.full_name)
    if row.set_aside_at and row.set_aside_by:
        why = row.set_aside_because
        yield Event(row.set_aside_at, _("Set aside"), row.set_aside_by.full_name, why)


MENDED = {
    "breaches.complaint_day_corrected": _lazy("The day on which it came in was corrected"),
    "breaches.complaint_reopened": _lazy("Looked into again"),
    "breaches.complaint_directed": _lazy("Whom it is about was changed"),
    "breaches.complaint_taken_back": _lazy("Taken back from the councillor"),
    "breaches.complaint_linked": _lazy("Linked to a report"),
    "breaches.complaint_unlinked": _lazy("A link to a report was taken out"),
}


def _mended(row: Complaint) -> Iterator[Event]:
    """What was put right, as the evidence has it: one query, and one for the reasons."""
    entries = Entry.objects.about(row).filter(kind__in=list(MENDED)).select_related("actor")
    for one in entries.prefetch_related("names"):
        why = " ".join(name.name for name in one.names.all() if name.field == "because")
        by = one.actor.full_name if one.actor else ""
        yield Event(one.recorded_at, str(MENDED[one.kind]), by, why)


def _notes(row: Complaint) -> Iterator[Event]:
    for one in row.notes.select_related("entered_by"):
        yield Event(one.entered_at, _("Note"), one.entered_by.full_name, one.words)


def _told(messages: Sequence[ComplaintMessage]) -> Iterator[Event]:
    for one in messages:
        words = {"way": one.get_way_display(), "day": day_in_words(begins_at(one.sent_on))}
        why = _("%(way)s, %(day)s") % words
        yield Event(one.entered_at, str(one), one.entered_by.full_name, why)
