"""The acts on a suspension that a page asks to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.days import day_in_words
from councilgov.forms.reasons import Act
from councilgov.offboarding.suspending.facts import listed
from councilgov.offboarding.suspending.words import who_is_told, words_of
from councilgov.people.models import Suspension

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from councilgov.offboarding.models import System


def lifting(row: Suspension) -> Act:
    words = words_of(row)
    return Act(
        title=words.lift,
        caption=row.councillor.full_name,
        back=row.get_absolute_url(),
        consequences=list(_of_lifting(row)),
        question=words.lifting,
        hint=_("The decision and its date. The councillor reads it."),
        missing=_("Enter the reason"),
        button=words.lift,
        done=words.lifted,
    )


def _of_lifting(row: Suspension) -> Iterator[str]:
    if row.is_to_come:
        yield _("It never begins.")
    else:
        yield _("The portal is open to them again at once.")
    if row.closed_at and not row.opened_at:
        yield _("The service desk is asked to open what it closed.")
    yield who_is_told(is_for_desk=row.is_for_desk)


def closing(row: Suspension) -> Act:
    return _of_the_desk(
        row,
        _("Access is closed"),
        [
            *_systems(row),
            _("Nothing is deleted."),
            _("You are reminded on the last day to open it again."),
        ],
        _("Say that access is closed"),
        _("Noted: access is closed."),
    )


def opening(row: Suspension) -> Act:
    return _of_the_desk(
        row,
        _("Access is open again"),
        list(_of_opening(row)),
        _("Say that access is open again"),
        _("Noted: access is open again."),
    )


def _of_opening(row: Suspension) -> Iterator[str]:
    """What works again, and what stays closed for the next one."""
    after = Suspension.objects.after_it(row)
    if after is None:
        yield from _systems(row)
    elif names := listed(_only_of(row, after)):
        yield _("Open again: %(systems)s") % {"systems": names}
    if not row.closed_at:
        yield _(
            "You never said here that you closed anything. If you did, open it first: they stay "
            "shut out otherwise."
        )
    elif after is None:
        yield _("All this works again, as before.")
    if after:
        told = _("Another one goes on from this, from %(first)s. What that closes stays closed.")
        yield told % {"first": day_in_words(after.starts_on)}
        yield from _systems(after)


def _only_of(row: Suspension, after: Suspension) -> Iterator[System]:
    """What the next one does not name."""
    named = set(after.systems.values_list("system", flat=True))
    yield from (
        one.system for one in row.systems.exclude(system__in=named).select_related("system")
    )


def not_opened(row: Suspension) -> Act:
    return _of_the_desk(
        row,
        _("Access is not open again"),
        [
            _("Somebody said that access is open again. That is taken back."),
            *_systems(row),
            _("You are asked again to open it."),
        ],
        _("Take it back"),
        _("Taken back: access is still closed."),
    )


def _of_the_desk(
    row: Suspension, title: str, consequences: Sequence[str], button: str, done: str
) -> Act:
    """Nobody asks the desk why."""
    return Act(
        title=title,
        caption=row.councillor.full_name,
        back=row.get_absolute_url(),
        consequences=consequences,
        question="",
        button=button,
        done=done,
        is_grave=False,
    )


def _systems(row: Suspension) -> Iterator[str]:
    """What the desk closes, by name as far as the council has named it."""
    systems = list(row.systems.select_related("system"))
    if closed := listed(one.system for one in systems if not one.is_narrowed):
        yield _("Closed: %(systems)s") % {"systems": closed}
    if partly := listed(one.system for one in systems if one.is_narrowed):
        yield _("Partly closed: %(systems)s") % {"systems": partly}
    if row.extent:
        yield row.extent
