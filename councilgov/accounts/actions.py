"""Somebody is entered, invited, and chooses a password; and what the council has decided is set."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.access import GIVEN_BY_ADMINISTRATORS, Role
from councilgov.accounts.models import Invitation, expiry
from councilgov.ledger.actions import record
from councilgov.notices.actions import send_missed, send_refused_again, tell
from councilgov.notices.models import Notice
from councilgov.people import actions as people
from councilgov.people.declarations import check_declaration
from councilgov.people.models import Council, User
from councilgov.records import Refused, keep_all

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from councilgov.people.models import Group, Ward

logger = logging.getLogger(__name__)


@transaction.atomic
def add_councillor(
    *,
    full_name: str,
    known_as: str,
    email: str,
    phone: str = "",
    ward: Ward | None,
    group: Group | None,
    starts_on: date,
    is_invited: bool,
    by: User | None,
    **declared: Any,
) -> User:
    """A new member is entered with their term, and invited now or once they have a mailbox: until
    then ``email`` is empty. ``declared_on`` or ``declaration_due_on`` is told, as
    ``check_declaration`` asks. Raises ``Refused`` if it is not.
    """
    check_declaration(starts_on=starts_on, **declared)
    email = people.own_address(email) if email.strip() else ""
    person = people.add_person(
        full_name=full_name, known_as=known_as, email=email, phone=phone, by=by
    )
    people.begin_term(councillor=person, ward=ward, starts_on=starts_on, by=by, **declared)
    if group:
        people.join_group(councillor=person, group=group, starts_on=starts_on, by=by)
    if is_invited:
        invite(person=person, by=by)
    return person


@transaction.atomic
def add_officer(
    *,
    full_name: str,
    known_as: str,
    email: str,
    phone: str = "",
    role: Role,
    starts_on: date,
    is_invited: bool,
    by: User | None,
) -> User:
    """An officer is entered with their role, and invited now or later.

    Raises ``Refused`` if the role is not the inviter's to give.
    """
    if by and role in GIVEN_BY_ADMINISTRATORS and Role.ADMINISTRATOR not in by.roles:
        raise Refused(
            _("Select another role, or ask an administrator to invite them: only they may give it"),
            field="role",
        )
    person = people.add_person(
        full_name=full_name, known_as=known_as, email=email, phone=phone, by=by
    )
    people.appoint(officer=person, role=role, starts_on=starts_on, by=by)
    if is_invited:
        invite(person=person, by=by)
    return person


@transaction.atomic
def change_email(*, person: User, email: str, by: User) -> User:
    """Somebody has another email address, or their first. Both are told, the old one for safety.

    An open invitation goes to the new one as a new link. What the old address refused goes out
    again, and what could not reach somebody without a mailbox. Raises ``Refused`` as
    ``people.actions.change_email`` does.
    """
    before = person.email
    person = people.change_email(person=person, email=email, by=by)
    moment = timezone.now().isoformat()
    if before:
        tell(kind="account_email_changed", to=person, cause=f"{moment} old", address=before)
        tell(kind="account_email_changed", to=person, cause=f"{moment} new")
    else:
        send_missed(people=[person], by=by)
    if is_open := Invitation.objects.open().filter(person=person).first():
        resend(invitation=is_open, by=by)
    send_refused_again(person=person, by=by)
    return person


@transaction.atomic
def invite(*, person: User, by: User | None) -> Invitation:
    """Somebody is sent a link with which they choose a password, to the end of the 14th day.

    Raises ``Refused`` for a closed account, for somebody who has no mailbox yet or can sign in
    already, and where an invitation is open.
    """
    if not person.is_active:
        raise Refused(_("This account is closed."))
    if not person.email:
        raise Refused(
            _("Enter their council email address first: the invitation goes there"), field="email"
        )
    if person.has_usable_password():
        raise Refused(
            _("They can sign in already. If they forgot the password, they can choose a new one.")
        )
    now = timezone.now()
    invitation = Invitation(person=person, sent_at=now, expires_at=expiry(now))
    invitation.keep(by=by, why="Invited")
    _tell(invitation)
    logger.info("Person invited", extra={"invitation": invitation.pk})
    return invitation


@transaction.atomic
def invite_each(*, people: Collection[User], by: User | None) -> Sequence[Invitation]:
    """Those of them who can be invited are, as by ``invite``: as many queries for many as for one.

    Left out is who has an invitation, also one that ran out, can sign in, or has a closed account.
    """
    asked = User.objects.filter(pk__in=[person.pk for person in people], is_active=True)
    held = list(asked.select_for_update().order_by("pk"))
    open_ones = Invitation.objects.open().filter(person__in=held)
    has_one = set(open_ones.values_list("person", flat=True))
    now = timezone.now()
    rows = [
        Invitation(person=person, sent_at=now, expires_at=expiry(now))
        for person in held
        if person.pk not in has_one and not person.has_usable_password()
    ]
    keep_all(rows, by=by, why="Invited")
    link = Concat(Cast("pk", CharField()), Value("-"), Cast("serial", CharField()))
    sent = Invitation.objects.filter(pk__in=[row.pk for row in rows]).annotate(link=link)
    Notice.objects.plan("invitation", sent, to="person", cause=("link",))
    logger.info("People invited", extra={"invitations": [row.pk for row in rows]})
    return rows


@transaction.atomic
def resend(*, invitation: Invitation, by: User | None) -> Invitation:
    """The link is sent again, as a new one that lasts as long. The old one stops working.

    Raises ``Refused`` if the invitation was accepted or withdrawn.
    """
    invitation = _open(invitation)
    invitation.serial += 1
    invitation.sent_at = timezone.now()
    invitation.expires_at = expiry(invitation.sent_at)
    invitation.keep(by=by, why="Invitation sent again")
    _tell(invitation)
    return invitation


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User) -> Invitation:
    """The link stops working. Raises ``Refused`` if it was used, or withdrawn before."""
    invitation = _open(invitation)
    invitation.withdrawn_at, invitation.withdrawn_by = timezone.now(), by
    return invitation.keep(by=by, why="Invitation withdrawn")


@transaction.atomic
def accept(*, token: str, password: str) -> User:
    """Somebody chooses their password by the link that was sent to their mailbox. It works once.

    Raises ``Refused``, with what to do, for a link that is damaged, replaced, used, withdrawn or
    too old, and for a closed account.
    """
    invitation = Invitation.objects.select_for_update(of=("self",)).of_link(token)
    person = invitation.person
    invitation.accepted_at = timezone.now()
    invitation.keep(by=person, why="Invitation accepted")
    person.set_password(password)
    person.keep(by=person, why="Invitation accepted")
    logger.info("Invitation accepted", extra={"invitation": invitation.pk})
    return person


@transaction.atomic
def remind_of_invitation(*, person: User) -> None:
    """Somebody who never chose a password asks for a new one: their open link is sent once more.

    The same link, for as long as it lasts: asking renews nothing, so an invitation that ran out
    stays with members' services.
    """
    invitation = Invitation.objects.open().filter(person=person).first()
    if invitation and not invitation.problem(now := timezone.now()):
        _tell(invitation, stage=now.isoformat())


def _open(invitation: Invitation) -> Invitation:
    invitation = Invitation.objects.locked(invitation)
    if invitation.accepted_at:
        raise Refused(_("They have accepted this invitation: they can sign in."))
    if invitation.withdrawn_at:
        raise Refused(_("This invitation was withdrawn. Invite them anew."))
    return invitation


def _tell(invitation: Invitation, *, stage: str = "") -> None:
    cause = f"{invitation.cause} {stage}".strip()
    tell(kind="invitation", to=invitation.person, cause=cause, about=invitation)


@transaction.atomic
def change_settings(*, by: User, **settings: Any) -> Council:
    """The rules of the council that no law fixes are set, with evidence of what changed.

    Every hold, and every message to a group leader, rests on a decision that is cited here. What
    stays as it was leaves no entry. Raises ``Refused`` for a rule that cannot stand.
    """
    council = Council.objects.locked(Council.objects.the())
    changed = {name: new for name, new in settings.items() if new != getattr(council, name)}
    if not changed:
        return council
    for name, value in changed.items():
        setattr(council, name, value)
    council.keep(by=by, why="Settings changed")
    words = {name: value for name, value in changed.items() if isinstance(value, str)}
    numbers = {name: value for name, value in changed.items() if name not in words}
    record(
        kind="people.settings_changed",
        actor=by,
        subject=council,
        facts={"settings": sorted(changed), **numbers},
        names=words,
    )
    logger.info("Settings changed", extra={"settings": sorted(changed)})
    return council
