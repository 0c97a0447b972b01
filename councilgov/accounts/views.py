"""Pages about people and their accounts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from councilgov.access import Right
from councilgov.accounts import actions
from councilgov.accounts.carrying import filled
from councilgov.accounts.filters import PeopleFilter
from councilgov.accounts.forms import (
    CloseForm,
    EmailForm,
    InviteForm,
    LastDayForm,
    PasswordForm,
    PhoneForm,
    ReopenForm,
    What,
)
from councilgov.accounts.models import Invitation, Standing, everybody
from councilgov.accounts.tables import COLOURS, PeopleTable, roles_of
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from councilgov.people import actions as people_actions
from councilgov.people import dying
from councilgov.people.models import Appointment, GroupMembership, User
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

GONE = 410
ADD: dict[str, Callable[..., User]] = {
    What.COUNCILLOR: actions.add_councillor,
    What.OFFICER: actions.add_officer,
}
SEES = permission_required(Right.SEE_PEOPLE, raise_exception=True)
INVITES = permission_required(Right.INVITE, raise_exception=True)


@SHOWN_OR_TAKEN
@SEES
def people(request: Request) -> HttpResponseBase:
    """The register of people: who they are, and whether they can sign in."""
    return register_page(
        request,
        queryset=everybody(timezone.now()),
        table_class=PeopleTable,
        filter_class=PeopleFilter,
        template="accounts/people.html",
        context={"title": _("People"), "may_invite": request.user.has_perm(Right.INVITE)},
        on_export=partial(export_register, of="accounts", by=request.user),
    )


@require_safe
@SEES
def person(request: Request, pk: int) -> HttpResponse:
    """One person: roles, and how their account stands."""
    row = get_object_or_404(everybody(timezone.now()), pk=pk)
    standing = Standing(row.standing)
    context = {
        "person": row,
        "roles": roles_of(row),
        "standing": standing,
        "colour": COLOURS[standing],
        "invitation": row.invitations.open().first(),
        "withdrawn": row.invitations.withdrawn().select_related("withdrawn_by").first(),
        "message": row.notices.filter(kind="invitation").order_by("-pk").first(),
        **what_may_be_done(request.user, row),
        "suspension": row.suspensions.first() if sees_suspensions(request.user) else None,
        "terms": row.terms.select_related("ward"),
        "memberships": row.memberships.filter(ends_on=None).select_related("group"),
        "appointments": row.appointments.filter(ends_on=None),
        "can_be_invited": standing not in {Standing.CAN_SIGN_IN, Standing.LEFT, Standing.CLOSED},
    }
    return render(request, "accounts/person.html", context)


def sees_suspensions(user: User) -> bool:
    return user.has_perm(Right.SEE_OFFBOARDING)


def what_may_be_done(user: User, row: User) -> dict[str, bool]:
    """Of one person's page, by whoever looks at it."""
    return {
        "may_invite": user.has_perm(Right.INVITE),
        "may_exempt": row.is_councillor and user.has_perm(Right.GRANT_EXEMPTION),
        "sees_signatures": user.has_perm(Right.SEE_REGISTER) and row.terms.exists(),
        "sees_leaving": user.has_perm(Right.SEE_OFFBOARDING) and row.terms.departures().exists(),
        "may_suspend": row.is_councillor and user.has_perm(Right.OVERSEE_OFFBOARDING),
        "may_record_death": dying.may_be_recorded(row),
        "is_self": row.pk == user.pk,
    }


@require_http_methods(["GET", "POST"])
@INVITES
def invite(request: Request) -> HttpResponse:
    """Add a councillor or an officer, and invite them now or later."""
    form = filled(request, InviteForm(request.POST or None))
    if form.is_valid():
        try:
            added = ADD[form.cleaned_data["what"]](by=request.user, **form.arguments())
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s has been added.") % {"name": added.full_name})
            return redirect("accounts:person", added.pk)
    return render(request, "accounts/invite.html", {"form": form})


@require_POST
@INVITES
def send_invitation(request: Request, pk: int) -> HttpResponse:
    """Send somebody the link to choose a password, for the first time or again."""
    row = get_object_or_404(everybody(timezone.now()), pk=pk)
    if is_open := row.invitations.open().first():
        actions.resend(invitation=is_open, by=request.user)
    else:
        actions.invite(person=row, by=request.user)
    messages.success(request, _("The invitation is on its way to %(to)s.") % {"to": row.email})
    return redirect("accounts:person", pk)


@require_http_methods(["GET", "POST"])
@INVITES
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Make a link that was sent to the wrong person useless, once that is confirmed."""
    invitations = Invitation.objects.open().select_related("person")
    is_open = get_object_or_404(invitations, person=pk)
    if request.method == "POST":
        actions.withdraw(invitation=is_open, by=request.user)
        messages.success(request, _("The invitation is withdrawn: its link no longer works."))
        return redirect("accounts:person", pk)
    context = {"invitation": is_open, "person": is_open.person}
    return render(request, "accounts/withdraw.html", context)


@require_http_methods(["GET", "POST"])
@INVITES
def change_email(request: Request, pk: int) -> HttpResponse:
    """Enter another email address of somebody; both addresses are told."""
    row = get_object_or_404(User, pk=pk)
    form = filled(request, EmailForm(request.POST or None))
    if form.done(lambda: actions.change_email(person=row, by=request.user, **form.cleaned_data)):
        told = _("The address is changed. Both addresses are told.")
        messages.success(request, told if row.email else _("The address is saved."))
        return redirect("accounts:person", pk)
    return render(request, "accounts/change_email.html", {"person": row, "form": form})


@require_http_methods(["GET", "POST"])
@INVITES
def change_phone(request: Request, pk: int) -> HttpResponse:
    """Enter another phone number of somebody."""
    row = get_object_or_404(User, pk=pk)
    form = filled(request, PhoneForm(request.POST or None, initial={"phone": row.phone}))
    if form.is_valid():
        people_actions.change_phone(person=row, by=request.user, **form.cleaned_data)
        messages.success(request, _("The phone number is saved."))
        return redirect("accounts:person", pk)
    return render(request, "accounts/change_phone.html", {"person": row, "form": form})


@require_http_methods(["GET", "POST"])
@INVITES
def close_account(request: Request, pk: int) -> HttpResponse:
    """Close an account, with a reason."""
    row = get_object_or_404(User, pk=pk)
    form = filled(request, CloseForm(request.POST or None))
    if form.done(
        lambda: people_actions.close_account(person=row, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The account is closed."))
        return redirect("accounts:person", pk)
    return render(request, "accounts/close_account.html", {"person": row, "form": form})


@require_http_methods(["GET", "POST"])
@INVITES
def reopen_account(request: Request, pk: int) -> HttpResponse:
    """Open an account again, with a reason."""
    row = get_object_or_404(User, pk=pk)
    form = filled(request, ReopenForm(request.POST or None))
    if form.done(
        lambda: people_actions.reopen_account(person=row, by=request.user, **form.cleaned_data),
    ):
        messages.success(request, _("The account is open again."))
        return redirect("accounts:person", pk)
    return render(request, "accounts/reopen_account.html", {"person": row, "form": form})


@require_http_methods(["GET", "POST"])
@INVITES
def leave_group(request: Request, pk: int) -> HttpResponse:
    """A councillor leaves their political group."""
    row = get_object_or_404(GroupMembership.objects.select_related("councillor", "group"), pk=pk)
    form = filled(request, LastDayForm(request.POST or None))
    if form.done(
        lambda: people_actions.leave_group(membership=row, by=request.user, **form.cleaned_data),
    ):
        messages.success(request, _("The end of the membership is recorded."))
        return redirect("accounts:person", row.councillor_id)
    context = {"membership": row, "person": row.councillor, "form": form}
    return render(request, "accounts/leave_group.html", context)


@require_http_methods(["GET", "POST"])
@INVITES
def end_appointment(request: Request, pk: int) -> HttpResponse:
    """An officer gives up a role."""
    row = get_object_or_404(Appointment.objects.select_related("officer"), pk=pk)
    form = filled(request, LastDayForm(request.POST or None))
    if form.done(
        lambda: people_actions.end_appointment(
            appointment=row, by=request.user, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The end of the role is recorded."))
        return redirect("accounts:person", row.officer_id)
    context = {"appointment": row, "person": row.officer, "form": form}
    return render(request, "accounts/end_appointment.html", context)


@sensitive_post_parameters("password")
@never_cache
@login_not_required
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Choose a password by the link of an invitation, and be signed in with it."""
    try:
        opened = Invitation.objects.of_link(token)
        form = PasswordForm(request.POST or None, person=opened.person)
        if form.is_valid():
            joined = actions.accept(token=token, **form.cleaned_data)
            return sign_in(request, joined)
    except Refused as refusal:
        return render(request, "accounts/dead_link.html", {"reason": str(refusal)}, status=GONE)
    return render(request, "accounts/invitation.html", {"form": form, "person": opened.person})


def sign_in(request: HttpRequest, person: User) -> HttpResponse:
    """Through allauth, so that whatever it asks for beside a password is asked here too."""
    response: HttpResponse = perform_login(request, person, email_verification="none")
    return response
