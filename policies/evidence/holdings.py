"""Everything about one person's signatures, term by term, in a fixed number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from councilgov.days import in_london
from councilgov.ledger.models import Certificate
from councilgov.records import subject_of
from policies.models import Acknowledgement, Event

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from councilgov.people.models import TermOfOffice, User

KEPT = ("exemptions", "answers__question", "access_holds", "chases__chased_by")


@dataclass(frozen=True, slots=True)
class Holding:
    """One request to sign, with all that is held about it."""

    row: Acknowledgement
    certificate: Certificate | None
    events: Sequence[Event] = field(default_factory=list)

    @property
    def messages(self) -> list[Event]:
        return [event for event in self.events if event.is_message]

    @property
    def acts(self) -> list[Event]:
        return [event for event in self.events if not event.is_message]


@dataclass(frozen=True, slots=True)
class Part:
    """A term of office and what was asked in it; no term for what was asked outside of any."""

    term: TermOfOffice | None
    holdings: list[Holding] = field(default_factory=list)


def parts_of(person: User) -> list[Part]:
    """What the person was asked, by term, newest first. Every term is named, also an empty one."""
    terms = list(person.terms.select_related("ward").order_by("-starts_on", "-pk"))
    parts = [Part(term) for term in terms]
    outside = Part(None)
    for holding in holdings_of(person):
        home = next((part for part in parts if is_of(part.term, holding.row)), outside)
        home.holdings.append(holding)
    return [*parts, outside] if outside.holdings else parts


def is_of(term: TermOfOffice | None, row: Acknowledgement) -> bool:
    """Whether it was asked in that term."""
    if term is None or row.asked_on < term.starts_on:
        return False
    return term.ends_at is None or row.asked_on <= in_london(term.ends_at)


def holdings_of(person: User) -> list[Holding]:
    """Everything the person was ever asked to sign, newest first."""
    asked = Acknowledgement.objects.filter(councillor=person).order_by("-asked_on", "-pk")
    rows = list(
        asked.with_version().select_related("recorded__recorded_by").prefetch_related(*KEPT)
    )
    certificates = certificates_of(rows)
    events = defaultdict(list)
    told = Event.objects.about(asked).select_related("to", "by")
    by_row = {row.pk: row for row in rows}
    for event in told.order_by("happened_at", "pk"):
        event.acknowledgement = by_row[event.acknowledgement_id]
        events[event.acknowledgement_id].append(event)
    return [Holding(row, certificates.get(subject_of(row)), events[row.pk]) for row in rows]


def certificates_of(rows: Iterable[Acknowledgement]) -> dict[str, Certificate]:
    """The newest certificate about each of the rows, by what the ledger calls the row."""
    subjects = [subject_of(row) for row in rows if row.signed_at]
    found = Certificate.objects.filter(entry__subject__in=subjects).select_related("entry")
    return {certificate.entry.subject: certificate for certificate in found.order_by("pk")}
