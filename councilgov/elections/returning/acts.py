"""The acts on a result that ask to be confirmed, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.elections.models import ContestStatus
from councilgov.forms.reasons import Act

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.elections.models import Contest, Election

REASON = 500


def of_undoing(row: Contest, together: Sequence[Contest]) -> Act:
    others = [str(one) for one in together if one.pk != row.pk]
    consequences = [
        _("Whoever leaves by this result stays in office, and their case of leaving is cancelled."),
        _("Terms that begin by it are withdrawn."),
        _("The result is held again. Correct it, and confirm it anew."),
        _("Messages that were sent stay sent, and what leavers deleted does not come back."),
    ]
    if others:
        told = _("These are undone with it, as somebody stood in both: %(wards)s.")
        consequences.append(told % {"wards": "; ".join(others)})
    return Act(
        title=_("Undo the result of %(ward)s") % {"ward": row},
        caption=row.election.name,
        back=row.get_absolute_url(),
        consequences=consequences,
        question=_("Why is the result undone?"),
        hint=_("For example: recount on 8 May"),
        missing=_("Enter why the result is undone"),
        button=_("Undo the result"),
        done=_("The result is undone, and held again."),
        most=REASON,
    )


def of_throwing_away(row: Contest) -> Act:
    return Act(
        title=_("Throw away the result of %(ward)s") % {"ward": row},
        caption=row.election.name,
        back=row.get_absolute_url(),
        consequences=[
            _("Nobody was told of it, and no term changed."),
            _("The result is awaited again. What was entered stays in the history."),
        ],
        question="",
        button=_("Throw the result away"),
        done=_("The result is thrown away."),
    )


def of_countermanding(row: Contest) -> Act:
    return Act(
        title=_("Enter that the poll in %(ward)s was countermanded") % {"ward": row},
        caption=row.election.name,
        back=row.get_absolute_url(),
        consequences=[
            *_of_what_is_held(row),
            *_of_those_who_sit(row.election),
            _("Enter the new poll, once its day is known, as an election of its own."),
        ],
        question=_("Why was the poll countermanded?"),
        missing=_("Enter why the poll was countermanded"),
        button=_("Countermanded"),
        done=_("The poll in this ward is marked as countermanded."),
        most=REASON,
    )


def _of_what_is_held(row: Contest) -> Sequence[str]:
    if row.status != ContestStatus.HELD:
        return []
    return [_("The result that is held is thrown away. What was entered stays in the history.")]


def _of_those_who_sit(election: Election) -> Sequence[str]:
    if not election.retires_all:
        return [_("Nobody who sits for it leaves office by this poll, and nobody comes in.")]
    return [
        _("Nobody comes in: the seats are vacant from the day of change until the new poll."),
        _(
            "Who sits for it retires on that day all the same, with every other councillor (Local "
            "Government Act 1972, section 7). You are asked next who that is. Check it with the "
            "returning officer."
        ),
    ]


def of_awaiting(row: Contest) -> Act:
    return Act(
        title=_("Await the result of %(ward)s after all") % {"ward": row},
        caption=row.election.name,
        back=row.get_absolute_url(),
        consequences=[_("Its result can be entered again.")],
        question="",
        button=_("Await the result"),
        done=_("The result is awaited."),
        is_grave=False,
    )
