"""The message that contacts will be deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consent.keeping.reminding import TO_GO
from consent.models import Constituent
from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def how_many_go(notice: Notice) -> int:
    return Constituent.objects.visible_to(notice.to).exclude(goes_on=None).count()


def is_true(notice: Notice) -> bool:
    """They are in office, and somebody of theirs goes."""
    return how_many_go(notice) > 0


def count_and_link(notice: Notice) -> Mapping[str, object]:
    """A number and a link: who they are stands on the page alone."""
    return {"count": how_many_go(notice), "link": site("consent:going")}


KINDS = [
    NoticeKind(
        name=TO_GO,
        urgency=Urgency.DIGEST,
        rule=_("Contacts are kept no longer than they are needed."),
        next=_("They are deleted on their day, unless you say that you still need them."),
        still_true=is_true,
        context=count_and_link,
    ),
]
