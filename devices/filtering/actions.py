"""A councillor asks the desk to filter a sender of email; the desk does it, or says why not.

"Please contact ICT Support" (Members ICT Usage Protocol, Use of email): who rings is served as well
as who asks in the portal. The councillor is told at each step.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.people.models import Council
from councilgov.records import Refused
from devices.desk.actions import drop_tasks, end_tasks, open_task
from devices.models import (
    AskedVia,
    FilterRequest,
    FilterStatus,
    TaskKind,
    TaskStatus,
)
from devices.senders import kind_of, tidy_sender, validate_sender

if TYPE_CHECKING:
    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

logger = logging.getLogger(__name__)

KEPT_AFTER_END = timedelta(days=90)
KEPT_AFTER_OFFICE = timedelta(days=30)


@transaction.atomic
def ask_filter(
    *, councillor: User, sender: str, by: User, reason: str = "", via: AskedVia = AskedVia.PORTAL
) -> FilterRequest:
    """A sender of email is to be blocked for a councillor, who asks or rings the desk.

    Raises ``Refused`` for what is no sender, for the council itself, and for one that is blocked.
    """
    if not councillor.is_councillor:
        raise Refused(
            _("%(name)s is not in office now, so no email is blocked for them.")
            % {"name": councillor.full_name},
            field="councillor",
        )
    sender = tidy_sender(sender)
    check_sender(sender)
    request = FilterRequest(
        councillor=councillor,
        kind=kind_of(sender),
        sender=sender,
        reason=reason.strip(),
        requested_at=timezone.now(),
        requested_by=by,
        via=via,
    ).keep(by=by, why="Filter asked for")
    _give_to_desk(request, by=by)
    if by != councillor:
        _tell(request)
    _record(request, "asked", by=by)
    return request


def check_sender(sender: str) -> None:
    """Raise ``Refused`` unless mail from there may be blocked."""
    try:
        validate_sender(sender)
    except ValidationError as error:
        raise Refused(error.messages[0], field="sender") from error
    domain = sender.rpartition("@")[2]
    if any(f".{domain}".endswith(f".{own}") for own in Council.objects.the().email_domains):
        raise Refused(
            _("This is the council itself. Its mail to you, such as a summons, is never blocked."),
            field="sender",
        )


@transaction.atomic
def carry_out_filter(*, request: FilterRequest, by: User) -> FilterRequest:
    """The desk has blocked the sender. The councillor is told."""
    return _answer(FilterRequest.objects.locked(request), FilterStatus.DONE, by=by)


@transaction.atomic
def refuse_filter(*, request: FilterRequest, reason: str, by: User) -> FilterRequest:
    """The desk does not block the sender, and says why. The councillor is told."""
    request = FilterRequest.objects.locked(request)
    request.refusal = reason.strip()
    return _answer(request, FilterStatus.REFUSED, by=by)


@transaction.atomic
def withdraw_filter(*, request: FilterRequest, by: User) -> FilterRequest:
    """The councillor no longer wants it, before the desk has done it."""
    request = FilterRequest.objects.locked(request)
    request.answered_at, request.answered_by = timezone.now(), by
    request.move(FilterStatus.WITHDRAWN, by=by, why=gettext_noop("Withdrawing the request"))
    end_tasks(about=request, by=by, to=TaskStatus.DROPPED)
    _record(request, "withdrawn", by=by)
    return request


@transaction.atomic
def ask_unblock(*, request: FilterRequest, by: User) -> FilterRequest:
    """A sender that is blocked is to be unblocked. Raises ``Refused`` if none is blocked."""
    request = FilterRequest.objects.locked(request)
    request.check_move(FilterStatus.REMOVED, gettext_noop("Unblocking the sender"))
    if request.unblock_asked_at is None:
        request.unblock_asked_at, request.unblock_asked_by = timezone.now(), by
        request.keep(by=by, why="Unblocking asked for")
        _give_to_desk(request, by=by)
        _record(request, "unblock_asked", by=by)
    return request


@transaction.atomic
def remove_filter(*, request: FilterRequest, by: User) -> FilterRequest:
    """The desk has unblocked the sender, asked or not. The councillor is told."""
    request = FilterRequest.objects.locked(request)
    request.removed_at, request.removed_by = timezone.now(), by
    request.move(FilterStatus.REMOVED, by=by, why=gettext_noop("Unblocking the sender"))
    end_tasks(about=request, by=by)
    _tell(request)
    _record(request, "removed", by=by)
    return request


@transaction.atomic
def forget_filters() -> int:
    """Senders of blocks that ended 90 days ago, or whose councillor left office 30 days ago, are
    deleted with their history. How many; safe twice.
    """
    now = timezone.now()
    old = FilterRequest.objects.needless(
        ended_before=now - KEPT_AFTER_END, left_before=now - KEPT_AFTER_OFFICE
    )
    rows = list(old.select_for_update(of=("self",)).order_by("pk"))
    keys = [row.pk for row in rows]
    drop_tasks(about=rows, by=None)
    FilterRequest.objects.filter(pk__in=keys).delete()
    FilterRequest.history.filter(id__in=keys).delete()
    return len(keys)


def _answer(request: FilterRequest, to: FilterStatus, *, by: User) -> FilterRequest:
    request.answered_at, request.answered_by = timezone.now(), by
    request.move(to, by=by, why=gettext_noop("Answering the request"))
    end_tasks(about=request, by=by)
    _tell(request)
    _record(request, to, by=by)
    return request


def _give_to_desk(request: FilterRequest, *, by: User) -> None:
    open_task(
        kind=TaskKind.FILTER,
        about=request,
        address=request.get_absolute_url(),
        councillor=request.councillor,
        by=by,
    )


def _tell(request: FilterRequest) -> None:
    """The mail names no sender: it carries a link."""
    cause = f"{request.pk}-{request.status}"
    tell(kind="filter_told", to=request.councillor, cause=cause, about=request)


def _record(request: FilterRequest, what: str, *, by: User) -> None:
    facts: dict[str, JSON] = {"councillor": request.councillor_id, "kind": request.kind}
    record(kind=f"devices.filter_{what}", actor=by, subject=request, facts=facts)
    logger.info("Filter request", extra={"request": request.pk, "status": request.status})
