"""Pages about objections and refusals."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from councilgov.records import Refused
from policies.answering import actions
from policies.answering.forms import AnswerForm
from policies.filters import SaidFilter
from policies.models import Acknowledgement
from policies.tables import SaidTable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request
    from policies.models import AcknowledgementQuerySet


@SHOWN_OR_TAKEN
@permission_required(Right.SEE_STATEMENTS, raise_exception=True)
def statements(request: Request) -> HttpResponseBase:
    """Every objection and refusal, also of versions that were replaced and of people who left."""
    return register_page(
        request,
        queryset=said(request),
        table_class=SaidTable,
        filter_class=SaidFilter,
        context={"title": _("Objections and refusals"), "section": _("Policies")},
        on_export=partial(export_register, of="policies.statements", by=request.user),
    )


@require_safe
@permission_required(Right.SEE_STATEMENTS, raise_exception=True)
def statement(request: Request, pk: int) -> HttpResponse:
    """What a councillor said: an objection, or why they declined."""
    return render(request, "policies/statement.html", what_was_said(request, pk))


@require_http_methods(["GET", "POST"])
@permission_required(Right.ANSWER_STATEMENT, raise_exception=True)
def answer_statement(request: Request, pk: int) -> HttpResponse:
    """Mark a statement as dealt with, or open it again, with a note."""
    context = what_was_said(request, pk)
    row = context["asked"]
    form = filled(request, answer_form(row, request.POST or None))
    if form.is_valid():
        try:
            actions.answer_statement(acknowledgement=row, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form = answer_form(row, {**request.POST.dict(), **standing(row)})
            form.refuse(refusal)
        else:
            messages.success(request, _("Your note is saved."))
            return redirect("policies:statement", pk)
    return render(request, "policies/answer_statement.html", {**context, "form": form})


def answer_form(row: Any, answers: Mapping[str, Any] | None) -> AnswerForm:
    return AnswerForm(answers, initial=standing(row))


def standing(row: Any) -> dict[str, Any]:
    """What the officer sees of a statement, and what their note changes."""
    return {"seen": row.status, "is_settled": not row.is_settled}


def said(request: Request) -> AcknowledgementQuerySet:
    """What councillors said, as far as this person may read it, and whether it is dealt with."""
    seen = Acknowledgement.objects.statements_visible_to(request.user).with_statement()
    return seen.with_row()


def what_was_said(request: Request, pk: int) -> dict[str, Any]:
    row = get_object_or_404(said(request), pk=pk)
    return {"asked": row, "notes": row.notes.select_related("noted_by")}
