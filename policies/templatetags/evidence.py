"""What is said of a request to sign: ``{% load evidence %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from councilgov.access import Right
from policies.evidence import lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.people.models import TermOfOffice
    from policies.evidence.holdings import Holding

register = template.Library()


@register.simple_tag(takes_context=True)
def evidence_lines(
    context: Mapping[str, Any], holding: Holding, reads_statements: bool
) -> list[dict[str, str]]:
    """The lines as rows of a summary list, as far as whoever looks may read them."""
    records = context["request"].user.has_perm(Right.RECORD_SIGNATURE)
    found = lines.lines_of(holding, reads_statements=reads_statements, records_signatures=records)
    return [{"key": label, "value": value} for label, value in found]


@register.filter
def term_in_words(term: TermOfOffice | None) -> str:
    """Elected, Tower ward, from 9 May 2022 to 6 May 2026."""
    return lines.term_in_words(term)
