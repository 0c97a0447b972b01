"""Misuse: the desk gives the facts, the councillor is heard, the Monitoring Officer decides.

"If the IT equipment has been misused (either by physical damage or in contravention of this
policy)", the council "reserves the right to require its return, and charge the cost of repair or
replacement" (Members ICT Usage Protocol, Responsibilities). The desk never decides, and the portal
never charges: members' services send the invoice.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.access import Role
from councilgov.accounts.models import reachable
from councilgov.accounts.monitoring import monitoring_officers, tell_monitoring
from councilgov.days import day_in_words
from councilgov.deadlines import end_of_day
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.people.models import Council, User
from councilgov.records import Refused
from devices.cases import COMMENT_DAYS
from devices.misusing import CHARGES, RETURNS
from devices.models import Cause, Device, MisuseCase, MisuseStatus
from devices.reclaiming.actions import make_ruling, request_return

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from councilgov.ledger.canonical import JSON
    from devices.models import Loss

logger = logging.getLogger(__name__)


@transaction.atomic
def open_misuse(*, device: Device, facts: str, by: User, loss: Loss | None = None) -> MisuseCase:
    """The desk says what is known and from what; the councillor is told, and asked to comment.

    Of a ``loss`` that is whoever had the device then, else whoever has it now. Raises ``Refused``
    for a device that nobody has, that is the councillor's own, or about which a case is open.
    """
    device = Device.objects.locked(device)
    councillor = concerned(device, loss)
    check_may_open(device, councillor)
    assert councillor is not None  # noqa: S101  # checked in the line before
    today = timezone.localdate()
    case = MisuseCase(
        device=device,
        councillor=councillor,
        loss=loss,
        facts=facts.strip(),
        opened_at=timezone.now(),
        opened_by=by,
        comment_before=Council.objects.the().working_days_after(today, COMMENT_DAYS),
    ).keep(by=by, why="Misuse case opened")
    _prove(case, "misuse_opened", by=by, names={"facts": case.facts})
    tell(kind="misuse_opened", to=councillor, cause=str(case.pk), about=case)
    tell_monitoring_of(case)
    return case


def concerned(device: Device, loss: Loss | None) -> User | None:
    """Who is to answer: for a loss whoever had the device then, whoever has it by now."""
    return loss.councillor if loss else device.holder


def check_may_open(device: Device, councillor: User | None) -> None:
    """Raise ``Refused`` where there is nobody to hear, or nothing of the council's to charge."""
    if device.is_personal:
        raise Refused(_("This device is the councillor’s own: the council can’t charge for it."))
    if councillor is None:
        told = _("Nobody has this device, so there is nobody to hear.")
        raise Refused(told, way=device.own_page)
    case = device.misuse_cases.filter(status__in=["opened", "commented"]).first()
    if case:
        raise Refused(_("A case about this device is open already."), way=case.own_page)


def may_open(device: Device, councillor: User | None) -> bool:
    """There is somebody to hear, something of the council's, and no case yet."""
    try:
        check_may_open(device, councillor)
    except Refused:
        return False
    return True


def tell_monitoring_of(case: MisuseCase) -> None:
    """They are asked to decide on the day after the last one for the comment."""
    part_of_it = [case.opened_by_id, case.councillor_id]
    for officer in monitoring_officers().exclude(pk__in=part_of_it):
        tell(
            kind="misuse_to_decide",
            to=officer,
            cause=f"{case.pk}:passed",
            about=case,
            due_at=end_of_day(case.comment_before),
        )


@transaction.atomic
def comment_on_misuse(*, case: MisuseCase, comment: str, by: User) -> MisuseCase:
    """The councillor says what they have to say; the Monitoring Officer may decide from then on."""
    case = MisuseCase.objects.locked(case)
    if case.councillor_id != by.pk:
        raise Refused(_("Only the councillor concerned can comment here."))
    check_may_comment(case)
    case.comment, case.commented_at = comment.strip(), timezone.now()
    case.move(MisuseStatus.COMMENTED, by=by, why=gettext_noop("Commenting"))
    _prove(case, "misuse_commented", by=by, names={"comment": case.comment})
    tell_monitoring(kind="misuse_to_decide", cause=f"{case.pk}:commented", about=case)
    return case


def check_may_comment(case: MisuseCase) -> None:
    """Raise ``Refused`` for a second comment, and once it is decided."""
    if case.status == MisuseStatus.COMMENTED:
        raise Refused(
            _("You have commented already. The Monitoring Officer decides now."), way=case.own_page
        )
    if not case.is_open:
        raise Refused(_("This was decided already."), way=case.own_page)


@transaction.atomic
def decide_misuse(
    *, case: MisuseCase, ruling: str, amount: Decimal | None, reason: str, by: User
) -> MisuseCase:
    """The Monitoring Officer decides: no action, return the device, charge the cost, or both.

    After the councillor commented, or when their five working days have passed. Raises ``Refused``
    before that, for who opened the case or is the councillor concerned, and for an amount that
    does not fit.
    """
    case = MisuseCase.objects.locked(case)
    check_may_decide(case, by)
    case.ruling, case.reasons = ruling, reason.strip()
    case.amount = amount if ruling in CHARGES else None
    if ruling in CHARGES and not amount:
        raise Refused(_("Enter the amount in pounds"), field="amount")
    case.decided_at, case.decided_by = timezone.now(), by
    to = MisuseStatus.CHARGED if ruling in CHARGES else MisuseStatus.SETTLED
    case.move(to, by=by, why=gettext_noop("Decision"))
    if ruling in RETURNS:
        _ask_back(case, by=by)
    facts: dict[str, JSON] = {"ruling": str(ruling), "amount": str(case.amount or 0)}
    _prove(case, "misuse_decided", by=by, facts=facts, names={"reasons": case.reasons})
    tell(kind="misuse_decided", to=case.councillor, cause=str(case.pk), about=case)
    if to == MisuseStatus.CHARGED:
        _tell_members_services("misuse_charged", case)
    return case


def check_may_decide(case: MisuseCase, by: User) -> None:
    """Raise ``Refused`` before the councillor was heard, and for whoever is part of the case."""
    if not case.is_open:
        raise Refused(_("This was decided already."), way=case.own_page)
    if by.pk in {case.opened_by_id, case.councillor_id}:
        raise Refused(
            _(
                "You opened this case, or it is about you. "
                "Another Monitoring Officer or a deputy decides on it."
            ),
            way=case.own_page,
        )
    if not case.may_be_decided(timezone.localdate()):
        raise Refused(
            _("The councillor may comment until %(day)s. Decide after they did, or after that day.")
            % {"day": day_in_words(case.comment_before)},
            way=case.own_page,
        )


def _ask_back(case: MisuseCase, *, by: User) -> None:
    """The device is to be returned, once they have it again if it is missing or being repaired;
    unless it is back. What was asked for before is the Monitoring Officer's to undo from now on.
    """
    device = Device.objects.locked(case.device)
    if device.holder_id != case.councillor_id or device.is_personal:
        return
    if asked := device.return_requests.open().first():
        make_ruling(request=asked, by=by)
    else:
        request_return(devices=[device], because=Cause.MISUSE, by=by)


@transaction.atomic
def enter_invoice(*, case: MisuseCase, invoice_reference: str, by: User) -> MisuseCase:
    """Members' services note the invoice that they sent for what was charged."""
    case = MisuseCase.objects.locked(case)
    check_charged(case)
    if case.invoice_reference == invoice_reference.strip():
        raise Refused(_("This number is entered already."), field="invoice_reference")
    case.invoice_reference, case.invoiced_at, case.invoiced_by = (
        invoice_reference.strip(),
        timezone.now(),
        by,
    )
    return case.keep(by=by, why="Invoice entered")


@transaction.atomic
def mark_paid(*, case: MisuseCase, by: User) -> MisuseCase:
    """Members' services note that the invoice was paid; the councillor gets a receipt."""
    case = MisuseCase.objects.locked(case)
    check_charged(case)
    if case.invoiced_at is None:
        raise Refused(_("Enter the number of the invoice first."), way=case.own_page)
    case.paid_at, case.paid_by = timezone.now(), by
    case.move(MisuseStatus.PAID, by=by, why=gettext_noop("Payment"))
    _prove(case, "misuse_paid", by=by)
    tell(kind="misuse_paid", to=case.councillor, cause=str(case.pk), about=case)
    return case


@transaction.atomic
def waive_charge(*, case: MisuseCase, reason: str, by: User) -> MisuseCase:
    """The Monitoring Officer does without the payment after all, with reasons. Members' services
    are told to cancel the invoice, where they sent one.
    """
    case = MisuseCase.objects.locked(case)
    check_may_waive(case, by)
    case.waived_at, case.waived_by, case.waived_because = timezone.now(), by, reason.strip()
    case.move(MisuseStatus.WAIVED, by=by, why=gettext_noop("Waiving the charge"))
    _prove(case, "misuse_waived", by=by, names={"reason": case.waived_because})
    tell(kind="misuse_waived", to=case.councillor, cause=str(case.pk), about=case)
    if case.invoiced_at:
        _tell_members_services("misuse_uninvoiced", case)
    return case


def check_may_waive(case: MisuseCase, by: User) -> None:
    """Raise ``Refused`` unless something is to be paid, and for whoever is part of the case."""
    check_charged(case)
    if by.pk in {case.opened_by_id, case.councillor_id}:
        raise Refused(_("You opened this case, or it is about you. Somebody else waives it."))


def _tell_members_services(kind: str, case: MisuseCase) -> None:
    for officer in reachable(User.objects.holding(Role.MEMBERS_SERVICES)):
        tell(kind=kind, to=officer, cause=str(case.pk), about=case)


def check_charged(case: MisuseCase) -> None:
    """Raise ``Refused`` unless something is to be paid."""
    if case.status != MisuseStatus.CHARGED:
        raise Refused(_("There is nothing to pay here now."), way=case.own_page)


def _prove(
    case: MisuseCase,
    kind: str,
    *,
    by: User,
    facts: Mapping[str, JSON] | None = None,
    names: Mapping[str, str] | None = None,
) -> None:
    known: dict[str, JSON] = {"device": case.device_id, "councillor": case.councillor_id}
    record(
        kind=f"devices.{kind}",
        actor=by,
        subject=case,
        facts={**known, **(facts or {})},
        names=names or {},
    )
    logger.info("Misuse case: %s", kind, extra={"case": case.pk})
