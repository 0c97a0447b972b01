"""Pages of confidential reports: that they are there, who reads them, and who opened one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from breaches.confiding import actions, checks
from breaches.confiding.entries import entry, shut_rows
from breaches.confiding.forms import (
    ConfidentialForm,
    OpenForm,
    OwnConfidentialForm,
    ReaderForm,
)
from breaches.models import Incident, IncidentOpening
from breaches.seeing import handled, the_incident
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.reasons import Act

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])
SEES = permission_required(Right.SEE_INCIDENTS, raise_exception=True)
PER_PAGE = 50
MOST = 500


def listed(request: Request, pk: int) -> Incident:
    """The same of one that is confidential. Raises ``Http404`` where there is no list."""
    row = handled(request, pk)
    if not row.is_confidential:
        raise Http404
    return row


@require_safe
@SEES
def confidential(request: Request) -> HttpResponse:
    """That there are reports which this person can't read, and which were opened."""
    page = Paginator(shut_rows(request.user), PER_PAGE).get_page(request.GET.get("page"))
    opened = IncidentOpening.objects.visible_to(request.user).with_row()
    context = {
        "page": page,
        "entries": [entry(*row) for row in page],
        "openings": Paginator(opened, PER_PAGE).get_page(request.GET.get("opened")),
    }
    return render(request, "breaches/confiding/confidential.html", context)


@EITHER
def make_confidential(request: Request, pk: int) -> HttpResponse:
    """Say who may read it, and that nobody else may."""
    row = the_incident(request, pk)
    if not checks.may_confide(row, request.user):
        raise PermissionDenied
    form = ConfidentialForm(request.POST or None, incident=row, by=request.user)
    form = filled(request, form)
    if form.done(
        lambda: actions.make_confidential(incident=row, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("It is confidential. Those on the list are told."))
        return redirect(row)
    title = _("Make it confidential")
    context = {"form": form, "about": row, "title": title, "button": title}
    return render(request, "breaches/form.html", context)


@EITHER
def confide_own(request: Request, pk: int) -> HttpResponse:
    """Whoever reported it makes it confidential; or asks for that, once somebody looks into it."""
    row = the_incident(request, pk)
    if row.reported_by != request.user:
        raise PermissionDenied
    if request.method != "POST":
        checks.check_own_report(row, request.user)
    if not checks.may_hide(row):
        return ask_confidential(request, row)
    form = filled(request, OwnConfidentialForm(request.POST or None, incident=row))
    if form.done(lambda: actions.confide_own(incident=row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("It is confidential. Those whom you chose are told."))
        return redirect(row)
    title = _("Make it confidential")
    context = {"form": form, "about": row, "title": title, "button": title}
    return render(request, "breaches/form.html", context)


def ask_confidential(request: Request, row: Incident) -> HttpResponse:
    """Those who look into it read why, and decide."""
    act = Act(
        title=_("Ask to make it confidential"),
        caption=row.reference,
        back=row.get_absolute_url(),
        consequences=[
            _("Somebody looks into it already, so they decide. They are told at once."),
            _("You see on the page of the report when it is confidential."),
        ],
        question=_("Why is it confidential?"),
        button=_("Ask for it"),
        done=_("You asked for it. Those who look into it are told."),
        most=MOST,
        is_grave=False,
    )
    return reason_page(
        request,
        act,
        lambda why: actions.ask_confidential(incident=row, reason=why, by=request.user),
    )


@require_safe
def readers(request: Request, pk: int) -> HttpResponse:
    """Who may read it, since when and why."""
    row = listed(request, pk)
    context = {
        "incident": row,
        "readers": row.readers.now().with_row(),
        "openings": row.openings.with_row(),
    }
    return render(request, "breaches/confiding/readers.html", context)


@EITHER
def add_reader(request: Request, pk: int) -> HttpResponse:
    """One more may read it."""
    row = listed(request, pk)
    form = filled(request, ReaderForm(request.POST or None, incident=row))
    if form.done(lambda: actions.add_reader(incident=row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("They are on the list, and are told."))
        return redirect("breaches:readers", row.reference)
    title = _("Let somebody read it")
    context = {"form": form, "about": row, "title": title, "button": _("Put them on the list")}
    return render(request, "breaches/form.html", context)


@EITHER
def remove_reader(request: Request, pk: int, reader: int) -> HttpResponse:
    """Somebody may not read it any more."""
    row = listed(request, pk)
    found = get_object_or_404(row.readers.now().with_row(), pk=reader)
    act = Act(
        title=_("Take %(name)s off the list") % {"name": found.person.full_name},
        caption=row.reference,
        back=row.get_absolute_url(),
        consequences=[_("They can’t read it any more.")],
        question=_("Why?"),
        button=_("Take them off"),
        done=_("They are off the list."),
        most=MOST,
    )

    def do(reason: str) -> None:
        actions.remove_reader(reader=found, reason=reason, by=request.user)

    return reason_page(request, act, do, then=_after(request, row, found.person_id))


def _after(request: Request, row: Incident, person: int) -> str:
    """Back to the list; who took themselves off can't come back there."""
    if person == request.user.pk:
        return reverse("breaches:incidents")
    return reverse("breaches:readers", args=[row.reference])


@EITHER
def end_confidentiality(request: Request, pk: int) -> HttpResponse:
    """Everybody who looks into reports may read it again."""
    row = listed(request, pk)
    act = Act(
        title=_("End the confidentiality"),
        caption=row.reference,
        back=row.get_absolute_url(),
        consequences=[
            _("Everybody who looks into reports can read it, with all that was written.")
        ],
        question=_("Why?"),
        button=_("End it"),
        done=_("It is no longer confidential."),
        most=MOST,
    )
    return reason_page(
        request,
        act,
        lambda why: actions.end_confidentiality(incident=row, reason=why, by=request.user),
    )


@EITHER
@SEES
def open_confidential(request: Request, pk: int) -> HttpResponse:
    """Open a report that is shut to this person, for some hours."""
    row = get_object_or_404(Incident.objects.shut_to(request.user), pk=pk)
    form = filled(request, OpenForm(request.POST or None))
    if form.done(
        lambda: actions.open_confidential(incident=row, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Opened. Those whom it concerns are told."))
        return redirect(row)
    takes_over = checks.takes_over(row, request.user)
    context = {"form": form, "reference": row.reference, "takes_over": takes_over}
    return render(request, "breaches/confiding/open_confidential.html", context)


@require_safe
def confidential_opening(request: Request, pk: int) -> HttpResponse:
    """Who opened a confidential report, why and until when."""
    row = get_object_or_404(IncidentOpening.objects.visible_to(request.user).with_row(), pk=pk)
    may_read = Incident.objects.visible_to(request.user).filter(pk=row.incident_id).exists()
    context = {
        "row": row,
        "may_end": row.is_running and row.may_be_ended_by(request.user),
        "may_read": may_read,
        "sees_list": request.user.has_perm(Right.SEE_INCIDENTS),
    }
    return render(request, "breaches/confiding/opening.html", context)


@require_POST
def end_opening(request: Request, pk: int) -> HttpResponse:
    """End it before its time."""
    row = get_object_or_404(IncidentOpening.objects.visible_to(request.user), pk=pk)
    actions.end_opening(opening=row, by=request.user)
    messages.success(request, _("Closed. They can’t read the report any more."))
    return redirect(row)
