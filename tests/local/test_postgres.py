"""The embedded PostgreSQL: who may what in it, and how it comes back after a kill."""

import os
import re
import signal
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest

from councilgov.local.keys import Keys
from councilgov.local.postgres import start_postgres
from councilgov.local.trouble import Trouble
from tests.local.running import ask, copied, is_gone, postgres


@pytest.fixture(scope="module")
def home(made_by_an_earlier_run, tmp_path_factory):
    """A folder with data, below one that only its owner may enter."""
    closed = tmp_path_factory.mktemp("closed")
    closed.chmod(0o700)
    return copied(made_by_an_earlier_run, closed / "var")


@pytest.fixture(scope="module")
def server(home):
    with postgres(home) as running:
        yield running


@pytest.fixture
def made_before(made_by_an_earlier_run, tmp_path):
    """Data that nothing else uses."""
    return copied(made_by_an_earlier_run, tmp_path / "var")


def test_the_web_login_uses_the_tables_of_the_owner_and_owns_none(server):
    ask(server.owner_url, "CREATE TABLE thing (id serial, name text)")

    ask(server.web_url, "INSERT INTO thing (name) VALUES ('a')", "UPDATE thing SET name = 'b'")

    assert ask(server.web_url, "SELECT name FROM thing") == ("b",)
    for forbidden in ("DROP TABLE thing", "TRUNCATE thing", "CREATE TABLE other (id int)"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            ask(server.web_url, forbidden)


def test_so_it_is_in_a_test_database_that_the_owner_makes(server):
    with closing(psycopg2.connect(server.owner_url)) as line:
        line.autocommit = True
        line.cursor().execute("CREATE DATABASE test_other")
    owner, web = (
        url.removesuffix("councilgov") + "test_other" for url in (server.owner_url, server.web_url)
    )
    ask(owner, "CREATE TABLE thing (id serial)")

    ask(web, "INSERT INTO thing DEFAULT VALUES")

    assert ask(web, "SELECT count(*) FROM thing") == (1,)


def test_only_the_owner_switches_triggers_off_and_neither_is_a_superuser(server):
    ask(server.owner_url, "SET session_replication_role = replica")

    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(server.web_url, "SET session_replication_role = replica")
    rights = (
        "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles WHERE rolname = current_user"
    )
    assert ask(server.owner_url, rights) == (False, True, False)
    assert ask(server.web_url, rights) == (False, False, False)


def test_it_asks_for_a_password_and_has_no_socket(server, home):
    with pytest.raises(psycopg2.OperationalError, match="password authentication failed"):
        ask(re.sub(r":\w{64}@", ":wrong@", server.web_url), "SELECT 1")

    assert ask(server.superuser_url, "SHOW unix_socket_directories") == ("",)
    assert ask(server.superuser_url, "SHOW listen_addresses") == ("127.0.0.1",)
    rules = (home / "postgres" / "pg_hba.conf").read_text()
    assert set(re.findall(r"^(?!#).*?(\S+)$", rules, re.MULTILINE)) == {"scram-sha-256"}


def test_secrets_and_data_are_for_one_user_only(server, home):
    assert server.port < 32_768
    assert (home / "keys.json").stat().st_mode & 0o777 == 0o600
    assert (home / "postgres").stat().st_mode & 0o777 == 0o700
    assert (home / "postgres.log").stat().st_mode & 0o777 == 0o600
    assert not (home / "postgres.password").exists()


def test_a_hard_kill_costs_no_data_and_its_lock_stops_nobody(made_before):
    with postgres(made_before, durable=True) as first:
        ask(first.owner_url, "CREATE TABLE kept (id int)")
        lock = made_before / "postgres" / "postmaster.pid"
        number, *rest = lock.read_text().splitlines()
        os.kill(int(number), signal.SIGKILL)
    stranger = str(os.getppid())  # another program has got the number since
    lock.write_text("\n".join([stranger, *rest]))

    with postgres(made_before) as second:
        assert ask(second.web_url, "SELECT count(*) FROM kept") == (0,)
        assert second.port == first.port
    assert Path("/proc", stranger).exists()


def test_a_server_left_running_is_ended_before_the_next_starts(made_before):
    with postgres(made_before):
        left = (made_before / "postgres" / "postmaster.pid").read_text().splitlines()[0]
        with postgres(made_before) as second:
            assert ask(second.web_url, "SELECT 1") == (1,)
            assert is_gone(left)


def test_a_port_taken_meanwhile_is_replaced(made_before, monkeypatch):
    (made_before / "postgres.port").write_text("20001")
    monkeypatch.setattr("councilgov.local.ports.is_free", lambda port: port != 20001)

    with postgres(made_before) as running:
        assert running.port != 20001
        assert (made_before / "postgres.port").read_text() == str(running.port)


def test_a_start_that_was_killed_half_way_is_made_again(tmp_path):
    half = tmp_path / "postgres.new"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")

    with postgres(tmp_path) as running:
        assert ask(running.web_url, "SELECT 1") == (1,)


def test_data_of_another_version_are_refused_in_words(tmp_path):
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("16\n")

    with pytest.raises(Trouble, match=r"was made by PostgreSQL 16, and this is 18: move"):
        start_postgres(tmp_path, Keys(), [], durable=False)


def test_lost_passwords_are_named_in_words(made_before):
    (made_before / "keys.json").unlink()

    with (
        pytest.raises(Trouble, match=r"refuses the passwords .*: put keys\.json back"),
        postgres(made_before),
    ):
        pass


def test_data_that_are_broken_are_named_with_the_servers_last_words(made_before):
    (made_before / "postgres" / "global" / "pg_control").unlink()

    with (
        pytest.raises(Trouble, match=r"PostgreSQL does not start: .*all of it: .*postgres\.log"),
        postgres(made_before),
    ):
        pass
