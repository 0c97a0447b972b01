"""Whom an alarm goes to: who decides and is on call, then the others, and never nobody."""

from __future__ import annotations

import logging
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, cast

from breaches.alarms import CIRCLES, Circle
from breaches.models import Assessment, Duty, Incident, Turn
from councilgov.access import HOLDERS, Right, Role
from councilgov.accounts.models import reachable
from councilgov.capacity import Controller
from councilgov.days import today
from councilgov.people.models import Appointment, User

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence, Set

logger = logging.getLogger(__name__)

DECIDERS = HOLDERS[Right.DECIDE_BREACH]
TEAM = frozenset({Role.INFORMATION_OFFICER})
READERS = HOLDERS[Right.SEE_INCIDENTS]
KEEPERS = frozenset({Role.ADMINISTRATOR})
ALL = (*sorted(DECIDERS), *sorted(READERS - DECIDERS), *sorted(KEEPERS))
"""As which somebody is told who holds several offices: the first of these."""


class Told(NamedTuple):
    """Somebody, and as what they are told."""

    person: User
    role: Role


class People:
    """Who there is today, asked once for each sweep, about these incidents."""

    def __init__(self, incidents: Set[int]) -> None:
        self.incidents = incidents
        self._seen: dict[int, frozenset[int]] = {}

    @cached_property
    def officers(self) -> Sequence[Told]:
        """Everybody with an office of these who can come in, in the order of the offices."""
        people = reachable(User.objects.filter(is_active=True))
        held = Appointment.objects.current(today()).filter(role__in=ALL, officer__in=people)
        rows = held.select_related("officer").order_by("officer__sorts_as", "officer")
        told = [Told(row.officer, Role(row.role)) for row in rows]
        return sorted(told, key=lambda one: ALL.index(one.role))

    @cached_property
    def on_call(self) -> frozenset[int]:
        return frozenset(Turn.objects.called(today()).values_list("officer", flat=True))

    @cached_property
    def here(self) -> frozenset[int]:
        """Everybody who is not away."""
        away = Turn.objects.on(today()).filter(duty=Duty.AWAY)
        people = frozenset(one.person.pk for one in self.officers)
        return people - frozenset(away.values_list("officer", flat=True))

    def _sees(self, one: Told, incident: int) -> bool:
        """They may open it and have no part in it: who has one decides nothing. A query a person,
        however many incidents there are.
        """
        if one.person.pk not in self._seen:
            rows = Incident.objects.filter(pk__in=self.incidents).open_to(one.person)
            self._seen[one.person.pk] = frozenset(rows.values_list("pk", flat=True))
        return incident in self._seen[one.person.pk]

    def holding(self, roles: Set[str], incident: int) -> list[Told]:
        """Who holds one of the offices and may look into that incident."""
        return [one for one in self.officers if one.role in roles and self._sees(one, incident)]

    def ready(self, roles: Set[str], incident: int) -> list[Told]:
        """Who is on call of them; if nobody is, all who are not away."""
        able = [one for one in self.holding(roles, incident) if one.person.pk in self.here]
        return [one for one in able if one.person.pk in self.on_call] or able

    def handlers(self, incident: int) -> list[Told]:
        """Who rules on reports: the information team; if they can't, those who decide."""
        return self.ready(TEAM, incident) or self.holding(DECIDERS | TEAM, incident)

    def responsible(self, incident: int) -> list[Told]:
        """Once each: the councillors who answer for it already, who rules on it, who decides."""
        officers = [*self.handlers(incident), *self.ready(DECIDERS, incident)]
        return _new([*self.answering.get(incident, []), *officers], frozenset())

    @cached_property
    def answering(self) -> Mapping[int, Sequence[Told]]:
        """By incident, the councillors who answer for a part of it."""
        rows = Assessment.objects.filter(incident__in=self.incidents).select_related("councillor")
        found: dict[int, list[Told]] = {}
        for row in rows.exclude(councillor=None):
            councillor = cast("User", row.councillor)
            found.setdefault(row.incident_id, []).append(Told(councillor, Role.COUNCILLOR))
        return found

    def first(self, row: Assessment) -> list[Told]:
        """Who decides: the councillor for their own records, with the team that helps them."""
        if row.controller != Controller.COUNCILLOR or row.councillor is None:
            return self.ready(DECIDERS, row.incident_id)
        councillor = Told(row.councillor, Role.COUNCILLOR)
        return [councillor, *self.handlers(row.incident_id)]

    def circle(self, circle: str, row: Assessment) -> list[Told]:
        """Whom that turn is for: who decides and is on call; the others who decide; and at last
        all who may see it, away or not.
        """
        if circle == Circle.FIRST:
            return self.first(row)
        if circle == Circle.NEXT:
            deciders = self.holding(DECIDERS, row.incident_id)
            return [one for one in deciders if one.person.pk in self.here]
        return self.holding(READERS, row.incident_id)

    def after(
        self, circle: str | None, row: Assessment, told: Set[int]
    ) -> tuple[Circle, list[Told]]:
        """The next turn in which there is somebody who was not told; at last the administrators,
        who see nothing of it and ring whoever decides.
        """
        for following in _following(circle):
            if people := _new(self.circle(following, row), told):
                return following, people
        facts = {"assessment": row.pk}
        logger.error("Nobody is left who can be alarmed of a breach", extra=facts)
        return Circle.LAST, _new([one for one in self.officers if one.role in KEEPERS], told)


def _following(circle: str | None) -> Iterator[Circle]:
    begin = 0 if circle is None else CIRCLES.index(Circle(circle)) + 1
    yield from CIRCLES[begin:]


def _new(people: Sequence[Told], told: Set[int]) -> list[Told]:
    """Each person once, in the office that they hold first."""
    found = {one.person.pk: one for one in reversed(people) if one.person.pk not in told}
    return [one for one in people if found.get(one.person.pk) is one]
