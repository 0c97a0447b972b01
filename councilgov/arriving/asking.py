"""What a file leaves open, as questions: new wards and groups, and who is the same person."""

from __future__ import annotations

import hashlib
from difflib import get_close_matches
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.days import day_in_words
from councilgov.deadlines import last_day_before
from councilgov.imports.importables import ONCE, Option, Question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeVar

    from councilgov.people.models import Group, TermOfOffice, User, Ward

    R = TypeVar("R", Ward, Group)

ADD, OUT, NONE = "add", "out", "none"
NEW = "new"
RENAME, KEEP = "rename", "keep"
CORRECT = "correct"
YES, NO = "yes", "no"
MOST_ALIKE = 3
ALIKE = 0.6


def of_ward(name: str, key: str, wards: Mapping[str, Ward]) -> Question:
    """Nobody is put into a ward that a file makes up."""
    alike = _alike(key, wards)
    return Question(
        _key("ward", key),
        _("There is no ward “%(name)s” here. What is it?") % {"name": name},
        [
            Option(ADD, _("A ward. Add it")),
            *(Option(str(ward.pk), _("It is %(name)s") % {"name": ward.name}) for ward in alike),
            Option(NONE, _("No ward: whoever stands there is the directly elected mayor")),
            Option(OUT, _("Leave its rows out")),
        ],
    )


def of_group(name: str, key: str, groups: Mapping[str, Group]) -> Question:
    """A party is not yet a group (SI 1990/1553, regulation 8)."""
    alike = _alike(key, groups)
    return Question(
        _key("group", key),
        _("There is no political group “%(name)s” here. What is it?") % {"name": name},
        [
            Option(ADD, _("A group. Add it")),
            *(Option(str(one.pk), _("It is %(name)s") % {"name": one.name}) for one in alike),
            Option(NONE, _("No group: they are in none")),
            Option(OUT, _("Leave its rows out")),
        ],
        hint=_("A group is two or more councillors who gave notice. A party alone is none."),
    )


def of_same(name: str, ward: str, people: Sequence[User], told: Sequence[str]) -> Question:
    """Somebody of that name is, or was, a councillor."""
    mine = [
        Option(str(person.pk), _("The same as %(name)s") % {"name": words})
        for person, words in zip(people, told, strict=True)
    ]
    return Question(
        _key("same", name, ward, *(person.pk for person in people)),
        _("Who is %(name)s (%(ward)s) in the file?") % {"name": name, "ward": ward or _("no ward")},
        [*mine, Option(NEW, _("Somebody else, who is new here"))],
    )


def of_name(name: str, person: User) -> Question:
    """The number or the address is theirs, and the name is another."""
    facts = {"new": name, "old": person.full_name}
    return Question(
        _key("name", name, person.pk, person.full_name),
        _("%(new)s in the file has the number or address of %(old)s here. Who is it?") % facts,
        [
            Option(RENAME, _("The same person, whose name is now %(new)s") % facts),
            Option(KEEP, _("The same person, whose name here is right")),
            Option(OUT, _("Somebody else. Leave the row out")),
        ],
    )


def of_other_ward(person: User, term: TermOfOffice, ward: str) -> Question:
    """A file ends no term, so it moves nobody from one ward to another."""
    facts = {
        "name": person.full_name,
        "old": term.ward.name if term.ward else _("no ward"),
        "new": ward or _("no ward"),
    }
    return Question(
        _key("other", person.pk, term.pk, ward),
        _("%(name)s sits for %(old)s here, and for %(new)s in the file. Which is right?") % facts,
        [
            Option(CORRECT, _("%(new)s, since the term began. Correct it here") % facts),
            Option(OUT, _("%(old)s, or another term has begun. Leave the row out") % facts),
        ],
        hint=_(
            "If they were elected for another ward, end the first term on their page. Then bring "
            "the file in again."
        ),
    )


def of_declaration() -> Question:
    """Asked about terms so new that two months are not over: later the office would be vacant."""
    return Question(
        _key(ONCE, "declared"),
        _(
            "Have those whose term began in the last two months made their declaration of "
            "acceptance of office?"
        ),
        [
            Option(YES, _("Yes, all of them")),
            Option(NO, _("No, or not all: ask for it before they may act")),
        ],
        hint=_("You can then record each declaration under “See who is newly elected”."),
    )


def of_first_day() -> Question:
    """A term begins on a day."""
    return Question(
        _key(ONCE, "first_day"),
        _("From which day are those in office of whom the file does not say it?"),
        [Option(YES, _("From today")), Option(OUT, _("Leave their rows out"))],
        hint=_("Better: add a column with the first day of each term."),
    )


def of_invitation() -> Question:
    """Nobody is invited by a file, unless somebody says so."""
    return Question(
        _key(ONCE, "invitation"),
        _("Send an invitation to those who are new and have an address?"),
        [Option(YES, _("Yes, when the file is imported")), Option(NO, _("No, later"))],
        default=NO,
    )


def told_of(person: User, terms: Sequence[TermOfOffice]) -> str:
    """Somebody in words by which an officer knows them."""
    last = max(terms, key=lambda term: term.starts_on)
    where = last.ward.name if last.ward else _("no ward")
    if last.ends_at:
        until = day_in_words(last_day_before(last.ends_at))
        where = _("%(ward)s, until %(day)s") % {"ward": where, "day": until}
    words = [person.full_name, where, *([person.email] if person.email else [])]
    return ", ".join(words)


def _alike(key: str, rows: Mapping[str, R]) -> list[R]:
    there = {name: row for name, row in rows.items() if row.pk}
    return [there[name] for name in get_close_matches(key, there, MOST_ALIKE, ALIKE)]


def _key(kind: str, *parts: object) -> str:
    """Names nobody, as answers are kept; of one file only where it begins so."""
    digest = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
    return f"{kind}:{digest[:32]}" if kind != ONCE else f"{ONCE}{parts[0]}"
