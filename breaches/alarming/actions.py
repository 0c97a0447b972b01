"""Who is on call, and who is away: a list that those who decide and the information team keep. And
to which number alarms go as text messages: that each says for themselves.
"""

from __future__ import annotations

import logging
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from breaches.alarm_phones import A_MOBILE, TRIES
from breaches.alarming.people import DECIDERS, TEAM
from breaches.models import AlarmPhone, Turn
from councilgov.access import Right
from councilgov.days import today
from councilgov.forms.phones import dialled_number
from councilgov.notices import notify
from councilgov.notices.actions import tell
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

    from councilgov.people.models import User

logger = logging.getLogger(__name__)
ON_ROTA = DECIDERS | TEAM
"""Whoever can be on call: they decide on breaches, or rule on reports."""
PAUSE = timedelta(minutes=1)
"""Between two codes."""


@transaction.atomic
def add_turn(*, officer: User, duty: str, starts_on: date, ends_on: date, by: User) -> Turn:
    """An officer is on call, or away, from the one day to the other.

    Raises ``Refused`` for who does not keep the list, for somebody who is alarmed of nothing, and
    for days that are over or in the wrong order.
    """
    _check_keeps(by)
    if officer.roles.isdisjoint(ON_ROTA):
        raise Refused(_("Choose somebody who decides on breaches or reports."), field="officer")
    if ends_on < today():
        raise Refused(_("The last day must be today or later."), field="ends_on")
    if ends_on < starts_on:
        told = _("The last day can’t be before the first. Check both days.")
        raise Refused(told, field="ends_on")
    row = Turn(officer=officer, duty=duty, starts_on=starts_on, ends_on=ends_on)
    row.keep(by=by, why="Entered")
    logger.info("Rota: entered", extra={"turn": row.pk})
    return row


@transaction.atomic
def remove_turn(*, turn: Turn, by: User) -> None:
    """A line is taken off the list; its history stays. Raises ``Refused`` for who does not keep
    the list, and once it is gone.
    """
    _check_keeps(by)
    Turn.objects.locked(turn).discard(by=by, why="Taken off")
    logger.info("Rota: taken off", extra={"turn": turn.pk})


def _check_keeps(by: User) -> None:
    if not by.has_perm(Right.KEEP_ROTA):
        raise Refused(_("Only the Monitoring Officer or the information team can do this."))


@transaction.atomic
def ask_phone(*, number: str, by: User) -> AlarmPhone:
    """Somebody wants alarms to this number too: it is sent a code, to show that it is theirs.

    Until they enter it no alarm goes there. Raises ``Refused`` where the council sends no text
    messages, for what is no mobile number of this country, and within a minute of the last code.
    """
    if not notify.is_on():
        raise Refused(_("The council sends no text messages. Alarms come by email."))
    whole = mobile(number)
    if not whole:
        told = _("Enter a mobile number, like 07700 900 982 or +44 7700 900 982.")
        raise Refused(told, field="number")
    now = timezone.now()
    row = AlarmPhone.objects.select_for_update().filter(person=by).first()
    if row and now < row.asked_at + PAUSE:
        raise Refused(_("We sent a code a moment ago. Wait a minute for it."), field="number")
    row = row or AlarmPhone(person=by)
    row.number, row.asked_at, row.tries, row.confirmed_at = whole, now, 0, None
    row.keep(by=by, why="Asked for")
    tell(kind="alarm_phone_code", to=by, cause=f"{row.pk}-{now.timestamp()}", about=row)
    return row


def mobile(number: str) -> str:
    """The number as it is dialled from anywhere; nothing if it is no mobile number of ours."""
    digits = re.sub(r"^(0044|0)(?=7)", "+44", dialled_number(number))
    return digits if re.fullmatch(A_MOBILE, digits) else ""


@transaction.atomic
def try_code(*, code: str, by: User) -> str:
    """They enter what was sent to it; what is wrong with that, or nothing if it is confirmed now.

    A wrong code counts, so it raises nothing; after five a new one is needed.
    """
    row = AlarmPhone.objects.select_for_update().filter(person=by).first()
    now = timezone.now()
    if row is None or not row.waits(now) or row.tries >= TRIES:
        return _("This code can’t be used any more. Enter the number again, and get a new one.")
    if not constant_time_compare("".join(code.split()), row.code):
        row.tries += 1
        row.keep(by=by, why="Wrong code")
        return _("This is not the code that we sent. Check the newest message.")
    row.confirmed_at = now
    row.keep(by=by, why="Confirmed")
    return ""


@transaction.atomic
def forget_phone(*, by: User) -> None:
    """No alarm goes to their phone any more. Nothing happens where none does."""
    row = AlarmPhone.objects.select_for_update().filter(person=by).first()
    if row:
        row.discard(by=by, why="Taken off")
