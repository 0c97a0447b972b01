"""``manage.py verify_ledger``: walk the whole ledger and say what is wrong with it."""

from __future__ import annotations

import argparse
import re
from typing import TYPE_CHECKING, Any

from django.core.management import BaseCommand, CommandError
from django.db import transaction

from councilgov.ledger.models import Seal
from councilgov.ledger.verification import Head, verify

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

A_HEAD = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")


class Command(BaseCommand):
    help = "Walks the whole ledger. Says what is wrong and exits with 1, or says that all is well."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head",
            type=head_of,
            metavar="SEQUENCE:DIGEST",
            help="a head as it was published: proves that nothing before it was cut off",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        found = 0
        with transaction.atomic():  # the rows stream; outside it the server would copy them first
            for finding in verify(head=options["head"]):
                found += 1
                self.stdout.write(str(finding))
        if found:
            noun = "finding" if found == 1 else "findings"
            raise CommandError(f"The ledger has {found} {noun}.")
        self.stdout.write(f"All is well. Head: {Seal.objects.head() or 'no seal yet'}")


def head_of(text: str) -> Head:
    """A head as it is published and mailed. Raises ``ArgumentTypeError`` for anything else."""
    match = A_HEAD.fullmatch(text.strip())
    if match is None:
        raise argparse.ArgumentTypeError("give it as it was published: 4711:9f86d08188...")
    return Head(int(match[1]), match[2])
