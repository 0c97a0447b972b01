"""What a file says of councillors is done: in sets, in the transaction of the import.

No term is ended here, by nothing that a file says or leaves out.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from councilgov.accounts.actions import change_email, invite_each
from councilgov.days import today
from councilgov.notices.actions import send_missed
from councilgov.people.actions import terms_changed
from councilgov.people.models import GroupMembership, TermKind, TermOfOffice
from councilgov.people.turnover.actions import turn_over
from councilgov.records import keep_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from councilgov.arriving.judging import Plan
    from councilgov.imports.importables import Step, Verdict
    from councilgov.people.models import Group, User, Ward

logger = logging.getLogger(__name__)

WHY = gettext_noop("Import")
CHANGED = ("full_name", "known_as", "email", "reference", "is_active")


def apply(verdicts: Sequence[Verdict], *, by: User, step: Step) -> None:
    """Enter who is new, and change the others. Whoever had another address before is told at both,
    as on their page.
    """
    plans: list[Plan] = [verdict.plan for verdict in verdicts]
    keep_all(new_wards(plans), by=by, why=WHY)
    keep_all(new_groups(plans), by=by, why=WHY)
    _keep_people(plans, by=by)
    _keep_terms(plans, by=by)
    _keep_memberships(plans, by=by)
    for plan in plans:
        if plan.person and plan.email:
            change_email(person=plan.person, email=plan.email, by=by)
    _tell(plans, by=by)
    step(len(plans))
    logger.info("Councillors brought in", extra={"by": by.pk, "count": len(plans)})


def _keep_people(plans: Sequence[Plan], *, by: User) -> None:
    new = [plan.person for plan in plans if plan.person and plan.is_new]
    keep_all(new, by=by, why=WHY)
    changed = [plan.person for plan in plans if plan.person and plan.is_changed and not plan.is_new]
    keep_all(changed, by=by, why=WHY, fields=CHANGED)


def _keep_terms(plans: Sequence[Plan], *, by: User) -> None:
    corrected = [plan.corrected for plan in plans if plan.corrected]
    for plan in plans:
        if plan.corrected:
            plan.corrected.ward = plan.ward
    keep_all(corrected, by=by, why=gettext_noop("Ward corrected by an import"), fields=["ward"])
    if corrected:
        terms_changed({term.councillor_id for term in corrected})
    begun = [_term(plan) for plan in plans if plan.starts_on]
    if begun:
        turn_over(endings=[], beginnings=begun, by=by)


def _term(plan: Plan) -> TermOfOffice:
    assert plan.starts_on  # noqa: S101  # asked before; for the type checker
    kind = TermKind.ELECTED if plan.ward else TermKind.MAYOR
    return TermOfOffice(
        councillor=plan.person,
        ward=plan.ward,
        kind=kind,
        starts_on=plan.starts_on,
        declared_on=plan.declared_on,
        declaration_due_on=plan.declares_by,
    )


def _keep_memberships(plans: Sequence[Plan], *, by: User) -> None:
    """The last day in a group is the day before, as the new one begins today."""
    left = [row for plan in plans for row in plan.leaves]
    for row in left:
        row.ends_on = max(row.starts_on, today() - timedelta(days=1))
    keep_all(left, by=by, why=WHY, fields=["ends_on"])
    joined = [
        GroupMembership(
            councillor=plan.person,
            group=plan.joins,
            starts_on=today() if plan.leaves else plan.starts_on or today(),
            ends_on=plan.member_until,
        )
        for plan in plans
        if plan.joins
    ]
    keep_all(joined, by=by, why=WHY)


def _tell(plans: Sequence[Plan], *, by: User) -> None:
    """Whoever had no mailbox is sent what they missed. Whoever is invited is, all at once."""
    first = [plan.person for plan in plans if plan.person and plan.has_first_address]
    if first:
        send_missed(people=first, by=by)
    invited = [plan.person for plan in plans if plan.person and plan.is_invited]
    if invited:
        invite_each(people=invited, by=by)


def new_wards(plans: Iterable[Plan]) -> list[Ward]:
    """Each once."""
    named = [plan.ward for plan in plans if plan.ward]
    return list({id(ward): ward for ward in named if ward.pk is None}.values())


def new_groups(plans: Iterable[Plan]) -> list[Group]:
    joined = [plan.joins for plan in plans if plan.joins]
    return list({id(group): group for group in joined if group.pk is None}.values())


def consequences(verdicts: Sequence[Verdict]) -> Sequence[str]:
    """What follows besides what the file says."""
    plans: list[Plan] = [verdict.plan for verdict in verdicts]
    wards, groups = new_wards(plans), new_groups(plans)
    told = []
    if wards:
        words = _("Wards that are added: %(names)s.")
        told.append(words % {"names": ", ".join(ward.name for ward in wards)})
    if groups:
        words = _("Political groups that are added: %(names)s.")
        told.append(words % {"names": ", ".join(group.name for group in groups)})
    return [*told, *_counted(plans)]


def _counted(plans: Sequence[Plan]) -> Iterable[str]:
    without = sum(plan.is_new and not (plan.person and plan.person.email) for plan in plans)
    moved = sum(bool(plan.email) for plan in plans)
    invited = sum(plan.is_invited for plan in plans)
    cannot = ngettext(
        "%(n)d councillor cannot sign in before you enter their address.",
        "%(n)d councillors cannot sign in before you enter their addresses.",
        without,
    )
    other = ngettext(
        "%(n)d councillor signs in with another address, and is told at both.",
        "%(n)d councillors sign in with another address, and are told at both.",
        moved,
    )
    asked = ngettext("%(n)d councillor is invited.", "%(n)d councillors are invited.", invited)
    told = ((cannot, without), (other, moved), (asked, invited))
    yield from (words % {"n": n} for words, n in told if n)
    if not invited:
        yield _("Nobody is invited.")
