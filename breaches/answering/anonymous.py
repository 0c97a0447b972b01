"""Whether an answer that everybody may read could tell who asked, or whom it was about.

Rules, and no list is whole: they point at words, and an officer reads them again.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import chain
from typing import TYPE_CHECKING

from consent.sending.actions import identifiers_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from breaches.models import AdviceRequest

WORD = re.compile(r"[\w’'-]+")
IN_A_ROW = 8
"""Words that stand in the same order in both are copied, and not one's own."""
SHORTEST = 2
"""Letters of a part of a name that is looked for."""
TITLE = r"(?i:cllr\.?|councillor|alderman|alderwoman)"
COUNCILLOR = re.compile(rf"\b{TITLE}\s+[^\W\d_a-zà-ÿ][\w’'-]*")
"""A title and a name, as everybody calls them. Drafts may name councillors, so that the checks of
drafts do not look for them.
"""


def words_to_check(*texts: str, source: AdviceRequest | None = None) -> list[str]:
    """What may say whom it is about: names, numbers, addresses, councillors, and any part of the
    name of whoever asked, each once. A person looks at them: May and Price are words too.
    """
    found = chain.from_iterable(map(identifiers_in, texts))
    called = chain.from_iterable(map(COUNCILLOR.findall, texts))
    names = names_of_asker(source, *texts) if source else []
    return list(dict.fromkeys([*found, *called, *names]))


def names_of_asker(asked: AdviceRequest, *texts: str) -> list[str]:
    """Words of the texts that are parts of the name of whoever asked: without their accents, and of
    Smith-Jones and O’Tarn each part.
    """
    parts = set(_parts(asked.asker.full_name))
    words = chain.from_iterable(map(WORD.findall, texts))
    return list(dict.fromkeys(word for word in words if parts & set(_parts(word))))


def says_who_asked(asked: AdviceRequest, *texts: str) -> bool:
    """Whether the whole name of whoever asked stands there as a name, which is no chance."""
    name = [[*_parts(word)] for word in WORD.findall(asked.asker.full_name)]
    return any(run == name for text in texts for run in _capitals(text, len(name)))


def _capitals(text: str, length: int) -> Iterator[list[list[str]]]:
    """So many words in a row that all begin with a capital letter."""
    words = WORD.findall(text)
    for at in range(len(words) - length + 1):
        run = words[at : at + length]
        if all(word[0].isupper() for word in run):
            yield [[*_parts(word)] for word in run]


def _parts(text: str) -> Iterator[str]:
    """Of O’Tarn tarn and otarn: as somebody may write it."""
    for word in _words(_plain(text)):
        parts = re.split(r"[’'-]", word)
        found = dict.fromkeys([*parts, "".join(parts)])
        yield from (part for part in found if len(part) >= SHORTEST)


def _plain(text: str) -> str:
    """Without accents."""
    letters = unicodedata.normalize("NFKD", text)
    return "".join(one for one in letters if not unicodedata.combining(one))


def is_copied(asked: AdviceRequest, *texts: str) -> bool:
    """Whether eight words in a row are those of whoever asked, or of what they added later."""
    theirs = {run for one in _said(asked) for run in _runs(one)}
    return any(run in theirs for text in texts for run in _runs(text))


def _said(asked: AdviceRequest) -> Iterator[str]:
    yield asked.words
    yield from asked.entries.filter(entered_by=asked.asker_id).values_list("words", flat=True)


def _runs(text: str) -> Iterator[tuple[str, ...]]:
    words = _words(text)
    return (tuple(words[at : at + IN_A_ROW]) for at in range(len(words) - IN_A_ROW + 1))


def _words(text: str) -> Sequence[str]:
    """In small letters, without the ’s of whose something is."""
    return [word.casefold().removesuffix("’s").removesuffix("'s") for word in WORD.findall(text)]
