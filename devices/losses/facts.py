"""A case as its page shows it: what is known, and what was done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.days import day_in_words, in_london, moment_in_words
from councilgov.forms.timeline import Event, newest_first
from councilgov.pounds import in_pounds
from devices.models import CostStatus, LossKind, LossStep

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from councilgov.forms.templatetags.govuk import SummaryRow
    from devices.models import Cost, Device, Loss, PoliceReference

OF_OWN = {
    LossStep.LOCK_ASKED: gettext_noop("Lock of the council’s apps asked for"),
    LossStep.LOCKED: gettext_noop("Lock of the council’s apps confirmed"),
    LossStep.WIPE_ASKED: gettext_noop("Removal of the council’s data asked for"),
    LossStep.WIPED: gettext_noop("Removal of the council’s data confirmed"),
}
"""Of a councillor's own device nothing but the council's data is touched, and no word says else."""
EARLY = gettext_noop("That is before the loss was noticed: check both, if that can’t be.")


def timeline(loss: Loss) -> list[Event]:
    """Newest first. One query, however much was done."""
    rows = loss.events.select_related("entered_by")
    return newest_first(
        Event(row.happened_at, _said(loss, LossStep(row.what)), row.entered_by.full_name, row.words)
        for row in rows
    )


def _said(loss: Loss, step: LossStep) -> str:
    return _(OF_OWN[step]) if loss.device.is_personal and step in OF_OWN else str(step.label)


def known(loss: Loss, *, is_linked: bool = True) -> list[SummaryRow]:
    """What is known of a loss, for those who work on it; ``is_linked`` to the device, for those
    who may open its page.
    """
    rows = [(_("Device"), _device(loss.device) if is_linked else str(loss.device)), *_known(loss)]
    return [{"key": key, "value": value} for key, value in rows if value]


def _device(device: Device) -> str:
    address = '<a class="govuk-link" href="{}">{}</a>'
    return format_html(address, device.get_absolute_url(), device)


def _known(loss: Loss) -> Iterator[tuple[str, object]]:
    yield _("Councillor"), loss.councillor.full_name if loss.councillor else _("Nobody had it")
    yield _("Noticed"), moment_in_words(loss.noticed_at)
    yield _("Reported"), _reported(loss)
    yield _("What is on it"), loss.data_held or _("Not known")
    yield _("Lock"), loss.get_lock_state_display()
    yield from _secured(loss)
    if loss.kind == LossKind.STOLEN:
        yield _("Police"), _police(loss)
    yield from _ended(loss)


def _reported(loss: Loss) -> str:
    told = {
        "moment": moment_in_words(loss.reported_at),
        "name": loss.teller or loss.reported_by.full_name,
        "via": loss.get_reported_via_display().lower(),
    }
    return _("%(moment)s, by %(name)s (%(via)s)") % told


def _secured(loss: Loss) -> Iterator[tuple[str, object]]:
    """Asked for and confirmed, each with its moment, and the target."""
    if loss.secure_before is None:
        return
    yield _("To be secured by"), _target(loss, loss.secure_before)
    wipe = _("Council data removed") if loss.device.is_personal else _("Wipe")
    yield wipe, _two_moments(loss, loss.wipe_asked_at, loss.wiped_at)
    lock = _("Lock of the council’s apps") if loss.device.is_personal else _("Lock from afar")
    yield lock, _two_moments(loss, loss.lock_asked_at, loss.locked_at)


def _target(loss: Loss, before: datetime) -> str:
    target = _("%(moment)s, an hour of service after the report") % {
        "moment": moment_in_words(before)
    }
    if loss.is_secured:
        met = _("It was secured later.") if loss.secured_late else _("It was secured in time.")
        return f"{target}. {met}"
    return f"{target}. {_('That has passed.')}" if before < timezone.now() else target


def _two_moments(loss: Loss, asked: datetime | None, confirmed: datetime | None) -> str:
    if asked is None:
        return _("Not asked for yet")
    words = _asked_and_confirmed(asked, confirmed)
    return f"{words}. {_(EARLY)}" if asked < loss.noticed_at else words


def _asked_and_confirmed(asked: datetime, confirmed: datetime | None) -> str:
    if confirmed is None:
        return _("Asked for at %(moment)s, not confirmed yet") % {"moment": moment_in_words(asked)}
    told = {"asked": moment_in_words(asked), "confirmed": moment_in_words(confirmed)}
    return _("Asked for at %(asked)s, confirmed at %(confirmed)s") % told


def _one_number(loss: Loss, row: PoliceReference) -> str:
    """Of which force, told on which day if anybody said, and what they gave."""
    number = f"{row.get_kind_display()} {row.reference}".strip()
    if row.reported_on is None:
        return f"{row.force}: {number}"
    told = {"force": row.force, "day": day_in_words(row.reported_on), "number": number}
    words = _("%(force)s, told on %(day)s: %(number)s") % told
    is_early = row.reported_on < in_london(loss.noticed_at)
    return f"{words}. {_(EARLY)}" if is_early else words


def _police(loss: Loss) -> object:
    """Every number, in the order in which it came: a later one replaces none."""
    told = [_one_number(loss, row) for row in loss.references()]
    if loss.waits_for_police():
        told.append(_("No number yet"))
    if loss.police_waived_at:
        told.append(_("No longer asked for: %(why)s") % {"why": loss.police_waived_because})
    lines = format_html_join("\n", "<li>{}</li>", ([line] for line in told))
    return format_html('<ul class="govuk-list govuk-!-margin-bottom-0">{}</ul>', lines)


def _ended(loss: Loss) -> Iterator[tuple[str, object]]:
    cost: Cost | None = getattr(loss, "cost", None)
    if cost:
        yield _("Cost"), f"{cost.get_status_display()}. {cost.in_words()}"
    if cost and cost.status == CostStatus.PROPOSED:
        yield _("The councillor may comment until"), day_in_words(cost.comment_before)
    if cost and cost.comment:
        yield _("The councillor’s comment on the cost"), cost.comment
    if cost and cost.agreed_at:
        yield _("Deduction agreed"), moment_in_words(cost.agreed_at)
    yield _("Outcome"), loss.get_outcome_display()
    yield _("Replaced by"), str(loss.replacement or "")
    if loss.value_written_off is not None:
        yield _("Value written off"), in_pounds(loss.value_written_off)
