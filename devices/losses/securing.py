"""A missing device is locked and wiped: asked for and confirmed are two moments, each with who.

Of a councillor's own device only the council's data is removed; in these rows that is its wipe.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.days import moment_in_words
from councilgov.records import Refused
from devices.desk.actions import end_tasks
from devices.losses.log import check_moment, prove, tell_councillor, write
from devices.models import Loss, LossStatus, LossStep, TaskKind

if TYPE_CHECKING:
    from datetime import datetime

    from councilgov.people.models import User


@transaction.atomic
def ask_lock(*, loss: Loss, by: User, at: datetime | None = None) -> Loss:
    """The desk asks its system to lock the device."""
    return _ask(loss, "lock_asked_at", LossStep.LOCK_ASKED, at, by=by)


@transaction.atomic
def ask_wipe(*, loss: Loss, by: User, at: datetime | None = None) -> Loss:
    """The desk asks its system to wipe the device, or to remove the council's data from it."""
    return _ask(loss, "wipe_asked_at", LossStep.WIPE_ASKED, at, by=by)


@transaction.atomic
def confirm_lock(*, loss: Loss, by: User, at: datetime | None = None) -> Loss:
    """The system says that the device is locked: the case is secured."""
    return _confirm(loss, "lock_asked_at", "locked_at", LossStep.LOCKED, at, by=by)


@transaction.atomic
def confirm_wipe(*, loss: Loss, by: User, at: datetime | None = None) -> Loss:
    """The system says that the device is wiped: the case is secured, and the councillor told.

    A wipe runs when the device is next online: also after it was found, replaced or closed.
    """
    loss = _confirm(loss, "wipe_asked_at", "wiped_at", LossStep.WIPED, at, by=by)
    tell_councillor(loss, "loss_wiped")
    return loss


@transaction.atomic
def call_back_wipe(*, loss: Loss, reason: str, by: User) -> Loss:
    """A wipe that was asked for will not run: the desk called it back, as when the device was found
    before it was next online. ``reason`` says how. Raises ``Refused`` where none is waited for.
    """
    loss = Loss.objects.locked(loss)
    asked_at = loss.wipe_asked_at
    if asked_at is None or not loss.waits_for_wipe:
        raise Refused(_("Nothing is waited for that could be called back."), way=loss.own_page)
    facts = {"asked_at": asked_at.isoformat()}
    prove(loss, "wipe_called_back", by=by, facts=facts, names={"reason": reason.strip()})
    loss.wipe_asked_at = None
    loss.keep(by=by, why="Wipe called back")
    words = _("What was asked for at %(moment)s is called back: it will not run. %(reason)s")
    said = words % {"moment": moment_in_words(asked_at), "reason": reason.strip()}
    write(loss, LossStep.NOTE, by=by, words=said)
    return loss


def check_no_wipe_pending(loss: Loss) -> None:
    """Raise ``Refused`` while a wipe was asked for that has neither run nor been called back."""
    if loss.waits_for_wipe:
        raise Refused(
            _(
                "Data is to be removed from it as soon as it is online, and nobody has confirmed "
                "that yet. Confirm it or call it back first."
            ),
            way=loss.own_page,
        )


def check_askable(loss: Loss) -> None:
    """Raise ``Refused`` unless it is missing now, in whatever state its case is."""
    if not loss.is_at_large:
        raise Refused(
            _("It is not missing any more, so nothing is locked or wiped from here."),
            way=loss.own_page,
        )


def check_holds_data(loss: Loss) -> None:
    """Raise ``Refused`` for a kind on which there is nothing to lock or wipe."""
    if not loss.holds_data:
        raise Refused(_("A device of this kind holds no data, so there is nothing to wipe."))


def check_not_done(at: datetime | None) -> None:
    """Raise ``Refused`` where this has been recorded."""
    if at is not None:
        raise Refused(
            _("This is recorded already, at %(moment)s.") % {"moment": moment_in_words(at)}
        )


def _ask(loss: Loss, field: str, step: LossStep, at: datetime | None, *, by: User) -> Loss:
    loss = Loss.objects.locked(loss)
    check_askable(loss)
    check_holds_data(loss)
    check_not_done(getattr(loss, field))
    moment = check_moment(at or timezone.now())
    setattr(loss, field, moment)
    loss.keep(by=by, why=str(step))
    write(loss, step, by=by, at=moment)
    return loss


def _confirm(
    loss: Loss, asked: str, field: str, step: LossStep, at: datetime | None, *, by: User
) -> Loss:
    loss = Loss.objects.locked(loss)
    check_holds_data(loss)
    check_not_done(getattr(loss, field))
    if getattr(loss, asked) is None:
        raise Refused(_("Record first when it was asked for, then that it is confirmed."))
    moment = check_moment(at or timezone.now())
    setattr(loss, field, moment)
    if loss.status == LossStatus.REPORTED:
        loss.move(LossStatus.SECURED, by=by, why=gettext_noop("Securing"))
    else:
        loss.keep(by=by, why=str(step))
    end_tasks(about=loss, kinds=[TaskKind.SECURE], by=by)
    write(loss, step, by=by, at=moment)
    facts = {"asked_at": getattr(loss, asked).isoformat(), "confirmed_at": moment.isoformat()}
    prove(loss, "lock_confirmed" if field == "locked_at" else "wipe_confirmed", by=by, facts=facts)
    return loss
