"""What may be done with a request by a click: its words, who does it, and where it leads."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from councilgov.forms.reasons import Act
from devices.filtering import actions
from devices.models import FilterStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from django_stubs_ext import StrOrPromise

    from councilgov.people.models import User
    from devices.models import FilterRequest


class Step(NamedTuple):
    """``right`` is that of the desk; without it the step is the councillor's own."""

    name: str
    status: FilterStatus
    text: StrOrPromise
    done: StrOrPromise
    do: Callable[..., FilterRequest]
    right: Right | None = None


STEPS = (
    Step(
        "done",
        FilterStatus.REQUESTED,
        _("It is blocked"),
        _("Recorded: the sender is blocked. The councillor is told."),
        actions.carry_out_filter,
        Right.DO_FILTERS,
    ),
    Step(
        "removed",
        FilterStatus.DONE,
        _("It is unblocked"),
        _("Recorded: the sender is unblocked. The councillor is told."),
        actions.remove_filter,
        Right.DO_FILTERS,
    ),
    Step(
        "withdraw",
        FilterStatus.REQUESTED,
        _("Withdraw this request"),
        _("You have withdrawn the request."),
        actions.withdraw_filter,
    ),
    Step(
        "unblock",
        FilterStatus.DONE,
        _("Ask to unblock this sender"),
        _("The desk has been asked. We tell you when it is done."),
        actions.ask_unblock,
    ),
)


def steps(request: FilterRequest, user: User) -> Sequence[Step]:
    """What this person may do with it now."""
    return [
        step
        for step in STEPS
        if step.status == request.status
        and may(step, request, user)
        and not (step.name == "unblock" and request.is_to_unblock)
    ]


def may(step: Step, request: FilterRequest, user: User) -> bool:
    """Whether it is this person's step, whatever the request's status."""
    return user.has_perm(step.right) if step.right else request.councillor_id == user.pk


def refusal(request: FilterRequest) -> Act:
    """The page on which the desk says why not."""
    return Act(
        title=_("Do not block this sender"),
        caption=request.councillor.full_name,
        back=request.get_absolute_url(),
        consequences=[_("The councillor is told at once, and reads your reason.")],
        question=_("Why not?"),
        hint=_("For example: it is a council service. Say what would help instead."),
        button=_("Refuse the request"),
        done=_("Recorded: the sender is not blocked. The councillor is told."),
        is_grave=False,
        most=500,
    )
