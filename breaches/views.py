"""Pages of incidents: the register, one incident, and what is done about it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from breaches import facts
from breaches.acts import ACTS
from breaches.alarming import facts as alarming
from breaches.compromising.facts import parts_of
from breaches.confiding.checks import is_asked_for, may_ask, may_confide
from breaches.countdown import unruled_clock
from breaches.deciding.outcome import came_of_it
from breaches.events import what_was_said
from breaches.evidencing.facts import files
from breaches.learning.facts import what_to_do
from breaches.losing.facts import of_device
from breaches.models import Alarm, Incident
from breaches.next_step import next_steps
from breaches.reporting.actions import add_note as note
from breaches.reporting.forms import NoteForm
from breaches.seeing import added_to, the_incident
from breaches.sharing.actions import part_to_share
from breaches.sharing.views import keeps_log
from breaches.tables import (
    COLOURS,
    IncidentFilter,
    IncidentTable,
    OwnIncidentTable,
    RegisterOfIncidentsFilter,
)
from breaches.triaging.checks import may_add, may_handle, waits_for_officer
from breaches.ways import steps
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from councilgov.notices import notify

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from breaches.incidents import IncidentQuerySet
    from councilgov.http import Request
    from councilgov.people.models import User


CLOSED = _lazy("The report is closed. Whoever looks into it can open it again.")


@SHOWN_OR_TAKEN
def incidents(request: Request) -> HttpResponseBase:
    """To those who look into them all reports; to everybody else their own."""
    user = request.user
    sees_all = user.has_perm(Right.SEE_INCIDENTS)
    rows = Incident.objects.visible_to(user).with_row().with_part_of(user)
    return register_page(
        request,
        queryset=of_the_council(rows) if sees_all else rows,
        table_class=IncidentTable if sees_all else OwnIncidentTable,
        filter_class=RegisterOfIncidentsFilter if sees_all else IncidentFilter,
        template="breaches/incidents.html",
        context={
            "title": _("Reports") if sees_all else _("Your reports"),
            "sees_all": sees_all,
            **beside_the_list(user),
        },
        on_export=partial(export_register, of="breaches.incidents", by=user),
        can_save=sees_all,
    )


def beside_the_list(user: User) -> dict[str, Any]:
    """Where this person goes on from the list."""
    return {
        "keeps_rota": user.has_perm(Right.KEEP_ROTA),
        "keeps_log": keeps_log(user),
        "sets_clauses": user.has_perm(Right.HANDLE_INCIDENT),
        "sends_texts": notify.is_on(),
        "sets_lists": user.has_perm(Right.SET_CONTAINMENT),
    }


def of_the_council(rows: IncidentQuerySet) -> IncidentQuerySet:
    """The register of the council, with what its columns and files show of each."""
    # of those who have to do with it, the list names only who reported it
    named = rows.select_related(None).select_related("reported_by", "cited__policy")
    councils = named.of_the_council().with_council_part()
    return councils.annotate(**what_was_said("pk"))


@require_safe
def incident(request: Request, pk: int) -> HttpResponse:
    """One incident: what is known, how long is left, who decided what, and what can be done."""
    row, user = the_incident(request, pk), request.user
    Alarm.objects.note_opened(user, row, timezone.now())
    context = {
        "incident": row,
        "colour": COLOURS.get(row.status, "grey"),
        "known": facts.known(row, user),
        "device": of_device(row, user),
        "unruled": unruled_clock(row, user),
        **what_can_be_done(row, user),
        "events": facts.timeline(row, user),
        **whose(row, user),
        **evidence(row, user),
        **what_to_do(row, user),
        "holds": row.holds.in_force(),
    }
    return render(request, "breaches/incident.html", context)


def whose(row: Incident, user: User) -> dict[str, Any]:
    """What this person is to it."""
    return {
        "is_reporter": row.reported_by == user,
        "is_kept_out": user.has_perm(Right.SEE_INCIDENTS) and row.is_involved(user),
        "came_of_it": came_of_it(row) if row.reported_by == user else [],
        "handles": may_handle(row, user),
        **about_secrecy(row, user),
        "incident_is_own": row.is_own_of(user),
    }


def about_secrecy(row: Incident, user: User) -> dict[str, Any]:
    """Whether they may make it confidential, or ask for that, and whether that was asked for."""
    may, asks = may_confide(row, user), may_ask(row, user)
    return {
        "may_confide": may,
        "may_ask_confidential": asks,
        "is_asked_for": (may or asks) and is_asked_for(row),
    }


def evidence(row: Incident, user: User) -> dict[str, Any]:
    """The files of it, and where more are added."""
    may = row.erased_at is None and may_add(row, user)
    add_url = reverse("breaches:add_files", args=[row.reference]) if may else ""
    return {"files": files(row, user), "add_url": add_url}


def who_answers(row: Incident, user: User) -> dict[str, Any]:
    """The parts of the controllers, with their alarms; those of many councillors as figures that
    lead to a list.
    """
    parts = parts_of(row) if row.is_looked_into_by(user) else None
    is_short = parts is not None
    return {
        "parts": parts,
        "sides": facts.sides(row, user, is_short=is_short),
        "alarms": alarming.alarms(row, user, is_short=is_short),
    }


def what_can_be_done(row: Incident, user: User) -> dict[str, Any]:
    """The parts of the controllers, what is next, and what else can be done."""
    shown = who_answers(row, user)
    following = next_steps(row, [side.row for side in shown["sides"]], user)
    first = following.step.href if following.step else ""
    others = [step for step in steps(row, user) if step.href != first]
    to_share = part_to_share(row, [side.row for side in shown["sides"]], user)
    return {**shown, "following": following, "steps": others, "to_share": to_share}


@require_http_methods(["GET", "POST"])
def add_note(request: Request, pk: int) -> HttpResponse:
    """What somebody knows more, in words."""
    row = added_to(request, pk)
    form = filled(request, NoteForm(request.POST or None))
    if form.done(lambda: note(incident=row, by=request.user, **form.cleaned_data)):
        told = _("The note is added.") if row.is_open else _("The note is added. %s") % CLOSED
        messages.success(request, told)
        return redirect(row)
    context = {"form": form, "about": row, "title": _("Add a note"), "button": _("Add the note")}
    return render(request, "breaches/form.html", context)


@require_http_methods(["GET", "POST"])
def act_on(request: Request, pk: int, act: str) -> HttpResponse:
    """What is done about an incident with a reason; then the incident, if they still see it."""
    row, one = the_incident(request, pk), ACTS[act]
    if not may_handle(row, request.user) or waits_for_officer(row, request.user):
        raise PermissionDenied
    if request.method != "POST":
        one.check_opens(row, request.user)
    page = reason_page(request, one.page(row), lambda reason: one.do(row, reason, request.user))
    if Incident.objects.visible_to(request.user).filter(pk=pk).exists():
        return page
    told = _("%(reference)s is in the councillor’s own log now. You see it again if they share it.")
    messages.info(request, told % {"reference": row.reference})
    return redirect("breaches:incidents")
