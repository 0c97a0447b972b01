"""Pages of suspensions: the list, one of them, entering, moving and lifting it, and one's own."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from councilgov.offboarding.suspending import actions, acts
from councilgov.offboarding.suspending.checking import CHECKED, Entry, checked
from councilgov.offboarding.suspending.drafting import drafted, drafted_move
from councilgov.offboarding.suspending.facts import own, own_suspension, shown, standing, steps
from councilgov.offboarding.suspending.forms import MoveForm, SuspendForm, first_day_first
from councilgov.offboarding.suspending.tables import SuspensionFilter, SuspensionTable
from councilgov.offboarding.suspending.words import words_of
from councilgov.people.models import Suspension, User

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.forms.reasons import Act
    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])
SEES = permission_required(Right.SEE_OFFBOARDING, raise_exception=True)
OVERSEES = permission_required(Right.OVERSEE_OFFBOARDING, raise_exception=True)
CLOSES = permission_required(Right.CLOSE_ACCESS, raise_exception=True)


def the_suspension(request: Request, pk: int) -> Suspension:
    """Raises ``Http404``."""
    return get_object_or_404(Suspension.objects.visible_to(request.user).with_row(), pk=pk)


def turned_away(request: Request, row: Suspension) -> HttpResponse | None:
    """To the page of it, where what this page is for can only be refused now."""
    offered = {step.href for step in steps(row, request.user, standing(row))}
    if request.method != "GET" or request.path in offered:
        return None
    messages.info(request, _("That can’t be done now. This is how it stands."))
    return redirect(row)


@SHOWN_OR_TAKEN
@SEES
def suspensions(request: Request) -> HttpResponseBase:
    """Everybody who is suspended, will be or was."""
    return register_page(
        request,
        queryset=Suspension.objects.visible_to(request.user).with_row(),
        table_class=SuspensionTable,
        filter_class=SuspensionFilter,
        template="offboarding/suspensions.html",
        context={"title": _("Suspensions and withdrawn facilities")},
        on_export=partial(export_register, of="offboarding.suspensions", by=request.user),
    )


@require_safe
@SEES
def suspension(request: Request, pk: int) -> HttpResponse:
    """One suspension: what was decided, what is closed, and what happened."""
    row = the_suspension(request, pk)
    return render(request, "offboarding/suspension.html", shown(row, request.user))


@require_safe
@SEES
def suspension_of(request: Request, person: int) -> HttpResponse:
    """The last one of somebody: pages about people lead here."""
    rows = Suspension.objects.visible_to(request.user).filter(councillor=person)
    if row := rows.first():
        return redirect(row)
    messages.info(request, _("This person was never suspended, nor without facilities."))
    return redirect("offboarding:suspensions")


@EITHER
@OVERSEES
@CHECKED
def suspend(request: Request, person: int) -> HttpResponse:
    """A councillor in office is suspended, or facilities are withdrawn; checked before it is
    saved.
    """
    councillor = get_object_or_404(User, pk=person)
    if not councillor.is_councillor:
        messages.info(request, _("They are not in office, so they can’t be suspended."))
        return redirect("accounts:person", person)
    form = filled(request, SuspendForm(request.POST or None, initial=first_day_first()))
    entry = Entry(
        form=form,
        title=_("Suspend a councillor, or withdraw facilities"),
        back=reverse("accounts:person", args=[person]),
        person=councillor,
        draft=lambda: drafted(councillor=councillor, by=request.user, **form.arguments()),
        act=lambda: actions.suspend(councillor=councillor, by=request.user, **form.arguments()),
    )
    return checked(request, entry)


@EITHER
@OVERSEES
@CHECKED
def move_suspension(request: Request, pk: int) -> HttpResponse:
    """It ends on a later day, or an earlier one; checked before it is saved."""
    row = the_suspension(request, pk)
    if away := turned_away(request, row):
        return away
    form = filled(request, MoveForm(request.POST or None, initial={"ends_on": row.ends_on}))
    entry = Entry(
        form=form,
        title=str(words_of(row).move),
        back=row.get_absolute_url(),
        person=row.councillor,
        draft=lambda: drafted_move(row, **form.cleaned_data),
        act=lambda: actions.move_end(suspension=row, by=request.user, **form.cleaned_data),
    )
    return checked(request, entry)


@EITHER
@OVERSEES
def lift_suspension(request: Request, pk: int) -> HttpResponse:
    """It ends now, or never begins."""
    row = the_suspension(request, pk)
    do = partial(actions.lift, suspension=row, by=request.user)
    away = turned_away(request, row)
    return away or reason_page(request, acts.lifting(row), lambda reason: do(reason=reason))


def _confirmed(
    request: Request,
    pk: int,
    words: Callable[[Suspension], Act],
    act: Callable[..., object],
) -> HttpResponse:
    """What the desk says of its own work: no reason is asked for."""
    row = the_suspension(request, pk)
    away = turned_away(request, row)
    do = partial(act, suspension=row, by=request.user)
    return away or reason_page(request, words(row), lambda _reason: do())


@EITHER
@CLOSES
def close_systems(request: Request, pk: int) -> HttpResponse:
    """The desk has closed what is to be closed."""
    return _confirmed(request, pk, acts.closing, actions.note_closed)


@EITHER
@CLOSES
def open_systems(request: Request, pk: int) -> HttpResponse:
    """The desk has opened it again."""
    return _confirmed(request, pk, acts.opening, actions.note_opened)


@EITHER
@CLOSES
def take_back_opened(request: Request, pk: int) -> HttpResponse:
    """The desk said so by mistake."""
    return _confirmed(request, pk, acts.not_opened, actions.take_back_opened)


@require_safe
def my_suspension(request: Request) -> HttpResponse:
    """What a suspended councillor reads first: until when, why, and what is open. It needs no
    right.
    """
    row = own_suspension(request.user)
    if row is None:
        raise Http404
    return render(request, "offboarding/my_suspension.html", own(row))
