"""What is due for an officer, by its day, and the periods that concern everybody."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from breaches.advice import teams_of
from breaches.complaining.falling import falling_to
from breaches.models import AdviceRequest, Assessment, Incident
from councilgov.access import Right
from councilgov.days import today
from councilgov.elections.models import Election
from councilgov.offboarding.models import OffboardingCase
from councilgov.portal.feeding.deadlines import due
from councilgov.portal.feeding.own import clock
from devices.models import DeskTask

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

    from django.db.models import QuerySet

    from councilgov.people.models import User
    from councilgov.portal.feeding.deadlines import Deadline

LATELY = timedelta(days=31)
DO_LEAVERS = (Right.KEEP_OFFBOARDING, Right.OVERSEE_OFFBOARDING, Right.CLOSE_ACCESS)
"""Who does something about somebody who leaves, and does not only read of it."""


def deadlines_of_office(user: User) -> Iterable[Deadline]:
    """What this officer looks after: nothing that their own pages would not show them."""
    return chain(
        clocks(user),
        of_the_desk(user),
        of_advice(user),
        of_complaints(user),
        of_leavers(user),
        before_elections(user),
    )


def clocks(user: User) -> Iterator[Deadline]:
    """The council's 72 hours, for those who look into reports: of none that they have a part in."""
    if not user.has_perm(Right.SEE_INCIDENTS):
        return
    seen = Incident.objects.visible_to(user).of_the_council()
    known = Assessment.objects.of_the_council().read_by(user).filter(incident__in=seen)
    for part in known.running().with_row().order_by("pk"):
        yield from clock(part)


def of_the_desk(user: User) -> Iterator[Deadline]:
    """Tasks of the service desk that have a day."""
    if not user.has_perm(Right.DO_DESK_TASKS):
        return
    for row in DeskTask.objects.visible_to(user).open().exclude(due_at=None).order_by("pk"):
        title = _("Desk task %(reference)s") % {"reference": row.reference}
        yield from due(f"task-{row.pk}", row.due_at, title, row.get_absolute_url())


def of_advice(user: User) -> Iterator[Deadline]:
    """Questions that wait for this officer's team."""
    if not (teams := teams_of(user)):
        return
    rows = AdviceRequest.objects.to_advise(user).filter(team__in=teams).our_turn()
    for row in rows.order_by("pk"):
        title = _("%(reference)s: answer the question") % {"reference": row.reference}
        yield from due(f"advice-{row.pk}", row.due_at, title, row.get_absolute_url())


def of_complaints(user: User) -> Iterator[Deadline]:
    """Complaints about personal information: by when whoever complains is to hear from us."""
    if not user.has_perm(Right.SEE_COMPLAINTS):
        return
    for row in falling_to(user).order_by("pk"):
        title = _("%(reference)s: they are to hear from us") % {"reference": row.reference}
        yield from due(f"complaint-{row.pk}", row.due_on, title, row.get_absolute_url())


def of_leavers(user: User) -> Iterator[Deadline]:
    """The clock of each case that runs out first: by its number, and not by who leaves."""
    if not any(user.has_perm(right) for right in DO_LEAVERS):
        return
    cases: QuerySet[Any] = OffboardingCase.objects.visible_to(user).open().with_next_due()
    for pk, day in cases.order_by("pk").values_list("pk", "next_due_on"):
        title = _("Leaver’s case %(number)s: ten working days end") % {"number": pk}
        yield from due(f"case-{pk}", day, title, reverse("offboarding:case", args=[pk]))


def before_elections(user: User) -> Iterator[Deadline]:
    """Pre-election periods that concern this person, from the notice to the poll."""
    polls = Election.objects.standing().concerning(user).filter(poll_on__gte=today() - LATELY)
    for row in polls.order_by("pk"):
        title = _("Pre-election period: %(name)s") % {"name": row.name}
        href = reverse("elections:period")
        yield from due(f"poll-{row.pk}", row.poll_on, title, href, since=row.notice_on)
