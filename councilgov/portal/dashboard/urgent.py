"""The reports that need the Monitoring Officer: those whose hours end first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from breaches.models import Incident
from breaches.tables import IncidentTable
from councilgov.forms.registers import Cell, Heading, Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.models import User

MOST = 10


class Urgent(NamedTuple):
    """As ``templates/tables/table.html`` shows a register."""

    caption: str
    headings: Sequence[Heading]
    rows: Sequence[Row]


class UrgentTable(IncidentTable):
    """The register in short."""

    class Meta(IncidentTable.Meta):
        sequence = ("reference", "kind", "told_by", "status", "clock")
        exclude = ("noticed_at", "reported_at")


def urgent(user: User) -> Urgent:
    """The ten open reports whose 72 hours end first, then the last ones. None in which this person
    has a part, or that are confidential and not theirs to decide on. Two queries.
    """
    theirs = Incident.objects.open_to(user).open().of_the_council()
    table = UrgentTable(theirs.with_row().with_part_of(user).with_council_part())
    return Urgent(
        _("Reports that need you"),
        [Heading(column.header, is_numeric=False, sort="", href="") for column in table.columns],
        [
            Row(Cell(value, is_numeric=False, label=column.header) for column, value in row.items())
            for row in table.rows[:MOST]
        ],
    )
