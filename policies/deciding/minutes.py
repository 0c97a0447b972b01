"""How people type what stands in minutes: a member on each line."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

OFFICE = re.compile(
    r"(deputy |vice[- ])?(lord )?(mayor|leader|chair(man|woman|person)?)( of .*)?", re.IGNORECASE
)
SUBSTITUTE = re.compile(r"\(?(as a )?substitute for (?P<name>[^)]*)\)?", re.IGNORECASE)
MOST = 100
"""Characters of a name, a group or an office."""


def lines(typed: str) -> list[str]:
    """What stands on each line that is not empty, with single spaces."""
    return [words for line in typed.splitlines() if (words := " ".join(line.split()))]


def members(typed: str) -> list[dict[str, str]]:
    """Who was present: a name on each line, and after commas a group, an office, for whom.

    "Robin Alder, Green Group, Chairman" or "Kim Birch, Labour Group, substitute for Jo Cedar".
    Raises ``ValidationError`` with the line that cannot be read.
    """
    return [_member(line) for line in lines(typed)]


def _member(line: str) -> dict[str, str]:
    name, *rest = (part.strip() for part in line.split(","))
    said = {"name": name, **{field: words for field, words in map(_told, rest) if words}}
    told = [words for _field, words in map(_told, rest) if words]
    if not name or len(said) != len(told) + 1 or max(map(len, said.values())) > MOST:
        raise ValidationError(
            _("We can’t read the line “%(line)s”. Type it like: Robin Alder, Green Group, Chairman")
            % {"line": line}
        )
    return said


def _told(part: str) -> tuple[str, str]:
    """Which column a part of the line belongs to, and its words."""
    if found := SUBSTITUTE.fullmatch(part):
        return "substitute_for", found["name"].strip()
    return ("office" if OFFICE.fullmatch(part) else "group"), part
