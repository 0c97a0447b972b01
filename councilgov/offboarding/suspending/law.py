"""Who may suspend a councillor, by nation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.people.council import NationOf
from councilgov.people.models import Decider, SuspendedFrom
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Set

NOBODY: Set[str] = frozenset()
SUSPENDS: Mapping[str, Set[str]] = {
    NationOf.ENGLAND: NOBODY,
    NationOf.WALES: frozenset({Decider.COUNCIL, Decider.STANDARDS}),
    NationOf.SCOTLAND: frozenset({Decider.COUNCIL, Decider.STANDARDS}),
    NationOf.NORTHERN_IRELAND: frozenset({Decider.COUNCIL, Decider.STANDARDS}),
}
"""Besides a court. In England a failing under the code is dealt with by the council's arrangements
alone (Localism Act 2011, section 28(4)), which know no suspension. A change was announced in
November 2025 and needs an Act of Parliament: this table is where it goes."""


def check_may_suspend(*, nation: str, what: str, decider: str) -> None:
    """Raise ``Refused`` for a suspension from office by whom the law does not let suspend."""
    if what != SuspendedFrom.OFFICE or decider == Decider.COURT or decider in SUSPENDS[nation]:
        return
    raise Refused(
        _(
            "In England only a court can suspend a councillor from office today (Localism Act "
            "2011, section 28). If the council withdraws facilities, select that above"
        ),
        field="decider",
    )
