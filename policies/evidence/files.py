"""One person's evidence as a file: every request, signature and message, term by term."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov import documents
from councilgov.days import second_in_words
from councilgov.ledger.models import Seal
from councilgov.people.models import Council
from policies.evidence.holdings import parts_of
from policies.evidence.lines import lines_of, term_in_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from councilgov.people.models import User
    from policies.evidence.holdings import Holding, Part
    from policies.evidence.lines import Line
    from policies.models import Event

    Lines = Callable[[Holding], list[Line]]


@dataclass(frozen=True, slots=True)
class EvidenceFile:
    """The bytes, and what the ledger records of them."""

    content: bytes
    head: int
    rows: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def made(person: User, *, by: User, reads_statements: bool) -> EvidenceFile:
    """The file, tagged for screen readers. Takes four seconds for 500 requests with 6,000
    acts and messages, of which three are typst's: in no transaction.

    Who may not read statements gets the file without their words.
    """
    parts, head = parts_of(person), Seal.objects.head()
    reads = partial(lines_of, reads_statements=reads_statements)
    facts = {
        **_frame(person, by=by, head=head),
        "parts": [_part(part, reads) for part in parts],
    }
    rows = sum(len(part.holdings) for part in parts)
    return EvidenceFile(documents.pdf("evidence", facts), head.sequence if head else 0, rows)


def _frame(person: User, *, by: User, head: Seal | None) -> dict[str, Any]:
    council, now = Council.objects.the(), timezone.now()
    return {
        "title": _("Evidence of signatures: %(name)s") % {"name": person.full_name},
        "dated_at": now,
        "council": council.name,
        "colour": council.header_colour,
        "name": person.full_name,
        "about": [
            [_("Person"), person.full_name],
            [_("Known as"), person.known_as],
            [_("Made at"), second_in_words(now)],
            [_("Made by"), by.full_name],
            *_head(head),
        ],
        "words": _words(person),
    }


def _head(head: Seal | None) -> list[list[str]]:
    """The last seal then: with it, anybody can prove that nothing before it was changed since."""
    label = _("Head of the ledger")
    if head is None:
        return [[label, _("Nothing has been sealed yet")]]
    return [[label, _("Seal %(number)s") % {"number": head.sequence}], [_("Digest"), head.digest]]


def _words(person: User) -> dict[str, str]:
    return {
        "what": _("What"),
        "says": _("What the council’s records say"),
        "contents": _("Contents"),
        "acts": _("What happened"),
        "messages": _("Messages"),
        "when": _("When"),
        "message": _("Message"),
        "outcome": _("What became of it"),
        "act": _("Act"),
        "by": _("By"),
        "none": _("Nothing was asked in this term."),
        "footer": _("Evidence of signatures: %(name)s") % {"name": person.full_name},
        "how": _(
            "Everything that this file says of a signature can be checked without the council: "
            "each certificate at its address, and the ledger by its published heads. Moments are "
            "those of London, to the second. “Sent” means that the mail server took the message."
        ),
    }


def _part(part: Part, lines: Lines) -> dict[str, Any]:
    return {
        "title": term_in_words(part.term),
        "ended": str(part.term.get_end_reason_display() or "") if part.term else "",
        "holdings": [_holding(item, lines) for item in part.holdings],
    }


def _holding(holding: Holding, lines: Lines) -> dict[str, Any]:
    return {
        "title": str(holding.row.version),
        "lines": lines(holding),
        "acts": [[_when(act), act.title, _by(act)] for act in holding.acts],
        "messages": [[_when(one), _message(one), one.outcome] for one in holding.messages],
    }


def _when(event: Event) -> str:
    return second_in_words(event.happened_at)


def _message(event: Event) -> str:
    """What it was, and to whom it went if not to the person themself."""
    if event.to_id == event.acknowledgement.councillor_id or event.to is None:
        return event.title
    return _("%(title)s, to %(name)s") % {"title": event.title, "name": event.to.full_name}


def _by(event: Event) -> str:
    return event.by.full_name if event.by else _("The portal")
