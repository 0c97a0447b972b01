"""Every way to reach somebody, as the rows of a file that can be brought in again."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from consent.importing.columns import COLUMNS, YesNo
from consent.importing.finding import Key, key_of, named
from consent.machines import ENDED
from consent.models import AskedBy, ContactPermission, PermissionStatus, Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from django.db.models import QuerySet

    from consent.models import Constituent
    from councilgov.people.models import User

AT_ONCE = 2_000
YES, NO = str(YesNo.YES.label), str(YesNo.NO.label)


def rows(councillor: User) -> Iterator[Sequence[Any]]:
    """The headings, then a row for each way: under the same number or name the last one."""
    yield [str(column.label) for column in COLUMNS]
    mine = ContactPermission.objects.visible_to(councillor)
    every = mine.select_related("constituent", "channel", "asked_via")
    ordered = list(every.order_by("constituent__full_name", "constituent_id", "pk"))
    last: dict[tuple[int, Key], int] = {
        (way.constituent_id, key_of(way)): way.pk for way in ordered
    }
    kept = set(last.values())
    said_no = _said_no(ordered)
    numbers = numbered(way.constituent for way in ordered)
    for way in ordered:
        if way.pk in kept:
            if way.pk in said_no:
                way.status = PermissionStatus.REFUSED
            cells = {**_of_person(way.constituent), **_of_way(way), **_of_check(way)}
            cells["person_number"] = numbers.get(way.constituent_id, "")
            yield [cells[column.name] for column in COLUMNS]


def _said_no(ways: Iterable[ContactPermission]) -> set[int]:
    """Who took back what they had said no to: it was never a yes, and goes out as the no."""
    back = {way.pk: way.begun_at for way in ways if way.status == PermissionStatus.WITHDRAWN}
    history: QuerySet[Any] = ContactPermission.history.all()
    no = history.filter(id__in=back, status=PermissionStatus.REFUSED).order_by()
    return {pk for pk, begun_at in no.values_list("id", "begun_at") if begun_at == back[pk]}


def numbered(people: Iterable[Constituent]) -> dict[int, str]:
    """The number of each person who has a namesake in the same capacity: 1 for the first."""
    each = {person.pk: named(person.capacity, person.full_name) for person in people}
    namesakes = Counter(each.values())
    seen: dict[tuple[str, str], int] = defaultdict(int)
    found = {}
    for key, name in each.items():
        if namesakes[name] > 1:
            seen[name] += 1
            found[key] = str(seen[name])
    return found


def _of_person(person: Constituent) -> dict[str, Any]:
    asked = person.at_request_of != AskedBy.THEMSELVES
    return {
        "full_name": person.full_name,
        "capacity": person.get_capacity_display(),
        "at_request_of": person.get_at_request_of_display() if asked else "",
        "advocate": person.advocate,
    }


def _of_way(way: ContactPermission) -> dict[str, Any]:
    is_asked = way.source == Source.ASKED
    return {
        "purpose": way.purpose.title(),
        "channel": way.channel.name,
        "handle": way.handle,
        "source": way.get_source_display(),
        "asked_on": way.asked_on,
        "asked_via": way.asked_via.name if way.asked_via else "",
        "words": way.words,
        "was_told_of_choice": (YES if way.was_told_of_choice else NO) if is_asked else "",
        "answer": _answer(way) if is_asked else "",
        "answered_on": way.answered_on,
    }


def _answer(way: ContactPermission) -> str:
    if way.status == PermissionStatus.REFUSED:
        return NO
    return YES if way.answered_on else ""


def _of_check(way: ContactPermission) -> dict[str, Any]:
    has_ended = way.status in ENDED
    return {
        "verified_on": way.verified_on,
        "verified_how": way.get_verified_how_display() if way.verified_on else "",
        "who_answered": way.who_answered,
        "shared_why": way.shared_why,
        "last_contact_on": way.last_contact_on,
        "is_preferred": YES if way.is_preferred else "",
        "ended": way.get_status_display() if has_ended else "",
        "ended_on": way.ended_on if has_ended else None,
    }
