"""What each person has to do about questions and advice: for their home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from breaches.advice import OUR_TURN, teams_of
from breaches.models import AdviceRequest, AdviceStatus
from councilgov.days import soon_in_words
from councilgov.portal.equipment import Way

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from councilgov.forms.templatetags.govuk import Task
    from councilgov.people.models import User

TITLES = {
    **dict.fromkeys(OUR_TURN, _("Wait for the answer to your question")),
    AdviceStatus.DRAFT: _("Go on with your question, or throw it away"),
    AdviceStatus.NEEDS_INFO: _("Say more about your question"),
    AdviceStatus.ANSWERED: _("Read the answer to your question"),
}
TAGS = {
    **dict.fromkeys(OUR_TURN, (_("Waiting"), "grey")),
    AdviceStatus.DRAFT: (_("Not sent"), "yellow"),
    AdviceStatus.NEEDS_INFO: (_("To do"), "yellow"),
    AdviceStatus.ANSWERED: (_("New"), "blue"),
}


def advice_to_do(user: User) -> Iterator[Task]:
    """Questions of this person that are not sent, wait, or are answered: one query."""
    mine = AdviceRequest.objects.of(user).filter(status__in=list(TITLES))
    for row in mine.order_by("saved_at", "pk"):
        status, colour = TAGS[AdviceStatus(row.status)]
        yield {
            "title": str(TITLES[AdviceStatus(row.status)]),
            "href": row.get_absolute_url(),
            "hint": f"{row.reference}: {row.get_kind_display()}",
            "status": str(status),
            "colour": colour,
        }


def advice_waiting(user: User) -> Iterator[Way]:
    """Questions to answer, and how many of them are late. The numbers are those of the lists."""
    if not (teams := teams_of(user)):
        return
    rows = AdviceRequest.objects.to_advise(user).filter(team__in=teams)
    queue = reverse("breaches:advice_queue")
    now = timezone.now()
    due = [at for at in rows.our_turn().order_by("due_at").values_list("due_at", flat=True) if at]
    if late := [at for at in due if at < now]:
        told = ngettext("%(n)s answer is late", "%(n)s answers are late", len(late))
        yield Way(told % {"n": len(late)}, f"{queue}?turn=late", late[0])
    if due:
        following = next((at for at in due if at >= now), due[-1])
        yield Way(_to_answer(due, now), f"{queue}?turn=waiting", following)


def _to_answer(due: Sequence[datetime], now: datetime) -> str:
    """How many, and by when the next is to be answered that is not late."""
    told = ngettext("%(n)s question to answer", "%(n)s questions to answer", len(due))
    ahead = [at for at in due if at >= now]
    if ahead:
        told = ngettext(
            "%(n)s question to answer by %(by)s",
            "%(n)s questions to answer, the next by %(by)s",
            len(due),
        )
    return told % {"n": len(due), "by": soon_in_words(ahead[0]) if ahead else ""}
