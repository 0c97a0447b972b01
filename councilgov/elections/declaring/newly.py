"""Who is newly elected, and how far each is on the way into office."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.conf import settings as portal
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from councilgov.access import Right
from councilgov.accounts.models import Standing, everybody
from councilgov.accounts.tables import COLOURS
from councilgov.days import day_in_words, short_day_in_words, today
from councilgov.deadlines import months_after
from councilgov.people.declarations import DECLARES_WITHIN
from councilgov.people.models import TermKind, TermOfOffice, User

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from django.db.models import QuerySet

    from councilgov.people.office import TermOfOfficeQuerySet

SHOWN_MONTHS = 6
"""After the first day of a term, for how long somebody is new."""


class Step(NamedTuple):
    """How far somebody is with one thing: in words, with a colour, and where that is done."""

    title: str
    words: str
    colour: str
    href: str = ""
    right: str = ""
    """Who may open that page."""


class Newcomer(NamedTuple):
    """Somebody newly elected, and their steps."""

    term: TermOfOffice
    steps: Sequence[Step]
    is_lapsed: bool
    is_again: bool
    """They were in office until this term began."""

    def read_by(self, reader: User) -> Newcomer:
        """Without links to what this person may not open."""
        steps = [
            step._replace(href="") if step.right and not reader.has_perm(step.right) else step
            for step in self.steps
        ]
        return self._replace(steps=steps)


def newly_elected() -> TermOfOfficeQuerySet:
    """Of whom a declaration is, or was, waited for: who was elected again declares anew. Also who
    had declared when they came in by a list or by hand, for as long as others have to declare.
    """
    since, lately = (months_after(today(), -n) for n in (SHOWN_MONTHS, DECLARES_WITHIN))
    told = Q(declaration_due_on__isnull=False) | Q(starts_on__gte=lately)
    rows = TermOfOffice.objects.filter(told, starts_on__gte=since)
    elected = rows.filter(kind__in=[TermKind.ELECTED, TermKind.MAYOR])
    return elected.unfinished(timezone.now())


def to_declare() -> TermOfOfficeQuerySet:
    """Who may not act yet: the first to lapse first."""
    rows = TermOfOffice.objects.undeclared().unfinished(timezone.now())
    return rows.filter(ends_at=None).order_by("declaration_due_on", "pk")


def lapsed() -> TermOfOfficeQuerySet:
    """Whose two months are over without a declaration: the office is vacant."""
    return to_declare().filter(declaration_due_on__lt=today())


def to_invite() -> Sequence[User]:
    """Who is newly elected, has a mailbox, cannot sign in, and has no link that works."""
    people = everybody(timezone.now()).filter(pk__in=newly_elected().values("councillor"))
    people = people.exclude(email=None)
    open_ones = [Standing.CAN_SIGN_IN, Standing.INVITED, Standing.CLOSED]
    return list(people.exclude(standing__in=open_ones).order_by("sorts_as", "pk"))


def newcomers(reader: User) -> Sequence[Newcomer]:
    """All of them with their steps, as somebody reads them: as many queries for many as for one."""
    terms = list(
        newly_elected().select_related("councillor", "ward").order_by("councillor__sorts_as", "pk")
    )
    people = {term.councillor_id for term in terms}
    standings = {one.pk: one for one in everybody(timezone.now()).filter(pk__in=people)}
    others = [import_string(name)(people) for name in portal.INDUCTION_STEPS if people]
    again = elected_again(terms)
    found = [
        _newcomer(term, standings, others)._replace(is_again=term.pk in again) for term in terms
    ]
    return [one.read_by(reader) for one in found]


def elected_again(terms: Collection[TermOfOffice]) -> set[int]:
    """Those of these terms that follow another one without a gap."""
    people = {term.councillor_id for term in terms}
    before: dict[int, list[TermOfOffice]] = {}
    for row in TermOfOffice.objects.filter(councillor__in=people):
        before.setdefault(row.councillor_id, []).append(row)
    return {
        term.pk
        for term in terms
        for old in before[term.councillor_id]
        if old.starts_on < term.starts_on
        and (old.ends_at is None or localdate(old.ends_at) >= term.starts_on)
    }


def without_mailbox() -> QuerySet[User]:
    """Who is newly elected, and has no council address as yet: the service desk makes one."""
    new = newly_elected().values("councillor")
    found: QuerySet[User] = User.objects.filter(pk__in=new, email=None)
    return found


def _newcomer(
    term: TermOfOffice,
    standings: Mapping[int, User],
    others: Collection[Mapping[int, Step]],
) -> Newcomer:
    person = standings[term.councillor_id]
    steps = [_declared(term), _invited(person)]
    steps += [found[person.pk] for found in others if person.pk in found]
    return Newcomer(term, steps, is_lapsed=_is_lapsed(term), is_again=False)


def _is_lapsed(term: TermOfOffice) -> bool:
    due = term.declaration_due_on
    return bool(term.declared_on is None and term.ends_at is None and due and due < today())


def _declared(term: TermOfOffice) -> Step:
    title = _("Declaration of acceptance")
    if term.declared_on:
        return Step(title, short_day_in_words(term.declared_on), "green")
    if term.declaration_due_on is None:
        return Step(title, _("Made"), "green")
    told = _("Too late since %(day)s") if _is_lapsed(term) else _("To be made by %(day)s")
    colour = "red" if _is_lapsed(term) else "yellow"
    return Step(title, told % {"day": day_in_words(term.declaration_due_on)}, colour)


def _invited(person: User) -> Step:
    if person.email is None:
        href = reverse("accounts:person", args=[person.pk])
        return Step(_("Account"), _("No council mailbox yet"), "yellow", href, Right.SEE_PEOPLE)
    standing = Standing(person.standing)  # type: ignore[attr-defined]  # annotated
    href = reverse("accounts:person", args=[person.pk])
    return Step(_("Account"), str(standing.label), COLOURS[standing], href, Right.SEE_PEOPLE)
