"""The message about a councillor's own device."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site
from devices.models import DeviceStatus, Enrolment

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def to_equipment(_notice: Notice) -> Mapping[str, str]:
    """Where all of one's own stands: a device that was released has no page for its owner."""
    return {"link": site("devices:my_enrolments")}


def is_to_mend(notice: Notice) -> bool:
    """It is still not safe, and the last day to mend that is today or tomorrow."""
    row = notice.subject
    if not isinstance(row, Enrolment) or row.mend_before is None:
        return False
    to_go = row.mend_before - timezone.localdate()
    is_unsafe = row.device.status == DeviceStatus.NON_COMPLIANT and not row.is_to_be_removed
    return is_unsafe and to_go in {timedelta(0), timedelta(days=1)}


KINDS = [
    NoticeKind(
        name="enrolment_told",
        urgency=Urgency.NOW,
        rule=_("Whoever uses their own device for the council is told of each change."),
        next=_("Nothing. You may end the enrolment at any time."),
        context=to_equipment,
    ),
    NoticeKind(
        name="enrolment_to_mend",
        urgency=Urgency.DIGEST,
        rule=_("Whoever is to mend something on their own device is reminded on the day before."),
        next=_("Tell the ICT service desk when it is mended, or ask them for help."),
        still_true=is_to_mend,
        context=to_equipment,
    ),
]
