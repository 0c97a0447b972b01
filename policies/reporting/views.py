"""Pages of the reports that put policies to a body."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from policies.models import CommitteeReport, PolicyVersion
from policies.reporting import actions
from policies.reporting.forms import ReportForm, answers_of

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from councilgov.http import Request

DRAFTS = permission_required(Right.DRAFT_POLICY, raise_exception=True)


@require_safe
@permission_required(Right.SEE_DRAFTS, raise_exception=True)
def reports(request: Request) -> HttpResponse:
    """Every report, the last meeting first."""
    rows = CommitteeReport.objects.visible_to(request.user).with_use()
    return render(
        request,
        "policies/reports.html",
        {"reports": rows, "may_draft": request.user.has_perm(Right.DRAFT_POLICY)},
    )


@login_not_required
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report, as a committee has it before it."""
    seen = CommitteeReport.objects.visible_to(request.user).with_use()
    row: Any = get_object_or_404(seen, pk=pk)
    versions = PolicyVersion.objects.visible_to(request.user).select_related("policy")
    context = {
        "report": row,
        "versions": versions.filter(submissions__report=row).distinct(),
        "sees_drafts": request.user.has_perm(Right.SEE_DRAFTS),
        "may_change": not row.uses and request.user.has_perm(Right.DRAFT_POLICY),
    }
    return render(request, "policies/report.html", context)


@require_http_methods(["GET", "POST"])
@DRAFTS
def write_report(request: Request) -> HttpResponse:
    """Write a report to a body."""
    form = filled(request, ReportForm(request.POST or None, initial={"wards": _("All")}))
    made: list[CommitteeReport] = []
    if form.done(lambda: made.append(actions.write_report(by=request.user, **form.report))):
        messages.success(request, _("The report is saved."))
        return redirect(made[0])
    return render(request, "policies/write_report.html", {"form": form})


@require_http_methods(["GET", "POST"])
@DRAFTS
def change_report(request: Request, pk: int) -> HttpResponse:
    """Change a report that no body has yet."""
    row = get_object_or_404(CommitteeReport.objects.visible_to(request.user), pk=pk)
    actions.check_unused(row)
    form = filled(request, ReportForm(request.POST or None, initial=answers_of(row)))
    if form.done(lambda: actions.change_report(report=row, by=request.user, **form.report)):
        messages.success(request, _("The report is saved."))
        return redirect(row)
    return render(request, "policies/write_report.html", {"form": form, "report": row})
