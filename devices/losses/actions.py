"""A loss is recorded once, at once, and never held up.

"If IT equipment is damaged, lost or stolen it is the responsibility of the Member to immediately
report it to the ICT Service Desk", by phone or at its drop-in point (Members ICT Usage Protocol,
Responsibilities).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.access import Right
from councilgov.days import in_london, moment_in_words
from councilgov.deadlines import CalendarEnds
from councilgov.people.holdings import holdings_changed
from councilgov.people.models import Council
from councilgov.records import Refused
from devices.auditing.actions import note_missing
from devices.desk.actions import end_tasks
from devices.losses.log import open_first_task, prove, tell_councillor, tell_desk, write
from devices.losses.police import add_police_reference
from devices.losses.settling import both_locked
from devices.models import (
    Device,
    DeviceStatus,
    LockState,
    Loss,
    LossKind,
    LossStatus,
    LossStep,
    ReferenceKind,
    TaskKind,
    TaskStatus,
    Via,
)
from devices.police import readable, tidy_reference

if TYPE_CHECKING:
    from datetime import date, datetime

    from councilgov.people.models import User
    from devices.models import LossEvent

AN_HOUR = timedelta(hours=1)
"""Of service, in which a missing device is to be locked or wiped."""


class AlreadyReported(Refused):
    """The device is reported, and its case is open: what is new goes there, as a note."""

    def __init__(self, loss: Loss) -> None:
        told = _(
            "%(name)s reported this at %(moment)s, and the service desk is on it. "
            "If you know more, add it to the case as a note."
        )
        facts = {
            "name": loss.told_by,
            "moment": moment_in_words(loss.reported_at),
        }
        super().__init__(told % facts, way=(loss.get_absolute_url(), _("Open the case")))
        self.loss = loss


class Told(TypedDict, total=False):
    """What may be known of a loss beside the device, what happened, and when it was noticed.

    ``reported_at`` and ``reported_by`` are of whoever told the desk, if it was not done here and
    now; ``teller`` names who has no account: a partner, an assistant, a finder. ``police_force``
    and the three after it are of a theft that the police know of.
    """

    reported_at: datetime
    reported_by: User | None
    teller: str
    reported_via: str
    data_held: str
    lock_state: str
    police_force: str
    police_kind: str
    police_reference: str
    police_reported_on: date | None


@transaction.atomic
def record_loss(
    *,
    device: Device,
    kind: str,
    noticed_at: datetime,
    happened: str,
    by: User,
    **told: Unpack[Told],
) -> Loss:
    """A device was lost, stolen or damaged: one case, whoever reports it and however often.

    No number of the police is needed. The desk gets the task to lock and wipe what is missing, in
    an hour of service; the device stays on its holder's record until the case is resolved. Raises
    ``AlreadyReported`` while a case is open, and ``Refused`` for a device of which this can't be
    true.
    """
    device = Device.objects.locked(device)
    check_is_new(device)
    check_kind(device, kind)
    loss = _new(device, kind, by, told)
    loss.noticed_at, loss.happened = noticed_at, happened.strip()
    _set_clocks(loss, loss.reported_at)
    device.move(kind, by=by, why=gettext_noop("Loss report"))
    _note_in_audit(device, by=by)
    loss.keep(by=by, why="Reported")
    _begin(loss, by=by)
    holdings_changed([loss.councillor_id])
    if kind == LossKind.STOLEN:
        add_what_police_gave(loss=loss, told=told, by=by)
    return loss


def _new(device: Device, kind: str, by: User, told: Told) -> Loss:
    now = timezone.now()
    return Loss(
        device=device,
        councillor=device.holder,
        kind=kind,
        was_set_up=device.status != DeviceStatus.PENDING,
        data_held=told.get("data_held", "").strip(),
        lock_state=told.get("lock_state", LockState.UNKNOWN),
        reported_at=told.get("reported_at") or now,
        reported_by=told.get("reported_by") or by,
        reported_via=told.get("reported_via", Via.PORTAL),
        teller=told.get("teller", "").strip(),
        recorded_at=now,
        recorded_by=by,
    )


def _note_in_audit(device: Device, *, by: User) -> None:
    """Who has reported that it is gone is not asked whether they have it."""
    if device.is_missing:
        note_missing(device=device, by=by)


@transaction.atomic
def add_what_police_gave(*, loss: Loss, told: Told, by: User) -> None:
    """Of a theft that the police know of already, what they gave, once.

    A number that can't be right never holds up the report: it is kept as a note, and the right one
    is asked for as if there were none. So is one of what the case calls lost and not stolen.
    """
    force, number = told.get("police_force", "").strip(), told.get("police_reference", "").strip()
    there = loss.police_references.filter(force=force, reference=tidy_reference(number))
    if not (force or number) or there.exists():
        return
    try:
        with transaction.atomic():
            add_police_reference(
                loss=loss,
                force=force,
                kind=kind_of(told.get("police_kind", ""), number),
                reference=number,
                reported_on=told.get("police_reported_on"),
                by=by,
            )
    except (Refused, ValidationError, IntegrityError):
        said = " ".join(readable(f"{force} {number}").split())
        words = _("Of the police we were told: %(words)s. Check it, and add the right number.")
        words %= {"words": said}
        if not loss.events.filter(words=words).exists():
            write(loss, LossStep.NOTE, by=by, words=words)


def kind_of(kind: str, number: str) -> str:
    """What kind of number it is: a number of no kind is the one of an incident."""
    if not number:
        return ReferenceKind.NONE_YET
    return ReferenceKind.INCIDENT if kind in {"", ReferenceKind.NONE_YET} else kind


def open_case(device: Device) -> Loss | None:
    """The case of a device of which it is not known yet what becomes of it."""
    return Loss.objects.open().with_row().filter(device=device).first()


def check_is_new(device: Device) -> None:
    """Raise ``AlreadyReported`` where a case about the device is open."""
    if loss := open_case(device):
        raise AlreadyReported(loss)


def check_kind(device: Device, kind: str) -> None:
    """Raise ``Refused`` where this can't have happened to the device."""
    if device.is_personal and kind == LossKind.DAMAGED:
        raise Refused(
            _(
                "This device is the councillor’s own, so its repair is their own matter. "
                "Report it here only if it is lost or stolen."
            ),
            field="kind",
        )
    device.check_move(kind, gettext_noop("Loss report"))


def _set_clocks(loss: Loss, since: datetime) -> None:
    """By when it is to be secured, and from when the number of the police is asked for."""
    is_theft = loss.kind == LossKind.STOLEN
    loss.police_due_on = police_due_on(in_london(since)) if is_theft else None
    if loss.is_missing and loss.holds_data and loss.secure_before is None:
        loss.secure_before = secure_before(since)


def secure_before(moment: datetime) -> datetime:
    """An hour of service later; past the published calendar an hour: a report never waits."""
    try:
        return Council.objects.the().service_time_after(moment, AN_HOUR)
    except CalendarEnds:
        return moment + AN_HOUR


def police_due_on(day: date) -> date:
    """The council's working days later; past the published calendar so many days."""
    council = Council.objects.the()
    try:
        return council.working_days_after(day, council.police_working_days)
    except CalendarEnds:
        return day + timedelta(days=council.police_working_days)


def _begin(loss: Loss, *, by: User) -> None:
    """The case is written down, the desk gets its task, and both sides are told."""
    write(loss, LossStep.RECORDED, by=by, words=loss.happened, at=loss.reported_at)
    prove(
        loss,
        "loss_recorded",
        by=by,
        facts={
            "kind": str(loss.kind),
            "via": str(loss.reported_via),
            "noticed_at": loss.noticed_at.isoformat(),
            "reported_at": loss.reported_at.isoformat(),
            "reported_by": loss.reported_by_id,
        },
        names={"happened": loss.happened, "teller": loss.teller},
    )
    open_first_task(loss, by=by)
    tell_councillor(loss, "loss_told", stage=loss.kind)
    tell_desk(loss, "loss_to_desk", but=by)


@transaction.atomic
def add_loss_note(*, loss: Loss, words: str, by: User) -> LossEvent:
    """Whoever works on a case, or had the device, adds what they know. Both sides read it.

    Raises ``Refused`` for the same words sent twice.
    """
    loss = Loss.objects.locked(loss)
    check_says_more(loss, words.strip(), by)
    note = write(loss, LossStep.NOTE, by=by, words=words)
    prove(loss, "loss_note", by=by, names={"words": note.words})
    if by != loss.councillor:
        tell_councillor(loss, "loss_note", stage=str(note.pk))
    if not by.has_perm(Right.HANDLE_LOSS):
        tell_desk(loss, "loss_note", but=by, stage=str(note.pk))
    return note


def check_says_more(loss: Loss, words: str, by: User) -> None:
    """Raise ``Refused`` for the same note sent twice."""
    last = loss.events.order_by("-pk").first()
    if last and (last.what, last.entered_by, last.words) == (LossStep.NOTE, by, words):
        raise Refused(_("You have added this already."), field="words")


def check_correctable(loss: Loss, kind: str) -> None:
    """Raise ``Refused`` for what the case says already, and once it is known what became of it."""
    if loss.kind == kind:
        raise Refused(_("This is what the case says already. Choose another one."), field="kind")
    if loss.status not in {LossStatus.REPORTED, LossStatus.SECURED}:
        raise Refused(_("What became of the device is known, so this stays."), way=loss.own_page)


@transaction.atomic
def set_noticed(*, loss: Loss, noticed_at: datetime, by: User) -> Loss:
    """It was noticed at another time than was reported: both moments stay on record."""
    loss = Loss.objects.locked(loss)
    told = {"moment": moment_in_words(noticed_at), "was": moment_in_words(loss.noticed_at)}
    facts = {"noticed_at": noticed_at.isoformat(), "was_at": loss.noticed_at.isoformat()}
    loss.noticed_at = noticed_at
    loss.keep(by=by, why="Noticed")
    words = _("It was noticed at %(moment)s. Before, the case said %(was)s.") % told
    write(loss, LossStep.NOTE, by=by, words=words)
    prove(loss, "loss_noticed", by=by, facts=facts)
    return loss


@transaction.atomic
def correct_kind(*, loss: Loss, kind: str, reason: str, by: User) -> Loss:
    """What was thought lost was stolen, or the other way round; what was damaged is missing.

    A theft starts the clock of the police; what is no theft any more ends it. Raises ``Refused``
    once the device was found or the case is over.
    """
    loss, device = both_locked(loss)
    check_correctable(loss, kind)
    device.move(kind, by=by, why=gettext_noop("Correcting the kind of loss"))
    _note_in_audit(device, by=by)
    loss.kind = kind
    loss.police_waived_at, loss.police_waived_because = None, ""
    _set_clocks(loss, timezone.now())
    loss.keep(by=by, why="Kind corrected")
    end_tasks(about=loss, kinds=[TaskKind.REPAIR], to=TaskStatus.DROPPED, by=by)
    open_first_task(loss, by=by)
    write(loss, LossStep.KIND, by=by, words=f"{loss.get_kind_display()}. {reason.strip()}")
    prove(loss, "loss_corrected", by=by, facts={"kind": str(kind)})
    tell_councillor(loss, "loss_told", stage=f"{kind}:{loss.police_due_on}")
    return loss
