"""What the rows of a file say of a councillor's contacts is noted: in sets, with history."""

from __future__ import annotations

import logging
from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop, ngettext

from consent.contacting.judging import counted
from consent.disclosing.actions import end_over
from consent.importing.meeting import FIELDS, WHY
from consent.machines import CLOSED_BY_THEM
from consent.models import Contact, PermissionStatus, StopLink
from consent.permitting.evidence import prove
from councilgov.days import today
from councilgov.imports.importables import Outcome
from councilgov.people.models import Council
from councilgov.records import keep_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from consent.importing.judging import Plan, Somebody
    from consent.models import ContactPermission
    from councilgov.imports.importables import Step, Verdict
    from councilgov.people.models import User

logger = logging.getLogger(__name__)

AT_ONCE = 1_000
LIKED = gettext_noop("Another way is preferred")


def apply(verdicts: Sequence[Verdict], *, by: User, step: Step) -> None:
    """Note who is new, then each way to reach them, and what the file knows better of others."""
    keep_all([one.person for one in newcomers(verdicts)], by=by, why=WHY)
    like_no_more([verdict.plan.liked_before for verdict in verdicts], by=by)
    for at in range(0, len(verdicts), AT_ONCE):
        batch = verdicts[at : at + AT_ONCE]
        keep_all(_ways(batch, Outcome.CREATE), by=by, why=WHY)
        too = [way for verdict in batch for way in verdict.plan.ended_too]
        changed = [*_ways(batch, Outcome.UPDATE), *too]
        count_anew(changed, by=by)
        keep_all(changed, by=by, why=WHY, fields=FIELDS)
        prove_said(batch, by=by)
        step(len(batch))
    logger.info("Contacts brought in", extra={"by": by.pk, "count": len(verdicts)})


def prove_said(verdicts: Sequence[Verdict], *, by: User) -> None:
    """What a file says that they said is evidence as on a page. Whoever took everything back is
    read by nobody any more.
    """
    said = [verdict.plan.way for verdict in verdicts if verdict.plan.is_said_anew]
    prove(said, by=by)
    closed = {way.constituent_id for way in said if way.status in CLOSED_BY_THEM}
    if closed:
        end_over(people=closed)


def newcomers(verdicts: Iterable[Verdict]) -> list[Somebody]:
    """Each new person once, in the order of the file."""
    found: dict[int, Somebody] = {}
    for verdict in verdicts:
        plan: Plan = verdict.plan
        if plan.somebody.is_new:
            found.setdefault(id(plan.somebody), plan.somebody)
    return list(found.values())


def count_anew(rows: Sequence[ContactPermission], *, by: User) -> None:
    """The contacts that were logged, by what is known of these ways now: one query for all. A link
    that went to somebody else does nothing any more.
    """
    council = Council.objects.the()
    marked: list[Contact] = []
    logged: dict[int | None, list[Contact]] = defaultdict(list)
    live: dict[int | None, ContactPermission] = {row.pk: row for row in rows if row.is_live}
    for contact in Contact.objects.filter(permission__in=live).with_row():
        logged[contact.permission_id].append(contact)
    for key, contacts in logged.items():
        marked += counted(live[key], contacts, council)
    keep_all(marked, by=by, why="Counted anew", fields=["was_unchecked"])
    wrong = [row.pk for row in rows if row.status == PermissionStatus.WRONG_PERSON]
    for link in StopLink.objects.filter(permission__in=wrong):
        link.discard(by=by, why="Somebody else’s")


def like_no_more(rows: Iterable[ContactPermission | None], *, by: User) -> None:
    """What they liked best until now gives way."""
    before = [row for row in rows if row is not None]
    for row in before:
        row.is_preferred = False
    keep_all(before, by=by, why=LIKED, fields=["is_preferred"])


def _ways(verdicts: Iterable[Verdict], outcome: Outcome) -> list[ContactPermission]:
    return [verdict.plan.way for verdict in verdicts if verdict.outcome == outcome]


def consequences(verdicts: Sequence[Verdict]) -> Sequence[str]:
    """How many people come in, and what is left to be done about them."""
    ways = [verdict.plan.way for verdict in verdicts]
    live = [way for way in ways if way.is_live]
    to_check = [way for way in live if not way.is_usable(today())]
    new = ngettext(
        "%(n)d person is new.", "%(n)d people are new.", people := len(newcomers(verdicts))
    )
    check = ngettext(
        "%(n)d way is to be checked before you use it: nothing shows that it is still theirs.",
        "%(n)d ways are to be checked before you use them: nothing shows that they are still "
        "theirs.",
        len(to_check),
    )
    told = ((new, people), (check, len(to_check)))
    return [text % {"n": n} for text, n in told if n]
