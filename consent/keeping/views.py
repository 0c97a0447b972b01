"""Pages that say beforehand who will be deleted, and when: to councillors, and in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consent.adding.views import the_person
from consent.holding.checks import kept_by
from consent.holds import RecordsHold
from consent.keeping import actions
from consent.keeping.forms import MonthsForm
from consent.keeping.rules import with_last_heard
from consent.keeping.saying import OF_LOG, OF_PEOPLE
from consent.models import Constituent
from consent.own import KEEPS, PAGE
from councilgov.access import Right
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.people.models import Council

if TYPE_CHECKING:
    from django.http import HttpResponse

    from consent.keeping.saying import Saying
    from councilgov.http import Request

ON_A_PAGE = 50


@PAGE
@KEEPS
def going(request: Request) -> HttpResponse:
    """Who will be deleted, and when; with a button for each whom the councillor still needs."""
    if request.method == "POST":
        if not (pk := request.POST.get("person", "")).isdecimal():
            raise Http404
        actions.still_needed(person=the_person(request, int(pk)), by=request.user)
        messages.success(request, _("Kept."))
        return redirect("consent:going")
    mine = Constituent.objects.visible_to(request.user).exclude(goes_on=None)
    rows = with_last_heard(mine).order_by("goes_on", "full_name", "pk")
    page = Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "months": Council.objects.the().contact_months,
        "holds": RecordsHold.objects.on(request.user, Capacity.COUNCIL),
        "kept": kept_by(request.user),
        "today": today(),
    }
    return render(request, "consent/going.html", context)


@PAGE
@permission_required(Right.CHANGE_SETTINGS, raise_exception=True)
def change_months(request: Request) -> HttpResponse:
    """How long contacts are kept."""
    return _months_page(request, OF_PEOPLE)


@PAGE
@permission_required(Right.CHANGE_SETTINGS, raise_exception=True)
def change_log_months(request: Request) -> HttpResponse:
    """How long the log of what was taken down or blocked is kept."""
    return _months_page(request, OF_LOG)


def _months_page(request: Request, say: Saying) -> HttpResponse:
    """First what other months would delete, then the button."""
    now = say.of.months
    sent = request.POST if request.method == "POST" else request.GET
    form = MonthsForm(sent if "months" in sent else None, initial={"months": now}, say=say)
    if request.method == "POST" and form.done(
        lambda: actions.change_months(by=request.user, of=say.of, **form.cleaned_data)
    ):
        messages.success(request, _("Set. Councillors are told, and nothing goes for 4 weeks."))
        return redirect(request.path)
    months = form.cleaned_data.get("months") if form.is_bound and form.is_valid() else None
    context = {"form": form, "now": now, "months": months, "say": say, "told": say.now_for(now)}
    if months and months != now:
        context |= {"rows": say.compared(now, months), "button": say.button(months)}
    return render(request, "consent/keeping/change_months.html", context)
