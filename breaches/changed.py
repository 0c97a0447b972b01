"""What somebody reads whose page of an incident has become an old one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from breaches.steps import FOR_EVERYBODY
from councilgov.days import moment_in_words

if TYPE_CHECKING:
    from breaches.models import Incident


def changed_meanwhile(incident: Incident, why: str) -> str:
    """How it stands now, since when, and who did that: by name, unless it is who reported it. Of
    what not everybody reads who sees the case, such as a councillor's own log, nothing is told.
    """
    words = _("%(what)s can’t be done: %(incident)s stands at “%(status)s”.")
    told = words % {"what": _(why), "incident": incident, "status": incident.standing}
    if incident._state.adding:
        return told
    read = incident.events.filter(what__in=FOR_EVERYBODY, assessment=None)
    last = read.select_related("entered_by").order_by("entered_at", "pk").last()
    if last is None:
        return told
    facts = {"what": last, "moment": moment_in_words(last.entered_at)}
    if last.entered_by_id == incident.reported_by_id:
        return " ".join([told, _("Last: %(what)s, %(moment)s.") % facts])
    facts["name"] = last.entered_by.full_name
    return " ".join([told, _("Last: %(what)s, by %(name)s, %(moment)s.") % facts])
