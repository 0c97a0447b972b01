"""Do and don't, with the words of the clauses in force: found each time, as policies change."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from councilgov.portal.helping.topics import TOPICS
from policies.models import PolicyVersion
from policies.text.clauses import places

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from django_stubs_ext import StrOrPromise

    from breaches.citing import Place
    from councilgov.portal.helping.topics import Rule, Topic
    from policies.text.clauses import Clause


class Quoted(NamedTuple):
    """A rule in plain words, and the clause that says so."""

    words: StrOrPromise
    policy: str
    where: str
    quote: str
    href: str


class Panel(NamedTuple):
    """What one topic asks for and forbids."""

    key: str
    heading: StrOrPromise
    do: Sequence[Quoted]
    dont: Sequence[Quoted]

    @property
    def quoted(self) -> Sequence[Quoted]:
        """Each clause once, in the order of its rules."""
        return list({rule.href: rule for rule in (*self.do, *self.dont)}.values())


def panels(topics: Iterable[Topic] = TOPICS) -> Iterator[Panel]:
    """Those of which something is in force: one query."""
    topics = list(topics)
    slugs = {rule.place.policy for topic in topics for rule in (*topic.do, *topic.dont)}
    found = PolicyVersion.objects.in_force().filter(policy__slug__in=slugs)
    versions = {row.policy.slug: row for row in found.select_related("policy")}
    for topic in topics:
        do, dont = (list(_quoted(rules, versions)) for rules in (topic.do, topic.dont))
        if do or dont:
            yield Panel(topic.key, topic.heading, do, dont)


def _quoted(rules: Iterable[Rule], versions: Mapping[str, PolicyVersion]) -> Iterator[Quoted]:
    for rule in rules:
        version = versions.get(rule.place.policy)
        if version and (quoted := _found(rule.words, rule.place, version)):
            yield quoted


def _found(words: StrOrPromise, place: Place, version: PolicyVersion) -> Quoted | None:
    """The first clause that has these words; None where it was reworded past them."""
    text = version.text
    at = next((n for n, one in enumerate(text) if place.is_in(one)), None)
    if at is None:
        return None
    clause = text[at]
    where = places(text)[clause.anchor]
    href = f"{version.get_absolute_url()}#{clause.anchor}"
    return Quoted(words, version.policy.title, where, _quote(clause, text[at + 1 :]), href)


def _quote(clause: Clause, after: Sequence[Clause]) -> str:
    """Its words, with the points of the list that it begins."""
    if not clause.text.endswith(":"):
        return clause.text
    depth = clause.level if clause.is_point else 0
    points = takewhile(lambda one: one.is_point and one.level > depth, after)
    return f"{clause.text} {'; '.join(one.wording for one in points)}"
