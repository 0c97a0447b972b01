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
    SEE_PEOPLE = "accounts.see_people"
    INVITE = "accounts.invite"
    SEE_UNSENT_NOTICES = "notices.see_unsent"
    SEND_NOTICE_AGAIN = "notices.send_again"


MONITORING = frozenset({Role.MONITORING_OFFICER, Role.DEPUTY_MONITORING_OFFICER})
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
    Right.SEE_PEOPLE: MONITORING
    | {Role.MEMBERS_SERVICES, Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER},
    Right.INVITE: frozenset({Role.MEMBERS_SERVICES, Role.ADMINISTRATOR}),
    Right.SEE_UNSENT_NOTICES: MONITORING | {Role.MEMBERS_SERVICES, Role.ADMINISTRATOR},
    Right.SEND_NOTICE_AGAIN: frozenset({Role.MEMBERS_SERVICES, Role.ADMINISTRATOR}),
}
