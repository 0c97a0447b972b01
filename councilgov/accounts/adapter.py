"""How sign-in behaves where allauth asks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from allauth.account.adapter import DefaultAccountAdapter
from django.utils import timezone

from councilgov.notices.actions import tell
from councilgov.people.models import User

if TYPE_CHECKING:
    from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation only, and all mail goes through the outbox."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # allauth's signature
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:  # noqa: ARG002
        """Plan the message; a token in it is made when it is sent, so none is ever stored.

        Nobody is told anything at an address that has no account.
        """
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            return
        kind = "account_" + template_prefix.rpartition("/")[2]
        tell(kind=kind, to=person, cause=f"{person.pk}:{timezone.now().isoformat()}")
