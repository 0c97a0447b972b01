"""The acts on a suspension that a page asks to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.forms.reasons import Act

if TYPE_CHECKING:
    from councilgov.people.models import Suspension


def lifting(row: Suspension) -> Act:
    return Act(
        title=_("Lift the suspension"),
        caption=row.councillor.full_name,
        back=row.get_absolute_url(),
        consequences=[
            _("The portal is open to them again at once."),
            _("The service desk is asked to open what it closed."),
            _("They are told, and so are the Monitoring Officers."),
        ],
        question=_("Why is it lifted?"),
        hint=_("The decision and its date. The councillor reads it."),
        missing=_("Say why it is lifted"),
        button=_("Lift the suspension"),
        done=_("The suspension is lifted."),
    )


def closing(row: Suspension) -> Act:
    return Act(
        title=_("Access is closed"),
        caption=row.councillor.full_name,
        back=row.get_absolute_url(),
        consequences=[
            _("You have closed and narrowed what the page lists. Nothing is deleted."),
            _("You are reminded on the last day to open it again."),
        ],
        question="",
        button=_("Say that access is closed"),
        done=_("Noted: access is closed."),
        is_grave=False,
    )


def opening(row: Suspension) -> Act:
    return Act(
        title=_("Access is open again"),
        caption=row.councillor.full_name,
        back=row.get_absolute_url(),
        consequences=[
            _("Everything that you closed for the suspension works again.")
            if row.closed_at
            else _(
                "You never said here that you closed anything. If you did, open it first: they "
                "stay shut out otherwise."
            )
        ],
        question="",
        button=_("Say that access is open again"),
        done=_("Noted: access is open again."),
        is_grave=False,
    )
