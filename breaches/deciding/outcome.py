"""What came of a report in the end, for whoever reported it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from breaches.machines import TOLD
from breaches.models import People, Regulator
from councilgov.capacity import Controller

if TYPE_CHECKING:
    from collections.abc import Iterator

    from breaches.models import Assessment, Incident


def came_of_it(incident: Incident) -> list[str]:
    """What the council did in the end, for whoever reported it; nothing of what a councillor does
    about their own records.
    """
    councils = [row for row in incident.assessments.all() if row.controller == Controller.COUNCIL]
    return [words for row in councils for words in _told(row)]


def _told(row: Assessment) -> Iterator[str]:
    if row.regulator in TOLD:
        yield _("The council told the regulator.")
    if row.regulator == Regulator.NOT_NOTIFIABLE:
        yield _("The council decided that the regulator need not be told.")
    if row.people == People.SENT:
        yield _("The council told the people whom it is about.")
