"""Pages of what is done against more harm: the tasks, one of them, and the lists they come from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from breaches.asked import ask
from breaches.containing import actions, facts
from breaches.containing.forms import DoneForm, TaskForm, TemplateForm
from breaches.containing.tables import ContainmentFilter, ContainmentTable
from breaches.containing.usual import USUAL, tasks_for
from breaches.models import ContainmentTask, IncidentKind
from breaches.seeing import handled
from councilgov.access import Right
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
KEEPS_LISTS = permission_required(Right.SET_CONTAINMENT, raise_exception=True)


@SHOWN_OR_TAKEN
@permission_required(Right.SEE_INCIDENTS, raise_exception=True)
def tasks(request: Request) -> HttpResponseBase:
    """What is to be done against more harm, of all reports."""
    return register_page(
        request,
        queryset=ContainmentTask.objects.visible_to(request.user).with_row(),
        table_class=ContainmentTable,
        filter_class=ContainmentFilter,
        context={"title": _("Tasks against more harm"), "back": reverse("breaches:incidents")},
        on_export=partial(export_register, of="breaches.tasks", by=request.user),
    )


@EITHER
def add_task(request: Request, pk: int) -> HttpResponse:
    """Something else has to be done."""
    incident = handled(request, pk)
    form = filled(request, TaskForm(request.POST or None))
    return ask(
        request,
        form,
        lambda: actions.add_task(incident=incident, by=request.user, **form.cleaned_data),
        title=_("Add a task"),
        done=_("The task is added."),
        about=incident,
    )


def the_task(request: Request, pk: int) -> ContainmentTask:
    """A task that this person may see. Raises ``Http404``."""
    rows = ContainmentTask.objects.visible_to(request.user).with_row()
    return get_object_or_404(rows, pk=pk)


def to_do(request: Request, pk: int) -> ContainmentTask:
    """One that they may end. Raises ``PermissionDenied`` for others who see it."""
    row = the_task(request, pk)
    if not actions.may_do(row, request.user):
        raise PermissionDenied
    return row


@require_safe
def task(request: Request, pk: int) -> HttpResponse:
    """One task: what is known, and the pages on which it ends."""
    row = the_task(request, pk)
    status, colour = facts.standing(row)
    context = {
        "task": row,
        "status": status,
        "colour": colour,
        "known": facts.known_of(row),
        "may_do": row.is_undone and actions.may_do(row, request.user),
        "sees_report": request.user.has_perm(Right.SEE_INCIDENTS)
        or row.incident.is_own_of(request.user),
    }
    return render(request, "breaches/containing/task.html", context)


@EITHER
def finish_task(request: Request, pk: int) -> HttpResponse:
    """It is done."""
    row = to_do(request, pk)
    form = filled(request, DoneForm(request.POST or None))
    return ask(
        request,
        form,
        lambda: actions.finish_task(task=row, by=request.user, **form.cleaned_data),
        title=_("It is done: %(task)s") % {"task": row.words},
        done=_("Recorded: the task is done."),
        about=row,
    )


@EITHER
def drop_task(request: Request, pk: int) -> HttpResponse:
    """It is not needed."""
    row = to_do(request, pk)
    act = Act(
        title=_("It is not needed"),
        caption=row.words,
        back=row.get_absolute_url(),
        consequences=[_("It no longer stands in the way of recording that all is contained.")],
        question=_("Why is it not needed?"),
        button=_("Record it"),
        done=_("Recorded: it is not needed."),
        is_grave=False,
    )
    do = partial(actions.drop_task, task=row, by=request.user)
    return reason_page(request, act, lambda reason: do(reason=reason))


@require_safe
@KEEPS_LISTS
def task_lists(request: Request) -> HttpResponse:
    """With which tasks each kind of report begins."""
    kinds = [(kind, reverse("breaches:task_list", args=[kind.value])) for kind in IncidentKind]
    return render(request, "breaches/containing/lists.html", {"kinds": kinds})


@EITHER
@KEEPS_LISTS
def task_list(request: Request, kind: str) -> HttpResponse:
    """The tasks of one kind: one more, or by a press of its button one less."""
    if kind not in USUAL:
        raise Http404
    here = reverse("breaches:task_list", args=[kind])
    if "remove" in request.POST:
        actions.retire_template(kind=kind, words=request.POST["remove"], by=request.user)
        messages.success(request, _("It is taken out of the list."))
        return redirect(here)
    form = filled(request, TemplateForm(request.POST or None))
    if form.done(lambda: actions.add_template(kind=kind, by=request.user, **form.cleaned_data)):
        messages.success(request, _("It is in the list."))
        return redirect(here)
    context = {"form": form, "kind": IncidentKind(kind), "tasks": facts.listed(tasks_for(kind))}
    return render(request, "breaches/containing/list.html", context)
