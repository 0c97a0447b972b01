"""References in a text to law that is repealed, renamed or no longer applies. It only warns.

The rules are data: ``references.toml`` beside this module.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from policies.text.clauses import places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from policies.text.clauses import Clause

RULES = Path(__file__).with_suffix(".toml")


@dataclass(frozen=True, slots=True)
class Rule:
    """A reference that is out of date."""

    name: str
    finds: tuple[str, ...]
    """Regular expressions; case is ignored."""
    why: str
    since: date
    instead: str
    source: str
    nations: tuple[str, ...] = ()
    """As in ``people.models.Council.nation``; none: wherever the council is."""

    def holds_in(self, nation: str) -> bool:
        return not self.nations or nation in self.nations


@dataclass(frozen=True, slots=True)
class Outdated:
    """The words of a clause that a rule finds."""

    anchor: str
    place: str
    words: str
    rule: Rule


def outdated(clauses: Sequence[Clause], *, nation: str) -> list[Outdated]:
    """What the clauses refer to and should not, in reading order; each rule once in a clause."""
    where = places(clauses)
    return [
        Outdated(clause.anchor, where[clause.anchor], words, rule)
        for clause in clauses
        for words, rule in _found(clause.text, nation)
    ]


def _found(text: str, nation: str) -> Iterator[tuple[str, Rule]]:
    for rule, patterns in rules():
        if not rule.holds_in(nation):
            continue
        matches = (pattern.search(text) for pattern in patterns)
        if first := next((match for match in matches if match), None):
            yield first[0], rule


@cache
def rules() -> tuple[tuple[Rule, tuple[re.Pattern[str], ...]], ...]:
    """Every rule with its patterns."""
    made = map(_rule, tomllib.loads(RULES.read_text("utf-8"))["rules"])
    return tuple(
        (rule, tuple(re.compile(pattern, re.IGNORECASE) for pattern in rule.finds)) for rule in made
    )


def _rule(table: Mapping[str, Any]) -> Rule:
    values: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in table.items()
    }
    return Rule(**values)
