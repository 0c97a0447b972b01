"""Until when somebody has a device, and what they are asked to do with it: for its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.days import day_in_words
from devices.models import Device, LineStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from devices.models import Issue


def terms_of(device: Device) -> Iterator[tuple[str, object]]:
    """Each with its heading; nothing of a device that nobody has."""
    if device.holder_id is None:
        return
    assignment = device.assignments.open().with_row().first()
    if assignment and assignment.issue.due_back_on:
        yield _("Lent until"), day_in_words(assignment.issue.due_back_on)
    yield from _recall_of(device)
    if asked := device.return_requests.open().first():
        told = {"day": day_in_words(asked.due_on), "why": asked.cause}
        yield _("To be returned by"), _("%(day)s: %(why)s") % told


def _recall_of(device: Device) -> Iterator[tuple[str, object]]:
    """By when it is to be brought in and why, and what was lent for it."""
    line = device.recall_lines.open().with_row().first()
    if line is None:
        return
    if line.status == LineStatus.ASKED:
        told = {"day": day_in_words(line.recall.due_on), "why": line.recall.get_reason_display()}
        yield _("To be brought in by"), _("%(day)s: %(why)s") % told
    if line.loan:
        yield from ((_("Lent meanwhile"), lent) for lent in still_lent(line.loan))


def still_lent(loan: Issue) -> list[str]:
    """What of a loan is still with whoever it was lent to."""
    held = Device.objects.filter(assignments__in=loan.assignments.open()).select_related("kind")
    return [str(device) for device in held]
