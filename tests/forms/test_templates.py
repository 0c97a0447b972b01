"""Templates hold nothing that the Content-Security-Policy forbids, and stay short."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.no_database

OURS = ["account", "govuk", "tables"]
TEMPLATES = sorted(
    [
        *Path("templates").glob("*.html"),
        *(p for name in OURS for p in Path("templates", name).rglob("*.html")),
    ]
)
INLINE = re.compile(
    r"""\sstyle=|<style|\son[a-z]+=|javascript:|<script(?![^>]*\ssrc=)""", re.IGNORECASE
)


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_template_has_no_inline_style_or_script(path):
    without_tags = re.sub(r"{%.*?%}", "", path.read_text())

    assert INLINE.findall(without_tags) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_a_template_is_at_most_ninety_lines_long(path):
    assert len(path.read_text().splitlines()) <= 90
