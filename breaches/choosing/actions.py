"""An officer says which clause a kind of report cites from now on. What was reported before cites
what it did: the text in force on the day.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from breaches.clauses import KINDS
from breaches.models import ClauseChoice
from councilgov.access import Right
from councilgov.ledger.actions import record
from councilgov.records import Refused

if TYPE_CHECKING:
    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User
    from policies.models import PolicyVersion

logger = logging.getLogger(__name__)


@transaction.atomic
def choose_clause(
    *, what: str, version: PolicyVersion | None, anchor: str = "", by: User
) -> ClauseChoice:
    """That clause is cited, as long as it stands in the policy word by word; without a version
    none is. Raises ``Refused`` for who may not look into reports, and for a clause that is not
    there.
    """
    _check_may(by)
    row = _held(what) or ClauseChoice(what=what)
    row.policy, row.wording = None, ""
    if version:
        row.policy, row.wording = version.policy, _wording(version, anchor)
    row.chosen_at, row.chosen_by = timezone.now(), by
    row.keep(by=by, why="Clause chosen")
    slug = version.policy.slug if version else ""
    facts: dict[str, JSON] = {"what": what, "policy": slug, "anchor": anchor}
    record(kind="breaches.clause_chosen", actor=by, subject=row, facts=facts, names={})
    logger.info("Clause chosen", extra={"what": what, "by": by.pk})
    return row


@transaction.atomic
def use_built_in(*, what: str, by: User) -> None:
    """What comes with the portal is cited again. Safe twice. Raises ``Refused`` for who may not
    look into reports.
    """
    _check_may(by)
    row = _held(what)
    if row:
        record(
            kind="breaches.clause_built_in", actor=by, subject=row, facts={"what": what}, names={}
        )
        row.discard(by=by, why="Built-in clause")


def _check_may(by: User) -> None:
    if not by.has_perm(Right.HANDLE_INCIDENT):
        raise Refused(_("Only an information officer or the Monitoring Officer can do this."))


def _held(what: str) -> ClauseChoice | None:
    if what not in KINDS:
        raise Refused(_("There is no such kind of report."))
    return ClauseChoice.objects.select_for_update().filter(what=what).first()


def _wording(version: PolicyVersion, anchor: str) -> str:
    for clause in version.text:
        if clause.anchor == anchor:
            return clause.text
    raise Refused(_("This clause is not in the policy. Choose another one."), field="clause")
