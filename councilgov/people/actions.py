"""Terms of office, groups and appointments begin and end here."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.conf import settings as portal
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from councilgov.access import GIVEN_BY_ADMINISTRATORS, OFFICES, Role
from councilgov.days import day_in_words
from councilgov.people.belonging import last_days, leave_groups, move_leaving
from councilgov.people.models import (
    Appointment,
    Committee,
    CommitteeMembership,
    Council,
    EndReason,
    GroupMembership,
    TermKind,
    TermOfOffice,
    User,
)
from councilgov.people.terms import check_begins_alone, check_meets_no_other
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date, datetime

    from councilgov.people.models import Group, Ward

logger = logging.getLogger(__name__)


@transaction.atomic
def add_person(
    *, full_name: str, known_as: str, email: str, phone: str = "", by: User | None
) -> User:
    """Somebody is entered by members' services, and can sign in once they accept an invitation.

    The address must be on one of the council's own domains (Havering ICT protocol, "Use of the
    Havering e-mail address"); it is empty while their mailbox does not exist. Raises ``Refused``
    for another address.
    """
    person = User(
        full_name=full_name.strip(),
        known_as=known_as.strip(),
        email=council_address(email) if email.strip() else None,
        phone=phone.strip(),
    )
    person.set_unusable_password()
    person.keep(by=by, why="Person added")
    logger.info("Person added", extra={"person": person.pk})
    return person


def council_address(email: str) -> str:
    """The address as it is kept. Raises ``Refused`` if it is not on a domain of the council."""
    domains = Council.objects.the().email_domains
    email = email.strip().lower()
    if email.rpartition("@")[2] not in domains:
        endings = _(" or ").join(f"@{domain}" for domain in domains)
        raise Refused(
            _("Enter a council email address: it ends in %(endings)s") % {"endings": endings},
            field="email",
        )
    return email


def own_address(email: str) -> str:
    """The address of a councillor as it is kept: a mailbox of the council’s, and theirs alone.

    Raises ``Refused`` for any other, and for one that the council’s offices read: whoever reads it
    could choose the password.
    """
    email = council_address(email)
    if email in Council.objects.the().offices:
        raise Refused(
            _("This mailbox is read in the council’s offices. Enter their own address"),
            field="email",
        )
    return email


@transaction.atomic
def change_email(*, person: User, email: str, by: User) -> User:
    """Somebody has another email address, and signs in with it. The old one stays in history.

    Raises ``Refused`` for an address that is not the council's, that is somebody's or its offices',
    or that is theirs already, and for an administrator or a Monitoring Officer, unless an
    administrator changes it: whoever reads the new mailbox can choose a new password.
    """
    person = User.objects.locked(person)
    _check_may_lift(person.roles, by)
    is_councillor = person.terms.exists()
    email = own_address(email) if is_councillor else council_address(email)
    if email == person.email:
        raise Refused(_("This is their address already. Enter the new one"), field="email")
    person.email = email
    person.keep(by=by, why="Email address changed")
    logger.info("Email address changed", extra={"person": person.pk})
    return person


@transaction.atomic
def change_phone(*, person: User, phone: str, by: User) -> User:
    """Somebody has another phone number, or none."""
    person = User.objects.locked(person)
    person.phone = phone.strip()
    person.keep(by=by, why="Phone number changed")
    logger.info("Phone number changed", extra={"person": person.pk})
    return person


@transaction.atomic
def begin_term(
    *,
    councillor: User,
    ward: Ward | None,
    starts_on: date,
    by: User | None,
    kind: TermKind = TermKind.ELECTED,
    declared_on: date | None = None,
    declaration_due_on: date | None = None,
) -> TermOfOffice:
    """A councillor comes into office (Local Government Act 1972, sections 7 and 83). They may not
    act before they have declared, if that is waited for until ``declaration_due_on``.

    Raises ``Refused`` for a second term in the same ward at the same time.
    """
    term = TermOfOffice(
        councillor=councillor,
        ward=ward,
        kind=kind,
        starts_on=starts_on,
        declared_on=declared_on,
        declaration_due_on=declaration_due_on,
    )
    others = TermOfOffice.objects.filter(councillor=councillor, ward=ward)
    check_begins_alone(term, others.order_by("starts_on"))
    term.keep(by=by, why="Term begun")
    logger.info("Term begun", extra={"term": term.pk})
    terms_changed([councillor.pk])
    return term


@transaction.atomic
def end_term(
    *, term: TermOfOffice, ends_at: datetime, reason: EndReason, by: User | None
) -> TermOfOffice:
    """A councillor leaves office: at midnight of a day, or on receipt of a resignation.

    Whoever has no other term that goes on leaves their political group on their last day: its
    members are councillors (SI 1990/1553, regulation 8). Raises ``Refused`` if the term has an end
    already.
    """
    term = TermOfOffice.objects.locked(term)
    if term.ends_at:
        day = day_in_words(term.ends_at)
        raise Refused(_("This term has an end already: %(day)s.") % {"day": day})
    check_meets_no_other(term, ends_at)
    term.ends_at, term.end_reason = ends_at, reason
    term.keep(by=by, why="Term ended")
    leave_groups({term.councillor_id: ends_at}, by=by)
    logger.info("Term ended", extra={"term": term.pk})
    terms_changed([term.councillor_id])
    return term


@transaction.atomic
def move_end(
    *, term: TermOfOffice, ends_at: datetime, reason: EndReason, by: User | None
) -> TermOfOffice:
    """A term ends at another moment, or for another reason, than was entered: it stays in history.
    The political group that was left with the term is left with it now too.

    Raises ``Refused`` if no end was entered.
    """
    term = TermOfOffice.objects.locked(term)
    if term.ends_at is None:
        raise Refused(_("This term has no end yet. End it first."))
    check_meets_no_other(term, ends_at)
    (was,) = last_days({term.councillor_id: term.ends_at}).values()
    term.ends_at, term.end_reason = ends_at, reason
    term.keep(by=by, why="End of the term moved")
    move_leaving(term.councillor_id, was, ends_at, by=by)
    logger.info("End of the term moved", extra={"term": term.pk})
    terms_changed([term.councillor_id])
    return term


@transaction.atomic
def take_back_end(*, term: TermOfOffice, by: User | None) -> TermOfOffice:
    """A term goes on after all: its end was entered by mistake, or a recount changed it. The
    political group is not joined again by itself.

    Raises ``Refused`` if no end was entered, and where another term in the ward went on instead.
    """
    term = TermOfOffice.objects.locked(term)
    if term.ends_at is None:
        raise Refused(_("This term has no end yet. End it first."))
    check_meets_no_other(term, None)
    term.ends_at = term.end_reason = None
    term.keep(by=by, why="End of the term taken back")
    logger.info("End of the term taken back", extra={"term": term.pk})
    terms_changed([term.councillor_id])
    return term


def terms_changed(councillors: Collection[int]) -> None:
    """Other parts of the portal follow who is in office, in the transaction in which that changes
    (``settings.WHEN_TERMS_CHANGE``): no end of a term is ever missed.
    """
    for name in portal.WHEN_TERMS_CHANGE:
        import_string(name)(councillors)


@transaction.atomic
def join_group(
    *, councillor: User, group: Group, starts_on: date, by: User | None, is_leader: bool = False
) -> GroupMembership:
    """A councillor joins a political group by signed notice (SI 1990/1553, Part III).

    Raises ``Refused`` on a day on which they are in another, that they leave later: nobody is in
    two.
    """
    others = GroupMembership.objects.filter(councillor=councillor, ends_on__gte=starts_on)
    if other := others.select_related("group").first():
        facts = {"group": other.group.name, "day": day_in_words(other.ends_on)}
        raise Refused(
            _("They are in the group %(group)s until %(day)s.") % facts, field="starts_on"
        )
    return GroupMembership(
        councillor=councillor, group=group, starts_on=starts_on, is_leader=is_leader
    ).keep(by=by, why="Joined group")


@transaction.atomic
def leave_group(*, membership: GroupMembership, ends_on: date, by: User | None) -> GroupMembership:
    """A councillor leaves a political group; the day is their last in it (SI 1990/1553, reg. 10).

    Raises ``Refused`` if they left already, and for a day before they joined.
    """
    membership = GroupMembership.objects.locked(membership)
    if membership.ends_on:
        day = day_in_words(membership.ends_on)
        raise Refused(_("They left this group already: %(day)s.") % {"day": day})
    membership.ends_on = ends_on
    logger.info("Group left", extra={"membership": membership.pk})
    return membership.keep(by=by, why="Left group")


@transaction.atomic
def add_committee(*, name: str, by: User | None) -> Committee:
    """A committee is entered, so that a policy can ask its members.

    Raises ``Refused`` if there is one of that name, in whatever capitals.
    """
    name = " ".join(name.split())
    if Committee.objects.filter(name__iexact=name).exists():
        raise Refused(_("There is a committee of this name already"), field="name")
    committee = Committee(name=name).keep(by=by, why="Committee added")
    logger.info("Committee added", extra={"committee": committee.pk})
    return committee


@transaction.atomic
def join_committee(
    *, councillor: User, committee: Committee, starts_on: date, by: User | None
) -> CommitteeMembership:
    """A councillor takes a seat on a committee. Raises ``Refused`` if they have one there."""
    return CommitteeMembership(
        councillor=councillor, committee=committee, starts_on=starts_on
    ).keep(by=by, why="Joined committee")


@transaction.atomic
def leave_committee(
    *, seat: CommitteeMembership, ends_on: date, by: User | None
) -> CommitteeMembership:
    """A councillor gives up a seat on a committee; the day is their last on it.

    Raises ``Refused`` if they left already, and for a day before they joined.
    """
    seat = CommitteeMembership.objects.locked(seat)
    if seat.ends_on:
        day = day_in_words(seat.ends_on)
        raise Refused(_("They left this committee already: %(day)s.") % {"day": day})
    seat.ends_on = ends_on
    logger.info("Committee left", extra={"seat": seat.pk})
    return seat.keep(by=by, why="Left committee")


@transaction.atomic
def appoint(*, officer: User, role: Role, starts_on: date, by: User | None) -> Appointment:
    """An officer takes a role. Raises ``Refused`` for a role that a term or a group gives."""
    if role not in OFFICES:
        raise Refused(_("Councillors and group leaders are not appointed: begin a term instead."))
    return Appointment(officer=officer, role=role, starts_on=starts_on).keep(by=by, why="Appointed")


@transaction.atomic
def end_appointment(*, appointment: Appointment, ends_on: date, by: User | None) -> Appointment:
    """An officer gives up a role; the day is their last in it.

    Raises ``Refused`` if it has an end already, for a day before it began, for one's own role, and
    if the role is not theirs to take.
    """
    appointment = Appointment.objects.locked(appointment)
    if by and by.pk == appointment.officer_id:
        raise Refused(_("You can’t end your own role. Ask somebody else who may."))
    _check_may_lift({Role(appointment.role)}, by)
    if appointment.ends_on:
        day = day_in_words(appointment.ends_on)
        raise Refused(_("This role has an end already: %(day)s.") % {"day": day})
    appointment.ends_on = ends_on
    logger.info("Appointment ended", extra={"appointment": appointment.pk})
    return appointment.keep(by=by, why="Appointment ended")


@transaction.atomic
def close_account(*, person: User, reason: str, by: User) -> User:
    """Somebody can no longer sign in, and is signed out at once everywhere. Nothing is deleted.

    Raises ``Refused`` for one's own account, for an account that is closed, and for that of an
    administrator or a Monitoring Officer, unless an administrator closes it.
    """
    person = User.objects.locked(person)
    if person.pk == by.pk:
        raise Refused(_("You can’t close your own account. Ask somebody else who may."))
    _check_may_lift(person.roles, by)
    if not person.is_active:
        raise Refused(_("This account is closed already."))
    person.is_active = False
    person.keep(by=by, why=f"Account closed: {reason}")
    _sign_out(person)
    logger.info("Account closed", extra={"person": person.pk})
    return person


@transaction.atomic
def reopen_account(*, person: User, reason: str, by: User) -> User:
    """Somebody may sign in again, with the password that they had.

    Raises ``Refused`` for an account that is open, and for that of an administrator or a
    Monitoring Officer, unless an administrator opens it.
    """
    person = User.objects.locked(person)
    _check_may_lift(person.roles, by)
    if person.is_active:
        raise Refused(_("This account is open already."))
    person.is_active = True
    logger.info("Account opened again", extra={"person": person.pk})
    return person.keep(by=by, why=f"Account opened again: {reason}")


@transaction.atomic
def create_council(*, by: User | None, **settings: Any) -> Council:
    """The council of this installation is entered, once.

    Raises ``Refused`` if there is one, and ``ValidationError`` for a setting that cannot stand.
    """
    if Council.objects.exists():
        raise Refused(_("There is a council already. One installation serves one council."))
    council = Council(pk=1, **settings).keep(by=by, why="Set up")
    logger.info("Council created")
    return council


def _check_may_lift(roles: Iterable[Role], by: User | None) -> None:
    """Nobody takes or gives back a role above their own."""
    if by and GIVEN_BY_ADMINISTRATORS.intersection(roles) and Role.ADMINISTRATOR not in by.roles:
        raise Refused(_("Only an administrator may do this for this role. Ask one of them."))


def _sign_out(person: User) -> None:
    """End every session of somebody, so that opening the account again does not revive one."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            session.delete()
