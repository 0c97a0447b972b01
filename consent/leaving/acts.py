"""How the pages of the end of a term put what cannot be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consent.machines import PartingStatus
from councilgov.forms.reasons import Act

P = PartingStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

COLOURS: Mapping[str, str] = {
    P.TO_DELETE: "grey",
    P.RETURNED: "grey",
    P.TO_RETURN: "yellow",
    P.OFFERED: "blue",
    P.ACCEPTED: "green",
    P.HANDED: "green",
    P.DECLINED: "orange",
}


def having_the_file() -> Act:
    back = reverse("consent:leaving")
    return Act(
        title=_("I have the file"),
        back=back,
        consequences=[
            _("Open the file first, and look whether everybody is in it."),
            _("Keep it safe: from now on you alone answer for it."),
            _("In the portal these records are deleted when your term is over."),
        ],
        question="",
        confirmation=_("I have the file and have opened it"),
        button=_("I have the file"),
        done=_("Noted. They are deleted when your term is over."),
    )
