"""How the pages of people put what cannot be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from councilgov.forms.reasons import Act

if TYPE_CHECKING:
    from consent.models import Constituent


def forgetting(person: Constituent) -> Act:
    return Act(
        title=_("Delete this person"),
        caption=person.full_name,
        back=person.get_absolute_url(),
        consequences=[
            _("Their name, their numbers and what was agreed are deleted, history too."),
            _("So is what you logged of your contacts with them."),
            _("So is any file of contacts that you uploaded and have not brought in yet."),
            _("Nobody can bring them back."),
        ],
        question="",
        confirmation=_("I no longer need this person"),
        button=_("Delete this person"),
        done=_("Deleted."),
    )
