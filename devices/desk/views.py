"""Pages of the desk's tasks."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.reasons import Act
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from devices.desk import actions
from devices.desk.forms import TicketForm
from devices.desk.tables import COLOURS, DeskTaskFilter, DeskTaskTable
from devices.models import DeskTask, TaskStatus

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

SEES = permission_required(Right.SEE_DESK_TASKS, raise_exception=True)


@SHOWN_OR_TAKEN
@SEES
def desk_tasks(request: Request) -> HttpResponseBase:
    """What the desk has to do, and what it did."""
    return register_page(
        request,
        queryset=DeskTask.objects.visible_to(request.user).with_row(),
        table_class=DeskTaskTable,
        filter_class=DeskTaskFilter,
        context={"title": _("Tasks"), "section": _("ICT service desk")},
        on_export=partial(export_register, of="devices.desk_tasks", by=request.user),
        can_save=True,
    )


@require_http_methods(["GET", "POST"])
@SEES
def desk_task(request: Request, pk: int) -> HttpResponse:
    """One task: where it is done, and its ticket in the desk's own system."""
    task = get_object_or_404(DeskTask.objects.visible_to(request.user).with_row(), pk=pk)
    may_do = request.user.has_perm(Right.DO_DESK_TASKS)
    if request.method == "POST" and not may_do:
        raise PermissionDenied
    form = filled(request, TicketForm(request.POST or None, initial={"ticket": task.ticket}))
    if form.done(lambda: actions.enter_ticket(task=task, by=request.user, **form.cleaned_data)):
        messages.success(request, _("The ticket number is saved."))
        return redirect(task)
    context = {
        "task": task,
        "form": form,
        "may_do": may_do,
        "colour": COLOURS.get(TaskStatus(task.status)),
    }
    return render(request, "devices/desk_task.html", context)


@require_http_methods(["GET", "POST"])
@permission_required(Right.DO_DESK_TASKS, raise_exception=True)
def drop_task(request: Request, pk: int) -> HttpResponse:
    """The desk says why a task is no longer needed."""
    task = get_object_or_404(DeskTask.objects.visible_to(request.user).with_row(), pk=pk)
    if request.method == "GET":
        task.check_move(TaskStatus.DROPPED, gettext_noop("Ending the task"))
    act = Act(
        title=_("This is no longer needed"),
        caption=f"{task.reference}: {task.get_kind_display()}",
        back=task.get_absolute_url(),
        consequences=[
            _("The task ends. What it asks for is not done by that."),
            _("Close the ticket in your own system yourself."),
        ],
        question=_("Why is it no longer needed?"),
        button=_("End the task"),
        done=_("The task has ended."),
        is_grave=False,
    )
    return reason_page(
        request, act, lambda reason: actions.drop_task(task=task, reason=reason, by=request.user)
    )
