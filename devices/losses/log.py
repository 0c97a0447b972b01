"""What is done in a case is written down, told and kept as evidence: the same way for every act."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.access import Role
from councilgov.accounts.models import reachable
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.people.models import User
from councilgov.records import Refused
from devices.desk.actions import end_tasks, open_task
from devices.models import LossEvent, TaskKind, TaskStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import UserQuerySet
    from devices.models import Loss, LossStep

logger = logging.getLogger(__name__)


def write(
    loss: Loss, what: LossStep, *, by: User, words: str = "", at: datetime | None = None
) -> LossEvent:
    """A line of the case. ``at`` is when it was done, if not now."""
    now = timezone.now()
    logger.info("Loss case: %s", what, extra={"loss": loss.pk})
    return LossEvent(
        loss=loss,
        what=what,
        happened_at=at or now,
        entered_at=now,
        entered_by=by,
        words=words.strip(),
    ).keep(by=by, why="Written down")


def prove(
    loss: Loss,
    kind: str,
    *,
    by: User,
    facts: Mapping[str, JSON] | None = None,
    names: Mapping[str, str] | None = None,
) -> None:
    """What was done in a case is evidence, about its device and its councillor."""
    known = {"device": loss.device_id, "councillor": loss.councillor_id, "loss": loss.reference}
    record(
        kind=f"devices.{kind}",
        actor=by,
        subject=loss,
        facts={**known, **(facts or {})},
        names=names or {},
    )


def tell_councillor(loss: Loss, kind: str, *, stage: str = "") -> None:
    """Whoever had the device is told, once for each stage."""
    if loss.councillor:
        tell(kind=kind, to=loss.councillor, cause=cause_of(loss, stage), about=loss)


def tell_desk(loss: Loss, kind: str, *, but: User, stage: str = "") -> None:
    """The officers of the desk are told, but for the one who did it."""
    for officer in desk().exclude(pk=but.pk):
        tell(kind=kind, to=officer, cause=cause_of(loss, stage), about=loss)


def cause_of(loss: Loss, stage: str) -> str:
    return f"{loss.pk}:{stage}" if stage else str(loss.pk)


def desk() -> UserQuerySet:
    """The officers of the service desk who can come in."""
    return reachable(User.objects.holding(Role.ICT_DESK))


def check_moment(at: datetime) -> datetime:
    """The moment itself. Raises ``Refused`` for one to come. It may lie before the loss was
    noticed: a device locks itself, and the page shows which came first.
    """
    if at > timezone.now():
        raise Refused(_("Enter a time in the past."), field="at")
    return at


def open_first_task(loss: Loss, *, by: User) -> None:
    """What is missing is to be secured, what is damaged repaired. What is missing can't be wiped at
    the desk: found again, it is checked and wiped in its case.
    """
    if loss.is_missing:
        end_tasks(about=loss.device, kinds=[TaskKind.WIPE], to=TaskStatus.DROPPED, by=by)
    if not loss.is_missing:
        kind = TaskKind.REPAIR
    elif loss.holds_data and not loss.is_secured:
        kind = TaskKind.SECURE
    else:
        return
    open_task(
        kind=kind,
        about=loss,
        address=loss.get_absolute_url(),
        device=loss.device,
        councillor=loss.councillor,
        due_at=loss.secure_before if kind == TaskKind.SECURE else None,
        by=by,
    )
