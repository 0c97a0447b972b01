"""Pages of those who are newly elected."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.days import day_in_words
from councilgov.elections.declaring import actions
from councilgov.elections.declaring.forms import DeclareForm
from councilgov.elections.declaring.newly import lapsed, newcomers, to_declare, to_invite
from councilgov.forms.reasons import Act
from councilgov.people.models import TermOfOffice

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

KEEPS = permission_required(Right.KEEP_ELECTIONS, raise_exception=True)


@require_safe
@permission_required(Right.SEE_NEWLY_ELECTED, raise_exception=True)
def new_members(request: Request) -> HttpResponse:
    """Who is newly elected: declared, invited, signed, equipped."""
    may_keep = request.user.has_perm(Right.KEEP_ELECTIONS)
    found = newcomers(request.user)
    context = {
        "groups": [
            (_("New"), [row for row in found if not row.is_again]),
            (_("Elected again"), [row for row in found if row.is_again]),
        ],
        "may_keep": may_keep,
        "to_invite": len(to_invite()) if may_keep else 0,
        "to_declare": to_declare().count(),
        "sees_elections": request.user.has_perm(Right.SEE_ELECTIONS),
    }
    return render(request, "elections/new_members.html", context)


@require_http_methods(["GET", "POST"])
@KEEPS
def declare(request: Request) -> HttpResponse:
    """Record who made the declaration of acceptance on one day."""
    form = filled(request, DeclareForm(request.POST or None))
    if form.done(lambda: actions.declare(by=request.user, **form.cleaned_data)):
        count = len(form.cleaned_data["terms"])
        told = ngettext("%(n)s declaration is recorded.", "%(n)s declarations are recorded.", count)
        messages.success(request, told % {"n": count})
        return redirect("elections:new_members")
    return render(request, "elections/declare.html", {"form": form})


@require_POST
@KEEPS
def invite_all(request: Request) -> HttpResponse:
    """Invite everybody who is newly elected and has no invitation yet."""
    count = actions.invite_all(by=request.user)
    told = ngettext("%(n)s invitation is on its way.", "%(n)s invitations are on their way.", count)
    messages.success(request, told % {"n": count})
    return redirect("elections:new_members")


@require_http_methods(["GET", "POST"])
@KEEPS
def vacate(request: Request, pk: int) -> HttpResponse:
    """Confirm that an office is vacant, as nobody declared within two months."""
    waited_for = TermOfOffice.objects.filter(declaration_due_on__isnull=False)
    row = get_object_or_404(waited_for.select_related("councillor"), pk=pk)
    if not lapsed().filter(pk=row.pk).exists():
        told = _("%(name)s has declared, has left, or still has time to declare.")
        messages.info(request, told % {"name": row.councillor.full_name})
        return redirect("elections:new_members")
    act = partial(actions.vacate, term=row, by=request.user)
    return reason_page(request, act_of(row), lambda _reason: act())


def act_of(row: TermOfOffice) -> Act:
    due = day_in_words(row.declaration_due_on) if row.declaration_due_on else ""
    return Act(
        title=_("Confirm that the office is vacant"),
        caption=row.councillor.full_name,
        back=reverse("elections:new_members"),
        consequences=[
            _("The term ends with %(day)s, as no declaration of acceptance was made.")
            % {"day": due},
            _("Their case of leaving office is opened, and access ends."),
            _("If they declared in time, record the declaration instead."),
        ],
        question="",
        button=_("The office is vacant"),
        done=_("The term is ended, as no declaration was made."),
    )
