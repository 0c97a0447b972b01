"""Devices, as something that can be imported: see ``councilgov.imports.importables``."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from councilgov.access import Right
from councilgov.imports.importables import Importable
from devices.importing.applying import apply, consequences
from devices.importing.columns import COLUMNS, INTUNE
from devices.importing.judging import judge


def counted(devices: int) -> str:
    """54 devices."""
    return ngettext("%(n)s device", "%(n)s devices", devices) % {"n": f"{devices:,}"}


IMPORTABLES = [
    Importable(
        name="devices",
        title=_("Import devices"),
        counted=counted,
        right=Right.KEEP_DEVICES,
        columns=COLUMNS,
        judge=judge,
        apply=apply,
        page="devices:devices",
        exports=[INTUNE],
        introduction=_(
            "One row for each device. A device that the register has is changed, another is "
            "added. Whoever has one is asked to accept it."
        ),
        consequences=consequences,
    )
]
