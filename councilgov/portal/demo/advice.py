"""Invented questions that councillors asked, in several states, and two answers for everybody."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from breaches.advising.actions import (
    accept_advice,
    answer_advice,
    ask_advice,
    ask_more,
    save_advice,
    take_on_advice,
)
from breaches.answering.actions import add_answer
from breaches.models import AdviceKind
from councilgov.people.models import User
from councilgov.portal.demo.clock import days_ago
from councilgov.portal.demo.people import officer

if TYPE_CHECKING:
    from collections.abc import Sequence

ASKERS = slice(20, 25)
"""Places of these councillors in the list of all."""
MORNING = time(9, 5)


def build_advice(councillors: Sequence[User]) -> None:
    """One of each state, asked over the last week by five of them and the demo councillor."""
    first, second, third, fourth, fifth = councillors[ASKERS]
    with days_ago(6):
        _settled(first)
    with days_ago(4):
        _unclear(second)
        _waiting(third)
    with days_ago(1):
        _draft(fourth)
        _before_posting(fifth)
        _own(User.objects.get(email__startswith="councillor@"))
    with days_ago(1, MORNING):
        _for_everybody()


def _settled(by: User) -> None:
    words = "May I answer residents about bin days from my own phone?"
    asked = ask_advice(kind=AdviceKind.USE, words=words, by=by)
    told = "Yes, if it says nothing of anybody's case. Use the council's laptop for casework."
    answer_advice(asked=asked, words=told, by=officer("information"))
    accept_advice(asked=asked, by=by)


def _unclear(by: User) -> None:
    words = "Somebody asks me to pass their letter on to a charity. May I?"
    asked = ask_advice(kind=AdviceKind.DATA, words=words, by=by)
    take_on_advice(asked=asked, by=officer("information"))
    ask_more(asked=asked, words="Did they ask in writing?", by=officer("information"))


def _waiting(by: User) -> None:
    words = "The new app asks for my contacts. Should I let it?"
    ask_advice(kind=AdviceKind.TECHNICAL, words=words, by=by)


def _draft(by: User) -> None:
    words = "I want to reply to a complaint about a fence, and "
    save_advice(kind=AdviceKind.MESSAGE, words=words, by=by)


def _before_posting(by: User) -> None:
    words = "“The crossing plan is a disgrace. I will vote it down.” May I post this?"
    ask_advice(kind=AdviceKind.BEFORE_POSTING, words=words, is_committee=True, by=by)


def _own(by: User) -> None:
    words = "I would like to post a picture of the street party. What should I think of?"
    asked = ask_advice(kind=AdviceKind.BEFORE_POSTING, words=words, by=by)
    told = "Ask those who can be recognised, and the parents of children, before you post it."
    answer_advice(asked=asked, words=told, by=officer("monitoring"))


def _for_everybody() -> None:
    by = officer("information")
    add_answer(
        kind=AdviceKind.DATA,
        question="Would I have to pay a fine of the regulator myself?",
        answer="It depends on whose work it was. For council work the council answers. For your "
        "own ward work you do, and for party work the party does.",
        by=by,
    )
    add_answer(
        kind=AdviceKind.BEFORE_POSTING,
        question="Can I post a picture that somebody else took?",
        answer="Only if they let you. Ask first, and keep what they say.",
        by=by,
    )
