"""What is signed: one text, the same for the same words, another for any other."""

import hashlib
import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.text.canonical import canonical, sha256
from policies.text.clauses import from_json, to_json
from policies.text.reading import read
from policies.text.splitting import split
from tests.policies.text.samples import HAVERING, clauses, document, ict, source

pytestmark = pytest.mark.no_database


def test_the_hash_is_that_of_the_text_as_bytes():
    found = clauses("# Posts\n\n## Use\n\n1. Be **kind**.\n")
    text = "CouncilGov policy text 1\nheading 2\t\tUse\nnumbered 1\t1.\tBe kind.\n"

    assert canonical(found) == text
    assert sha256(found) == hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_the_same_file_gives_the_same_hash_again():
    again = split(document(HAVERING), source(HAVERING))[0]

    assert sha256(again.clauses) == sha256(ict().clauses)


def test_line_ends_spaces_and_accents_written_apart_are_the_same_text():
    one = read("Café  is\nclosed.".encode(), "a.txt")
    other = read("\ufeffCafe\u0301 is\r\nclosed. \r\n".encode(), "b.txt")

    assert sha256(split(one)[0].clauses) == sha256(split(other)[0].clauses)


@settings(deadline=None)
@given(st.data())
def test_any_other_word_gives_another_hash(data):
    found = list(ict().clauses)
    at = data.draw(st.integers(0, len(found) - 1))
    words = found[at].text.split()
    place = data.draw(st.integers(0, len(words) - 1))
    words[place] += "s"
    changed = [*found[:at], replace(found[at], text=" ".join(words)), *found[at + 1 :]]

    assert sha256(changed) != sha256(found)


def test_another_number_kind_or_level_gives_another_hash():
    texts = ["1. Care.", "2. Care.", "- Care.", "Care.", "- Then.\n  - Care."]

    assert len({sha256(clauses(f"It begins:\n\n{text}\n")) for text in texts}) == len(texts)


def test_clauses_survive_being_stored_as_json():
    stored = json.loads(json.dumps(to_json(ict().clauses)))

    assert from_json(stored) == list(ict().clauses)
