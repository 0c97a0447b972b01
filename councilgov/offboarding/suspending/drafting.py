"""A suspension as it would be saved, with what its check page says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from councilgov.days import day_in_words
from councilgov.offboarding.suspending.actions import check_entered, check_moved
from councilgov.offboarding.suspending.facts import entered
from councilgov.offboarding.suspending.foretelling import (
    follows,
    follows_move,
    unusual,
    unusual_end,
)
from councilgov.offboarding.suspending.words import who_is_told, words_of
from councilgov.people.models import Suspension

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from councilgov.forms.templatetags.govuk import SummaryRow
    from councilgov.offboarding.models import System
    from councilgov.people.models import User


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What is looked at before it is saved."""

    rows: Sequence[SummaryRow]
    follows: Sequence[str]
    unusual: Sequence[str]
    """What is asked about: whoever saves it says that it is right."""
    button: str
    done: str


def drafted(
    *,
    councillor: User,
    closed: Collection[System],
    narrowed: Collection[System],
    by: User,
    **fields: Any,
) -> Draft:
    """Raises ``Refused`` for what would not be saved."""
    row = Suspension(councillor=councillor, **fields)
    check_entered(row, by, closed=closed, narrowed=narrowed)
    row.is_for_desk = row.is_for_desk or bool(closed) or bool(narrowed)
    words = words_of(row)
    return Draft(
        rows=list(entered(row, closed, narrowed)),
        follows=list(follows(row)),
        unusual=list(unusual(row)),
        button=str(words.save),
        done=f"{words.saved} {who_is_told(is_for_desk=row.is_for_desk)}",
    )


def drafted_move(row: Suspension, *, ends_on: date, reason: str) -> Draft:
    """Raises ``Refused`` for what would not be saved."""
    before = row.ends_on
    check_moved(row, ends_on)
    return Draft(
        rows=[
            {"key": _("Last day"), "value": day_in_words(ends_on)},
            {"key": _("Last day until now"), "value": day_in_words(before)},
            {"key": _("Why"), "value": reason},
        ],
        follows=list(follows_move(row)),
        unusual=list(unusual_end(row)),
        button=_("Save the last day"),
        done=_("The last day is saved.") + " " + who_is_told(is_for_desk=row.is_for_desk),
    )
