"""Pages of the people whom a councillor is in touch with."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consent.accepting.views import terms_first
from consent.adding import actions
from consent.adding.acts import forgetting
from consent.adding.forms import AddForm, NameForm
from consent.adding.tables import ContactFilter, ContactTable
from consent.constituents import KEPT
from consent.holding.checks import holds_on
from consent.models import Constituent, LeftChannel, Opening, Reading, with_ways
from consent.openings import SHOWN
from consent.own import KEEPS, PAGE
from consent.permitting.actions import note
from consent.permitting.sharing import notes_on
from consent.permitting.steps import in_which_words, may_decline, standing
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

LATELY = 10
"""Contacts that the page of somebody shows; the log has all."""
AT_HAND = 5
"""People with whom a contact is logged straight from the list."""


@SHOWN_OR_TAKEN
@KEEPS
def contacts(request: Request) -> HttpResponseBase:
    """The people whom this councillor is in touch with."""
    mine = Constituent.objects.visible_to(request.user)
    read, now = Reading.objects.visible_to(request.user), timezone.now()
    return register_page(
        request,
        queryset=with_ways(mine, today()),
        table_class=ContactTable,
        filter_class=ContactFilter,
        template="consent/contacts.html",
        context={
            "title": _("Your contacts"),
            "section": _("Kept by you"),
            "at_hand": mine.lately()[:AT_HAND],
            "openings": Opening.objects.shown_to_owner(request.user, now),
            "read_lately": read.of_council_work(now - SHOWN).exists(),
        },
        on_export=partial(export_register, of="consent.contacts", by=request.user),
    )


@require_safe
@KEEPS
def choose_capacity(request: Request) -> HttpResponse:
    """For whom the councillor acts: it decides who answers for the data."""
    return render(request, "consent/choose_capacity.html", {"capacities": KEPT})


@require_safe
@KEEPS
def party(request: Request) -> HttpResponse:
    """Of party work nothing is kept: the page says so, and nothing is asked."""
    return render(request, "consent/party.html")


@PAGE
@KEEPS
def add_person(request: Request, capacity: str) -> HttpResponse:
    """Somebody new, and the first way to reach them."""
    if page := terms_first(request, capacity, f"capacity={capacity}"):
        return page
    named = request.GET.get("channel", "")
    form = AddForm(request.POST or None, councillor=request.user, channel=named)
    form = filled(request, form)
    if form.done(lambda: _add(request, capacity, **form.cleaned_data)):
        messages.success(request, _("Noted."))
        return redirect(Constituent.objects.visible_to(request.user).latest("pk"))
    context = {"form": form, "capacity": Capacity(capacity), "about": f"capacity={capacity}"}
    return render(request, "consent/add_person.html", context)


@transaction.atomic
def _add(request: Request, capacity: str, **given: Any) -> None:
    about = {name: given.pop(name) for name in ("full_name", "at_request_of", "advocate")}
    person = actions.add_person(**about, capacity=capacity, by=request.user)
    note(person=person, by=request.user, **given)


def the_person(request: Request, pk: int) -> Constituent:
    """One of this councillor's own. Raises ``Http404`` for anybody else's."""
    return get_object_or_404(Constituent.objects.visible_to(request.user), pk=pk)


@require_safe
@KEEPS
def constituent(request: Request, pk: int) -> HttpResponse:
    """Somebody, and every way to reach them, the one they like best first."""
    person = the_person(request, pk)
    left = set(LeftChannel.objects.visible_to(request.user).values_list("channel", flat=True))
    every = person.permissions.with_row()
    rows = sorted(every.to_contact(), key=lambda row: (row.is_over, row.channel_id in left))
    notes = notes_on(rows)
    context = {
        "person": person,
        "ways": [(row, notes[row.pk], *standing(row)) for row in rows],
        "to_decline": [row for row in rows if row.channel_id in left and may_decline(row)],
        "agreed": [(row, *standing(row)) for row in every.beyond_contact()],
        "holds": holds_on(person),
        "in_which_words": in_which_words(request.user),
        "stale": [row for row in rows if row.is_stale(today())],
        "contacts": person.contacts.with_row()[:LATELY],
        "was_read": person.readings.in_full().exists(),
        "was_listed": person.readings.exists(),
        "shares": person.shares.running(timezone.now()).with_row().with_readings(),
    }
    return render(request, "consent/person.html", context)


@PAGE
@KEEPS
def rename_person(request: Request, pk: int) -> HttpResponse:
    """Correct a name, or who speaks for them."""
    person = the_person(request, pk)
    begun = {name: getattr(person, name) for name in ("full_name", "at_request_of", "advocate")}
    form = filled(request, NameForm(request.POST or None, initial=begun))
    if form.done(
        lambda: actions.rename_person(person=person, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Saved."))
        return redirect(person)
    context = {"form": form, "person": person, "title": _("Correct their name")}
    return render(request, "consent/permission_form.html", context)


@PAGE
@KEEPS
def forget_person(request: Request, pk: int) -> HttpResponse:
    """The councillor no longer needs somebody."""
    person = the_person(request, pk)
    return reason_page(
        request,
        forgetting(person),
        lambda _reason: actions.forget_person(person=person, by=request.user),
        then=redirect("consent:contacts").url,
    )
