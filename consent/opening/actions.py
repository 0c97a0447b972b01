"""An officer opens one councillor's ward records, where something serious makes it needed.

They are the councillor's (UK GDPR Article 28: the council is the processor). So it is for a reason,
for hours, on record, and told at once to the owner and to the Monitoring Officer.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.models import Constituent, Extent, Opening, Reading
from consent.opening.rules import check_can_be_opened, check_officer, check_open, overseers
from consent.reading.noting import note_listed, note_seen
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.openings import HOURS
from councilgov.people.models import User
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.ledger.canonical import JSON

logger = logging.getLogger(__name__)


@transaction.atomic
def open_record(*, councillor: User, reason: str, hours: int, by: User) -> Opening:
    """The officer may read these ward records until so many hours have passed.

    Raises ``Refused`` for who may not open any, without a reason, for other hours, for one's own,
    of who is not in office or accepted no terms that say so, and while the same officer has them
    open.
    """
    reason = " ".join(reason.split())
    check_officer(by)
    if not reason:
        raise Refused(_("Say why it is needed."), field="reason")
    if hours not in HOURS:
        raise Refused(_("Choose for how long."), field="hours")
    owner = User.objects.select_for_update(of=("self",), no_key=True).get(pk=councillor.pk)
    check_can_be_opened(owner)
    now = timezone.now()
    mine = Opening.objects.running(now).filter(councillor=councillor, opened_by=by).first()
    if mine:
        raise Refused(_("You have them open already."), way=mine.own_page)
    row = Opening(
        councillor=councillor,
        reason=reason,
        opened_at=now,
        opened_by=by,
        ends_at=now + timedelta(hours=hours),
    ).keep(by=by, why="Opened")
    _prove(row, "opened", by=by)
    for person in {councillor, *overseers(councillor)}:
        tell(kind="ward_record_opened", to=person, cause=str(row.pk), about=row)
    return row


@transaction.atomic
def end_opening(*, opening: Opening, by: User) -> Opening:
    """It ends before its time: by the officer, or by the Monitoring Officer. Raises ``Refused``
    for anybody else, for the owner whatever else they are, and once it is over.
    """
    row = Opening.objects.locked(opening)
    if not row.may_be_ended_by(by):
        raise Refused(_("The officer who opened them or the Monitoring Officer can end it."))
    if not row.is_running:
        raise Refused(_("It is over already."), way=row.own_page)
    row.ended_at, row.ended_by = timezone.now(), by
    row.keep(by=by, why="Ended")
    _prove(row, "closed", by=by)
    return row


@transaction.atomic
def read_list(
    *, opening: Opening, people: Sequence[Constituent], is_search: bool, by: User
) -> Sequence[Constituent]:
    """Of these people in the ward records the officer is shown the names: those that come back. It
    is evidence, without the words of a search; its owner sees whose.

    Raises ``Refused`` for anybody but the officer, and once it is over.
    """
    row = Opening.objects.locked(opening)
    check_open(row, by)
    among = Constituent.objects.opened_in(row)
    shown = note_listed(people, among=among, under=row, by=by)
    facts: dict[str, JSON] = {"people": len(shown), "searched": is_search}
    record(kind="consent.ward_list_read", actor=by, subject=row, facts=facts)
    return shown


@transaction.atomic
def read_person(*, opening: Opening, person: Constituent, by: User) -> Reading:
    """The record of somebody in the ward is read. Raises ``Refused`` as ``read_list`` does, and
    for who is not of that councillor's ward, or not any more.
    """
    row = Opening.objects.locked(opening)
    check_open(row, by)
    among = Constituent.objects.opened_in(row)
    reading = note_seen(person, Extent.READ, among=among, under=row, by=by)
    facts: dict[str, JSON] = {"constituent": person.pk}
    record(kind="consent.ward_record_read", actor=by, subject=row, facts=facts)
    return reading


def _prove(row: Opening, what: str, *, by: User) -> None:
    facts: dict[str, JSON] = {"councillor": row.councillor_id, "ends_at": row.ends_at.isoformat()}
    record(kind=f"consent.ward_record_{what}", actor=by, subject=row, facts=facts)
    logger.warning("Ward record %s", what, extra={"opening": row.pk, "by": by.pk})
