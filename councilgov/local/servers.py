"""The servers that nobody named in the environment, started under ``var/``."""

from collections.abc import MutableMapping
from pathlib import Path

from councilgov.local.keys import Keys
from councilgov.local.postgres import Postgres, start_postgres
from councilgov.local.processes import Child
from councilgov.local.trouble import Trouble
from councilgov.local.valkey import start_valkey

OWNER_MISSING = (
    "DATABASE_URL is set and DATABASE_OWNER_URL is not: set it too (the login that makes tables, "
    "see .env.example), or neither of them for a PostgreSQL of our own."
)


def start_servers(
    home: Path,
    keys: Keys,
    environment: MutableMapping[str, str],
    children: list[Child],
    *,
    durable: bool,
) -> Postgres | None:
    """Start PostgreSQL unless ``DATABASE_URL`` names one, Valkey unless ``REDIS_URL`` does.

    Their addresses are added to ``environment``, their processes to ``children`` as they start.
    Returns the PostgreSQL that was started.
    """
    postgres = None
    if not environment.get("DATABASE_URL"):
        postgres = start_postgres(home, keys, children, durable=durable)
        environment["DATABASE_URL"] = postgres.web_url
        environment["DATABASE_OWNER_URL"] = postgres.owner_url
    elif not environment.get("DATABASE_OWNER_URL"):
        raise Trouble(OWNER_MISSING)
    if not environment.get("REDIS_URL"):
        environment["REDIS_URL"] = start_valkey(home, keys, children).url
    return postgres
