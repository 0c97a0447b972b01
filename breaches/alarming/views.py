"""Who is on call for alarms, and one's own phone for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from breaches.alarming import actions
from breaches.alarming.confirming import confirm_phone
from breaches.alarming.facts import gap_in_rota
from breaches.alarming.forms import CodeForm, PhoneForm, TurnForm
from breaches.models import AlarmPhone, Turn
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.days import today
from councilgov.notices import notify

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

KEEPS = permission_required(Right.KEEP_ROTA, raise_exception=True)


@require_safe
@KEEPS
def on_call(request: Request) -> HttpResponse:
    """Who is on call today and later, and who is away."""
    day = today()
    turns = Turn.objects.not_over(day).select_related("officer")
    called = Turn.objects.called(day).select_related("officer")
    context = {"turns": turns, "called": called, "day": day, "gap": gap_in_rota()}
    return render(request, "breaches/alarming/on_call.html", context)


@require_http_methods(["GET", "POST"])
@KEEPS
def add_turn(request: Request) -> HttpResponse:
    """Enter who is on call, or away."""
    form = filled(request, TurnForm(request.POST or None))
    if form.done(lambda: actions.add_turn(by=request.user, **form.cleaned_data)):
        messages.success(request, _("The rota is saved."))
        return redirect("breaches:on_call")
    return render(request, "breaches/alarming/add_turn.html", {"form": form})


@require_POST
@KEEPS
def remove_turn(request: Request, pk: int) -> HttpResponse:
    """Take a line off the rota."""
    turn = get_object_or_404(Turn, pk=pk)
    actions.remove_turn(turn=turn, by=request.user)
    messages.success(request, _("The line is taken off the rota."))
    return redirect("breaches:on_call")


@require_http_methods(["GET", "POST"])
def alarm_phone(request: Request) -> HttpResponse:
    """One's own number for alarms, if the council sends text messages."""
    form = filled(request, PhoneForm(request.POST or None))
    if form.done(lambda: actions.ask_phone(by=request.user, **form.cleaned_data)):
        return redirect("breaches:confirm_alarm_phone")
    phone = AlarmPhone.objects.filter(person=request.user).confirmed().first()
    context = {"form": form, "phone": phone, "is_on": notify.is_on()}
    return render(request, "breaches/alarming/alarm_phone.html", context)


@require_http_methods(["GET", "POST"])
def confirm_alarm_phone(request: Request) -> HttpResponse:
    """Enter the code that was sent to it."""
    phone = AlarmPhone.objects.filter(person=request.user, confirmed_at=None).first()
    if phone is None:
        return redirect("breaches:alarm_phone")
    form = filled(request, CodeForm(request.POST or None))
    if form.done(lambda: confirm_phone(by=request.user, **form.cleaned_data)):
        messages.success(request, _("Alarms come to your phone too."))
        return redirect("breaches:alarm_phone")
    context = {"form": form, "phone": phone}
    return render(request, "breaches/alarming/confirm_alarm_phone.html", context)


@require_POST
def forget_alarm_phone(request: Request) -> HttpResponse:
    """No more alarms by text message."""
    actions.forget_phone(by=request.user)
    messages.success(request, _("No alarms come to your phone any more."))
    return redirect("breaches:alarm_phone")
