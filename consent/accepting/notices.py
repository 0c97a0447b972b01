"""The message that the terms of ward records changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consent.accepting.checks import is_to_accept
from councilgov.capacity import Capacity
from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def is_still_to_accept(notice: Notice) -> bool:
    """They are in office, and have not accepted them yet."""
    return notice.to.is_councillor and is_to_accept(notice.to, Capacity.WARD)


def to_terms(_notice: Notice) -> Mapping[str, str]:
    return {"link": site("consent:accept_terms")}


KINDS = [
    NoticeKind(
        name="ward_terms_changed",
        urgency=Urgency.NOW,
        rule=_("Whoever keeps ward records is told when the terms for them change."),
        next=_("Until you accept them you can read your contacts, and add nobody in your ward."),
        still_true=is_still_to_accept,
        context=to_terms,
    ),
]
