"""``manage.py import_policy FILE``: enter the policies of a text or Markdown file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from councilgov.records import Refused
from policies.importing import import_file
from policies.models import PolicyKind


class Command(BaseCommand):
    help = "Enters the policies of a file as submitted, with the decision that the file records."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--title", default="", help="if it does not stand on the cover")
        parser.add_argument(
            "--kind", default="", choices=PolicyKind.values, help="if the file is not one we know"
        )
        parser.add_argument("--council", default="", help="whose text it is, if not your own")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            given = {name: options[name] for name in ("title", "council", "kind")}
            versions = import_file(path=options["file"], by=None, **given)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        for version in versions:
            status = version.__class__.objects.get(pk=version.pk).get_status_display().lower()
            self.stdout.write(f"{version}: {len(version.text)} clauses, {status}")
            for gap in version.gaps:
                self.stdout.write(f"  {gap['place']}: {gap['sentence']}")
