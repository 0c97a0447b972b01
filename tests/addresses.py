"""Every address of the portal, and who may open it: the one table that tests hold it against."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from councilgov.access import Role
from councilgov.accounts.saving.actions import save_view
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.evidence.models import EvidenceFile
from councilgov.portal.xray.actions import set_aside
from devices.desk.actions import open_task
from devices.filtering.actions import ask_filter
from devices.finding.actions import report_found
from devices.models import TaskKind
from policies.annual.figures import year_of
from policies.models import Acknowledgement, Body
from tests import given
from tests.arriving import lists
from tests.breaches import asking, confided, grievances, handed, letters, reports, safe, unverified
from tests.consent import people, planting
from tests.devices import equipment, spreadsheets
from tests.devices.losses import cases
from tests.elections import polls
from tests.offboarding import leavers, suspended

if TYPE_CHECKING:
    from collections.abc import Callable

EVERYBODY = frozenset(Role)
COUNCILLORS = frozenset({Role.COUNCILLOR, Role.GROUP_LEADER})
# Written out, not read from councilgov.access: a right given to one more role fails here.
MONITORING = frozenset({Role.MONITORING_OFFICER, Role.DEPUTY_MONITORING_OFFICER})
REGISTER = MONITORING | {
    Role.INFORMATION_OFFICER,
    Role.MEMBERS_SERVICES,
    Role.DATA_PROTECTION_OFFICER,
    Role.AUDITOR,
}
DRAFTS = MONITORING | {
    Role.INFORMATION_OFFICER,
    Role.ICT_DESK,
    Role.MEMBERS_SERVICES,
    Role.DATA_PROTECTION_OFFICER,
}
COMMENTERS = DRAFTS
DRAFTERS = MONITORING | {Role.INFORMATION_OFFICER, Role.MEMBERS_SERVICES}
CLERKS = frozenset({Role.MEMBERS_SERVICES})
ANNUAL = MONITORING | {Role.MEMBERS_SERVICES, Role.AUDITOR}
CHASE = MONITORING | {Role.MEMBERS_SERVICES}
ACCOUNTS = frozenset({Role.MEMBERS_SERVICES, Role.ADMINISTRATOR})
CHASERS = MONITORING | {Role.MEMBERS_SERVICES}
HOLDS = CHASERS | {Role.ICT_DESK}
PEOPLE = MONITORING | ACCOUNTS | {Role.DATA_PROTECTION_OFFICER}
UNSENT = MONITORING | ACCOUNTS
XRAY = MONITORING | ACCOUNTS | {Role.INFORMATION_OFFICER, Role.ICT_DESK}
ELECTIONS = MONITORING | {Role.MEMBERS_SERVICES, Role.AUDITOR}
DESK = frozenset({Role.ICT_DESK})
CLASSIFIERS = frozenset({Role.INFORMATION_OFFICER})
PUBLISH = MONITORING | CLASSIFIERS
"""An answer to a councillor’s question, for everybody."""
ANSWERS = MONITORING | {Role.INFORMATION_OFFICER, Role.DATA_PROTECTION_OFFICER}
"""For council records, to whoever asks what is held about them."""
DEVICES = MONITORING | {
    Role.INFORMATION_OFFICER,
    Role.ICT_DESK,
    Role.MEMBERS_SERVICES,
    Role.AUDITOR,
}
DESK_TASKS = MONITORING | DESK
LOSSES = DESK_TASKS | {Role.INFORMATION_OFFICER, Role.DATA_PROTECTION_OFFICER, Role.AUDITOR}
LEAVERS = MONITORING | {
    Role.INFORMATION_OFFICER,
    Role.ICT_DESK,
    Role.MEMBERS_SERVICES,
    Role.DATA_PROTECTION_OFFICER,
    Role.AUDITOR,
}
INCIDENTS = ANSWERS
HANDLERS = MONITORING | {Role.INFORMATION_OFFICER}
RINGERS = HANDLERS | DESK
ADVICE = INCIDENTS | DESK
LEAVERS = LOSSES | {Role.MEMBERS_SERVICES}
ANSWERERS = frozenset({Role.INFORMATION_OFFICER, Role.DATA_PROTECTION_OFFICER})
GONE, FOUND, FORBIDDEN, NOT_FOUND, NOT_ALLOWED = 410, 302, 403, 404, 405


@dataclass(frozen=True)
class Row:
    """Who opens an address, by which method, what they get, and what the others get."""

    roles: frozenset[Any] = EVERYBODY
    is_public: bool = False
    method: str = "get"
    answer: int = 200
    otherwise: int = FORBIDDEN
    seen_by: frozenset[Any] = frozenset()
    args: Callable[[World], list[Any]] = field(default=lambda _world: [])
    query: Callable[[World], str] = field(default=lambda _world: "")

    def answer_to(self, role: Any) -> int:
        """Who sees what it is about, and may not do this, is told so."""
        if role in self.roles:
            return self.answer
        return FORBIDDEN if role in self.seen_by else self.otherwise


@dataclass(frozen=True)
class World:
    """What there is to open."""

    signed: Acknowledgement
    to_sign: Any
    to_publish: Any
    draft_question: Any
    disputed: Any
    exemption: Any
    submitted: Any
    amended: Any
    referred: Any
    late: Any
    hold: Any
    to_enter: Any
    file: Any
    draft: Any
    reviewed: Any
    comment: Any
    report: Any
    put_forward: Any
    closure: Any
    undeclared: Any
    election: Any
    stranger: Any
    invited: Any
    dead: Any
    term: Any
    membership: Any
    appointment: Any
    rule: Any
    seat: Any
    device: Any
    stored: Any
    loss: Any
    costed: Any
    appealed: Any
    misuse: Any
    charged: Any
    issue: Any
    desk_task: Any
    returned: Any
    unanswered: Any
    asked_back: Any
    way: Any
    records_hold: Any
    recalled: Any
    audit: Any
    taken_in: Any
    lent: Any
    slot: Any
    booking: Any
    wiped: Any
    checked_import: Any
    asking_import: Any
    free_label: Any
    found_report: Any
    loss_report: Any
    complaint: Any
    referral: Any
    enquired: Any
    of_ward: Any
    passed: Any
    linked: Any
    saved_view: Any
    filter_request: Any
    own: Any
    pending: Any
    unsafe: Any
    links: Any
    opened: Any
    enquiry: Any
    breach: Any
    turn: Any
    advice: Any
    sent: Any
    recipient: Any
    kept_file: Any
    confided: Any
    unsealed: Any
    safe: Any
    leaver: Any
    dead_leaver: Any
    departed: Any
    system: Any
    suspension: Any
    left: Any
    aside: Any


Public = partial(Row, is_public=True)
Post = partial(Row, method="post", answer=FOUND)
Own = partial(Row, COUNCILLORS, otherwise=NOT_FOUND)
"""A page that councillors have to themselves: for others it is not there."""


def leaver(world: World) -> list[Any]:
    """The case of somebody who has left office."""
    return [world.leaver.pk]


def suspension(world: World) -> list[Any]:
    return [world.suspension.pk]


def suspended_person(world: World) -> list[Any]:
    return [world.suspension.councillor_id]


def slug(world: World) -> list[Any]:
    return [world.to_sign.policy.slug]


def number(version: Any) -> list[Any]:
    return [version.policy.slug, version.number]


def address(name: str, world: World) -> str:
    """Where the page of that name is, for this world."""
    row = TABLE[name]
    return reverse(name, args=row.args(world)) + row.query(world)


def election(world: World) -> list[Any]:
    return [world.election.pk]


def contest(world: World) -> list[Any]:
    """The result of a ward, held until it is confirmed."""
    return [world.election.pk, world.election.contests.get().pk]


def hold(world: World) -> list[Any]:
    return [world.hold.pk]


def address_of(version: Any) -> list[Any]:
    return [version.policy.slug, version.number]


def draft(world: World) -> list[Any]:
    return address_of(world.draft)


def this_year(_world: World) -> list[Any]:
    return [year_of(today())]


def tag(world: World) -> list[Any]:
    """Of a device that a councillor has."""
    return [world.device.asset_tag]


def returned(world: World) -> list[Any]:
    return [world.returned.pk]


def audit(world: World) -> list[Any]:
    return [world.audit.pk]


def recalled(world: World) -> list[Any]:
    return [world.recalled.device.asset_tag]


def taken_in(world: World) -> list[Any]:
    return [world.taken_in.device.asset_tag]


def stored(world: World) -> list[Any]:
    return [world.stored.asset_tag]


def issue(world: World) -> list[Any]:
    return [world.issue.pk]


def an_import(world: World) -> list[Any]:
    return [world.checked_import.pk]


def incident(world: World) -> list[Any]:
    return [world.breach.incident.reference]


def kept_file(world: World) -> list[Any]:
    """An evidence file of an incident."""
    return [world.breach.incident.reference, world.kept_file.pk]


def kept_whole(world: World) -> list[Any]:
    """What keeps an incident from being erased."""
    return [world.breach.incident.holds.get().pk]


def shut(world: World) -> list[Any]:
    """An incident that is confidential, of whose list nobody here is."""
    return [world.confided.incident.reference]


def listed(world: World) -> list[Any]:
    """Somebody on the list of a confidential incident."""
    return [*shut(world), world.confided.incident.readers.first().pk]


def unsealed(world: World) -> list[Any]:
    """That a confidential incident was opened."""
    return [world.unsealed.pk]


def assigned(world: World) -> list[Any]:
    """A question that an information officer looks at."""
    return [world.advice.assigned.reference]


def answered(world: World) -> list[Any]:
    """A question that an information officer answered."""
    return [world.advice.answered.reference]


def unsent(world: World) -> list[Any]:
    """A question that another councillor has not sent."""
    return [world.advice.draft.reference]


def safety(world: World) -> list[Any]:
    """What a councillor told to others."""
    return [world.safe.report.reference]


def safety_file(world: World) -> list[Any]:
    return [*safety(world), EvidenceFile.objects.of(world.safe.report).get().pk]


def breach(world: World) -> list[Any]:
    """The council's part of an incident."""
    return [world.breach.incident.reference, world.breach.pk]


def sent(world: World) -> list[Any]:
    """A message to the regulator."""
    part = world.sent.assessment
    return [part.incident.reference, part.pk, world.sent.pk]


def recipient(world: World) -> list[Any]:
    """Somebody who is to be told."""
    part = world.recipient.assessment
    return [part.incident.reference, part.pk, world.recipient.pk]


def to_contain(world: World) -> list[Any]:
    """What the desk has to do about an incident."""
    return [world.breach.incident.containment_tasks.filter(team="desk").latest("pk").pk]


def follow_up(world: World) -> list[Any]:
    return [world.breach.incident.follow_ups.get().pk]


def complaint(world: World) -> list[Any]:
    """Of which nobody has been told that we have it."""
    return [world.complaint.reference]


def referral(world: World) -> list[Any]:
    return [world.referral.pk]


def enquired(world: World) -> list[Any]:
    """A complaint that is looked into."""
    return [world.enquired.reference]


def passed(world: World) -> list[Any]:
    """A complaint that a councillor answers."""
    return [world.passed.pk]


def left(world: World) -> list[Any]:
    """Somebody who left, with everything done, and gave no address."""
    return [world.left.pk]


def lost(world: World) -> list[Any]:
    return [world.loss.reference]


def costed(world: World) -> list[Any]:
    return [world.costed.loss.reference]


def misuse(world: World) -> list[Any]:
    return [world.misuse.pk]


def charged(world: World) -> list[Any]:
    return [world.charged.pk]


def of_version(world: World) -> list[Any]:
    return [world.to_sign.policy.slug, "2.0"]


def contact(world: World) -> list[Any]:
    """Somebody whom another councillor is in touch with."""
    return [world.way.constituent_id]


def channel(_world: World) -> list[Any]:
    return [people.channel().pk]


def opened(world: World) -> list[Any]:
    """Of ward records that another officer opened."""
    return [world.opened.pk]


def enquiry(world: World) -> list[Any]:
    """Of council records that another officer looks up."""
    return [world.enquiry.pk]


def council_record(world: World) -> list[Any]:
    """Somebody in council records, under what another officer looks up."""
    person = world.way.councillor.constituents.get(capacity=Capacity.COUNCIL)
    return [world.enquiry.pk, person.pk]


def opened_person(world: World) -> list[Any]:
    """Somebody in ward records, under what another officer opened."""
    return [world.opened.pk, world.way.constituent_id]


def way(world: World) -> list[Any]:
    return [world.way.pk]


def logged(world: World) -> list[Any]:
    """A contact of another councillor."""
    return [world.way.contacts.get().pk]


def share(world: World) -> list[Any]:
    """What another councillor shares with somebody else."""
    return [world.way.constituent.shares.get().pk]


def filter_request(world: World) -> list[Any]:
    return [world.filter_request.pk]


def own(world: World) -> list[Any]:
    """Of a device that is a councillor's own."""
    return [world.own.asset_tag]


def pending(world: World) -> list[Any]:
    return [world.pending.asset_tag]


TABLE: dict[str, Row] = {
    "start": Public(answer=FOUND),
    "home": Row(),
    "dashboard": Row(MONITORING),
    "xray:findings": Row(XRAY),
    "xray:set_aside": Row(MONITORING, args=lambda _world: ["dead_notices"]),
    "xray:bring_back": Post(MONITORING, args=lambda world: [world.aside.pk]),
    "account_login": Public(answer=FOUND),
    "account_logout": Public(answer=200),
    "account_inactive": Public(),
    "account_signup": Public(answer=FOUND),
    "account_reauthenticate": Row(),
    "account_change_password": Row(),
    "account_reset_password": Public(),
    "account_reset_password_done": Public(),
    "account_reset_password_from_key": Public(args=lambda _world: ["x", "y"]),
    "account_reset_password_from_key_done": Public(),
    "policies:policies": Public(),
    "policies:register": Row(REGISTER),
    "policies:signed": Row(),
    "policies:certificate": Row(
        MONITORING, otherwise=NOT_FOUND, args=lambda world: [world.signed.pk]
    ),
    "policies:statements": Row(MONITORING),
    "policies:statement": Row(MONITORING, args=lambda world: [world.signed.pk]),
    "policies:answer_statement": Row(MONITORING, args=lambda world: [world.signed.pk]),
    "policies:decisions": Row(CLERKS),
    "policies:record_decision": Row(CLERKS, query=lambda world: f"?version={world.submitted.pk}"),
    "policies:decision": Public(args=lambda world: [world.to_sign.decision_id]),
    "policies:correct_decision": Row(CLERKS, args=lambda world: [world.to_sign.decision_id]),
    "policies:certify_text": Row(MONITORING, args=lambda world: number(world.amended)),
    "policies:correct_policy": Row(DRAFTERS, args=lambda world: number(world.submitted)),
    "policies:take_off_agenda": Row(DRAFTERS, args=lambda world: number(world.submitted)),
    "policies:reopen": Post(DRAFTERS, args=lambda world: number(world.referred)),
    "policies:withdraw_policy": Row(MONITORING, args=lambda world: number(world.to_sign)),
    "policies:group": Row(frozenset({Role.GROUP_LEADER})),
    "policies:annual_reports": Row(ANNUAL, answer=FOUND),
    "policies:annual_report": Row(ANNUAL, args=this_year),
    "policies:annual_pdf": Post(ANNUAL, answer=200, args=this_year),
    "policies:annual_ods": Post(ANNUAL, answer=200, args=this_year),
    "policies:not_signed": Row(REGISTER, args=of_version),
    "policies:has_signed": Row(REGISTER, args=of_version),
    "policies:log": Row(REGISTER, args=of_version),
    "policies:chase": Row(CHASE, args=of_version),
    "policies:person": Row(
        REGISTER, otherwise=NOT_FOUND, args=lambda world: [world.signed.councillor_id]
    ),
    "policies:evidence": Post(
        MONITORING | {Role.AUDITOR},
        answer=200,
        otherwise=NOT_FOUND,
        args=lambda world: [world.signed.councillor_id],
    ),
    "policies:drafts": Row(DRAFTS),
    "policies:start_policy": Row(DRAFTERS),
    "policies:start_version": Row(DRAFTERS, args=slug),
    "policies:change_details": Row(DRAFTERS, args=lambda world: address_of(world.reviewed)),
    "policies:take_over": Row(DRAFTERS, args=draft),
    "policies:leave_draft": Post(DRAFTERS, args=draft),
    "policies:send_to_review": Row(DRAFTERS, args=draft),
    "policies:return_to_draft": Row(DRAFTERS, args=lambda world: address_of(world.reviewed)),
    "policies:discard_draft": Row(DRAFTERS, args=draft),
    "policies:submit_version": Row(DRAFTERS, args=lambda world: address_of(world.reviewed)),
    "policies:comment_on_draft": Row(COMMENTERS, args=draft),
    "policies:answer_comment": Row(DRAFTERS, args=lambda world: [world.comment.pk]),
    "policies:reports": Row(DRAFTS),
    "policies:write_report": Row(DRAFTERS),
    "policies:report": Public(args=lambda world: [world.put_forward.report.pk]),
    "policies:change_report": Row(DRAFTERS, args=lambda world: [world.report.pk]),
    "policies:policy": Public(args=slug),
    "policies:start_reading": Post(COUNCILLORS, args=slug),
    "policies:read": Public(args=lambda world: [world.to_sign.policy.slug, 1]),
    "policies:finish_section": Post(COUNCILLORS, args=lambda world: [world.to_sign.policy.slug, 1]),
    "policies:sign_policy": Row(COUNCILLORS, args=slug),
    "policies:decline": Row(COUNCILLORS, args=slug),
    "policies:receipt": Row(answer=NOT_FOUND, args=lambda world: [world.signed.pk]),
    "policies:record_signatures": Row(
        frozenset({Role.MEMBERS_SERVICES}),
        args=lambda world: [world.to_sign.policy.slug, world.to_sign.number],
    ),
    "policies:dispute": Row(answer=NOT_FOUND, args=lambda world: [world.disputed.pk]),
    "policies:disputes": Row(MONITORING),
    "policies:settle_dispute": Row(MONITORING, args=lambda world: [world.disputed.pk]),
    "policies:exemptions": Row(MONITORING),
    "policies:grant_exemptions": Row(MONITORING, args=lambda world: [world.signed.councillor_id]),
    "policies:extend_exemption": Row(MONITORING, args=lambda world: [world.exemption.pk]),
    "policies:end_exemption": Row(MONITORING, args=lambda world: [world.exemption.pk]),
    "policies:questions": Row(COUNCILLORS, answer=FOUND, args=slug),
    "policies:edit_questions": Row(
        DRAFTERS, args=lambda world: [world.to_publish.policy.slug, world.to_publish.number]
    ),
    "policies:add_question": Row(
        DRAFTERS, args=lambda world: [world.to_publish.policy.slug, world.to_publish.number]
    ),
    "policies:change_question": Row(DRAFTERS, args=lambda world: [world.draft_question.pk]),
    "policies:move_question": Post(DRAFTERS, args=lambda world: [world.draft_question.pk]),
    "policies:remove_question": Post(DRAFTERS, args=lambda world: [world.draft_question.pk]),
    "policies:publish_policy": Row(
        DRAFTERS,
        args=lambda world: [world.to_publish.policy.slug, world.to_publish.number],
    ),
    "policies:library": Row(DRAFTERS),
    "policies:export_policies": Row(DRAFTERS),
    "policies:import_policies": Row(DRAFTERS),
    "policies:check_import": Row(DRAFTERS, answer=FOUND),
    "policies:enter_text": Row(DRAFTERS, args=lambda world: number(world.to_enter)),
    "policies:check_text": Row(DRAFTERS, args=lambda world: number(world.to_enter)),
    "policies:references": Row(DRAFTS, args=lambda world: number(world.to_sign)),
    "policies:original_file": Row(
        DRAFTS, args=lambda world: [*number(world.file.version), world.file.pk]
    ),
    "policies:version": Public(args=lambda world: [world.to_sign.policy.slug, "2.0"]),
    "policies:changes": Public(args=lambda world: [world.to_sign.policy.slug, "1.0", "2.0"]),
    "policies:holds": Row(HOLDS),
    "policies:holds_late": Row(CHASERS),
    "policies:propose_hold": Row(CHASERS, args=lambda world: [world.late.pk]),
    "policies:hold": Row(HOLDS, otherwise=NOT_FOUND, args=hold),
    "policies:order_hold": Row(MONITORING, args=hold),
    "policies:refuse_hold": Row(MONITORING, args=hold),
    "policies:lift_hold": Row(MONITORING, args=hold),
    "policies:carry_out_hold": Post(frozenset({Role.ICT_DESK}), answer=409, args=hold),
    "policies:undo_hold": Post(frozenset({Role.ICT_DESK}), answer=409, args=hold),
    "policies:audience": Row(DRAFTERS, args=slug),
    "policies:choose_audience": Row(DRAFTERS, args=slug),
    "policies:add_rule": Row(DRAFTERS, args=slug),
    "policies:remove_rule": Row(DRAFTERS, args=lambda world: [*slug(world), world.rule.pk]),
    "devices:devices": Row(DEVICES, otherwise=FOUND),
    "devices:equipment": Row(),
    "devices:device": Row(DEVICES, otherwise=NOT_FOUND, args=tag),
    "devices:add_device": Row(DESK),
    "devices:change_device": Row(DESK, args=tag),
    "devices:dispose": Row(DESK, args=stored),
    "devices:kinds": Row(DESK),
    "devices:change_kind": Row(DESK, args=lambda world: [world.device.kind_id]),
    "devices:desk_tasks": Row(DESK_TASKS),
    "devices:desk_task": Row(DESK_TASKS, args=lambda world: [world.desk_task.pk]),
    "devices:drop_task": Row(DESK, args=lambda world: [world.desk_task.pk]),
    "devices:issue_devices": Row(DESK),
    "devices:take_off_record": Row(
        DESK, args=lambda world: [world.issue.assignments.get().device.asset_tag]
    ),
    "devices:terms": Row(),
    "devices:issues": Row(DEVICES),
    "devices:not_returned": Row(DEVICES | {Role.DATA_PROTECTION_OFFICER}),
    "devices:not_returned_list": Row(DEVICES),
    "devices:figures": Row(DEVICES | {Role.DATA_PROTECTION_OFFICER}),
    "consent:contacts": Own(),
    "consent:choose_capacity": Own(),
    "consent:party": Own(),
    "consent:openings": Row(MONITORING | CLASSIFIERS | COUNCILLORS),
    "consent:open_record": Row(CLASSIFIERS),
    "consent:opening": Row(MONITORING, otherwise=NOT_FOUND, args=opened),
    "consent:end_opening": Post(MONITORING, otherwise=NOT_FOUND, args=opened),
    "consent:opened_people": Row(CLASSIFIERS, otherwise=NOT_FOUND, answer=NOT_FOUND, args=opened),
    "consent:opened_person": Row(
        CLASSIFIERS, otherwise=NOT_FOUND, answer=NOT_FOUND, args=opened_person
    ),
    "consent:enquiries": Row(ANSWERS),
    "consent:open_enquiry": Row(ANSWERS),
    "consent:enquiry": Row(ANSWERS, otherwise=NOT_FOUND, args=enquiry),
    "consent:council_record": Row(
        ANSWERS, otherwise=NOT_FOUND, answer=NOT_FOUND, args=council_record
    ),
    "consent:readings": Own(),
    "consent:figures": Row(MONITORING | {Role.INFORMATION_OFFICER, Role.DATA_PROTECTION_OFFICER}),
    "consent:terms": Row(),
    "consent:accept_terms": Own(),
    "consent:terms_certificate": Own(
        answer=NOT_FOUND,
        args=lambda world: [world.way.councillor.processing_terms.get().pk],
    ),
    "consent:add_person": Own(args=lambda _world: ["council"]),
    "consent:constituent": Own(answer=NOT_FOUND, args=contact),
    "consent:rename_person": Own(answer=NOT_FOUND, args=contact),
    "consent:forget_person": Own(answer=NOT_FOUND, args=contact),
    "consent:add_permission": Own(answer=NOT_FOUND, args=contact),
    "consent:add_agreement": Own(answer=NOT_FOUND, args=contact),
    "consent:permission": Own(answer=NOT_FOUND, args=way),
    "consent:verify": Own(answer=NOT_FOUND, args=way),
    "consent:change_handle": Own(answer=NOT_FOUND, args=way),
    "consent:theirs_after_all": Own(answer=NOT_FOUND, args=way),
    "consent:withdraw": Own(answer=NOT_FOUND, args=way),
    "consent:decline": Own(answer=NOT_FOUND, args=way),
    "consent:receipt": Own(answer=NOT_FOUND, args=way),
    "consent:receipt_text": Own(answer=NOT_FOUND, args=way),
    "consent:copy_person": Own(answer=NOT_FOUND, args=contact),
    "consent:going": Own(),
    "consent:export_record": Own(),
    "consent:hold_person": Own(answer=NOT_FOUND, args=contact),
    "consent:holds": Row(CLASSIFIERS),
    "consent:hold_records": Row(CLASSIFIERS),
    "consent:records_hold": Row(CLASSIFIERS, args=lambda world: [world.records_hold.pk]),
    "consent:end_person_hold": Row(
        CLASSIFIERS, otherwise=NOT_FOUND, args=lambda world: [world.way.constituent.holds.get().pk]
    ),
    "consent:share_person": Row(answer=NOT_FOUND, args=contact),
    "consent:shares": Own(),
    "consent:end_share": Row(answer=NOT_FOUND, args=share),
    "consent:shared_with_me": Row(),
    "consent:shared_record": Row(answer=NOT_FOUND, args=share),
    "consent:leaving": Row(frozenset(), otherwise=NOT_FOUND),
    "consent:decide": Row(frozenset(), otherwise=NOT_FOUND, args=contact),
    "consent:decide_all": Row(frozenset(), otherwise=NOT_FOUND),
    "consent:take_file": Row(frozenset(), otherwise=NOT_ALLOWED),
    "consent:confirm_file": Row(frozenset(), otherwise=NOT_FOUND),
    "consent:offers": Own(),
    "consent:leavers": Row(frozenset({Role.INFORMATION_OFFICER, Role.MEMBERS_SERVICES})),
    "consent:record_answer": Row(CLASSIFIERS, answer=NOT_FOUND, args=lambda _world: [0]),
    "consent:begin_period": Row(
        frozenset({Role.INFORMATION_OFFICER, Role.MEMBERS_SERVICES}),
        answer=NOT_FOUND,
        args=lambda _world: [0],
    ),
    "consent:stop_period": Row(
        frozenset({Role.INFORMATION_OFFICER, Role.MEMBERS_SERVICES}),
        answer=NOT_FOUND,
        args=lambda _world: [0],
    ),
    "consent:make_link": Own(answer=NOT_FOUND, args=way),
    "consent:channels": Row(CLASSIFIERS),
    "consent:my_channels": Own(),
    "consent:propose_channel": Own(),
    "consent:channel": Row(CLASSIFIERS, args=channel),
    "consent:classify": Row(CLASSIFIERS, args=channel),
    "consent:forbid": Row(CLASSIFIERS, args=channel),
    "consent:retire": Row(CLASSIFIERS, args=channel),
    "consent:record_test": Own(answer=NOT_FOUND, args=way),
    "consent:wordings": Row(CLASSIFIERS),
    "consent:change_wording": Row(CLASSIFIERS, args=lambda _world: ["meeting"]),
    "consent:change_rules": Row(frozenset({Role.MONITORING_OFFICER, Role.ADMINISTRATOR})),
    "consent:change_months": Row(frozenset({Role.MONITORING_OFFICER, Role.ADMINISTRATOR})),
    "consent:change_log_months": Row(frozenset({Role.MONITORING_OFFICER, Role.ADMINISTRATOR})),
    "consent:contact_log": Own(),
    "consent:log_contact": Own(answer=NOT_FOUND, args=contact),
    "consent:contact": Own(answer=NOT_FOUND, args=logged),
    "consent:remove_contact": Own(answer=NOT_FOUND, args=logged),
    "consent:wrong_person": Own(answer=NOT_FOUND, args=way),
    "consent:messages_help": Own(),
    "consent:before_sending": Own(),
    "consent:before_posting": Own(),
    "consent:before_calling": Own(),
    "consent:social_accounts": Own(),
    "consent:add_account": Own(),
    "consent:social_account": Row(frozenset(), otherwise=NOT_FOUND, args=lambda _world: [1]),
    "consent:remove_account": Row(frozenset(), otherwise=NOT_FOUND, args=lambda _world: [1]),
    "consent:moderations": Own(),
    "consent:log_moderation": Own(),
    "consent:moderation": Row(frozenset(), otherwise=NOT_FOUND, args=lambda _world: [1]),
    "devices:insurance": Row(COUNCILLORS),
    "devices:insurance_register": Row(DEVICES),
    "devices:issue": Row(DEVICES, otherwise=NOT_FOUND, args=issue),
    "devices:accept": Row(COUNCILLORS, answer=NOT_FOUND, args=issue),
    "devices:sign_here": Row(DESK, args=issue),
    "devices:decline": Row(COUNCILLORS, answer=NOT_FOUND, args=issue),
    "devices:receipt": Row(
        DEVICES, otherwise=NOT_FOUND, args=lambda world: [world.device.assignments.get().issue_id]
    ),
    "imports:imports": Row(DESK | COUNCILLORS | ACCOUNTS),
    "devices:audits": Row(DEVICES),
    "devices:my_audit": Row(),
    "devices:start_audit": Row(DESK),
    "devices:audit": Row(DEVICES, args=audit),
    "devices:mark_seen": Row(DESK, args=audit),
    "devices:close_audit": Row(DESK, args=audit),
    "devices:audit_pdf": Row(DEVICES, method="post", args=audit),
    "devices:recalls": Row(DEVICES),
    "devices:recall_devices": Row(DESK),
    "devices:recall_chosen": Row(DESK, query=lambda world: f"?row={world.device.pk}"),
    "devices:recall_one": Row(DESK, answer=FOUND, args=tag),
    "devices:recall_receipt": Row(
        DEVICES, otherwise=NOT_FOUND, args=lambda world: [world.taken_in.pk]
    ),
    "devices:take_in": Row(DESK, args=recalled),
    "devices:prolong_loan": Row(DESK, args=lambda world: [world.lent.asset_tag]),
    "devices:lend": Row(DESK, args=recalled),
    "devices:cancel_recall": Row(DESK, args=recalled),
    "devices:give_back": Row(DESK, args=taken_in),
    "devices:replace": Row(DESK, args=taken_in),
    "devices:my_recalls": Row(),
    "devices:cancel_booking": Post(
        DESK, otherwise=NOT_FOUND, args=lambda world: [world.booking.pk]
    ),
    "devices:slots": Row(DESK),
    "devices:offer_slot": Row(DESK),
    "devices:slot": Row(DESK, args=lambda world: [world.slot.pk]),
    "devices:book_for": Row(DESK, args=lambda world: [world.slot.pk]),
    "devices:withdraw_slot": Row(DESK, args=lambda world: [world.slot.pk]),
    "devices:returns": Row(DEVICES),
    "devices:receive": Row(DESK),
    "devices:receive_devices": Row(DESK, args=tag),
    "devices:returned": Row(DEVICES, otherwise=NOT_FOUND, args=returned),
    "devices:sign_return": Row(answer=NOT_FOUND, args=returned),
    "devices:sign_return_at_desk": Row(DESK, args=returned),
    "devices:disagree": Row(answer=NOT_FOUND, args=returned),
    "devices:answer_return": Row(DESK, args=lambda world: [world.unanswered.pk]),
    "devices:close_return": Row(DESK, args=returned),
    "devices:return_receipt": Row(DEVICES, otherwise=NOT_FOUND, args=returned),
    "devices:record_wipe": Row(
        DESK, args=lambda world: [world.returned.items.get().device.asset_tag]
    ),
    "devices:put_in_stock": Row(DESK, args=lambda world: [world.wiped.asset_tag]),
    "devices:request_return": Row(DESK, args=tag),
    "devices:cancel_return": Row(DESK, args=lambda world: [world.asked_back.device.asset_tag]),
    "imports:start": Row(DESK, args=lambda _world: ["devices"]),
    "imports:template": Row(DESK, args=lambda _world: ["devices"]),
    "imports:one": Row(DESK, otherwise=NOT_FOUND, args=an_import),
    "imports:map_columns": Row(DESK, otherwise=NOT_FOUND, args=an_import),
    "imports:answer": Row(
        ACCOUNTS, otherwise=NOT_FOUND, args=lambda world: [world.asking_import.pk]
    ),
    "imports:how_far": Row(DESK, otherwise=NOT_FOUND, args=an_import),
    "imports:errors": Post(DESK, answer=200, otherwise=NOT_FOUND, args=an_import),
    "imports:check_again": Post(DESK, otherwise=NOT_FOUND, args=an_import),
    "imports:ask_to_apply": Post(DESK, answer=409, otherwise=NOT_FOUND, args=an_import),
    "imports:discard": Post(DESK, answer=409, otherwise=NOT_FOUND, args=an_import),
    "devices:find_device": Row(
        DEVICES, query=lambda world: f"?tag={world.stored.asset_tag}", answer=FOUND
    ),
    "devices:print_chosen": Row(DESK, query=lambda world: f"?row={world.device.pk}"),
    "devices:dispose_chosen": Row(DESK, query=lambda world: f"?row={world.stored.pk}"),
    "devices:filter_requests": Row(DESK),
    "devices:my_filters": Row(COUNCILLORS),
    "devices:ask_filter": Row(COUNCILLORS),
    "devices:record_filter": Row(DESK),
    "devices:filter_request": Row(DESK, otherwise=NOT_FOUND, args=filter_request),
    "devices:refuse_filter": Row(DESK, args=filter_request),
    "devices:filter_step": Row(
        DESK,
        method="post",
        answer=FOUND,
        otherwise=NOT_FOUND,
        args=lambda world: [world.filter_request.pk, "done"],
    ),
    "devices:my_enrolments": Row(COUNCILLORS),
    "devices:ask_enrolment": Row(COUNCILLORS),
    "devices:enrolment_receipt": Row(DEVICES, otherwise=NOT_FOUND, args=own),
    "devices:refuse_enrolment": Row(DESK, args=pending),
    "devices:find_unsafe": Row(DESK, args=own),
    "devices:ask_removal": Row(DESK, args=own),
    "devices:enrol": Row(DESK, args=pending),
    "devices:find_safe": Row(DESK, args=lambda world: [world.unsafe.asset_tag]),
    "devices:confirm_removal": Row(DESK, args=own),
    "devices:sign_enrolment": Row(COUNCILLORS, answer=NOT_FOUND, args=own),
    "devices:end_enrolment": Row(COUNCILLORS, answer=NOT_FOUND, otherwise=NOT_FOUND, args=own),
    "devices:withdraw_enrolment": Row(
        COUNCILLORS, answer=NOT_FOUND, otherwise=NOT_FOUND, args=pending
    ),
    "devices:labels": Row(DESK),
    "devices:print_ahead": Row(DESK),
    "devices:label_batch": Row(DESK, args=lambda world: [world.free_label.batch_id]),
    "devices:label_sheets": Row(DESK, args=lambda world: [world.free_label.batch_id]),
    "devices:claim_label": Row(DESK, args=lambda world: [world.free_label.pk]),
    "devices:add_labelled": Row(DESK, args=lambda world: [world.free_label.pk]),
    "devices:print_label": Row(DESK, args=tag),
    "devices:found_reports": Row(DESK),
    "devices:found_report": Row(DESK, args=lambda world: [world.found_report.pk]),
    "scan": Public(args=lambda _world: ["0000000000000000"]),
    "found": Public(),
    "stop": Public(answer=GONE, args=lambda _world: ["nonsense"]),
    "stopped": Public(),
    "found_thanks": Public(),
    "accounts:save_view": Row(query=lambda _world: "?path=/devices/&query=status%3Dlost"),
    "accounts:change_view": Row(answer=NOT_FOUND, args=lambda world: [world.saved_view.pk]),
    "breaches:report": Row(),
    # one page after another, each once the one before it is answered
    **{
        f"breaches:{page}": Row(answer=FOUND)
        for page in (
            "report_misuse",
            "report_social",
            "report_whose",
            "report_happened",
            "report_when",
            "report_information",
            "check_report",
        )
    },
    "breaches:report_all": Row(),
    "breaches:report_party": Row(),
    "breaches:throw_away_report": Post(),
    "breaches:report_sent": Row(answer=NOT_FOUND, otherwise=NOT_FOUND, args=incident),
    "breaches:report_for_somebody": Row(HANDLERS | DESK | CLERKS),
    "breaches:report_own_loss": Row(),
    "breaches:report_loss": Public(answer=FOUND),
    "breaches:loss_thanks": Public(),
    "breaches:loss_reports": Row(RINGERS),
    **{
        f"breaches:{page}": Row(RINGERS, args=lambda world: [world.loss_report.pk])
        for page in ("loss_report", "join_to_device", "join_to_councillor", "throw_away")
    },
    "breaches:referrals": Row(MONITORING),
    "breaches:referral": Row(MONITORING, args=referral),
    "breaches:acknowledge_referral": Post(MONITORING, answer=409, args=referral),
    "breaches:pass_to_deputy": Row(MONITORING, args=referral),
    "breaches:number_case": Row(MONITORING, args=referral),
    "breaches:close_referral": Row(MONITORING, args=referral),
    "breaches:complain": Public(),
    "breaches:complaint_sent": Public(args=complaint),
    "breaches:complaints": Row(INCIDENTS),
    "breaches:record_complaint": Row(ANSWERERS),
    "breaches:change_complaint_months": Row(
        frozenset({Role.MONITORING_OFFICER, Role.ADMINISTRATOR})
    ),
    "breaches:complaint": Row(INCIDENTS, args=complaint),
    **{
        f"breaches:{act}": Row(ANSWERERS, args=args)
        for act, args in (
            ("acknowledge_complaint", complaint),
            ("set_aside_complaint", complaint),
            ("direct_complaint", complaint),
            ("name_complaint_party", complaint),
            ("correct_received", enquired),
            ("send_another_way", enquired),
            ("tell_progress", enquired),
            ("send_outcome", enquired),
            ("add_complaint_note", enquired),
            ("link_report", enquired),
            ("pass_complaint", lambda world: [world.of_ward.reference]),
            ("take_back_complaint", lambda world: [world.passed.reference]),
        )
    },
    "breaches:unlink_report": Post(
        ANSWERERS, args=lambda world: [*enquired(world), world.linked.pk]
    ),
    "breaches:own_complaints": Row(COUNCILLORS),
    # only the councillor who answers it
    **{
        f"breaches:{page}": Row(answer=NOT_FOUND, args=passed)
        for page in (
            "own_complaint",
            "acknowledge_own_complaint",
            "answer_own_complaint",
            "share_own_complaint",
            "end_share_own_complaint",
        )
    },
    "breaches:begin_enquiry": Row(ANSWERERS, answer=409, args=complaint),
    "breaches:reopen_complaint": Row(ANSWERERS, answer=409, args=complaint),
    "breaches:take_back_party": Post(
        ANSWERERS, args=lambda world: [*enquired(world), world.enquired.parties.get().pk]
    ),
    "breaches:complaint_letter": Post(
        ANSWERERS,
        answer=200,
        args=lambda world: [*enquired(world), world.enquired.messages.get().pk],
    ),
    "breaches:report_loss_for": Row(DESK, args=tag),
    "breaches:correct_loss": Row(DESK, args=lost),
    "breaches:close_loss": Post(DESK, answer=409, args=lost),
    "breaches:triage_of_loss": Row(LOSSES, otherwise=NOT_FOUND, args=lost),
    "breaches:report_wrong_person": Own(answer=NOT_FOUND, args=way),
    "breaches:incidents": Row(),
    "breaches:incident": Row(INCIDENTS, otherwise=NOT_FOUND, args=incident),
    "breaches:figures": Row(INCIDENTS),
    "breaches:statistics": Row(is_public=True),
    "breaches:change_statistics": Row(frozenset({Role.MONITORING_OFFICER, Role.ADMINISTRATOR})),
    "breaches:print_incident": Post(INCIDENTS, answer=200, otherwise=NOT_FOUND, args=incident),
    "breaches:correct_noticed": Row(
        HANDLERS, seen_by=INCIDENTS, otherwise=NOT_FOUND, args=incident
    ),
    "breaches:name_cause": Row(HANDLERS, seen_by=INCIDENTS, otherwise=NOT_FOUND, args=incident),
    "breaches:on_call": Row(HANDLERS),
    "breaches:add_turn": Row(HANDLERS),
    "breaches:alarm_phone": Row(),
    "breaches:confirm_alarm_phone": Row(answer=FOUND),
    "breaches:forget_alarm_phone": Post(),
    "breaches:remove_turn": Post(HANDLERS, args=lambda world: [world.turn.pk]),
    "breaches:add_note": Row(INCIDENTS, otherwise=NOT_FOUND, args=incident),
    **{
        f"breaches:{act}": Row(HANDLERS, seen_by=INCIDENTS, otherwise=NOT_FOUND, args=incident)
        for act in (
            "dismiss",
            "add_controller",
            "involve",
            "near_miss",
            "add_task",
            "affect_councillors",
            "hand_over",
            "set_follow_up",
            "file_reference",
            "refer_incident",
        )
    },
    **{
        f"breaches:{act}": Row(
            HANDLERS, answer=409, seen_by=INCIDENTS, otherwise=NOT_FOUND, args=incident
        )
        for act in ("take_on", "confirm", "suspect", "contain", "close", "reopen")
    },
    "breaches:take_back_part": Row(
        HANDLERS,
        seen_by=INCIDENTS,
        otherwise=NOT_FOUND,
        args=lambda world: [
            world.breach.incident.reference,
            world.breach.incident.involved.first().pk,
        ],
    ),
    **{
        f"breaches:{act}": Row(HANDLERS, seen_by=INCIDENTS, otherwise=NOT_FOUND, args=breach)
        for act in (
            "set_aware",
            "work_out",
            "record_notification",
            "add_reference",
            "check_risk",
            "people_to_tell",
            "word_letter",
            "add_recipient",
            "finish_telling",
            "publish",
        )
    },
    "breaches:add_contacts": Row(
        HANDLERS, seen_by=INCIDENTS, answer=FOUND, otherwise=NOT_FOUND, args=breach
    ),
    **{
        f"breaches:{page}": Row(INCIDENTS, otherwise=NOT_FOUND, args=breach)
        for page in ("pack", "pack_text")
    },
    "breaches:pack_pdf": Post(
        HANDLERS, answer=200, seen_by=INCIDENTS, otherwise=NOT_FOUND, args=breach
    ),
    "breaches:answer_question": Row(
        HANDLERS,
        seen_by=INCIDENTS,
        otherwise=NOT_FOUND,
        args=lambda world: [*breach(world), "people"],
    ),
    "breaches:regulator_message": Row(INCIDENTS, otherwise=NOT_FOUND, args=sent),
    "breaches:message_pdf": Post(
        HANDLERS, answer=200, seen_by=INCIDENTS, otherwise=NOT_FOUND, args=sent
    ),
    **{
        f"breaches:{page}": Row(HANDLERS, seen_by=INCIDENTS, otherwise=NOT_FOUND, args=recipient)
        for page in ("recipient", "mark_told", "spare_recipient", "forget_recipient")
    },
    "breaches:letter_pdf": Post(
        HANDLERS, answer=200, seen_by=INCIDENTS, otherwise=NOT_FOUND, args=recipient
    ),
    "breaches:advise": Row(
        frozenset({Role.DATA_PROTECTION_OFFICER}),
        seen_by=INCIDENTS,
        otherwise=NOT_FOUND,
        args=breach,
    ),
    **{
        f"breaches:{act}": Row(MONITORING, seen_by=INCIDENTS, otherwise=NOT_FOUND, args=breach)
        for act in ("decide_regulator", "decide_people")
    },
    "breaches:tasks": Row(INCIDENTS),
    # the desk opens its own, and nothing else of the report
    "breaches:task": Row(INCIDENTS | DESK, otherwise=NOT_FOUND, args=to_contain),
    **{
        f"breaches:{act}": Row(
            HANDLERS | DESK, seen_by=INCIDENTS, otherwise=NOT_FOUND, args=to_contain
        )
        for act in ("finish_task", "drop_task")
    },
    "breaches:task_lists": Row(CLASSIFIERS),
    "breaches:task_list": Row(CLASSIFIERS, args=lambda _world: ["account"]),
    "breaches:parts": Row(INCIDENTS, args=incident),
    "breaches:incident_part": Row(INCIDENTS, otherwise=NOT_FOUND, args=breach),
    "breaches:my_log": Row(COUNCILLORS),
    "breaches:shared_logs": Row(INCIDENTS),
    "breaches:follow_ups": Row(),
    "breaches:follow_up": Row(INCIDENTS, otherwise=NOT_FOUND, args=follow_up),
    **{
        f"breaches:{act}": Row(HANDLERS, seen_by=INCIDENTS, otherwise=NOT_FOUND, args=follow_up)
        for act in ("give_follow_up", "finish_follow_up", "drop_follow_up")
    },
    **{
        f"breaches:{act}": Post(INCIDENTS, answer=FORBIDDEN, otherwise=NOT_FOUND, args=breach)
        for act in ("share_part", "end_share_part")
    },
    "breaches:add_files": Row(INCIDENTS, otherwise=NOT_FOUND, args=incident),
    "breaches:change_keeping": Row(frozenset({Role.MONITORING_OFFICER, Role.ADMINISTRATOR})),
    "breaches:going": Row(INCIDENTS),
    "breaches:clauses": Row(HANDLERS),
    "breaches:choose_clause": Row(HANDLERS, args=lambda _world: ["lost"]),
    "breaches:hold_incident": Row(HANDLERS, seen_by=INCIDENTS, otherwise=NOT_FOUND, args=incident),
    "breaches:hold_complaint": Row(INCIDENTS, args=complaint),
    "breaches:hold_referral": Row(MONITORING, args=referral),
    "breaches:kept": Row(INCIDENTS),
    "breaches:case_hold": Row(HANDLERS, otherwise=NOT_FOUND, args=kept_whole),
    "breaches:end_hold": Row(HANDLERS, otherwise=NOT_FOUND, args=kept_whole),
    "breaches:incident_file": Row(INCIDENTS, otherwise=NOT_FOUND, args=kept_file),
    "breaches:remove_incident_file": Row(
        HANDLERS, seen_by=INCIDENTS, otherwise=NOT_FOUND, args=kept_file
    ),
    "breaches:confidential": Row(INCIDENTS),
    "breaches:make_confidential": Row(
        HANDLERS, seen_by=INCIDENTS, otherwise=NOT_FOUND, args=incident
    ),
    "breaches:readers": Row(answer=NOT_FOUND, args=shut),
    "breaches:add_reader": Row(answer=NOT_FOUND, args=shut),
    "breaches:remove_reader": Row(answer=NOT_FOUND, args=listed),
    # only whoever reported it
    "breaches:confide_own": Row(INCIDENTS, answer=FORBIDDEN, otherwise=NOT_FOUND, args=incident),
    "breaches:end_confidentiality": Row(answer=NOT_FOUND, args=shut),
    "breaches:open_confidential": Row(INCIDENTS, args=shut),
    "breaches:confidential_opening": Row(MONITORING, otherwise=NOT_FOUND, args=unsealed),
    "breaches:end_opening": Post(MONITORING, otherwise=NOT_FOUND, args=unsealed),
    "breaches:advice": Row(),
    "breaches:ask_advice": Row(COUNCILLORS),
    "breaches:advice_queue": Row(ADVICE),
    "breaches:advice_names": Row(frozenset({Role.MEMBERS_SERVICES})),
    "breaches:change_advice": Row(answer=NOT_FOUND, args=unsent),
    "breaches:throw_away_advice": Post(answer=NOT_FOUND, args=unsent),
    "breaches:take_on_advice": Post(CLASSIFIERS, otherwise=NOT_FOUND, args=assigned),
    **{
        f"breaches:{page}": Row(CLASSIFIERS, otherwise=NOT_FOUND, args=assigned)
        for page in (
            "advice_request",
            "ask_more",
            "answer_advice",
            "escalate_advice",
            "refer_advice",
        )
    },
    "breaches:withdraw_advice": Row(
        CLASSIFIERS, answer=FORBIDDEN, otherwise=NOT_FOUND, args=assigned
    ),
    "breaches:reply_advice": Row(
        CLASSIFIERS,
        answer=FORBIDDEN,
        otherwise=NOT_FOUND,
        args=lambda world: [world.advice.unclear.reference],
    ),
    "breaches:go_on_advice": Post(
        CLASSIFIERS, otherwise=NOT_FOUND, args=lambda world: [world.advice.unclear.reference]
    ),
    "breaches:add_to_answer": Row(CLASSIFIERS, otherwise=NOT_FOUND, args=answered),
    "breaches:accept_advice": Post(
        CLASSIFIERS, answer=FORBIDDEN, otherwise=NOT_FOUND, args=answered
    ),
    "breaches:published_answers": Row(),
    "breaches:published_answer": Row(args=lambda world: [world.advice.published.pk]),
    "breaches:add_answer": Row(PUBLISH | DESK),
    # the desk reads what is withdrawn of its own questions alone
    "breaches:erase_answer": Row(
        PUBLISH,
        otherwise=NOT_FOUND,
        seen_by=EVERYBODY - PUBLISH - DESK,
        args=lambda world: [world.advice.withdrawn.pk],
    ),
    **{
        f"breaches:{act}": Row(PUBLISH, args=lambda world: [world.advice.published.pk])
        for act in ("change_answer", "withdraw_answer")
    },
    "breaches:report_safety": Row(COUNCILLORS, otherwise=FOUND),
    "breaches:safety_reports": Row(),
    **{
        f"breaches:{page}": Row(answer=NOT_FOUND, args=safety)
        for page in (
            "safety_report",
            "choose_safety",
            "add_safety_entry",
            "support_safety",
            "add_safety_police",
            "close_safety",
            "add_safety_files",
        )
    },
    "breaches:safety_file": Row(answer=NOT_FOUND, args=safety_file),
    "breaches:safety_remove_file": Row(answer=NOT_FOUND, args=safety_file),
    "breaches:acknowledge_safety": Post(answer=NOT_FOUND, args=safety),
    "breaches:take_off_safety": Post(
        answer=NOT_FOUND,
        args=lambda world: [*safety(world), world.safe.report.recipients.first().pk],
    ),
    # only the councillor whose records these are says so
    "breaches:authorise": Row(INCIDENTS, answer=FORBIDDEN, otherwise=NOT_FOUND, args=breach),
    "breaches:end_authorisation": Post(
        INCIDENTS, answer=FORBIDDEN, otherwise=NOT_FOUND, args=breach
    ),
    "devices:losses": Row(LOSSES),
    "devices:loss": Row(LOSSES, otherwise=NOT_FOUND, args=lost),
    "devices:loss_of": Row(
        LOSSES,
        answer=FOUND,
        otherwise=NOT_FOUND,
        args=lambda world: [world.loss.device.asset_tag],
    ),
    "devices:add_loss_note": Row(DESK_TASKS, seen_by=LOSSES, otherwise=NOT_FOUND, args=lost),
    "devices:add_police_reference": Row(DESK, seen_by=LOSSES, otherwise=NOT_FOUND, args=lost),
    "devices:ask_lock": Row(DESK, args=lost),
    "devices:confirm_lock": Row(DESK, args=lost),
    "devices:ask_wipe": Row(DESK, args=lost),
    "devices:confirm_wipe": Row(DESK, args=lost),
    "devices:call_back_wipe": Row(DESK, args=lost),
    "devices:found": Row(DESK, args=lost),
    "devices:missing_again": Row(DESK, args=lost),
    "devices:back_in_use": Row(DESK, args=lost),
    "devices:keep_found": Row(DESK, args=lost),
    "devices:send_to_repair": Row(DESK, args=lost),
    "devices:mark_repaired": Row(DESK, args=lost),
    "devices:let_go": Row(DESK, args=lost),
    "devices:waive_police": Row(DESK_TASKS, args=lost),
    "devices:replace_device": Row(DESK, args=lost),
    "devices:write_off": Row(DESK_TASKS, args=lost),
    "devices:propose_cost": Row(DESK, args=lost),
    "devices:decide_cost": Row(DESK, args=costed),
    "devices:decide_appeal": Row(MONITORING, args=lambda world: [world.appealed.loss.reference]),
    "devices:comment_on_cost": Row(LOSSES, answer=FORBIDDEN, otherwise=NOT_FOUND, args=costed),
    "devices:appeal_cost": Row(LOSSES, answer=FORBIDDEN, otherwise=NOT_FOUND, args=costed),
    "devices:agree_to_deduction": Post(LOSSES, answer=FORBIDDEN, otherwise=NOT_FOUND, args=costed),
    "devices:misuse_cases": Row(DESK_TASKS | CLERKS),
    "devices:open_misuse": Row(DESK, args=tag),
    "devices:open_misuse_of_loss": Row(DESK, args=lost),
    "devices:misuse_case": Row(DESK_TASKS, otherwise=NOT_FOUND, args=misuse),
    "devices:comment_on_misuse": Row(
        DESK_TASKS, answer=FORBIDDEN, otherwise=NOT_FOUND, args=misuse
    ),
    "devices:decide_misuse": Row(MONITORING, args=misuse),
    "devices:waive_charge": Row(MONITORING, args=charged),
    "devices:enter_invoice": Row(CLERKS, args=charged),
    "devices:mark_paid": Post(CLERKS, answer=409, args=charged),
    "elections:calendar": Row(EVERYBODY - COUNCILLORS),
    "elections:close_days": Row(CLERKS),
    "elections:count_again": Row(CLERKS, args=lambda world: [world.closure.pk]),
    "elections:period": Row(),
    "elections:elections": Row(ELECTIONS),
    "elections:add_election": Row(CLERKS),
    "elections:election": Row(ELECTIONS, args=election),
    "elections:change_election": Row(CLERKS, args=election),
    "elections:countermand": Row(CLERKS, args=election),
    "elections:remove_election": Row(CLERKS, answer=FOUND, args=election),
    "elections:new_members": Row(ELECTIONS | DESK),
    "elections:declare": Row(CLERKS),
    "elections:invite_all": Post(CLERKS),
    "elections:vacate": Row(CLERKS, answer=FOUND, args=lambda world: [world.undeclared.pk]),
    "elections:set_up": Row(CLERKS, args=election),
    "elections:confirm_results": Row(CLERKS, args=election),
    "elections:contest": Row(ELECTIONS, args=contest),
    "elections:enter_result": Row(CLERKS, args=contest),
    "elections:undo_result": Row(CLERKS, answer=FOUND, args=contest),
    "elections:throw_away": Row(CLERKS, args=contest),
    "elections:countermand_ward": Row(CLERKS, args=contest),
    "offboarding:my_receipt": Row(answer=NOT_FOUND),
    "offboarding:receipt": Row(LEAVERS, otherwise=NOT_FOUND, args=left),
    "offboarding:certificate": Row(LEAVERS, otherwise=NOT_FOUND, args=left),
    "offboarding:letters": Row(CLERKS),
    "offboarding:letter": Row(CLERKS, args=lambda world: [world.left.pk, "receipt"]),
    "accounts:committees": Row(ACCOUNTS),
    "accounts:committee": Row(ACCOUNTS, args=lambda world: [world.seat.committee_id]),
    "accounts:leave_committee": Row(ACCOUNTS, args=lambda world: [world.seat.pk]),
    "accounts:change_settings": Row(frozenset({Role.MONITORING_OFFICER, Role.ADMINISTRATOR})),
    "accounts:change_equipment_settings": Row(
        frozenset({Role.MONITORING_OFFICER, Role.ADMINISTRATOR})
    ),
    "accounts:people": Row(PEOPLE),
    "accounts:invite": Row(ACCOUNTS),
    "accounts:person": Row(PEOPLE, args=lambda world: [world.stranger.pk]),
    "accounts:send_invitation": Post(ACCOUNTS, args=lambda world: [world.stranger.pk]),
    "accounts:withdraw": Row(ACCOUNTS, args=lambda world: [world.invited.pk]),
    "accounts:change_email": Row(ACCOUNTS, args=lambda world: [world.stranger.pk]),
    "accounts:change_phone": Row(ACCOUNTS, args=lambda world: [world.stranger.pk]),
    "accounts:close_account": Row(ACCOUNTS, args=lambda world: [world.stranger.pk]),
    "accounts:reopen_account": Row(ACCOUNTS, args=lambda world: [world.stranger.pk]),
    "accounts:record_death": Row(ACCOUNTS, args=lambda world: [world.left.councillor_id]),
    "accounts:take_back_death": Row(ACCOUNTS, args=lambda world: [world.departed.pk]),
    "accounts:end_term": Row(ACCOUNTS, args=lambda world: [world.term.pk]),
    "accounts:leave_group": Row(ACCOUNTS, args=lambda world: [world.membership.pk]),
    "accounts:end_appointment": Row(ACCOUNTS, args=lambda world: [world.appointment.pk]),
    "accounts:invitation": Public(answer=GONE, args=lambda _world: ["nonsense"]),
    "accounts:move_end": Row(ACCOUNTS, args=lambda world: [world.leaver.term_id]),
    "accounts:take_back_end": Row(ACCOUNTS, args=lambda world: [world.leaver.term_id]),
    "offboarding:board": Row(LEAVERS),
    "offboarding:mine": Row(frozenset(), otherwise=NOT_FOUND),
    "offboarding:choose_contact": Row(frozenset(), otherwise=NOT_FOUND),
    "offboarding:systems": Row(ACCOUNTS),
    "offboarding:use_system": Post(ACCOUNTS, args=lambda world: [world.system.pk]),
    "offboarding:case_of": Row(
        LEAVERS, answer=FOUND, args=lambda world: [world.leaver.councillor_id]
    ),
    "offboarding:case": Row(LEAVERS, args=leaver),
    "offboarding:suspend_accounts": Row(DESK, args=leaver),
    "offboarding:terminate_accounts": Row(DESK, args=leaver),
    "offboarding:take_back_accounts": Row(DESK, args=leaver),
    "offboarding:open_accounts": Row(DESK, answer=FOUND, args=leaver),
    "offboarding:pause": Row(CHASERS, args=leaver),
    "offboarding:resume": Row(CHASERS, args=leaver),
    "offboarding:name_contact": Row(CLERKS, args=lambda world: [world.dead_leaver.pk]),
    "offboarding:choose_contact_for": Row(CLERKS, args=leaver),
    "offboarding:complete": Row(CLERKS, answer=FOUND, args=leaver),
    "offboarding:finish_task": Row(
        CLERKS | DESK, args=lambda world: [world.leaver.tasks.get(kind="lists").pk]
    ),
    "offboarding:waive_task": Row(
        MONITORING, args=lambda world: [world.leaver.tasks.get(kind="lists").pk]
    ),
    "offboarding:take_up_task": Row(
        CLERKS, args=lambda world: [world.leaver.tasks.get(kind="insurance").pk]
    ),
    "offboarding:suspensions": Row(LEAVERS),
    "offboarding:suspension_of": Row(LEAVERS, answer=FOUND, args=suspended_person),
    "offboarding:suspend": Row(MONITORING, args=lambda world: [world.way.councillor_id]),
    "offboarding:suspension": Row(LEAVERS, args=suspension),
    "offboarding:move_suspension": Row(MONITORING, args=suspension),
    "offboarding:lift_suspension": Row(MONITORING, args=suspension),
    "offboarding:close_systems": Row(DESK, args=suspension),
    "offboarding:open_systems": Row(DESK, answer=FOUND, args=suspension),
    "offboarding:take_back_opened": Row(DESK, answer=FOUND, args=suspension),
    "offboarding:my_suspension": Row(frozenset(), otherwise=NOT_FOUND),
    "notices:unsent": Row(UNSENT),
    "notices:send_again": Post(ACCOUNTS, args=lambda world: [world.dead.pk]),
    "notices:send_all_again": Post(ACCOUNTS),
    "notices:mail": Public(answer=NOT_FOUND),
    "ledger:verify": Public(),
    "ledger:heads": Public(),
    "ledger:heads_text": Public(),
    "ledger:heads_json": Public(),
    "ledger:key": Public(),
    "ledger:key_text": Public(),
    "ledger:checker": Public(),
    "ledger:certificate": Public(args=lambda _world: ["0000-0000-0000-0000"]),
    "accessibility": Public(),
    "privacy": Public(),
    "help": Public(),
    "help_words": Public(),
    "help_rules": Public(),
    "guide": Public(args=lambda _world: ["councillor"]),
    "search": Row(),
    "calendar_feed": Public(answer=NOT_FOUND, args=lambda _world: ["nonsense"]),
    "my_calendar": Row(),
    "make_calendar_link": Post(answer=200),
    "stop_calendar_link": Post(),
    "branding": Public(),
    "healthz": Public(),
    "readyz": Public(),
}


def build_world() -> World:
    """A policy that changed, a signature of the first version, a message that was given up."""
    given.council(
        leaders_decision="Full council, 1 October 2026, minute 12",
        statistics_decision="Full council, 1 October 2026, minute 13",
    )
    signer = given.councillor()
    first = given.published()
    given.signature(first, signer, objection="Clause 1 is unclear.")
    second = given.next_version(first, major=2)
    late, held = given.late_requests(second, 2)
    device = equipment.issued()
    signed = Acknowledgement.objects.signed().get()
    way = planting.planted()
    sent, recipient = letters.both()
    breach = reports.learning(reports.notifiable(reports.with_part(), by=reports.decider()))
    shut_to_all = confided.around()
    enquired = grievances.with_part()
    return World(
        sent=sent,
        recipient=recipient,
        signed=signed,
        disputed=given.disputed(given.published(), signer),
        exemption=given.exemption(given.published(), signer),
        to_sign=second,
        to_publish=given.approved(policy=first.policy, major=3),
        draft_question=given.question(given.draft()),
        submitted=given.on_its_way(("Cabinet", Body.EXECUTIVE), ("Council", Body.FULL_COUNCIL)),
        amended=given.amended("Members must lock their screens always."),
        referred=given.referred_back(),
        late=late,
        hold=given.hold(held),
        to_enter=given.draft(),
        file=given.original_file(second),
        draft=given.edited(),
        reviewed=given.in_review(),
        comment=given.comment(),
        report=given.report(),
        put_forward=given.submission(given.submitted()),
        closure=given.closure(),
        undeclared=polls.undeclared(),
        election=polls.with_result(),
        stranger=given.newcomer(),
        invited=given.invited(),
        dead=given.dead_notice(),
        aside=set_aside(
            finding="without_group",
            known=1,
            reason="We know.",
            until=today(),
            by=given.officer(Role.MONITORING_OFFICER),
        ),
        term=signer.terms.get(),
        membership=given.councillor(group=given.group()).memberships.get(),
        appointment=given.officer(Role.AUDITOR).appointments.get(),
        rule=given.rule(second.policy),
        seat=given.seat(),
        device=device,
        stored=equipment.device(),
        loss=cases.reported(kind="stolen"),
        costed=cases.costed(),
        appealed=cases.appealed(),
        misuse=cases.misused(),
        charged=cases.charged(),
        issue=equipment.issue(),
        checked_import=spreadsheets.checked("BC-90001,Laptop,Latitude", "BC-90002,Fridge,Ice"),
        asking_import=lists.asking(),
        returned=equipment.returned(),
        unanswered=equipment.disputed(),
        way=way,
        records_hold=people.records_kept(),
        turn=reports.on_call(reports.decider()),
        breach=breach,
        kept_file=reports.filed(breach.incident),
        confided=shut_to_all,
        unsealed=confided.opened(shut_to_all),
        safe=safe.around(),
        advice=asking.around(),
        asked_back=equipment.asked_back(),
        audit=equipment.audit(),
        recalled=equipment.recalled().lines.get(),
        taken_in=equipment.taken_in(),
        lent=equipment.lent(),
        slot=equipment.slot(),
        booking=equipment.booked(equipment.slot(days=5)),
        wiped=equipment.wiped(),
        desk_task=open_task(
            kind=TaskKind.WIPE,
            about=device,
            address=device.get_absolute_url(),
            device=device,
            by=None,
        ),
        free_label=equipment.free_label(),
        own=equipment.enrolled(),
        pending=equipment.pending(),
        unsafe=equipment.unsafe(),
        filter_request=ask_filter(councillor=signer, sender="news@spam.example", by=signer),
        saved_view=save_view(
            path="/devices/", query="status=lost", name="Lost", role="", by=signer
        ),
        links=planting.links(),
        opened=people.opened(way.councillor),
        enquiry=people.enquiry(),
        found_report=report_found(label=None, place="Bell Café", by=None),
        loss_report=unverified.waiting(),
        complaint=grievances.received(),
        referral=handed.acknowledged(breach.incident),
        enquired=enquired,
        of_ward=grievances.of_ward(by=given.officer(Role.INFORMATION_OFFICER)),
        passed=grievances.own(),
        linked=grievances.linked(enquired, breach.incident),
        system=leavers.system(),
        leaver=leavers.partly_closed(),
        dead_leaver=leavers.dead(),
        departed=leavers.departed(),
        suspension=suspended.suspended(closed=[leavers.system("Planning portal")]),
        left=leavers.completed(),
    )
