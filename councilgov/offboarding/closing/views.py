"""Pages on which officers close accounts, end tasks, pause a case and complete it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.offboarding import actions
from councilgov.offboarding.closing import acts
from councilgov.offboarding.closing.forms import AccountsForm, FamilyForm, MistakeForm
from councilgov.offboarding.doing import may_finish, may_pause, may_take_up, may_waive
from councilgov.offboarding.models import OffboardingCase, OffboardingTask, TaskKind
from councilgov.offboarding.own.forms import ContactForm

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from councilgov.forms.kit import GovukForm
    from councilgov.http import Request
    from councilgov.offboarding.accounts import AccountEndQuerySet

EITHER = require_http_methods(["GET", "POST"])
SEES = permission_required(Right.SEE_OFFBOARDING, raise_exception=True)
CLOSES = permission_required(Right.CLOSE_ACCESS, raise_exception=True)
KEEPS = permission_required(Right.KEEP_OFFBOARDING, raise_exception=True)


def the_case(request: Request, pk: int) -> OffboardingCase:
    """A case that this person sees. Raises ``Http404``."""
    return get_object_or_404(OffboardingCase.objects.visible_to(request.user).with_row(), pk=pk)


def the_task(request: Request, pk: int, may: Callable[..., bool]) -> OffboardingTask:
    """A task of a case that this person sees, if they may do that. Raises ``PermissionDenied``."""
    rows = OffboardingTask.objects.visible_to(request.user)
    row = get_object_or_404(rows.select_related("case__councillor", "case__term"), pk=pk)
    if not may(row, request.user):
        raise PermissionDenied
    return row


def may_tick(may: Callable[..., bool]) -> Callable[..., bool]:
    """For what depends on whether the council has named its systems."""
    return lambda task, user: may(task, user, has_systems=task.case.accounts.exists())


def asked(
    request: Request,
    case: OffboardingCase,
    form: GovukForm,
    do: Callable[[], object],
    words: tuple[str, str, str],
) -> HttpResponse:
    """The page of a form about a case: shown, or done and back there. ``words`` are its title, its
    button, and what is said when it is done.
    """
    title, button, done = words
    if form.done(do):
        messages.success(request, done)
        return redirect(case)
    context = {"case": case, "form": form, "title": title, "button": button}
    return render(request, "offboarding/form.html", context)


@EITHER
@CLOSES
def suspend_accounts(request: Request, pk: int) -> HttpResponse:
    """The desk says which accounts it suspended, and when."""
    case = the_case(request, pk)
    words = (
        _("Accounts that you suspended"),
        _("Say that they are suspended"),
        _("Noted: the accounts are suspended."),
    )
    return _closed(request, case, actions.suspend_accounts, words, of=_not_suspended)


@EITHER
@CLOSES
def terminate_accounts(request: Request, pk: int) -> HttpResponse:
    """The desk says which accounts it terminated, and when."""
    case = the_case(request, pk)
    words = (
        _("Accounts that you terminated"),
        _("Say that they are terminated"),
        _("Noted: the accounts are terminated."),
    )
    return _closed(request, case, actions.terminate_accounts, words, of=_not_terminated)


@EITHER
@CLOSES
def open_accounts(request: Request, pk: int) -> HttpResponse:
    """They are in office again: the desk says which accounts it opened, and when."""
    case = the_case(request, pk)
    rows = list(case.accounts.to_open())
    if not rows:
        messages.info(request, _("There is no account to open now."))
        return redirect(case)
    form = filled(request, AccountsForm(request.POST or None, rows=rows))
    do = partial(actions.open_accounts, case=case, by=request.user)
    words = (
        _("Accounts that you opened again"),
        _("Say that they are open"),
        _("Noted: the accounts are open again."),
    )
    return asked(request, case, form, lambda: do(**form.cleaned_data), words)


@EITHER
@CLOSES
def take_back_accounts(request: Request, pk: int) -> HttpResponse:
    """What was noted last about accounts was a mistake."""
    case = the_case(request, pk)
    is_back, noted = case.has_come_back, case.accounts.all()
    rows = list(noted.opened() if is_back else noted.noted())
    if not rows or not (case.is_over or is_back):
        messages.info(request, _("Nothing was noted about an account that could be taken back."))
        return redirect(case)
    form = filled(request, MistakeForm(request.POST or None, rows=rows))
    do = partial(actions.take_back_accounts, case=case, by=request.user)
    words = (_("Noted by mistake"), _("Take it back"), _("It is taken back."))
    return asked(request, case, form, lambda: do(**form.cleaned_data), words)


def _not_suspended(rows: AccountEndQuerySet) -> AccountEndQuerySet:
    return rows.not_suspended()


def _not_terminated(rows: AccountEndQuerySet) -> AccountEndQuerySet:
    return rows.not_terminated()


def _closed(
    request: Request,
    case: OffboardingCase,
    act: Callable[..., object],
    words: tuple[str, str, str],
    *,
    of: Callable[[AccountEndQuerySet], AccountEndQuerySet],
) -> HttpResponse:
    rows = list(of(case.accounts.all()))
    if not case.is_over or not rows:
        messages.info(request, _("There is no account to close now."))
        return redirect(case)
    form = filled(request, AccountsForm(request.POST or None, rows=rows))
    do = partial(act, case=case, by=request.user)
    return asked(request, case, form, lambda: do(**form.cleaned_data), words)


@EITHER
@SEES
def finish_task(request: Request, pk: int) -> HttpResponse:
    """It is done, says whoever does it."""
    row = the_task(request, pk, may_tick(may_finish))
    do = partial(actions.finish_task, task=row, by=request.user)
    return reason_page(request, acts.finishing(row), lambda words: do(words=words))


@EITHER
@SEES
def waive_task(request: Request, pk: int) -> HttpResponse:
    """It is not needed, says a Monitoring Officer."""
    row = the_task(request, pk, may_waive)
    do = partial(actions.waive_task, task=row, by=request.user)
    return reason_page(request, acts.waiving(row), lambda reason: do(reason=reason))


@EITHER
@SEES
def take_up_task(request: Request, pk: int) -> HttpResponse:
    """What was noted as done, or not needed, is to be done after all."""
    row = the_task(request, pk, may_tick(may_take_up))
    do = partial(actions.take_up_task, task=row, by=request.user)
    return reason_page(request, acts.taking_up(row), lambda _reason: do())


@EITHER
@SEES
def pause(request: Request, pk: int) -> HttpResponse:
    """The clock of equipment stands still."""
    case = paused_by(request, pk)
    do = partial(actions.pause, case=case, by=request.user)
    return reason_page(request, acts.pausing(case), lambda reason: do(reason=reason))


@EITHER
@SEES
def resume(request: Request, pk: int) -> HttpResponse:
    """It goes on."""
    case = paused_by(request, pk)
    do = partial(actions.resume, case=case, by=request.user)
    return reason_page(request, acts.resuming(case), lambda _reason: do())


def paused_by(request: Request, pk: int) -> OffboardingCase:
    """A case that this person may pause. Raises ``PermissionDenied``."""
    if not may_pause(request.user):
        raise PermissionDenied
    return the_case(request, pk)


@EITHER
@KEEPS
def name_contact(request: Request, pk: int) -> HttpResponse:
    """Who brings the equipment of a councillor who died."""
    seen = OffboardingCase.objects.visible_to(request.user).with_row()
    case = get_object_or_404(seen.of_the_dead(), pk=pk)
    known = {"name": case.contact_name, "phone": case.contact_phone}
    form = filled(request, FamilyForm(request.POST or None, initial=known))
    do = partial(actions.name_contact, case=case, by=request.user)
    words = (_("Who brings the equipment"), _("Save"), _("Saved."))
    return asked(request, case, form, lambda: do(**form.cleaned_data), words)


@EITHER
@KEEPS
def choose_contact_for(request: Request, pk: int) -> HttpResponse:
    """How they are reached, as they said it on the phone or in a letter."""
    seen = OffboardingCase.objects.visible_to(request.user).of_the_living().with_row()
    case = get_object_or_404(seen, pk=pk)
    form = filled(request, ContactForm(request.POST or None, case=case))
    do = partial(actions.choose_contact, case=case, by=request.user)
    words = (_("How they are reached"), _("Save"), _("Saved."))
    return asked(request, case, form, lambda: do(**form.cleaned_data), words)


def what_is_left(case: OffboardingCase) -> str:
    """Why it can't be completed now, in words; empty where it can, or is."""
    if not case.is_over:
        return ""
    kinds = [task for task in case.tasks.all() if task.is_to_do and task.kind != TaskKind.RECEIPT]
    told = _("This case can’t be completed yet. Still to be done: %(tasks)s.")
    return told % {"tasks": "; ".join(str(task) for task in kinds)} if kinds else ""


@EITHER
@KEEPS
def complete(request: Request, pk: int) -> HttpResponse:
    """All is done: the receipt is made, and the case is closed."""
    case = the_case(request, pk)
    if request.method != "POST" and (told := what_is_left(case)):
        messages.info(request, told)
        return redirect(case)
    do = partial(actions.complete, case=case, by=request.user)
    return reason_page(request, acts.completing(case), lambda _reason: do())
