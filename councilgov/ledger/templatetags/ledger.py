"""``{% load ledger %}``: how evidence is shown."""

from django import template

from councilgov.ledger.statements import in_groups

register = template.Library()


@register.filter
def code(letters: str) -> str:
    """``{{ certificate.code|code }}``: ABCD-EFGH-JKMN-PQRS."""
    return in_groups(letters)
