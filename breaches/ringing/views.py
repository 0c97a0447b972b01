"""Pages of losses that were reported without signing in: one for whoever it is, and the desk's."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from breaches.losing.hours import whom_to_ring
from breaches.machines import LossReportStatus
from breaches.models import Incident, LossReport, LossReporter
from breaches.ringing import actions
from breaches.ringing.forms import JoinForm, JoinToCouncillorForm, UnverifiedForm
from breaches.ringing.tables import COLOURS, LossReportFilter, LossReportTable
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.reasons import Act
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from councilgov.limits import Limit
from councilgov.people.standing import Access
from devices.models import Device

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.forms.kit import GovukForm
    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])
SEES = permission_required(Right.SEE_LOSS_REPORTS, raise_exception=True)
REPORTS = Limit("loss-reports", most=10, seconds=3_600)
"""Of one address in an hour: the desk rings each of them back."""


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report_loss(request: HttpRequest) -> HttpResponse:
    """Whoever can't sign in: whom to ring, and four questions. Signed in, the page with their own
    devices, but of who left office. The answer is the same whoever it is: nobody is looked up.
    """
    is_in = request.user.is_authenticated and request.user.access == Access.WHOLE
    if request.method != "POST" and is_in:
        return redirect("breaches:report_own_loss")
    if request.method == "POST" and REPORTS.is_reached(request):
        return render(request, "breaches/ringing/wait.html", {"ring": whom_to_ring()}, status=429)
    form = UnverifiedForm(request.POST or None)
    if form.done(lambda: actions.report_unverified(**form.cleaned_data)):
        REPORTS.count(request)
        return redirect("breaches:loss_thanks")
    context = {"form": form, "ring": whom_to_ring()}
    return render(request, "breaches/ringing/report_loss.html", context)


@login_not_required
@require_safe
def loss_thanks(request: HttpRequest) -> HttpResponse:
    """Somebody rings back."""
    return render(request, "breaches/ringing/loss_thanks.html", {"ring": whom_to_ring()})


@SHOWN_OR_TAKEN
@SEES
def loss_reports(request: Request) -> HttpResponseBase:
    """Whom to ring back about a loss, and what came of it."""
    return register_page(
        request,
        queryset=LossReport.objects.visible_to(request.user).with_row(),
        table_class=LossReportTable,
        filter_class=LossReportFilter,
        context={"title": _("Losses to ring back about"), "section": _("ICT service desk")},
        on_export=partial(export_register, of="breaches.loss_reports", by=request.user),
    )


def the_report(request: Request, pk: int) -> LossReport:
    """The report of that number, if this person may see it. Raises ``Http404``."""
    return get_object_or_404(LossReport.objects.visible_to(request.user).with_row(), pk=pk)


def waiting(request: Request, pk: int, what: str = actions.JOINING) -> LossReport:
    """The same, to be joined or thrown away. Raises ``Refused`` where the page is opened once
    somebody was quicker; what was typed before that stays on it.
    """
    report = the_report(request, pk)
    if request.method != "POST":
        report.check_stands({LossReportStatus.WAITING}, what)
    return report


def reporter_of(report: LossReport) -> LossReporter | None:
    """Who it was; None once they were deleted."""
    return getattr(report, "reporter", None)


@require_safe
@SEES
def loss_report(request: Request, pk: int) -> HttpResponse:
    """One report: whom to ring, what they said, and what can be done."""
    report = the_report(request, pk)
    context = {
        "report": report,
        "reporter": reporter_of(report),
        "colour": COLOURS[report.status],
        "sees_incident": sees_incident(request, report),
    }
    return render(request, "breaches/ringing/loss_report.html", context)


def sees_incident(request: Request, report: LossReport) -> bool:
    """Whether this person may look at where it is looked into."""
    seen = Incident.objects.visible_to(request.user)
    return report.incident_id is not None and seen.filter(pk=report.incident_id).exists()


@EITHER
@SEES
def join_to_device(request: Request, pk: int) -> HttpResponse:
    """It is true, and it is known which device it is."""
    report = waiting(request, pk)
    form = filled(request, JoinForm(request.POST or None, report=report, said=said_in(report)))
    act = partial(actions.join_to_device, report=report, by=request.user)
    theirs: Iterable[Device] = ()
    if report.told:
        theirs = Device.objects.held_by(report.told).with_row()
    return _joined(request, report, form, lambda: act(**form.cleaned_data), theirs)


@EITHER
@SEES
def join_to_councillor(request: Request, pk: int) -> HttpResponse:
    """It is true, and what went is no device of the council."""
    report = waiting(request, pk)
    said = said_in(report)
    form = filled(request, JoinToCouncillorForm(request.POST or None, report=report, said=said))
    act = partial(actions.join_to_councillor, report=report, by=request.user)
    return _joined(request, report, form, lambda: act(**form.cleaned_data))


def said_in(report: LossReport) -> str:
    """What they said, to begin with; nothing once it was deleted."""
    reporter = reporter_of(report)
    return reporter.what if reporter else ""


def _joined(
    request: Request,
    report: LossReport,
    form: GovukForm,
    do: Callable[[], LossReport],
    theirs: Iterable[Device] = (),
) -> HttpResponse:
    """The page of a form about a report: shown, or done and on to the case. ``theirs`` are the
    devices of whoever was signed in.
    """
    if form.done(do):
        messages.success(request, _("Joined. What is missing is to be secured now."))
        report.refresh_from_db()
        return redirect(report.loss or report)
    context = {
        "form": form,
        "report": report,
        "reporter": reporter_of(report),
        "theirs": theirs,
        "sees_devices": request.user.has_perm(Right.SEE_DEVICES),
    }
    return render(request, "breaches/ringing/join.html", context)


@EITHER
@SEES
def throw_away(request: Request, pk: int) -> HttpResponse:
    """Nothing is lost, or nobody can be reached."""
    report = waiting(request, pk, actions.DROPPING)
    act = Act(
        title=_("Throw it away"),
        caption=str(report),
        back=report.get_absolute_url(),
        consequences=[
            _("Nobody rings back any more."),
            _("In 30 days their name and number are deleted. Your reason stays."),
        ],
        question=_("Why?"),
        hint=_("Nothing about whoever reported it: this is kept"),
        missing=_("Say why, in a few words"),
        button=_("Throw it away"),
        done=_("Thrown away."),
    )
    by = request.user
    return reason_page(
        request, act, lambda reason: actions.throw_away(report=report, reason=reason, by=by)
    )
