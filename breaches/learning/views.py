"""Pages of what is done so that it does not happen again."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from breaches.asked import ask
from breaches.learning import actions, facts
from breaches.learning.forms import EndedForm, FollowUpForm, GiveForm
from breaches.learning.tables import FollowUpFilter, FollowUpTable
from breaches.models import FollowUp, FollowUpStatus, Incident
from breaches.seeing import handled
from breaches.triaging.checks import may_handle
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.reasons import Act
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])


@SHOWN_OR_TAKEN
def follow_ups(request: Request) -> HttpResponseBase:
    """What is to be done because of reports: one's own, and to officers all."""
    return register_page(
        request,
        queryset=FollowUp.objects.visible_to(request.user).with_row(),
        table_class=FollowUpTable,
        filter_class=FollowUpFilter,
        context={"title": _("Actions to do"), "back": reverse("breaches:incidents")},
        on_export=partial(export_register, of="breaches.follow_ups", by=request.user),
    )


@EITHER
def set_follow_up(request: Request, pk: int) -> HttpResponse:
    """Somebody is to do something by a day."""
    incident = handled(request, pk)
    form = filled(request, FollowUpForm(request.POST or None))
    return ask(
        request,
        form,
        lambda: actions.set_follow_up(incident=incident, by=request.user, **form.cleaned_data),
        title=_("Set an action"),
        done=_("The action is set."),
        about=incident,
    )


def the_follow_up(request: Request, pk: int) -> FollowUp:
    """One that this person may see. Raises ``Http404``."""
    return get_object_or_404(FollowUp.objects.visible_to(request.user).with_row(), pk=pk)


@require_safe
def follow_up(request: Request, pk: int) -> HttpResponse:
    """One of them, and the pages on which it ends."""
    row = the_follow_up(request, pk)
    status, colour = facts.standing(row)
    seen = Incident.objects.visible_to(request.user).filter(pk=row.incident_id)
    is_open = row.status == FollowUpStatus.OPEN
    context = {
        "row": row,
        "status": status,
        "colour": colour,
        "known": facts.known_of(row),
        "may_finish": is_open and actions.may_finish(row, request.user),
        "may_drop": is_open and may_handle(row.incident, request.user),
        "sees_report": seen.exists(),
    }
    return render(request, "breaches/learning/follow_up.html", context)


@EITHER
def give_follow_up(request: Request, pk: int) -> HttpResponse:
    """Somebody else does it."""
    row = the_follow_up(request, pk)
    if not may_handle(row.incident, request.user):
        raise PermissionDenied
    form = filled(request, GiveForm(request.POST or None))
    return ask(
        request,
        form,
        lambda: actions.give_follow_up(follow_up=row, by=request.user, **form.cleaned_data),
        title=_("Give it to somebody else: %(what)s") % {"what": row.words},
        done=_("Recorded: somebody else does it now."),
        about=row,
    )


@EITHER
def finish_follow_up(request: Request, pk: int) -> HttpResponse:
    """It is done."""
    row = the_follow_up(request, pk)
    if not actions.may_finish(row, request.user):
        raise PermissionDenied
    form = filled(request, EndedForm(request.POST or None))
    return ask(
        request,
        form,
        lambda: actions.finish_follow_up(follow_up=row, by=request.user, **form.cleaned_data),
        title=_("It is done: %(what)s") % {"what": row.words},
        done=_("Recorded: it is done."),
        about=row,
    )


@EITHER
def drop_follow_up(request: Request, pk: int) -> HttpResponse:
    """It is not done."""
    row = the_follow_up(request, pk)
    if not may_handle(row.incident, request.user):
        raise PermissionDenied
    act = Act(
        title=_("It is dropped"),
        caption=row.words,
        back=row.get_absolute_url(),
        consequences=[_("Nobody is reminded of it any more. Your reason stays in the report.")],
        question=_("Why is it dropped?"),
        button=_("Record it"),
        done=_("Recorded: it is dropped."),
        is_grave=False,
    )
    do = partial(actions.drop_follow_up, follow_up=row, by=request.user)
    return reason_page(request, act, lambda reason: do(reason=reason))
