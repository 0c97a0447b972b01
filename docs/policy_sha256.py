#!/usr/bin/env python3
"""Makes the SHA-256 of a policy's text again, from its page, with Python 3.9 or newer.

    python policy_sha256.py page.html
    python policy_sha256.py --text page.html

The page is that of one version (/policies/<slug>/<major.minor>/), saved as HTML. What comes out
must be the "SHA-256 of the text" on a certificate; with --text, the text itself that is hashed.
Its form is described in docs/certificates.md.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
import unicodedata
from html.parser import HTMLParser
from pathlib import Path

FORM = "CouncilGov policy text 1"
HEADINGS = {f"h{level}": level for level in range(2, 7)}


class Clause:
    """One line of the text: what it is, its number as published, its words."""

    def __init__(self, kind: str, level: int) -> None:
        self.kind, self.level, self.number, self.words = kind, level, "", ""

    def line(self) -> str:
        kind = "numbered" if self.kind == "bullet" and self.number.strip() else self.kind
        return "\t".join((f"{kind} {self.level}", normal(self.number), normal(self.words)))


class PolicyPage(HTMLParser):
    """Finds the clauses between ``<div class="app-policy">`` and its end."""

    def __init__(self) -> None:
        super().__init__()
        self.clauses: list[Clause] = []
        self.divs = 0  # open ones, from that of the policy on
        self.depth = 0  # of the point that we are in
        self.cells = 0  # of the row that we are in
        self.is_number = self.is_hidden = False
        self.link, self.link_words = "", ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "div" and (self.divs or given.get("class") == "app-policy"):
            self.divs += 1
        elif self.divs:
            self.open(tag, given)

    def open(self, tag: str, given: dict[str, str]) -> None:
        if tag == "a":
            self.is_hidden = "app-clause-link" in given.get("class", "")
            self.link, self.link_words = given.get("href", ""), ""
        elif tag == "span":
            self.is_number = given.get("class") == "app-clauses__number"
        elif tag in {"td", "th"}:
            self.clauses[-1].words += " | " if self.cells else ""
            self.cells += 1
        else:
            self.begin(tag)

    def begin(self, tag: str) -> None:
        """A new clause, if this tag begins one."""
        self.depth += tag == "li"
        kinds = {"p": ("paragraph", self.depth), "li": ("bullet", self.depth), "tr": ("row", 0)}
        kinds |= {name: ("heading", level) for name, level in HEADINGS.items()}
        if tag in kinds:
            self.clauses.append(Clause(*kinds[tag]))
            self.cells = 0

    def handle_endtag(self, tag: str) -> None:
        if not self.divs:
            return
        if tag == "a":
            self.close_link()
        self.divs -= tag == "div"
        self.depth -= tag == "li"
        self.is_number = self.is_number and tag != "span"

    def close_link(self) -> None:
        """The address of a link follows its words in brackets, unless it is them."""
        if not self.is_hidden and self.link_words not in (self.link, self.link.partition(":")[2]):
            self.clauses[-1].words += f" ({self.link})"
        self.is_hidden = False

    def handle_data(self, data: str) -> None:
        if not self.divs or not self.clauses or self.is_hidden:
            return
        if self.is_number:
            self.clauses[-1].number += data
        else:
            self.clauses[-1].words += data
            self.link_words += data


def normal(text: str) -> str:
    """Unicode Normalization Form C with single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def policy_text(page: str) -> str:
    """The canonical text of the policy on this page; only its first line if there is none."""
    found = PolicyPage()
    found.feed(page)
    found.close()
    return "".join(f"{line}\n" for line in (FORM, *(clause.line() for clause in found.clauses)))


def main() -> int:
    """Print what the command line asks for."""
    parser = argparse.ArgumentParser(description="Makes the SHA-256 of a policy from its page.")
    parser.add_argument("page", type=Path, help="the page of one version, saved as HTML")
    parser.add_argument("--text", action="store_true", help="print the text that is hashed")
    given = parser.parse_args()
    text = policy_text(given.page.read_text(encoding="utf-8"))
    if text.count("\n") == 1:
        sys.stderr.write("There is no policy on this page: save the page of one version as HTML.\n")
        return 1
    shown = text if given.text else hashlib.sha256(text.encode()).hexdigest() + "\n"
    sys.stdout.buffer.write(shown.encode())
    return 0


if __name__ == "__main__":
    sys.exit(main())
