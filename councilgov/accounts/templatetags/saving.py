"""What registers show of ``councilgov.accounts.saving``: ``{% load saving %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.urls import reverse

from councilgov.accounts.models import SavedView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.template import RequestContext

    from councilgov.forms.registers import Register

register = template.Library()


@register.simple_tag(takes_context=True)
def saved_views(context: RequestContext) -> Sequence[SavedView]:
    """Those of this register that this person sees: one query beside that of their roles."""
    request = context["request"]
    seen = SavedView.objects.visible_to(request.user).filter(path=request.path)
    return list(seen)


@register.simple_tag(takes_context=True)
def save_address(context: RequestContext, shown: Register) -> str:
    """Where the filters that are set now get a name."""
    asked = [("path", context["request"].path), ("query", shown.query)]
    return reverse("accounts:save_view", query=asked)
