"""Pages on which policies are begun, edited, reviewed and submitted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from councilgov.access import HOLDERS, Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from councilgov.people.models import User
from policies.deciding.checks import check_no_draft, open_stage
from policies.drafting import actions, acts, editing
from policies.drafting import details as around
from policies.drafting.filters import DraftFilter
from policies.drafting.forms import (
    CorrectPolicyForm,
    DetailsForm,
    NewVersionForm,
    NextMeetingForm,
    PolicyForm,
    ReviewForm,
    SubmissionForm,
)
from policies.drafting.submitting import SUBMISSION, check_ready, submit
from policies.drafting.tables import DraftTable
from policies.models import GOES_ON, Policy, PolicyVersion, VersionStatus
from policies.numbers import of_number

if TYPE_CHECKING:
    from django.http import HttpResponse, HttpResponseBase

    from councilgov.http import Request

DRAFTS = permission_required(Right.DRAFT_POLICY, raise_exception=True)


def draft_of(request: Request, slug: str, number: tuple[int, int]) -> PolicyVersion:
    seen = PolicyVersion.objects.visible_to(request.user).select_related("policy", "parent")
    return of_number(seen, slug, number)


@SHOWN_OR_TAKEN
@permission_required(Right.SEE_DRAFTS, raise_exception=True)
def drafts(request: Request) -> HttpResponseBase:
    """Everything on its way to publication, what changed last first."""
    return register_page(
        request,
        queryset=PolicyVersion.objects.visible_to(request.user).in_hand(),
        table_class=DraftTable,
        filter_class=DraftFilter,
        template="policies/drafts.html",
        context={
            "title": _("Work in hand"),
            "section": _("Policies"),
            "may_draft": request.user.has_perm(Right.DRAFT_POLICY),
        },
        on_export=partial(export_register, of="policies.drafts", by=request.user),
    )


@require_http_methods(["GET", "POST"])
@DRAFTS
def start_policy(request: Request) -> HttpResponse:
    """Start a policy that the council does not have yet."""
    form = filled(request, PolicyForm(request.POST or None))
    made: list[PolicyVersion] = []
    if form.done(lambda: made.append(actions.start_policy(by=request.user, **form.cleaned_data))):
        messages.success(request, _("The policy is begun. Enter its text next."))
        return redirect(made[0])
    return render(request, "policies/start_policy.html", {"form": form})


@require_http_methods(["GET", "POST"])
@DRAFTS
def start_version(request: Request, slug: str) -> HttpResponse:
    """Start the next version of a policy, from the text in force."""
    policy = get_object_or_404(Policy.objects.all(), slug=slug)
    check_no_draft(policy)
    form = filled(request, NewVersionForm(request.POST or None))
    made: list[PolicyVersion] = []
    if form.done(
        lambda: made.append(actions.start_version(policy=policy, by=request.user, **form.answers))
    ):
        messages.success(request, _("The new version is begun. Change its text next."))
        return redirect("policies:version", slug, made[0].number)
    context = {"policy": policy, "form": form, "base": actions.base_of(policy)}
    return render(request, "policies/start_version.html", context)


@require_http_methods(["GET", "POST"])
@DRAFTS
def correct_policy(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """Correct the title of a policy or what kind it is, while nothing is decided."""
    version = draft_of(request, slug, number)
    policy = version.policy
    actions.check_undecided(policy)
    was = {"title": policy.title, "kind": policy.kind}
    form = filled(request, CorrectPolicyForm(request.POST or None, initial=was))
    correct = partial(actions.correct_policy, policy=policy, by=request.user)
    if form.done(lambda: correct(**form.cleaned_data)):
        messages.success(request, _("The title and kind of policy are saved."))
        return redirect(version)
    return render(request, "policies/correct_policy.html", {"version": version, "form": form})


@require_http_methods(["GET", "POST"])
@DRAFTS
def change_details(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """Change what stands around the text of a draft."""
    version = draft_of(request, slug, number)
    editing.open_for_editing(version=version, by=request.user)
    form = filled(
        request, DetailsForm(request.POST or None, initial=details(version), version=version)
    )
    if form.done(
        lambda: around.change_details(version=version, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The details are saved."))
        return redirect("policies:version", slug, version.number)
    return render(request, "policies/change_details.html", {"version": version, "form": form})


def details(version: PolicyVersion) -> dict[str, Any]:
    return {
        "dated": version.dated,
        "summary": version.summary,
        "owner": version.owner,
        "parent": version.parent,
        "related": "\n".join(map(around.as_typed, version.read_with)),
    }


@require_http_methods(["GET", "POST"])
@DRAFTS
def take_over(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """Go on with a draft that somebody else is editing: who it is, and since when."""
    version = draft_of(request, slug, number)
    editing.check_editable(version)
    if request.method == "POST":
        editing.take_over(version=version, by=request.user)
        messages.success(request, _("You are editing this draft now."))
        return redirect("policies:version", slug, version.number)
    held = editing.holder(version)
    if held is None or held.editor == request.user:
        return redirect("policies:version", slug, version.number)
    return render(request, "policies/take_over.html", {"version": version, "held": held})


@require_POST
@DRAFTS
def leave_draft(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """Finish editing, so that colleagues need not ask."""
    editing.leave(version=draft_of(request, slug, number), by=request.user)
    messages.success(request, _("You are no longer editing this draft."))
    return redirect("policies:version", slug, f"{number[0]}.{number[1]}")


@require_http_methods(["GET", "POST"])
@DRAFTS
def send_to_review(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """Ask colleagues to comment on a draft."""
    version = draft_of(request, slug, number)
    version.check_move(VersionStatus.IN_REVIEW, gettext_noop("The review"))
    people = User.objects.holding(*HOLDERS[Right.COMMENT_ON_DRAFT]).exclude(pk=request.user.pk)
    form = filled(request, ReviewForm(request.POST or None, people=people.order_by("full_name")))
    if form.done(
        lambda: actions.send_to_review(version=version, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The draft is in review. Those you asked are told."))
        return redirect("policies:version", slug, version.number)
    return render(request, "policies/send_to_review.html", {"version": version, "form": form})


@require_http_methods(["GET", "POST"])
@DRAFTS
def return_to_draft(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """End a review, and say why."""
    version = draft_of(request, slug, number)
    actions.check_in_review(version)
    act = acts.returning(version)
    return reason_page(
        request,
        act,
        lambda reason: actions.return_to_draft(version=version, reason=reason, by=request.user),
    )


@require_http_methods(["GET", "POST"])
@DRAFTS
def discard_draft(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """Give a draft up, and say why."""
    version = draft_of(request, slug, number)
    version.check_move(VersionStatus.DISCARDED, actions.DISCARDING)
    act = acts.discarding(version)
    return reason_page(
        request,
        act,
        lambda reason: actions.discard(version=version, reason=reason, by=request.user),
    )


@require_http_methods(["GET", "POST"])
@DRAFTS
def submit_version(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """Put a version before a body, with a report."""
    version = draft_of(request, slug, number)
    version.check_move(VersionStatus.SUBMITTED, SUBMISSION)
    check_ready(version, request.user)
    stage = open_stage(version) if version.status in GOES_ON else None
    kind = NextMeetingForm if stage else SubmissionForm
    form = filled(request, kind(request.POST or None))
    if form.done(
        lambda: submit(
            version=version,
            report=form.cleaned_data["report"],
            stages=form.stages,
            by=request.user,
        )
    ):
        messages.success(request, _("It is submitted. Its text is frozen until it is decided on."))
        return redirect("policies:version", slug, version.number)
    context = {"version": version, "form": form, "stage": stage}
    return render(request, "policies/submit_version.html", context)
