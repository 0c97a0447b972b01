"""What a file leaves open, as questions: new wards and groups, and who is the same person."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from difflib import get_close_matches
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.days import day_in_words
from councilgov.deadlines import last_day_before
from councilgov.imports.importables import ONCE, OUT, Option, Question

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from typing import TypeVar

    from councilgov.people.models import Group, TermOfOffice, User, Ward

    R = TypeVar("R", Ward, Group)

ADD, NONE = "add", "none"
NEW = "new"
RENAME, KEEP = "rename", "keep"
CORRECT = "correct"
YES, NO = "yes", "no"
MOST_ALIKE = 3
ALIKE = 0.6
DAYS_AFTER = 4
"""The day after an ordinary election on which a term begins."""


def of_ward(name: str, key: str, wards: Mapping[str, Ward]) -> Question:
    """Nobody is put into a ward that a file makes up."""
    return Question(
        _key("ward", key),
        _("There is no ward “%(name)s” here. What is it?") % {"name": name},
        [
            Option(ADD, _("A ward. Add it")),
            *_each(key, wards),
            Option(NONE, _("No ward: whoever stands there is the directly elected mayor")),
            Option(OUT, _("Leave its rows out")),
        ],
    )


def of_group(name: str, key: str, groups: Mapping[str, Group]) -> Question:
    """A party is not yet a group (SI 1990/1553, regulation 8)."""
    return Question(
        _key("group", key),
        _("There is no political group “%(name)s” here. What is it?") % {"name": name},
        [
            Option(ADD, _("A group. Add it")),
            *_each(key, groups),
            Option(NONE, _("No group: they are in none")),
            Option(OUT, _("Leave its rows out")),
        ],
        hint=_("A group is two or more councillors who gave notice. A party alone is none."),
    )


def of_independents(name: str, group: Group) -> Question:
    """Whoever is independent is in no group, or in one that is called so: that differs in reading
    only by a word.
    """
    facts = {"name": name, "group": group.name}
    return Question(
        _key("group", "independents", name, group.name),
        _("Are those of “%(name)s” in the file in the group %(group)s?") % facts,
        [
            Option(YES, _("Yes, in the group %(group)s") % facts),
            Option(NONE, _("No: they are in no group")),
            Option(OUT, _("Leave its rows out")),
        ],
    )


def of_party(name: str, key: str, groups: Mapping[str, Group]) -> Question:
    """The file says of which party somebody is, and not in which group."""
    same, facts = groups.get(key), {"name": name}
    there = same is not None and same.pk is not None
    others = {other: group for other, group in groups.items() if other != key}
    add = _("A group of that name: %(group)s") % {"group": same.name if same else ""}
    return Question(
        _key("group", "party", key),
        _("In which political group are those of the party “%(name)s”?") % facts,
        [
            Option(ADD, add if there else _("A group of that name. Add it")),
            *_each(key, others),
            Option(NONE, _("The party says nothing of a group: nobody joins or leaves one")),
            Option(OUT, _("Leave its rows out")),
        ],
        hint=_("The file names no group. A party alone is none: councillors give notice of it."),
    )


def of_many(ward: str, key: str, number: int) -> Question:
    """No ward has so many seats, or this one has not."""
    return Question(
        _key(ONCE, f"many:{_key('ward', key, number)}"),
        _("The file has %(n)s councillors for %(ward)s. Is that right?")
        % {"n": f"{number:,}", "ward": ward},
        [Option(YES, _("Yes, bring them in")), Option(OUT, _("No. Leave its rows out"))],
    )


def of_same(
    name: str, ward: str, people: Sequence[User], told: Sequence[str], *, number: str, row: int
) -> Question:
    """Somebody of that name, or nearly, is or was a councillor. Where the file has two people of
    one name they are told apart by their number there, or by their row.
    """
    mine = [
        Option(str(person.pk), _("The same as %(name)s") % {"name": words})
        for person, words in zip(people, told, strict=True)
    ]
    where = ward or _("no ward")
    if number:
        where = _("%(ward)s, number %(number)s") % {"ward": where, "number": number}
    elif row:
        where = _("%(ward)s, row %(row)d") % {"ward": where, "row": row}
    key = _key("same", name, ward, number, row, *(person.pk for person in people))
    return Question(
        ONCE + key if row and not number else key,
        _("Who is %(name)s (%(where)s) in the file?") % {"name": name, "where": where},
        [
            *mine,
            Option(NEW, _("Somebody else, who is new here")),
            Option(OUT, _("I do not know. Leave the row out")),
        ],
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


def of_spelling(name: str, person: User) -> Question:
    """Somebody said who it is, and the portal has another name for them."""
    facts = {"new": name, "old": person.full_name}
    return Question(
        _key("name", "spelling", name, person.pk, person.full_name),
        _("%(new)s in the file is %(old)s here. Which name is right?") % facts,
        [
            Option(KEEP, _("%(old)s, as here") % facts),
            Option(RENAME, _("%(new)s, as in the file. Change it here") % facts),
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
        hint=_(
            "Better: add a column with the day of each declaration. If you answer no, you can "
            "record each under “See who is newly elected”."
        ),
    )


def of_election(starts_on: date) -> Question:
    """The two months run from the day of the election (Local Government Act 1972, section 83). At
    an ordinary one the term begins on the fourth day after it (section 7).
    """
    days = [day_in_words(starts_on - timedelta(days=n)) for n in range(DAYS_AFTER + 1)]
    facts = {"first": days[0], "day": days[DAYS_AFTER]}
    return Question(
        _key("elected", starts_on),
        _("When were those elected whose term began on %(first)s?") % facts,
        [
            Option(str(DAYS_AFTER), _("On %(day)s, as at an ordinary election") % facts),
            *(Option(str(n), _("On %(day)s") % {"day": days[n]}) for n in range(DAYS_AFTER)),
        ],
        hint=_("They have two months from that day to make their declaration."),
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


def _each(key: str, rows: Mapping[str, R]) -> list[Option]:
    """What there is of them, first what is called nearly so."""
    there = {name: row for name, row in rows.items() if row.pk}
    alike: list[str] = get_close_matches(key, there, MOST_ALIKE, ALIKE)
    others = there.keys() - set(alike)
    in_order: list[str] = sorted(others, key=lambda name: there[name].name.casefold())
    named = [there[name] for name in (*alike, *in_order)]
    return [Option(str(one.pk), _("It is %(name)s") % {"name": one.name}) for one in named]


def _key(kind: str, *parts: object) -> str:
    """Names nobody, as answers are kept; of one file only where it begins so."""
    digest = hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()
    return f"{kind}:{digest[:32]}" if kind != ONCE else f"{ONCE}{parts[0]}"
