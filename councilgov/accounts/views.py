"""Pages about people and their accounts."""

from __future__ import annotations

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
from councilgov.accounts.forms import InviteForm, PasswordForm, What
from councilgov.accounts.models import Invitation, Standing, everybody
from councilgov.accounts.tables import COLOURS, PeopleTable, roles_of
from councilgov.forms.registers import register_page
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from councilgov.http import Request
    from councilgov.people.models import User

GONE = 410
ADD: dict[str, Callable[..., User]] = {
    What.COUNCILLOR: actions.add_councillor,
    What.OFFICER: actions.add_officer,
}
SEES = permission_required(Right.SEE_PEOPLE, raise_exception=True)
INVITES = permission_required(Right.INVITE, raise_exception=True)


@require_safe
@SEES
def people(request: Request) -> HttpResponse:
    """The register of people: who they are, and whether they can sign in."""
    return register_page(
        request,
        queryset=everybody(timezone.now()),
        table_class=PeopleTable,
        filter_class=PeopleFilter,
        template="accounts/people.html",
        context={"title": _("People"), "may_invite": request.user.has_perm(Right.INVITE)},
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
        "message": row.notices.filter(kind="invitation").order_by("-pk").first(),
        "may_invite": request.user.has_perm(Right.INVITE),
        "can_be_invited": standing in {Standing.NOT_INVITED, Standing.INVITED, Standing.RAN_OUT},
    }
    return render(request, "accounts/person.html", context)


@require_http_methods(["GET", "POST"])
@INVITES
def invite(request: Request) -> HttpResponse:
    """Add a councillor or an officer, and invite them now or later."""
    form = filled(request, InviteForm(request.POST or None))
    if form.is_valid():
        try:
            added = ADD[form.cleaned_data["what"]](by=request.user, **form.arguments())
        except Refused as refusal:
            form.add_error(None, str(refusal))
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


@require_POST
@INVITES
def withdraw(request: Request, pk: int) -> HttpResponse:
    """Make a link that was sent to the wrong person useless."""
    is_open = get_object_or_404(Invitation.objects.open(), person=pk)
    actions.withdraw(invitation=is_open, by=request.user)
    messages.success(request, _("The link in the invitation no longer works."))
    return redirect("accounts:person", pk)


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
