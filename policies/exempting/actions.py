"""Exemptions are granted, extended, and ended early; the nightly sweep ends those that are over."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.days import day_in_words
from councilgov.deadlines import months_after
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.people.models import Council
from councilgov.records import Refused, keep_all
from policies.exempting.resuming import RESUMED, resume
from policies.holding.actions import release
from policies.models import Acknowledgement, AcknowledgementStatus, Exemption
from policies.reminders import ASKED_AGAIN

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from councilgov.people.models import User

logger = logging.getLogger(__name__)

LONGEST = 12
"""Calendar months from the day on which an exemption is granted or extended."""


@transaction.atomic
def grant_exemptions(
    *, councillor: User, requests: Collection[Acknowledgement], until: date, reason: str, by: User
) -> Sequence[Exemption]:
    """The Monitoring Officer exempts a councillor from signing until a day: illness, no equipment.

    From one policy or several at once. They are told at once, are not reminded, and may sign all
    the same. Raises ``Refused`` without a reason, for a day that is past or more than a year away,
    for oneself, and where somebody has signed or declined meanwhile.
    """
    own = Acknowledgement.objects.filter(councillor=councillor, pk__in=[row.pk for row in requests])
    rows = list(own.select_for_update(of=("self",)).order_by("pk"))
    _check(councillor, until, reason, by)
    _check_are_due(rows)
    now = timezone.now()
    for row in rows:
        row.status = AcknowledgementStatus.EXEMPT
    keep_all(rows, by=by, why="Exemption", fields=["status"])
    granted = [
        Exemption(
            acknowledgement=row, until=until, reason=reason.strip(), granted_at=now, granted_by=by
        )
        for row in rows
    ]
    keep_all(granted, by=by, why="Exemption")
    release(acknowledgements=rows, because=_("The councillor is exempt for now."), by=by)
    for exemption in granted:
        _record("policies.exempted", exemption, by=by)
    _tell_granted(granted[0])
    logger.info("Exemptions granted", extra={"exemptions": [row.pk for row in granted]})
    return granted


def _check(councillor: User, until: date, reason: str, by: User) -> None:
    today = timezone.localdate()
    latest = months_after(today, LONGEST)
    if by == councillor:
        raise Refused(_("Nobody exempts themselves. Ask the deputy Monitoring Officer."))
    if until < today:
        raise Refused(_("The last day must be today or in the future"), field="until")
    if until > latest:
        raise Refused(
            _("The last day must be %(day)s or earlier: an exemption lasts a year at most")
            % {"day": day_in_words(latest)},
            field="until",
        )
    if not reason.strip():
        raise Refused(_("Enter the reason"), field="reason")


def _check_are_due(rows: Collection[Acknowledgement]) -> None:
    if not rows:
        raise Refused(_("Select at least one policy"), field="requests")
    still = Acknowledgement.objects.filter(pk__in=[row.pk for row in rows])
    due = set(still.to_sign(timezone.now()).values_list("pk", flat=True))
    for row in rows:
        if row.pk not in due:
            raise Refused(
                _("%(version)s is not to be signed any more. Untick it and continue.")
                % {"version": row.version},
                field="requests",
            )
        row.check_move(AcknowledgementStatus.EXEMPT, gettext_noop("Exemption"))


@transaction.atomic
def extend_exemption(*, exemption: Exemption, until: date, reason: str, by: User) -> Exemption:
    """An exemption lasts longer than was thought. The councillor is told.

    Raises ``Refused`` as ``grant_exemptions``, for a day that is no later, and once it has ended.
    """
    asked = Acknowledgement.objects.locked(exemption.acknowledgement)
    exemption = _open_one(exemption)
    _check(asked.councillor, until, reason, by)
    if until <= exemption.until:
        raise Refused(
            _("The last day must be later than %(day)s, which it is now")
            % {"day": day_in_words(exemption.until)},
            field="until",
        )
    exemption.until, exemption.reason = until, reason.strip()
    exemption.keep(by=by, why="Exemption extended")
    _record("policies.exemption_extended", exemption, by=by)
    _tell_granted(exemption)
    logger.info("Exemption extended", extra={"exemption": exemption.pk})
    return exemption


@transaction.atomic
def end_exemption(*, exemption: Exemption, reason: str, by: User) -> Exemption:
    """An exemption ends early, and the councillor is asked again, with fresh days.

    As many working days as they had left when it was granted, and at least five. They are told
    once, with the reminders of a working day.
    Raises ``Refused`` without a reason, and once it has ended.
    """
    asked = Acknowledgement.objects.locked(exemption.acknowledgement)
    exemption = _open_one(exemption)
    if not reason.strip():
        raise Refused(_("Enter the reason"), field="reason")
    resume(asked, exemption, Council.objects.the())
    keep_all([asked], by=by, why="Exemption ended early", fields=RESUMED)
    exemption.ended_at, exemption.ended_by = timezone.now(), by
    exemption.end_reason = reason.strip()
    exemption.keep(by=by, why="Exemption ended early")
    record(
        kind="policies.exemption_ended",
        actor=by,
        subject=asked,
        facts={"exemption": exemption.pk, "due_on": asked.due_on.isoformat()},
        names={"reason": exemption.end_reason},
    )
    _tell_ended(asked)
    logger.info("Exemption ended", extra={"exemption": exemption.pk})
    return exemption


def _open_one(exemption: Exemption) -> Exemption:
    """Locked. Raises ``Refused`` once it has ended."""
    exemption = Exemption.objects.locked(exemption)
    check_is_in_effect(exemption)
    return exemption


def check_is_in_effect(exemption: Exemption) -> None:
    """Raise ``Refused`` once it has ended."""
    if not exemption.is_in_effect:
        raise Refused(
            _("This exemption has ended already: they signed, somebody ended it, or it ran out.")
        )


def _record(kind: str, exemption: Exemption, *, by: User) -> None:
    record(
        kind=kind,
        actor=by,
        subject=exemption.acknowledgement,
        facts={"exemption": exemption.pk, "until": exemption.until.isoformat()},
        names={"reason": exemption.reason},
    )


def _tell_granted(exemption: Exemption) -> None:
    """Once for all that was granted at one moment: it stands on the mail's list."""
    asked = exemption.acknowledgement
    cause = f"{exemption.pk}:{exemption.until.isoformat()}"
    tell(kind="exemption_granted", to=asked.councillor, cause=cause, about=asked)


def _tell_ended(asked: Acknowledgement) -> None:
    cause = f"{asked.pk}:{asked.asked_on.isoformat()}"
    tell(kind=ASKED_AGAIN, to=asked.councillor, cause=cause, about=asked)
