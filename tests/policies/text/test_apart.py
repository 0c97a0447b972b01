"""What others made is read in a process of its own, which may end without harm."""

import pytest

from policies.text import apart
from policies.text.opening import open_file
from policies.text.reading import Unreadable
from tests.policies.text.makers import paragraph, pdf, word

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    "data",
    [word(paragraph("Lock it.")), pdf("Members must lock their screens."), b"<html><p>Lock it."],
    ids=["word", "pdf", "html"],
)
def test_a_file_is_read_in_a_process_of_its_own(data):
    assert "ock" in "".join(open_file(data, "policy").document.lines)


def test_a_file_that_takes_too_much_is_refused():
    deep = word("<w:tbl>" * 3_000 + "</w:tbl>" * 3_000)

    with pytest.raises(Unreadable, match=r"takes too long|can’t read"):
        open_file(deep, "policy.docx")


def test_a_file_that_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(apart, "SECONDS", 0.01)

    with pytest.raises(Unreadable, match="takes too long"):
        open_file(word(paragraph("Lock it.")), "policy.docx")
