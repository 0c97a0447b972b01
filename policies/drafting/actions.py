"""What those who draft may do with a policy until it goes before a body."""

from __future__ import annotations

import logging
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.records import Refused
from policies.addresses import NOT_A_PAGE
from policies.commenting.actions import comment
from policies.deciding.checks import check_no_draft
from policies.deciding.trees import hold_trees, line_of
from policies.drafting.details import documents
from policies.drafting.editing import check_editable, check_not_held, hold
from policies.models import (
    Decision,
    Editing,
    Policy,
    PolicyVersion,
    VersionStatus,
)
from policies.text.canonical import sha256
from policies.text.clauses import to_json
from policies.text.gaps import still_open

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from django.db.models import QuerySet

    from councilgov.people.models import User
    from policies.text.clauses import Clause

logger = logging.getLogger(__name__)
DISCARDING = gettext_noop("Discarding the draft")


class TextMoved(Refused):
    """The draft changed since it was opened: saving would undo somebody's work."""


@transaction.atomic
def add_policy(*, by: User | None, **fields: Any) -> Policy:
    """A policy is entered, without any version of it."""
    return Policy(**fields).keep(by=by, why="Policy added")


@transaction.atomic
def add_version(
    *,
    policy: Policy,
    clauses: Sequence[Clause],
    by: User | None,
    read_with: Iterable[Mapping[str, str]] = (),
    **fields: Any,
) -> PolicyVersion:
    """A text of the policy is entered as a draft, and its words are hashed.

    ``read_with`` is what is to be read beside it (Havering minute 8): title, why and perhaps url.
    """
    return PolicyVersion(
        policy=policy,
        clauses=to_json(clauses),
        sha256=sha256(clauses),
        author=by,
        read_with=[{"url": "", **document} for document in read_with],
        **fields,
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
    check_unmoved(version, seen_sha256)
    version.gaps = [asdict(gap) for gap in still_open(version.gaps, version.text, clauses)]
    version.clauses, version.sha256 = to_json(clauses), sha256(clauses)
    version.source_name = source_name or version.source_name
    version.keep(by=by, why=gettext_noop("Text saved"))
    logger.info("Text saved", extra={"version": version.pk, "by": by.pk})
    return version


def check_unmoved(version: PolicyVersion, seen_sha256: str) -> None:
    """Raise ``TextMoved`` unless this is the text that was changed."""
    if seen_sha256 != version.sha256:
        raise TextMoved(
            _(
                "The text of this draft changed since you opened it. What you typed is not saved. "
                "Copy it, open the draft again, and enter your changes there."
            )
        )


@transaction.atomic
def start_policy(
    *,
    title: str,
    kind: str,
    by: User,
    owner: str = "",
    parent: Policy | None = None,
    related: Sequence[str] = (),
) -> PolicyVersion:
    """An idea becomes a policy with a first, empty draft. ``related`` is as in ``documents``.

    Raises ``Refused`` if there is a policy of that title.
    """
    check_title(title, Policy.objects.all())
    try:
        policy = add_policy(title=title, slug=address_for(title), kind=kind, by=by)
    except IntegrityError as taken:  # by somebody who was quicker by a moment
        raise Refused(_("There is a policy of this title already."), field="title") from taken
    first: dict[str, Any] = {"owner": owner, "parent": parent, "read_with": documents(related)}
    return add_version(policy=policy, clauses=[], by=by, **first)


def check_title(title: str, others: QuerySet[Policy]) -> None:
    """Raise ``Refused`` if one of the others has that title, however it is capitalised."""
    if others.filter(title__iexact=title).exists():
        raise Refused(_("There is a policy of this title already."), field="title")


@transaction.atomic
def correct_policy(*, policy: Policy, title: str, kind: str, by: User) -> Policy:
    """A title or a kind that was entered wrongly is corrected, while no body has decided on it.

    Who may adopt it hangs on the kind (Localism Act 2011, section 28(13)), and under its title a
    body decides on it. Its address stays. Raises ``Refused`` once a body has decided, and for the
    title of another policy.
    """
    policy = Policy.objects.locked(policy)
    list(policy.versions.select_for_update(of=("self",)).order_by("pk"))  # nobody decides meanwhile
    check_undecided(policy)
    check_title(title, Policy.objects.exclude(pk=policy.pk))
    old_title, old_kind = policy.title, policy.kind
    if (old_title, old_kind) == (title, kind):
        return policy
    policy.title, policy.kind = title, kind
    policy.keep(by=by, why=gettext_noop("Correction"))
    record(
        kind="policies.policy_corrected",
        actor=by,
        subject=policy,
        facts={"before": old_kind, "kind": kind},
        names={"title_before": old_title, "title": title},
    )
    return policy


def check_undecided(policy: Policy) -> None:
    """Raise ``Refused`` once a body has decided on any version of it."""
    if Decision.objects.filter(considered__policy=policy).exists():
        raise Refused(
            _("A body has decided on %(policy)s, so its title and kind stay as they are.")
            % {"policy": policy}
        )


def address_for(title: str) -> str:
    """The word for a policy in addresses: from its title, and no address of another page."""
    slug = slugify(title)[:90].strip("-")
    if not slug:
        raise Refused(_("Enter a title with letters in it."), field="title")
    try:
        NOT_A_PAGE(slug)
    except ValidationError:
        slug = f"{slug}-policy"
    taken = Policy.objects.filter(slug__startswith=slug).values_list("slug", flat=True)
    others = (f"{slug}-{n}" for n in range(2, len(taken) + 3))
    return slug if slug not in taken else next(other for other in others if other not in taken)


@transaction.atomic
def start_version(*, policy: Policy, is_major: bool, by: User, **fields: Any) -> PolicyVersion:
    """The next version of a policy is begun from the one in force, or else the newest one.

    Its text and what stands around it are those of that one. A major version asks everybody to
    sign again, a minor one only who has not signed. Raises ``Refused`` while another draft of the
    policy is in hand.
    """
    hold_trees()
    Policy.objects.locked(policy)
    check_no_draft(policy)
    base = base_of(policy)
    if base is None:
        return add_version(policy=policy, clauses=[], by=by, **fields)
    number = next_number(policy.versions.all(), base, is_major=is_major)
    taken_over = {**number, **around(base), "gaps": base.gaps}
    return add_version(policy=policy, clauses=base.text, by=by, **taken_over, **fields)


def around(base: PolicyVersion) -> dict[str, Any]:
    """What stands around a version, for the next one. A parent that is a part by now is none."""
    parent = base.parent
    if parent and base.policy_id in line_of(parent):
        parent = None
    return {"owner": base.owner, "parent": parent, "read_with": base.read_with}


def base_of(policy: Policy) -> PolicyVersion | None:
    """The version from whose text the next one starts."""
    versions = policy.versions.newest_first()
    return versions.in_force().first() or versions.first()


def next_number(
    versions: Iterable[PolicyVersion], base: PolicyVersion, *, is_major: bool
) -> dict[str, int]:
    """The number after all of those, whatever became of them: no number is used twice."""
    if is_major:
        return {"major": max(row.major for row in versions) + 1, "minor": 0}
    minors = [row.minor for row in versions if row.major == base.major]
    return {"major": base.major, "minor": max(minors) + 1}


@transaction.atomic
def discard(*, version: PolicyVersion, reason: str, by: User) -> PolicyVersion:
    """A draft is given up, with a reason. Its words and what was said of them are kept."""
    version = PolicyVersion.objects.locked(version)
    version.check_move(VersionStatus.DISCARDED, DISCARDING)
    check_not_held(version, by)
    version.closed_at, version.closed_by, version.closing_reason = timezone.now(), by, reason
    version.move(VersionStatus.DISCARDED, by=by, why=DISCARDING)
    Editing.objects.filter(version=version).delete()
    record(
        kind="policies.discarded",
        actor=by,
        subject=version,
        facts={"text_sha256": version.sha256},
        names={"reason": reason},
    )
    return version


@transaction.atomic
def send_to_review(*, version: PolicyVersion, asked: Iterable[User], by: User) -> PolicyVersion:
    """A draft is shown to colleagues, and those who are asked to comment are told."""
    version = PolicyVersion.objects.locked(version)
    version.check_move(VersionStatus.IN_REVIEW, gettext_noop("The review"))
    check_has_text(version)
    check_not_held(version, by)
    version.move(VersionStatus.IN_REVIEW, by=by, why=gettext_noop("The review"))
    moment = timezone.now().isoformat()
    for person in asked:
        tell(kind="draft_to_comment", to=person, cause=f"{version.pk}:{moment}", about=version)
    return version


def check_has_text(version: PolicyVersion) -> None:
    """Raise ``Refused`` for a draft without a word in it."""
    if not version.clauses:
        raise Refused(_("There is no text in this draft yet. Enter it first."))


@transaction.atomic
def return_to_draft(*, version: PolicyVersion, reason: str, by: User) -> PolicyVersion:
    """A review ends. Why is a comment on the whole text, to be answered as any other."""
    version = PolicyVersion.objects.locked(version)
    check_in_review(version)
    comment(version=version, text=reason, by=by)
    return version.move(VersionStatus.DRAFT, by=by, why=gettext_noop("The return to draft"))


def check_in_review(version: PolicyVersion) -> None:
    """Raise ``Refused`` for a version that nobody is asked to comment on."""
    if version.status != VersionStatus.IN_REVIEW:
        raise Refused(_("%(version)s is not in review. Reload the page.") % {"version": version})
