"""What pages need of ``councilgov.accounts.carrying``: ``{% load carrying %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from councilgov.accounts import carrying

if TYPE_CHECKING:
    from django.template import RequestContext

register = template.Library()
FIELD = '<input type="hidden" name="{}" value="{}">'


@register.simple_tag(takes_context=True)
def whose_form(context: RequestContext) -> SafeString:
    """In a form whose fields shall survive the end of a session, beside the CSRF token."""
    return format_html(FIELD, carrying.WHOSE, carrying.whose_form(context["request"]))


@register.simple_tag(takes_context=True)
def carried(context: RequestContext) -> SafeString:
    """In the form of the sign-in page: what was typed before, sealed; empty if there is nothing.

    A wrong password shows the page again, with the same parcel.
    """
    request = context["request"]
    parcel = getattr(request, carrying.CARRIED, None) or request.POST.get(carrying.CARRIED, "")
    return format_html(FIELD, carrying.CARRIED, parcel) if parcel else SafeString()
