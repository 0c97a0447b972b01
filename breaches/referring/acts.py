"""The act on a matter that was handed over that asks for one more press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

PASS: Mapping[str, Any] = {
    "title": _("Pass it to the deputy"),
    "consequences": [
        _("From now on only the deputies see it, and the Monitoring Officer no more."),
        _("The deputies are told at once."),
    ],
    "question": "",
    "button": _("Pass it on"),
    "done": _("Passed on: only the deputies see it."),
}
