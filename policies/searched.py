"""The clauses of policies, each with its words in a row of its own: to search in, and no evidence.

What is signed and hashed is the one column of the version (``docs/adr/0004``). A trigger of the
database writes these rows from it whenever that column changes, so nothing else ever does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchHeadline, SearchRank
from django.db import models
from django.db.models import UniqueConstraint

from councilgov.constraints import NAME
from councilgov.full_text import CONFIG, words_asked, words_in
from policies.versions import PolicyVersion

if TYPE_CHECKING:
    from typing import Any, Self

    from councilgov.people.models import User

WORDS = words_in("words")
BEGINS, ENDS = "\x02", "\x03"
"""What stands around a word that was found: neither can be typed, nor stand in a text."""
MOST, LEAST = 40, 20
"""Words that are shown of a long clause."""


class SearchedClauseQuerySet(models.QuerySet["SearchedClause"]):
    def visible_to(self, user: User | Any) -> Self:
        """Of each policy one text: what is in force, or else the newest that this person reads."""
        read = PolicyVersion.objects.visible_to(user).one_of_each()
        return self.filter(version__in=read.values("pk"))

    def matching(self, typed: str) -> Self:
        """Those in which all of it is said, what says most of it first."""
        asked = words_asked(typed)
        found = self.alias(said=WORDS).filter(said=asked)
        return found.annotate(rank=SearchRank(WORDS, asked)).order_by("-rank", "version", "place")

    def with_marks(self, typed: str) -> Self:
        """With ``shown``: the words around what was found, which stands between marks."""
        line = SearchHeadline(
            "words",
            words_asked(typed),
            config=CONFIG,
            start_sel=BEGINS,
            stop_sel=ENDS,
            max_words=MOST,
            min_words=LEAST,
        )
        return self.annotate(shown=line)


class SearchedClause(models.Model):
    """One clause of one version."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="+", db_index=False)
    place = models.PositiveIntegerField(help_text="Its place in the version, from 1")
    anchor = models.TextField()
    words = models.TextField(help_text="Its number and its text")

    objects = SearchedClauseQuerySet.as_manager()

    class Meta:
        constraints = [UniqueConstraint(fields=["version", "place"], name=NAME + "place_once")]
        indexes = [GinIndex(WORDS, name="policies_clause_words")]

    def __str__(self) -> str:
        return self.anchor
