"""The page that says beforehand who will be deleted, and when."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consent.adding.views import KEEPS, PAGE, the_person
from consent.keeping import actions
from consent.keeping.rules import with_last_heard
from consent.models import Constituent
from councilgov.people.models import Council

if TYPE_CHECKING:
    from django.http import HttpResponse

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
    months = Council.objects.the().contact_months
    return render(request, "consent/going.html", {"page": page, "months": months})
