"""``make test``: its steps, and the browser that it needs."""

import os
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path

import pytest

from councilgov.local import check, chromium
from councilgov.local.check import CHECKS, TESTS, Step
from councilgov.local.trouble import Trouble

PROJECT = Path(__file__).resolve().parents[2]
GOOD = Step("Good", "python -c 'print(1)'")
BAD = Step("Bad", "python -c 'import sys; print(\"why it fails\"); sys.exit(3)'")


@pytest.mark.parametrize("step", [*CHECKS, TESTS], ids=lambda step: step.title)
def test_every_program_of_the_steps_is_installed_with_the_tests(step):
    program = next(check.words(step.line))

    assert (Path(sys.executable).parent / program).exists()


def test_a_pattern_stands_for_the_files_that_fit_it():
    words = list(check.words("djade --check templates/**/*.html"))

    assert words[:2] == ["djade", "--check"]
    assert set(words[2:]) == {
        str(path.relative_to(PROJECT)) for path in (PROJECT / "templates").rglob("*.html")
    }


def test_a_failing_check_is_shown_and_a_passing_one_is_only_named(monkeypatch, capsys):
    monkeypatch.setattr(check, "CHECKS", (GOOD, BAD))

    assert check.check() == 1

    said = capsys.readouterr().out
    assert said == "Good: passed\nBad: failed\nwhy it fails\n"


def test_what_a_step_adds_to_the_environment_is_its_own(monkeypatch, capfd):
    show = "python -c 'import os; print(os.environ.get(\"SITE_URL\")); raise SystemExit(1)'"
    steps = (Step("One", show, {"SITE_URL": "https://one"}), Step("Two", show))
    monkeypatch.setattr(check, "CHECKS", steps)
    monkeypatch.setenv("SITE_URL", "http://two")

    check.check()

    said = capfd.readouterr().out
    assert said == "One: failed\nhttps://one\nTwo: failed\nhttp://two\n"


def test_no_check_fails_for_the_date_of_today():
    (step,) = (step for step in CHECKS if step.title == "Fit to deploy")
    years_later = (
        "import sys, time_machine, django.core.management as management\n"
        "time_machine.travel('2036-01-01').start()\n"
        "management.execute_from_command_line(sys.argv)"
    )
    asked = [sys.executable, "-c", years_later, *step.line.split()[2:]]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "councilgov.settings"}
    environment.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # of the browser of other tests

    loud = subprocess.run(asked, env=environment, capture_output=True, text=True, check=False)
    quiet = subprocess.run(
        asked, env=environment | dict(step.environment), capture_output=True, text=True, check=False
    )

    assert ("portal.W001" in loud.stderr, "portal.W002" in loud.stderr) == (True, True)
    assert quiet.returncode == 0, quiet.stderr
    assert "portal.W00" not in quiet.stderr


@pytest.fixture
def prepared(monkeypatch):
    """Servers and browser are there already, and no signal is redirected."""
    monkeypatch.setattr(check, "stop_when_asked", lambda: None)
    monkeypatch.setattr(check, "find_or_install_chromium", lambda: "/usr/bin/chromium")
    monkeypatch.setattr(check, "servers_for_tests", lambda _environment: nullcontext())
    monkeypatch.setenv("CHROMIUM", "")


@pytest.mark.usefixtures("prepared")
@pytest.mark.parametrize(
    ("checks", "tests", "code"),
    [((GOOD,), GOOD, 0), ((BAD, BAD), GOOD, 2), ((GOOD,), BAD, 3)],
    ids=["all is well", "two checks fail", "the tests fail"],
)
def test_the_exit_code_says_what_failed(monkeypatch, checks, tests, code):
    monkeypatch.setattr(check, "CHECKS", checks)
    monkeypatch.setattr(check, "TESTS", tests)

    with pytest.raises(SystemExit) as end:
        check.main()

    assert end.value.code == code


@pytest.mark.usefixtures("prepared")
def test_the_tests_are_not_begun_when_a_check_fails(monkeypatch, tmp_path):
    begun = tmp_path / "begun"
    monkeypatch.setattr(check, "CHECKS", (BAD,))
    monkeypatch.setattr(check, "TESTS", Step("Tests", f'python -c \'open("{begun}", "w")\''))

    with pytest.raises(SystemExit):
        check.main()

    assert not begun.exists()


@pytest.mark.usefixtures("prepared")
def test_what_stands_in_the_way_is_one_sentence(monkeypatch):
    def none_here():
        raise Trouble("No browser here.")

    monkeypatch.setattr(check, "find_or_install_chromium", none_here)

    with pytest.raises(SystemExit, match=r"^No browser here\.$"):
        check.main()


@pytest.fixture
def machine(monkeypatch):
    """A machine on which a browser appears after one of its commands; what was run on it."""
    ran = []

    def with_browser_after(command, *, root):
        def succeeds(words):
            ran.append(words[1] if "python" in words[0] else words[0])
            return any(command in word for word in ran) if "--version" in words else True

        monkeypatch.setattr(chromium, "succeeds", succeeds)
        monkeypatch.setattr(chromium, "candidates", lambda: iter(["/usr/bin/chromium"]))
        monkeypatch.setattr(chromium.shutil, "which", lambda name: f"/usr/bin/{name}")
        monkeypatch.setattr("os.geteuid", lambda: 0 if root else 1000)
        return ran

    return with_browser_after


@pytest.mark.parametrize(
    ("command", "root", "ran"),
    [
        ("chromium", True, []),
        ("apt-get", True, ["apt-get", "apt-get"]),
        ("-m", True, ["apt-get", "apt-get", "-m"]),
        ("-m", False, ["-m"]),
    ],
    ids=["found", "Debian's", "Playwright's after all", "Playwright's for an ordinary user"],
)
def test_a_browser_is_found_or_else_installed(machine, command, root, ran):
    commands = machine(command, root=root)

    assert chromium.find_or_install_chromium() == "/usr/bin/chromium"

    assert [name for name in commands if name != "/usr/bin/chromium"] == ran


def test_without_any_browser_it_says_what_to_install(machine):
    machine("nothing brings one", root=True)

    with pytest.raises(Trouble, match=r"need Chromium, and it could neither be found nor"):
        chromium.find_or_install_chromium()


def test_a_named_browser_comes_first(monkeypatch):
    monkeypatch.setenv("CHROMIUM", "/opt/chromium")

    assert next(chromium.candidates()) == "/opt/chromium"


def test_a_program_that_does_not_start_is_no_browser(tmp_path):
    broken = tmp_path / "chromium"
    broken.write_text("#!/bin/sh\nexit 127\n")
    broken.chmod(0o755)

    assert not chromium.succeeds([str(broken), "--version"])
    assert not chromium.succeeds([str(tmp_path / "missing"), "--version"])
