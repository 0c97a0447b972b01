"""How clauses and changes are shown: ``{% load policies %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from policies.models import VersionStatus
from policies.text import changes, rendering

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.utils.safestring import SafeString

    from policies.text.changes import Change
    from policies.text.clauses import Clause

register = template.Library()

COLOURS = {
    VersionStatus.PUBLISHED: "green",
    VersionStatus.REJECTED: "red",
    VersionStatus.WITHDRAWN: "red",
}


@register.filter
def clauses(text: Sequence[Clause]) -> SafeString:
    """The clauses, each with a link to itself."""
    return rendering.render(text, links=True)


@register.filter
def clauses_to_comment(text: Sequence[Clause], comment_at: str) -> SafeString:
    """The clauses of a draft, each with a link to comment on it."""
    return rendering.render(text, links=True, comment_at=comment_at)


@register.filter
def plain_clauses(text: Sequence[Clause]) -> SafeString:
    """The clauses without links, where the text stands inside another page."""
    return rendering.render(text)


@register.filter
def only_changes(changed: Sequence[Change]) -> SafeString:
    """What changed, in words added and removed."""
    return changes.render(changed, whole=False)


@register.filter
def sentences(changed: Sequence[Change]) -> list[str]:
    """What changed, as a plain list."""
    return changes.as_sentences(changed)


@register.filter
def status_colour(status: str) -> str:
    """The colour of a version's status tag."""
    return COLOURS.get(VersionStatus(status), "grey")
