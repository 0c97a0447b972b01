"""Pages of misuse: opened, commented on, decided, paid or waived."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.days import day_in_words
from councilgov.forms.reasons import Act
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from devices.keeping.views import the_device
from devices.losses.views import ask, the_loss
from devices.misuse import actions, events
from devices.misuse.forms import CommentForm, InvoiceForm, MisuseForm, RulingForm
from devices.misuse.tables import COLOURS, MisuseFilter, MisuseTable
from devices.models import MisuseCase, MisuseStatus

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request
    from devices.models import Device, Loss

MINE, ALL = "devices:equipment", "devices:misuse_cases"
HANDLES = permission_required(Right.HANDLE_LOSS, raise_exception=True)
DECIDES = permission_required(Right.DECIDE_MISUSE, raise_exception=True)
INVOICES = permission_required(Right.ENTER_INVOICE, raise_exception=True)


def the_case(request: Request, pk: int) -> MisuseCase:
    """The case, if this person may see it. Raises ``Http404``."""
    seen = MisuseCase.objects.visible_to(request.user).with_row()
    people = seen.select_related("opened_by", "decided_by", "invoiced_by", "paid_by", "waived_by")
    return get_object_or_404(people, pk=pk)


@SHOWN_OR_TAKEN
def misuse_cases(request: Request) -> HttpResponseBase:
    """Every case: what is to be decided, to be invoiced, and what is past."""
    if not (request.user.has_perm(Right.SEE_MISUSE) or request.user.has_perm(Right.ENTER_INVOICE)):
        raise PermissionDenied
    return register_page(
        request,
        queryset=MisuseCase.objects.visible_to(request.user).with_row(),
        table_class=MisuseTable,
        filter_class=MisuseFilter,
        context={"title": _("Misuse of equipment"), "section": _("ICT service desk")},
        on_export=partial(export_register, of="devices.misuse", by=request.user),
    )


@require_safe
def misuse_case(request: Request, pk: int) -> HttpResponse:
    """One case: what is known, what the councillor says, and what was decided."""
    case = the_case(request, pk)
    context = {
        "case": case,
        "colour": COLOURS.get(MisuseStatus(case.status), "grey"),
        "events": events.of(case),
        "steps": events.steps(case, request.user),
        "is_theirs": case.councillor == request.user,
        "is_to_comment": case.is_to_comment(timezone.localdate()),
        "losses": case.losses().visible_to(request.user).select_related("cost"),
        "back": reverse(MINE if case.councillor == request.user else ALL),
    }
    return render(request, "devices/misuse_case.html", context)


@require_http_methods(["GET", "POST"])
@HANDLES
def open_misuse(request: Request, asset_tag: str) -> HttpResponse:
    """The desk says what is known of whoever has the device now. It never decides."""
    return _open(request, the_device(request, asset_tag))


@require_http_methods(["GET", "POST"])
@HANDLES
def open_misuse_of_loss(request: Request, pk: int) -> HttpResponse:
    """The same of whoever had the device when it was lost or damaged, whoever has it by now."""
    loss = the_loss(request, pk)
    return _open(request, loss.device, loss)


def _open(request: Request, device: Device, loss: Loss | None = None) -> HttpResponse:
    concerned = actions.concerned(device, loss)
    actions.check_may_open(device, concerned)
    form = filled(request, MisuseForm(request.POST or None))
    return ask(
        request,
        form,
        lambda: actions.open_misuse(device=device, loss=loss, by=request.user, **form.cleaned_data),
        title=_("Ask the Monitoring Officer whether it was misused"),
        about=loss or device,
        button=_("Ask the councillor, then the Monitoring Officer"),
        done=_("The councillor is told, and has five working days to comment."),
        told=[_("The Monitoring Officer decides once the councillor could comment.")],
        known=[(_("Councillor"), concerned.full_name if concerned else "")],
    )


@require_http_methods(["GET", "POST"])
def comment_on_misuse(request: Request, pk: int) -> HttpResponse:
    """The councillor concerned says what they have to say."""
    case = the_case(request, pk)
    if case.councillor != request.user:
        raise PermissionDenied
    actions.check_may_comment(case)
    form = filled(request, CommentForm(request.POST or None))
    return ask(
        request,
        form,
        lambda: actions.comment_on_misuse(case=case, by=request.user, **form.cleaned_data),
        title=_("Say what you think of it"),
        about=case,
        button=_("Send it"),
        done=_("Thank you. The Monitoring Officer reads it before deciding."),
        told=[until_when(case)],
        known=[(_("What is known"), case.facts)],
    )


def until_when(case: MisuseCase) -> str:
    """A late comment is read too, as long as nothing is decided."""
    if not case.is_to_comment(timezone.localdate()):
        return _("You can still comment until it is decided.")
    return _("You can comment until %(day)s.") % {"day": day_in_words(case.comment_before)}


@require_http_methods(["GET", "POST"])
@DECIDES
def decide_misuse(request: Request, pk: int) -> HttpResponse:
    """The Monitoring Officer decides, with reasons."""
    case = the_case(request, pk)
    actions.check_may_decide(case, request.user)
    form = filled(request, RulingForm(request.POST or None))
    said = case.comment or _("They have not commented.")
    return ask(
        request,
        form,
        lambda: actions.decide_misuse(case=case, by=request.user, **form.cleaned_data),
        title=_("Decide whether it was misused"),
        about=case,
        button=_("Decide"),
        done=_("The decision is recorded, and the councillor told."),
        known=[
            (_("What is known"), case.facts),
            (_("What the councillor says"), said),
            *events.costs(case),
        ],
    )


@require_http_methods(["GET", "POST"])
@DECIDES
def waive_charge(request: Request, pk: int) -> HttpResponse:
    """The Monitoring Officer does without the payment."""
    case = the_case(request, pk)
    actions.check_may_waive(case, request.user)
    act = Act(
        title=_("Waive the charge"),
        caption=str(case.device),
        back=case.get_absolute_url(),
        consequences=[_("The councillor is told that there is nothing to pay.")],
        question=_("Why do you waive it?"),
        button=_("Waive the charge"),
        done=_("The charge is waived."),
    )
    return reason_page(
        request, act, lambda reason: actions.waive_charge(case=case, reason=reason, by=request.user)
    )


@require_http_methods(["GET", "POST"])
@INVOICES
def enter_invoice(request: Request, pk: int) -> HttpResponse:
    """Members' services note the invoice."""
    case = the_case(request, pk)
    actions.check_charged(case)
    first = {"invoice_reference": case.invoice_reference}
    form = filled(request, InvoiceForm(request.POST or None, initial=first))
    return ask(
        request,
        form,
        lambda: actions.enter_invoice(case=case, by=request.user, **form.cleaned_data),
        title=_("Enter the invoice"),
        about=case,
        button=_("Save"),
        done=_("The invoice is noted."),
    )


@require_POST
@INVOICES
def mark_paid(request: Request, pk: int) -> HttpResponse:
    """The invoice was paid."""
    case = the_case(request, pk)
    actions.mark_paid(case=case, by=request.user)
    messages.success(request, _("Recorded: it is paid. The councillor gets a receipt."))
    return redirect(case)
