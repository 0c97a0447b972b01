"""What does not fit, made; and what it takes until it fits again."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.utils import timezone

from breaches.models import (
    Complaint,
    FollowUp,
    Incident,
    IncidentEvent,
    IncidentStep,
)
from consent.models import Channel, ContactPermission, SocialAccount
from councilgov.access import Role
from councilgov.accounts.actions import invite
from councilgov.accounts.models import Invitation
from councilgov.days import today
from councilgov.elections.models import Election
from councilgov.ledger.actions import record, seal
from councilgov.notices.actions import tell
from councilgov.notices.models import Notice, State
from councilgov.people.actions import appoint
from councilgov.people.models import (
    Appointment,
    GroupMembership,
    Suspension,
    TermOfOffice,
    User,
)
from councilgov.portal.tasks import mail_head
from devices.insured import Cover
from devices.insuring.actions import declare_insurance
from devices.issuing.actions import accept
from devices.models import Device, DeviceStatus, Issue, Loss
from policies.deciding.actions import correct, withdraw
from policies.models import AccessHold, Exemption, PolicyVersion
from policies.publishing.actions import publish, take_effect
from tests import given
from tests.breaches import grievances, reports
from tests.consent import people
from tests.devices import equipment
from tests.devices.losses import cases
from tests.elections import polls
from tests.offboarding import leavers, suspended

if TYPE_CHECKING:
    from collections.abc import Callable

DAY = timedelta(days=1)


def plain(model: Any, pk: Any = None, **values: Any) -> None:
    """Rows as no act of ours leaves them, or as only time does."""
    rows: Any = QuerySet(model)
    (rows.filter(pk=pk) if pk else rows.all()).update(**values)


@dataclass(frozen=True)
class Case:
    """A rule by its key, what it finds, how that is mended, and how much later it is looked for."""

    key: str
    make: Callable[[], Any]
    mend: Callable[[Any], Any]
    later: timedelta = timedelta(0)
    but: frozenset[Role] = field(default=frozenset())
    """Of whom none is there: their coming mends it."""

    def __str__(self) -> str:
        return self.key


def ago(hours: float) -> Any:
    return timezone.now() - timedelta(hours=hours)


# Reports


def closed() -> Incident:
    """A breach from its report to its end, but for the cause."""
    by = reports.decider()
    part = reports.confirmed()
    reports.contained(part.incident, by=by)
    reports.spared(part, by=by)
    return reports.closed(part.incident, by=by)


def without_lessons() -> Incident:
    incident = closed()
    plain(IncidentEvent, incident.events.get(what=IncidentStep.CLOSED).pk, words="")
    return incident


def with_lessons(incident: Incident) -> None:
    plain(IncidentEvent, incident.events.get(what=IncidentStep.CLOSED).pk, words="Check names.")


def late_complaint() -> Complaint:
    row = grievances.received()
    plain(Complaint, row.pk, due_on=today() - DAY)
    return row


def late_action() -> FollowUp:
    part = reports.confirmed()
    row = reports.follow_up(part.incident, by=reports.handler())
    plain(FollowUp, row.pk, due_on=today() - DAY)
    return row


# Leaving and coming


def late_leaver() -> Any:
    return leavers.leaver(today() - timedelta(days=40))


def done_with(case: Any) -> None:
    by = given.officer(Role.MEMBERS_SERVICES)
    leavers.close_all(case, by=by)
    leavers.complete(case=leavers.fresh(case), by=by)


def left_with_account() -> SocialAccount:
    who = leavers.leaver(today() - 3 * DAY).councillor
    told = {"platform": "Facebook", "handle": "Cllr Alder", "capacity": "council"}
    said = dict.fromkeys(("is_public", "is_provided", "has_disclaimer", "has_two_step"), True)
    return SocialAccount(councillor=who, **told, **said).keep(by=None, why="Test")


def undeclared() -> TermOfOffice:
    term = polls.undeclared()
    plain(TermOfOffice, term.pk, declaration_due_on=today() - DAY)
    return term


def without_result() -> Election:
    election = polls.contest().election
    day = today() - 5 * DAY
    plain(Election, election.pk, notice_on=day - 30 * DAY, poll_on=day, changes_on=day + 4 * DAY)
    return election


def with_later_day(election: Election) -> None:
    plain(Election, election.pk, poll_on=today() + DAY, changes_on=today() + 5 * DAY)


def still_shut() -> Suspension:
    row = suspended.suspended()
    day = today() - DAY
    officer = row.entered_by_id
    plain(Suspension, row.pk, starts_on=day, ends_on=day, closed_at=ago(24), closed_by_id=officer)
    return row


def noted(name: str) -> Callable[[Suspension], None]:
    """The desk says that it did so."""

    def note(row: Suspension) -> None:
        said = {f"{name}_at": timezone.now(), f"{name}_by": row.entered_by_id}
        plain(Suspension, row.pk, **said)

    return note


# Devices


def not_secured() -> Loss:
    loss = cases.reported()
    plain(Loss, loss.pk, secure_before=ago(1))
    return loss


def with_who_left() -> Device:
    device = equipment.issued()
    leavers.ends(device.holder, today() - 3 * DAY)
    return device


def own_of_who_left() -> Device:
    device = cases.enrolled()
    over = timezone.now() - 3 * DAY
    terms = QuerySet(TermOfOffice).filter(councillor=device.holder)
    terms.update(ends_at=over, end_reason="resigned")
    return device


def unrecorded() -> Device:
    device = equipment.device()
    plain(Device, device.pk, status=DeviceStatus.ACTIVE, holder_id=given.councillor().pk)
    return device


def not_accepted() -> Issue:
    row = equipment.issue()
    plain(Issue, row.pk, accept_before=today() - DAY)
    return row


def accepted(row: Issue) -> None:
    row.refresh_from_db()
    name = row.councillor.full_name
    accept(
        issue=row,
        by=row.councillor,
        typed_name=name,
        text_sha256=row.fingerprint(),
        confirmed_with="password",
    )


# Policies


def held() -> AccessHold:
    given.council(holds_decision="Council, 3 March 2026, minute 12")
    (asked,) = given.late_requests(given.published(), 1)
    row = given.hold(asked)
    QuerySet(TermOfOffice).update(ends_at=timezone.now() - DAY, end_reason="resigned")
    return row


def scheduled() -> PolicyVersion:
    version = given.approved()
    by = given.officer(Role.MEMBERS_SERVICES)
    return publish(version=version, effective_on=today() + 3 * DAY, by=by)


def asked_later(version: PolicyVersion) -> None:
    given.councillor()
    given.ask_everybody(version)


def corrected(version: PolicyVersion) -> None:
    assert version.decision
    by = given.officer(Role.MEMBERS_SERVICES)
    correct(decision=version.decision, text="Minute item 8", by=by)


def long_exemption() -> Exemption:
    councillor = given.councillor()
    row = given.exemption(given.published(), councillor)
    plain(Exemption, row.pk, until=today() + 400 * DAY)
    return row


GAP = {
    "anchor": "rules-1",
    "place": "Rules, 1",
    "refers_to": "Appendix A",
    "sentence": "Appendix A is not here.",
}


def relying() -> PolicyVersion:
    return given.published(gaps=[GAP])


def citing() -> PolicyVersion:
    return given.published(clauses=given.clauses("The Data Protection Act 1998 applies."))


def rewritten(version: PolicyVersion) -> None:
    given.next_version(version, "Members must lock their screens.", major=2)


def withdrawn(version: PolicyVersion) -> None:
    by = given.officer(Role.MONITORING_OFFICER)
    withdraw(version=version, reason="Out of date.", by=by)


# People


def appointed(*roles: Role) -> Callable[[Any], Any]:
    return lambda _thing: [given.officer(role) for role in roles]


def of_two_minds() -> User:
    officer = given.officer(Role.DATA_PROTECTION_OFFICER)
    appoint(officer=officer, role=Role.MONITORING_OFFICER, starts_on=date(2020, 1, 1), by=None)
    return officer


def one_office(officer: User) -> None:
    offices = QuerySet(Appointment).filter(officer=officer, role=Role.MONITORING_OFFICER)
    offices.update(ends_on=today() - DAY)


def sitting_officer() -> User:
    person = given.councillor()
    appoint(officer=person, role=Role.AUDITOR, starts_on=date(2024, 1, 1), by=None)
    return person


def no_office(person: User) -> None:
    QuerySet(Appointment).filter(officer=person).update(ends_on=today() - DAY)


def writing_from_home() -> User:
    return given.councillor(email="robin@home.example")


def refused() -> Notice:
    notice = tell(kind="account_password_changed", to=given.councillor(), cause="test")
    plain(Notice, notice.pk, state=State.DEAD, last_error="refused Undeliverable 550")
    return notice


def ran_out() -> Invitation:
    row = given.invited().invitations.get()
    plain(Invitation, row.pk, sent_at=ago(500), expires_at=ago(100))
    return row


def in_a_group(person: User) -> None:
    row = GroupMembership(councillor=person, group=given.group(), starts_on=date(2022, 5, 9))
    row.keep(by=None, why="Test")


# Contacts, and the portal itself


def stale() -> None:
    for _n in range(5):
        people.verified()


def stuck() -> Notice:
    notice = tell(kind="account_password_changed", to=given.councillor(), cause="stuck")
    plain(Notice, notice.pk, due_at=ago(30))
    return notice


def written() -> None:
    record(kind="test.kind", actor=None, subject=given.council(), facts={})


def sealed() -> None:
    given.officer(Role.MONITORING_OFFICER)
    written()
    seal()


def mailed(_thing: Any) -> None:
    mail_head()
    QuerySet(Notice).filter(kind="ledger_head").update(
        state=State.SENT, sent_at=timezone.now(), lease_until=None
    )


def everything_set(_thing: Any) -> None:
    given.council(desk_hours="8am to 6pm", desk_place="Town Hall", desk_night_phone="01632 960199")


def nothing() -> None:
    given.council()


CASES = [
    Case(
        "past_72_hours",
        lambda: reports.noticed(ago(73)),
        lambda part: reports.spared(part, by=reports.decider()),
    ),
    Case("not_ruled", lambda: reports.reported(noticed_at=ago(73)), reports.dismissed),
    Case(
        "late_complaints",
        late_complaint,
        lambda row: plain(Complaint, row.pk, due_on=today() + DAY),
    ),
    Case("without_lessons", without_lessons, with_lessons),
    Case("without_cause", closed, lambda row: plain(Incident, row.pk, cause="mistake")),
    Case("late_actions", late_action, lambda row: plain(FollowUp, row.pk, due_on=today())),
    Case("late_leavers", late_leaver, done_with),
    Case("social_accounts", left_with_account, lambda row: row.discard(by=None, why="Handed back")),
    Case("not_declared", undeclared, lambda term: plain(type(term), term.pk, declared_on=today())),
    Case("late_results", without_result, with_later_day),
    Case("not_closed", suspended.suspended, noted("closed")),
    Case("not_opened", still_shut, noted("opened")),
    Case("not_secured", not_secured, lambda loss: plain(Loss, loss.pk, secure_before=ago(-1))),
    Case("not_wiped", cases.reported, lambda loss: cases.wiped(loss, by=equipment.desk())),
    Case(
        "not_at_police",
        lambda: cases.reported(kind="stolen"),
        lambda loss: plain(
            Loss, loss.pk, police_waived_at=ago(0), police_waived_because="No crime."
        ),
    ),
    Case("not_returned", with_who_left, equipment.returned),
    Case(
        "left_with_data",
        own_of_who_left,
        lambda device: plain(Device, device.pk, status=DeviceStatus.DATA_REMOVED),
    ),
    Case(
        "unrecorded",
        unrecorded,
        lambda device: plain(Device, device.pk, status=DeviceStatus.IN_STOCK, holder=None),
    ),
    Case("not_accepted", not_accepted, accepted),
    Case(
        "not_insured",
        equipment.issued,
        lambda device: declare_insurance(cover=Cover.HOME, by=device.holder),
    ),
    Case("without_serial", equipment.device, lambda device: plain(Device, device.pk, serial="X1")),
    Case(
        "pointless_hold",
        held,
        lambda _row: QuerySet(TermOfOffice).update(ends_at=None, end_reason=None),
    ),
    Case(
        "not_in_force",
        scheduled,
        lambda _version: take_effect(today=today()),
        later=timedelta(days=5),
    ),
    Case("nobody_asked", given.published, asked_later),
    Case("without_minute", given.published, corrected),
    Case("not_published", given.approved, given.publish),
    Case(
        "long_exemption",
        long_exemption,
        lambda row: plain(Exemption, row.pk, until=today() + 20 * DAY),
    ),
    Case("missing_parts", relying, withdrawn),
    Case("stale_law", citing, rewritten),
    Case("without_owner", given.published, withdrawn),
    Case(
        "no_monitoring_officer",
        nothing,
        appointed(Role.MONITORING_OFFICER),
        but=frozenset({Role.MONITORING_OFFICER}),
    ),
    Case("no_data_protection_officer", nothing, appointed(Role.DATA_PROTECTION_OFFICER)),
    Case("own_cause", of_two_minds, one_office),
    Case("councillor_and_officer", sitting_officer, no_office),
    *(
        Case(f"nobody_{role.value}", nothing, appointed(role), but=frozenset({role}))
        for role in (Role.INFORMATION_OFFICER, Role.ICT_DESK, Role.MEMBERS_SERVICES)
    ),
    Case("accounts_without_role", given.person, lambda who: plain(User, who.pk, is_active=False)),
    Case(
        "addressed_elsewhere",
        writing_from_home,
        lambda who: plain(User, who.pk, email=f"robin@{given.DOMAIN}"),
    ),
    Case("refused_mail", refused, lambda notice: plain(Notice, notice.pk, last_error="")),
    Case(
        "invitation_ran_out",
        ran_out,
        lambda row: plain(Invitation, row.pk, expires_at=timezone.now() + DAY),
    ),
    Case("not_invited", given.newcomer, lambda who: invite(person=who, by=None)),
    Case("without_group", given.councillor, in_a_group),
    Case(
        "to_classify",
        lambda: plain(Channel, people.channel().pk, status="proposed"),
        lambda _row: plain(Channel, status="in_use"),
    ),
    Case(
        "stale_permissions",
        stale,
        lambda _thing: plain(ContactPermission, stale_on=today() + DAY),
        later=timedelta(days=200),
    ),
    Case("stuck_notices", stuck, lambda row: plain(Notice, row.pk, due_at=timezone.now())),
    Case(
        "dead_notices",
        given.dead_notice,
        lambda row: plain(Notice, row.pk, state=State.CANCELLED),
    ),
    Case("not_sealed", written, lambda _thing: seal(), later=timedelta(hours=2)),
    Case("head_not_told", sealed, mailed, later=timedelta(days=3)),
    Case("no_equipment_terms", nothing, lambda _thing: equipment.terms()),
    Case("no_ward_terms", nothing, lambda _thing: people.terms()),
    Case("missing_settings", nothing, everything_set),
    Case("no_closure_days", nothing, lambda _thing: given.closure()),
]
BY_THE_YEAR = {"calendar_ends", "statement_is_old"}
"""Found by the day alone: they have tests of their own."""
