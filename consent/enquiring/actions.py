"""An officer finds somebody in the records of council work, of all councillors, and reads them.

The council answers for these, and to whoever asks what is held about them (UK GDPR Article 15). So
it is for a reason that is written down, each look is evidence, and the councillor sees it.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.enquiries import RUNS
from consent.models import Constituent, Enquiry, Extent, Reading
from consent.reading.noting import note_listed, note_seen
from consent.receipting.copies import copy_of
from councilgov.access import Right
from councilgov.ledger.actions import record
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def open_enquiry(*, reason: str, by: User) -> Enquiry:
    """The officer may find and read council records for this reason, for a month.

    Raises ``Refused`` for who may not read any, and without a reason.
    """
    reason = " ".join(reason.split())
    check_reader(by)
    if not reason:
        raise Refused(_("Say what you need them for."), field="reason")
    now = timezone.now()
    row = Enquiry(reason=reason, opened_at=now, opened_by=by, ends_at=now + RUNS)
    row.keep(by=by, why="Opened")
    facts: dict[str, JSON] = {"ends_at": row.ends_at.isoformat()}
    record(kind="consent.enquiry_opened", actor=by, subject=row, facts=facts)
    logger.info("Enquiry opened", extra={"enquiry": row.pk, "by": by.pk})
    return row


@transaction.atomic
def find_people(
    *, enquiry: Enquiry, people: Sequence[Constituent], by: User
) -> Sequence[Constituent]:
    """Of these, whom a search found, the officer is shown the names, with their councillors: of
    those that come back. That somebody was looked for is evidence, without the words.

    Raises ``Refused`` for anybody but the officer whose enquiry it is, and once it is over.
    """
    row = _locked(enquiry, by)
    among = Constituent.objects.readable_by(by).select_related("councillor")
    shown = note_listed(people, among=among, under=row, by=by)
    facts: dict[str, JSON] = {"people": len(shown)}
    record(kind="consent.council_records_searched", actor=by, subject=row, facts=facts)
    return shown


@transaction.atomic
def read_record(*, enquiry: Enquiry, person: Constituent, by: User) -> Reading:
    """Somebody's record of council work is read. Raises ``Refused`` as ``find_people`` does, and
    for any other record.
    """
    return _see(enquiry, person, Extent.READ, by)


@transaction.atomic
def copy_record(*, enquiry: Enquiry, person: Constituent, by: User) -> str:
    """All that is held in it, history too, as one text for who asked (UK GDPR Article 15(3)).
    Raises ``Refused`` as ``read_record`` does.
    """
    return copy_of(_see(enquiry, person, Extent.COPIED, by).constituent)


def _see(enquiry: Enquiry, person: Constituent, extent: Extent, by: User) -> Reading:
    row = _locked(enquiry, by)
    among = Constituent.objects.readable_by(by)
    if not among.filter(pk=person.pk).exists():
        raise Refused(_("This is no record of council work."))
    reading = note_seen(person, extent, among=among, under=row, by=by)
    facts: dict[str, JSON] = {"constituent": person.pk, "councillor": person.councillor_id}
    record(kind=f"consent.council_record_{extent.value}", actor=by, subject=row, facts=facts)
    return reading


def _locked(enquiry: Enquiry, by: User) -> Enquiry:
    """Raises ``Refused`` where nothing may be read under it."""
    row = Enquiry.objects.locked(enquiry)
    check_reader(by)
    if by.pk != row.opened_by_id or not row.is_running:
        raise Refused(_("This enquiry is closed. Begin another one."), way=row.own_page)
    return row


def check_reader(by: User) -> None:
    """Raise ``Refused`` for who has not the right, and for a councillor, whatever else they are:
    "Councillors never see another councillor's records".
    """
    if not by.has_perm(Right.READ_COUNCIL_RECORDS):
        raise Refused(_("Only officers who answer for council records can read them."))
    if by.is_councillor:
        raise Refused(_("You are a councillor too. Another officer reads council records."))
