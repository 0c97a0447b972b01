"""A message as a councillor copies it: their own name and number in it, and nothing kept of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from consent.models import MessageWording
from consent.wordings import PLACE, Wording
from councilgov.forms.names import HONOURS
from councilgov.people.models import Council

if TYPE_CHECKING:
    from consent.models import ContactPermission
    from councilgov.people.models import User

TITLES = ("councillor ", "cllr ", "cllr. ")


class Message(NamedTuple):
    """One of the wordings, filled in."""

    kind: str
    title: str
    text: str
    names_a_meeting: bool


def messages_for(
    permission: ContactPermission, by: User, *, word: str, is_shared: bool
) -> list[Message]:
    """What may be sent to somebody, the wording that gives nothing away first.

    Where somebody else is reached too, that one alone: others read it.
    """
    facts = {
        "name": permission.constituent.full_name,
        "surname": surname_of(by),
        "council": Council.objects.the().name,
        "phone": by.phone or _("[your telephone number]"),
        "meeting": _("[which meeting]"),
    }
    texts = MessageWording.objects.texts()
    return [
        Message(
            kind.value,
            str(kind.label),
            with_word(PLACE.sub(lambda place: facts[place[1]], texts[kind]), word),
            "{meeting}" in texts[kind],
        )
        for kind in Wording
        if kind == Wording.NEUTRAL or not is_shared
    ]


def contact_only(by: User) -> str:
    """What may be sent in place of what is private: that there is news, and please to ring."""
    return _nameless(Wording.UPDATE, by)


def please_call(by: User) -> str:
    """That they ring, and nothing else."""
    return _nameless(Wording.NEUTRAL, by)


def _nameless(kind: Wording, by: User) -> str:
    facts = {
        "surname": surname_of(by),
        "council": Council.objects.the().name,
        "phone": by.phone or _("[your telephone number]"),
        "name": "",
    }
    text = MessageWording.objects.texts()[kind]
    filled_in = PLACE.sub(lambda place: facts[place[1]], text)
    return re.sub(r"\s+(?=[,.!?])", "", " ".join(filled_in.split()))


def with_word(text: str, word: str) -> str:
    """The message with the words that they say when they ring, if the council wants any."""
    return f"{text} {_('Please say “%(word)s” when you ring.') % {'word': word}}" if word else text


def surname_of(user: User) -> str:
    """What stands after "Councillor" when they name themselves."""
    for title in TITLES:
        if user.known_as.lower().startswith(title):
            return user.known_as[len(title) :].strip()
    words = user.full_name.replace(",", " ").split()
    plain = [word for word in words if word.replace(".", "").casefold() not in HONOURS]
    return (plain or words)[-1]
