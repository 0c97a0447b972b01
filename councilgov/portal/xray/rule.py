"""What a rule of the X-ray is, and what it finds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import TextChoices
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councilgov.forms.registers import Count as Number

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise

    from councilgov.access import Right
    from councilgov.people.models import User
    from councilgov.portal.xray.looking import Look


class Severity(TextChoices):
    """The worst first, as the list is sorted."""

    SERIOUS = "serious", _("Serious")
    MEND = "mend", _("Should be mended")
    NOTE = "note", _("Note")


COLOURS = {Severity.SERIOUS: "red", Severity.MEND: "orange", Severity.NOTE: "blue"}


class Way(NamedTuple):
    """A page, with the words of its link, for those who hold the right to open it; without a right
    for everybody who sees the finding.
    """

    text: StrOrPromise
    page: str
    right: Right | None = None
    args: Sequence[Any] = ()
    query: str = ""

    @property
    def href(self) -> str:
        address = reverse(self.page, args=self.args)
        return f"{address}?{self.query}" if self.query else address

    def is_for(self, user: User) -> bool:
        return self.right is None or user.has_perm(self.right)


class Found(NamedTuple):
    """Something that does not fit: in a sentence, with how often, and what it is about if the rule
    finds each thing by itself. ``details`` say more; ``ways`` come before those of the rule.
    """

    words: str
    about: str = ""
    n: int = 1
    details: Sequence[str] = ()
    ways: Sequence[Way] = ()


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One question to the rows: what it looks for, why that matters, who sees it, who mends it.

    ``rights``: whoever holds one of them sees what is found, and so do the Monitoring Officers.
    ``why`` names its source in full. ``ways`` are tried in their order.
    """

    key: str
    severity: Severity
    title: StrOrPromise
    why: StrOrPromise
    rights: Sequence[Right]
    mended_by: StrOrPromise
    ways: Sequence[Way] = ()


@dataclass(frozen=True, kw_only=True)
class Each(Asked):
    """A rule that finds things one by one."""

    find: Callable[[Look], Iterable[Found]]

    def found(self, look: Look) -> Iterable[Found]:
        return self.find(look)


@dataclass(frozen=True, kw_only=True)
class Count(Asked):
    """A rule that counts rows, which stand behind its link: of all such rules in one query."""

    rows: Callable[[Look], QuerySet[Any]]
    told: Any
    """The sentence for one and for many, with ``%(n)s``."""

    def found(self, look: Look) -> Iterator[Found]:
        if count := look.counts[self.key]:
            yield Found(self.told % {"n": Number(count)}, n=count)


Rule = Each | Count
"""Either finds things or counts them."""


class Alone:
    """A sentence without a number, of what is there or not."""

    def __init__(self, words: StrOrPromise) -> None:
        self.words = words

    def __mod__(self, _facts: object) -> str:
        return str(self.words)


class Finding(NamedTuple):
    """What a rule found, as one person reads it."""

    rule: Rule
    found: Found
    way: Way | None

    @property
    def key(self) -> str:
        """Under which it is set aside."""
        return f"{self.rule.key}:{self.found.about}" if self.found.about else self.rule.key

    @property
    def colour(self) -> str:
        return COLOURS[self.rule.severity]
