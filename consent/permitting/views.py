"""Pages of the ways in which somebody may be reached."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from consent.accepting.views import terms_first
from consent.adding.views import the_person
from consent.machines import USABLE
from consent.models import ContactPermission
from consent.own import KEEPS, PAGE
from consent.permitting import actions, steps
from consent.permitting.checks import others_there
from consent.permitting.elsewhere import also_at
from consent.permitting.forms import (
    AgreementForm,
    HandleForm,
    PermissionForm,
    TheirsForm,
    VerifyForm,
)
from consent.permitting.sharing import notes_on
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from councilgov.forms.reasons import Act
    from councilgov.http import Request


def the_permission(request: Request, pk: int) -> ContactPermission:
    """One of this councillor's own. Raises ``Http404`` for anybody else's."""
    mine = ContactPermission.objects.visible_to(request.user).with_row()
    return get_object_or_404(mine, pk=pk)


@PAGE
@KEEPS
def add_permission(request: Request, pk: int) -> HttpResponse:
    """Another way to reach somebody, and from what it is known."""
    person = the_person(request, pk)
    if page := terms_first(request, person.capacity, f"person={person.pk}"):
        return page
    named = request.GET.get("channel", "")
    form = PermissionForm(request.POST or None, councillor=request.user, channel=named)
    form = filled(request, form)
    if form.done(lambda: actions.note(person=person, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Noted."))
        return redirect(person)
    context = {
        "form": form,
        "person": person,
        "title": _("Add a way to reach them"),
        "about": f"person={person.pk}",
        "asks": True,
    }
    return render(request, "consent/permission_form.html", context)


@PAGE
@KEEPS
def add_agreement(request: Request, pk: int) -> HttpResponse:
    """They said yes to the newsletter, or to have something published: apart from contact."""
    person = the_person(request, pk)
    form = filled(request, AgreementForm(request.POST or None, councillor=request.user))
    if form.done(lambda: actions.note(person=person, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Noted. It is no permission to contact them otherwise."))
        return redirect(person)
    title = _("They agree to the newsletter, or to have something published")
    context = {"form": form, "person": person, "title": title, "asks": True}
    return render(request, "consent/permission_form.html", context)


@PAGE
@KEEPS
def permission(request: Request, pk: int) -> HttpResponse:
    """One way to reach somebody: what was agreed, how it was checked, and what can be done now.

    Its buttons come back here, each with the name of its step.
    """
    row = the_permission(request, pk)
    if request.method == "POST":
        return _take_step(request, row)
    text, colour = steps.standing(row)
    context = {
        "row": row,
        "standing": text,
        "colour": colour,
        "notes": notes_on([row])[row.pk],
        "clicks": steps.clicks(row),
        "pages": list(steps.pages(row)),
        "may_begin_again": steps.may_begin_again(row),
    }
    return render(request, "consent/permission.html", context)


def _take_step(request: Request, row: ContactPermission) -> HttpResponse:
    name = request.POST.get("step")
    click = next((click for click in steps.CLICKS if click.name == name), None)
    if click is None:
        raise Http404
    click.do(row, request.user)
    messages.success(request, str(click.done))
    return redirect(row)


@PAGE
@KEEPS
def verify(request: Request, pk: int) -> HttpResponse:
    """It was made sure that it is them."""
    row = the_permission(request, pk)
    row.check_move("verified", _("Checking that it is them"))
    others = others_there(row)
    form = filled(request, VerifyForm(request.POST or None, permission=row, others=others))
    if form.done(lambda: actions.verify(permission=row, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Checked. You need not check again for some months."))
        return redirect(row.constituent)
    context = {"form": form, "row": row, "title": _("Note that you know it is them")}
    return render(request, "consent/permission_form.html", context)


@PAGE
@KEEPS
def change_handle(request: Request, pk: int) -> HttpResponse:
    """They have another number or name on the same channel."""
    row = the_permission(request, pk)
    row.check_stands(USABLE, actions.CHANGING)
    also = also_at(row, row.constituent.permissions.with_row())
    form = filled(request, HandleForm(request.POST or None, row=row, also=also))
    if form.done(
        lambda: actions.change_handle(permission=row, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Changed. Check that it is them before you use it."))
        return redirect(row.constituent)
    context = {"form": form, "row": row, "title": _("They have another number or name")}
    return render(request, "consent/permission_form.html", context)


def _confirmed(
    request: Request, row: ContactPermission, act: Act, do: Callable[..., ContactPermission]
) -> HttpResponse:
    """A page that says what follows, and one press of a button."""
    done = partial(do, permission=row, by=request.user)
    return reason_page(request, act, lambda _reason: done())


@PAGE
@KEEPS
def withdraw(request: Request, pk: int) -> HttpResponse:
    """They took it back, by whatever means."""
    row = the_permission(request, pk)
    row.check_move("withdrawn", _("Taking it back"))
    return _confirmed(request, row, steps.withdrawal(row), actions.withdraw)


@PAGE
@KEEPS
def decline(request: Request, pk: int) -> HttpResponse:
    """The councillor uses another way with them."""
    row = the_permission(request, pk)
    row.check_move("declined", _("Using another way"))
    return _confirmed(request, row, steps.declining(row), actions.decline)


@PAGE
@KEEPS
def wrong_person(request: Request, pk: int) -> HttpResponse:
    """It is somebody else's number or name."""
    row = the_permission(request, pk)
    row.check_move("wrong_person", _("Marking it as wrong"))
    return _confirmed(request, row, steps.wrong_person(row), actions.mark_wrong_person)


@PAGE
@KEEPS
def theirs_after_all(request: Request, pk: int) -> HttpResponse:
    """It was marked as somebody else's, and they showed in person that it is theirs."""
    row = the_permission(request, pk)
    row.check_stands({"wrong_person"}, _("Noting that it is theirs"))
    form = filled(request, TheirsForm(request.POST or None))
    act = partial(actions.note_theirs_after_all, permission=row, by=request.user)
    if form.done(lambda: act(**form.cleaned_data)):
        messages.success(request, _("Noted: it is theirs."))
        return redirect(row.constituent)
    context = {"form": form, "row": row, "title": _("It is theirs after all")}
    return render(request, "consent/permission_form.html", context)
