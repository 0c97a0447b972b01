"""The acts of drafting that need a reason, as their pages put them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.forms.reasons import Act

if TYPE_CHECKING:
    from policies.models import PolicyVersion


def returning(version: PolicyVersion) -> Act:
    """A review ends."""
    return Act(
        title=_("Return it to draft"),
        caption=str(version),
        back=version.get_absolute_url(),
        consequences=[
            _("The review ends."),
            _("Your reason stands as a comment, to be answered before the draft is submitted."),
        ],
        question=_("Why?"),
        button=_("Return it to draft"),
        done=_("It is a draft again."),
        is_grave=False,
    )


def discarding(version: PolicyVersion) -> Act:
    """A draft is given up."""
    return Act(
        title=_("Discard this draft"),
        caption=str(version),
        back=version.get_absolute_url(),
        consequences=[
            _("Nobody can edit it or submit it any more. This cannot be undone."),
            _("Its text, its comments and your reason are kept. Only those who draft see them."),
        ],
        question=_("Why is it discarded?"),
        button=_("Discard this draft"),
        done=_("The draft is discarded."),
    )
