"""Pages of audits: for the desk, and for whoever is asked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from councilgov import documents
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from devices.auditing import actions
from devices.auditing.forms import AnswersForm, AuditForm
from devices.auditing.result import printed
from devices.auditing.tables import AnswerFilter, AnswerTable, AuditFilter, AuditTable
from devices.audits import AnswerStatus, Audit, AuditLine, AuditStatus
from devices.models import DeskTask
from devices.returning.forms import TagForm

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

PAGE = require_http_methods(["GET", "POST"])
SEES = permission_required(Right.SEE_DEVICES, raise_exception=True)
RUNS = permission_required(Right.RUN_AUDIT, raise_exception=True)
ACT = "devices/recalling/act.html"


@SHOWN_OR_TAKEN
@SEES
def audits(request: Request) -> HttpResponseBase:
    """Every audit, with how far it is."""
    return register_page(
        request,
        queryset=Audit.objects.visible_to(request.user).with_counts(),
        table_class=AuditTable,
        filter_class=AuditFilter,
        template="devices/auditing/audits.html",
        context={
            "title": _("Audits of equipment"),
            "section": _("ICT service desk"),
            "may_run": request.user.has_perm(Right.RUN_AUDIT),
        },
        on_export=partial(export_register, of="devices.audits", by=request.user),
    )


@PAGE
@RUNS
def start_audit(request: Request) -> HttpResponse:
    """Ask everybody whether they have what is on their record."""
    form = filled(request, AuditForm(request.POST or None))
    if form.done(lambda: actions.start_audit(by=request.user, **form.cleaned_data)):
        messages.success(request, _("The audit has begun. Everybody who is asked is told."))
        return redirect("devices:audits")
    context = {
        "form": form,
        "title": _("Start an audit"),
        "back": reverse("devices:audits"),
        "notes": [_("Everybody who has such a device is told at once, and reminded.")],
        "button": _("Start the audit"),
    }
    return render(request, ACT, context)


def seen_by(request: Request, pk: int) -> Audit:
    return get_object_or_404(Audit.objects.visible_to(request.user).with_counts(), pk=pk)


@SHOWN_OR_TAKEN
@SEES
def audit(request: Request, pk: int) -> HttpResponseBase:
    """One audit: the counts, and every device of it."""
    row = seen_by(request, pk)
    return register_page(
        request,
        queryset=row.lines.with_row(),
        table_class=AnswerTable,
        filter_class=AnswerFilter,
        template="devices/auditing/audit.html",
        context={
            "title": row.title,
            "section": _("Audit of equipment"),
            "back": reverse("devices:audits"),
            "audit": row,
            "is_open": row.status == AuditStatus.OPEN,
            "may_run": request.user.has_perm(Right.RUN_AUDIT),
        },
        on_export=partial(export_register, of="devices.audit", by=request.user),
    )


@PAGE
@RUNS
def mark_seen(request: Request, pk: int) -> HttpResponse:
    """The desk scans what lies before it: one tag after another."""
    row = seen_by(request, pk)
    form = filled(request, TagForm(request.POST or None))
    if form.done(lambda: _mark(request, row, form)):
        messages.success(request, _("Seen. Scan the next one."))
        return redirect("devices:mark_seen", pk)
    context = {"form": form, "title": _("Mark what you see"), "caption": row.title}
    back = row.get_absolute_url()
    return render(request, ACT, {**context, "back": back, "button": _("I see it")})


def _mark(request: Request, audit: Audit, form: TagForm) -> AuditLine:
    device = form.cleaned_data["device"]
    return actions.mark_seen(audit=audit, device=device, by=request.user)


@PAGE
@RUNS
def close_audit(request: Request, pk: int) -> HttpResponse:
    """The audit is over."""
    row = seen_by(request, pk)
    row.check_move(AuditStatus.CLOSED, _("Closing the audit"))
    if request.method == "POST":
        actions.close_audit(audit=row, by=request.user)
        messages.success(request, _("The audit is closed. Its result stands."))
        return redirect(row)
    context: dict[str, object] = {
        "form": None,
        "title": _("Close this audit"),
        "caption": row.title,
    }
    context |= {
        "back": row.get_absolute_url(),
        "notes": notes_on_closing(row),
        "button": _("Close the audit"),
    }
    return render(request, ACT, context)


def notes_on_closing(audit: Audit) -> list[str]:
    """What ends with it; how many answers the desk is still to look into."""
    tasks = DeskTask.objects.open().about_any(list(audit.lines.all())).count()
    open_ones = ngettext(
        "%(n)s answer is still to be looked into. "
        "If the device is lost or stolen, report it before you close the audit.",
        "%(n)s answers are still to be looked into. "
        "If a device is lost or stolen, report it before you close the audit.",
        tasks,
    )
    ended = _("Nobody can answer any more. Download the result from its page.")
    return [ended, *([open_ones % {"n": tasks}] if tasks else [])]


@require_POST
@SEES
def audit_pdf(request: Request, pk: int) -> HttpResponse:
    """The result on paper; that it was taken is evidence."""
    row = seen_by(request, pk)
    content = documents.pdf("audit", printed(row))
    rows = row.lines.count()
    export_register(of="devices.audit", by=request.user, file_format="pdf", rows=rows)
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="audit-{row.pk}.pdf"'
    return response


@PAGE
def my_audit(request: Request) -> HttpResponse:
    """Do you have it? One question for each device of theirs."""
    mine = AuditLine.objects.to_answer().filter(holder=request.user).with_row()
    asked = list(mine.order_by("audit__until_on", "pk"))
    open_ones = [line for line in asked if line.status == AnswerStatus.ASKED]
    form = filled(request, AnswersForm(request.POST or None, lines=asked))
    if asked and form.done(lambda: actions.answer(answers=form.answers(), by=request.user)):
        messages.success(request, _("Thank you. Your answers are saved."))
        return redirect("devices:my_audit")
    context = {
        "form": form,
        "lines": asked,
        "until_on": open_ones[0].audit.until_on if open_ones else None,
        "missing": [line for line in asked if line.status == AnswerStatus.NO],
    }
    return render(request, "devices/auditing/my_audit.html", context)
