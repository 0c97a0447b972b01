"""The record of one incident on paper: for a meeting, an insurer, or the regulator."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from breaches import facts
from breaches.compromising.facts import parts_of
from councilgov.days import moment_in_words
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from breaches.models import Incident
    from councilgov.forms.templatetags.govuk import SummaryRow
    from councilgov.people.models import User


def printed(incident: Incident, user: User) -> dict[str, Any]:
    """What the document says, as this person sees it: oldest first, as a report is told."""
    council, now = Council.objects.the(), timezone.now()
    many = parts_of(incident) if incident.is_looked_into_by(user) else None
    title = _("%(reference)s: %(kind)s")
    told = {"reference": incident.reference, "kind": incident.get_kind_display()}
    rows = facts.known(incident, user, on_paper=True)
    known = [{"title": _("What is known"), "lines": _lines(rows)}]
    sides = [
        {"title": side.row.named_controller, "lines": _lines(side.known)}
        for side in facts.sides(incident, user, is_short=many is not None)
    ]
    if many:
        sides.append({"title": _("Councillors who answer for a part"), "lines": many.lines()})
    return {
        "title": title % told,
        "dated_at": now,
        "council": council.name,
        "colour": council.header_colour,
        "made": _("Printed at %(moment)s. It stood at “%(status)s”.")
        % {"moment": moment_in_words(now), "status": incident.standing},
        "headings": [_("What"), _("On record")],
        "parts": known + sides,
        "events_title": _("What was done"),
        "event_headings": [_("When and by whom"), _("What was done")],
        "events": [
            [event.by, ". ".join(part for part in (event.what, event.why) if part)]
            for event in reversed(facts.timeline(incident, user))
        ],
    }


def _lines(rows: Iterable[SummaryRow]) -> Sequence[tuple[str, str]]:
    return [(str(row["key"]), str(row["value"])) for row in rows]
