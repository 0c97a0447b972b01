"""A suspension as its page shows it, and what each person may do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from councilgov.access import Right
from councilgov.days import day_in_words, moment_in_words, today
from councilgov.offboarding.own.facts import own_case
from councilgov.offboarding.showing.steps import Step
from councilgov.offboarding.suspending.events import timeline
from councilgov.people.models import Suspension

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
    """Also over where the term ended before it."""
    if row.is_over or not Suspension.objects.filter(pk=row.pk).in_term(today()).exists():
        return OVER
    return TO_COME if row.is_to_come else NOW


def shown(row: Suspension, user: User) -> Mapping[str, Any]:
    """All that the page shows to an officer."""
    stands = standing(row)
    return {
        "suspension": row,
        "status": STANDINGS[stands],
        "colour": COLOURS[stands],
        "known": list(known(row)),
        "steps": list(_steps(row, user, stands)),
        "events": timeline(row),
        "sees_person": user.has_perm(Right.SEE_PEOPLE),
    }


def known(row: Suspension, *, is_own: bool = False) -> Iterator[SummaryRow]:
    """What was decided, and what is closed by it: for officers, or for the councillor."""
    closed = [one.system.name for one in row.systems.select_related("system")]
    narrowed = [one.system.name for one in row.systems.filter(is_narrowed=True)]
    rows = [
        (_("What it is"), str(row.get_what_display())),
        (_("Who decided it"), str(row.get_decider_display())),
        (_("Decision"), row.decision),
        (_("First day"), day_in_words(row.starts_on)),
        (_("Last day"), _last_day(row)),
        (_("Why it ends on another day"), row.moved_because),
        (_("Systems that are closed"), _listed(set(closed) - set(narrowed))),
        (_("Systems that are narrowed"), _listed(set(narrowed))),
        (_("Council equipment"), _kit(row, is_own=is_own)),
        (_("Contacts"), _contacts(row, is_own=is_own)),
        (_("Why"), row.reasons),
        (_("Lifted because"), row.lifted_because),
    ]
    for key, value in rows:
        if value:
            yield {"key": key, "value": value}


def _listed(names: set[str]) -> str:
    return ", ".join(sorted(names))


def _last_day(row: Suspension) -> str:
    if row.lifted_at:
        return _("Lifted at %(moment)s") % {"moment": moment_in_words(row.lifted_at)}
    terms = row.councillor.terms.filter(starts_on__lte=row.starts_on)
    last_days = [term.last_day for term in terms]
    ends = max((day for day in last_days if day), default=None)
    if None not in last_days and ends and ends < row.ends_on:
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


def _steps(row: Suspension, user: User, stands: str) -> Iterator[Step]:
    """What waits for the desk is the button of its page; the others are links."""
    if user.has_perm(Right.CLOSE_ACCESS):
        day, same = today(), Suspension.objects.filter(pk=row.pk)
        if same.to_close(day).exists():
            yield _step(row, "close_systems", _("Say that access is closed"), is_next=True)
        if same.to_open(day).exists():
            yield _step(row, "open_systems", _("Say that access is open again"), is_next=True)
    if stands != OVER and user.has_perm(Right.OVERSEE_OFFBOARDING):
        yield _step(row, "move_suspension", _("Move the last day"))
        yield _step(row, "lift_suspension", _("Lift the suspension"))


def _step(row: Suspension, page: str, text: str, *, is_next: bool = False) -> Step:
    return Step(text, reverse(f"offboarding:{page}", args=[row.pk]), is_next)


def own_suspension(user: User) -> Suspension | None:
    """The one that is in force, else the last that there was or will be."""
    mine = Suspension.objects.filter(councillor=user).with_row()
    return mine.on(today()).first() or mine.first()


def own(row: Suspension) -> Mapping[str, Any]:
    """All that the councillor's own page shows."""
    stands = standing(row)
    return {
        "suspension": row,
        "is_now": stands == NOW,
        "heading": _heading(row, stands),
        "known": list(known(row, is_own=True)),
        "has_contacts": not row.is_without_contacts,
        "leaves": own_case(row.councillor) is not None,
    }


def _heading(row: Suspension, stands: str) -> str:
    if stands == OVER:
        return _("This is over. Everything is open to you again.")
    facts = {"first": day_in_words(row.starts_on), "last": day_in_words(row.ends_on)}
    if stands == TO_COME:
        return _("It begins on %(first)s and lasts to the end of %(last)s.") % facts
    return _("It lasts to the end of %(last)s. After that the portal opens by itself.") % facts


def board_line() -> str:
    """How many are suspended now, above the board of leavers."""
    if count := Suspension.objects.on(today()).count():
        told = ngettext(
            "%(n)s councillor is suspended now", "%(n)s councillors are suspended now", count
        )
        return told % {"n": count}
    return _("Suspensions: nobody is suspended now")
