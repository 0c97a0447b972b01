"""Pages of matters that are handed over: for who hands one over, and for those who may read it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from breaches.advising.checks import may_advise
from breaches.asked import act_of, ask
from breaches.models import AdviceRequest, Referral
from breaches.referring import actions, facts
from breaches.referring.acts import PASS
from breaches.referring.bodies import body_of
from breaches.referring.forms import CaseForm, CloseReferralForm, ReferForm
from breaches.referring.tables import COLOURS, ReferralFilter, ReferralTable
from breaches.seeing import handled
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.forms.kit import GovukForm
    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])
SEES = permission_required(Right.SEE_REFERRALS, raise_exception=True)


def refer_page(request: Request, about: Model, *, name: str, back: str) -> HttpResponse:
    """The page on which an officer hands the conduct side over of a record that they see."""
    form = filled(request, ReferForm(request.POST or None, about=about))
    if form.done(lambda: actions.refer(about=about, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Handed over. What becomes of it is not shown here."))
        return redirect(back)
    context = {"form": form, "name": name, "back": back}
    context["before"] = facts.before(about, request.user)
    context["body"] = body_of(Council.objects.the().nation)
    return render(request, "breaches/referring/refer.html", context)


@EITHER
def refer_incident(request: Request, pk: int) -> HttpResponse:
    """The conduct side of a report is handed over, by an officer who looks into it."""
    row = handled(request, pk)
    if not request.user.has_perm(Right.REFER):
        raise PermissionDenied
    return refer_page(request, row, name=row.reference, back=row.get_absolute_url())


@EITHER
def refer_advice(request: Request, pk: int) -> HttpResponse:
    """The conduct side of a question is handed over, by an officer who advises on it."""
    row = get_object_or_404(AdviceRequest.objects.visible_to(request.user), pk=pk)
    if not (may_advise(row, request.user) and request.user.has_perm(Right.REFER)):
        raise PermissionDenied
    return refer_page(request, row, name=row.reference, back=row.get_absolute_url())


@SHOWN_OR_TAKEN
@SEES
def referrals(request: Request) -> HttpResponseBase:
    """What was handed over."""
    return register_page(
        request,
        queryset=Referral.objects.visible_to(request.user).with_row(),
        table_class=ReferralTable,
        filter_class=ReferralFilter,
        context={"title": _("Matters of conduct that were handed over")},
        on_export=partial(export_register, of="breaches.referrals", by=request.user),
    )


def the_referral(request: Request, pk: int) -> Referral:
    """One that this person may see. Raises ``Http404``."""
    return get_object_or_404(Referral.objects.visible_to(request.user).with_row(), pk=pk)


@require_safe
@SEES
def referral(request: Request, pk: int) -> HttpResponse:
    """One matter: what was seen, where it came from, and what became of it."""
    row = the_referral(request, pk)
    context = {**facts.shown(row, request.user), "colour": COLOURS.get(row.status, "grey")}
    return render(request, "breaches/referring/referral.html", context)


@require_POST
@SEES
def acknowledge_referral(request: Request, pk: int) -> HttpResponse:
    """Somebody has it."""
    row = the_referral(request, pk)
    actions.acknowledge_referral(referral=row, by=request.user)
    messages.success(request, _("Recorded: you have it."))
    return redirect(row)


@EITHER
@SEES
def pass_to_deputy(request: Request, pk: int) -> HttpResponse:
    """The Monitoring Officer has a conflict of interest."""
    row = the_referral(request, pk)
    by = request.user
    act = partial(actions.pass_to_deputy, referral=row, by=by)
    return reason_page(request, act_of(row, PASS), lambda _why: act(), then="breaches:referrals")


def _acted(
    request: Request, row: Referral, form: GovukForm, do: Callable[..., Any], title: str
) -> HttpResponse:
    """The page of a form about a referral. Whoever shut themselves out goes to the list."""
    return ask(
        request,
        form,
        lambda: do(referral=row, by=request.user, **form.cleaned_data),
        title=title,
        about=row,
        elsewhere="breaches:referrals",
    )


@EITHER
@SEES
def number_case(request: Request, pk: int) -> HttpResponse:
    """Its number where it is dealt with."""
    row = the_referral(request, pk)
    form = CaseForm(request.POST or None, initial={"case_reference": row.case_reference})
    return _acted(request, row, filled(request, form), actions.number_case, _("Enter its number"))


@EITHER
@SEES
def close_referral(request: Request, pk: int) -> HttpResponse:
    """It has ended elsewhere."""
    row = the_referral(request, pk)
    form = filled(request, CloseReferralForm(request.POST or None))
    return _acted(request, row, form, actions.close_referral, _("Close it"))
