"""Pages of equipment that is issued: for the desk, and for whoever accepts it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.confirming import confirmed_with
from councilgov.accounts.reasons import reason_page
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.forms.signature import SignatureForm
from councilgov.ledger.actions import export_register
from councilgov.ledger.certificates import certificate_of, pdf
from devices.issuing import actions, correcting
from devices.issuing.forms import DeclineIssueForm, DeskSignatureForm, IssueForm, TermsForm
from devices.issuing.tables import IssueFilter, IssueTable
from devices.issuing.wording import USUAL_TERMS
from devices.keeping.views import the_device
from devices.models import Issue, IssueStatus, Manner, Terms

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

PAGE = require_http_methods(["GET", "POST"])
ISSUES = permission_required(Right.ISSUE_DEVICES, raise_exception=True)


@SHOWN_OR_TAKEN
@permission_required(Right.SEE_DEVICES, raise_exception=True)
def issues(request: Request) -> HttpResponseBase:
    """Every hand-over: who accepted, who declined, who is late."""
    return register_page(
        request,
        queryset=Issue.objects.visible_to(request.user).with_row(),
        table_class=IssueTable,
        filter_class=IssueFilter,
        context={"title": _("Equipment issued"), "section": _("ICT service desk")},
        on_export=partial(export_register, of="devices.issues", by=request.user),
    )


@PAGE
@ISSUES
def issue_devices(request: Request) -> HttpResponse:
    """The desk issues devices: scan the tags, choose the councillor, sign here or by email."""
    asked = {name: request.GET.get(name, "") for name in ("councillor", "devices", "manner")}
    form = filled(request, IssueForm(request.POST or None, initial=asked))
    made: list[Issue] = []
    if form.done(lambda: made.append(actions.issue_devices(by=request.user, **arguments(form)))):
        (row,) = made
        if form.cleaned_data["manner"] == Manner.DESK:
            return redirect("devices:sign_here", row.pk)
        messages.success(request, _("Issued. They are asked by email to accept it."))
        return redirect(row)
    lately = Issue.objects.visible_to(request.user).of_today().with_row()
    context = {"form": form, "lately": lately, "terms": Terms.objects.first()}
    return render(request, "devices/issue_devices.html", context)


def arguments(form: IssueForm) -> dict[str, Any]:
    """Of ``issuing.actions.issue_devices``."""
    given = {name: form.cleaned_data[name] for name in ("councillor", "devices")}
    return {**given, "signs_here": form.cleaned_data["manner"] == Manner.DESK}


def seen_by(request: Request, pk: int) -> Issue:
    """The issue of that number, if this person may see it. Raises ``Http404``."""
    return get_object_or_404(Issue.objects.visible_to(request.user).with_row(), pk=pk)


@require_safe
def issue(request: Request, pk: int) -> HttpResponse:
    """What was issued to somebody, on which terms, and whether they accepted it."""
    row = seen_by(request, pk)
    is_mine = row.councillor_id == request.user.pk
    may_receive = request.user.has_perm(Right.RECEIVE_DEVICES)
    assignments = list(row.assignments.with_row().order_by("pk"))
    held = [one.device for one in assignments if not (one.ended_at or one.device.is_missing)]
    context = {
        "issue": row,
        "assignments": assignments,
        "may_see_devices": request.user.has_perm(Right.SEE_DEVICES),
        "to_receive": held[0] if held and may_receive else None,
        "certificate": certificate_of(row) if row.signed_at else None,
        "is_mine": is_mine,
        "may_accept": is_mine and row.is_acceptable,
        "may_sign_here": row.is_acceptable and request.user.has_perm(Right.ISSUE_DEVICES),
    }
    return render(request, "devices/issue.html", context)


@PAGE
@permission_required(Right.ACCEPT_DEVICES, raise_exception=True)
def accept(request: Request, pk: int) -> HttpResponse:
    """A councillor accepts everything of one issue with one signature."""
    row = get_object_or_404(Issue.objects.filter(councillor=request.user).with_row(), pk=pk)
    if not row.is_acceptable:
        return redirect(row)
    form = filled(request, signature_form(request, row, SignatureForm))
    if form.is_valid():
        try:
            return sign(request, row, form)
        except actions.TermsChanged as changed:
            form = signature_form(request, row, SignatureForm, is_again=True)
            messages.info(request, str(changed))
    return signing_page(request, row, form, "devices/accept.html")


@PAGE
@ISSUES
def sign_here(request: Request, pk: int) -> HttpResponse:
    """The councillor signs on the desk's screen, before the officer; then comes the next."""
    row = seen_by(request, pk)
    if not row.is_acceptable:
        return redirect(row)
    form = filled(request, signature_form(request, row, DeskSignatureForm))
    if form.is_valid():
        try:
            return sign_at_desk(request, row, form)
        except actions.TermsChanged as changed:
            form = signature_form(request, row, DeskSignatureForm, is_again=True)
            messages.info(request, str(changed))
    return signing_page(request, row, form, "devices/sign_here.html")


def signing_page(request: Request, row: Issue, form: SignatureForm, template: str) -> HttpResponse:
    assignments = row.assignments.not_missing().with_row().order_by("pk")
    return render(request, template, {"issue": row, "assignments": assignments, "form": form})


def signature_form(
    request: Request, row: Issue, kind: type[SignatureForm], *, is_again: bool = False
) -> SignatureForm:
    """The form, with what was sent; anew where something changed under it."""
    return kind(
        None if is_again else request.POST or None,
        signer=row.councillor.full_name,
        statement=_(actions.STATEMENT),
        text_sha256=row.fingerprint(),
    )


def sign(request: Request, row: Issue, form: SignatureForm) -> HttpResponse:
    """Once they have confirmed who they are, the signature is made."""
    confirmed = confirmed_with(
        request,
        act=_("You are about to accept your council equipment."),
        button=_("Confirm and accept"),
    )
    answers = {name: form.cleaned_data[name] for name in ("typed_name", "text_sha256")}
    actions.accept(issue=row, by=request.user, confirmed_with=confirmed, **answers)
    return redirect(row)


def sign_at_desk(request: Request, row: Issue, form: SignatureForm) -> HttpResponse:
    """The officer confirms who the officer is; the next councillor comes after that."""
    confirmed = confirmed_with(
        request,
        act=_("You are about to witness the signature of %(name)s.")
        % {"name": row.councillor.full_name},
        button=_("Confirm and sign"),
    )
    names = ("typed_name", "known_from", "text_sha256")
    answers = {name: form.cleaned_data[name] for name in names}
    actions.accept_at_desk(issue=row, by=request.user, confirmed_with=confirmed, **answers)
    told = _("%(name)s has signed, and gets the receipt by email. Who is next?")
    messages.success(request, told % {"name": row.councillor.full_name})
    return redirect(reverse("devices:issue_devices", query={"manner": Manner.DESK}))


@PAGE
@permission_required(Right.ACCEPT_DEVICES, raise_exception=True)
def decline(request: Request, pk: int) -> HttpResponse:
    """A councillor declines what was issued: it stays on their record until they hand it back."""
    row = get_object_or_404(Issue.objects.filter(councillor=request.user).with_row(), pk=pk)
    if row.status != IssueStatus.WAITING or not row.is_acceptable:
        return redirect(row)
    form = filled(request, DeclineIssueForm(request.POST or None))
    if form.done(lambda: actions.decline(issue=row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The ICT service desk is told, and collects it."))
        return redirect(row)
    assignments = row.assignments.not_missing().with_row().order_by("pk")
    context = {"issue": row, "form": form, "assignments": assignments}
    return render(request, "devices/decline.html", context)


@PAGE
@ISSUES
def take_off_record(request: Request, asset_tag: str) -> HttpResponse:
    """What was issued by mistake is in stock again."""
    device = the_device(request, asset_tag)
    correcting.check_is_correction(device)
    return reason_page(
        request,
        correcting.act(device),
        lambda reason: correcting.take_off_record(device=device, reason=reason, by=request.user),
    )


@require_safe
def receipt(request: Request, pk: int) -> HttpResponse:
    """The receipt as a PDF that anybody can check: the councillor's, or the register's."""
    seen = Issue.objects.visible_to(request.user).exclude(signed_at=None)
    issued = certificate_of(get_object_or_404(seen, pk=pk))
    response = HttpResponse(pdf(issued), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="receipt-{issued.code}.pdf"'
    return response


@PAGE
def terms(request: Request) -> HttpResponse:
    """The terms in force, for whoever is signed in; their keeper publishes the next version."""
    may_publish = request.user.has_perm(Right.PUBLISH_TERMS)
    if request.method == "POST" and not may_publish:
        raise PermissionDenied
    latest = Terms.objects.first()
    begin = {"text": latest.text if latest else str(USUAL_TERMS)}
    typed = TermsForm(request.POST or None, initial=begin)
    form = filled(request, typed) if may_publish else None
    if form and form.done(lambda: actions.publish_terms(by=request.user, **form.cleaned_data)):
        messages.success(request, _("Published. What is issued from now on is under these terms."))
        return redirect("devices:terms")
    context = {"latest": latest, "form": form, "older": Terms.objects.all()[1:]}
    return render(request, "devices/terms.html", context)
