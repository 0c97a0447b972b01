"""Pages about policies."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.confirming import confirmed_with
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from policies.drafting.workroom import workroom
from policies.filters import SignatureFilter
from policies.forms import DeclineForm, PolicySignatureForm
from policies.models import (
    Acknowledgement,
    PolicyVersion,
    progress,
    with_progress,
    with_signatures_of,
)
from policies.numbers import of_number
from policies.quizzes.checks import with_unanswered
from policies.signatures import actions
from policies.steps import next_steps
from policies.tables import SignatureTable, StatementTable
from policies.text.changes import compare, summary
from policies.text.sections import sections

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpRequest, QueryDict
    from django.http.response import HttpResponseBase

    from councilgov.http import Request
    from policies.models import AcknowledgementQuerySet
    from policies.text.sections import Section

VERSIONS = PolicyVersion.objects.select_related("policy", "decision").with_end()
MINE = permission_required(Right.SIGN_POLICY, raise_exception=True)


@login_not_required
@require_safe
def policies(request: HttpRequest) -> HttpResponse:
    """Every policy, with the version in force and, for a councillor, their own signature."""
    seen = VERSIONS.visible_to(request.user).one_of_each()
    context = {
        "versions": with_signatures_of(request.user, seen),
        "is_drafter": request.user.has_perm(Right.DRAFT_POLICY),
        "sees_drafts": request.user.has_perm(Right.SEE_DRAFTS),
    }
    return render(request, "policies/policies.html", context)


@login_not_required
@require_safe
def policy(request: HttpRequest, slug: str) -> HttpResponse:
    """The version in force, or the newest that this person may see."""
    seen = VERSIONS.visible_to(request.user).one_of_each()
    return show(request, get_object_or_404(seen, policy__slug=slug))


@login_not_required
@require_safe
def version(request: HttpRequest, slug: str, number: tuple[int, int]) -> HttpResponse:
    """One version: its clauses, its decision, and the history of the policy."""
    seen = VERSIONS.visible_to(request.user)
    return show(request, of_number(seen, slug, number))


def show(request: HttpRequest, row: PolicyVersion) -> HttpResponse:
    history = PolicyVersion.objects.visible_to(request.user).filter(policy=row.policy).with_end()
    asked = own_of(request, row).first()
    parts = sections(row.text)
    context = {
        "version": row,
        "in_force": row.policy.versions.in_force().first(),
        "sections": parts,
        "progress": progress(parts, asked),
        "history": history.select_related("decision").newest_first(),
        "asked": asked,
        "steps": next_steps(row, request.user),
        "files": row.files.visible_to(request.user),
        "workroom": workroom(row, request.user),
    }
    return render(request, "policies/version.html", context)


def own_of(request: HttpRequest, row: PolicyVersion) -> AcknowledgementQuerySet:
    """What this person was asked of the version, as far as it concerns them now: none or one."""
    own = Acknowledgement.objects.to_sign_by(row).filter(councillor=request.user.pk)
    return with_progress(
        own.on_own_pages(timezone.now()).with_line().with_version().select_related("councillor")
    )


@login_not_required
@require_safe
def changes(
    request: HttpRequest, slug: str, old: tuple[int, int], new: tuple[int, int]
) -> HttpResponse:
    """What changed between two versions, in words added and removed."""
    seen = VERSIONS.visible_to(request.user)
    before, after = of_number(seen, slug, old), of_number(seen, slug, new)
    changed = compare(before.text, after.text)
    context = {
        "before": before,
        "after": after,
        "changed": changed,
        "summary": summary(changed),
        "is_to_sign": own_of(request, after).may_still_sign().exists(),
    }
    return render(request, "policies/changes.html", context)


def to_read(request: HttpRequest, slug: str) -> PolicyVersion:
    """What this person is asked to sign of the policy, else what is in force."""
    row = VERSIONS.filter(policy__slug=slug).first_to_read(request.user)
    if row is None:
        raise Http404
    return row


@require_POST
@MINE
def start_reading(request: Request, slug: str) -> HttpResponse:
    """A councillor begins to read, or goes on where they stopped: the first time is kept."""
    row = to_read(request, slug)
    actions.open_version(version=row, by=request.user)
    asked = own_of(request, row).first()
    done = progress(sections(row.text), asked)
    return redirect("policies:read", slug, done.goes_on_at if done else 1)


@require_POST
@MINE
def finish_section(request: Request, slug: str, section: int) -> HttpResponse:
    """A councillor has read a section: on to the next one, or to signing."""
    row = to_read(request, slug)
    parts = sections(row.text)
    if request.POST.get("text_sha256") != row.sha256:
        messages.info(request, _("This policy changed while you were reading it. Read it again."))
        return redirect(row.policy)
    actions.finish_section(version=row, by=request.user, anchor=numbered(parts, section).anchor)
    if section == len(parts):
        return redirect("policies:sign_policy", slug)
    return redirect("policies:read", slug, section + 1)


def numbered(parts: Sequence[Section], section: int) -> Section:
    if not 1 <= section <= len(parts):
        raise Http404
    return parts[section - 1]


@login_not_required
@require_safe
def read(request: HttpRequest, slug: str, section: int) -> HttpResponse:
    """One section at a time: "Section 3 of 11"."""
    row = to_read(request, slug)
    parts = sections(row.text)
    asked = own_of(request, row).first()
    context = {
        "version": row,
        "part": numbered(parts, section),
        "section": section,
        "count": len(parts),
        "following": parts[section] if section < len(parts) else None,
        "progress": progress(parts, asked),
    }
    return render(request, "policies/read.html", context)


@require_http_methods(["GET", "POST"])
def sign_policy(request: Request, slug: str) -> HttpResponse:
    """Sign: a statement, the typed name, confirm who you are."""
    row = to_read(request, slug)
    asked = my_request(request, row)
    if asked.is_signed or asked.is_disputed:
        return redirect("policies:receipt", asked.pk)
    if asked.has_unanswered:  # type: ignore[attr-defined]
        return redirect("policies:questions", slug)
    form = filled(request, signature_form(request, row, request.POST or None))
    if form.is_valid():
        try:
            return sign(request, row, form)
        except actions.TextChanged as changed:
            form = asked_again(request, row, changed)
    return render(request, "policies/sign_policy.html", signing(request, row, asked, form))


def my_request(request: Request, row: PolicyVersion) -> Acknowledgement:
    """What this person is asked to sign; for an officer there is nothing here."""
    asked = with_unanswered(own_of(request, row), row).first()
    if asked is None and not request.user.has_perm(Right.SIGN_POLICY):
        check_was_asked(request, row)
    return actions.check_may_sign(row, request.user, asked)


def check_was_asked(request: Request, row: PolicyVersion) -> None:
    """Who left office is told so. Raises ``PermissionDenied`` for those who never were in it."""
    if not row.acknowledgements.filter(councillor=request.user).exists():
        raise PermissionDenied


def sign(request: Request, row: PolicyVersion, form: PolicySignatureForm) -> HttpResponse:
    """Once they have confirmed who they are, the signature is made."""
    confirmed = confirmed_with(
        request,
        act=_("You are about to sign %(policy)s, version %(number)s.")
        % {"policy": row.policy.title, "number": row.number},
        button=_("Confirm and sign"),
    )
    answers = {name: form.cleaned_data[name] for name in ("typed_name", "text_sha256", "objection")}
    actions.sign(version=row, by=request.user, confirmed_with=confirmed, **answers)
    return redirect("policies:receipt", own_of(request, row).signed().get().pk)


def signature_form(
    request: Request, row: PolicyVersion, answers: QueryDict | None
) -> PolicySignatureForm:
    return PolicySignatureForm(
        answers,
        signer=request.user.full_name,
        statement=actions.statement(row),
        text_sha256=row.sha256,
    )


def asked_again(request: Request, row: PolicyVersion, why: Exception) -> PolicySignatureForm:
    """The same form over the text that is in force now. Its box is to be ticked anew."""
    answers = request.POST.copy()
    answers["text_sha256"] = row.sha256
    answers.pop("agreed", None)
    form = signature_form(request, row, answers)
    form.add_error(None, str(why))
    return form


def signing(
    request: Request, row: PolicyVersion, asked: Acknowledgement, form: PolicySignatureForm
) -> dict[str, Any]:
    """What stands on the signing page: the text, and what changed since it was signed or read."""
    before = PolicyVersion.objects.read_before(row, request.user, request.POST.get("text_sha256"))
    changed = compare(before.text, row.text) if before else []
    return {
        "version": row,
        "asked": asked,
        "form": form,
        "before": before,
        "changed": changed,
        "summary": summary(changed),
        "related": row.read_with,
        "progress": progress(sections(row.text), asked),
    }


@require_http_methods(["GET", "POST"])
@MINE
def decline(request: Request, slug: str) -> HttpResponse:
    """Decline to sign, with a reason for the Monitoring Officer."""
    row = to_read(request, slug)
    if not own_of(request, row).unsigned().exists():
        return redirect(row.policy)
    form = filled(request, DeclineForm(request.POST or None))
    if form.is_valid():
        actions.decline(version=row, by=request.user, **form.cleaned_data)
        messages.success(
            request,
            _(
                "You declined to sign. The Monitoring Officer will read your reason and ring you. "
                "A receipt is on its way to you by email."
            ),
        )
        return redirect("policies:signed")
    return render(request, "policies/decline.html", {"version": row, "form": form})


@SHOWN_OR_TAKEN
@permission_required(Right.SEE_REGISTER, raise_exception=True)
def register(request: Request) -> HttpResponseBase:
    """Who has signed and who has not."""
    reads_statements = request.user.has_perm(Right.SEE_STATEMENTS)
    return register_page(
        request,
        queryset=Acknowledgement.objects.visible_to(request.user).for_register(),
        table_class=StatementTable if reads_statements else SignatureTable,
        filter_class=SignatureFilter,
        context={"title": _("Who has signed"), "section": _("Policies")},
        on_export=partial(export_register, of="policies", by=request.user),
    )
