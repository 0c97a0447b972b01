"""What one person reads in the X-ray: found anew each time, and nothing of it is kept."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from councilgov.access import Right
from councilgov.days import today
from councilgov.portal.xray.looking import Look
from councilgov.portal.xray.models import SetAside
from councilgov.portal.xray.rule import Finding, Severity
from councilgov.portal.xray.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django_stubs_ext import StrOrPromise

    from councilgov.people.models import User
    from councilgov.portal.xray.rule import Rule


class Aside(NamedTuple):
    """A finding that is known, and by whom it is left until when."""

    finding: Finding
    row: SetAside


class Block(NamedTuple):
    """What one rule found, so that why it matters is said once."""

    rule: Rule
    colour: str
    findings: Sequence[Finding]

    @property
    def heading(self) -> StrOrPromise:
        """The sentence, where there is one; else what they have in common."""
        return self.rule.title if len(self.findings) > 1 else self.findings[0].found.words


class Group(NamedTuple):
    """The findings of one severity, by their rules."""

    severity: Severity
    blocks: Sequence[Block]

    @property
    def n(self) -> int:
        return sum(len(block.findings) for block in self.blocks)


@dataclass(frozen=True)
class Report:
    """What does not fit, the worst first, and what is left for now."""

    shown: Sequence[Finding]
    aside: Sequence[Aside]

    @property
    def groups(self) -> Sequence[Group]:
        """Of each severity that there is."""
        by_rule = groupby(self.shown, key=lambda finding: finding.rule)
        found = [(rule, list(findings)) for rule, findings in by_rule]
        blocks = [Block(rule, findings[0].colour, findings) for rule, findings in found]
        groups = [
            Group(one, [block for block in blocks if block.rule.severity == one])
            for one in Severity
        ]
        return [group for group in groups if group.blocks]

    def finding(self, key: str) -> Finding | None:
        """The finding of that key, shown or set aside."""
        everything = [*self.shown, *(one.finding for one in self.aside)]
        return next((one for one in everything if one.key == key), None)


def rules_for(user: User) -> Sequence[Rule]:
    """What is looked for on behalf of this person: of Monitoring Officers everything, of others
    what they can mend or may see.
    """
    if user.has_perm(Right.OVERSEE_XRAY):
        return RULES
    if not user.has_perm(Right.SEE_XRAY):
        return []
    return [rule for rule in RULES if any(map(user.has_perm, rule.rights))]


def report_for(user: User) -> Report:
    """A dozen queries at most, however much there is."""
    findings = list(_findings(user))
    rows = {row.finding: row for row in SetAside.objects.in_effect(today()).with_row()}
    shown: list[Finding] = []
    aside: list[Aside] = []
    for finding in findings:
        row = rows.get(finding.key)
        if row and row.covers(finding.found.n):
            aside.append(Aside(finding, row))
        else:
            shown.append(finding)
    return Report(shown, aside)


def count_for(user: User) -> int:
    """How many findings this person's X-ray shows, without those set aside: for a home page."""
    return len(report_for(user).shown)


def _findings(user: User) -> Iterator[Finding]:
    rules = rules_for(user)
    look = Look(user, rules)
    for rule in rules:
        for found in rule.found(look):
            ways = (*found.ways, *rule.ways)
            yield Finding(rule, found, next((way for way in ways if way.is_for(user)), None))
