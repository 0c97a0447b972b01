"""Long texts searched by their words: PostgreSQL's full text, in English."""

from __future__ import annotations

from django.contrib.postgres.search import SearchQuery, SearchVector

CONFIG = "english"
"""By the stem, so that "emails" finds "email"; words such as "the" find nothing."""


def words_in(column: str) -> SearchVector:
    """What a column says, as an index over it holds it: the two have to be written alike."""
    return SearchVector(column, config=CONFIG)


def words_asked(typed: str) -> SearchQuery:
    """What somebody typed: every word of it, "or", a phrase in quotes, "-" before what is not
    wanted. Nothing that can be typed is an error of it.
    """
    return SearchQuery(typed, config=CONFIG, search_type="websearch")
