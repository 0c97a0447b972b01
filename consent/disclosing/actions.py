"""A councillor shares one person's record with one user of the council, who reads it and no more.

Nobody else sees a councillor's record, unless they share it: with an officer, who acts for them or
for the council, or with another councillor, and then only if the person agreed. Of what is not the
council's that councillor is another controller (UK GDPR Article 4(7)). Each act holds the person
before the share, as all do.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.disclosing.rules import acting, check_days, check_not_withdrawn, check_reader
from consent.models import Constituent, Ended, Reading, Share
from consent.permitting.checks import check_own
from consent.reading.noting import note_shared
from councilgov.ledger.actions import record, record_all
from councilgov.notices.actions import tell
from councilgov.records import Refused, keep_all

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def share_person(
    *, person: Constituent, reader: User, role: str, acts_for: str, by: User, **what: Any
) -> Share:
    """The councillor lets one user read this record until a day, for a purpose.

    ``what`` are columns of ``Share``. The reader is told, without a name. Raises ``Refused`` for
    somebody who does not hold that role, for too long, with another councillor unless the person
    agreed, for somebody who took back every permission, and twice.
    """
    row = Constituent.objects.locked(person)
    check_own(row, by)
    end_over(people=[row.pk])
    check_not_withdrawn(row)
    check_reader(reader, role)
    share = Share(
        councillor=by,
        constituent=row,
        reader=reader,
        role=role,
        acts_for=acting(row, acts_for),
        shared_at=timezone.now(),
        **what,
    )
    check_days(share)
    share.keep(by=by, why="Shared")
    facts: dict[str, JSON] = {"reader": reader.pk, "until": share.until.isoformat()}
    record(kind="consent.record_shared", actor=by, subject=share, facts=facts)
    tell(kind="record_shared", to=reader, cause=str(share.pk), about=share)
    return share


@transaction.atomic
def end_share(*, share: Share, by: User) -> Share:
    """The councillor ends it, at any time and for no reason. It counts at once."""
    row = Share.objects.locked(share)
    check_own(row.constituent, by)
    if row.ended_at:
        raise Refused(_("This is not shared any more."))
    row.ended_at, row.ended_why = timezone.now(), Ended.STOPPED
    row.keep(by=by, why="Ended")
    record(kind="consent.share_ended", actor=by, subject=row, facts={"why": Ended.STOPPED})
    return row


@transaction.atomic
def read_shared(*, share: Share, by: User) -> Reading:
    """The one with whom it is shared reads it, and its councillor sees that they did.

    Raises ``Refused`` for everybody else, and a moment after it is over.
    """
    person = Constituent.objects.held(share.constituent_id)
    now = timezone.now()
    if not Share.objects.read_by(by, now).filter(pk=share.pk).exists():
        raise Refused(_("This is not shared with you any more."))
    reading = note_shared(person, share=share, by=by)
    facts: dict[str, JSON] = {"constituent": person.pk}
    record(kind="consent.shared_record_read", actor=by, subject=share, facts=facts)
    logger.info("Shared record read", extra={"share": share.pk, "by": by.pk})
    return reading


@transaction.atomic
def end_over(*, people: Collection[int] | None = None) -> int:
    """What is over by itself is written down as such, of these people or of all; how many.

    Its last day has passed, one of the two left office, their role or the portal, the record is
    sealed, or the person took back every permission. Nobody could read it since then. All people
    are held at once, by their keys. Safe twice, and late.
    """
    now = timezone.now()
    due = Share.objects.to_end(now)
    rows: Sequence[Any] = (due if people is None else due.filter(constituent__in=people)).held()
    for row in rows:
        row.ended_at, row.ended_why = now, row.over_why
    keep_all(rows, by=None, why="Over", fields=["ended_at", "ended_why"])
    facts: list[tuple[Share, dict[str, JSON]]] = [(row, {"why": row.ended_why}) for row in rows]
    return record_all(kind="consent.share_ended", actor=None, facts=facts)
