"""Councillors who left office lately: their cases run, are late, stand still, or are completed."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth.hashers import make_password
from django.utils import timezone

from councilgov.days import today
from councilgov.deadlines import end_of_day
from councilgov.offboarding import actions
from councilgov.offboarding.following import start
from councilgov.offboarding.models import OffboardingCase, TaskKind
from councilgov.offboarding.settling import settle
from councilgov.people.actions import begin_term, end_term
from councilgov.people.models import EndReason, Ward
from councilgov.portal.demo.clock import days_ago, demo_today
from councilgov.portal.demo.council import ELECTED, add_with_password
from councilgov.portal.demo.devices import accepted
from councilgov.portal.demo.people import FORMER, PASSWORD, names, officer
from devices.issuing.actions import issue_devices
from devices.models import Device

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.models import User

SYSTEMS = ("Building pass", "Committee papers", "Council network", "Email and calendar")
LATELY = 80
"""Days ago: they were given equipment, by when the policies in force had been signed."""


class Story(NamedTuple):
    """How many days ago somebody left, why, what they still have, and how far all is."""

    left: int
    reason: EndReason
    has_tablet: bool = False
    is_suspended: bool = False
    is_terminated: bool = False
    is_paused: bool = False
    is_completed: bool = False


STORIES = (
    Story(4, EndReason.RESIGNED, has_tablet=True, is_suspended=True),
    Story(9, EndReason.NOT_ATTENDING),
    Story(27, EndReason.RESIGNED, has_tablet=True, is_suspended=True),
    Story(33, EndReason.RESIGNED, True, True, True, is_paused=True),
    Story(60, EndReason.RESIGNED, False, True, True, is_completed=True),
)
"""Of each of ``FORMER``: two run, the third is late, one is paused, one completed."""


def build_systems() -> None:
    """Before anybody leaves: whoever does is asked for each of them."""
    with days_ago(ELECTED.days):
        for name in SYSTEMS:
            actions.add_system(name=name, by=officer("services"))


def build_former() -> None:
    """Where the demo lives in the past, for want of bank holidays, nobody has left in it."""
    if demo_today() < today():
        return
    stories = list(zip(_elected(names(FORMER)), STORIES, strict=True))
    days = [(_told(story), person, story, _leave) for person, story in stories]
    days += [(story.left - 1, person, story, _begin) for person, story in stories]
    days += [(max(story.left - 6, 0), person, story, _finish) for person, story in stories]
    for ago, person, story, do in sorted(days, key=lambda day: day[0], reverse=True):
        with days_ago(ago):
            do(person, story)


def _elected(everybody: Sequence[str]) -> list[User]:
    password, found = make_password(PASSWORD), []
    tablets = iter(Device.objects.filter(model="iPad Air", holder=None).order_by("asset_tag"))
    for n, (name, ward) in enumerate(zip(everybody, Ward.objects.all(), strict=False), 1):
        surname = name.split()[-1]
        person = add_with_password(f"former{n}", name, f"Councillor {surname}", password)
        since = demo_today() - ELECTED
        begin_term(councillor=person, ward=ward, starts_on=since, declared_on=since, by=None)
        found.append(person)
        if STORIES[n - 1].has_tablet:
            with days_ago(LATELY):
                one = [next(tablets)]
                accepted(issue_devices(devices=one, councillor=person, by=officer("desk")))
    return found


def _told(story: Story) -> int:
    """How many days ago the end was entered: the day before, or when a resignation came."""
    return story.left if story.reason == EndReason.RESIGNED else story.left + 1


def _leave(person: User, story: Story) -> None:
    is_at_once = story.reason == EndReason.RESIGNED
    end_term(
        term=person.terms.get(),
        ends_at=timezone.now() if is_at_once else end_of_day(today()),
        reason=story.reason,
        by=officer("services"),
    )


def _begin(person: User, story: Story) -> None:
    """The clock found them gone, and the desk suspended their accounts."""
    start()
    settle()
    if story.is_suspended:
        _close(person, is_terminated=False)
        settle()


def _finish(person: User, story: Story) -> None:
    """As far as the desk and members' services got."""
    if story.is_terminated:
        _close(person, is_terminated=True)
        _do_the_rest(person)
    if story.is_paused:
        reason = "The tablet is kept for an inquiry by the Monitoring Officer."
        actions.pause(case=_case(person), reason=reason, by=officer("monitoring"))
    settle()
    if story.is_completed:
        actions.complete(case=_case(person), by=officer("services"))


def _case(person: User) -> OffboardingCase:
    return OffboardingCase.objects.get(councillor=person)


def _close(person: User, *, is_terminated: bool) -> None:
    case, now = _case(person), timezone.now()
    act = actions.terminate_accounts if is_terminated else actions.suspend_accounts
    act(case=case, accounts=list(case.accounts.all()), at=now, by=officer("desk"))


def _do_the_rest(person: User) -> None:
    by = officer("services")
    said = {
        TaskKind.LISTS: "Taken off the members’ list and the committee lists.",
        TaskKind.SOCIAL: "They had no account of the council’s.",
        TaskKind.INSURANCE: "Payroll and the insurers were told by email.",
    }
    for task in _case(person).tasks.filter(kind__in=said):
        actions.finish_task(task=task, words=said[TaskKind(task.kind)], by=by)
