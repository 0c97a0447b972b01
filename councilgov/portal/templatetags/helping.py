"""Help at the point of use: ``{% load helping %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from councilgov.portal.helping.guides import Guide, guides_of
from councilgov.portal.helping.panels import Panel, panels
from councilgov.portal.helping.topics import BY_KEY

if TYPE_CHECKING:
    from django.template import RequestContext

register = template.Library()


@register.simple_tag
def guidance(topic: str) -> Panel | None:
    """What the policies in force say about it, if they say anything."""
    return next(panels([BY_KEY[topic]]), None)


@register.simple_tag(takes_context=True)
def own_guides(context: RequestContext) -> list[Guide]:
    """The guides of whoever looks."""
    user: Any = context["request"].user
    return guides_of(user)
