"""What tests of advice are about: ``asking.asked()``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from breaches.advising import actions
from breaches.answering.actions import add_answer, withdraw_answer
from breaches.models import AdviceKind
from councilgov.access import Role
from councilgov.people.models import Council
from tests import given

if TYPE_CHECKING:
    from breaches.models import AdviceRequest, PublishedAnswer
    from councilgov.people.models import User

WORDS = "May I say in a post that the crossing is unsafe?"
ADVICE = "Say that it is your own view, and that you will listen."


def asked(*, by: User | None = None, **details: Any) -> AdviceRequest:
    """A councillor asks before they post."""
    if not Council.objects.exists():
        given.council()
    usual: dict[str, Any] = {"kind": AdviceKind.BEFORE_POSTING, "words": WORDS}
    return actions.ask_advice(by=by or given.councillor(), **usual | details)


def drafted(*, by: User, **details: Any) -> AdviceRequest:
    usual: dict[str, Any] = {"kind": AdviceKind.MESSAGE, "words": WORDS}
    return actions.save_advice(by=by, **usual | details)


def information() -> User:
    return given.officer(Role.INFORMATION_OFFICER)


def monitoring() -> User:
    return given.officer(Role.MONITORING_OFFICER)


def taken_on(row: AdviceRequest, *, by: User) -> AdviceRequest:
    return actions.take_on_advice(asked=row, by=by)


def waiting(row: AdviceRequest, *, by: User) -> AdviceRequest:
    """An officer asked for more."""
    actions.take_on_advice(asked=row, by=by)
    return actions.ask_more(asked=row, words="Which crossing is it?", by=by)


def answered(row: AdviceRequest, *, by: User, words: str = ADVICE) -> AdviceRequest:
    return actions.answer_advice(asked=row, words=words, by=by)


def published(*, by: User | None = None, **details: Any) -> PublishedAnswer:
    usual: dict[str, Any] = {
        "kind": AdviceKind.BEFORE_POSTING,
        "question": "Can I write about a planning matter before the meeting?",
        "answer": "Yes, if readers see that you still listen.",
    }
    return add_answer(by=by or information(), **usual | details)


def withdrawn(*, by: User, **details: Any) -> PublishedAnswer:
    """It named somebody."""
    row = published(by=by, **{"question": "May I use my own phone?"} | details)
    return withdraw_answer(published=row, reason="It named somebody.", by=by)


class Around(NamedTuple):
    """What one councillor asked the Information Management Team, and one answer for everybody."""

    councillor: User
    draft: AdviceRequest
    assigned: AdviceRequest
    unclear: AdviceRequest
    answered: AdviceRequest
    published: PublishedAnswer
    withdrawn: PublishedAnswer


def around() -> Around:
    councillor, officer = given.councillor(full_name="Asa Asker"), information()

    def message() -> AdviceRequest:
        return asked(by=councillor, kind=AdviceKind.MESSAGE)

    return Around(
        councillor=councillor,
        draft=drafted(by=councillor),
        assigned=taken_on(message(), by=officer),
        unclear=waiting(message(), by=officer),
        answered=answered(message(), by=officer),
        published=published(by=officer),
        withdrawn=withdrawn(by=officer),
    )
