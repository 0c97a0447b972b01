"""What somebody who leaves has to do, in order, and what happens next: for their own page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.models import Leaving
from councilgov.days import day_in_words, today, weekday_in_words
from councilgov.offboarding.facts import devices_left
from councilgov.offboarding.models import OffboardingCase, TaskKind, TaskStatus
from councilgov.offboarding.reaching import in_a_line
from councilgov.people.models import EndReason
from councilgov.people.standing import Access

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from councilgov.forms.templatetags.govuk import Task
    from councilgov.people.models import Suspension, User

AT_THE_ELECTION = frozenset({EndReason.RETIRED, EndReason.NOT_RE_ELECTED})
THANKED = AT_THE_ELECTION | {EndReason.RESIGNED, EndReason.WARD_ABOLISHED}
"""To others thanks would sound like mockery."""


def own_case(user: User) -> OffboardingCase | None:
    """The last of one's own that is open; none for the account of somebody who has died."""
    mine = OffboardingCase.objects.filter(councillor=user).of_the_living()
    if case := mine.open().with_row().order_by("-last_day").first():
        case.councillor = user  # whose access is known by now
    return case


def shown(case: OffboardingCase) -> Mapping[str, Any]:
    """All that the page shows. A number of queries that does not grow."""
    return {
        "case": case,
        "days": days_in_words(case),
        "steps": list(steps(case)),
        "next": list(what_follows(case)),
        "is_thanked": case.term.end_reason in THANKED,
        "may_be_elected": case.term.end_reason in AT_THE_ELECTION and not case.is_over,
    }


def days_in_words(case: OffboardingCase) -> str:
    """How long it still is, the first thing that they want to know."""
    until = (case.last_day - today()).days
    if until > 0:
        told = ngettext(
            "Your last day is in %(n)s day: %(day)s.",
            "Your last day is in %(n)s days: %(day)s.",
            until,
        )
        return told % {"n": until, "day": weekday_in_words(case.last_day)}
    if not case.is_over:
        return _("Today is your last day.")
    told = _("Your last day was %(day)s.")
    return told % {"day": weekday_in_words(case.last_day)}


def steps(case: OffboardingCase) -> Iterator[Task]:
    """First what cannot be made good later: how to reach them, then people, then things."""
    status = dict(case.tasks.values_list("kind", "status"))
    yield reach(case, unsaid=_("Your council mailbox will be closed."))
    is_open = case.councillor.access != Access.NEWLY
    if is_open and Leaving.objects.visible_to(case.councillor).exists():
        yield {
            "title": _("Say what becomes of your contacts"),
            "href": reverse("consent:leaving"),
            "hint": _("Delete them, take them with you, or hand them on."),
            **_standing(status[TaskKind.RECORDS]),
        }
    yield from also_left(case.councillor)
    if status[TaskKind.DEVICES] == TaskStatus.TO_DO and not _has_devices(case):
        return  # they have none: the portal ticks this off once the term is over
    yield {
        "title": _("Bring back your council equipment"),
        "href": reverse("devices:equipment"),
        "hint": _("To the service desk, by %(day)s.") % {"day": day_in_words(case.kit_due_on)},
        **_standing(status[TaskKind.DEVICES]),
    }


def also_left(user: User) -> Iterator[Task]:
    """What waits for them beside their case, also once that is done."""
    for name in settings.ALSO_LEFT_TO_DO:
        yield from import_string(name)(user)


def _has_devices(case: OffboardingCase) -> bool:
    return devices_left().filter(holder=case.councillor_id).exists()


def reach(case: OffboardingCase | Suspension, *, unsaid: str) -> Task:
    """Also of who is suspended, whose mailbox may be closed for that time."""
    is_said = bool(case.private_address or case.wants_letters)
    return {
        "title": _("Say how we can reach you"),
        "href": reverse("offboarding:choose_contact"),
        "hint": _how(case) or unsaid,
        **_standing(TaskStatus.DONE if is_said else TaskStatus.TO_DO),
    }


def _how(case: OffboardingCase | Suspension) -> str:
    if case.wants_letters and case.postal_address:
        return _("By letter, to %(address)s.") % {"address": in_a_line(case.postal_address)}
    if case.wants_letters:
        return _("By letter, to the home address that the council has.")
    if case.private_address:
        return _("By email, at %(address)s.") % {"address": case.private_address}
    return ""


def _standing(status: str) -> Task:
    if status == TaskStatus.TO_DO:
        return {"status": _("To do"), "colour": "blue"}
    return {"status": _("Done") if status == TaskStatus.DONE else _("Not needed")}


def _of_access(case: OffboardingCase) -> str:
    """Whoever is elected again goes on signing in, for what newly elected people need."""
    day = day_in_words(case.access_due_on)
    if case.back_on is None:
        told = _("After %(day)s you can’t sign in here or to any council system.")
        return told % {"day": day}
    told = _("You are elected again, from %(back)s. Until then you see here only what is left.")
    if case.access_due_on >= today():
        told = _(
            "You are elected again, from %(back)s. After %(day)s you see here only what newly "
            "elected councillors need, until then."
        )
    return told % {"day": day, "back": day_in_words(case.back_on)}


def what_follows(case: OffboardingCase) -> Iterator[str]:
    """In the order of the days."""
    if not case.is_over:
        yield _("Until the end of your last day you work as before.")
    told = _("On %(day)s we begin to close your council accounts, such as email.")
    if case.suspend_on >= today():
        yield told % {"day": day_in_words(case.suspend_on)}
    yield _of_access(case)
    yield _("When all is done, you get a receipt. Keep it: it shows what you gave back.")
