"""Pages of decisions, of certificates, and of what closes a version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import WHOSE, filled
from councilgov.accounts.checking import checked_first
from councilgov.accounts.confirming import confirmed_with
from councilgov.accounts.reasons import reason_page
from councilgov.records import Refused
from policies.deciding import actions, acts
from policies.deciding.checks import (
    check_decision,
    check_may_take_off,
    is_last,
    needs_full_council,
    open_stage,
)
from policies.deciding.forms import (
    CertificateForm,
    CorrectionForm,
    DecisionForm,
    WithdrawalForm,
)
from policies.deciding.steps import after_outcome, next_step
from policies.decisions import plain_name
from policies.models import Decision, PolicyVersion, VersionStatus
from policies.numbers import of_number
from policies.text.changes import compare, summary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpRequest, HttpResponse

    from councilgov.http import Request
    from policies.models import Stage

RECORDS = permission_required(Right.RECORD_DECISION, raise_exception=True)
SHOWN = 20
NOT_SENT_ON = {"csrfmiddlewaretoken", WHOSE, "step"}


@require_safe
@RECORDS
def decisions(request: Request) -> HttpResponse:
    """What is before which body now, and what was decided lately."""
    waiting = PolicyVersion.objects.visible_to(request.user).before_a_body()
    lately = Decision.objects.visible_to(request.user).prefetch_related("considered__policy")
    context = {"bodies": by_body(waiting), "lately": lately[:SHOWN]}
    return render(request, "policies/decisions.html", context)


def by_body(waiting: Iterable[PolicyVersion]) -> list[tuple[Stage | None, list[PolicyVersion]]]:
    """Versions before the same body together, as it may decide on them in one vote."""
    found: dict[tuple[str, str, bool], tuple[Stage | None, list[PolicyVersion]]] = {}
    for version in waiting:
        stage = open_stage(version)
        found.setdefault(key_of(stage), (stage, []))[1].append(version)
    return list(found.values())


def key_of(stage: Stage | None) -> tuple[str, str, bool]:
    """Which body, and whether it decides: what it may say of a text hangs on that."""
    return (stage.body_kind, plain_name(stage.body), is_last(stage)) if stage else ("", "", True)


@require_http_methods(["GET", "POST"])
@RECORDS
@checked_first(lambda sent: sent.get("step") == "record")
def record_decision(request: Request) -> HttpResponse:
    """Enter a decision of a body; it is checked on a page of its own before it is recorded."""
    if not request.POST and "version" not in request.GET:
        return redirect("policies:decisions")
    stage, together = before_same_body(request)
    chosen = {"versions": request.GET.getlist("version")}
    answers = request.POST or None
    form = DecisionForm(answers, versions=together, stage=stage, initial=chosen)
    form = filled(request, form)
    if is_right(form):
        if request.POST.get("step") == "record":
            made = actions.decide(by=request.user, **form.arguments())
            messages.success(request, _("The decision is recorded."))
            return redirect(made)
        return render(request, "policies/check_decision.html", to_check(request, form))
    return render(request, "policies/record_decision.html", {"form": form, "stage": stage})


def before_same_body(request: Request) -> tuple[Stage | None, list[PolicyVersion]]:
    """The body that the version asked for is before, with everything that is before it too.

    Raises ``Refused`` if no body has it before it any more.
    """
    asked = request.POST.getlist("versions") or request.GET.getlist("version")
    seen = PolicyVersion.objects.visible_to(request.user)
    for stage, together in by_body(seen.before_a_body()):
        if not set(asked).isdisjoint(str(version.pk) for version in together):
            return stage, together
    raise Refused(
        _("Nothing of this is before a body now. Begin again from the list of what is to decide."),
        way=(reverse("policies:decisions"), _("See what is to decide")),
    )


def is_right(form: DecisionForm) -> bool:
    """Whether the answers are right and go together; the form says what is not."""
    if not form.is_valid():
        return False
    said = form.arguments()
    try:
        versions, members = said.pop("versions"), said.pop("attendances")
        check_decision(Decision(**said), versions, members)
    except Refused as refusal:
        form.refuse(refusal)
    return not form.errors


def to_check(request: Request, form: DecisionForm) -> dict[str, Any]:
    said = form.arguments()
    versions, members = said.pop("versions"), said.pop("attendances")
    return {
        "decision": Decision(**said),
        "members": members,
        "versions": versions,
        "next": after_outcome(said["outcome"], form.stage),
        "sent": list(sent_on(request)),
    }


def sent_on(request: Request) -> Iterator[tuple[str, str]]:
    """Every answer again, for the form that records it."""
    for name, values in request.POST.lists():
        if name not in NOT_SENT_ON:
            yield from ((name, str(value)) for value in values)


@login_not_required
@require_safe
def decision(request: HttpRequest, pk: int) -> HttpResponse:
    """One decision: all that its record says, what was corrected, and the texts it was about."""
    row = get_object_or_404(Decision.objects.visible_to(request.user).whole(), pk=pk)
    about = PolicyVersion.objects.visible_to(request.user).filter(decisions=row)
    context = {
        "decision": row,
        "versions": about.select_related("policy"),
        "may_correct": request.user.has_perm(Right.RECORD_DECISION),
    }
    return render(request, "policies/decision.html", context)


@require_http_methods(["GET", "POST"])
@RECORDS
def correct_decision(request: Request, pk: int) -> HttpResponse:
    """Add to the record of a decision what was wrong in it."""
    row = get_object_or_404(Decision.objects.visible_to(request.user).whole(), pk=pk)
    form = filled(request, CorrectionForm(request.POST or None))
    if form.is_valid():
        try:
            actions.correct(decision=row, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The correction is recorded."))
            return redirect(row)
    return render(request, "policies/correct_decision.html", {"decision": row, "form": form})


@require_http_methods(["GET", "POST"])
@permission_required(Right.CERTIFY_TEXT, raise_exception=True)
def certify_text(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """Hold the amended text against what was submitted, and certify it."""
    row = version_of(request, slug, number)
    is_own = row.certified_by_id == request.user.pk
    if row.status == VersionStatus.CERTIFIED and (is_own or request.method == "GET"):
        return redirect(row)  # as Back and a second click lead here again
    actions.check_may_certify(row, request.user)
    form = filled(request, certificate_form(row, request.POST or None))
    if form.is_valid():
        try:
            return certify(request, row, form.cleaned_data["text_sha256"])
        except actions.TextChanged as changed:
            form = certificate_form(row, {"text_sha256": row.sha256})
            form.full_clean()
            form.errors.clear()
            form.refuse(changed)
    return render(request, "policies/certify_text.html", certifying(row, form))


def certify(request: Request, row: PolicyVersion, text_sha256: str) -> HttpResponse:
    """Once they have confirmed who they are, the certificate is given."""
    confirmed_with(
        request,
        act=_("You are about to certify the text of %(version)s.") % {"version": row},
        button=_("Confirm and certify"),
    )
    actions.certify(version=row, text_sha256=text_sha256, by=request.user)
    messages.success(
        request, _("The text is certified. %(next)s") % {"next": next_step("certified")}
    )
    return redirect(row)


def certificate_form(row: PolicyVersion, answers: Any) -> CertificateForm:
    return CertificateForm(answers, initial={"text_sha256": row.sha256})


def certifying(row: PolicyVersion, form: CertificateForm) -> dict[str, Any]:
    """What stands on the page: the decision, and what was changed since the text was submitted."""
    submission = row.submissions.last()
    changed = compare(submission.text, row.text) if submission else []
    return {
        "version": row,
        "form": form,
        "decision": row.decision,
        "submission": submission,
        "is_same": submission is not None and submission.sha256 == row.sha256,
        "changed": changed,
        "summary": summary(changed),
    }


@require_POST
@permission_required(Right.DRAFT_POLICY, raise_exception=True)
def reopen(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """Make a draft again of what a body referred back."""
    row = version_of(request, slug, number)
    actions.reopen(version=row, by=request.user)
    messages.success(request, _("This version is a draft again. Change its text, then submit it."))
    return redirect(row)


@require_http_methods(["GET", "POST"])
@permission_required(Right.DRAFT_POLICY, raise_exception=True)
def take_off_agenda(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """Make a draft again of what was submitted and no body has decided on, and say why."""
    row = version_of(request, slug, number)
    check_may_take_off(row)
    return reason_page(
        request,
        acts.taking_off(row),
        lambda reason: actions.take_off_agenda(version=row, reason=reason, by=request.user),
    )


@require_http_methods(["GET", "POST"])
@permission_required(Right.WITHDRAW_POLICY, raise_exception=True)
def withdraw_policy(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """Withdraw a version that was published, with a reason that everybody may read."""
    row = version_of(request, slug, number)
    row.check_move(VersionStatus.WITHDRAWN, gettext_noop("Withdrawal"))
    act = acts.withdrawal(row)
    if not needs_full_council(row.policy):
        return reason_page(
            request,
            act,
            lambda reason: actions.withdraw(version=row, reason=reason, by=request.user),
        )
    form = filled(request, WithdrawalForm(request.POST or None, act=act))
    if form.done(lambda: actions.withdraw(version=row, by=request.user, **form.arguments())):
        messages.success(request, str(act.done))
        return redirect(row)
    return render(request, "govuk/reason.html", {"act": act, "form": form})


def version_of(request: Request, slug: str, number: tuple[int, int]) -> PolicyVersion:
    seen = PolicyVersion.objects.visible_to(request.user).select_related("policy", "decision")
    return of_number(seen, slug, number)
