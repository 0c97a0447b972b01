"""With whom somebody sits: the group that a row names, or at which their party hints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from councilgov.arriving import asking
from councilgov.arriving.asking import ADD, NONE, YES
from councilgov.arriving.columns import GROUP, PARTY
from councilgov.arriving.finding import is_same, key_of
from councilgov.days import day_in_words, today
from councilgov.imports.cells import plain
from councilgov.imports.importables import OUT
from councilgov.people.models import Group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.arriving.judging import Judging
    from councilgov.people.models import GroupMembership, User

INDEPENDENT = re.compile(r"independent|non-?aligned|unaligned|ungrouped")
"""Of somebody in no group, and of a group of such people."""


class Said(NamedTuple):
    """The group, or none; and whether the row says anything of it at all."""

    group: Group | None = None
    is_said: bool = False


def said_group(row: Judging, person: User | None) -> Said:
    """What the row says of somebody's group, with what an officer answers."""
    name, party = row.values.get(GROUP.name, ""), row.values.get(PARTY.name, "")
    if name:
        return Said(_named(row, name), is_said=True)
    if not party or row.is_open or _sits_with(row, person, party):
        return Said()
    key = key_of(party)
    answer = row.row.ask(asking.of_party(party, key, row.known.groups), PARTY.name)
    if answer == ADD:
        return Said(row.known.groups.setdefault(key, Group(name=party)), is_said=True)
    if answer == OUT:
        row.leave_out(answer, PARTY)
    group = next((one for one in row.known.groups.values() if str(one.pk) == answer), None)
    return Said(group, is_said=group is not None)


def _named(row: Judging, name: str) -> Group | None:
    """ "Independent" and "Independent Group" are no two spellings of one."""
    group = row.known.groups.get(key_of(name))
    is_sure = group is None or plain(group.name) == plain(name)
    if group is None or is_sure or not INDEPENDENT.search(name.casefold()):
        return row.named(GROUP, row.known.groups, Group, asking.of_group)
    answer = row.row.ask(asking.of_independents(name, group), GROUP.name)
    if answer not in {YES, NONE}:
        row.leave_out(answer, GROUP)
    return group if answer == YES else None


def _sits_with(row: Judging, person: User | None, party: str) -> bool:
    """Whether they are in a group of nearly that name."""
    return any(key_of(one.group.name) == key_of(party) for one in _memberships(row, person))


def _memberships(row: Judging, person: User | None) -> Sequence[GroupMembership]:
    return row.known.memberships.get(person.pk, ()) if person and person.pk else ()


def belong(row: Judging, person: User) -> None:
    """A group that the row does not name is not left. Whoever has an end of their last term is in
    the new one until then (SI 1990/1553, regulation 8).
    """
    before, said = _memberships(row, person), row.group
    if not said.is_said or any(is_same(one.group, said.group) for one in before):
        return
    if said.group is None and all(one.ends_on == today() for one in before):
        return
    for one in before:
        _check_may_leave(row, person, one, said)
    until = None if row.plan.starts_on else row.known.last_day(person)
    told = said.group.name if said.group else _("None")
    if said.group and until:
        told = _("%(group)s, until %(day)s") % {"group": told, "day": day_in_words(until)}
    row.change(GROUP.label, ", ".join(one.group.name for one in before), told)
    row.plan.leaves, row.plan.joins, row.plan.member_until = before, said.group, until


def _check_may_leave(row: Judging, person: User, one: GroupMembership, said: Said) -> None:
    """Nobody is in two groups on one day, nor leaves one before they join it."""
    facts = {"name": person.full_name, "group": one.group.name, "day": day_in_words(one.starts_on)}
    if one.starts_on > today():
        row.refuse(_("%(name)s joins %(group)s on %(day)s. Wait until then.") % facts, GROUP)
    if one.starts_on == today() and said.group:
        told = _("%(name)s joined %(group)s today. Bring the file in again tomorrow.")
        row.refuse(told % facts, GROUP)
