"""Finding people by what an officer was given: a name, a number, an address or a user name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q

from consent.holdings import history_of
from consent.identifiers import Identifier, normal
from consent.models import Constituent, ContactPermission

if TYPE_CHECKING:
    from collections.abc import Iterator

    from consent.constituents import ConstituentQuerySet

WORDS = 8
"""Of one search: each is a pass over the table."""


def found(people: ConstituentQuerySet, typed: str) -> ConstituentQuerySet:
    """Those of whom every word stands in a name, a number or a user name, or whose number is the
    one that was typed, however either is written. Nothing typed finds all.

    Earlier names count, and so does who speaks for them or answered, or did so before: who asks
    what is held about them is told of that too (UK GDPR Article 15).
    """
    words = Q()
    for word in typed.split()[:WORDS]:
        words &= _with_word(word)
    return people.filter(words | _with_number(typed)) if words else people


def _with_word(word: str) -> Q:
    ways = ContactPermission.objects.filter(constituent=OuterRef("pk")).order_by()
    was = Q(full_name__icontains=word) | Q(advocate__icontains=word)
    named = history_of(Constituent).filter(was).values("id")
    answered = history_of(ContactPermission).filter(who_answered__icontains=word)
    said = Q(handle__icontains=word) | Q(normal__icontains=word) | Q(who_answered__icontains=word)
    person = Q(full_name__icontains=word) | Q(advocate__icontains=word)
    before = Q(pk__in=named) | Q(pk__in=answered.values("constituent"))
    return person | before | Q(Exists(ways.filter(said)))


def _with_number(typed: str) -> Q:
    """A telephone number has many spellings, and so has an address."""
    ways = ContactPermission.objects.filter(constituent=OuterRef("pk"), normal__in=_forms(typed))
    return Q(Exists(ways.order_by()))


def _forms(typed: str) -> Iterator[str]:
    for identifier in Identifier:
        try:
            yield normal(identifier, typed)
        except ValidationError:
            continue
