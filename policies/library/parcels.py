"""The file in which policies travel between councils: JSON, described in ``docs/library.md``.

It holds texts and what was decided on them, and no names of people: neither authors nor who voted.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from councilgov.days import day_in_words
from councilgov.records import Refused
from policies.text.anchors import Anchors
from policies.text.canonical import sha256
from policies.text.clauses import Clause, Kind
from policies.text.markup import normal, plain
from policies.text.outline import DEEPEST
from policies.text.reading import FORBIDDEN, Unreadable
from policies.text.writing import write, written_back
from policies.versions import PolicyKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from policies.models import Decision, PolicyVersion

FORMAT, VERSION = "CouncilGov policy library", 1
LARGEST = 2_000_000
"""Bytes of one file: about ten policies as long as a constitution's longest part."""
MOST = 200
"""Policies in one file."""
SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
LONG, SHORT = 4_000, 200


class NoParcel(Refused):
    """The file is not one of ours, or was changed on its way. Nothing of it was kept."""


@dataclass(frozen=True, slots=True)
class Offered:
    """One policy of a file."""

    slug: str
    title: str
    kind: str
    council: str
    """Whose text it is."""
    forms_part_of: str
    read_with: tuple[dict[str, str], ...]
    number: str
    dated: str
    decided: str
    """Body, day and outcome in words, as the file gives them; empty for none."""
    clauses: tuple[Clause, ...]
    sha256: str


def written(versions: Iterable[PolicyVersion], *, council: str, today: date) -> str:
    """The file that holds these versions."""
    parcel = {
        "format": FORMAT,
        "version": VERSION,
        "council": council,
        "exported_on": today.isoformat(),
        "policies": [_policy(version, council) for version in versions],
    }
    return json.dumps(parcel, ensure_ascii=False, indent=1) + "\n"


def _policy(version: PolicyVersion, council: str) -> dict[str, Any]:
    policy = version.policy
    return {
        "slug": policy.slug,
        "title": policy.title,
        "kind": policy.kind,
        "council": policy.council or council,
        "forms_part_of": policy.forms_part_of,
        "read_with": version.read_with,
        "number": version.number,
        "dated": version.dated,
        "decision": _decision(version.decision),
        "text_sha256": version.sha256,
        "clauses": [
            {
                "kind": clause.kind.value,
                "level": clause.level,
                "number": clause.number,
                "words": clause.markup,
            }
            for clause in version.text
        ],
    }


def _decision(decision: Decision | None) -> dict[str, Any] | None:
    if decision is None:
        return None
    return {
        "body": decision.body,
        "met_on": decision.met_on.isoformat(),
        "minute_item": decision.minute_item,
        "outcome": decision.get_outcome_display(),
        "votes_for": decision.votes_for,
        "votes_against": decision.votes_against,
        "abstained": decision.abstained,
    }


def read(data: bytes) -> list[Offered]:
    """The policies of a file. Raises ``NoParcel`` with the reason for anything else."""
    parcel = _json(data)
    if not isinstance(parcel, dict) or parcel.get("format") != FORMAT:
        raise NoParcel(_("This is not a file of a policy library. Choose the file as it was sent."))
    if parcel.get("version") != VERSION:
        raise NoParcel(
            _("This file is of version %(version)s of the format, and we read version %(ours)s.")
            % {"version": str(parcel.get("version"))[:20], "ours": VERSION}
        )
    rows = _rows(parcel, "policies", MOST)
    if not rows:
        raise NoParcel(_("There is no policy in this file."))
    found = [_offered(row, at) for at, row in enumerate(rows, 1)]
    if len({one.slug for one in found}) < len(found):
        raise NoParcel(_("Two policies of this file have the same address. Ask for a new file."))
    return found


def _json(data: bytes) -> Any:
    if len(data) > LARGEST:
        raise NoParcel(
            _("This file is larger than %(most)d MB. Ask for fewer policies in one file.")
            % {"most": LARGEST // 1_000_000}
        )
    try:
        return json.loads(data.decode("utf-8-sig"), object_pairs_hook=_once_each)
    except (ValueError, RecursionError) as error:
        raise NoParcel(
            _("This file is damaged, or not a file of a policy library. Ask for a new one.")
        ) from error


def _once_each(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(pairs)
    return found


def _offered(row: Mapping[str, Any], at: int) -> Offered:
    try:
        return _checked(row)
    except (LookupError, TypeError, ValueError, AttributeError) as error:
        raise NoParcel(
            _("Policy %(number)d of this file is not as it should be. Ask for a new file.")
            % {"number": at}
        ) from error
    except Unreadable as error:
        raise NoParcel(
            _("Policy %(number)d of this file: %(why)s") % {"number": at, "why": error}
        ) from error


def _checked(row: Mapping[str, Any]) -> Offered:
    slug = _text(row, "slug", 100)
    if not SLUG.fullmatch(slug):
        raise ValueError(slug)
    clauses = _clauses(_rows(row, "clauses", 10_000))
    digest = sha256(clauses)
    if digest != _text(row, "text_sha256", 64):
        raise NoParcel(
            _("The text of “%(title)s” was changed on its way: its fingerprint does not fit.")
            % {"title": _text(row, "title", SHORT)}
        )
    return Offered(
        slug=slug,
        title=_needed(row, "title", SHORT),
        kind=PolicyKind(row["kind"]).value,
        council=_needed(row, "council", 100),
        forms_part_of=_text(row, "forms_part_of", SHORT),
        read_with=tuple(_document(other) for other in _rows(row, "read_with", 50)),
        number=_text(row, "number", 10),
        dated=_text(row, "dated", 50),
        decided=_decided(row["decision"]),
        clauses=clauses,
        sha256=digest,
    )


def _document(row: Mapping[str, Any]) -> dict[str, str]:
    url = _text(row, "url", SHORT)
    if url and not url.startswith(("https://", "http://")):
        raise ValueError(url)
    return {
        "title": _needed(row, "title", SHORT),
        "why": _needed(row, "why", LONG),
        "url": url,
    }


def _decided(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return ""
    return _("%(outcome)s by %(body)s on %(day)s") % {
        "outcome": _needed(row, "outcome", 100),
        "body": _needed(row, "body", 100),
        "day": day_in_words(date.fromisoformat(_text(row, "met_on", 10))),
    }


def _clauses(rows: Sequence[Mapping[str, Any]]) -> tuple[Clause, ...]:
    """The clauses, which must be such as we could have written ourselves."""
    anchors, found = Anchors(), []
    for row in rows:
        kind, level, number = Kind(row["kind"]), row["level"], _text(row, "number", 50)
        markup = normal(_text(row, "words", 20_000))
        text = plain(markup)
        if type(level) is not int or not 0 <= level <= DEEPEST:
            raise ValueError(level)
        anchor = anchors.next(kind, level, number, text)
        found.append(Clause(kind, level, number, text, markup, anchor))
    if written_back(write(found), _("The text")) != found:
        raise ValueError(rows)
    return tuple(found)


def _rows(row: Mapping[str, Any], name: str, most: int) -> list[Any]:
    found = row.get(name)
    if not isinstance(found, list) or len(found) > most:
        raise NoParcel(
            _("This file is not as it should be: see “%(name)s”. Ask for a new file.")
            % {"name": name}
        )
    return found


def _text(row: Mapping[str, Any], name: str, longest: int) -> str:
    found = row[name]
    if not isinstance(found, str) or len(found) > longest or FORBIDDEN.search(found):
        raise ValueError(name)
    return found


def _needed(row: Mapping[str, Any], name: str, longest: int) -> str:
    if not (found := _text(row, name, longest).strip()):
        raise ValueError(name)
    return found
