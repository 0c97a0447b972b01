"""What somebody may do next with a version: one table, shown on its page."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from councilgov.access import Right
from policies.machines import AMENDED, EDITABLE, GOES_ON, PUBLIC, VersionStatus
from policies.quizzes.checks import OPEN_TO_ASK

if TYPE_CHECKING:
    from collections.abc import Set

    from django.contrib.auth.models import AnonymousUser
    from django_stubs_ext import StrOrPromise

    from councilgov.people.models import User
    from policies.models import PolicyVersion


class Step(NamedTuple):
    """An act that a status allows to whoever holds a right, and the page on which it is done."""

    statuses: Set[VersionStatus]
    right: Right
    text: StrOrPromise
    page: str
    needs_text: bool = False
    """Whether it is offered only once the words are there: of a draft, or of an amendment."""
    is_asked: bool = False
    """Whether the page is about many versions, and the address asks it about this one."""


class Link(NamedTuple):
    text: StrOrPromise
    href: str


STEPS = (
    Step(
        {VersionStatus.DRAFT, VersionStatus.IN_REVIEW},
        Right.DRAFT_POLICY,
        _("Enter or change the text"),
        "policies:enter_text",
    ),
    Step(EDITABLE, Right.DRAFT_POLICY, _("Change its details"), "policies:change_details"),
    Step(
        EDITABLE | {VersionStatus.SUBMITTED},
        Right.DRAFT_POLICY,
        _("Correct its title or what kind of policy it is"),
        "policies:correct_policy",
    ),
    Step(
        {VersionStatus.DRAFT},
        Right.DRAFT_POLICY,
        _("Ask colleagues to comment"),
        "policies:send_to_review",
        needs_text=True,
    ),
    Step(
        {VersionStatus.IN_REVIEW},
        Right.DRAFT_POLICY,
        _("Return it to draft"),
        "policies:return_to_draft",
    ),
    Step(
        EDITABLE | GOES_ON,
        Right.DRAFT_POLICY,
        _("Submit it to a committee"),
        "policies:submit_version",
        needs_text=True,
    ),
    Step(
        AMENDED,
        Right.DRAFT_POLICY,
        _("Enter the text as it was resolved"),
        "policies:enter_text",
    ),
    Step(
        {VersionStatus.SUBMITTED},
        Right.RECORD_DECISION,
        _("Record the decision"),
        "policies:record_decision",
        is_asked=True,
    ),
    Step(
        {VersionStatus.SUBMITTED},
        Right.DRAFT_POLICY,
        _("Take it off the agenda"),
        "policies:take_off_agenda",
    ),
    Step(
        {VersionStatus.APPROVED_AS_AMENDED},
        Right.CERTIFY_TEXT,
        _("Certify the amended text"),
        "policies:certify_text",
    ),
    Step(
        OPEN_TO_ASK,
        Right.DRAFT_POLICY,
        _("Enter questions that are answered before signing"),
        "policies:edit_questions",
    ),
    Step(
        {VersionStatus.APPROVED, VersionStatus.CERTIFIED},
        Right.PUBLISH_POLICY,
        _("Publish it"),
        "policies:publish_policy",
    ),
    Step(
        {VersionStatus.SCHEDULED, VersionStatus.PUBLISHED},
        Right.RECORD_SIGNATURE,
        _("Record signatures given on paper or by phone"),
        "policies:record_signatures",
    ),
    Step(
        {VersionStatus.SCHEDULED, VersionStatus.PUBLISHED},
        Right.WITHDRAW_POLICY,
        _("Withdraw it"),
        "policies:withdraw_policy",
    ),
    Step(
        EDITABLE | GOES_ON | {VersionStatus.REFERRED_BACK},
        Right.DRAFT_POLICY,
        _("Discard it"),
        "policies:discard_draft",
    ),
    Step(
        PUBLIC,
        Right.SEE_REGISTER,
        _("See who has signed and who has not"),
        "policies:not_signed",
    ),
    Step(
        set(VersionStatus),
        Right.SEE_DRAFTS,
        _("See which references to law are out of date"),
        "policies:references",
    ),
)


def next_steps(version: PolicyVersion, user: User | AnonymousUser) -> list[Link]:
    """In the order of the table, which is that of a version's way."""
    if not user.is_authenticated:
        return []
    steps = [
        Link(step.text, address(step, version))
        for step in STEPS
        if version.status in step.statuses
        and user.has_perm(step.right)
        and (has_text(version) or not step.needs_text)
    ]
    if user.has_perm(Right.DRAFT_POLICY):
        audience = reverse("policies:audience", args=[version.policy.slug])
        steps.append(Link(_("See or change who is asked to sign"), audience))
    return steps


def has_text(version: PolicyVersion) -> bool:
    """Whether the words that go before a body next are there."""
    is_to_amend = version.status == VersionStatus.RECOMMENDED_AS_AMENDED
    return bool(version.clauses) and (version.amended_at is not None or not is_to_amend)


def address(step: Step, version: PolicyVersion) -> str:
    if step.is_asked:
        return f"{reverse(step.page)}?version={version.pk}"
    return reverse(step.page, args=[version.policy.slug, version.number])
