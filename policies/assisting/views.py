"""Pages of signatures that officers recorded, and of disputes."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.checking import checked_first
from councilgov.accounts.reasons import reason_page
from councilgov.forms.reasons import Act
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from policies.assisting import actions
from policies.assisting.checks import check_batch, check_may_dispute
from policies.assisting.filters import DisputeFilter
from policies.assisting.forms import RecordForm, SettleForm
from policies.assisting.tables import DisputeTable
from policies.models import Acknowledgement, PolicyVersion, RecordedSignature
from policies.numbers import of_number

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

SETTLES = permission_required(Right.SETTLE_DISPUTE, raise_exception=True)


@require_http_methods(["GET", "POST"])
@permission_required(Right.RECORD_SIGNATURE, raise_exception=True)
@checked_first(lambda sent: "checked" in sent)
def record_signatures(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """Record signatures given on paper or by phone: enter, check, save."""
    seen = PolicyVersion.objects.visible_to(request.user).open_to_sign().select_related("policy")
    row = of_number(seen, slug, number)
    form = filled(request, RecordForm(request.POST or None, version=row, by=request.user))
    context = {"version": row, "form": form}
    if not form.is_valid():
        return render(request, "policies/record_signatures.html", context)
    answers = {"version": row, "by": request.user, **form.arguments()}
    is_checked = "checked" in request.POST
    act = actions.record_signatures if is_checked else check_batch
    if not form.done(partial(act, **answers)):
        return render(request, "policies/record_signatures.html", context)
    if not is_checked:
        return render(request, "policies/check_signatures.html", {**context, **answers})
    messages.success(request, told(len(answers["councillors"])))
    return redirect("policies:not_signed", slug, row.number)


def told(count: int) -> str:
    words = ngettext(
        "%(n)s signature is recorded. The councillor is told by email.",
        "%(n)s signatures are recorded. Each councillor is told by email.",
        count,
    )
    return words % {"n": count}


@require_http_methods(["GET", "POST"])
def dispute(request: Request, pk: int) -> HttpResponse:
    """A councillor says that a recorded signature is not theirs."""
    mine = Acknowledgement.objects.filter(councillor=request.user).exclude(recorded=None)
    row = get_object_or_404(mine.with_version().with_recorded(), pk=pk)
    check_may_dispute(row, row.recorded)
    dispute = partial(actions.dispute, acknowledgement=row, by=request.user)
    return reason_page(request, act_of_dispute(row), lambda reason: dispute(reason=reason))


def act_of_dispute(row: Acknowledgement) -> Act:
    return Act(
        title=_("Say that this signature is wrong"),
        caption=str(row.version),
        back=reverse("policies:receipt", args=[row.pk]),
        consequences=[
            _("The Monitoring Officer reads what you write and decides."),
            _("Nobody reminds you to sign until then."),
            _("If the signature is set aside, you are asked to read the policy and sign it."),
        ],
        question=_("What is wrong?"),
        hint=_("For example: I was not there on that day."),
        button=_("Send it to the Monitoring Officer"),
        done=_("Sent. The Monitoring Officer decides, and you get an email."),
        is_grave=False,
    )


@SHOWN_OR_TAKEN
@SETTLES
def disputes(request: Request) -> HttpResponseBase:
    """Every signature that somebody disputed, with what came of it."""
    rows = RecordedSignature.objects.disputed()
    return register_page(
        request,
        queryset=rows.select_related(
            "acknowledgement__councillor", "acknowledgement__version__policy"
        ),
        table_class=DisputeTable,
        filter_class=DisputeFilter,
        context={"title": _("Disputed signatures"), "section": _("Policies")},
        on_export=partial(export_register, of="policies.disputes", by=request.user),
    )


@require_http_methods(["GET", "POST"])
@SETTLES
def settle_dispute(request: Request, pk: int) -> HttpResponse:
    """What is disputed and why; the decision, or the form for it."""
    seen = Acknowledgement.objects.visible_to(request.user).exclude(recorded__disputed_at=None)
    rows = seen.with_version().with_recorded().select_related("councillor")
    row = get_object_or_404(rows.filter(recorded__isnull=False), pk=pk)
    form = filled(request, SettleForm(request.POST or None))
    settle = partial(actions.settle_dispute, acknowledgement=row, by=request.user)
    if form.is_valid() and form.done(lambda: settle(**form.cleaned_data)):
        messages.success(request, _("Your decision is saved. Both sides are told by email."))
        return redirect("policies:disputes")
    is_party = request.user.pk in {row.recorded.recorded_by_id, row.councillor_id}
    context = {"asked": row, "form": form, "is_party": is_party}
    return render(request, "policies/settle_dispute.html", context)
