"""The documents say what is true, and nothing is committed that does not belong here."""

from __future__ import annotations

import inspect
import io
import json
import pkgutil
import re
import runpy
import shlex
import subprocess
import sys
import tomllib
from functools import cache
from pathlib import Path

import pytest
from django.conf import global_settings
from django.core.management import call_command, get_commands

from councilgov import settings
from councilgov.access import Role
from councilgov.accounts.models import Invitation
from councilgov.people.models import Council, User
from councilgov.portal.demo.people import DOMAIN, OFFICERS, PASSWORD
from policies.models import Acknowledgement, PolicyVersion
from policies.text.canonical import canonical, sha256
from policies.text.clauses import Clause, Kind
from policies.text.reading import read
from policies.text.rendering import render
from policies.text.sources import DOCUMENTS
from policies.text.splitting import source_of, split
from tests import given

pytestmark = pytest.mark.no_database

ARCHITECTURE = "docs/architecture.md"
PARTS = {"breaches", "consent", "councilgov", "devices", "policies"}
PROJECT = Path(__file__).resolve().parent.parent


def committed() -> list[Path]:
    command = ["git", "-c", "safe.directory=*", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)  # noqa: S603
    paths = [PROJECT / name for name in listed.stdout.split("\0") if name]
    return [path for path in paths if path.is_file()]


FILES = committed()
TEXTS = [path for path in FILES if path.suffix != ".png"]
PAGES = [path for path in FILES if path.suffix == ".md"]
SETTINGS = tomllib.loads((PROJECT / "pyproject.toml").read_text())


def name_of(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


def text_of(name: str) -> str:
    return (PROJECT / name).read_text(encoding="utf-8")


every_page = pytest.mark.parametrize("page", PAGES, ids=name_of)

# What the documents name


def blocks(text: str, language: str) -> list[str]:
    """The code blocks of that language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def spans(text: str) -> list[str]:
    """What stands between single backticks, outside of code blocks."""
    prose = re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [" ".join(span.split()) for span in re.findall(r"`([^`]+)`", prose)]


def code(page: Path) -> str:
    text = page.read_text(encoding="utf-8")
    return "\n".join([*blocks(text, "sh"), *spans(text)])


@every_page
def test_every_command_of_a_document_exists(page):
    targets = re.findall(r"^\.PHONY: (.*)$", text_of("Makefile"), re.MULTILINE)[0].split()
    services = re.findall(r"^  (\w+):$", text_of("docker-compose.yml"), re.MULTILINE)
    options = r"(?: -T| --rm| --volume \S+)*"
    known = {
        r"\bmake ([a-z]+)": targets,
        r"\bmanage\.py (\w+)": get_commands(),
        r"\bnpm run (?:--\w+ )*(\w+)": json.loads(text_of("package.json"))["scripts"],
        rf"\bdocker compose (?:exec|run){options} (\w+)": services,
        r"\.venv/bin/([\w-]+)": [path.name for path in Path(sys.executable).parent.iterdir()],
    }

    named = {pattern: set(re.findall(pattern, code(page))) for pattern in known}

    assert {pattern: names - set(known[pattern]) for pattern, names in named.items()} == {
        pattern: set() for pattern in known
    }


def test_the_commands_of_the_readme_are_looked_at():
    found = code(PROJECT / "README.md")

    assert {"make run", "make test"} <= set(found.split("\n"))
    assert "manage.py prepare_database" in found


def explained() -> set[str]:
    return set(re.findall(r"^([A-Z_]+)=", text_of(".env.example"), re.MULTILINE))


@cache
def constants() -> set[str]:
    """Names in capitals that the code defines."""
    code = [path for path in FILES if path.suffix == ".py" and "tests" not in path.parts]
    pattern = re.compile(r"^\s*([A-Z][A-Z0-9_]+)\b[^=\n]*=", re.MULTILINE)
    return {name for path in code for name in pattern.findall(path.read_text("utf-8"))}


@every_page
def test_every_variable_of_a_document_is_in_the_example(page):
    named = re.findall(r"^([A-Z][A-Z0-9_]{2,})(?:=.*)?$", code(page), re.MULTILINE)

    unknown = set(named) - explained() - constants()
    assert [name for name in unknown if not hasattr(global_settings, name)] == []


def test_the_readme_names_every_variable_that_the_settings_read():
    pattern = r"""(?:env\.\w+|required)\(\s*"([A-Z_]+)\""""

    assert set(re.findall(pattern, text_of("councilgov/settings.py"))) <= set(
        spans(text_of("README.md"))
    )


@every_page
def test_every_file_of_a_document_is_there(page):
    names = re.findall(
        r"^[a-z0-9_.][a-z0-9_./-]*\.(?:py|html|typ|toml|txt|yml)$", code(page), re.MULTILINE
    )

    assert [
        name for name in names if not any(f"/{path}".endswith(f"/{name}") for path in FILES)
    ] == []


@every_page
def test_every_link_leads_to_a_file_and_a_heading(page):
    links = re.findall(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)", page.read_text("utf-8"))

    for name, heading in links:
        target = page.parent / name if name else page
        assert target.exists(), name
        assert not heading or heading in headings(target), f"{name}#{heading}"


def headings(page: Path) -> set[str]:
    """The addresses that a page's headings get."""
    titles = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


def test_every_test_that_security_names_is_there():
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", text_of("SECURITY.md"))

    assert len(named) > 30
    assert [name for file, name in named if f"\ndef {name}(" not in text_of(f"tests/{file}")] == []


# What they say


def test_the_layers_of_the_house_are_those_that_are_checked():
    listed = text_of(ARCHITECTURE).partition("## Layers")[2].partition("\n## ")[0]

    contract = SETTINGS["tool"]["importlinter"]["contracts"][0]
    assert re.findall(r"^\d+\. `([^`]+)`", listed, re.MULTILINE) == contract["layers"]


def test_every_function_that_settings_hand_down_is_explained():
    lines = re.findall(r"^\| `([A-Z_]+)` \|.* \| (\S+) \| (.+) \|$", text_of(ARCHITECTURE), re.M)
    explained = {name: set(re.findall(r"\w+", fillers)) for name, _by, fillers in lines}

    lists = {name: value for name, value in vars(settings).items() if isinstance(value, list)}
    handed = {name: paths for name, paths in lists.items() if any(map(_is_function, paths))}
    parts = {name: {_part(path) for path in paths} for name, paths in handed.items()}
    assert explained == parts
    for name, by, _fillers in lines:
        files = PROJECT.glob(f"**/{by.strip('`')}/**/*.py")
        assert any(f".{name}" in path.read_text("utf-8") for path in files), name


def _is_function(path: object) -> bool:
    is_ours = isinstance(path, str) and path.partition(".")[0] in PARTS
    return is_ours and inspect.isfunction(pkgutil.resolve_name(str(path)))


def _part(path: str) -> str:
    return path.removeprefix("councilgov.").partition(".")[0]


def test_the_changelog_has_this_version_first():
    versions = re.findall(r"^## \[([^\]]+)\]", text_of("CHANGELOG.md"), re.MULTILINE)

    assert versions[0] == SETTINGS["project"]["version"]


def test_the_readme_has_every_demo_account():
    named = set(re.findall(rf"`(\w+)@{re.escape(DOMAIN)}`", text_of("README.md")))

    assert named == {*OFFICERS, "councillor", "leader"}
    assert f"`{PASSWORD}`" in text_of("README.md")


def test_decisions_are_numbered_and_say_the_same_four_things():
    records = sorted((PROJECT / "docs" / "adr").glob("*.md"))

    assert [int(path.name[:4]) for path in records] == list(range(1, len(records) + 1))
    for path in records:
        text = path.read_text("utf-8")
        assert text.startswith(f"# {path.name[:4]} ")
        sections = re.findall(r"^## (.+)$", text, re.MULTILINE)
        assert sections == ["Context", "Options", "Decision", "Consequences"], path.name
        assert len(text.split()) < 450, f"{path.name} is longer than a page"


def test_the_pictures_are_small_and_shown():
    pictures = [path for path in FILES if path.suffix == ".png"]

    assert pictures
    for path in pictures:
        assert path.stat().st_size < 150_000
        assert any(f"pictures/{path.name})" in page.read_text("utf-8") for page in PAGES), path


# What one can do with them


def operations(command: str) -> list[str]:
    """The arguments that docs/operations.md gives to a command of manage.py."""
    (block,) = [
        block
        for block in blocks(text_of("docs/operations.md"), "sh")
        if f"manage.py {command} " in block
    ]
    words = shlex.split(block.replace("\\\n", " "))
    return words[words.index(command) + 1 :]


def set_up_as_described():
    call_command("create_council", *operations("create_council"), stdout=io.StringIO())
    call_command("appoint", *operations("appoint"), stdout=io.StringIO())


@pytest.mark.django_db
def test_the_first_council_is_made_as_described():
    set_up_as_described()

    (admin,) = User.objects.holding(Role.ADMINISTRATOR)
    assert admin.email.rpartition("@")[2] in Council.objects.the().email_domains
    assert Invitation.objects.open().get().person == admin


@pytest.mark.django_db
def test_a_policy_is_decided_and_published_as_described(tmp_path):
    (block,) = blocks(text_of("docs/operations.md"), "python")
    policy = tmp_path / "publish.py"
    policy.write_text(block, encoding="utf-8")
    set_up_as_described()
    given.councillor()
    given.submitted(policy=given.policy(slug="a-policy"))

    runpy.run_path(policy)

    assert PolicyVersion.objects.in_force().get().policy.slug == "a-policy"
    assert Acknowledgement.objects.unsigned().count() == 1


def clause(kind, level, number, markup, text=None):
    anchor = f"{kind}-{level}-{number}-{len(markup)}"
    return Clause(Kind(kind), level, number, text or markup, markup, anchor)


ODD = [
    clause("heading", 2, "1.", "Words & <marks>"),
    clause("paragraph", 0, "", "An *e\u0301mphasis*", "An émphasis"),
    clause("bullet", 1, "", "A point"),
    clause("paragraph", 1, "", "that goes on,"),
    clause("numbered", 2, "(a)", "with a list in it"),
    clause("bullet", 1, "", "and an end."),
    clause(
        "paragraph",
        0,
        "",
        "See [here](https://council.example/) or <mailto:desk@council.example>.",
        "See here (https://council.example/) or mailto:desk@council.example.",
    ),
    clause("row", 0, "", "Ward |  | Office", "Ward | | Office"),
    clause("row", 0, "", " | 3 | 4", "| 3 | 4"),
    clause("heading", 6, "", "A small heading"),
]


def texts_of_the_documents():
    for path in sorted(DOCUMENTS.glob("*.txt")):
        document = read(path.read_bytes(), path.name)
        yield from (text.clauses for text in split(document, source_of(document)))


@pytest.mark.parametrize("clauses", [*texts_of_the_documents(), ODD])
def test_the_hash_of_a_policy_can_be_made_again_from_its_page(clauses, tmp_path):
    page = tmp_path / "page.html"
    shown = render(clauses, links=True)
    page.write_text(f'<h1>A</h1><div class="app-policy">{shown}</div><p>B</p>', "utf-8")

    assert asked(page, "--text") == canonical(clauses)
    assert asked(page) == sha256(clauses) + "\n"


def asked(page: Path, *options: str) -> str:
    """What the program of the documents answers, alone with Python's own library."""
    program = PROJECT / "docs" / "policy_sha256.py"
    command = [sys.executable, "-I", str(program), *options, str(page)]
    done = subprocess.run(command, capture_output=True, check=True)  # noqa: S603
    return done.stdout.decode()


# What is committed

NOT_OURS = {
    "a path of one machine": r"(?<![\w.~*-])/(?:root|work)\b(?!-)|/tmp/[b]rief",
    "a package registry": r"(?i)\b(?:[p]ypi\.org|[p]ythonhosted|[n]pmjs|[d]ocker\.io|[g]hcr\.io)",
    "unfinished work": r"\b(?:[T]ODO|[F]IXME|[X]XX)\b",
    "a note of how it was made": r"(?i)\b[s]ub-?agent|\b(?:[l]anguage model|[c]laude|[c]hatgpt)\b",
    "a document that is not here": r"\b(?:[D]ESIGN|[S]TYLE)\.md\b",
}


@pytest.mark.parametrize("pattern", NOT_OURS.values(), ids=NOT_OURS)
def test_no_file_holds(pattern):
    found = re.compile(pattern)

    assert [
        f"{name_of(path)}:{number}: {line.strip()[:100]}"
        for path in TEXTS
        for number, line in enumerate(path.read_text("utf-8").split("\n"), 1)
        if found.search(line)
    ] == []


ADDRESS = re.compile(r"[\w.%+-]+@((?:[\w-]+\.)+[A-Za-z][\w-]*)")
# The last is GOV.UK's own example of an address, reserved like ours (RFC 2606).
NOBODY = re.compile(r"(?:.+\.)?example|example\.com")


def test_no_address_is_anybodys_but_those_in_the_two_documents():
    published = {found[0] for path in DOCUMENTS.iterdir() for found in addresses(path)}

    assert [
        f"{name_of(path)}: {found[0]}"
        for path in TEXTS
        for found in addresses(path)
        if not NOBODY.fullmatch(found[1]) and found[0] not in published
    ] == []


def addresses(path: Path) -> list[re.Match[str]]:
    return list(ADDRESS.finditer(path.read_text("utf-8")))


WRITTEN_BY_HAND = {
    *("", ".csv", ".example", ".html", ".json", ".md", ".mjs", ".png", ".py", ".scss", ".svg"),
    *(".toml", ".txt", ".typ", ".xml", ".yml"),
}


def test_nothing_that_is_built_or_copied_is_committed():
    made = {"build", "node_modules", "staticfiles", "var", "vendor"}

    assert {path.suffix for path in FILES} <= WRITTEN_BY_HAND
    assert [name_of(path) for path in FILES if made & set(path.parent.parts[-3:])] == []
    assert [name_of(path) for path in FILES if path.stat().st_size > 250_000] == []


def test_only_the_licences_speak_of_copyright():
    claim = re.compile(r"(?i)copyright\s+(?:\([c]\)|©|[12]\d{3})|[S]PDX-License")

    holders = {name_of(path) for path in TEXTS if claim.search(path.read_text("utf-8"))}
    assert holders == {"LICENSE", "NOTICE"}
