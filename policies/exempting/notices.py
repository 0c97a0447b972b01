"""The messages about exemptions. None says why somebody is exempt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from policies.models import Exemption
from policies.notices import is_still_asked
from policies.reminders import ASKED_AGAIN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def granted_together(notice: Notice) -> Mapping[str, Any]:
    """All that was granted to this person at the same moment."""
    first = Exemption.objects.get(pk=notice.cause.partition(":")[0])
    rows = Exemption.objects.filter(
        granted_at=first.granted_at, acknowledgement__councillor=notice.to
    )
    return {"exemptions": rows.select_related("acknowledgement__version__policy")}


KINDS = [
    NoticeKind(
        name="exemption_granted",
        urgency=Urgency.NOW,
        rule=_("The Monitoring Officer may exempt a councillor from signing for a while."),
        context=granted_together,
        next=_("You are not reminded until then. After it you have at least 5 working days."),
    ),
    NoticeKind(
        name=ASKED_AGAIN,
        # like any request to sign; it may end by night
        urgency=Urgency.DIGEST,
        rule=_("Whoever was exempt from signing is told when that is over."),
        still_true=is_still_asked,
        next=_("Please sign by the day given. If you can’t, ring the Monitoring Officer."),
    ),
]
