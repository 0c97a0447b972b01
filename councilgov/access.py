"""Who may do what. This table is the whole of it."""

from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """What somebody is to the council. Held through a term of office or a dated appointment."""

    COUNCILLOR = "councillor", _("Councillor")
    GROUP_LEADER = "group_leader", _("Group leader")
    INFORMATION_OFFICER = "information_officer", _("Information management officer")
    ICT_DESK = "ict_desk", _("ICT service desk")
    MONITORING_OFFICER = "monitoring_officer", _("Monitoring Officer")
    DEPUTY_MONITORING_OFFICER = "deputy_monitoring_officer", _("Deputy Monitoring Officer")
    DATA_PROTECTION_OFFICER = "data_protection_officer", _("Data Protection Officer")
    MEMBERS_SERVICES = "members_services", _("Members’ services")
    ADMINISTRATOR = "administrator", _("Administrator")
    AUDITOR = "auditor", _("Auditor")


OFFICES = frozenset(Role) - {Role.COUNCILLOR, Role.GROUP_LEADER}
"""The roles that an appointment gives. The other two come with a term and with leading a group."""


class Right(StrEnum):
    """Something that somebody may do; the name is also that of its view and its action."""

    SIGN_POLICY = "policies.sign_policy"
    SEE_DRAFTS = "policies.see_drafts"
    SEE_REGISTER = "policies.see_register"
    SEE_STATEMENTS = "policies.see_statements"
    ANSWER_STATEMENT = "policies.answer_statement"
    DRAFT_POLICY = "policies.draft_policy"
    COMMENT_ON_DRAFT = "policies.comment_on_draft"
    RECORD_DECISION = "policies.record_decision"
    CERTIFY_TEXT = "policies.certify_text"
    PUBLISH_POLICY = "policies.publish_policy"
    WITHDRAW_POLICY = "policies.withdraw_policy"
    CHASE = "policies.chase"
    RECORD_SIGNATURE = "policies.record_signature"
    SETTLE_DISPUTE = "policies.settle_dispute"
    GRANT_EXEMPTION = "policies.grant_exemption"
    SEE_HOLDS = "policies.see_holds"
    PROPOSE_HOLD = "policies.propose_hold"
    DECIDE_HOLD = "policies.decide_hold"
    CARRY_OUT_HOLD = "policies.carry_out_hold"
    SEE_EVIDENCE = "policies.see_evidence"
    SEE_OWN_GROUP = "policies.see_own_group"
    SEE_ANNUAL_REPORT = "policies.see_annual_report"
    SEE_DEVICES = "devices.see_devices"
    SEE_DEVICE_FIGURES = "devices.see_device_figures"
    KEEP_DEVICES = "devices.keep_devices"
    ISSUE_DEVICES = "devices.issue_devices"
    ACCEPT_DEVICES = "devices.accept_devices"
    PUBLISH_TERMS = "devices.publish_terms"
    RECALL_DEVICES = "devices.recall_devices"
    RECEIVE_DEVICES = "devices.receive_devices"
    RUN_AUDIT = "devices.run_audit"
    SEE_DESK_TASKS = "devices.see_desk_tasks"
    DO_DESK_TASKS = "devices.do_desk_tasks"
    PRINT_LABELS = "devices.print_labels"
    SEE_FOUND_REPORTS = "devices.see_found_reports"
    ASK_DESK = "devices.ask_desk"
    DO_FILTERS = "devices.do_filters"
    RECORD_LOSS = "devices.record_loss"
    SEE_LOSSES = "devices.see_losses"
    HANDLE_LOSS = "devices.handle_loss"
    NOTE_LOSS = "devices.note_loss"
    WAIVE_POLICE = "devices.waive_police"
    WRITE_OFF = "devices.write_off"
    SEE_LOSS_PATTERN = "devices.see_loss_pattern"
    DECIDE_APPEAL = "devices.decide_appeal"
    SEE_MISUSE = "devices.see_misuse"
    DECIDE_MISUSE = "devices.decide_misuse"
    ENTER_INVOICE = "devices.enter_invoice"
    ENROL_DEVICES = "devices.enrol_devices"
    KEEP_CONTACTS = "consent.keep_contacts"
    CLASSIFY_CHANNELS = "consent.classify_channels"
    PUBLISH_WARD_TERMS = "consent.publish_ward_terms"
    HOLD_RECORDS = "consent.hold_records"
    SEE_CONTACT_FIGURES = "consent.see_contact_figures"
    OPEN_WARD_RECORD = "consent.open_ward_record"
    SEE_OPENINGS = "consent.see_openings"
    OVERSEE_OPENINGS = "consent.oversee_openings"
    READ_COUNCIL_RECORDS = "consent.read_council_records"
    SEE_LEAVERS = "consent.see_leavers"
    BEGIN_PERIOD = "consent.begin_period"
    RECORD_ANSWER = "consent.record_answer"
    SEE_INCIDENTS = "breaches.see_incidents"
    HANDLE_INCIDENT = "breaches.handle_incident"
    REPORT_FOR_SOMEBODY = "breaches.report_for_somebody"
    SEE_LOSS_REPORTS = "breaches.see_loss_reports"
    OVERSEE_OPENED = "breaches.oversee_opened"
    REPORT_SAFETY = "breaches.report_safety"
    ADVISE_ON_BREACH = "breaches.advise_on_breach"
    DECIDE_BREACH = "breaches.decide_breach"
    KEEP_ROTA = "breaches.keep_rota"
    DO_CONTAINMENT = "breaches.do_containment"
    SET_CONTAINMENT = "breaches.set_containment"
    KEEP_BREACH_LOG = "breaches.keep_breach_log"
    ASK_ADVICE = "breaches.ask_advice"
    SEE_ADVICE = "breaches.see_advice"
    SEE_ADVICE_NAMES = "breaches.see_advice_names"
    READ_DATA_ADVICE = "breaches.read_data_advice"
    PUBLISH_ANSWERS = "breaches.publish_answers"
    PUBLISH_TECHNICAL_ANSWERS = "breaches.publish_technical_answers"
    SEE_COMPLAINTS = "breaches.see_complaints"
    RECORD_COMPLAINT = "breaches.record_complaint"
    REFER = "breaches.refer"
    SEE_REFERRALS = "breaches.see_referrals"
    SEE_OFFBOARDING = "offboarding.see_cases"
    CLOSE_ACCESS = "offboarding.close_access"
    KEEP_OFFBOARDING = "offboarding.keep_cases"
    OVERSEE_OFFBOARDING = "offboarding.oversee_cases"
    KEEP_SYSTEMS = "offboarding.keep_systems"
    SEE_CALENDAR = "elections.see_calendar"
    KEEP_CALENDAR = "elections.keep_calendar"
    SEE_ELECTIONS = "elections.see_elections"
    SEE_NEWLY_ELECTED = "elections.see_newly_elected"
    KEEP_ELECTIONS = "elections.keep_elections"
    SEE_PEOPLE = "accounts.see_people"
    INVITE = "accounts.invite"
    SEE_UNSENT_NOTICES = "notices.see_unsent"
    SEND_NOTICE_AGAIN = "notices.send_again"
    CHANGE_SETTINGS = "people.change_settings"
    SEE_UPKEEP = "portal.see_upkeep"
    SEE_DASHBOARD = "portal.see_dashboard"
    SEE_XRAY = "xray.see_findings"
    OVERSEE_XRAY = "xray.oversee"


MONITORING = frozenset({Role.MONITORING_OFFICER, Role.DEPUTY_MONITORING_OFFICER})
DRAFTERS = MONITORING | {Role.INFORMATION_OFFICER, Role.MEMBERS_SERVICES}
# Whoever invites may not lift somebody, or themselves under another address, above themselves.
GIVEN_BY_ADMINISTRATORS = MONITORING | {Role.ADMINISTRATOR}

HOLDERS: dict[str, frozenset[str]] = {
    Right.SIGN_POLICY: frozenset({Role.COUNCILLOR}),
    Right.SEE_DRAFTS: MONITORING
    | {
        Role.INFORMATION_OFFICER,
        Role.ICT_DESK,
        Role.MEMBERS_SERVICES,
        Role.DATA_PROTECTION_OFFICER,
    },
    Right.SEE_REGISTER: MONITORING
    | {
        Role.INFORMATION_OFFICER,
        Role.MEMBERS_SERVICES,
        Role.DATA_PROTECTION_OFFICER,
        Role.AUDITOR,
    },
    Right.SEE_STATEMENTS: MONITORING,
    Right.ANSWER_STATEMENT: MONITORING,
    Right.DRAFT_POLICY: DRAFTERS,
    Right.COMMENT_ON_DRAFT: DRAFTERS | {Role.ICT_DESK, Role.DATA_PROTECTION_OFFICER},
    Right.RECORD_DECISION: frozenset({Role.MEMBERS_SERVICES}),
    Right.CERTIFY_TEXT: MONITORING,
    Right.PUBLISH_POLICY: DRAFTERS,
    Right.WITHDRAW_POLICY: MONITORING,
    Right.CHASE: MONITORING | {Role.MEMBERS_SERVICES},
    Right.RECORD_SIGNATURE: frozenset({Role.MEMBERS_SERVICES}),
    Right.SETTLE_DISPUTE: MONITORING,
    Right.GRANT_EXEMPTION: MONITORING,
    Right.SEE_HOLDS: MONITORING | {Role.MEMBERS_SERVICES, Role.ICT_DESK},
    Right.PROPOSE_HOLD: MONITORING | {Role.MEMBERS_SERVICES},
    Right.DECIDE_HOLD: MONITORING,
    Right.CARRY_OUT_HOLD: frozenset({Role.ICT_DESK}),
    Right.SEE_EVIDENCE: MONITORING | {Role.AUDITOR},
    Right.SEE_OWN_GROUP: frozenset({Role.GROUP_LEADER}),
    Right.SEE_ANNUAL_REPORT: MONITORING | {Role.MEMBERS_SERVICES, Role.AUDITOR},
    Right.SEE_DEVICES: MONITORING
    | {
        Role.INFORMATION_OFFICER,
        Role.ICT_DESK,
        Role.MEMBERS_SERVICES,
        Role.AUDITOR,
    },
    Right.SEE_DEVICE_FIGURES: MONITORING
    | {
        Role.INFORMATION_OFFICER,
        Role.ICT_DESK,
        Role.MEMBERS_SERVICES,
        Role.AUDITOR,
        Role.DATA_PROTECTION_OFFICER,
    },
    Right.KEEP_DEVICES: frozenset({Role.ICT_DESK}),
    Right.ISSUE_DEVICES: frozenset({Role.ICT_DESK}),
    Right.ACCEPT_DEVICES: frozenset({Role.COUNCILLOR}),
    Right.PUBLISH_TERMS: MONITORING,
    Right.RECALL_DEVICES: frozenset({Role.ICT_DESK}),
    Right.RECEIVE_DEVICES: frozenset({Role.ICT_DESK}),
    Right.RUN_AUDIT: frozenset({Role.ICT_DESK}),
    Right.SEE_DESK_TASKS: MONITORING | {Role.ICT_DESK},
    Right.DO_DESK_TASKS: frozenset({Role.ICT_DESK}),
    Right.PRINT_LABELS: frozenset({Role.ICT_DESK}),
    Right.SEE_FOUND_REPORTS: frozenset({Role.ICT_DESK}),
    Right.ASK_DESK: frozenset({Role.COUNCILLOR}),
    Right.DO_FILTERS: frozenset({Role.ICT_DESK}),
    Right.RECORD_LOSS: frozenset({Role.ICT_DESK}),
    Right.SEE_LOSSES: MONITORING
    | {
        Role.ICT_DESK,
        Role.INFORMATION_OFFICER,
        Role.DATA_PROTECTION_OFFICER,
        Role.AUDITOR,
    },
    Right.HANDLE_LOSS: frozenset({Role.ICT_DESK}),
    Right.NOTE_LOSS: MONITORING | {Role.ICT_DESK},
    Right.WAIVE_POLICE: MONITORING | {Role.ICT_DESK},
    Right.WRITE_OFF: MONITORING | {Role.ICT_DESK},
    Right.SEE_LOSS_PATTERN: MONITORING,
    Right.DECIDE_APPEAL: MONITORING,
    Right.SEE_MISUSE: MONITORING | {Role.ICT_DESK},
    Right.DECIDE_MISUSE: MONITORING,
    Right.ENTER_INVOICE: frozenset({Role.MEMBERS_SERVICES}),
    Right.ENROL_DEVICES: frozenset({Role.ICT_DESK}),
    Right.KEEP_CONTACTS: frozenset({Role.COUNCILLOR}),
    Right.CLASSIFY_CHANNELS: frozenset({Role.INFORMATION_OFFICER}),
    Right.PUBLISH_WARD_TERMS: MONITORING | {Role.INFORMATION_OFFICER},
    Right.OPEN_WARD_RECORD: frozenset({Role.INFORMATION_OFFICER}),
    Right.SEE_OPENINGS: MONITORING | {Role.INFORMATION_OFFICER, Role.COUNCILLOR},
    Right.OVERSEE_OPENINGS: MONITORING,
    Right.HOLD_RECORDS: frozenset({Role.INFORMATION_OFFICER}),
    Right.READ_COUNCIL_RECORDS: MONITORING
    | {Role.INFORMATION_OFFICER, Role.DATA_PROTECTION_OFFICER},
    Right.SEE_CONTACT_FIGURES: MONITORING
    | {Role.INFORMATION_OFFICER, Role.DATA_PROTECTION_OFFICER},
    Right.SEE_LEAVERS: frozenset({Role.INFORMATION_OFFICER, Role.MEMBERS_SERVICES}),
    Right.BEGIN_PERIOD: frozenset({Role.INFORMATION_OFFICER, Role.MEMBERS_SERVICES}),
    Right.RECORD_ANSWER: frozenset({Role.INFORMATION_OFFICER}),
    Right.SEE_INCIDENTS: MONITORING | {Role.INFORMATION_OFFICER, Role.DATA_PROTECTION_OFFICER},
    Right.HANDLE_INCIDENT: MONITORING | {Role.INFORMATION_OFFICER},
    Right.REPORT_FOR_SOMEBODY: MONITORING
    | {Role.INFORMATION_OFFICER, Role.ICT_DESK, Role.MEMBERS_SERVICES},
    Right.SEE_LOSS_REPORTS: MONITORING | {Role.ICT_DESK, Role.INFORMATION_OFFICER},
    Right.OVERSEE_OPENED: MONITORING,
    Right.REPORT_SAFETY: frozenset({Role.COUNCILLOR}),
    Right.ADVISE_ON_BREACH: frozenset({Role.DATA_PROTECTION_OFFICER}),
    Right.DECIDE_BREACH: MONITORING,
    Right.KEEP_ROTA: MONITORING | {Role.INFORMATION_OFFICER},
    Right.DO_CONTAINMENT: MONITORING | {Role.INFORMATION_OFFICER, Role.ICT_DESK},
    Right.SET_CONTAINMENT: frozenset({Role.INFORMATION_OFFICER}),
    Right.KEEP_BREACH_LOG: frozenset({Role.COUNCILLOR}),
    Right.ASK_ADVICE: frozenset({Role.COUNCILLOR}),
    Right.SEE_ADVICE: MONITORING
    | {Role.INFORMATION_OFFICER, Role.ICT_DESK, Role.DATA_PROTECTION_OFFICER},
    Right.SEE_ADVICE_NAMES: frozenset({Role.MEMBERS_SERVICES}),
    Right.READ_DATA_ADVICE: frozenset({Role.DATA_PROTECTION_OFFICER}),
    Right.PUBLISH_ANSWERS: MONITORING | {Role.INFORMATION_OFFICER},
    Right.PUBLISH_TECHNICAL_ANSWERS: frozenset({Role.ICT_DESK}),
    Right.SEE_COMPLAINTS: MONITORING | {Role.INFORMATION_OFFICER, Role.DATA_PROTECTION_OFFICER},
    Right.RECORD_COMPLAINT: frozenset({Role.INFORMATION_OFFICER, Role.DATA_PROTECTION_OFFICER}),
    Right.REFER: MONITORING | {Role.INFORMATION_OFFICER},
    Right.SEE_REFERRALS: MONITORING,
    Right.SEE_OFFBOARDING: MONITORING
    | {
        Role.INFORMATION_OFFICER,
        Role.ICT_DESK,
        Role.MEMBERS_SERVICES,
        Role.DATA_PROTECTION_OFFICER,
        Role.AUDITOR,
    },
    Right.CLOSE_ACCESS: frozenset({Role.ICT_DESK}),
    Right.KEEP_OFFBOARDING: frozenset({Role.MEMBERS_SERVICES}),
    Right.OVERSEE_OFFBOARDING: MONITORING,
    Right.KEEP_SYSTEMS: frozenset({Role.MEMBERS_SERVICES, Role.ADMINISTRATOR}),
    Right.SEE_CALENDAR: OFFICES,
    Right.KEEP_CALENDAR: frozenset({Role.MEMBERS_SERVICES}),
    Right.SEE_ELECTIONS: MONITORING | {Role.MEMBERS_SERVICES, Role.AUDITOR},
    Right.SEE_NEWLY_ELECTED: MONITORING | {Role.MEMBERS_SERVICES, Role.AUDITOR, Role.ICT_DESK},
    Right.KEEP_ELECTIONS: frozenset({Role.MEMBERS_SERVICES}),
    Right.SEE_PEOPLE: MONITORING
    | {Role.MEMBERS_SERVICES, Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER},
    Right.INVITE: frozenset({Role.MEMBERS_SERVICES, Role.ADMINISTRATOR}),
    Right.SEE_UNSENT_NOTICES: MONITORING | {Role.MEMBERS_SERVICES, Role.ADMINISTRATOR},
    Right.SEND_NOTICE_AGAIN: frozenset({Role.MEMBERS_SERVICES, Role.ADMINISTRATOR}),
    Right.CHANGE_SETTINGS: frozenset({Role.MONITORING_OFFICER, Role.ADMINISTRATOR}),
    Right.SEE_UPKEEP: frozenset({Role.ADMINISTRATOR}),
    Right.SEE_DASHBOARD: MONITORING,
    Right.SEE_XRAY: MONITORING
    | {
        Role.INFORMATION_OFFICER,
        Role.ICT_DESK,
        Role.MEMBERS_SERVICES,
        Role.ADMINISTRATOR,
    },
    Right.OVERSEE_XRAY: MONITORING,
}

OF_WHO_MAY_ACT: frozenset[str] = frozenset({Right.KEEP_CONTACTS})
"""What a councillor may do only once they have made the declaration of acceptance of office (Local
Government Act 1972, section 83): nobody else's data before."""
