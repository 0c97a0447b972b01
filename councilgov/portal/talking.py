"""Complaints to answer and matters of conduct: for the home page of those to whom they fall."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from breaches.complaining.facts import days_left
from breaches.complaining.falling import falling_to
from breaches.models import Complaint, Referral, WardComplaint
from councilgov.access import Right
from councilgov.days import day_in_words, ends_at, today
from councilgov.portal.equipment import Way

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from breaches.complaints import ComplaintQuerySet
    from breaches.ward_complaints import WardComplaintQuerySet
    from councilgov.forms.templatetags.govuk import Task
    from councilgov.people.models import User

A_DAY = timedelta(days=1)
"""After it somebody should have said that they have what was handed over: our own rule."""


def complaints_waiting(user: User) -> Iterator[Way]:
    """Complaints that fall to this person: to acknowledge, with the day of the first, those who are
    to hear more, and those whom no email reaches. Five queries at most.
    """
    if not user.has_perm(Right.SEE_COMPLAINTS):
        return
    page, mine = reverse("breaches:complaints"), falling_to(user)
    days = list(mine.unacknowledged().order_by("due_on").values_list("due_on", flat=True))
    if days and days[0]:
        told = ngettext(
            "%(n)s complaint to acknowledge: %(left)s",
            "%(n)s complaints to acknowledge, the first: %(left)s",
            len(days),
        )
        left = days_left(days[0], today()).words.lower()
        words = told % {"n": len(days), "left": left}
        yield Way(words, f"{page}?status=received", ends_at(days[0]))
    yield from _late_news(mine, page)
    if count := mine.undelivered().count():
        told = ngettext(
            "%(n)s complaint: our email did not reach them, send it another way",
            "%(n)s complaints: our emails did not reach them, send them another way",
            count,
        )
        yield Way(told % {"n": count}, f"{page}?unsent=yes", timezone.now())


def _late_news(mine: ComplaintQuerySet, page: str) -> Iterator[Way]:
    """Who has not heard from us for long, once it was acknowledged."""
    late = mine.late(today()).exclude(pk__in=Complaint.objects.unacknowledged().values("pk"))
    days = list(late.order_by("due_on").values_list("due_on", flat=True))
    if days and days[0]:
        told = ngettext(
            "%(n)s complaint: they were to hear from us by %(day)s",
            "%(n)s complaints: they were to hear from us, the first by %(day)s",
            len(days),
        )
        asked = "late=yes&status=acknowledged&status=enquiry"
        words = told % {"n": len(days), "day": day_in_words(days[0])}
        yield Way(words, f"{page}?{asked}", ends_at(days[0]))


def referrals_waiting(user: User) -> Iterator[Way]:
    """Matters of conduct that this person may read and nobody has yet: one query."""
    waits = Referral.objects.visible_to(user).to_acknowledge()
    sent = list(waits.values_list("sent_at", flat=True))
    if not sent:
        return
    told = ngettext(
        "%(n)s matter of conduct: say that you have it. It came on %(day)s",
        "%(n)s matters of conduct: say that you have them. The oldest came on %(day)s",
        len(sent),
    )
    words = told % {"n": len(sent), "day": day_in_words(timezone.localdate(sent[0]))}
    yield Way(words, f"{reverse('breaches:referrals')}?status=sent", sent[0] + A_DAY)


def _by_day(rows: WardComplaintQuerySet) -> list[tuple[date, WardComplaint]]:
    found = [(row.due_on, row) for row in rows if row.due_on]
    return sorted(found, key=lambda one: one[0])


def complaints_to_do(user: User) -> Iterator[Task]:
    """Complaints about their ward work that this person answers, the nearest day first: one query.
    To be asked of whoever may have one.
    """
    mine = WardComplaint.objects.visible_to(user).open().select_related("complaint")
    for day, row in _by_day(mine):
        told = _("They are to hear from you by %(day)s.")
        if row.acknowledged_on is None:
            told = _("Tell them by %(day)s that you have it.")
        left = days_left(day, today())
        yield {
            "title": _("Answer a complaint about your ward work: %(row)s") % {"row": row},
            "href": row.get_absolute_url(),
            "hint": told % {"day": day_in_words(day)},
            "status": left.words,
            "colour": left.colour,
        }
