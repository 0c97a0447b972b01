"""What tests of the report and of telling the people are about: ``letters.added(row)``."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from breaches.notifying import actions as notifying
from breaches.notifying.actions import mark_of
from breaches.telling import actions as telling
from tests.breaches import reports

if TYPE_CHECKING:
    from breaches.models import Assessment, Letter, Notification, PackAnswer, Recipient
    from councilgov.people.models import User

WORDS = {
    "happened": "Your address went to a stranger.",
    "consequences": "They may know where you live.",
    "measures": "They deleted it.",
    "advice": "Take care of calls that you do not expect.",
    "contact": "Ring the council.",
}


def answered(row: Assessment, question: str, *, by: User, **said: Any) -> PackAnswer:
    """Somebody who looks at the last answer gives another."""
    last = row.answers.filter(question=question).first()
    return notifying.save_answer(
        assessment=row, question=question, by=by, seen=mark_of(last), **said
    )


def sent(row: Assessment, *, by: User, stage: str = "initial", **said: Any) -> Notification:
    """The regulator was told a moment ago."""
    usual: dict[str, Any] = {
        "stage": stage,
        "route": "online",
        "told_at": timezone.now(),
        "unknown": "Who has it now." if stage == "final" else "",
    }
    return notifying.record_notification(assessment=row, by=by, **usual | said)


def worded(row: Assessment, *, by: User, **words: str) -> Letter:
    return telling.word_letter(assessment=row, by=by, **WORDS | words)


def added(row: Assessment, *, by: User, **whom: str) -> Recipient:
    usual = {"full_name": "Ash Marsh", "how": "letter", "where": "1 Elm Lane\nAB1 2CD"}
    return telling.add_recipient(assessment=row, by=by, **usual | whom)


def both() -> tuple[Notification, Recipient]:
    """A message to the regulator, and somebody who is to be told of the same breach."""
    decider = reports.decider()
    row = reports.to_tell(reports.confirmed(), by=decider)
    worded(row, by=decider)
    one = added(row, by=decider)
    message = sent(row, by=decider)
    message.assessment = one.assessment = row
    return message, one


def told(one: Recipient, *, by: User, told_how: str = "letter") -> Recipient:
    moment = timezone.now() - timedelta(minutes=1)
    return telling.mark_told(recipient=one, told_how=told_how, told_at=moment, by=by)
