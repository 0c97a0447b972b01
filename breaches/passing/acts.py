"""The acts on what is passed to a councillor that ask for a reason, or for one more press."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping

TAKE_BACK: Mapping[str, Any] = {
    "title": _("Take it back"),
    "consequences": [
        _("For when it was not their ward work, went to the wrong councillor, or came up again."),
        _("The councillor is told, and no longer sees it. What they have answered stays theirs."),
        _("The council looks into it. Whoever complains is to hear from you within 30 days."),
        _("Whoever complains is not told by this: write to them from the page of the complaint."),
    ],
    "question": _("Why is it taken back?"),
    "hint": _("It is erased with the rest"),
    "missing": _("Say why it is taken back"),
    "button": _("Take it back"),
    "done": _("It is the council’s again. Tell whoever complains within 30 days how far it is."),
}
SHARE: Mapping[str, Any] = {
    "title": _("Let the officers see how far it is"),
    "consequences": [
        _("The officers who answer complaints then see the days and the outcome you record here."),
        _("You can end this at any time. It stays yours to answer."),
    ],
    "question": "",
    "button": _("Let them see it"),
    "done": _("The officers see how far it is."),
}
END_SHARE: Mapping[str, Any] = {
    "title": _("No longer let the officers see it"),
    "consequences": [_("They still see that it was passed to you, and when.")],
    "question": "",
    "button": _("No longer let them see it"),
    "done": _("The officers no longer see how far it is."),
}
