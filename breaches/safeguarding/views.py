"""Pages of safety reports: for the councillor, and for those whom they told."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from breaches import asked
from breaches.models import SafetyReport
from breaches.safeguarding import actions, facts
from breaches.safeguarding.forms import (
    EntryForm,
    SafetyForm,
    SafetyPoliceForm,
    SupportForm,
    TellForm,
)
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.evidence.forms import FilesForm
from councilgov.evidence.sending import removal, sent, the_file
from councilgov.forms.reasons import Act

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])
PER_PAGE = 50


def the_report(request: Request, pk: int) -> SafetyReport:
    """One's own, or one that one was told of. Raises ``Http404`` for anybody else."""
    return get_object_or_404(SafetyReport.objects.visible_to(request.user).with_row(), pk=pk)


def own_report(request: Request, pk: int) -> SafetyReport:
    """One's own. Raises ``PermissionDenied`` for those who were told, else as ``the_report``."""
    row = the_report(request, pk)
    if row.councillor_id != request.user.pk:
        raise PermissionDenied
    return row


ask = partial(
    asked.ask, template="breaches/safeguarding/form.html", elsewhere="breaches:safety_reports"
)


@EITHER
def report_safety(request: Request) -> HttpResponse:
    """Whom to ring first, then what happened, and who is told; for councillors."""
    if not request.user.has_perm(Right.REPORT_SAFETY):
        told = _("Only councillors can report this here. In danger, ring 999; tell your manager.")
        messages.info(request, told)
        return redirect("breaches:safety_reports")
    form = SafetyForm(request.POST or None, request.FILES or None, by=request.user)
    form, made = filled(request, form), list[SafetyReport]()
    if form.done(lambda: made.append(actions.report_safety(by=request.user, **form.cleaned_data))):
        messages.success(request, _("Your report is saved."))
        return redirect(made[0])
    return render(request, "breaches/safeguarding/report_safety.html", {"form": form})


@require_safe
def safety_reports(request: Request) -> HttpResponse:
    """One's own, and those that one was told of; or of these only what one has not seen yet."""
    rows = SafetyReport.objects.visible_to(request.user).with_row()
    if request.GET.get("seen") == "no":
        rows = rows.to_see(request.user)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_report": request.user.has_perm(Right.REPORT_SAFETY)}
    return render(request, "breaches/safeguarding/safety_reports.html", context)


@require_safe
def safety_report(request: Request, pk: int) -> HttpResponse:
    """One report: what happened, who knows, and what was done."""
    shown = facts.shown(the_report(request, pk), request.user)
    return render(request, "breaches/safeguarding/safety_report.html", {**shown})


@EITHER
def choose_safety(request: Request, pk: int) -> HttpResponse:
    """The councillor tells one more."""
    row = own_report(request, pk)
    form = filled(request, TellForm(request.POST or None))
    return ask(
        request,
        form,
        lambda: actions.choose(report=row, by=request.user, **form.cleaned_data),
        title=_("Tell somebody"),
        about=row,
    )


@require_POST
def take_off_safety(request: Request, pk: int, recipient: int) -> HttpResponse:
    """The councillor tells somebody no more."""
    row = own_report(request, pk)
    found = get_object_or_404(row.recipients, pk=recipient)
    actions.take_off(recipient=found, by=request.user)
    told = _("%(name)s can’t see it any more.") % {"name": found.person.full_name}
    messages.success(request, told)
    return redirect(row)


@require_POST
def acknowledge_safety(request: Request, pk: int) -> HttpResponse:
    """Whoever was told says that they have seen it."""
    row = the_report(request, pk)
    actions.acknowledge(report=row, by=request.user)
    messages.success(request, _("The councillor is told that you have seen it."))
    return redirect(row)


@EITHER
def add_safety_entry(request: Request, pk: int) -> HttpResponse:
    """The councillor's diary, or a note of who was told."""
    row = the_report(request, pk)
    form = filled(request, EntryForm(request.POST or None))
    is_own = row.councillor_id == request.user.pk
    return ask(
        request,
        form,
        lambda: actions.add_entry(report=row, by=request.user, **form.cleaned_data),
        title=_("Add to the diary") if is_own else _("Add a note"),
        about=row,
    )


@EITHER
def support_safety(request: Request, pk: int) -> HttpResponse:
    """Whoever was told writes down what support they gave."""
    row = the_report(request, pk)
    if row.councillor_id == request.user.pk:
        raise PermissionDenied
    form = filled(request, SupportForm(request.POST or None))
    return ask(
        request,
        form,
        lambda: actions.support(report=row, by=request.user, **form.cleaned_data),
        title=_("Record the support"),
        about=row,
    )


@EITHER
def add_safety_police(request: Request, pk: int) -> HttpResponse:
    """The councillor adds what the police gave them."""
    row = own_report(request, pk)
    form = filled(request, SafetyPoliceForm(request.POST or None))
    return ask(
        request,
        form,
        lambda: actions.add_police_reference(report=row, by=request.user, **form.cleaned_data),
        title=_("Add a police number"),
        about=row,
    )


@EITHER
def close_safety(request: Request, pk: int) -> HttpResponse:
    """The councillor says that it is over."""
    row = own_report(request, pk)
    act = Act(
        title=_("Close it"),
        caption=row.reference,
        back=row.get_absolute_url(),
        consequences=[
            _("Nobody is asked to do more. You and those whom you told can still read it."),
            _("If something new happens, report it anew."),
        ],
        question="",
        button=_("Close it"),
        done=_("It is closed."),
        is_grave=False,
    )
    return reason_page(request, act, lambda _why: actions.close(report=row, by=request.user))


@EITHER
def add_safety_files(request: Request, pk: int) -> HttpResponse:
    """The councillor, or who was told, adds what proves it."""
    row = the_report(request, pk)
    form = filled(request, FilesForm(request.POST or None, request.FILES or None))
    if form.done(lambda: actions.add_files(report=row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The files are kept."))
        return redirect(row)
    return render(request, "breaches/safeguarding/add_files.html", {"form": form, "about": row})


@require_safe
def safety_file(request: Request, pk: int, file: int) -> HttpResponse:
    """A file of the report, to be saved. Who took it is on record."""
    return sent(the_file(the_report(request, pk), file), by=request.user)


@EITHER
def safety_remove_file(request: Request, pk: int, file: int) -> HttpResponse:
    """The councillor takes a file out again."""
    row = own_report(request, pk)
    found = the_file(row, file)

    def do(reason: str) -> None:
        actions.remove_file(report=row, file=found, reason=reason, by=request.user)

    return reason_page(request, removal(found, back=row.get_absolute_url()), do)
