"""``docker-compose.yml``, the ``Dockerfile`` and ``.env.example`` say what they promise.

No container engine is needed: they are read, and what they run is run here where that is possible.
"""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import psycopg2
import pytest
from ruamel.yaml import YAML

from councilgov.local.postgres import VERSION, binaries
from tests.local.running import ask, postgres

PROJECT = Path(__file__).resolve().parents[2]
COMPOSE_FILE = PROJECT / "docker-compose.yml"
COMPOSE = YAML(typ="safe").load(COMPOSE_FILE)
SERVICES = COMPOSE["services"]
OURS = ["web", "worker", "beat", "migrate"]
ONE_SHOT = ["migrate", "logins"]
DOCKERFILE = (PROJECT / "Dockerfile").read_text()
STAGES = re.split(r"^FROM ", re.sub(r"\\\n", " ", DOCKERFILE), flags=re.MULTILINE)[1:]
EXAMPLE = (PROJECT / ".env.example").read_text()


def words(instruction, stage):
    """What follows each instruction of this name in a stage of the Dockerfile."""
    return re.findall(rf"^{instruction} +(.*)$", stage, re.MULTILINE)


def test_compose_fits_the_schema_of_compose():
    checker = Path(sys.executable).parent / "check-jsonschema"

    done = subprocess.run(
        [checker, "--builtin-schema", "vendor.compose-spec", COMPOSE_FILE],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_compose_runs_the_whole_portal():
    assert sorted(SERVICES) == ["beat", "logins", "migrate", "postgres", "valkey", "web", "worker"]
    assert {SERVICES[name]["image"] for name in OURS} == {"councilgov"}


@pytest.mark.parametrize("name", SERVICES)
def test_no_service_may_write_to_its_image_or_gain_rights(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert not {"privileged", "cap_add", "devices", "pid", "network_mode"} & set(service)
    assert name in OURS or service["user"] not in {"root", "0"}


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_that_stays_has_a_health_check(name):
    check = SERVICES[name].get("healthcheck", {})

    if name in ONE_SHOT:
        assert check == {"disable": True}
        assert SERVICES[name]["restart"] == "no"
    elif name == "web":
        assert check == {}, "the one of the image"
    else:
        assert check["test"][0] in {"CMD", "CMD-SHELL"}


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_the_portal_has_no_login_that_owns_tables(name):
    environment = SERVICES[name]["environment"]

    assert "DATABASE_OWNER_URL" not in environment
    assert "DATABASE_OWNER_PASSWORD" not in str(environment)
    assert environment["DATABASE_URL"].startswith("postgres://councilgov_web:")
    assert "env_file" not in SERVICES[name], "it would hand over every secret"


@pytest.mark.parametrize("name", ["web", "worker", "beat"])
def test_nothing_starts_before_the_tables_are_there(name):
    waits = SERVICES[name]["depends_on"]

    assert waits["migrate"] == {"condition": "service_completed_successfully"}
    assert waits["valkey"] == {"condition": "service_healthy"}


def test_tables_are_made_after_their_logins():
    after = {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["command"] == ["python", "manage.py", "prepare_database"]
    assert SERVICES["migrate"]["depends_on"] == {"logins": after}
    assert SERVICES["logins"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}


def test_beat_keeps_its_schedule_where_it_may_write():
    schedule = next(word for word in SERVICES["beat"]["command"] if "--schedule=" in word)
    mount = SERVICES["beat"]["volumes"][0].split(":")[1]

    assert schedule.removeprefix("--schedule=").startswith(f"{mount}/")
    assert f"--owner=councilgov --group=councilgov --mode=0700 {mount}" in STAGES[-1]


def test_only_the_web_is_reached_from_outside_and_only_from_this_machine():
    assert SERVICES["web"]["ports"] == ["127.0.0.1:${PORT:-8000}:8000"]
    assert [name for name in SERVICES if "ports" in SERVICES[name]] == ["web"]
    assert COMPOSE["networks"]["back"] == {"internal": True}
    for name in ("postgres", "valkey", "logins"):
        assert SERVICES[name]["networks"] == ["back"]


def test_no_password_stands_in_the_file():
    environments = [service.get("environment", {}) for service in SERVICES.values()]
    secrets = [
        value
        for environment in environments
        for name, value in environment.items()
        if re.search("PASSWORD|SECRET|KEY", name)
    ]
    in_addresses = re.findall(r"://\w*:([^@]*)@", COMPOSE_FILE.read_text())

    assert len(secrets) > 10
    assert len(in_addresses) == 3
    secret_or_none = re.compile(r"\$\{(?:\w+:\?.*|(?:OLD_\w+|NOTIFY_API_KEY):-)\}")
    assert all(secret_or_none.fullmatch(secret) for secret in secrets + in_addresses)


def test_postgres_is_the_version_that_the_tests_run_on():
    assert {SERVICES[name]["image"] for name in ("postgres", "logins")} == {f"postgres:{VERSION}"}


@pytest.fixture
def empty_server(tmp_path, monkeypatch):
    """A PostgreSQL as its image makes it: with a superuser and nothing else."""
    monkeypatch.setattr("councilgov.local.postgres.set_up", lambda _server: None)
    with postgres(tmp_path) as server:
        yield server


def make_logins(server, owner_password, web_password):
    """Run the command of the service, with the client of the wheel."""
    shell, flag, script = SERVICES["logins"]["command"]
    return subprocess.run(
        [f"/bin/{shell}", flag, script.replace("$$", "$")],
        env={
            "PATH": f"{binaries()}:/usr/bin:/bin",
            "PGHOST": "127.0.0.1",
            "PGPORT": str(server.port),
            "PGUSER": "postgres",
            "PGPASSWORD": server.keys.postgres_password,
            "DATABASE_OWNER_PASSWORD": owner_password,
            "DATABASE_WEB_PASSWORD": web_password,
        },
        capture_output=True,
        text=True,
        check=True,
    )


def test_the_logins_are_made_once_and_get_new_passwords(empty_server):
    make_logins(empty_server, "first", "second")
    address = f"127.0.0.1:{empty_server.port}/councilgov"
    ask(f"postgres://councilgov_owner:first@{address}", "CREATE TABLE thing (id int)")
    assert ask(f"postgres://councilgov_web:second@{address}", "SELECT 1") == (1,)

    make_logins(empty_server, "third", "it's")

    ask(f"postgres://councilgov_owner:third@{address}", "SELECT count(*) FROM thing")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        ask(f"postgres://councilgov_web:it%27s@{address}", "SELECT count(*) FROM thing")


def test_the_image_is_built_in_stages_and_the_last_has_no_tools_of_the_others():
    assert len(STAGES) == 3
    assert STAGES[0].startswith("node:")
    assert STAGES[-1].startswith("python:")
    assert "npm" not in STAGES[-1]
    assert "pip install" not in STAGES[-1]


def test_the_image_runs_as_nobody_in_particular():
    user = words("USER", STAGES[-1])

    assert user == ["10001:10001"]
    assert "--uid 10001" in STAGES[-1]
    assert STAGES[-1].index("\nUSER") > STAGES[-1].rindex("\nRUN"), "nothing after it needs root"


def test_the_image_installs_exactly_what_is_locked():
    pip = next(line for stage in STAGES for line in words("RUN", stage) if "pip install" in line)

    assert "--require-hashes" in pip
    assert "--no-deps" in pip
    assert "npm ci --ignore-scripts" in STAGES[0]


def test_the_image_checks_its_own_health_with_a_program_that_it_holds():
    check = words("HEALTHCHECK", STAGES[-1])

    assert len(check) == 1
    program = re.search(r'CMD \["python", "(.*)"\]', check[0])[1]
    assert (PROJECT / program).is_file()


def sources():
    """What is copied from the project, and not from an earlier stage."""
    for stage in STAGES:
        for line in words("COPY", stage):
            if not line.startswith("--from="):
                yield from line.split()[:-1]


def test_everything_that_is_copied_exists_and_is_let_through():
    ignored = (PROJECT / ".dockerignore").read_text().splitlines()

    for source in sources():
        assert (PROJECT / source).exists(), source
        assert f"!{source}" in ignored, source


def test_every_package_of_the_portal_is_in_the_image():
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    packages = settings["tool"]["importlinter"]["root_packages"]

    assert set(packages) | {"manage.py", "templates", "static", "assets"} <= set(sources())


def test_nothing_secret_gets_into_the_image():
    assert not re.search(r"^COPY .*(\.env|\bvar\b)", DOCKERFILE, re.MULTILINE)
    assert not any(re.search("SECRET|PASSWORD|KEY", line) for line in words("ENV", STAGES[-1]))
    assert (PROJECT / ".dockerignore").read_text().splitlines()[1] == "*"


def explained():
    """The variables of ``.env.example``, each with the comment above it."""
    found = re.findall(r"((?:^#.*\n)*)^(\w+)=", EXAMPLE, re.MULTILINE)
    return {name: comment for comment, name in found}


def of_settings():
    text = (PROJECT / "councilgov" / "settings.py").read_text()
    return set(re.findall(r"""(?:env\.\w+|required)\(\s*"([A-Z_]+)\"""", text))


def of_compose():
    return set(re.findall(r"(?<!\$)\$\{(\w+)", COMPOSE_FILE.read_text()))


def test_every_variable_has_its_sentence_and_every_sentence_its_variable():
    elsewhere = {"PORT", "CHROMIUM"}  # make run, make test

    assert set(explained()) == of_settings() | of_compose() | elsewhere


@pytest.mark.parametrize("name", explained())
def test_the_sentence_says_something(name):
    assert len(explained()[name].split()) >= 5


@pytest.mark.parametrize("name", OURS)
def test_the_settings_read_every_variable_that_compose_hands_over(name):
    assert set(SERVICES[name]["environment"]) <= of_settings()
