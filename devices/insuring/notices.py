"""The message that asks for the yearly declaration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice

DECLARE = "insurance_to_declare"


def is_still_to_declare(notice: Notice) -> bool:
    """They are in office, have equipment, and have declared nothing since they were told."""
    now = timezone.now()
    held = notice.to.assignments.filter(ended_at=None)
    declared = notice.to.insurance_declarations.filter(declared_at__gte=notice.due_at)
    return notice.to.terms.current(now).exists() and held.exists() and not declared.exists()


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
