"""How the pages of the end of a term put what cannot be undone."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from consent.machines import PartingStatus
from councilgov.days import day_in_words, today
from councilgov.forms.reasons import Act
from councilgov.people.models import Council

P = PartingStatus

if TYPE_CHECKING:
    from collections.abc import Mapping

    from consent.models import Leaving

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


def beginning(leaving: Leaving) -> Act:
    day = today() + timedelta(days=Council.objects.the().sealed_days)
    return Act(
        title=_("Delete the sealed contacts of a councillor who cannot be told"),
        caption=leaving.councillor.full_name,
        back=reverse("consent:leavers"),
        consequences=[
            _("Everything about these people is deleted on %(day)s, and cannot be brought back.")
            % {"day": day_in_words(day)},
            _("Until then nobody reads it, and you can take the day back."),
            _("What is kept for a request or a case stays until that ends."),
        ],
        question="",
        confirmation=_("I know that nobody can say what becomes of them"),
        button=_("Delete them on that day"),
        done=_("They are deleted on %(day)s.") % {"day": day_in_words(day)},
    )


def stopping(leaving: Leaving) -> Act:
    return Act(
        title=_("Do not delete the sealed contacts on that day"),
        caption=leaving.councillor.full_name,
        back=reverse("consent:leavers"),
        consequences=[
            _("They stay sealed: nobody reads them."),
            _("They wait until an officer sets a day anew."),
        ],
        question="",
        button=_("Take the day back"),
        done=_("They stay sealed. Nothing is deleted until an officer sets a day."),
        is_grave=False,
    )
