"""Pages of a councillor's own accounts on social media, and of what they took down there."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from consent.accepting.checks import is_to_accept
from consent.models import Moderation, SocialAccount
from consent.own import KEEPS, PAGE
from consent.social import actions
from consent.social.forms import AccountForm, ModerationForm
from consent.social.tables import ModerationFilter, ModerationTable
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.days import today
from councilgov.forms.reasons import Act
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from councilgov.people.models import Council

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

STEPS = {
    "take_down": (actions.take_down, _lazy("Noted: it is gone.")),
    "let_in": (actions.let_in, _lazy("Noted: they may come back.")),
    "keep_out": (actions.keep_out, _lazy("Noted. Look at it again in six months.")),
}


@require_safe
@KEEPS
def social_accounts(request: Request) -> HttpResponse:
    """The accounts that a councillor uses as one, each with what would make it safer."""
    rows = SocialAccount.objects.visible_to(request.user)
    return render(request, "consent/social/accounts.html", {"rows": rows})


@PAGE
@KEEPS
def add_account(request: Request) -> HttpResponse:
    """Note an account."""
    form = filled(request, AccountForm(request.POST or None))
    if form.done(lambda: actions.keep_account(by=request.user, **form.cleaned_data)):
        messages.success(request, _("Noted."))
        return redirect("consent:social_accounts")
    context = {"form": form, "title": _("Note an account")}
    return render(request, "consent/social/account.html", context)


@PAGE
@KEEPS
def social_account(request: Request, pk: int) -> HttpResponse:
    """Correct an account."""
    row = get_object_or_404(SocialAccount.objects.visible_to(request.user), pk=pk)
    begun = {name: getattr(row, name) for name in AccountForm.base_fields}
    form = filled(request, AccountForm(request.POST or None, initial=begun))
    if form.done(lambda: actions.keep_account(account=row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect("consent:social_accounts")
    context = {"form": form, "row": row, "title": str(row)}
    return render(request, "consent/social/account.html", context)


@PAGE
@KEEPS
def remove_account(request: Request, pk: int) -> HttpResponse:
    """They no longer want it noted."""
    row = get_object_or_404(SocialAccount.objects.visible_to(request.user), pk=pk)
    act = Act(
        title=_("Delete this account from your list"),
        caption=str(row),
        back=row.get_absolute_url(),
        consequences=[_("What you logged about it is deleted too. The account itself stays.")],
        question="",
        button=_("Delete it from my list"),
        done=_("Deleted."),
    )
    do = partial(actions.remove_account, account=row, by=request.user)
    return reason_page(request, act, lambda _r: do(), then=redirect("consent:social_accounts").url)


@SHOWN_OR_TAKEN
@KEEPS
def moderations(request: Request) -> HttpResponseBase:
    """What this councillor took down or blocked."""
    return register_page(
        request,
        queryset=Moderation.objects.visible_to(request.user).with_row(),
        table_class=ModerationTable,
        filter_class=ModerationFilter,
        template="consent/social/moderations.html",
        context={"title": _("What you took down or blocked"), "section": _("Only you see it")},
        on_export=partial(export_register, of="consent.moderations", by=request.user),
    )


@PAGE
@KEEPS
def log_moderation(request: Request) -> HttpResponse:
    """Log that something was taken down, or somebody shut out."""
    form = filled(request, ModerationForm(request.POST or None, councillor=request.user))
    made: list[Moderation] = []
    if form.done(lambda: made.append(actions.log_moderation(by=request.user, **form.cleaned_data))):
        messages.success(request, _("Logged."))
        return redirect(made[0] if is_to_accept_for(made[0]) else "consent:moderations")
    mine = SocialAccount.objects.visible_to(request.user)
    context = {"form": form, "has_account": mine.exists()}
    return render(request, "consent/social/log_moderation.html", context)


def is_to_accept_for(row: Moderation) -> bool:
    """It names somebody in the ward, and the terms of ward records have changed since."""
    return bool(row.who) and is_to_accept(row.account.councillor, row.account.capacity)


@PAGE
@KEEPS
def moderation(request: Request, pk: int) -> HttpResponse:
    """One entry, and what can be done with it now."""
    row = get_object_or_404(Moderation.objects.visible_to(request.user).with_row(), pk=pk)
    if request.method == "POST":
        return _take_step(request, row)
    council = Council.objects.the()
    standing, colour = row.standing(today(), council)
    context = {"row": row, "standing": standing, "colour": colour, "until": row.until(council)}
    context["is_late"] = row.is_late(today(), council)
    context["is_to_accept"] = is_to_accept_for(row)
    return render(request, "consent/social/moderation.html", context)


def _take_step(request: Request, row: Moderation) -> HttpResponse:
    name = request.POST.get("step", "")
    if name == "remove":
        actions.remove_moderation(moderation=row, by=request.user)
        messages.success(request, _("Deleted."))
        return redirect("consent:moderations")
    if name not in STEPS:
        raise Http404
    do, done = STEPS[name]
    do(moderation=row, by=request.user)
    messages.success(request, str(done))
    return redirect(row)
