"""The acts on a complaint that ask for a reason, or for one more press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

ENQUIRY: Mapping[str, Any] = {
    "title": _("Begin to look into it"),
    "consequences": [_("The others see that it is looked into. Nobody is told by that.")],
    "question": "",
    "button": _("Begin"),
    "done": _("It is being looked into. Tell them within 30 days how far it is."),
}
SET_ASIDE: Mapping[str, Any] = {
    "title": _("Set it aside"),
    "consequences": [
        _("Only for what nobody meant as a complaint, such as advertising, or what came twice."),
        _("Nobody is answered, and it counts as no complaint."),
        _("In 30 days what they wrote is erased. Your reason stays."),
    ],
    "question": _("Why is it no complaint?"),
    "hint": _("Nothing about whoever wrote it: this is kept"),
    "missing": _("Say why it is no complaint"),
    "button": _("Set it aside"),
    "done": _("It is set aside."),
}
REOPEN: Mapping[str, Any] = {
    "title": _("Look into it again"),
    "consequences": [
        _("For when they write again, or the answer was wrong."),
        _("They are to hear from you within 30 days. What they were told stays."),
        _("Nobody is told by this: write to them from the page of the complaint."),
    ],
    "question": _("Why is it looked into again?"),
    "hint": _("What they write now, or what was wrong. It is erased with the rest"),
    "missing": _("Say why it is looked into again"),
    "button": _("Look into it again"),
    "done": _("It is being looked into again. Tell them within 30 days how far it is."),
}
