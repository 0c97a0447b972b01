"""Results, as something that can be imported: see ``councilgov.imports.importables``."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from councilgov.access import Right
from councilgov.elections.returning.actions import Return, hold
from councilgov.elections.uploading.columns import COLUMNS
from councilgov.elections.uploading.judging import judge
from councilgov.imports.importables import Importable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.elections.models import Contest
    from councilgov.imports.importables import Step, Verdict
    from councilgov.people.models import User


def counted(rows: int) -> str:
    """54 results."""
    return ngettext("%(n)s result", "%(n)s results", rows) % {"n": f"{rows:,}"}


def apply(verdicts: Sequence[Verdict], *, by: User, step: Step) -> None:
    """Hold the result of each ward: nobody is told, and no term changes, before it is confirmed."""
    wards: dict[Contest, list[Return]] = defaultdict(list)
    for verdict in verdicts:
        wards[verdict.plan.contest].append(verdict.plan.told)
    for contest, told in wards.items():
        hold(contest=contest, returns=told, by=by)
        step(len(told))


IMPORTABLES = [
    Importable(
        name="results",
        title=_("Upload results"),
        counted=counted,
        right=Right.KEEP_ELECTIONS,
        columns=COLUMNS,
        judge=judge,
        apply=apply,
        page="elections:elections",
        introduction=_(
            "One row for each candidate. Whoever sits for a ward now stands in it too, with what "
            "the poll means for them. Results are held until you confirm them: nothing else "
            "follows from a file."
        ),
    )
]
