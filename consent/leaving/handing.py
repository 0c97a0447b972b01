"""What a successor gets: new records of their own, each way to be checked before it is used."""

from __future__ import annotations

import logging
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_noop

from consent.erasing.actions import keep_refusals
from consent.erasures import Suppression
from consent.keys import keyed_each
from consent.leaving.rules import crossing, successors_of
from consent.machines import CLOSED_BY_THEM, USABLE
from consent.models import (
    Constituent,
    ContactPermission,
    Parting,
    PartingStatus,
    PermissionStatus,
    Purpose,
    Source,
)
from consent.permitting.evidence import prove
from consent.permitting.peace import left_until
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.records import keep_all, move_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from consent.leavings import Leaving, PartingQuerySet
    from councilgov.people.models import User

logger = logging.getLogger(__name__)

WHY = gettext_noop("Handed on")


def hand_on(accepted: PartingQuerySet) -> int:
    """Whom a successor in office accepted becomes a new record of theirs; how many. Whose
    successor has left office or the ward since, or cannot sign in, is to be decided on again.
    """
    hold_people(accepted)
    rows = accepted.with_row().select_related("successor").order_by("leaving", "successor", "pk")
    count = 0
    for (leaving, successor), group in groupby(
        rows.select_for_update(of=("self",)), key=lambda row: (row.leaving, row.successor)
    ):
        assert successor is not None  # noqa: S101  # a constraint says so
        these = list(group)
        if takes_over(successor, leaving):
            count += _hand_over(these, leaving, successor)
        else:
            give_back(Parting.objects.filter(pk__in=[row.pk for row in these]), leaving, successor)
    return count


def hold_people(partings: PartingQuerySet) -> None:
    """Before the choices for them, as every other act does, and then their ways of contact: so no
    two acts wait for each other, and a no that comes at this moment is waited for.
    """
    people = Constituent.objects.filter(parting__in=partings).order_by("pk")
    held = people.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True)
    ways = ContactPermission.objects.filter(constituent__in=list(held)).order_by("pk")
    list(ways.select_for_update(of=("self",)).values_list("pk", flat=True))


def takes_over(successor: User, leaving: Leaving) -> bool:
    """In office for the ward that is left, and able to sign in. New terms of ward records are
    asked for before they note the next person, as of everybody who has records.
    """
    return successor.may_act and successors_of(leaving).filter(pk=successor.pk).exists()


def give_back(rows: PartingQuerySet, leaving: Leaving, successor: User) -> int:
    """The successor does not take them over, or may not: the councillor who leaves is told."""
    back = move_all(rows, PartingStatus.DECLINED, by=None, why=gettext_noop("Taking over"))
    if back:
        cause = f"{leaving.pk} {successor.pk} {timezone.now().isoformat()}"
        where = leaving.address if leaving.is_over else ""
        tell(
            kind="contacts_declined",
            to=leaving.councillor,
            cause=cause,
            about=leaving,
            address=where,
        )
    return len(back)


def _hand_over(rows: Sequence[Parting], leaving: Leaving, successor: User) -> int:
    ways = _ways_of(rows, successor)
    people = [_new_person(row.constituent, successor) for row in rows if row.constituent_id in ways]
    keep_all(people, by=None, why=WHY)
    heirs = [row for row in rows if row.constituent_id in ways]
    new = [
        _new_way(way, person, row)
        for person, row in zip(people, heirs, strict=True)
        for way in ways[row.constituent_id]
    ]
    keep_all(new, by=None, why=WHY)
    prove(new, by=None)
    keep_refusals(people=[row.constituent_id for row in heirs], of=successor)
    back = _still_agreed([row for row in rows if row.constituent_id not in ways])
    kept = give_back(back, leaving, successor)
    done = Parting.objects.filter(pk__in=[row.pk for row in rows], status=PartingStatus.ACCEPTED)
    move_all(done, PartingStatus.HANDED, by=None, why=WHY)
    logger.info("Records handed on", extra={"leaving": leaving.pk, "kept": kept})
    facts = {"to": successor.pk, "people": len(people)}
    record(kind="consent.records_handed_on", actor=None, subject=leaving, facts=facts)
    return len(people)


def _still_agreed(rows: Sequence[Parting]) -> PartingQuerySet:
    """Whom the councillor who leaves could still contact: they stay theirs to decide on. The others
    took everything back, and go.
    """
    people = [row.constituent_id for row in rows]
    left = ContactPermission.objects.to_contact().filter(
        constituent__in=people, status__in=sorted(USABLE)
    )
    return Parting.objects.filter(
        status=PartingStatus.ACCEPTED,
        constituent__in=list(left.values_list("constituent", flat=True)),
    )


def _ways_of(rows: Sequence[Parting], successor: User) -> dict[int, list[ContactPermission]]:
    """The ways that go over, by person; none that somebody took back from the successor."""
    found: dict[int, list[ContactPermission]] = {}
    for said, group in groupby(sorted(rows, key=lambda row: row.said), key=lambda row: row.said):
        people = [row.constituent_id for row in group]
        for way in _without_refused(crossing(people, said).with_row(), successor):
            found.setdefault(way.constituent_id, []).append(way)
    return found


def _without_refused(
    ways: Iterable[ContactPermission], successor: User
) -> Iterable[ContactPermission]:
    """Who told the successor no is not handed to them under the same number or name for a year. A
    no to a newsletter is none to be contacted.
    """
    day = today()
    kept = Suppression.objects.filter(councillor=successor, purpose=Purpose.CONTACT, until__gt=day)
    marks = set(kept.values_list("channel", "mark"))
    closed = ContactPermission.objects.to_contact().filter(
        councillor=successor, status__in=CLOSED_BY_THEM
    )
    said_no = {
        (row.channel_id, row.normal)
        for row in closed
        if day < left_until(row.purpose, row.said_no_on)
    }
    for way in ways:
        is_kept = any(
            (way.channel_id, mark) in marks for mark in keyed_each(f"handle {way.normal}")
        )
        if not is_kept and (way.channel_id, way.normal) not in said_no:
            yield way


def _new_person(old: Constituent, successor: User) -> Constituent:
    return Constituent(
        councillor=successor,
        capacity=Capacity.WARD,
        full_name=old.full_name,
        at_request_of=old.at_request_of,
        advocate=old.advocate,
        begun_at=timezone.now(),
    )


def _new_way(old: ContactPermission, person: Constituent, parting: Parting) -> ContactPermission:
    """Agreed with by the person when they were told, and checked by nobody yet."""
    return ContactPermission(
        councillor=person.councillor,
        constituent=person,
        channel=old.channel,
        needs_permission=old.needs_permission,
        needs_verification=True,
        handle=old.handle,
        normal=old.normal,
        look=old.look,
        status=PermissionStatus.GRANTED,
        source=Source.HANDED_ON,
        is_preferred=old.is_preferred,
        answered_on=parting.told_on,
    )
