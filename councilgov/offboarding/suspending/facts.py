"""A suspension as its page shows it, and what each person may do with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from councilgov.access import Right
from councilgov.days import day_in_words, in_london, moment_in_words, today
from councilgov.offboarding.own.facts import own_case
from councilgov.offboarding.showing.steps import Step
from councilgov.offboarding.suspending.events import timeline
from councilgov.offboarding.suspending.reaching import reach_to_do, reached
from councilgov.offboarding.suspending.words import own_seat_in_words, seat_in_words, words_of
from councilgov.people.models import SuspendedFrom, Suspension
from councilgov.people.standing import Access

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from django_stubs_ext import StrOrPromise

    from councilgov.forms.templatetags.govuk import SummaryRow
    from councilgov.offboarding.models import System
    from councilgov.people.models import User

NOW, TO_COME, OVER = "now", "to_come", "over"
STANDINGS: Mapping[str, StrOrPromise] = {
    NOW: gettext_lazy("In force now"),
    TO_COME: gettext_lazy("Begins later"),
    OVER: gettext_lazy("Over"),
}
COLOURS = {NOW: "yellow", TO_COME: "blue", OVER: "grey"}


def standing(row: Suspension) -> str:
    """Also over where the term ended before it, from that moment on."""
    same, day = Suspension.objects.filter(pk=row.pk), today()
    if same.in_force(timezone.now()).exists():
        return NOW
    return TO_COME if same.to_come(day).exists() else OVER


def standing_in_words(row: Suspension, stands: str) -> StrOrPromise:
    return words_of(row).now if stands == NOW else STANDINGS[stands]


def shown(row: Suspension, user: User) -> Mapping[str, Any]:
    """All that the page shows to an officer."""
    stands, sees_why = standing(row), user.has_perm(Right.OVERSEE_OFFBOARDING)
    return {
        "suspension": row,
        "words": words_of(row),
        "seat": seat_in_words(row) if stands != OVER else "",
        "status": standing_in_words(row, stands),
        "colour": COLOURS[stands],
        "known": [
            *known(row, sees_why=sees_why, sees_systems=sees_why or is_of_desk(user)),
            *_said((_("How they are reached"), reached(row, user))),
        ],
        "steps": list(steps(row, user, stands)),
        "events": timeline(row, sees_why=sees_why),
        "sees_person": user.has_perm(Right.SEE_PEOPLE),
    }


def is_of_desk(user: User) -> bool:
    return user.has_perm(Right.CLOSE_ACCESS)


def known(row: Suspension, *, sees_why: bool, sees_systems: bool) -> Iterator[SummaryRow]:
    """What was decided, and what is closed by it, for officers. Why is for who decides; which
    systems for the service desk too.
    """
    systems = list(row.systems.select_related("system")) if sees_systems else []
    closed = [one.system for one in systems if not one.is_narrowed]
    partly = [one.system for one in systems if one.is_narrowed]
    return entered(row, closed, partly, sees_why=sees_why, sees_extent=sees_systems)


def entered(
    row: Suspension,
    closed: Collection[System],
    narrowed: Collection[System],
    *,
    sees_why: bool = True,
    sees_extent: bool = True,
) -> Iterator[SummaryRow]:
    """The same, also of what is not saved yet."""
    return _said(
        (_("What was decided"), str(row.get_what_display())),
        (_("Who decided it"), str(row.get_decider_display())),
        (_("Decision"), row.decision),
        (_("First day"), day_in_words(row.starts_on)),
        (_("Last day"), _last_day(row)),
        (_("Why it ends on another day"), row.moved_because if sees_why else ""),
        (_("Systems that are closed"), listed(closed)),
        (_("Systems that are partly closed"), listed(narrowed)),
        (_("What the service desk does"), _for_desk(row, closed, narrowed) if sees_extent else ""),
        (_("Council equipment"), _kit(row, is_own=False)),
        (_("Contacts"), _contacts(row, is_own=False)),
        (_("Why"), row.reasons if sees_why else ""),
        (_("Why it was lifted"), row.lifted_because if sees_why else ""),
    )


def _own_known(row: Suspension) -> Iterator[SummaryRow]:
    """The same, for the councillor, whose page says above what it is."""
    systems = list(row.systems.select_related("system"))
    return _said(
        (_("Who decided it"), str(row.get_decider_display())),
        (_("The decision"), row.decision),
        (_("First day"), day_in_words(row.starts_on)),
        (_("Last day"), _last_day(row)),
        (_("Why it ends on another day"), row.moved_because),
        (_("Closed to you"), listed(one.system for one in systems if not one.is_narrowed)),
        (_("Partly closed to you"), listed(one.system for one in systems if one.is_narrowed)),
        (_("What the service desk does"), row.extent),
        (_("Your council equipment"), _kit(row, is_own=True)),
        (_("Your contacts"), _contacts(row, is_own=True)),
        (_("Why"), row.reasons),
        (_("Why it ended early"), row.lifted_because),
    )


def _said(*rows: tuple[str, str]) -> Iterator[SummaryRow]:
    for key, value in rows:
        if value:
            yield {"key": key, "value": value}


def listed(systems: Iterable[System]) -> str:
    return ", ".join(sorted(system.name for system in systems))


def _for_desk(row: Suspension, closed: Collection[System], narrowed: Collection[System]) -> str:
    """Of what was entered before this was asked for, and is not over long since, nobody has said
    it: why it was, the service desk doesn't read.
    """
    if row.extent or closed or narrowed or row.erased_at or not row.is_for_desk:
        return row.extent
    return _("Nobody has said. Ask the Monitoring Officer what is to be closed, and how far")


def _last_day(row: Suspension) -> str:
    if row.lifted_at:
        return _("Lifted at %(moment)s") % {"moment": moment_in_words(row.lifted_at)}
    if ends := row.ends_with_term:
        told = _("%(day)s, but it ends with the term: %(end)s")
        return told % {"day": day_in_words(row.ends_on), "end": day_in_words(ends)}
    return day_in_words(row.ends_on)


def _kit(row: Suspension, *, is_own: bool) -> str:
    if row.is_kit_asked_back:
        told = _("You are asked to bring it back for that time")
        return told if is_own else _("Asked back for that time")
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
        if is_opened_lately(row):
            yield _step(row, "take_back_opened", _("Access is not open again: take that back"))
    if stands != OVER and user.has_perm(Right.OVERSEE_OFFBOARDING):
        yield _step(row, "move_suspension", _("Move the last day"))
        yield _step(row, "lift_suspension", str(words_of(row).lift))


def is_opened_lately(row: Suspension) -> bool:
    """The desk said so today, or it is not over yet: who pressed by mistake sees it here."""
    if row.opened_at is None:
        return False
    return today() <= max(row.last_day, in_london(row.opened_at))


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
        "own_title": words_of(row).own,
        "is_now": stands == NOW,
        "heading": _heading(row, stands),
        "seat": own_seat_in_words(row),
        "known": list(_own_known(row)),
        "has_contacts": not row.is_without_contacts,
        "leaves": own_case(row.councillor) is not None,
        "reach": list(reach_to_do(row.councillor)),
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
    """How many do without something now, above the board of leavers."""
    counts = dict(
        Suspension.objects.in_force(timezone.now())
        .order_by()
        .values_list("what")
        .annotate(Count("pk"))
    )
    told = []
    if count := counts.get(SuspendedFrom.OFFICE, 0):
        words = ngettext(
            "%(n)s councillor is suspended now", "%(n)s councillors are suspended now", count
        )
        told.append(words % {"n": count})
    if count := counts.get(SuspendedFrom.FACILITIES, 0):
        words = ngettext(
            "Facilities are withdrawn from %(n)s councillor now",
            "Facilities are withdrawn from %(n)s councillors now",
            count,
        )
        told.append(words % {"n": count})
    return "; ".join(told) or _("Suspensions and withdrawn facilities: none now")
