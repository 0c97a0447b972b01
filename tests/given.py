"""Starting points. Each function saves one believable row; name only what the test is about."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from itertools import count
from time import time
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone

from councilgov.access import OFFICES, Role
from councilgov.accounts.actions import invite
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice, State
from councilgov.people import actions
from councilgov.people.models import (
    ClosureDay,
    Committee,
    CommitteeMembership,
    Council,
    Group,
    TermOfOffice,
    User,
    Ward,
)
from councilgov.records import keep_all
from policies.assisting import actions as assisting
from policies.campaigns import actions as campaigns
from policies.commenting import actions as commenting
from policies.deciding import actions as deciding
from policies.drafting import actions as drafting
from policies.drafting.editing import open_for_editing
from policies.exempting import actions as exempting
from policies.holding.actions import propose_hold
from policies.models import (
    IMPLICATIONS,
    AccessHold,
    Acknowledgement,
    AudienceRule,
    Body,
    Chosen,
    Comment,
    CommitteeReport,
    Manner,
    OriginalFile,
    Outcome,
    Policy,
    PolicyKind,
    PolicyVersion,
    Service,
    Stage,
    Submission,
)
from policies.publishing import actions as publishing
from policies.quizzes import actions as quizzes
from policies.reporting.actions import write_report
from policies.signatures import actions as signatures
from policies.text.reading import read
from policies.text.splitting import split
from policies.votes import Method

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.db.models import Model
    from django.test import Client

    from councilgov.ledger.models import Certificate
    from policies.models import Exemption, Question, RecordedSignature
    from policies.text.clauses import Clause

PASSWORD = "correct horse battery staple"
DOMAIN = "barchester.example"
number = count(1)


def council(**fields: Any) -> Council:
    """The council of this installation, made once."""
    found = Council.objects.first()
    if found and not fields:
        return found
    row = found or Council(
        name="Barchester Borough Council",
        email_domains=[DOMAIN],
        address="Town Hall, Barchester",
        desk_phone="01632 960124",
        desk_email=f"desk@{DOMAIN}",
        monitoring_officer_phone="01632 960123",
        monitoring_officer_email=f"monitoring@{DOMAIN}",
        members_services_phone="01632 960125",
        members_services_email=f"services@{DOMAIN}",
        information_team_phone="01632 960126",
        information_team_email=f"information@{DOMAIN}",
        pk=1,
    )
    for name, value in fields.items():
        setattr(row, name, value)
    return row.keep(by=None, why="Test")


def person(**fields: Any) -> User:
    """Somebody with an account and no role."""
    council()
    n = next(number)
    defaults = {"full_name": f"Pat Person {n}", "known_as": f"Pat Person {n}"}
    user = User(**defaults | {"email": f"person{n}@{DOMAIN}"} | fields)
    user.set_password(PASSWORD)
    return user.keep(by=None, why="Test")


def newcomer(**fields: Any) -> User:
    """Somebody who was entered and has no password yet."""
    council()
    n = next(number)
    names = {"full_name": f"Nic Newcomer {n}", "known_as": f"Nic Newcomer {n}"}
    return actions.add_person(**names | {"email": f"newcomer{n}@{DOMAIN}"} | fields, by=None)


def invited(**fields: Any) -> User:
    """Somebody who was entered and invited, and has not accepted yet."""
    member = newcomer(**fields)
    invite(person=member, by=None)
    return member


def ward(**fields: Any) -> Ward:
    return Ward(**{"name": f"Ward {next(number)}"} | fields).keep(by=None, why="Test")


def closure(**fields: Any) -> ClosureDay:
    """A day on which the council is closed."""
    day = {"day": date(2026, 12, 29), "name": "Christmas closure"}
    return ClosureDay(**day | fields).keep(by=None, why="Test")


def group(**fields: Any) -> Group:
    return Group(**{"name": f"Group {next(number)}"} | fields).keep(by=None, why="Test")


def term(councillor: User, **fields: Any) -> TermOfOffice:
    defaults: dict[str, Any] = {
        "ward": ward(),
        "starts_on": date(2022, 5, 9),
        "declared_on": date(2022, 5, 10),
    }
    return actions.begin_term(councillor=councillor, by=None, **defaults | fields)


def councillor(*, group: Group | None = None, is_leader: bool = False, **fields: Any) -> User:
    """Somebody in office since 2022."""
    n = next(number)
    names = {"full_name": f"Robin Alder {n}", "known_as": f"Councillor Alder {n}"}
    member = person(**names | fields)
    term(member)
    if group:
        actions.join_group(
            councillor=member, group=group, is_leader=is_leader, starts_on=date(2022, 5, 9), by=None
        )
    return member


def officer(role: Role, **fields: Any) -> User:
    """An officer in that role since 2020."""
    member = person(**fields)
    actions.appoint(officer=member, role=role, starts_on=date(2020, 1, 1), by=None)
    return member


def somebody(role: Role) -> User:
    """Anybody in that role."""
    if role in OFFICES:
        return officer(role)
    return councillor(group=group(), is_leader=role == Role.GROUP_LEADER)


def parsed(text: str) -> list[Clause]:
    """The clauses of a policy in Markdown."""
    (found,) = split(read(text.encode(), "policy.md"))
    return list(found.clauses)


def clauses(*texts: str) -> list[Clause]:
    """A heading, and a numbered clause for each text."""
    words = texts or ("Members must lock their screens.", "Members must report a loss at once.")
    lines = "\n\n".join(f"{n}. {text}" for n, text in enumerate(words, 1))
    return parsed(f"# A policy\n\n## Rules\n\n{lines}\n")


def many_councillors(count: int) -> Sequence[User]:
    """So many councillors in office, in a few statements."""
    rows = [
        User(full_name=f"Councillor {n}", known_as=f"C{n}", email=f"c{n}@{DOMAIN}", password="x")
        for n in (next(number) for _one in range(count))
    ]
    without_history(rows)
    without_history([TermOfOffice(councillor=row, starts_on=date(2022, 5, 9)) for row in rows])
    return rows


def without_history(rows: Sequence[Model]) -> None:
    """So many rows that to keep what nobody reads would take as long again."""
    plain: QuerySet[Model] = QuerySet(type(rows[0]))
    plain.bulk_create(rows, batch_size=1_000)


def confirmed(client: Client) -> None:
    """The person in this browser has just confirmed who they are."""
    session = client.session
    now = {"method": "password", "at": time(), "reauthenticated": True}
    session["account_authentication_methods"] = [now]
    session["account_authentication_methods_user"] = session["_auth_user_id"]
    session.save()


def policy(**fields: Any) -> Policy:
    n = next(number)
    defaults = {"title": f"Protocol {n}", "slug": f"protocol-{n}", "kind": PolicyKind.PROTOCOL}
    return drafting.add_policy(by=None, **defaults | fields)


def draft(**fields: Any) -> PolicyVersion:
    """A version that nobody has submitted."""
    defaults: dict[str, Any] = {
        "policy": fields.get("policy") or policy(),
        "clauses": clauses(),
    }
    return drafting.add_version(**{"by": None} | defaults | fields)


def report(**fields: Any) -> CommitteeReport:
    """A report to the body of ``DECISION``, which meets in a month."""
    n = next(number)
    defaults: dict[str, Any] = {
        "title": f"Report {n}",
        "body": "Governance Committee",
        "body_kind": Body.COMMITTEE,
        "meets_on": timezone.localdate() + timedelta(days=30),
        "report_of": "Director of Governance",
        "contact": "Pat Person, 01632 960 001",
        "summary": "A protocol is needed.",
        "recommendations": "That the committee comment on and approve it.",
        "why_needed": "Members use new devices.",
        "reasons": "So that they know the rules.",
        "alternatives": "None",
        "after_decision": "It is published.",
        "implications": dict.fromkeys(IMPLICATIONS, "None"),
        "terms_of_reference": "The constitution, part 3.",
    }
    return write_report(by=fields.pop("by", None) or person(), **defaults | fields)


def comment(**fields: Any) -> Comment:
    """Somebody asks something of a draft."""
    version = fields.pop("version", None) or draft()
    defaults: dict[str, Any] = {"text": "Why?", "by": fields.get("by") or person()}
    return commenting.comment(version=version, **defaults | fields)


def edited(**fields: Any) -> PolicyVersion:
    """A draft that somebody is editing."""
    version = draft(**fields)
    open_for_editing(version=version, by=officer(Role.MEMBERS_SERVICES))
    return version


def in_review(**fields: Any) -> PolicyVersion:
    return drafting.send_to_review(version=draft(**fields), asked=[], by=person())


def submitted(**fields: Any) -> PolicyVersion:
    return drafting.record_submission(version=draft(**fields), by=None)


DECISION: dict[str, Any] = {
    "body": "Governance Committee",
    "body_kind": Body.COMMITTEE,
    "met_on": date(2026, 7, 18),
    "outcome": Outcome.APPROVED,
    "method": Method.RECORDED,
    "present": 11,
    "votes_for": 10,
    "votes_against": 1,
}


def submission(version: PolicyVersion) -> Submission:
    """The text of the version as it went before a body."""
    return Submission(
        version=version,
        report=report(),
        clauses=version.clauses,
        sha256=version.sha256,
        submitted_at=datetime(2026, 7, 1, 9, tzinfo=UTC),
        submitted_by=officer(Role.MEMBERS_SERVICES),
    ).keep(by=None, why="Test")


def on_its_way(*bodies: tuple[str, Body], **fields: Any) -> PolicyVersion:
    """A submitted version that passes these bodies: the last one decides."""
    version = submitted(**fields)
    for position, (body, kind) in enumerate(bodies, 1):
        stage = Stage(version=version, position=position, body=body, body_kind=kind)
        stage.keep(by=None, why="Test")
    return version


def amended(*texts: str, **fields: Any) -> PolicyVersion:
    """A version that was approved as amended, with the text as resolved where one is given."""
    version = submitted(**fields)
    if texts:
        submission(version)
    amended = DECISION | {"outcome": Outcome.APPROVED_AS_AMENDED}
    deciding.decide(versions=[version], by=None, **amended)
    version = PolicyVersion.objects.get(pk=version.pk)
    if texts:
        by = officer(Role.MEMBERS_SERVICES)
        version = deciding.amend(version=version, clauses=clauses(*texts), by=by)
    return version


def referred_back(**fields: Any) -> PolicyVersion:
    version = submitted(**fields)
    back = DECISION | {"outcome": Outcome.REFERRED_BACK}
    deciding.decide(versions=[version], by=None, **back)
    return PolicyVersion.objects.get(pk=version.pk)


def approved(**fields: Any) -> PolicyVersion:
    version = submitted(**fields)
    deciding.decide(versions=[version], by=None, **DECISION)
    return PolicyVersion.objects.get(pk=version.pk)


def published(**fields: Any) -> PolicyVersion:
    """A version in force: whoever is a councillor now is asked to sign it."""
    council()
    publisher = officer(Role.MEMBERS_SERVICES)
    return publishing.publish(version=approved(**fields), by=publisher)


def next_version(version: PolicyVersion, *texts: str, major: int = 0) -> PolicyVersion:
    """The next version of the same policy, in force, with other words."""
    number = {"major": major} if major else {"major": version.major, "minor": version.minor + 1}
    words = texts or ("Members must lock their screens always.", "Members must report at once.")
    return published(policy=version.policy, clauses=clauses(*words), **number)


def original_file(version: PolicyVersion, content: bytes = b"1. Lock your screen.") -> OriginalFile:
    """A file that the text came from."""
    return OriginalFile(
        version=version,
        name="policy.txt",
        media_type="text/plain",
        sha256=hashlib.sha256(content).hexdigest(),
        content=content,
        uploaded_at=timezone.now(),
    ).keep(by=None, why="Test")


def signature(version: PolicyVersion, councillor: User, **fields: Any) -> Certificate:
    """The councillor signs as they should; give what they do otherwise."""
    answers = {
        "typed_name": councillor.full_name,
        "text_sha256": version.sha256,
        "confirmed_with": "password",
    }
    return signatures.sign(version=version, by=councillor, **answers | fields)


def rule(policy: Policy, chosen: Chosen = Chosen.ELECTED, **whom: Any) -> AudienceRule:
    """One rule of an audience."""
    by = officer(Role.MEMBERS_SERVICES)
    return campaigns.add_rule(policy=policy, chosen=chosen, by=by, **whom)


def committee(**fields: Any) -> Committee:
    return actions.add_committee(**{"name": f"Committee {next(number)}"} | fields, by=None)


def seat(**fields: Any) -> CommitteeMembership:
    """Somebody on a committee since 2022."""
    row = {"starts_on": date(2022, 5, 20), **fields}
    row.setdefault("councillor", councillor())
    row.setdefault("committee", committee())
    return actions.join_committee(by=None, **row)


def recorded(
    version: PolicyVersion, *councillors: User, **fields: Any
) -> Sequence[RecordedSignature]:
    """An officer records signatures of today on paper; give what is otherwise."""
    answers: dict[str, Any] = {
        "manner": Manner.PAPER,
        "given_on": timezone.localdate(),
        "evidence": "Members’ services, file 7",
        "by": fields.pop("by", None) or officer(Role.MEMBERS_SERVICES),
    }
    return assisting.record_signatures(version=version, councillors=councillors, **answers | fields)


def disputed(version: PolicyVersion, councillor: User, **fields: Any) -> Acknowledgement:
    """A signature that was recorded, and that the councillor says they did not give."""
    (row,) = recorded(version, councillor, **fields)
    assisting.dispute(acknowledgement=row.acknowledgement, reason="I was not there.", by=councillor)
    return Acknowledgement.objects.get(pk=row.acknowledgement_id)


def question(version: PolicyVersion, **fields: Any) -> Question:
    """A question on a text that is not published yet; the second answer is right."""
    answers: dict[str, Any] = {
        "text": f"When is a loss reported? ({next(number)})",
        "choices": ["Within a week", "At once", "Never"],
        "right": 1,
        "explanation": "A loss is reported at once, so that data can be wiped.",
        "anchor": "",
    }
    return quizzes.add_question(
        version=version, by=officer(Role.MEMBERS_SERVICES), **answers | fields
    )


def publish(version: PolicyVersion) -> PolicyVersion:
    """What was approved is in force."""
    return publishing.publish(version=version, by=officer(Role.MEMBERS_SERVICES))


def quizzed(questions: int = 1, **fields: Any) -> PolicyVersion:
    """A version in force with so many questions."""
    version = approved(**fields)
    for _n in range(questions):
        question(version)
    return publishing.publish(version=version, by=officer(Role.MEMBERS_SERVICES))


def exemption(version: PolicyVersion, councillor: User, **fields: Any) -> Exemption:
    """The councillor need not sign for 30 days; give what is otherwise."""
    answers: dict[str, Any] = {
        "until": timezone.localdate() + timedelta(days=30),
        "reason": "Illness",
        "by": fields.pop("by", None) or officer(Role.MONITORING_OFFICER),
    }
    requests = version.acknowledgements.filter(councillor=councillor)
    (row,) = exempting.grant_exemptions(
        councillor=councillor, requests=requests, **answers | fields
    )
    return row


def ask_everybody(version: PolicyVersion) -> None:
    """Newcomers are asked too."""
    signatures.ask(version=version, by=None)


def dead_notice() -> Notice:
    """A message that was given up."""
    notice = tell(kind="account_password_changed", to=person(), cause="test")
    Notice.objects.filter(pk=notice.pk).update(state=State.DEAD)
    return notice


def sign_in(client: Client, person: User) -> None:
    """In the browser of this test, at the moment it is."""
    client.force_login(person)


def late_requests(version: PolicyVersion, count: int) -> Sequence[Acknowledgement]:
    """So many requests that are long overdue, in a council that has decided to hold back access."""
    council(holds_decision="Council, 3 March 2026, minute 12")
    today = timezone.localdate()
    asked_on, due_on = today - timedelta(days=100), today - timedelta(days=70)
    rows = [
        Acknowledgement(councillor=person, version=version, asked_on=asked_on, due_on=due_on)
        for person in many_councillors(count)
    ]
    return keep_all(rows, by=None, why="Test")


def hold(asked: Acknowledgement) -> AccessHold:
    """A hold that members' services propose."""
    return propose_hold(
        acknowledgement=asked,
        services=[Service.CHAT],
        reason="Asked six times.",
        by=officer(Role.MEMBERS_SERVICES),
    )


def many_requests(version: PolicyVersion, count: int) -> None:
    """So many councillors in office, each asked to sign, in a few statements."""
    today = timezone.localdate()
    due_on = today + timedelta(days=28)
    rows = [
        Acknowledgement(councillor=person, version=version, asked_on=today, due_on=due_on)
        for person in many_councillors(count)
    ]
    without_history(rows)
