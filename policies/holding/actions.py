"""Access holds (domain.md 4.5, 22): reversible at once, reasoned, decided by a person.

Nothing is ever held by itself, and sign-in to this portal, summons and agenda papers never are.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.access import Role
from councilgov.accounts.models import reachable
from councilgov.accounts.monitoring import tell_monitoring
from councilgov.days import day_in_words
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.people.models import Council, User
from councilgov.records import Refused
from policies.models import AccessHold, Acknowledgement, HoldStatus

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import date

    from councilgov.ledger.canonical import JSON

logger = logging.getLogger(__name__)


def holdable_from(acknowledgement: Acknowledgement) -> date:
    """The first day on which a hold may be proposed, by the council's rule."""
    return acknowledgement.due_on + timedelta(days=Council.objects.the().hold_after_days)


def check_may_propose(acknowledgement: Acknowledgement) -> None:
    """Raise ``Refused`` unless the council has decided so and the councillor is late enough."""
    if not Council.objects.the().holds_decision:
        raise Refused(
            _(
                "The council has not decided that access may be held back, "
                "so nobody can propose it. Enter its decision in the settings first."
            )
        )
    still = Acknowledgement.objects.filter(pk=acknowledgement.pk).to_sign(timezone.now())
    if not still.exists():
        raise Refused(_("Nothing is to be signed here any more, so there is nothing to hold."))
    if timezone.localdate() < (first := holdable_from(acknowledgement)):
        raise Refused(
            _("A hold may be proposed from %(day)s, not earlier.") % {"day": day_in_words(first)}
        )


def check_is_free(acknowledgement: Acknowledgement) -> None:
    """Raise ``Refused`` where a hold is proposed or in place for this request."""
    if acknowledgement.access_holds.open().exists():
        raise Refused(_("A hold is proposed or in place for them already."))


@transaction.atomic
def propose_hold(
    *, acknowledgement: Acknowledgement, services: Iterable[str], reason: str, by: User
) -> AccessHold:
    """Members' services propose that some services be cut until a councillor signs.

    Raises ``Refused`` without the council's decision, before its time, or twice.
    """
    acknowledgement = Acknowledgement.objects.locked(acknowledgement)
    check_may_propose(acknowledgement)
    hold = AccessHold(
        acknowledgement=acknowledgement,
        services=sorted(set(services)),
        authority=Council.objects.the().holds_decision,
        proposal=reason.strip(),
        proposed_at=timezone.now(),
        proposed_by=by,
    ).keep(by=by, why="Hold proposed")
    _record(hold, "proposed", by=by, names={"reason": hold.proposal})
    tell_monitoring(kind="hold_proposed", cause=str(hold.pk), about=hold)
    return hold


@transaction.atomic
def order_hold(*, hold: AccessHold, reason: str, by: User) -> AccessHold:
    """The Monitoring Officer orders a hold, with reasons. The desk and the councillor are told."""
    hold = AccessHold.objects.locked(hold)
    check_may_propose(hold.acknowledgement)
    _decide(hold, HoldStatus.ORDERED, reason, by=by)
    _tell(_desk(), "hold_ordered", hold)
    _tell([hold.councillor], "hold_told", hold)
    return hold


@transaction.atomic
def refuse_hold(*, hold: AccessHold, reason: str, by: User) -> AccessHold:
    """The Monitoring Officer refuses a hold, with reasons. The councillor hears nothing of it."""
    hold = AccessHold.objects.locked(hold)
    return _decide(hold, HoldStatus.REFUSED, reason, by=by)


def _decide(hold: AccessHold, to: HoldStatus, reason: str, *, by: User) -> AccessHold:
    hold.decided_at, hold.decided_by, hold.reasons = timezone.now(), by, reason.strip()
    hold.move(to, by=by, why=gettext_noop("Decision on the hold"))
    _record(hold, to, by=by, names={"reason": hold.reasons})
    return hold


@transaction.atomic
def carry_out_hold(*, hold: AccessHold, by: User) -> AccessHold:
    """The desk says that it has cut what the hold names."""
    hold = AccessHold.objects.locked(hold)
    hold.done_at, hold.done_by = timezone.now(), by
    hold.move(HoldStatus.IN_PLACE, by=by, why=gettext_noop("Carrying out the hold"))
    _record(hold, "done", by=by)
    return hold


@transaction.atomic
def lift_hold(*, hold: AccessHold, reason: str, by: User | None) -> AccessHold:
    """A hold ends: the desk undoes what it has done, or does nothing if it had not begun."""
    hold = AccessHold.objects.locked(hold)
    return _lift(hold, reason, by=by)


@transaction.atomic
def undo_hold(*, hold: AccessHold, by: User) -> AccessHold:
    """The desk says that everything works again. The councillor is told."""
    hold = AccessHold.objects.locked(hold)
    hold.undone_at, hold.undone_by = timezone.now(), by
    hold.move(HoldStatus.UNDONE, by=by, why=gettext_noop("Undoing the hold"))
    _record(hold, "undone", by=by)
    _tell([hold.councillor], "hold_undone", hold)
    return hold


@transaction.atomic
def release(
    *, acknowledgements: Collection[Acknowledgement], because: str, by: User | None
) -> None:
    """Whoever signs, or is exempt, is held back no longer: in the transaction of that act."""
    holds = AccessHold.objects.unlifted().filter(acknowledgement__in=acknowledgements)
    for hold in holds.select_for_update(of=("self",)).order_by("pk"):
        _lift(hold, because, by=by)


@transaction.atomic
def release_pointless() -> int:
    """Holds end whose request was replaced, exempted or closed, or whose councillor left. How many.

    Safe twice, and on two machines at once.
    """
    holds = AccessHold.objects.pointless(timezone.now()).order_by("pk")
    rows = list(holds.select_for_update(of=("self",), skip_locked=True))
    for hold in rows:
        _lift(hold, _("Nothing is to be signed any more."), by=None)
    return len(rows)


def once_lifted(hold: AccessHold) -> HoldStatus:
    """Where lifting leads: what is cut has to be undone, and nothing else."""
    return HoldStatus.LIFTED if hold.status == HoldStatus.IN_PLACE else HoldStatus.DROPPED


def _lift(hold: AccessHold, reason: str, *, by: User | None) -> AccessHold:
    """What was cut is to be undone; what was not begun is dropped."""
    is_cut = hold.status == HoldStatus.IN_PLACE
    was_ordered = hold.status == HoldStatus.ORDERED
    to = once_lifted(hold)
    hold.lifted_at, hold.lifted_by, hold.lifted_because = timezone.now(), by, reason.strip()
    hold.move(to, by=by, why=gettext_noop("Lifting the hold"))
    _record(hold, to, by=by, names={"reason": hold.lifted_because})
    if is_cut or was_ordered:
        _tell(_desk(), "hold_lifted", hold)
        _tell([hold.councillor], "hold_lifted_told", hold)
    return hold


def _desk() -> Iterable[User]:
    return reachable(User.objects.holding(Role.ICT_DESK))


def _tell(people: Iterable[User], kind: str, hold: AccessHold) -> None:
    for person in people:
        tell(kind=kind, to=person, cause=str(hold.pk), about=hold)


def _record(
    hold: AccessHold, what: str, *, by: User | None, names: Mapping[str, str] | None = None
) -> None:
    facts: dict[str, JSON] = {
        "acknowledgement": hold.acknowledgement_id,
        "services": list(hold.services),
    }
    record(kind=f"policies.hold_{what}", actor=by, subject=hold, facts=facts, names=names or {})
    logger.info("Access hold", extra={"hold": hold.pk, "status": hold.status})
