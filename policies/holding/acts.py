"""What the Monitoring Officer may do with a hold, each with its page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.forms.reasons import Act
from policies.holding import actions
from policies.models import HoldStatus

if TYPE_CHECKING:
    from collections.abc import Callable

    from policies.models import AccessHold


@dataclass(frozen=True, slots=True)
class Deciding:
    """One act: its page, what does it, and where it leads a hold."""

    page: Callable[[AccessHold], Act]
    do: Callable[..., AccessHold]
    leads_to: Callable[[AccessHold], HoldStatus]
    why: str


def order(hold: AccessHold) -> Act:
    return Act(
        title=_("Order this hold"),
        caption=hold.councillor.full_name,
        back=hold.get_absolute_url(),
        consequences=[
            _("The ICT desk is told at once to cut: %(what)s.")
            % {"what": "; ".join(map(str, hold.cuts))},
            _("The councillor is told at once what is cut, why, and what ends it."),
            _("This portal, summons, agenda papers and ways to report something stay."),
        ],
        question=_("Why do you order it?"),
        hint=_("The councillor reads this."),
        button=_("Order the hold"),
        done=_("The hold is ordered. The desk and the councillor are told."),
    )


def refuse(hold: AccessHold) -> Act:
    return Act(
        title=_("Refuse this hold"),
        caption=hold.councillor.full_name,
        back=hold.get_absolute_url(),
        consequences=[_("Nothing is cut, and the councillor is told nothing.")],
        question=_("Why do you refuse it?"),
        button=_("Refuse the hold"),
        done=_("The hold is refused."),
        is_grave=False,
    )


def lift(hold: AccessHold) -> Act:
    return Act(
        title=_("Lift this hold"),
        caption=hold.councillor.full_name,
        back=hold.get_absolute_url(),
        consequences=[_("The ICT desk is told at once to undo it. The councillor is told too.")],
        question=_("Why do you lift it?"),
        button=_("Lift the hold"),
        done=_("The hold is lifted."),
        is_grave=False,
    )


ACTS = {
    "order": Deciding(
        order,
        actions.order_hold,
        lambda _hold: HoldStatus.ORDERED,
        gettext_noop("Decision on the hold"),
    ),
    "refuse": Deciding(
        refuse,
        actions.refuse_hold,
        lambda _hold: HoldStatus.REFUSED,
        gettext_noop("Decision on the hold"),
    ),
    "lift": Deciding(
        lift, actions.lift_hold, actions.once_lifted, gettext_noop("Lifting the hold")
    ),
}
