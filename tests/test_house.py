"""Rules about the code itself."""

import ast
import re
from functools import cache
from pathlib import Path

import django.apps
import pytest
from django.conf import settings

from councilgov.access import HOLDERS, Right
from councilgov.records import Kept, RecordQuerySet, Staged

pytestmark = pytest.mark.no_database

PROJECT = Path(settings.BASE_DIR)
PACKAGES = ("breaches", "consent", "councilgov", "devices", "policies")
MODULES = [
    path
    for package in PACKAGES
    for path in sorted((PROJECT / package).rglob("*.py"))
    if "migrations" not in path.parts
]
TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))
MODELS = django.apps.apps.get_models()
KEPT = [model for model in MODELS if issubclass(model, Kept)]
STAGED = [model for model in MODELS if issubclass(model, Staged)]
LONGEST_FUNCTION, LONGEST_MODULE, LONGEST_TEMPLATE = 30, 400, 90
INLINE = (
    r"<style|\sstyle=|\|safe\b|<script(?![^>]*\ssrc=)"
    r"|\son(?:change|click|error|focus|input|load|submit)="
)
SIGNALS = r"\breceiver\(|post_save|pre_save|signals? import"
FORBIDDEN_MODULES = {"utils", "helpers", "services", "selectors", "managers", "mixins", "signals"}


TEXTS = [*TEMPLATES, *sorted((PROJECT / "templates").rglob("*.txt"))]


def name(path):
    return str(path.relative_to(PROJECT))


@cache
def nodes(path):
    """Everything in a module. A thousand tests would take ten times as long as these few loops."""
    return list(ast.walk(ast.parse(path.read_text("utf-8"))))


def holding(pattern, paths):
    """Which of these files hold it, and what they hold."""
    found = {name(path): re.findall(pattern, path.read_text("utf-8")) for path in paths}
    return {name: words for name, words in found.items() if words}


def functions(path):
    for node in nodes(path):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def test_every_right_has_holders():
    assert HOLDERS.keys() == set(Right)
    assert all(HOLDERS.values())


def test_who_the_monitoring_officers_are_is_written_in_one_place():
    named = holding("DEPUTY_MONITORING_OFFICER", MODULES)

    # what may be done, what each may do in words, and the demonstration
    assert set(named) == {
        "councilgov/access.py",
        "councilgov/accounts/notices.py",
        "councilgov/portal/demo/people.py",
    }


@pytest.mark.parametrize("model", KEPT)
def test_every_record_is_read_through_a_record_queryset(model):
    assert issubclass(model.objects.all().__class__, RecordQuerySet)


@pytest.mark.parametrize("model", KEPT)
def test_every_record_keeps_its_history(model):
    assert model.history.model is not None


@pytest.mark.parametrize("model", MODELS)
def test_who_and_when_never_part(model):
    names = {field.name for field in model._meta.fields}
    whens = {name.removesuffix("_at") for name in names if name.endswith("_at")}
    whos = {name.removesuffix("_by") for name in names if name.endswith("_by")}

    assert whos <= whens


@pytest.mark.parametrize("model", STAGED)
def test_every_status_has_its_moves_and_its_constraint(model):
    statuses = set(dict(model._meta.get_field("status").choices))
    constraints = {constraint.name for constraint in model._meta.constraints}

    assert set(model.MOVES) == statuses
    assert f"{model._meta.label_lower.replace('.', '_')}_status_known" in constraints


def test_functions_are_short():
    long = [
        f"{name(path)}: {node.name}: {node.end_lineno - node.lineno + 1}"
        for path in MODULES
        for node in functions(path)
        if node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    ]

    assert long == []


@pytest.mark.parametrize(
    ("paths", "longest"),
    [(MODULES, LONGEST_MODULE), (TEMPLATES, LONGEST_TEMPLATE)],
    ids=["modules", "templates"],
)
def test_files_are_short(paths, longest):
    lengths = {name(path): len(path.read_text("utf-8").splitlines()) for path in paths}

    assert {name: lines for name, lines in lengths.items() if lines > longest} == {}


def test_templates_hold_nothing_inline():
    assert holding(INLINE, TEMPLATES) == {}


def test_no_block_of_a_template_uses_a_name_that_another_block_set():
    assert {name(path): lost for path in TEMPLATES if (lost := lost_names(path))} == {}


def lost_names(path):
    """Names that end with their block: used in the next one they are empty, as in a dead link."""
    source = path.read_text("utf-8")
    if "{% extends" not in source:
        return set()
    blocks = re.split(r"(?=\{% block \w+ %\})", source)
    given = [set(re.findall(r" as (\w+) *%\}", block)) for block in blocks]
    names = set().union(*given)
    return {
        word
        for word in names
        for block, mine in zip(blocks, given, strict=True)
        if word not in mine and re.search(rf"\{{[{{%][^{{}}\"]*\b{word}\b", block)
    }


def test_there_are_no_drawers_for_odds_and_ends():
    assert [name(path) for path in MODULES if path.stem in FORBIDDEN_MODULES] == []


def test_nothing_listens_to_signals():
    assert holding(SIGNALS, MODULES) == {}


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "views.py"], ids=name)
def test_a_view_is_one_short_page_reached_through_what_is_visible(path):
    text = path.read_text("utf-8")
    long = [node.name for node in functions(path) if node.end_lineno - node.body[0].lineno + 1 > 20]

    assert long == []
    assert not re.search(r"csrf_exempt|mark_safe|\.raw\(|\.extra\(", text)


MARKS = {"_", "_t", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy"}
MOVES = {"move", "move_all", "check_move"}
SHOWN = {"refusal", "violation_error_message"}


def is_unmarked(node):
    """Whether this holds a text that nobody could translate."""
    if isinstance(node, ast.JoinedStr):
        return True
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and node.value != ""
    if isinstance(node, ast.BinOp):
        return is_unmarked(node.left) or is_unmarked(node.right)
    if isinstance(node, ast.IfExp):
        return is_unmarked(node.body) or is_unmarked(node.orelse)
    if isinstance(node, ast.Call):
        is_mark = getattr(node.func, "id", "") in MARKS
        kinds = ast.JoinedStr if is_mark else ast.AST
        return any(is_unmarked(part) for part in node.args if isinstance(part, kinds))
    return False


def refusals(path):
    """What stands in each refusal of a module."""
    for node in nodes(path):
        if isinstance(node, ast.Call):
            is_refusal = getattr(node.func, "id", "") == "Refused"
            yield from node.args[:1] if is_refusal else []
            yield from (word.value for word in node.keywords if word.arg in SHOWN)
            if (getattr(node.func, "attr", "") or getattr(node.func, "id", "")) in MOVES:
                yield from node.args[1:2] if is_judged(node) else []
                yield from (word.value for word in node.keywords if word.arg == "why")


def is_judged(node):
    """Whether the second argument is what is done: ``row.check_move(to, why)``."""
    return getattr(node.func, "attr", "") == "check_move"


@pytest.mark.parametrize(
    ("code", "unmarked"),
    [
        ('Refused("No.")', True),
        ('Refused(f"No {x}.")', True),
        ('Refused(_(f"No {x}."))', True),
        ('Refused("No %s." % x)', True),
        ('holds("x", q, refusal="No.")', True),
        ('holds("x", q, refusal="")', False),
        ('Refused(_("No %(x)s.") % {"x": x})', False),
        ("Refused(str(problem))", False),
        ('row.move(to, by=by, why="Signature")', True),
        ('row.move(to, by=by, why=gettext_noop("Signature"))', False),
        ('move_all(rows, to, by=by, why="Newer version")', True),
        ('row.check_move(to, "Publication")', True),
        ('row.check_move(to, gettext_noop("Publication"))', False),
    ],
)
def test_a_text_that_is_not_marked_is_found(tmp_path, code, unmarked):
    path = tmp_path / "code.py"
    path.write_text(code, encoding="utf-8")

    assert [is_unmarked(node) for node in refusals(path)] == [unmarked]


def test_every_refusal_can_be_translated():
    found = [
        f"{name(path)}, line {node.lineno}"
        for path in MODULES
        for node in refusals(path)
        if is_unmarked(node)
    ]

    assert found == []


def test_words_are_spelt_in_one_way():
    assert holding("e-mail|e-Mail|E-mail", TEXTS) == {}


def test_a_source_is_named_so_that_any_reader_finds_it():
    assert holding(r"research|\(S\d{1,3}\b|\bS\d{1,3}\)", MODULES) == {}


def test_every_action_is_atomic_and_takes_keywords():
    loose = []
    for path in (path for path in MODULES if path.name == "actions.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for node in tree.body:
            if not isinstance(node, ast.FunctionDef) or node.name.startswith("_"):
                continue
            if any(argument.arg == "by" for argument in node.args.kwonlyargs):
                decorators = " ".join(map(ast.unparse, node.decorator_list))
                if "transaction.atomic" not in decorators or node.args.args:
                    loose.append(f"{name(path)}:{node.name}")

    assert loose == []


def test_every_task_is_ten_lines_at_most():
    long = [
        f"{name(path)}:{node.name}"
        for path in MODULES
        if path.name == "tasks.py"
        for node in functions(path)
        if node.end_lineno - node.lineno + 1 > 10
    ]

    assert long == []
