"""Rules about who holds which role, and about accounts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext_lazy

from councilgov.access import MONITORING, Right, Role
from councilgov.accounts.misfits import addressed_elsewhere, without_group, without_role
from councilgov.accounts.models import Standing
from councilgov.forms.registers import Count as Number
from councilgov.notices.models import Notice
from councilgov.people.council import NationOf
from councilgov.people.models import Appointment, User
from councilgov.portal.xray.rule import Count, Each, Found, Severity, Way

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from councilgov.portal.xray.looking import Look

PEOPLE = (Right.SEE_PEOPLE,)
INVITERS = _lazy("Members’ services, or an administrator")
TO_APPOINT = (
    Way(_lazy("Add an officer"), "accounts:invite", Right.INVITE),
    Way(_lazy("See everybody"), "accounts:people", Right.SEE_PEOPLE),
)


def nobody_is(role: Role, look: Look) -> Iterator[Found]:
    """Nobody who can come in holds the role today."""
    if not look.officers[role]:
        told = _("Nobody who can sign in holds the role “%(role)s”.")
        yield Found(told % {"role": role.label})


def no_monitoring_officer(look: Look) -> Iterator[Found]:
    """Nobody, or only a deputy."""
    if look.officers[Role.MONITORING_OFFICER]:
        return
    if any(look.officers[role] for role in MONITORING):
        yield Found(_("There is no Monitoring Officer in the portal, only a deputy."))
    else:
        yield Found(_("There is no Monitoring Officer in the portal, and no deputy."))


def judge_of_own_cause(look: Look) -> Iterator[Found]:
    """The Data Protection Officer is a Monitoring Officer too."""
    advisers = look.officers[Role.DATA_PROTECTION_OFFICER]
    if any(advisers & look.officers[role] for role in MONITORING):
        yield Found(_("The Data Protection Officer is a Monitoring Officer or deputy too."))


def councillor_and_officer(look: Look) -> Iterator[Found]:
    """In office as a councillor and appointed as an officer. Asked where this law applies."""
    if look.council.nation not in {NationOf.ENGLAND, NationOf.WALES}:
        return
    officers = Appointment.objects.current(look.today).values("officer")
    both = User.objects.councillors(look.now).filter(pk__in=officers)
    for person in both.order_by("sorts_as", "pk"):
        told = _("%(name)s is a councillor, and holds an officer’s role too.")
        see = Way(_lazy("See the person"), "accounts:person", Right.SEE_PEOPLE, [person.pk])
        yield Found(told % {"name": person.full_name}, str(person.pk), ways=[see])


def refused_mail(_look: Look) -> Any:
    return User.objects.filter(pk__in=Notice.objects.refused().order_by().values("to"))


def of_standing(standing: Standing, told: Any, look: Look) -> Iterator[Found]:
    """Counted with all other accounts at once."""
    if count := look.standings.get(standing, 0):
        yield Found(told % {"n": Number(count)}, n=count)


def chosen(people: Callable[..., Any], look: Look) -> Any:
    return people(look.now)


def elsewhere(look: Look) -> Any:
    return addressed_elsewhere(look.now, look.council)


def register(query: str) -> tuple[Way, ...]:
    return (Way(_lazy("See the people"), "accounts:people", Right.SEE_PEOPLE, query=query),)


def role_rule(role: Role, title: Any, why: Any) -> Each:
    """Of the roles without which somebody else’s work stops."""
    return Each(
        key=f"nobody_{role.value}",
        severity=Severity.MEND,
        title=title,
        why=why,
        rights=PEOPLE,
        mended_by=INVITERS,
        ways=TO_APPOINT,
        find=partial(nobody_is, role),
    )


ROLES = (
    Each(
        key="no_monitoring_officer",
        severity=Severity.SERIOUS,
        title=_lazy("No Monitoring Officer"),
        why=_lazy(
            "A council designates a Monitoring Officer; a deputy acts only where that officer is "
            "absent or ill (in England, Wales and Scotland: Local Government and Housing Act "
            "1989, section 5)."
        ),
        rights=PEOPLE,
        mended_by=_lazy("An administrator"),
        ways=TO_APPOINT,
        find=no_monitoring_officer,
    ),
    Each(
        key="no_data_protection_officer",
        severity=Severity.SERIOUS,
        title=_lazy("No Data Protection Officer"),
        why=_lazy(
            "A public authority designates a Data Protection Officer (UK GDPR, Article 37(1)(a)). "
            "Here nobody advises on a breach before it is decided on."
        ),
        rights=PEOPLE,
        mended_by=INVITERS,
        ways=TO_APPOINT,
        find=partial(nobody_is, Role.DATA_PROTECTION_OFFICER),
    ),
    Each(
        key="own_cause",
        severity=Severity.MEND,
        title=_lazy("A Data Protection Officer who decides what they advise on"),
        why=_lazy(
            "Other tasks of a Data Protection Officer may not result in a conflict of interests "
            "(UK GDPR, Article 38(6)): who decides on breaches would advise themselves."
        ),
        rights=PEOPLE,
        mended_by=INVITERS,
        ways=(Way(_lazy("See everybody"), "accounts:people", Right.SEE_PEOPLE),),
        find=judge_of_own_cause,
    ),
    Each(
        key="councillor_and_officer",
        severity=Severity.MEND,
        title=_lazy("Councillors who are officers too"),
        why=_lazy(
            "A councillor is disqualified from paid office under the same council (Local "
            "Government Act 1972, section 116)."
        ),
        rights=PEOPLE,
        mended_by=INVITERS,
        find=councillor_and_officer,
    ),
    role_rule(
        Role.INFORMATION_OFFICER,
        _lazy("No information management officer"),
        _lazy(
            "Councillors ask the information management team before they send something (Barnet "
            "policy, 1.1), and reports of breaches wait for it."
        ),
    ),
    role_rule(
        Role.ICT_DESK,
        _lazy("Nobody at the ICT service desk"),
        _lazy(
            "A lost device is reported to the ICT service desk immediately (Members ICT Usage "
            "Protocol, Responsibilities). Nobody would lock it."
        ),
    ),
    role_rule(
        Role.MEMBERS_SERVICES,
        _lazy("Nobody in members’ services"),
        _lazy(
            "Members’ services enter councillors, decisions and elections. Nobody else can add an "
            "account but an administrator."
        ),
    ),
)
ACCOUNTS = (
    Count(
        key="accounts_without_role",
        severity=Severity.MEND,
        title=_lazy("Open accounts of people without a role"),
        why=_lazy(
            "Access is limited to who needs it (UK GDPR, Article 32(1) and (4)). Who holds no role "
            "any more should not be able to sign in."
        ),
        rights=PEOPLE,
        mended_by=INVITERS,
        ways=register("misfit=no_role"),
        rows=partial(chosen, without_role),
        told=ngettext_lazy(
            "%(n)s account is open, and its owner has no role.",
            "%(n)s accounts are open, and their owners have no role.",
            "n",
        ),
    ),
    Count(
        key="addressed_elsewhere",
        severity=Severity.MEND,
        title=_lazy("Addresses that are not the council’s"),
        why=_lazy(
            "Council business goes by the official address; personal email is not used for it "
            "(Members ICT Usage Protocol, Email). The portal would write to a private mailbox."
        ),
        rights=PEOPLE,
        mended_by=INVITERS,
        ways=register("misfit=elsewhere"),
        rows=elsewhere,
        told=ngettext_lazy(
            "%(n)s person signs in with an address that is not the council’s.",
            "%(n)s people sign in with addresses that are not the council’s.",
            "n",
        ),
    ),
    Count(
        key="refused_mail",
        severity=Severity.MEND,
        title=_lazy("Addresses that the mail server refuses"),
        why=_lazy(
            "What the portal tells them, such as a policy to sign or the end of a clock, reaches "
            "nobody."
        ),
        rights=PEOPLE,
        mended_by=INVITERS,
        ways=register("mail=refused"),
        rows=refused_mail,
        told=ngettext_lazy(
            "Mail to %(n)s person is refused.", "Mail to %(n)s people is refused.", "n"
        ),
    ),
    Each(
        key="invitation_ran_out",
        severity=Severity.MEND,
        title=_lazy("Invitations that ran out"),
        why=_lazy(
            "They have never come in, and their link works no more: nobody can ask them to sign "
            "or to report."
        ),
        rights=PEOPLE,
        mended_by=INVITERS,
        ways=register("standing=ran_out"),
        find=partial(
            of_standing,
            Standing.RAN_OUT,
            ngettext_lazy(
                "%(n)s invitation ran out before anybody used it.",
                "%(n)s invitations ran out before anybody used them.",
                "n",
            ),
        ),
    ),
    Each(
        key="not_invited",
        severity=Severity.NOTE,
        title=_lazy("People who were never invited"),
        why=_lazy("They are in the portal, and cannot come in: nothing here reaches them."),
        rights=PEOPLE,
        mended_by=INVITERS,
        ways=register("standing=not_invited"),
        find=partial(
            of_standing,
            Standing.NOT_INVITED,
            ngettext_lazy(
                "%(n)s person was never invited.", "%(n)s people were never invited.", "n"
            ),
        ),
    ),
    Count(
        key="without_group",
        severity=Severity.NOTE,
        title=_lazy("Councillors without a political group"),
        why=_lazy(
            "Seats are shared out by the groups of which the council was given notice (Local "
            "Government (Committees and Political Groups) Regulations 1990, SI 1990/1553). Who "
            "truly belongs to none can be left as they are."
        ),
        rights=PEOPLE,
        mended_by=INVITERS,
        ways=register("misfit=no_group"),
        rows=partial(chosen, without_group),
        told=ngettext_lazy(
            "%(n)s councillor belongs to no group.", "%(n)s councillors belong to no group.", "n"
        ),
    ),
)
RULES = (*ROLES, *ACCOUNTS)
