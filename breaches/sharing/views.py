"""Pages of a councillor's own log, and of what they let officers see."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from breaches.asked import ask
from breaches.models import Assessment
from breaches.seeing import handled, own_part
from breaches.sharing import actions
from breaches.sharing.forms import HandOverForm
from breaches.sharing.tables import LogFilter, LogTable, SharedTable
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request
    from councilgov.people.models import User


def keeps_log(user: User) -> bool:
    """A councillor, and whoever was one and has a log: they still answer for it."""
    return user.has_perm(Right.KEEP_BREACH_LOG) or Assessment.objects.log_of(user).exists()


@SHOWN_OR_TAKEN
def my_log(request: Request) -> HttpResponseBase:
    """What a councillor has to be able to show the regulator: their own log, and a file of it."""
    if not keeps_log(request.user):
        raise PermissionDenied
    return register_page(
        request,
        queryset=Assessment.objects.log_of(request.user).with_own_log(),
        table_class=LogTable,
        filter_class=LogFilter,
        context={"title": _("Your log of breaches"), "back": reverse("breaches:incidents")},
        on_export=partial(export_register, of="breaches.log", by=request.user),
    )


@SHOWN_OR_TAKEN
@permission_required(Right.SEE_INCIDENTS, raise_exception=True)
def shared_logs(request: Request) -> HttpResponseBase:
    """What councillors alone answer for and let officers see. It is in no figure of the council."""
    return register_page(
        request,
        queryset=Assessment.objects.shared_with(request.user).with_log(),
        table_class=SharedTable,
        filter_class=LogFilter,
        context={"title": _("Shared by councillors"), "back": reverse("breaches:incidents")},
        on_export=partial(export_register, of="breaches.shared", by=request.user),
    )


@require_http_methods(["GET", "POST"])
def hand_over(request: Request, pk: int) -> HttpResponse:
    """It is about a councillor's own records alone."""
    incident = handled(request, pk)
    form = filled(request, HandOverForm(request.POST or None, incident=incident))

    return ask(
        request,
        form,
        lambda: actions.hand_over(incident=incident, by=request.user, **form.cleaned_data),
        title=_("It is about a councillor’s own records alone"),
        done=_("Recorded: it is the councillor’s alone."),
        about=incident,
    )


@require_POST
def share_part(request: Request, pk: int, part: int) -> HttpResponse:
    """The councillor lets officers see it."""
    row = own_part(request, pk, part)
    actions.share(assessment=row, by=request.user)
    messages.success(request, _("Information officers can see it now, and help you."))
    return redirect(row.incident)


@require_POST
def end_share_part(request: Request, pk: int, part: int) -> HttpResponse:
    """They see it no longer."""
    row = own_part(request, pk, part)
    actions.end_share(assessment=row, by=request.user)
    messages.success(request, _("You no longer share it."))
    return redirect(row.incident)
