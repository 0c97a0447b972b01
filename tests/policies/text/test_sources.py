"""What we say that a document records stands in the document."""

import re
from dataclasses import fields, is_dataclass
from datetime import date, time
from pathlib import Path

import pytest

from policies.text.markup import plain
from policies.text.reading import Unreadable
from policies.text.sources import DOCUMENTS, known, load
from tests.policies.text.samples import BARNET, HAVERING, document, source

pytestmark = pytest.mark.no_database

ROOT = DOCUMENTS.parent.parent
OURS = {
    "slug",
    "kind",
    "outcome",
    "body_kind",
    "sentence",
    "said_in",
    "refers_to",
    "filename",
    "why",
    "topic",
}
"""Fields in our words, not in those of the document."""


def words(stem: str) -> str:
    """The words of the document, without marks, page breaks and tags."""
    tags = re.compile(r"</?\w+[^>]*>|^\s*(?:#+|-) ")
    text = " ".join(tags.sub(" ", line) for line in document(stem).lines)
    return plain(text)


def texts(value: object, name: str = "") -> list[tuple[str, str]]:
    """Every text in a record, with the name of its field."""
    if isinstance(value, str):
        return [(name, value)] if value else []
    if is_dataclass(value):
        return [
            pair
            for field in fields(value)
            for pair in texts(getattr(value, field.name), field.name)
        ]
    if isinstance(value, tuple):
        return [pair for item in value for pair in texts(item, name)]
    return []


@pytest.mark.parametrize("stem", [BARNET, HAVERING])
def test_every_text_on_record_stands_in_the_document(stem):
    whole = words(stem)
    recorded = [
        (name, plain(text.strip("# ")))
        for name, text in texts(source(stem))
        if name not in OURS | {"council"}
    ]

    missing = [
        (name, text)
        for name, text in recorded
        if text not in whole and text.lower() not in whole.lower() and text != "none declared"
    ]
    assert len(recorded) > 20
    assert missing == []


def test_havering_decided_as_minuted():
    decision = source(HAVERING).decision
    assert decision is not None
    assert decision.votes is not None

    assert (decision.body, decision.held_on) == ("Governance Committee", date(2018, 7, 18))
    assert (decision.starts_at, decision.ends_at) == (time(19, 30), time(20, 15))
    assert "18 July 2018 (7.30 - 8.15 pm)" in words(HAVERING)
    assert (decision.outcome, decision.minute_item) == ("approved_as_amended", "8")
    assert (decision.votes.votes_for, decision.votes.votes_against) == (10, 1)
    assert "10 votes to 1 against" in decision.votes.sentence
    assert decision.votes.votes_abstained is None
    assert decision.resolutions == tuple(entry.resolution for entry in source(HAVERING).policies)


def test_eleven_were_present_two_of_them_substitutes():
    decision = source(HAVERING).decision
    assert decision is not None

    assert len({person.name for person in decision.present}) == 11
    for person in decision.present:
        line = next(line for line in document(HAVERING).lines if line.startswith(person.group))
        assert person.name in line
        assert not person.office or f"{person.name} ({person.office})" in line
    substitutes = [person for person in decision.present if person.substitute_for]
    assert len(substitutes) == 2
    for person in substitutes:
        named = decision.substitutions_sentence
        assert named.index(person.substitute_for) < named.index(person.name)


def test_who_dissented_was_present():
    decision = source(HAVERING).decision
    assert decision is not None
    assert decision.votes is not None

    (dissenter,) = decision.votes.dissent
    assert dissenter in [person.name for person in decision.present]
    assert f"Councillor {dissenter} voted against" in decision.votes.sentence


def test_barnet_recommends_and_does_not_record_an_outcome():
    found = source(BARNET)
    assert found.decision is not None
    assert found.report is not None

    assert (found.decision.body, found.decision.held_on) == (
        "General Functions Committee",
        date(2015, 11, 11),
    )
    assert found.decision.outcome is None
    assert found.decision.votes is None
    assert not found.decision.present
    assert not found.decision.resolutions
    assert "11 November 2015" in words(BARNET)
    assert "approve" in found.report.recommendations[0]


def test_the_report_is_recorded_by_its_headings():
    report = source(BARNET).report
    assert report is not None

    assert [one.number for one in report.implications] == [f"5.{n}" for n in range(1, 9)]
    assert [one.text[0] for one in report.implications if len(one.text[0]) < 5] == [
        *["N/A"] * 3,
        *["None"] * 3,
    ]
    assert (len(report.background_papers), report.report_of.post) == (
        3,
        "Head of Information Management",
    )
    assert "@barnet.gov.uk" in report.contact.email


def test_each_known_document_is_there():
    assert [one.filename for one in known()] == sorted(
        path.name for path in DOCUMENTS.glob("*.txt")
    )


def names() -> set[str]:
    """Everybody named in the two documents."""
    wanted = {"name", "substitute_for", "dissent", "email"}
    return {
        text
        for stem in (BARNET, HAVERING)
        for field, text in texts(source(stem))
        if field in wanted
    }


def test_people_of_the_documents_are_named_nowhere_else():
    skipped = {".git", ".venv", "node_modules", "var", "static", "documents", "__pycache__"}
    kinds = {".py", ".html", ".txt", ".md", ".toml", ".json", ".csv", ".yml"}
    files = [path for path in _files(ROOT, skipped) if path.suffix in kinds]

    assert len(names()) == 16
    assert [
        (path.relative_to(ROOT), name)
        for path in files
        for name in names()
        if name in path.read_text("utf-8", errors="ignore")
    ] == []


def _files(folder: Path, skipped: set[str]) -> list[Path]:
    found = []
    for path in folder.iterdir():
        if path.name in skipped or path.name.startswith("."):
            continue
        found += _files(path, skipped) if path.is_dir() else [path]
    return found


@pytest.mark.parametrize(
    ("toml", "message"),
    [
        ("council = 3", "filename, policies missing or unknown in Source"),
        ("x = ", "is not TOML"),
        ('filename = "a"\ncouncil = 3\npolicies = []', "3 is not <class 'str'>"),
        ('filename = "a"\ncouncil = "b"\npolicies = []\ndecision = 1', "1 is not"),
        (
            'filename = "a"\ncouncil = "b"\n[[policies]]\ntitle = "t"\nslug = "s"\nkid = "k"',
            "kid, kind missing or unknown in Entry",
        ),
    ],
)
def test_a_source_that_says_something_else_is_refused(tmp_path, toml, message):
    path = tmp_path / "a.toml"
    path.write_text(toml, "utf-8")

    with pytest.raises(Unreadable, match=message):
        load(path)
