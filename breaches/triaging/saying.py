"""What somebody reads before they say what it is, and before it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from breaches.triaging.actions import answers_for
from breaches.triaging.clocks import aware
from councilgov.capacity import Controller
from councilgov.days import deadline_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from breaches.models import Incident


def when_it_counts(incident: Incident) -> Iterator[str]:
    """From when the hours count, for each controller who is named, or for whom the report names;
    and whom nobody has asked about.
    """
    rows = list(incident.assessments.all())
    for row in rows:
        told = {"name": row.named_controller, "moment": deadline_in_words(row.aware_at)}
        yield _("The 72 hours of %(name)s count from %(moment)s.") % told
    if not rows:
        yield _would_count(incident)
    if not incident.capacity and not any(row.councillor_id for row in rows):
        yield _(
            "Nobody has said whose work it was. If some of it is a councillor’s ward work, name "
            "that councillor next: they have 72 hours of their own."
        )


def who_sees_it_then(incident: Incident) -> Iterator[str]:
    """What a councillor alone answers for stands in their own log, once somebody ruled: whoever
    rules on it reads that before.
    """
    rows = list(incident.assessments.all())
    whose = {row.named_controller for row in rows}
    lets = any(row.shared_at or row.authorised_at for row in rows)
    if incident.finding or lets or {row.controller for row in rows} - {Controller.COUNCILLOR}:
        return
    if not rows and (owner := answers_for(incident).get("councillor")):
        whose = {owner.full_name}
    if whose:
        told = _(
            "This is ward work: %(name)s answers for it. Once you record this, it stands in their "
            "own log. You and the team no longer see it or its tasks, unless they share it. They "
            "are told, and their page asks them to. If you want to help, ring them now."
        )
        yield told % {"name": ", ".join(sorted(whose))}


def what_follows(incident: Incident) -> Iterator[str]:
    """From when the hours count, and who sees it from then on."""
    yield from when_it_counts(incident)
    yield from who_sees_it_then(incident)


def _would_count(incident: Incident) -> str:
    whose = answers_for(incident)
    moment, because = aware(incident, whose["controller"], whose.get("councillor"))
    told = {"moment": deadline_in_words(moment)}
    if moment == incident.noticed_at:
        return _("The 72 hours count from when it was first noticed: %(moment)s.") % told
    return " ".join([_("The 72 hours count from %(moment)s.") % told, because])


def where_it_stays(incident: Incident) -> Iterator[str]:
    """Once it is over: what councillors alone answer for is in no register of the council."""
    if {row.controller for row in incident.assessments.all()} == {Controller.COUNCILLOR}:
        yield _(
            "It stays in the councillor’s own log. Officers see it if the councillor lets them."
        )
    else:
        yield _("It stays in the register, with what you write here.")
