"""The message about a councillor's own device."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def to_equipment(_notice: Notice) -> Mapping[str, str]:
    """Where all of one's own stands: a device that was released has no page for its owner."""
    return {"link": site("devices:my_enrolments")}


KINDS = [
    NoticeKind(
        name="enrolment_told",
        urgency=Urgency.NOW,
        rule=_("Whoever uses their own device for the council is told of each change."),
        next=_("Nothing. You may end the enrolment at any time."),
        context=to_equipment,
    ),
]
