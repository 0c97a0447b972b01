"""What those who draft may do with a policy until it goes before a body."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.records import Refused
from policies.drafting.editing import check_editable, hold
from policies.models import Policy, PolicyVersion, RelatedDocument, VersionStatus
from policies.text.canonical import sha256
from policies.text.clauses import to_json
from policies.text.gaps import still_open

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from councilgov.people.models import User
    from policies.text.clauses import Clause

logger = logging.getLogger(__name__)


class TextMoved(Refused):
    """The draft changed since it was opened: saving would undo somebody's work."""


@transaction.atomic
def add_policy(
    *, by: User | None, read_with: Iterable[Mapping[str, str]] = (), **fields: Any
) -> Policy:
    """A policy is entered, with what is to be read beside it (Havering minute 8)."""
    policy = Policy(**fields).keep(by=by, why="Policy added")
    for document in read_with:
        RelatedDocument(policy=policy, **document).keep(by=by, why="Policy added")
    return policy


@transaction.atomic
def add_version(
    *, policy: Policy, clauses: Sequence[Clause], by: User | None, **fields: Any
) -> PolicyVersion:
    """A text of the policy is entered as a draft, and its words are hashed."""
    return PolicyVersion(
        policy=policy, clauses=to_json(clauses), sha256=sha256(clauses), author=by, **fields
    ).keep(by=by, why="Version added")


@transaction.atomic
def record_submission(*, version: PolicyVersion, by: User | None) -> PolicyVersion:
    """A document went before a body before the portal knew of it, without a report of ours."""
    version = PolicyVersion.objects.locked(version)
    return version.move(VersionStatus.SUBMITTED, by=by, why=gettext_noop("Submission"))


@transaction.atomic
def save_text(
    *,
    version: PolicyVersion,
    clauses: Sequence[Clause],
    seen_sha256: str,
    by: User,
    source_name: str = "",
) -> PolicyVersion:
    """The words of a draft change. Whoever saves other words is an author of it.

    ``seen_sha256`` is that of the text they started from, ``source_name`` the file the words came
    from, if they came from one. Raises ``HeldByAnother`` if somebody else edits the draft,
    ``TextMoved`` if its text changed since they opened it, and ``Refused`` for no words at all.
    """
    version = PolicyVersion.objects.locked(version)
    check_editable(version)
    hold(version, by)
    if not clauses:
        raise Refused(_("Enter the text of the policy: there is no clause in it."))
    if seen_sha256 != version.sha256:
        raise TextMoved(
            _(
                "The text of this draft changed since you opened it. What you typed is not saved. "
                "Copy it, open the draft again, and enter your changes there."
            )
        )
    version.gaps = [asdict(gap) for gap in still_open(version.gaps, version.text, clauses)]
    version.clauses, version.sha256 = to_json(clauses), sha256(clauses)
    version.source_name = source_name or version.source_name
    version.keep(by=by, why=gettext_noop("Text saved"))
    logger.info("Text saved", extra={"version": version.pk, "by": by.pk})
    return version
