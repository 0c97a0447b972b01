"""Names as lists and other programs write them, and as the portal does."""

from __future__ import annotations

from django.utils.translation import gettext as _

from councilgov.forms.names import HONOURS, TITLES

SHORTEST = 2
"""Words of a name of which no honour is taken away: "Jane Mp" is a whole name."""


def natural(name: str) -> str:
    """First name and last name without title and honours: "Jane O'Neill" for "O'Neill, Cllr Jane
    MBE".
    """
    last, _comma, first = name.partition(",")
    if bare := _bare(first, least=1):
        return " ".join([*bare, *_bare(last, least=1)])
    return " ".join(_bare(last, least=SHORTEST))


def greeting(full_name: str, *, is_mayor: bool = False) -> str:
    """How letters greet somebody who is new: Councillor Smart."""
    words = [word for word in full_name.split() if _plain(word) not in HONOURS]
    surname = (words or full_name.split())[-1]
    told = _("Mayor %(surname)s") if is_mayor else _("Councillor %(surname)s")
    return told % {"surname": surname}


def _bare(part: str, *, least: int) -> list[str]:
    """Its words without titles before and honours behind; nothing of what holds nothing else."""
    words = part.replace(",", " ").split()
    if all(_plain(word) in HONOURS | TITLES for word in words):
        return []
    while _plain(words[0]) in TITLES:
        words = words[1:]
    while len(words) > least and _plain(words[-1]) in HONOURS:
        words = words[:-1]
    return words


def _plain(word: str) -> str:
    return word.strip(".,()").replace(".", "").lower()
