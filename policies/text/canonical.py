"""The one text of a policy that is hashed and signed.

Anybody can make it again from the policy's page. It is UTF-8 and each line ends with a line feed.
The first line is ``CouncilGov policy text 1``. Then comes one line for each clause, in order: its
kind and level ("heading 2", "paragraph 0", "numbered 1"), a tab, its number as published or
nothing, a tab, its words. The words are in Unicode Normalization Form C with one space between
them, without marks of emphasis; where a link leads elsewhere than its words say, its address
follows them in brackets. What is signed is the SHA-256 of these bytes, in hexadecimal.
"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from policies.text.markup import normal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from policies.text.clauses import Clause

FORM = "CouncilGov policy text 1"


def canonical(clauses: Iterable[Clause]) -> str:
    """The clauses as one text, a line each."""
    lines = [FORM, *(_line(clause) for clause in clauses)]
    return "".join(f"{line}\n" for line in lines)


def sha256(clauses: Iterable[Clause]) -> str:
    """The SHA-256 of the canonical text, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(clauses).encode()).hexdigest()


def _line(clause: Clause) -> str:
    kind = f"{clause.kind.value} {clause.level}"
    return "\t".join((kind, normal(clause.number), normal(clause.text)))
