"""``manage.py appoint``: give somebody a role, and a link to choose a password."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.access import OFFICES, Role
from councilgov.accounts import actions
from councilgov.accounts.models import Invitation
from councilgov.people import actions as people
from councilgov.people.council import NotSetUp
from councilgov.people.models import User
from councilgov.records import Refused

if TYPE_CHECKING:
    from django.core.management import CommandParser


class Command(BaseCommand):
    help = "Appoints an officer from today, adds them if they are new, and prints their invitation."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", help="Their council email address")
        parser.add_argument("--full-name", help="Needed for somebody who is not in the portal yet")
        parser.add_argument(
            "--role", choices=sorted(role.value for role in OFFICES), default=Role.ADMINISTRATOR
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            with transaction.atomic():
                officer = appointed(options["email"], options["full_name"], Role(options["role"]))
        except (Refused, NotSetUp) as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        self.stdout.write(f"{officer.full_name} is appointed: {Role(options['role']).label}.")
        if invitation := Invitation.objects.open().filter(person=officer).first():
            path = reverse("accounts:invitation", args=[invitation.token])
            self.stdout.write(f"They choose a password here:\n{settings.SITE_URL}{path}")


def appointed(email: str, full_name: str | None, role: Role) -> User:
    """The officer with the role. Raises ``Refused`` for somebody new without a name."""
    today = timezone.localdate()
    known: User | None = User.objects.filter(email=email.strip().lower()).first()
    if known:
        people.appoint(officer=known, role=role, starts_on=today, by=None)
        return known
    if not full_name:
        raise Refused(_("Nobody has this address yet. To add them, give --full-name."))
    return actions.add_officer(
        full_name=full_name,
        known_as=full_name,
        email=email,
        role=role,
        starts_on=today,
        is_invited=True,
        by=None,
    )
