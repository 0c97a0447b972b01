"""What becomes of each row of a file of results: a ward is held whole, or not at all."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from councilgov.elections.models import Contest, Election, Outcome, Result
from councilgov.elections.returning.actions import Return
from councilgov.elections.returning.checks import check_once, check_seats, sitting_in
from councilgov.elections.uploading.columns import ELSEWHERE, EMAIL, NAME, RESULT, WARD
from councilgov.forms.names import is_same_name
from councilgov.imports.cells import plain
from councilgov.imports.importables import Change, Verdict
from councilgov.imports.importables import Outcome as Becomes
from councilgov.people.actions import own_address
from councilgov.people.models import User
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from councilgov.imports.importables import Row
    from councilgov.people.models import TermOfOffice


class Plan(NamedTuple):
    """What a row says of one ward."""

    contest: Contest
    told: Return


class Known:
    """The wards whose results are awaited, who sits for them, and every councillor there was."""

    def __init__(self, *, lock: bool) -> None:
        standing = Election.objects.standing().order_by("pk")
        if lock:
            list(standing.select_for_update())
        rows = Contest.objects.unconfirmed().filter(election__in=standing.values("pk"))
        self.wards: dict[str, list[Contest]] = defaultdict(list)
        self.sitting: dict[int, Mapping[int, TermOfOffice]] = {}
        self.held: dict[int, list[Result]] = defaultdict(list)
        for contest in rows.select_related("election", "ward").order_by("pk"):
            self.wards[plain(str(contest))].append(contest)
        contests = [one for found in self.wards.values() for one in found]
        by_election: dict[int, list[Contest]] = defaultdict(list)
        for contest in contests:
            by_election[contest.election_id].append(contest)
        for mine in by_election.values():
            self.sitting |= sitting_in(mine)
        for row in Result.objects.filter(contest__in=contests).select_related("person"):
            self.held[row.contest_id].append(row)
        people = User.objects.filter(terms__isnull=False).distinct().order_by("pk")
        self.councillors: Sequence[User] = list(people)

    def contest(self, ward: str) -> Contest:
        """Whose result is awaited. Raises ``Refused`` for none, and where two polls are."""
        found = self.wards.get(plain(ward), [])
        if not found:
            raise Refused(_("No result of this ward is awaited. Enter its seats first."))
        if len(found) > 1:
            raise Refused(_("Two polls in this ward have no result. Enter it on the page."))
        return found[0]

    def person(self, contest: Contest, name: str, email: str) -> User | None:
        """Who is meant. An address that is given decides, and a name that of somebody who sits for
        the ward; of all others, now or before, only where no two addresses tell them apart.
        """
        for one in self.councillors if email else ():
            if one.email == email:
                return one
        mine = [term.councillor for term in self.sitting[contest.pk].values()]
        others = [one for one in self.councillors if not (email and one.email)]
        for people in (mine, others):
            alike = _namesakes(name, people)
            if len(alike) == 1:
                return alike[0]
        return None

    def has_namesake(self, name: str) -> bool:
        """Somebody of this name is, or was, a councillor."""
        return bool(_namesakes(name, self.councillors))


def _namesakes(name: str, people: Iterable[User]) -> Sequence[User]:
    return [one for one in people if is_same_name(name, one.full_name)]


def judge(rows: Sequence[Row], *, by: User, lock: bool) -> Sequence[Verdict]:  # noqa: ARG001  # as the engine asks
    """Says of each row what becomes of it. Somebody who sits for no ward and was not elected is
    nobody’s business here, and left out.
    """
    known = Known(lock=lock)
    verdicts = [_verdict(row, known) for row in rows]
    of_wards: dict[int, list[Verdict]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.plan or (verdict.about and verdict.row.faults):
            of_wards[int(verdict.about)].append(verdict)
    for found in of_wards.values():
        _judge_ward(found, known)
    _judge_names(verdicts)
    return verdicts


def _verdict(row: Row, known: Known) -> Verdict:
    values = row.values
    name = values.get(NAME.name, "")
    try:
        contest = known.contest(values.get(WARD.name, ""))
    except Refused as refusal:
        row.refuse(str(refusal), WARD.name)
        return Verdict(row, Becomes.UNCHANGED, name)
    outcome = Outcome(values[RESULT.name]) if RESULT.name in values else None
    person = known.person(contest, name, values.get(EMAIL.name, ""))
    sits = person is not None and person.pk in known.sitting[contest.pk]
    what, about = f"{contest}, {contest.election}: {name}", str(contest.pk)
    if outcome is None or (outcome != Outcome.ELECTED and not sits):
        return Verdict(row, Becomes.UNCHANGED, what, about=about)
    told = _told(row, known, person, outcome)
    change = Change(str(RESULT.label), "", _in_words(told, known))
    return Verdict(row, Becomes.CREATE, what, [change], Plan(contest, told), about)


def _told(row: Row, known: Known, person: User | None, outcome: Outcome) -> Return:
    name, email = row.values.get(NAME.name, ""), row.values.get(EMAIL.name, "")
    elsewhere = None
    if person is None:
        email = _address(row, known, name, email)
    if outcome == Outcome.ELSEWHERE:
        try:
            elsewhere = known.contest(row.values.get(ELSEWHERE.name, ""))
        except Refused as refusal:
            row.refuse(str(refusal), ELSEWHERE.name)
    if person:
        return Return(outcome, person, elsewhere=elsewhere)
    return Return(outcome, None, name, email, elsewhere)


def _address(row: Row, known: Known, name: str, email: str) -> str:
    """Of somebody new, as it is kept: none while it is not known, unless several have the name."""
    if not email and known.has_namesake(name):
        told = _("Several councillors are or were called so. Enter the address of the one meant")
        row.refuse(told, EMAIL.name)
    try:
        return own_address(email) if email else ""
    except Refused as refusal:
        row.refuse(f"{refusal}.", EMAIL.name)
        return email


def _in_words(told: Return, known: Known) -> str:
    words = str(told.outcome.label)
    if told.outcome == Outcome.ELECTED and told.person:
        return f"{words} ({_('known here')}: {told.person.email or told.person.full_name})"
    if told.outcome == Outcome.ELECTED and known.has_namesake(told.full_name):
        return f"{words} ({_('new, with the name of a councillor: for the same, give no address')})"
    if told.outcome == Outcome.ELECTED and not told.email:
        return f"{words} ({_('new, without a mailbox so far')})"
    if told.outcome == Outcome.ELECTED:
        return f"{words} ({_('new')})"
    return f"{words}: {told.elsewhere}" if told.elsewhere else words


def _judge_ward(verdicts: Sequence[Verdict], known: Known) -> None:
    """All rows of a ward, or none: what is wrong with all is said once, at the first."""
    plans: Sequence[Plan] = [verdict.plan for verdict in verdicts if verdict.plan]
    told = [plan.told for plan in plans]
    for words in _faults(plans[0].contest, told, known) if plans else ():
        _refuse(verdicts[:1], words)
    if any(verdict.row.faults for verdict in verdicts):
        fine = [verdict for verdict in verdicts if not verdict.row.faults]
        _refuse(fine, _("Another row of this ward is wrong: mend that one."))
    before = {_key(row) for row in known.held[int(verdicts[0].about)]}
    if before == {_key(one) for one in told}:
        _stand(verdicts, Becomes.UNCHANGED)
    elif before:
        _stand(verdicts, Becomes.UPDATE)


def _refuse(verdicts: Iterable[Verdict], words: str) -> None:
    for verdict in verdicts:
        verdict.row.refuse(words)


def _stand(verdicts: Iterable[Verdict], outcome: Becomes) -> None:
    for verdict in verdicts:
        verdict.outcome = outcome
        verdict.changes = [] if outcome == Becomes.UNCHANGED else verdict.changes


def _key(row: Any) -> tuple[Any, ...]:
    """What is the same in a result and in what a row says."""
    who = row.person.pk if row.person else (row.email or row.full_name)
    return (who, str(row.outcome), row.elsewhere.pk if row.elsewhere else None)


def _faults(contest: Contest, told: Sequence[Return], known: Known) -> Iterable[str]:
    rows = [
        Result(
            contest=contest,
            person=one.person,
            full_name=one.full_name,
            email=one.email,
            outcome=one.outcome,
        )
        for one in told
    ]
    try:
        check_seats(contest, rows)
        check_once(contest.election, rows)
    except Refused as refusal:
        yield str(refusal)
    named = [one.person.pk for one in told if one.person]
    if len(named) > len(set(named)):
        yield _("Somebody is named twice for this ward.")
    for person, term in known.sitting[contest.pk].items():
        if person not in named:
            words = _("%(name)s sits for %(ward)s. Say what the poll means for them.")
            yield words % {"name": term.councillor.full_name, "ward": contest}


def _judge_names(verdicts: Sequence[Verdict]) -> None:
    """Nobody is elected in two wards of a file."""
    first: dict[Any, Verdict] = {}
    for verdict in verdicts:
        if verdict.plan is None or verdict.plan.told.outcome != Outcome.ELECTED:
            continue
        told = verdict.plan.told
        key = told.person.pk if told.person else told.email
        if not key:
            continue
        other = first.setdefault(key, verdict)
        if other is not verdict:
            words = _("Row %(row)d marks the same person as elected.")
            verdict.row.refuse(words % {"row": other.row.number}, NAME.name)
            other.row.refuse(words % {"row": verdict.row.number}, NAME.name)
