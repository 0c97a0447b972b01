"""Whether an answer that everybody may read could tell who asked, or whom it was about.

Rules, and no list is whole: they point at words, and an officer reads them again.
"""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from consent.sending.actions import identifiers_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from breaches.models import AdviceRequest

WORD = re.compile(r"[\w’'-]+")
IN_A_ROW = 8
"""Words that stand in the same order in both are copied, and not one's own."""
SHORTEST = 3
"""Letters of a part of a name that is looked for."""


def words_to_check(*texts: str) -> list[str]:
    """What may say whom it is about: names, numbers, addresses, each once."""
    return list(dict.fromkeys(chain.from_iterable(map(identifiers_in, texts))))


def names_of_asker(asked: AdviceRequest, *texts: str) -> list[str]:
    """Parts of the name of whoever asked that stand in the texts. Councillors are named in public,
    so the checks of drafts do not look for them.
    """
    parts = {part for part in _words(asked.asker.full_name) if len(part) >= SHORTEST}
    found = set(chain.from_iterable(map(_words, texts)))
    return sorted(parts & found)


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
