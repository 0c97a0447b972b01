"""What councillors and the desk have to do about equipment that is asked for or came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councilgov.access import Right
from councilgov.days import day_in_words, today
from devices.audits import AuditLine
from devices.models import Device, RecallLine, Return, ReturnRequest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from councilgov.forms.templatetags.govuk import Task
    from councilgov.people.models import User


def to_hand_in(user: User, day: date) -> Iterator[Task]:
    """What this person is asked to bring in or back, and to sign for: in office or not."""
    yield from to_confirm(user)
    yield from to_bring_in(user, day)
    for request in ReturnRequest.objects.to_be_met_by(user).with_row():
        is_late = request.due_on < day
        yield {
            "title": _("Return %(device)s") % {"device": request.device},
            "href": reverse("devices:equipment"),
            "hint": _("Bring it to the service desk by %(day)s.")
            % {"day": day_in_words(request.due_on)},
            "status": _("Overdue") if is_late else _("To return"),
            "colour": "red" if is_late else "blue",
        }
    for row in Return.objects.to_sign().filter(councillor=user).order_by("received_at"):
        yield {
            "title": _("Sign the receipt of what you returned"),
            "href": row.get_absolute_url(),
            "hint": _("Returned on %(day)s.") % {"day": day_in_words(row.received_at)},
            "status": _("To sign"),
            "colour": "blue",
        }


def to_confirm(user: User) -> Iterator[Task]:
    """What an audit asks of this person."""
    mine = AuditLine.objects.silent().filter(holder=user).with_row()
    line = mine.order_by("audit__until_on").first()
    if line:
        yield {
            "title": _("Confirm your equipment"),
            "href": reverse("devices:my_audit"),
            "hint": _("By %(day)s.") % {"day": day_in_words(line.audit.until_on)},
            "status": _("To do"),
            "colour": "blue",
        }


def to_bring_in(user: User, day: date) -> Iterator[Task]:
    """What is recalled of this person's: one thing to do, with the day of the earliest."""
    lines = RecallLine.objects.filter(holder=user).to_bring().with_row()
    first = lines.order_by("recall__due_on").first()
    if first is None:
        return
    booking = user.bookings.ahead(timezone.now()).with_row().first()
    is_late = first.recall.due_on < day
    going, booked = _("Bring in your %(device)s"), _("Book a slot to bring in your %(device)s")
    hint = _("By %(day)s.") % {"day": day_in_words(first.recall.due_on)}
    yield {
        "title": (going if booking else booked) % {"device": first.device.kind.name.lower()},
        "href": reverse("devices:my_recalls"),
        "hint": booking.slot.in_words if booking else hint,
        "status": _("Booked") if booking else _("Overdue") if is_late else _("To do"),
        "colour": "green" if booking else "red" if is_late else "blue",
    }


def of_the_desk(user: User) -> Iterator[tuple[str, str]]:
    """What waits for the desk, with the list that it counts."""
    if not user.has_perm(Right.RECEIVE_DEVICES):
        return
    if count := RecallLine.objects.visible_to(user).late(today()).count():
        told = ngettext(
            "%(n)s recalled device that is late", "%(n)s recalled devices that are late", count
        )
        yield told % {"n": count}, f"{reverse('devices:recalls')}?late=yes"
    if count := Return.objects.visible_to(user).to_answer().count():
        told = ngettext(
            "%(n)s return to answer: the councillor does not agree",
            "%(n)s returns to answer: the councillor does not agree",
            count,
        )
        yield told % {"n": count}, f"{reverse('devices:returns')}?to_answer=yes"
    if count := Device.objects.visible_to(user).left_with_data(timezone.now()).count():
        told = ngettext(
            "%(n)s own device of somebody who left office, with council data on it",
            "%(n)s own devices of people who left office, with council data on them",
            count,
        )
        yield told % {"n": count}, f"{reverse('devices:devices')}?waiting=left"
