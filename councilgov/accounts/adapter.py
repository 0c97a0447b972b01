"""How sign-in behaves where allauth asks."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any, ClassVar

from allauth.account import auth_backends
from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from councilgov.accounts.actions import remind_of_invitation
from councilgov.accounts.over import access_over
from councilgov.forms.sign_in import PLAIN_WORDS
from councilgov.notices.actions import tell
from councilgov.notices.kinds import kinds
from councilgov.people.models import User
from councilgov.people.standing import Access

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

logger = logging.getLogger(__name__)


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    """Who may sign in: everybody who is active, but nobody who left office once day ten is over,
    and accounts of the demo only in the demo.

    Their password is public, and a copy of its database may end up on a council's server.
    """

    def user_can_authenticate(self, user: User) -> bool:
        """Django asks at each request too, so a session of the demo ends with the demo, and that of
        who left office with their access.
        """
        if is_stray_demo(user) or not super().user_can_authenticate(user):
            return False
        return user.access != Access.OVER


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only, and all mail goes through the outbox."""

    error_messages: ClassVar[dict[str, Any]] = DefaultAccountAdapter.error_messages | PLAIN_WORDS

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person with this password. allauth lets some pass that its backend refused."""
        user: User | None = super().authenticate(request, **credentials)
        return None if user and is_stray_demo(user) else user

    def pre_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse | None:
        """Whoever left office is told so, and whom to ring: with their password, and not before."""
        if user.is_active and user.access == Access.OVER:
            return access_over(request)
        refused: HttpResponse | None = super().pre_login(request, user, **how)
        return refused

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in. That somebody did is no change of their record, so history gets no row."""
        user.skip_history_when_saving = True  # type: ignore[attr-defined]  # of simple_history
        super().login(request, user)
        del user.skip_history_when_saving  # type: ignore[attr-defined]

    def set_password(self, user: User, password: str) -> None:
        user.set_password(password)
        user.keep(by=user, why="Password chosen")

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """A link to choose a new password; to somebody who has none yet, their invitation. None to
        who left office, and could do nothing with it.
        """
        if user.access == Access.OVER:
            return
        if user.has_usable_password():
            super().send_password_reset_mail(user, email, context)
        else:
            remind_of_invitation(person=user)

    def send_notification_mail(
        self,
        template_prefix: str,
        user: User,
        context: dict[str, Any] | None = None,  # noqa: ARG002  # address and browser stay unsaid
        email: str | None = None,  # noqa: ARG002  # it goes to the address on the account
    ) -> None:
        plan(template_prefix, user)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        """Home: allauth would show the form for a new password again."""
        return reverse(settings.LOGIN_REDIRECT_URL)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:  # noqa: ARG002
        """Nobody is told anything at an address that has no account."""
        person = User.objects.filter(email__iexact=email).first()
        if person is not None:
            plan(template_prefix, person)


def is_stray_demo(person: User) -> bool:
    """An account of the demo where there is no demo."""
    of_demo = (person.email or "").endswith(f"@{settings.DEMO_DOMAIN}")
    return of_demo and not settings.DEMO


def plan(template_prefix: str, person: User) -> None:
    """Plan one of allauth's messages; a token in it is made when it is sent, so none is stored.

    A message that allauth never sent before is left out and logged as an error: signing in goes on.
    """
    kind = "account_" + template_prefix.rpartition("/")[2]
    if kind not in kinds():
        logger.error("No text for %s: see councilgov.accounts.notices", kind)
        return
    tell(kind=kind, to=person, cause=timezone.now().isoformat())
