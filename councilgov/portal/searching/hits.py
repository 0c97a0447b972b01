"""What is shown of something that was found, whatever it is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from councilgov.accounts.tables import roles_of
from policies.models import BEGINS, ENDS, PolicyVersion
from policies.text.clauses import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from breaches.models import Incident, PublishedAnswer
    from consent.models import Constituent
    from councilgov.people.models import User
    from devices.models import Device
    from policies.models import SearchedClause

MARKS = re.compile(f"[{BEGINS}{ENDS}]")


class Part(NamedTuple):
    """Some words, and whether they are what was looked for."""

    words: str
    is_found: bool


class Hit(NamedTuple):
    """One link, what it is about in a line, and the words around what was found."""

    title: str
    href: str
    about: str = ""
    parts: Sequence[Part] = ()


def parts_of(marked: str) -> list[Part]:
    """Words with marks around what was found: each second piece is between two."""
    pieces = enumerate(MARKS.split(marked))
    return [Part(words, is_found=bool(at % 2)) for at, words in pieces if words]


def around(whole: str, parts: Sequence[Part]) -> list[Part]:
    """The same with dots where more of the whole stands before or after."""
    shown = "".join(part.words for part in parts)
    before = [] if whole.startswith(shown) else [Part("… ", is_found=False)]
    after = [] if whole.endswith(shown) else [Part(" …", is_found=False)]
    return [*before, *parts, *after]


def of_clauses(rows: Iterable[SearchedClause]) -> Iterator[Hit]:
    """Where in which policy it stands: one query more."""
    rows = list(rows)
    wanted = PolicyVersion.objects.select_related("policy").defer("gaps")
    versions = wanted.in_bulk({row.version_id for row in rows})
    where = {key: places(version.text) for key, version in versions.items()}
    for row in rows:
        version = versions[row.version_id]
        told = {"policy": version.policy.title, "place": where[version.pk][row.anchor]}
        yield Hit(
            _("%(policy)s: %(place)s") % told,
            f"{version.get_absolute_url()}#{row.anchor}",
            "" if version.is_in_force else _version_in_words(version),
            around(row.words, parts_of(getattr(row, "shown", row.words))),
        )


def _version_in_words(version: PolicyVersion) -> str:
    told = {"number": version.number, "status": version.get_status_display().lower()}
    return _("Version %(number)s, %(status)s") % told


def of_devices(rows: Iterable[Device]) -> Iterator[Hit]:
    """By their tags, with who has them."""
    for row in rows:
        held = [row.get_status_display(), row.holder.full_name if row.holder else ""]
        yield Hit(str(row), row.get_absolute_url(), ", ".join(filter(None, held)))


def of_incidents(rows: Iterable[Incident]) -> Iterator[Hit]:
    """By their references: what was reported is read on the page of each, and not here."""
    for row in rows:
        told = f"{row.get_kind_display()}: {row.get_status_display().lower()}"
        yield Hit(row.reference, row.get_absolute_url(), told)


def of_constituents(rows: Iterable[Constituent]) -> Iterator[Hit]:
    """By name, with the role in which the councillor is in touch with them."""
    for row in rows:
        yield Hit(row.full_name, row.get_absolute_url(), str(row.get_capacity_display()))


def of_people(rows: Iterable[User]) -> Iterator[Hit]:
    """By name, with what they are to the council."""
    for row in rows:
        yield Hit(row.full_name, reverse("accounts:person", args=[row.pk]), roles_of(row))


def of_answers(rows: Iterable[PublishedAnswer]) -> Iterator[Hit]:
    """By the question."""
    for row in rows:
        yield Hit(row.question, row.get_absolute_url(), str(row.get_kind_display()))


def of_references(rows: Iterable[Any]) -> Iterator[Hit]:
    """What was asked for by its own number."""
    for row in rows:
        yield Hit(getattr(row, "reference", str(row)), row.get_absolute_url())
