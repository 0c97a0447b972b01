"""Texts to test with: the three real policies, and what one likes to write."""

from functools import cache

from policies.text.clauses import Clause
from policies.text.reading import Document, read
from policies.text.sources import DOCUMENTS, Source
from policies.text.splitting import PolicyText, source_of, split

BARNET = "barnet-communications-with-the-public-2015"
HAVERING = "havering-member-protocols-2018"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@cache
def document(stem: str) -> Document:
    path = DOCUMENTS / f"{stem}.txt"
    return read(path.read_bytes(), path.name)


def source(stem: str) -> Source:
    found = source_of(document(stem))
    assert found is not None
    return found


@cache
def policies(stem: str) -> tuple[PolicyText, ...]:
    return tuple(split(document(stem), source(stem)))


def barnet() -> PolicyText:
    return policies(BARNET)[0]


def ict() -> PolicyText:
    return policies(HAVERING)[0]


def social() -> PolicyText:
    return policies(HAVERING)[1]


def policy(text: str, filename: str = "policy.md") -> PolicyText:
    """The one policy of a text."""
    (found,) = split(read(text.encode(), filename))
    return found


def clauses(text: str) -> tuple[Clause, ...]:
    return policy(text).clauses


def outline(text: str) -> list[tuple[str, int, str, str]]:
    """Kind, level, number and words of each clause."""
    return [
        (clause.kind.value, clause.level, clause.number, clause.text) for clause in clauses(text)
    ]
