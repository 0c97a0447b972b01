"""What we know of the documents in ``policies/documents``: one TOML file beside each says it.

It says where the policies in the document begin, what they rely on that we lack, and what the
document records of the decision on them. Nothing about a particular document stands in code.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, is_dataclass
from datetime import date, time
from functools import cache
from pathlib import Path
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from django.utils.translation import gettext as _

from policies.text.reading import Unreadable

T = TypeVar("T")
DOCUMENTS = Path(__file__).resolve().parent.parent / "documents"


@dataclass(frozen=True, slots=True)
class ReadWith:
    """Another document with which a policy is to be read."""

    title: str
    reason: str
    """The words of the source that say so."""
    said_in: str
    why: str
    """Why to read both, in our own plain words: what readers see."""
    mentions: tuple[str, ...]
    """How the policy's own text refers to it."""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Lacking:
    """Something that the text relies on and we do not hold."""

    refers_to: str
    mentions: tuple[str, ...]
    """The words by which the text refers to it."""
    sentence: str
    """For the policy's page, its signing page and its certificate."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One policy of a document, and the lines by which it is found there."""

    title: str
    slug: str
    kind: str
    """As in ``policies.models``: protocol, code or guidance."""
    starts: tuple[str, ...] = ()
    """Its first lines, empty ones left out; none: the whole file."""
    ends: tuple[str, ...] = ()
    """The lines before which it ends; none: at the next policy, or with the file."""
    subheadings: tuple[str, ...] = ()
    """Headings that the file marks like the sections which they are part of."""
    forms_part_of: str = ""
    resolution: str = ""
    """What the decision says of it, word for word."""
    read_with: tuple[ReadWith, ...] = ()


@dataclass(frozen=True, slots=True)
class Attendance:
    """Somebody at the meeting."""

    name: str
    group: str
    office: str = ""
    substitute_for: str = ""


@dataclass(frozen=True, slots=True)
class Votes:
    """As minuted. What the minutes do not say is None, which is not zero."""

    sentence: str
    votes_for: int | None = None
    votes_against: int | None = None
    votes_abstained: int | None = None
    dissent: tuple[str, ...] = ()
    """Names of those recorded as having voted against."""


@dataclass(frozen=True, slots=True)
class SourceDecision:
    """What a document records of the decision on its policies, and no more."""

    body: str
    body_kind: str
    """As in ``policies.decisions``: committee, full_council and so on."""
    held_on: date
    place: str = ""
    starts_at: time | None = None
    ends_at: time | None = None
    minute_item: str = ""
    minute_title: str = ""
    presented_by: str = ""
    interests: str = ""
    interests_sentence: str = ""
    outcome: str | None = None
    """As in ``policies.models``, for instance approved_as_amended; None: not in the source."""
    resolutions: tuple[str, ...] = ()
    votes: Votes | None = None
    present: tuple[Attendance, ...] = ()
    substitutions_sentence: str = ""
    discussion: tuple[str, ...] = ()
    """The paragraphs of the minute before its resolutions, word for word."""


@dataclass(frozen=True, slots=True)
class Officer:
    name: str
    post: str = ""
    email: str = ""
    telephone: str = ""


@dataclass(frozen=True, slots=True)
class Implication:
    """What a report says under one of its headings. "N/A" and "None" are answers."""

    topic: str
    """A key of ``policies.reports.IMPLICATIONS``."""
    number: str
    heading: str
    text: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """An officer's report to a committee, by its own headings."""

    title: str
    report_of: Officer
    contact: Officer
    wards: str
    status: str
    urgent: str
    key: str
    enclosures: tuple[str, ...]
    summary: str
    recommendations: tuple[str, ...]
    why_needed: tuple[str, ...]
    reasons: tuple[str, ...]
    alternatives: tuple[str, ...]
    after_decision: tuple[str, ...]
    authority: str
    implications: tuple[Implication, ...]
    background_papers: tuple[str, ...]
    asked_for: str = ""
    """The decision that asked for it."""


@dataclass(frozen=True, slots=True)
class Source:
    """Everything we know of one document."""

    filename: str
    council: str
    policies: tuple[Entry, ...]
    decision: SourceDecision | None = None
    report: Report | None = None
    lacking: tuple[Lacking, ...] = ()


@cache
def known() -> tuple[Source, ...]:
    """What we know of the documents in ``policies/documents``."""
    return tuple(load(path) for path in sorted(DOCUMENTS.glob("*.toml")))


def load(path: Path) -> Source:
    """What a TOML file says of the document beside it.

    Raises ``Unreadable`` if it says what we have no place for, or leaves out what we need.
    """
    try:
        return _built(Source, tomllib.loads(path.read_text("utf-8")), path.name)
    except tomllib.TOMLDecodeError as error:
        raise Unreadable(
            _("%(file)s is not TOML: %(error)s.") % {"file": path.name, "error": error}
        ) from error


def _built(shape: type[T], table: Mapping[str, Any], where: str) -> T:
    hints = get_type_hints(shape)
    needed = {field.name for field in fields(shape) if field.default is MISSING}  # type: ignore[arg-type]
    if wrong := sorted((needed - set(table)) | (set(table) - set(hints))):
        raise Unreadable(
            _("%(file)s: %(names)s missing or unknown in %(part)s.")
            % {"file": where, "names": ", ".join(wrong), "part": shape.__name__}
        )
    return shape(**{name: _value(hints[name], value, where) for name, value in table.items()})


def _value(hint: Any, value: Any, where: str) -> Any:
    """The value in the shape that the hint asks for: tables become dataclasses, lists tuples."""
    choices = get_args(hint) if isinstance(hint, UnionType) else (hint,)
    if get_origin(choices[0]) is tuple and isinstance(value, list):
        return tuple(_value(get_args(choices[0])[0], item, where) for item in value)
    if is_dataclass(choices[0]) and isinstance(value, dict):
        return _built(choices[0], value, where)  # type: ignore[arg-type]
    if type(value) not in choices:
        raise Unreadable(
            _("%(file)s: %(value)r is not %(kind)s.")
            % {"file": where, "value": value, "kind": choices[0]}
        )
    return value
