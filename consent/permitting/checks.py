"""What stands in the way of asking somebody, or of contacting them, and what helps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext as _

from consent.identifiers import look, normal
from consent.machines import CLOSED_BY_THEM, LIVE
from consent.models import ContactPermission, PermissionStatus, Source
from councilgov.days import day_in_words, today
from councilgov.deadlines import months_after
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

    from consent.models import Channel, Constituent
    from consent.permissions import ContactPermissionQuerySet
    from councilgov.people.models import User

ASK_AGAIN_AFTER = 12
"""Calendar months in which somebody who said no, or took it back, is left in peace."""
BY_THEM = frozenset({Source.THEY_ASKED, Source.WROTE_FIRST, Source.GAVE_DETAILS})


def check_own(person: Constituent, by: User) -> None:
    """Raise ``Refused`` unless it is the councillor's own, in office."""
    if person.councillor_id != by.pk or not by.is_councillor:
        raise Refused(_("Only the councillor whose contact this is can do so, while in office."))


def check_channel(channel: Channel) -> None:
    """Raise ``Refused`` for a channel that the council does not allow, or that is no more."""
    if channel.may_be_used:
        return
    if channel.why_not:
        raise Refused(
            _("Your council does not allow %(channel)s: %(why)s")
            % {"channel": channel, "why": channel.why_not},
            field="channel",
        )
    raise Refused(
        _("Nobody can be contacted by %(channel)s. Choose another channel.") % {"channel": channel},
        field="channel",
    )


def check_takes_messages(channel: Channel) -> None:
    """Raise ``Refused`` for a channel by which nobody can be asked to ring."""
    if not channel.takes_messages:
        raise Refused(
            _("No test message goes by %(channel)s. Note how you know that it is them.")
            % {"channel": channel}
        )


def check_day(day: date, *, field: str) -> None:
    """Raise ``Refused`` for a day that has not come."""
    if day > today():
        raise Refused(_("The day must be today or in the past"), field=field)


def normal_of(channel: Channel, handle: str) -> tuple[str, str]:
    """The one form of the number or name, and its look. Raises ``Refused`` for what is none."""
    try:
        found = normal(channel.identifier, handle)
    except ValidationError as error:
        raise Refused(error.messages[0], field="handle") from error
    return found, look(channel.identifier, found)


def check_not_asked_too_soon(before: ContactPermission, source: str, day: date) -> None:
    """Raise ``Refused`` for asking again, within a year, somebody who said no or took it back.

    "No undue pressure" (Barnet policy, 1.2). Who asks for it themselves is never refused.
    """
    if before.status not in CLOSED_BY_THEM or source in BY_THEM or not before.ended_on:
        return
    if day < (again := months_after(before.ended_on, ASK_AGAIN_AFTER)):
        raise Refused(
            _(
                "They said no, or took it back. Do not ask again before %(day)s, "
                "unless they ask you themselves."
            )
            % {"day": day_in_words(again)},
            field="source",
        )


def of_others(person: Constituent) -> ContactPermissionQuerySet:
    """Permissions of this councillor’s other people.

    Somebody of the same name in another capacity is the same person, met as somebody else (1).
    """
    namesakes = Q(constituent__full_name__iexact=person.full_name)
    same_one = namesakes & ~Q(constituent__capacity=person.capacity)
    mine = ContactPermission.objects.filter(councillor=person.councillor_id)
    return mine.exclude(constituent=person).exclude(same_one).with_row()


def others_there(permission: ContactPermission) -> list[ContactPermission]:
    """Permissions of other people of this councillor under the same number or name."""
    there = of_others(permission.constituent)
    return list(there.filter(normal=permission.normal, status__in=LIVE))


def check_shared(permission: ContactPermission, shared_why: str) -> None:
    """Raise ``Refused`` where somebody else was checked to be there, unless it is said why both
    are.
    """
    if shared_why.strip():
        return
    for other in others_there(permission):
        if other.status == PermissionStatus.VERIFIED:
            raise Refused(
                _(
                    "You have checked that this is %(person)s. If both are reached there, say "
                    "why. If not, one of them is wrong."
                )
                % {"person": other.constituent},
                field="shared_why",
            )
