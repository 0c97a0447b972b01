"""The message that asks for the yearly declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site
from devices.insuring.due import is_to_declare

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice

DECLARE = "insurance_to_declare"


def is_still_to_declare(notice: Notice) -> bool:
    """They are in office, have equipment of the council, have not declared, and the council still
    asks.
    """
    in_office = notice.to.terms.current(timezone.now()).exists()
    return in_office and is_to_declare(notice.to, timezone.localdate())


def to_insurance(_notice: Notice) -> Mapping[str, str]:
    """The page of the declaration."""
    return {"link": site("devices:insurance")}


KINDS = [
    NoticeKind(
        name=DECLARE,
        urgency=Urgency.DIGEST,
        rule=_("Whoever has council equipment says once a year whose insurance covers it."),
        next=_("We remind you once a week until you have said so."),
        still_true=is_still_to_declare,
        context=to_insurance,
    ),
]
