"""What stands around the text of a draft: its date, its owner, what it belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from policies.deciding.trees import check_no_ring, hold_trees
from policies.drafting.editing import check_editable, hold, leave
from policies.models import Policy, PolicyVersion

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from councilgov.people.models import User


@transaction.atomic
def change_details(
    *,
    version: PolicyVersion,
    dated: str,
    summary: str,
    owner: str,
    parent: Policy | None,
    related: Sequence[str],
    by: User,
) -> PolicyVersion:
    """What stands around the text changes while it is a draft, and for this version only.

    The version in force stays as it was decided. Whoever saves them has finished. Raises
    ``HeldByAnother`` if somebody else edits the draft, and ``Refused`` if it would form part of
    itself, directly or by way of others.
    """
    hold_trees()
    version = PolicyVersion.objects.locked(version)
    check_editable(version)
    hold(version, by)
    if parent is not None:
        check_no_ring(version.policy, parent)
    version.dated, version.summary, version.owner = dated, summary, owner
    version.parent, version.read_with = parent, documents(related, version.read_with)
    version.keep(by=by, why=gettext_noop("Details changed"))
    leave(version=version, by=by)
    return version


def documents(
    lines: Iterable[str], known: Sequence[Mapping[str, str]] = ()
) -> list[dict[str, str]]:
    """What is to be read with a policy, from lines as "Title: why", each title once.

    Of those that are ``known`` a line keeps its own title and its address, whatever colons it has.
    """
    as_lines = {as_typed(document): document for document in known}
    urls = {document["title"]: document["url"] for document in known}
    found: dict[str, dict[str, str]] = {}
    for line in lines:
        document = as_lines.get(line) or _document(line, urls)
        found[document["title"]] = dict(document)
    return list(found.values())


def as_typed(document: Mapping[str, str]) -> str:
    """A document as somebody types it."""
    return f"{document['title']}: {document['why']}"


def _document(line: str, urls: Mapping[str, str]) -> dict[str, str]:
    title, _colon, why = line.partition(": ")
    title = title.strip()[:200]
    why = why.strip() or str(_("To be read with this policy."))
    return {"title": title, "why": why, "url": urls.get(title, "")}
