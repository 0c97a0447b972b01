"""A suspension as its page shows it, and what each person may do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from councilgov.access import Right
from councilgov.days import day_in_words, moment_in_words, today
from councilgov.offboarding.own.facts import own_case
from councilgov.offboarding.showing.steps import Step
from councilgov.offboarding.suspending.events import timeline
from councilgov.people.models import Suspension
from councilgov.people.standing import Access

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from django_stubs_ext import StrOrPromise

    from councilgov.forms.templatetags.govuk import SummaryRow
    from councilgov.people.models import User

NOW, TO_COME, OVER = "now", "to_come", "over"
STANDINGS: Mapping[str, StrOrPromise] = {
    NOW: gettext_lazy("Suspended now"),
    TO_COME: gettext_lazy("Begins later"),
    OVER: gettext_lazy("Over"),
}
COLOURS = {NOW: "yellow", TO_COME: "blue", OVER: "grey"}


def standing(row: Suspension) -> str:
    """Also over where the term ended before it, from that moment on."""
    same, day = Suspension.objects.filter(pk=row.pk), today()
    if same.in_force(timezone.now()).exists():
        return NOW
    return TO_COME if same.to_come(day).in_term(day).exists() else OVER


def shown(row: Suspension, user: User) -> Mapping[str, Any]:
    """All that the page shows to an officer."""
    stands, sees_why = standing(row), user.has_perm(Right.OVERSEE_OFFBOARDING)
    return {
        "suspension": row,
        "status": STANDINGS[stands],
        "colour": COLOURS[stands],
        "is_over": stands == OVER,
        "known": list(known(row, sees_why=sees_why, sees_systems=sees_why or is_of_desk(user))),
        "steps": list(steps(row, user, stands)),
        "events": timeline(row, sees_why=sees_why),
        "sees_person": user.has_perm(Right.SEE_PEOPLE),
    }


def is_of_desk(user: User) -> bool:
    return user.has_perm(Right.CLOSE_ACCESS)


def known(
    row: Suspension, *, sees_why: bool, sees_systems: bool, is_own: bool = False
) -> Iterator[SummaryRow]:
    """What was decided, and what is closed by it. Why is for the councillor and for who decides;
    which systems for the service desk too.
    """
    closed = [one.system.name for one in row.systems.select_related("system")]
    narrowed = [one.system.name for one in row.systems.filter(is_narrowed=True)]
    rows = [
        (_("What it is"), str(row.get_what_display()), True),
        (_("Who decided it"), str(row.get_decider_display()), True),
        (_("Decision"), row.decision, True),
        (_("First day"), day_in_words(row.starts_on), True),
        (_("Last day"), _last_day(row), True),
        (_("Why it ends on another day"), row.moved_because, sees_why),
        (_("Systems that are closed"), _listed(set(closed) - set(narrowed)), sees_systems),
        (_("Systems that are narrowed"), _listed(set(narrowed)), sees_systems),
        (_("What the service desk does"), row.extent, sees_systems),
        (_("Council equipment"), _kit(row, is_own=is_own), True),
        (_("Contacts"), _contacts(row, is_own=is_own), True),
        (_("Why"), row.reasons, sees_why),
        (_("Lifted because"), row.lifted_because, sees_why),
    ]
    for key, value, is_seen in rows:
        if value and is_seen:
            yield {"key": key, "value": value}


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))


def _last_day(row: Suspension) -> str:
    if row.lifted_at:
        return _("Lifted at %(moment)s") % {"moment": moment_in_words(row.lifted_at)}
    if ends := row.ends_with_term:
        told = _("%(day)s, but it ends with the term: %(end)s")
        return told % {"day": day_in_words(row.ends_on), "end": day_in_words(ends)}
    return day_in_words(row.ends_on)


def _kit(row: Suspension, *, is_own: bool) -> str:
    if row.is_kit_asked_back:
        return _("Asked back for that time")
    return _("You keep it") if is_own else _("They keep it")


def _contacts(row: Suspension, *, is_own: bool) -> str:
    if row.is_without_contacts:
        return _(
            "Closed for that time. Nothing is deleted, and whoever gave permission can still "
            "take it back."
        )
    return _("You go on using them") if is_own else _("They go on using them")


def steps(row: Suspension, user: User, stands: str) -> Iterator[Step]:
    """What waits for the desk is the button of its page; the others are links."""
    if user.has_perm(Right.CLOSE_ACCESS):
        now, same = timezone.now(), Suspension.objects.filter(pk=row.pk)
        if same.to_close(now).exists():
            yield _step(row, "close_systems", _("Say that access is closed"), is_next=True)
        if same.to_open(now).exists():
            yield _step(row, "open_systems", _("Say that access is open again"), is_next=True)
    if stands != OVER and user.has_perm(Right.OVERSEE_OFFBOARDING):
        yield _step(row, "move_suspension", _("Move the last day"))
        yield _step(row, "lift_suspension", _("Lift the suspension"))


def _step(row: Suspension, page: str, text: str, *, is_next: bool = False) -> Step:
    return Step(text, reverse(f"offboarding:{page}", args=[row.pk]), is_next)


def own_suspension(user: User) -> Suspension | None:
    """The one that is in force, else the last that there was or will be."""
    mine = Suspension.objects.filter(councillor=user).with_row()
    return mine.in_force(timezone.now()).first() or mine.first()


def own(row: Suspension) -> Mapping[str, Any]:
    """All that the councillor's own page shows."""
    stands = standing(row)
    return {
        "suspension": row,
        "is_now": stands == NOW,
        "heading": _heading(row, stands),
        "known": list(known(row, sees_why=True, sees_systems=True, is_own=True)),
        "has_contacts": not row.is_without_contacts,
        "leaves": own_case(row.councillor) is not None,
    }


def _heading(row: Suspension, stands: str) -> str:
    if stands == OVER:
        return _heading_once_over(row)
    facts = {"first": day_in_words(row.starts_on), "last": day_in_words(row.ends_on)}
    if stands == TO_COME:
        return _("It begins on %(first)s and lasts to the end of %(last)s.") % facts
    if ends := row.ends_with_term:
        return _("It lasts to the end of your term, %(last)s.") % {"last": day_in_words(ends)}
    return _("It lasts to the end of %(last)s. After that the portal opens by itself.") % facts


def _heading_once_over(row: Suspension) -> str:
    """The portal opens by itself; what the desk closed is open once the desk has said so."""
    same = Suspension.objects.filter(pk=row.pk)
    if not same.begun().exists():
        return _("This was lifted before it began. Nothing was closed to you.")
    if row.councillor.access != Access.WHOLE:
        return _("This is over.")
    if same.to_open(timezone.now()).exists():
        return _(
            "This is over, and the portal is open to you again. The service desk opens the other "
            "systems that were closed. If one still doesn’t work tomorrow, ring the service desk."
        )
    return _("This is over. Everything is open to you again.")


def board_line() -> str:
    """How many are suspended now, above the board of leavers."""
    if count := Suspension.objects.in_force(timezone.now()).count():
        told = ngettext(
            "%(n)s councillor is suspended now", "%(n)s councillors are suspended now", count
        )
        return told % {"n": count}
    return _("Suspensions: nobody is suspended now")
