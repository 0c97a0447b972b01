"""The acts of deciding that need a reason, as their pages put them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.forms.reasons import Act
from policies.deciding.checks import needs_full_council

if TYPE_CHECKING:
    from policies.models import PolicyVersion


def withdrawal(row: PolicyVersion) -> Act:
    """Nobody is asked to sign it any more."""
    is_of_council = needs_full_council(row.policy)
    return Act(
        title=_("Withdraw %(version)s") % {"version": row},
        back=row.get_absolute_url(),
        consequences=[
            _("Nobody is asked to sign it any more. Requests that are open are closed."),
            _("Whoever signed keeps their signature and certificate."),
            _("Councillors who were asked to sign it are told, with your reason."),
            _("Everybody can still read it, marked as withdrawn. You can’t undo this."),
        ],
        question=_("What did full council resolve?")
        if is_of_council
        else _("Why is it withdrawn?"),
        hint=_("Everybody may read this. Give the words of the minutes.")
        if is_of_council
        else _("Everybody may read this. Name the decision, and do not name anybody."),
        confirmation=_("I want to withdraw this version"),
        button=_("Withdraw this version"),
        done=_("The version is withdrawn."),
    )


def taking_off(row: PolicyVersion) -> Act:
    """It goes back to those who draft."""
    return Act(
        title=_("Take it off the agenda"),
        caption=str(row),
        back=row.get_absolute_url(),
        consequences=[
            _("It is a draft again. Its text and the bodies on its way can be changed."),
            _("The text as it was put forward is kept, with its report."),
            _("Your reason stands as a comment, to be answered before it is submitted again."),
        ],
        question=_("Why?"),
        hint=_("For example: it was submitted to the wrong committee."),
        button=_("Take it off the agenda"),
        done=_("It is a draft again."),
        is_grave=False,
    )
