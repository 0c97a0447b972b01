"""What stands in the way of asking somebody, or of contacting them, and what helps."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.identifiers import look, normal
from consent.machines import LIVE
from consent.models import ContactPermission, PermissionStatus, Purpose, Source, Verification
from consent.permissions import NUMBER_IS_NO_PERMISSION
from councilgov.days import day_in_words, today
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from consent.models import Channel, Constituent
    from consent.permissions import ContactPermissionQuerySet
    from councilgov.people.models import User

EARLIEST = date(1970, 1, 1)
"""Before it no councillor of today was in office."""


def check_own(person: Constituent, by: User) -> None:
    """Raise ``Refused`` unless it is the councillor's own, in office."""
    is_here = person.councillor_id == by.pk and person.leaving_id is None
    if not (is_here and by.may_act):
        raise Refused(_("Only the councillor whose contact this is can do so, while in office."))


def check_not_somebody_elses(
    theirs: Iterable[ContactPermission], channel: Channel, normal: str
) -> None:
    """Raise ``Refused`` for a number or name that was marked as somebody else's, with the way to
    note that it is theirs after all.
    """
    there = [row for row in theirs if row.is_at(channel, normal)]
    wrong = [row for row in there if row.status == PermissionStatus.WRONG_PERSON]
    if wrong and not any(row.is_live for row in there):
        raise Refused(
            _(
                "You marked this number or name as somebody else’s. Nothing can be noted under it "
                "for them, unless they show you that it is theirs."
            ),
            field="handle",
            way=(reverse("consent:theirs_after_all", args=[wrong[-1].pk]), _("It is theirs")),
        )


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


def check_asked_via(channel: Channel, via: Channel | None, purpose: str) -> None:
    """Raise ``Refused`` for asking on the channel that one asks leave for ("ask first", Barnet
    policy, 1.2), and for asking in a message whether newsletters may be sent: that is itself
    marketing (Privacy and Electronic Communications Regulations 2003, regulation 22).
    """
    if via is None:
        return
    if purpose == Purpose.CONTACT and via == channel and channel.needs_permission:
        raise Refused(
            _("To ask by %(channel)s is to use it before they agreed. Ask in another way first.")
            % {"channel": channel},
            field="asked_via",
        )
    if purpose == Purpose.NEWSLETTER and via.takes_messages:
        raise Refused(
            _(
                "A message that asks for it counts as advertising. Ask face to face, on the "
                "telephone or by letter."
            ),
            field="asked_via",
        )


def check_day(day: date, *, field: str | None = None) -> None:
    """Raise ``Refused`` for a day that has not come, and for one so old that it is a slip."""
    if day > today():
        raise Refused(_("The day must be today or in the past"), field=field)
    if day < EARLIEST:
        told = _("Check the year: the day must be in %(year)s or later")
        raise Refused(told % {"year": EARLIEST.year}, field=field)


def normal_of(channel: Channel, handle: str) -> tuple[str, str]:
    """The one form of the number or name, and its look. Raises ``Refused`` for what is none."""
    try:
        found = normal(channel.identifier, handle)
    except ValidationError as error:
        raise Refused(error.messages[0], field="handle") from error
    return found, look(channel.identifier, found)


def check_given_to_write(permission: ContactPermission) -> None:
    """Raise ``Refused`` where a number was given to ring, and people are asked first (1.2)."""
    if permission.source == Source.GAVE_DETAILS and permission.needs_permission:
        raise Refused(str(NUMBER_IS_NO_PERMISSION), field="source")


def is_same_one(person: Constituent) -> Q:
    """Of permissions: somebody of the same name in another capacity is the same person, met as
    somebody else (1).
    """
    namesakes = Q(constituent__full_name__iexact=person.full_name)
    return namesakes & ~Q(constituent__capacity=person.capacity)


def of_all_others(person: Constituent) -> ContactPermissionQuerySet:
    """Permissions in this councillor’s other records, also of the same person as somebody else."""
    mine = ContactPermission.objects.filter(councillor=person.councillor_id).here()
    return mine.exclude(constituent=person).with_row()


def of_others(person: Constituent) -> ContactPermissionQuerySet:
    """Permissions of this councillor’s other people."""
    return of_all_others(person).exclude(is_same_one(person))


def others_there(permission: ContactPermission) -> list[ContactPermission]:
    """Permissions of other people of this councillor under the same number or name."""
    there = of_others(permission.constituent)
    return list(there.filter(normal=permission.normal, status__in=LIVE))


def check_how(permission: ContactPermission, how: str, on: date) -> None:
    """Raise ``Refused`` for a call that no test message asked for, or that came before it; and for
    a check before they agreed, or before the last one.
    """
    if how == Verification.CALL_BACK:
        sent_on = timezone.localdate(permission.test_sent_at) if permission.test_sent_at else None
        if permission.status != PermissionStatus.TEST_SENT or sent_on is None:
            raise Refused(_("Send the test message first, and wait for their call."), field="how")
        _check_since(on, sent_on, _("You sent the test message on %(day)s."))
    if permission.answered_on:
        _check_since(on, permission.answered_on, _("They agreed on %(day)s."))
    if permission.verified_on:
        _check_since(on, permission.verified_on, _("You checked it on %(day)s already."))


def _check_since(on: date, first: date, told: str) -> None:
    if on < first:
        told = f"{told} {_('Enter that day or a later one.')}" % {"day": day_in_words(first)}
        raise Refused(told, field="on")


def why_shared(others: Sequence[ContactPermission]) -> str:
    """What asks why somebody is reached there too who was checked; empty if nobody was."""
    for other in others:
        if other.status == PermissionStatus.VERIFIED:
            return _(
                "You have checked that this is %(person)s. If both are reached there, say "
                "why. If not, one of them is wrong."
            ) % {"person": other.constituent}
    return ""


def check_shared(permission: ContactPermission, shared_why: str) -> None:
    """Raise ``Refused`` where somebody else was checked to be there, unless it is said why both
    are.
    """
    if not shared_why.strip() and (asked := why_shared(others_there(permission))):
        raise Refused(asked, field="shared_why")
