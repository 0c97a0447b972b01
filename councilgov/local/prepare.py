"""What must be there before the portal opens, in one process: Django takes a second to load."""

import logging
import os

import django
from django.core.management import call_command


def main() -> None:
    """Make or migrate the tables, collect the static files, and seed the demo if it has no data."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "councilgov.settings")
    django.setup()
    logging.disable(logging.INFO)  # the demo does in a minute what a council does in a year
    call_command("prepare_database", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    call_command("seed_demo", verbosity=0)


if __name__ == "__main__":
    main()
