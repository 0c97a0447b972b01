"""A complaint and a report about the same thing are linked, and the link is taken out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from breaches.complaining.checks import held
from breaches.complaining.evidence import prove
from breaches.models import Complaint, ComplaintReport, Incident
from breaches.numbers import typed_key
from councilgov.records import Refused

if TYPE_CHECKING:
    from councilgov.people.models import User


@transaction.atomic
def link_report(*, complaint: Complaint, number: str, by: User) -> ComplaintReport:
    """An officer found that the complaint and a report are about the same thing. The pages of both
    show it to who may see both; nobody else learns of either.

    Raises ``Refused`` for who does not handle the complaint, for a report that they do not look
    into, in the same words as for one that there never was, and for the same twice.
    """
    row = held(complaint, by)
    key = typed_key(number)
    found = key and Incident.objects.looked_into_by(by).filter(pk=key).first()
    if not found:
        told = _("You can see no report of that number. It looks like INC-000123")
        raise Refused(told, field="number")
    link = ComplaintReport(complaint=row, incident=found, linked_at=timezone.now(), linked_by=by)
    link.keep(by=by, why="Linked")
    prove(row, "linked", by=by, facts={"incident": found.pk})
    return link


@transaction.atomic
def unlink_report(*, link: ComplaintReport, by: User) -> None:
    """They are about different things after all. Raises ``Refused`` for who does not handle the
    complaint, and where it was taken out a moment ago.
    """
    row = held(link.complaint, by)
    found = ComplaintReport.objects.locked(link)
    report = found.incident_id
    found.discard(by=by, why="Taken out")
    prove(row, "unlinked", by=by, facts={"incident": report})
