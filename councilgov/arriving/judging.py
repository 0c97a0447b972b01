"""What becomes of each row of a file of councillors: judged alike to check and to import."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NoReturn, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.arriving import asking
from councilgov.arriving.asking import ADD, CORRECT, KEEP, RENAME, YES
from councilgov.arriving.columns import EMAIL, NAME, REFERENCE, STARTS, WARD
from councilgov.arriving.declaring import declaration, declare
from councilgov.arriving.finding import find, is_same, key_of
from councilgov.arriving.grouping import Said, belong, said_group
from councilgov.arriving.together import (
    address_of,
    is_over,
    is_vacant,
    refuse_twins,
    spelt_otherwise,
    together,
)
from councilgov.days import day_in_words, today
from councilgov.deadlines import last_day_before
from councilgov.forms.names import core_of, is_same_name
from councilgov.imports.cells import in_words
from councilgov.imports.importables import OUT, Change, Outcome, Verdict
from councilgov.people.models import Group, User, Ward
from councilgov.people.naming import greeting, natural
from councilgov.people.terms import check_begins_alone
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Mapping, Sequence
    from datetime import date

    from councilgov.arriving.finding import Known
    from councilgov.arriving.together import Together
    from councilgov.imports.importables import Column, Question, Row
    from councilgov.people.models import GroupMembership, TermOfOffice

    R = TypeVar("R", Ward, Group)
    Asked = Callable[[str, str, Mapping[str, R]], Question]

USUAL_SEATS, MOST_SEATS = 3, 10
"""Of a ward or division in England, and more than any in the United Kingdom has."""
LEFT_OUT = gettext_noop("You answered that it is to be left out.")


@dataclass(slots=True)
class Plan:
    """Somebody as they will be, and what begins or changes with that."""

    person: User | None = None
    present: set[int] = field(default_factory=set)  # whoever the row may be about
    is_new: bool = False
    is_changed: bool = False  # in a column of their own row
    ward: Ward | None = None
    starts_on: date | None = None  # of a term that begins
    declares_by: date | None = None  # until then they may not act
    declared_on: date | None = None
    corrected: TermOfOffice | None = None
    leaves: Sequence[GroupMembership] = ()
    joins: Group | None = None
    member_until: date | None = None  # of the group that they join, if it is known
    email: str = ""  # instead of the one that they had
    has_first_address: bool = False
    is_invited: bool = False


class LeftOut(Exception):
    """The row is refused, or says nothing: there is nothing more to find out about it."""


def judge(rows: Sequence[Row], *, by: User, lock: bool) -> Sequence[Verdict]:  # noqa: ARG001  # the register is everybody's
    """What becomes of each row, with a few queries for all of them."""
    same_number = _("%(name)s in row %(row)d has the same number in Modern.gov.")
    refuse_twins(rows, lambda row: row.values.get(REFERENCE.name), same_number, REFERENCE)
    known = find(rows, lock=lock)
    file = together(rows, known)
    verdicts = [Judging(row, known, file).verdict() for row in rows]
    whom = {id(verdict.row): _whom(verdict) for verdict in verdicts}
    same_person = _("%(name)s in row %(row)d is the same person.")
    refuse_twins(rows, lambda row: whom[id(row)], same_person, NAME)
    return verdicts


def _whom(verdict: Verdict) -> Hashable:
    """Who it is about: for people who are new their name and ward."""
    plan: Plan = verdict.plan
    if plan.person is None:
        return None
    ward = plan.ward.name if plan.ward else ""
    return (core_of(plan.person.full_name), ward) if plan.is_new else plan.person.pk


class Judging:
    """One row, held against what is known."""

    def __init__(self, row: Row, known: Known, file: Together) -> None:
        self.row, self.known, self.file = row, known, file
        self.values = row.values
        self.name = natural(self.values.get(NAME.name, ""))
        self.address, self.is_none_of_theirs = address_of(row, known, file)
        self.names_ward = WARD.name in self.values
        self.changes: list[Change] = []
        self.plan = Plan()
        self.group = Said()
        self.is_open = False  # whether it has to be said first who it is

    def verdict(self) -> Verdict:
        if is_vacant(self.row):
            return Verdict(self.row, Outcome.UNCHANGED, self.name, plan=self.plan)
        try:
            person = self.decided()
        except LeftOut:
            left_out = Plan(present=self.plan.present)
            return Verdict(self.row, Outcome.UNCHANGED, self.name, plan=left_out)
        changed = Outcome.UPDATE if self.changes else Outcome.UNCHANGED
        outcome = Outcome.CREATE if self.plan.is_new else changed
        about = "" if self.plan.is_new else str(person.pk)
        return Verdict(self.row, outcome, self.name, self.changes, self.plan, about)

    def decided(self) -> User:
        """Somebody as they will be. Raises ``LeftOut`` where nothing becomes of the row."""
        if not self.name:
            self.refuse(_("Enter a first name and a last name."), NAME)
        if is_over(self.row):
            raise LeftOut
        self.plan.ward = self.ward()
        self.plan.present = {person.pk for person in self.candidates()}
        person = self.whom()
        self.group = said_group(self, person)
        starts_on = self.first_day(person)
        if self.row.faults:
            raise LeftOut
        self.plan.present = {person.pk} if person else set()
        self.plan.person, self.plan.is_new = person or self.newcomer(), person is None
        return self.changed(self.plan.person, starts_on)

    def changed(self, person: User, starts_on: date | None) -> User:
        """The same, with what the row changes of them."""
        self.check_may_sit(person)
        self.rename(person)
        self.sit(person, starts_on)
        self.number(person)
        self.reach(person)
        belong(self, person)
        self.invite(person)
        return person

    def refuse(self, told: str, column: Column) -> NoReturn:
        self.row.refuse(told, column.name)
        raise LeftOut

    def change(self, label: object, before: str, after: str) -> None:
        self.changes.append(Change(str(label), before, after))

    # What the file calls wards and groups

    def ward(self) -> Ward | None:
        """The ward that the row names; none for the mayor, and where it is not known yet."""
        name = self.values.get(WARD.name, "")
        if name and self.is_full(key_of(name)):
            number = self.file.wards[key_of(name)]
            answer = self.row.ask(asking.of_many(name, key_of(name), number), WARD.name)
            if answer == OUT:
                self.leave_out(answer, WARD)
        return self.named(WARD, self.known.wards, Ward, asking.of_ward)

    def is_full(self, ward: str) -> bool:
        """Whether the file has more for it than any ward has seats; or more than most have, and
        more who are new than sit there.
        """
        number, sit = self.file.wards[ward], len(self.known.sitting.get(ward, ()))
        is_new = 0 < sit < self.file.new[ward] and number > USUAL_SEATS
        return is_new or number > max(MOST_SEATS, sit)

    def named(
        self, column: Column, known: dict[str, R], model: type[R], question: Asked[R]
    ) -> R | None:
        """What is called so, or what an officer says that it is; None for neither."""
        name = self.values.get(column.name, "")
        key = key_of(name)
        if not name or key in known:
            return known.get(key)
        answer = self.row.ask(question(name, key, known), column.name)
        if answer == ADD:
            return known.setdefault(key, model(name=name))
        if answer == OUT:
            self.row.refuse(_(LEFT_OUT), column.name)
        return next((one for one in known.values() if str(one.pk) == answer), None)

    # Who it is

    def candidates(self) -> list[User]:
        """Whoever has the number or the address; else everybody of that name who is or was a
        councillor, or who sits here under nearly that name and is not in the file; first those of
        the ward.
        """
        if sure := self.sure():
            return sure
        ward = key_of(self.plan.ward.name) if self.plan.ward else ""
        alike = self.known.by_name.get(core_of(self.name), ())
        others = spelt_otherwise(self.name, ward, self.known, self.file)
        people = dict.fromkeys([*alike, *others])
        return sorted(people, key=lambda one: not self.known.sits_for(one, ward))

    def sure(self) -> list[User]:
        """Whoever has the number, and whoever has the address, if that is another."""
        numbered = self.known.by_reference.get(self.values.get(REFERENCE.name, ""))
        reached = self.known.by_email.get(self.address)
        return list(dict.fromkeys(one for one in (numbered, reached) if one))

    def whom(self) -> User | None:
        """Who it is; None for somebody new, and while a question is open."""
        people = self.sure()
        if len(people) > 1:
            told = _("The number is that of %(one)s here, and the address that of %(other)s.")
            names = {"one": people[0].full_name, "other": people[1].full_name}
            self.refuse(told % names, REFERENCE)
        return people[0] if people else self.of_same_name()

    def of_same_name(self) -> User | None:
        people = self.candidates()
        if not people:
            return None
        told = [asking.told_of(one, self.known.terms[one.pk]) for one in people]
        ward, number = self.values.get(WARD.name, ""), self.values.get(REFERENCE.name, "")
        row = self.row.number if self.file.has_namesake(self.row) else 0
        question = asking.of_same(self.name, ward, people, told, number=number, row=row)
        answer = self.row.ask(question, NAME.name)
        if answer == OUT:
            self.leave_out(answer, NAME)
        self.is_open = not answer
        return next((one for one in people if str(one.pk) == answer), None)

    def newcomer(self) -> User:
        is_mayor = self.names_ward and self.plan.ward is None
        known_as = greeting(self.name, is_mayor=is_mayor)
        self.change(NAME.label, "", self.name)
        person = User(full_name=self.name, known_as=known_as)
        person.set_unusable_password()
        return person

    def check_may_sit(self, person: User) -> None:
        """An officer of the council cannot be a member of it (Local Government Act 1972, section
        80), and nobody comes back from the dead.
        """
        name = {"name": person.full_name}
        if person.pk in self.known.officers:
            self.refuse(_("%(name)s is an officer here. Compare the address.") % name, NAME)
        if self.known.has_died(person):
            self.refuse(_("The council was told that %(name)s has died.") % name, NAME)

    def rename(self, person: User) -> None:
        """Another spelling is no other name. Another name is asked about."""
        if is_same_name(self.name, person.full_name):
            return
        question = asking.of_name if self.sure() else asking.of_spelling
        answer = self.row.ask(question(self.name, person), NAME.name)
        if answer == RENAME:
            self.change(NAME.label, person.full_name, self.name)
            if person.known_as == greeting(person.full_name):
                person.known_as = greeting(self.name)
            person.full_name, self.plan.is_changed = self.name, True
        elif answer != KEEP:
            self.leave_out(answer, NAME)

    def leave_out(self, answer: str, column: Column) -> NoReturn:
        """An open question is said already."""
        if answer:
            self.row.refuse(_(LEFT_OUT), column.name)
        raise LeftOut

    # Since when, and for which ward

    def first_day(self, person: User | None) -> date | None:
        """Of the term that begins, if one does."""
        if self.is_open or (person and self.known.unfinished(person)):
            return None
        if STARTS.name not in self.values:
            answer = self.row.ask(asking.of_first_day(), STARTS.name)
            if answer == OUT:
                self.refuse(_(LEFT_OUT), STARTS)
            declare(self, today())
            return today()
        starts_on: date = self.values[STARTS.name]
        if starts_on > today():
            told = _("The term begins on %(day)s. Bring the file in on that day.")
            self.refuse(told % {"day": day_in_words(starts_on)}, STARTS)
        declare(self, starts_on)
        return starts_on

    def sit(self, person: User, starts_on: date | None) -> None:
        """A term begins, or goes on. None is ended by a file."""
        if starts_on:
            self.begin(person, starts_on)
        elif self.names_ward:
            self.stay(person)

    def begin(self, person: User, starts_on: date) -> None:
        if not self.names_ward:
            self.refuse(_("Somebody who is new needs a ward."), WARD)
        ended = [term.ends_at for term in self.known.terms.get(person.pk, ()) if term.ends_at]
        last_day = max((last_day_before(end) for end in ended), default=None)
        if last_day and last_day > starts_on:
            told = _(
                "%(name)s left office here on %(day)s. If they came back, enter the first day of "
                "the new term."
            )
            day = day_in_words(last_day)
            self.refuse(told % {"name": person.full_name, "day": day}, STARTS)
        self.plan.starts_on = starts_on
        self.change(WARD.label, "", _ward(self.plan.ward))
        self.change(STARTS.label, "", in_words(starts_on))
        self.change(_("Declaration of acceptance"), "", declaration(self.plan))
        self.name_absent(person)
        if not person.is_active:
            person.is_active, self.plan.is_changed = True, True
            self.change(_("Account"), _("Closed"), _("Open"))

    def name_absent(self, person: User) -> None:
        """Who may be the same after all, or has left: it is seen before somebody else comes in."""
        ward = key_of(self.plan.ward.name) if self.plan.ward else ""
        others = [one for one in self.file.absent_from(ward, self.known) if one.pk != person.pk]
        if others:
            names = ", ".join(one.full_name for one in others)
            self.change(_("In office for this ward, and not in the file"), "", names)

    def stay(self, person: User) -> None:
        terms = self.known.unfinished(person)
        if any(is_same(term.ward, self.plan.ward) for term in terms):
            return
        if len(terms) > 1:
            wards = ", ".join(_ward(term.ward) for term in terms)
            told = _("They sit for %(wards)s here. A file cannot tell which of them is meant.")
            self.refuse(told % {"wards": wards}, WARD)
        self.check_may_correct(person, terms[0])
        ward = self.plan.ward.name if self.plan.ward else ""
        answer = self.row.ask(asking.of_other_ward(person, terms[0], ward), WARD.name)
        if answer != CORRECT:
            self.leave_out(answer, WARD)
        self.change(WARD.label, _ward(terms[0].ward), _ward(self.plan.ward))
        self.plan.corrected = terms[0]

    def check_may_correct(self, person: User, term: TermOfOffice) -> None:
        """The ward of a term is that of the result by which it began, and no term of theirs for the
        other ward may meet it.
        """
        if term.pk in self.known.elected:
            told = _(
                "%(name)s sits for %(ward)s by the result of an election here. If that is wrong, "
                "undo it first."
            )
            facts = {"name": person.full_name, "ward": _ward(term.ward)}
            self.refuse(told % facts, WARD)
        all_terms = self.known.terms[person.pk]
        others = [one for one in all_terms if one is not term and is_same(one.ward, self.plan.ward)]
        try:
            check_begins_alone(term, sorted(others, key=lambda one: one.starts_on))
        except Refused as refusal:
            self.refuse(str(refusal), WARD)

    # How they are found and reached, and with whom they sit

    def number(self, person: User) -> None:
        number = self.values.get(REFERENCE.name)
        if number and number != person.reference:
            self.change(REFERENCE.label, person.reference or "", number)
            person.reference, self.plan.is_changed = number, True

    def reach(self, person: User) -> None:
        """An address of the council's, and theirs alone; another is no mailbox of theirs here."""
        asked = self.address
        if asked and asked != person.email:
            self.change(EMAIL.label, person.email or "", asked)
            if person.email:
                self.plan.email = asked
            else:
                person.email, self.plan.is_changed = asked, True
                self.plan.has_first_address = True
        elif self.plan.is_new and not asked:
            self.change(EMAIL.label, "", self.is_none_of_theirs or _("None yet"))

    def invite(self, person: User) -> None:
        """Somebody with a first address, if it is said so."""
        is_able = person.is_active and not person.has_usable_password()
        if self.plan.has_first_address and is_able and self.row.ask(asking.of_invitation()) == YES:
            self.plan.is_invited = True
            self.change(_("Invitation"), "", _("Sent when the file is imported"))


def _ward(ward: Ward | None) -> str:
    return ward.name if ward else _("No ward")
