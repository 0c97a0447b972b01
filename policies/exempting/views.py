"""Pages of exemptions."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.reasons import Act
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from councilgov.people.models import User
from policies.exempting import actions
from policies.exempting.forms import ExtendForm, GrantForm
from policies.exempting.tables import ExemptionFilter, ExemptionTable
from policies.models import Acknowledgement, Exemption

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

GRANTS = permission_required(Right.GRANT_EXEMPTION, raise_exception=True)


@SHOWN_OR_TAKEN
@GRANTS
def exemptions(request: Request) -> HttpResponseBase:
    """Who is exempt now, from signing what, until when and why."""
    return register_page(
        request,
        queryset=Exemption.objects.in_effect().with_row(),
        table_class=ExemptionTable,
        filter_class=ExemptionFilter,
        context={"title": _("Exempt from signing"), "section": _("Policies")},
        template="policies/exemptions.html",
        on_export=partial(export_register, of="policies.exemptions", by=request.user),
    )


@require_http_methods(["GET", "POST"])
@GRANTS
def grant_exemptions(request: Request, pk: int) -> HttpResponse:
    """Exempt a councillor from what they have still to sign, some of it or all."""
    person = get_object_or_404(User.objects.councillors(timezone.now()), pk=pk)
    seen = Acknowledgement.objects.visible_to(request.user).filter(councillor=person)
    to_sign = seen.to_sign(timezone.now()).with_version()
    form = filled(request, GrantForm(request.POST or None, to_sign=to_sign))
    grant = partial(actions.grant_exemptions, councillor=person, by=request.user)
    if form.is_valid() and form.done(lambda: grant(**form.cleaned_data)):
        messages.success(
            request, _("%(name)s is exempt, and is told by email.") % {"name": person.full_name}
        )
        return redirect("policies:exemptions")
    return render(request, "policies/grant_exemptions.html", {"person": person, "form": form})


def in_effect(pk: int) -> Exemption:
    """The exemption. Raises ``Refused`` where it is over, as after a second click."""
    row = get_object_or_404(Exemption.objects.with_row(), pk=pk)
    actions.check_is_in_effect(row)
    return row


@require_http_methods(["GET", "POST"])
@GRANTS
def extend_exemption(request: Request, pk: int) -> HttpResponse:
    """Let an exemption last longer."""
    row = in_effect(pk)
    form = filled(request, ExtendForm(request.POST or None))
    extend = partial(actions.extend_exemption, exemption=row, by=request.user)
    if form.is_valid() and form.done(lambda: extend(**form.cleaned_data)):
        messages.success(request, _("The exemption lasts longer. The councillor is told by email."))
        return redirect("policies:exemptions")
    return render(request, "policies/extend_exemption.html", {"exemption": row, "form": form})


@require_http_methods(["GET", "POST"])
@GRANTS
def end_exemption(request: Request, pk: int) -> HttpResponse:
    """End an exemption early, with a reason."""
    row = in_effect(pk)
    name = row.acknowledgement.councillor.full_name
    act = Act(
        title=_("End the exemption of %(name)s") % {"name": name},
        caption=str(row.acknowledgement.version),
        back=reverse("policies:exemptions"),
        consequences=[
            _("%(name)s is asked to sign again, and told so with the next morning’s reminders.")
            % {"name": name},
            _("They have the working days that they had left, and at least 5."),
            _("Reminders go out again."),
        ],
        question=_("Why does it end early?"),
        button=_("End the exemption"),
        done=_("The exemption has ended."),
        is_grave=False,
    )
    end = partial(actions.end_exemption, exemption=row, by=request.user)
    return reason_page(request, act, lambda reason: end(reason=reason))
