"""What the settings are given on this machine."""

import base64
import re
from pathlib import Path

import environ
import pytest

from councilgov.local import folders, prepared
from councilgov.local.environment import TESTS, for_the_demo
from councilgov.local.keys import Keys, kept_keys
from councilgov.local.servers import start_servers
from councilgov.local.trouble import Trouble

HOME = Path("/somewhere/with a space/var")
KEYS = Keys()
OWN = {
    "DATABASE_URL": "postgres://web@db.example/councilgov",
    "DATABASE_OWNER_URL": "postgres://owner@db.example/councilgov",
    "REDIS_URL": "redis://redis.example",
}


def test_the_demo_says_that_it_is_one_whatever_is_given():
    made = for_the_demo(HOME, KEYS, 8001, {"DEMO": "0", "SITE_URL": "https://portal.example"})

    assert made["DEMO"] == "1"
    assert made["SITE_URL"] == "http://127.0.0.1:8001"
    assert made["ALLOWED_HOSTS"] == "127.0.0.1,localhost"


def test_mail_of_the_demo_lands_in_a_folder_also_if_its_name_has_a_space():
    made = for_the_demo(HOME, KEYS, 8000, {})

    mail = environ.Env.email_url_config(made["EMAIL_URL"])
    assert mail["EMAIL_BACKEND"] == "django.core.mail.backends.filebased.EmailBackend"
    assert mail["EMAIL_FILE_PATH"] == "/somewhere/with a space/var/mail"


@pytest.mark.parametrize("name", ["SECRET_KEY", "CERTIFICATE_KEY", "EMAIL_URL"])
def test_what_is_given_stands_and_what_is_empty_is_filled_in(name):
    assert for_the_demo(HOME, KEYS, 8000, {name: "given"})[name] == "given"
    assert for_the_demo(HOME, KEYS, 8000, {name: ""})[name]


def test_servers_of_ones_own_are_used_instead():
    environment, children = dict(OWN), []

    assert start_servers(HOME, KEYS, environment, children, durable=True) is None

    assert environment == OWN
    assert children == []


def test_the_owners_login_must_be_given_with_the_webs():
    environment = {"DATABASE_URL": OWN["DATABASE_URL"]}

    with pytest.raises(Trouble, match="DATABASE_URL is set and DATABASE_OWNER_URL is not: set it"):
        start_servers(HOME, KEYS, environment, [], durable=True)


def test_secrets_are_made_once_for_their_owner_alone(tmp_path):
    first = kept_keys(tmp_path)

    assert kept_keys(tmp_path) == first
    assert (tmp_path / "keys.json").stat().st_mode & 0o777 == 0o600
    assert len({getattr(first, name) for name in vars(first)}) == len(vars(first)) == 6


def test_secrets_whose_making_was_interrupted_are_made_again(tmp_path):
    (tmp_path / "keys.new").write_text('{"secret_key": "ha')

    assert kept_keys(tmp_path) == kept_keys(tmp_path)


def test_secrets_are_never_printed():
    assert not any(secret in repr(KEYS) for secret in vars(KEYS).values())


@pytest.mark.parametrize(
    "key", [KEYS.certificate_key, TESTS["CERTIFICATE_KEY"]], ids=["made", "of tests"]
)
def test_the_certificate_key_is_a_seed_of_32_bytes(key):
    assert len(base64.b64decode(key, validate=True)) == 32


@pytest.mark.parametrize(("user", "mode"), [(0, 0o711), (1000, 0o700)])
def test_the_folder_of_the_data_is_closed(tmp_path, monkeypatch, user, mode):
    monkeypatch.setattr(folders, "VAR", tmp_path / "var")
    monkeypatch.setattr("os.geteuid", lambda: user)

    home = folders.make_home("test", "1")

    for folder in (home, home.parent, home.parent.parent):
        assert folder.stat().st_mode & 0o777 == mode
    assert home == tmp_path / "var" / "test" / "1"


def test_what_is_made_here_is_ignored_by_git():
    ignored = (folders.PROJECT / ".gitignore").read_text()

    # without a stroke at the end, links to such folders are ignored too
    for folder in ("/var/", "/.venv", "/node_modules", "/static/build/"):
        assert re.search(f"^{folder}$", ignored, re.MULTILINE)


@pytest.fixture
def project(tmp_path, monkeypatch):
    """A project whose database was made and whose static files were collected."""
    monkeypatch.setattr(prepared, "PROJECT", tmp_path)
    for folder in ("councilgov", "tests", "var/postgres", "var/static"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "var" / "postgres" / "PG_VERSION").write_text("18")
    (tmp_path / "councilgov" / "models.py").write_text("one")
    return tmp_path


def test_what_was_prepared_is_not_prepared_again(project):
    assert not prepared.is_prepared(project / "var")

    prepared.remember(project / "var")

    assert prepared.is_prepared(project / "var")


def test_a_preparation_that_did_not_end_does_not_count(project):
    prepared.remember(project / "var")

    prepared.forget(project / "var")

    assert not prepared.is_prepared(project / "var")


@pytest.mark.parametrize("change", ["councilgov/models.py", "councilgov/new.html", "manage.py"])
def test_changed_code_is_prepared_again(project, change):
    prepared.remember(project / "var")

    (project / change).write_text("two")

    assert not prepared.is_prepared(project / "var")


@pytest.mark.parametrize("change", ["tests/test_x.py", "var/postgres.log", ".coverage"])
def test_what_no_preparation_depends_on_changes_nothing(project, change):
    prepared.remember(project / "var")

    (project / change).write_text("two")

    assert prepared.is_prepared(project / "var")


@pytest.mark.parametrize("lost", ["postgres", "static"])
def test_lost_data_are_prepared_again(project, lost):
    home = project / "var"
    prepared.remember(home)

    (home / lost).rename(home / "moved away")
    assert not prepared.is_prepared(home)

    (home / lost).mkdir()
    (home / "postgres" / "PG_VERSION").write_text("18")
    assert not prepared.is_prepared(home)
