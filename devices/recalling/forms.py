"""What is asked when equipment is recalled, replaced or lent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from councilgov.forms.bulk import ChosenForm
from councilgov.forms.dates import DateField
from councilgov.forms.fields import words
from councilgov.forms.kit import GovukForm
from devices.labelling.fields import DeviceField, DevicesField
from devices.models import DeviceStatus, RecallReason

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.forms.bound_field import Look
    from devices.models import Device

FROM_STOCK = _("Scan or type the tag of a device in stock")
WHY: Mapping[str, Look] = {"reason": {"conditional": {RecallReason.OTHER: ["words"]}}}


def reasons() -> forms.ChoiceField:
    return forms.ChoiceField(
        label=_("Why do you ask for it?"),
        choices=RecallReason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Select why you ask for it")},
    )


def other_reason() -> forms.CharField:
    return words(_("The reason, as the councillors will read it"), _("Enter the reason"), rows=3)


class RecallForm(GovukForm):
    """The fields are named after the arguments of ``recalling.actions.recall_devices``."""

    govuk = WHY

    devices = DevicesField(
        label=_("Asset tags"),
        help_text=_("One on each line, or separated by spaces or commas"),
        rows=6,
        error_messages={"required": _("Enter at least one asset tag")},
    )
    reason = reasons()
    words = other_reason()


class RecallChosenForm(ChosenForm):
    """The same for devices that were chosen in the register."""

    govuk = WHY

    reason = reasons()
    words = other_reason()


class StockField(DeviceField):
    """A device in stock, by its tag or label."""

    default_error_messages = {"unknown": _("There is no device %(tag)s in stock. Choose another")}

    def check_device(self, device: Device | None, tag: str) -> None:
        is_in_stock = device is not None and device.status == DeviceStatus.IN_STOCK
        super().check_device(device if is_in_stock else None, tag)


class ReplaceForm(GovukForm):
    """The field is named after the argument of ``recalling.actions.replace``."""

    govuk = {"replacement": {"width": "10"}}
    replacement = StockField(label=_("What do they get instead?"), help_text=FROM_STOCK)


def last_day() -> DateField:
    return DateField(
        label=_("Until when?"),
        future=True,
        error_messages={"required": _("Enter the last day of the loan")},
    )


class LendForm(GovukForm):
    """The fields are named after the arguments of ``recalling.actions.lend``."""

    govuk = {"loan": {"width": "10"}}
    loan = StockField(label=_("What do you lend them?"), help_text=FROM_STOCK)
    due_back_on = last_day()


class ProlongForm(GovukForm):
    """The field is named after the argument of ``recalling.actions.prolong_loan``."""

    due_back_on = last_day()
