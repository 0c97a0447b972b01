"""Reading what somebody uploads or types, before anything of the version is locked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from councilgov.records import Refused
from policies.text.opening import open_file
from policies.text.splitting import source_of, split
from policies.text.writing import write

if TYPE_CHECKING:
    from policies.models import PolicyVersion
    from policies.text.reading import Document
    from policies.text.splitting import PolicyText


class Incoming(NamedTuple):
    """A text that was read: named after the columns in which it waits to be checked."""

    source: str
    """Its clauses as Markdown."""
    name: str
    media_type: str
    content: bytes
    """The file byte for byte; empty for typed text, which has no name either."""
    left_out: list[str]
    """What is not in the clauses, in words, for somebody to check."""


def read_in(version: PolicyVersion, content: bytes, name: str) -> Incoming:
    """A file, or typed text without a name, is split into clauses.

    A hostile file takes long, so this comes before the transaction that keeps it. Raises
    ``Unreadable`` with the reason, where, and what to do; then nothing of it is kept.
    """
    opened = open_file(content, name or _("The text"))
    text = _of_policy(opened.document, version)
    return Incoming(
        source=write(text.clauses),
        name=name,
        media_type=opened.media_type,
        content=content if name else b"",
        left_out=_left_out(text, opened.lost),
    )


def _of_policy(document: Document, version: PolicyVersion) -> PolicyText:
    """The text of this policy in a document, which may hold several policies that we know."""
    title = version.policy.title
    source = source_of(document)
    if source is None:
        is_there = any(title.casefold() == line.strip("# *").casefold() for line in document.lines)
        return split(document, title=title if is_there else "")[0]
    texts = split(document, source)
    for text in texts:
        if title.casefold() == text.title.casefold() or version.policy.slug == text.entry.slug:
            return text
    raise Refused(
        _("%(file)s holds %(titles)s. This policy is “%(title)s”: choose its own text.")
        % {
            "file": document.filename,
            "titles": ", ".join(f"“{text.title}”" for text in texts),
            "title": title,
        },
        field="file",
    )


def _left_out(text: PolicyText, lost: tuple[str, ...]) -> list[str]:
    cover = [_("“%(words)s”, from the cover") % {"words": line} for line in text.cover]
    debris = [
        _("“%(words)s” in line %(line)d: %(what)s")
        % {"words": dropped.text[:200], "line": dropped.line, "what": dropped.what}
        for dropped in text.dropped
    ]
    return [*lost, *cover, *debris]
