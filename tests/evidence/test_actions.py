"""Evidence files are kept whole, read on record, removed with a reason, and forgotten in time."""

from hashlib import sha256

import pytest
from django.db import IntegrityError, transaction

from councilgov.evidence import actions
from councilgov.evidence.models import (
    LARGEST,
    PIECE,
    EvidenceFile,
    EvidencePiece,
    EvidenceReading,
)
from councilgov.evidence.showing import files_of, size_in_words
from councilgov.ledger.models import Entry, EntryName
from councilgov.records import Refused
from tests import given
from tests.evidence.corpus import JPEG, PDF, PNG, upload

pytestmark = pytest.mark.django_db
TWO_PIECES = PNG + bytes(PIECE)


@pytest.fixture
def case():
    """Any row will do: the files know it by its name."""
    return given.person()


@pytest.fixture
def by():
    return given.person()


def add(case, by, *uploads):
    return actions.add_files(case=case, uploads=uploads or [upload()], by=by)


def test_a_file_is_kept_byte_for_byte_with_its_hash(case, by):
    (row,) = add(case, by, upload("long.png", TWO_PIECES))

    assert row.content == TWO_PIECES
    assert (row.sha256, row.size) == (sha256(TWO_PIECES).hexdigest(), len(TWO_PIECES))
    assert (row.media_type, row.added_by) == ("image/png", by)
    assert EvidencePiece.objects.count() == 2
    assert list(EvidenceFile.objects.of(case)) == [row]
    assert list(EvidenceFile.objects.of(by)) == []


def test_what_was_added_is_evidence_without_its_name(case, by):
    (row,) = add(case, by, upload("secret-name.png"))

    (entry,) = Entry.objects.about(row)
    assert entry.kind == "evidence.file_added"
    assert row.sha256 in entry.facts
    assert "secret-name" not in entry.facts


def test_one_bad_file_keeps_none_of_those_sent_with_it(case, by):
    with pytest.raises(Refused, match="not a kind"):
        add(case, by, upload(), upload("x.js", b"alert(1)"))

    assert EvidenceFile.objects.count() == 0


def test_the_same_file_is_kept_once_in_a_case(case, by):
    add(case, by, upload("one.png"))

    with pytest.raises(Refused, match=r"“one\.png” is there already\.$"):
        add(case, by, upload("one.png"))
    with pytest.raises(Refused, match=r"“two\.png” is there already, as “one\.png”"):
        add(case, by, upload("two.png"))
    add(given.person(), by, upload("one.png"))

    assert EvidenceFile.objects.count() == 2


def test_the_database_keeps_it_once_too(case, by):
    (row,) = add(case, by)
    row.pk = None
    row._state.adding = True

    with pytest.raises(Refused, match="there already"), transaction.atomic():
        row.keep(by=by, why="Test")


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"sha256": "no"}, "hash_is_whole"),
        ({"size": 0}, "has_bytes"),
        ({"size": LARGEST + 1}, "has_bytes"),
        ({"removed_because": "x"}, "removed_with_reason"),
    ],
)
def test_the_database_refuses_what_cannot_be(case, by, changes, broken):
    (row,) = add(case, by)
    for name, value in changes.items():
        setattr(row, name, value)

    with pytest.raises(IntegrityError, match=f"evidence_evidencefile_{broken}"):
        row.keep(by=by, why="Test")


def test_who_removed_it_and_when_never_part(case, by):
    (row,) = add(case, by)
    row.removed_by, row.removed_because = by, "x"

    with pytest.raises(IntegrityError, match="evidence_evidencefile_removed_"):
        row.keep(by=by, why="Test")


def test_two_pieces_have_no_one_place(case, by):
    (row,) = add(case, by)

    with pytest.raises(IntegrityError, match="evidence_evidencepiece_in_order"):
        EvidencePiece.objects.create(file=row, place=0, content=b"x")


def test_more_than_five_at_a_time_are_refused_in_words(case, by):
    with pytest.raises(Refused, match="up to 5 files at a time") as refusal:
        add(case, by, *(upload(f"{n}.png") for n in range(6)))

    assert refusal.value.field == "uploads"


def test_too_much_together_is_refused_in_words(case, by):
    three = [upload(f"{n}.png") for n in range(3)]
    for one in three:
        one.size = 20_000_000

    with pytest.raises(Refused, match="one at a time"):
        add(case, by, *three)


def test_a_file_that_is_too_large_is_refused_before_it_is_read(case, by):
    large = upload()
    large.size = LARGEST + 1
    large.file.close()  # reading it would fail otherwise

    with pytest.raises(Refused, match="is too large"):
        add(case, by, large)


def test_a_case_holds_so_many_and_what_was_removed_does_not_count(case, by, monkeypatch):
    monkeypatch.setattr(actions, "MOST_OF_A_CASE", 2)
    first, _second = add(case, by, upload(), upload("a.pdf", PDF))

    with pytest.raises(Refused, match="A case holds up to 2 files"):
        add(case, by, upload("b.jpg", JPEG))
    actions.remove_file(file=first, reason="Not ours", by=by)

    assert len(add(case, by, upload("b.jpg", JPEG))) == 1


def test_a_name_that_is_too_long_keeps_its_end(case, by):
    (row,) = add(case, by, upload("x" * 300 + ".png"))

    assert (len(row.name), row.name[-4:]) == (150, ".png")


def test_a_copy_is_taken_on_record(case, by):
    (row,) = add(case, by)
    reader = given.person()

    content = actions.read_file(file=row, by=reader)

    assert content == PNG
    assert row.readings.get().read_by == reader
    assert Entry.objects.about(row).last().kind == "evidence.file_read"


def test_bytes_that_are_no_longer_those_that_came_are_not_given_out(case, by):
    (row,) = add(case, by)
    EvidencePiece.objects.update(content=JPEG)

    with pytest.raises(Refused, match="damaged"):
        actions.read_file(file=row, by=by)

    assert not row.readings.exists()


def test_a_file_that_was_removed_leaves_its_name_and_the_reason(case, by):
    (row,) = add(case, by)

    row = actions.remove_file(file=row, reason=" A constituent's  photo ", by=by)

    assert (row.removed_because, row.removed_by) == ("A constituent's photo", by)
    assert (row.content, row.name, EvidencePiece.objects.count()) == (b"", "threat.png", 0)
    for act in (
        lambda: actions.read_file(file=row, by=by),
        lambda: actions.remove_file(file=row, reason="Again", by=by),
    ):
        with pytest.raises(Refused, match="was removed"):
            act()


def test_nothing_is_removed_without_a_reason(case, by):
    (row,) = add(case, by)

    with pytest.raises(Refused, match="Say why"):
        actions.remove_file(file=row, reason="  ", by=by)


def test_when_its_time_is_over_nothing_is_left_but_nameless_evidence(case, by):
    (row,) = add(case, by, upload("secret-name.png"))
    actions.read_file(file=row, by=by)
    (kept,) = add(given.person(), by)

    assert actions.forget_files(cases=[case], by=None) == 1

    assert list(EvidenceFile.objects.all()) == [kept]
    assert not EvidenceReading.objects.exists()
    assert not EvidenceFile.history.filter(id=row.pk).exists()
    assert not EvidenceReading.history.exists()
    assert not EntryName.objects.filter(name__contains="secret-name").exists()
    assert Entry.objects.filter(subject=f"evidence.evidencefile:{row.pk}").exists()


def test_the_page_of_a_case_shows_who_added_read_and_removed_it(
    case, by, django_assert_num_queries
):
    first, second = add(case, by, upload(), upload("a.pdf", PDF))
    actions.read_file(file=first, by=by)
    actions.remove_file(file=second, reason="Not ours", by=by)

    def address(page, file):
        return f"/{page}/{file.pk}/"

    with django_assert_num_queries(3):
        one, two = files_of(EvidenceFile.objects.of(case), address, may_remove=True)
    (unremovable, _two) = files_of(EvidenceFile.objects.of(case), address, may_remove=False)

    assert (one.href, one.remove_href) == (f"/file/{first.pk}/", f"/remove_file/{first.pk}/")
    assert by.full_name in one.added
    assert by.full_name in one.read[0]
    assert (two.href, two.remove_href, two.read) == ("", "", [])
    assert two.removed.startswith("Not ours (")
    assert unremovable.remove_href == ""


@pytest.mark.parametrize(
    ("size", "words"), [(1, "1 KB"), (340_000, "340 KB"), (2_500_000, "2.5 MB")]
)
def test_a_size_is_said_in_words(size, words):
    assert size_in_words(size) == words
