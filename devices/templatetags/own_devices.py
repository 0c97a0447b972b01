"""What the page of a device shows of a councillor's own: ``{% load own_devices %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from devices.enrolling.steps import steps
from devices.models import Device, Enrolment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.template import RequestContext
    from django_stubs_ext import StrOrPromise

register = template.Library()


@register.simple_tag
def enrolment_of(device: Device) -> Enrolment | None:
    """What was agreed about it, if it was set up by the portal."""
    return Enrolment.objects.select_related("device").filter(device=device).first()


@register.simple_tag(takes_context=True)
def enrolment_steps(
    context: RequestContext, device: Device, row: Enrolment | None
) -> Sequence[tuple[StrOrPromise, str]]:
    """The buttons that this person has."""
    return steps(device, row, context["request"].user)
