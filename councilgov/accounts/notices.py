"""What accounts tell people. Tokens are made here, at the moment of sending, and kept nowhere."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.access import Role
from councilgov.accounts.models import Invitation
from councilgov.days import day_in_words
from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    from councilgov.notices.models import Notice
    from councilgov.people.models import User


SEES_SIGNATURES = _("You see which councillors have signed the council’s policies.")
MONITORS = _(
    "You see which councillors have signed the council’s policies, and read their objections and "
    "their reasons for declining."
)
PURPOSES: Mapping[Role, StrOrPromise] = {
    Role.COUNCILLOR: _("You read and sign the council’s policies on devices and social media."),
    Role.INFORMATION_OFFICER: _(
        "You work on the council’s policies, and see which councillors have signed them."
    ),
    Role.ICT_DESK: _("You read the council’s policies on devices and social media, and drafts."),
    Role.MONITORING_OFFICER: MONITORS,
    Role.DEPUTY_MONITORING_OFFICER: MONITORS,
    Role.DATA_PROTECTION_OFFICER: SEES_SIGNATURES,
    Role.MEMBERS_SERVICES: _(
        "You add people and invite them, and see which councillors have signed the council’s "
        "policies."
    ),
    Role.ADMINISTRATOR: _("You add people, invite them, and open and close their accounts."),
    Role.AUDITOR: SEES_SIGNATURES,
}


def is_open(notice: Notice) -> bool:
    """Whether the link of this message is still the one that works."""
    invitation = notice.subject
    if not isinstance(invitation, Invitation) or invitation.problem(timezone.now()):
        return False
    return notice.cause.split()[0] == invitation.cause


def invitation_link(notice: Notice) -> Mapping[str, Any]:
    invitation = notice.subject
    assert isinstance(invitation, Invitation)  # noqa: S101  # is_open said so
    return {
        "link": site("accounts:invitation", invitation.token),
        "last_day": day_in_words(invitation.last_day),
        "purposes": purposes(invitation.person),
    }


def purposes(person: User) -> list[StrOrPromise]:
    """What somebody does in the portal in each of their roles, those yet to begin included."""
    held = person.appointments.unfinished(timezone.localdate()).order_by("starts_on", "pk")
    roles = [Role(role) for role in held.values_list("role", flat=True)]
    if person.terms.unfinished(timezone.now()).exists():
        roles.insert(0, Role.COUNCILLOR)
    return [PURPOSES[role] for role in dict.fromkeys(roles)]


def reset_link(notice: Notice) -> Mapping[str, Any]:
    """allauth's own link, which its page checks: it dies with the first sign-in or new password."""
    uid = user_pk_to_url_str(notice.to)
    key = default_token_generator.make_token(notice.to)
    return {
        "link": site("account_reset_password_from_key", uid, key),
        "days": timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT).days,
    }


def changed(name: str) -> NoticeKind:
    """A new password is told to whoever had the old one."""
    return NoticeKind(
        name=name,
        urgency=Urgency.NOW,
        rule=_("Every change of a password is told to the person whose account it is."),
        next=_("Nothing, if the change was yours."),
    )


KINDS = [
    NoticeKind(
        name="invitation",
        urgency=Urgency.NOW,
        rule=_("The council’s members’ services opened an account for you."),
        next=_("Once you have a password, you see what the council asks of you."),
        still_true=is_open,
        context=invitation_link,
    ),
    NoticeKind(
        name="account_password_reset_key",
        urgency=Urgency.NOW,
        rule=_("A new password was asked for on the sign-in page."),
        next=_("Nothing, unless you open the link."),
        still_true=lambda notice: notice.to.has_usable_password(),
        context=reset_link,
    ),
    NoticeKind(
        name="account_email_changed",
        urgency=Urgency.NOW,
        rule=_("A change of an email address is told to the old address and to the new one."),
        next=_("You sign in with the new address. If it is wrong, ring members’ services."),
    ),
    # allauth's names: after a reset, after a change, and for the first password
    changed("account_password_reset"),
    changed("account_password_changed"),
    changed("account_password_set"),
]
