"""``manage.py create_council``: enter the council of this installation, once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError

from councilgov.deadlines import Nation
from councilgov.people import actions
from councilgov.records import Refused

if TYPE_CHECKING:
    from django.core.management import CommandParser

TEAMS = {
    "desk": "the ICT service desk",
    "monitoring_officer": "the Monitoring Officer",
    "members_services": "members’ services",
    "information_team": "the information management team",
}


class Command(BaseCommand):
    help = "Enters the council that this installation serves, once. See docs/operations.md."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--name", required=True, help="As on letters")
        parser.add_argument("--nation", required=True, choices=[nation.value for nation in Nation])
        parser.add_argument(
            "--email-domain",
            dest="email_domains",
            action="append",
            required=True,
            help="What email addresses of accounts end in, without @; once for each domain",
        )
        parser.add_argument("--address", default="", help="Where letters go")
        for team, words in TEAMS.items():
            option = team.replace("_", "-")
            parser.add_argument(f"--{option}-phone", required=True, help=f"Where {words} answers")
            parser.add_argument(f"--{option}-email", required=True, help=f"Where {words} reads")

    def handle(self, *_args: Any, **options: Any) -> None:
        contacts = [f"{team}_{way}" for team in TEAMS for way in ("phone", "email")]
        names = ["name", "nation", "email_domains", "address", *contacts]
        settings = {name: options[name] for name in names}
        settings["email_domains"] = [domain.lower() for domain in settings["email_domains"]]
        try:
            council = actions.create_council(by=None, **settings)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        except ValidationError as error:
            raise CommandError(" ".join(told(error))) from error
        self.stdout.write(f"{council} is set up. Next: manage.py appoint")


def told(error: ValidationError) -> list[str]:
    """Each complaint with the option that it is about."""
    return [
        f"--{name.replace('_', '-')}: {' '.join(complaints)}"
        for name, complaints in error.message_dict.items()
    ]
