"""The boxes into which a device is scanned or typed: one, or several."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from devices.labelling.scanning import devices_of
from devices.labels import last_part

if TYPE_CHECKING:
    from collections.abc import Sequence

    from devices.models import Device

LONGEST = 300
"""Letters of an address in a QR code, with room to spare."""
READABLE = 40
"""Letters of what was typed that a message repeats."""
BETWEEN = re.compile(r"[\s,;]+")


def shortened(tag: str) -> str:
    """As much of it as serves to find it again on the page."""
    return f"{tag[:READABLE]}…" if len(tag) > READABLE else tag


class DeviceField(forms.CharField):
    """What lies on the desk, by its label, tag, serial number or IMEI; in ``clean`` the device."""

    default_error_messages = {
        "required": _("Scan or type the asset tag"),
        "unknown": _("There is no device %(tag)s. Compare the label, or add the device first"),
    }

    def __init__(self, **kwargs: Any) -> None:
        box = forms.TextInput({"autocomplete": "off", "spellcheck": "false"})
        super().__init__(**{"max_length": LONGEST, "widget": box, **kwargs})

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        device = devices_of([typed]).get(typed)
        self.check_device(
            device, device.asset_tag if device else shortened(last_part(typed).upper())
        )
        return device

    def check_device(self, device: Device | None, tag: str) -> None:
        """Raise ``ValidationError`` for what this box does not take, naming its tag."""
        if device is None:
            raise ValidationError(self.error_messages["unknown"], "unknown", {"tag": tag})


class DevicesField(forms.CharField):
    """The same for several: each on a line of its own as a scanner types them, or with spaces or
    commas between. What nobody knows is named, so that it can be looked at once more.
    """

    NAMED = 5

    default_error_messages = {
        "required": _("Scan or type at least one asset tag"),
        "unknown": _("There is no device with this tag: %(tags)s. Compare it with the label"),
        "unknown_several": _(
            "There are no devices with these tags: %(tags)s. Compare them with the labels"
        ),
        "too_many": _("Choose at most %(most)s devices"),
    }

    def __init__(self, *, most: int | None = None, rows: int = 3, **kwargs: Any) -> None:
        box = forms.Textarea({"rows": rows, "autocomplete": "off", "spellcheck": "false"})
        super().__init__(**{"widget": box, **kwargs})
        self.most = most

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value) or ""
        return list(dict.fromkeys(scan for scan in BETWEEN.split(typed) if scan))

    def clean(self, value: Any) -> Any:
        scans: Sequence[str] = super().clean(value)
        if self.most and len(scans) > self.most:
            raise ValidationError(self.error_messages["too_many"], "too_many", {"most": self.most})
        found = devices_of(scans)
        if unknown := [last_part(scan).upper() for scan in scans if scan not in found]:
            why = "unknown" if len(unknown) == 1 else "unknown_several"
            named = ", ".join(shortened(tag) for tag in unknown[: self.NAMED])
            raise ValidationError(self.error_messages[why], why, {"tags": named})
        return list(dict.fromkeys(found[scan] for scan in scans))

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value
