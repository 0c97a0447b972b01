"""What councillors and the desk have to do about equipment that is asked for or came back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councilgov.access import Right
from councilgov.days import day_in_words
from devices.models import Return, ReturnRequest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from councilgov.forms.templatetags.govuk import Task
    from councilgov.people.models import User


def to_hand_in(user: User, today: date) -> Iterator[Task]:
    """What this person is asked to bring back, and to sign for: in office or not."""
    for request in ReturnRequest.objects.to_be_met_by(user).with_row():
        is_late = request.due_on < today
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


def of_the_desk(user: User) -> Iterator[tuple[str, str]]:
    """What waits for the desk, with the list that it counts."""
    if not user.has_perm(Right.RECEIVE_DEVICES):
        return
    if count := Return.objects.visible_to(user).disputed().count():
        told = ngettext(
            "%(n)s return that the councillor does not agree with",
            "%(n)s returns that the councillor does not agree with",
            count,
        )
        yield told % {"n": count}, f"{reverse('devices:returns')}?status=disputed"
