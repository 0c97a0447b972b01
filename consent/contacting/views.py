"""Pages of the log of contacts."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from consent.adding.views import the_person
from consent.contacting import actions
from consent.contacting.fixes import fixes
from consent.contacting.forms import ContactForm
from consent.contacting.tables import LogFilter, LogTable
from consent.models import Contact
from consent.own import KEEPS, PAGE
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.reasons import Act
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register

if TYPE_CHECKING:
    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request


def the_contact(request: Request, pk: int) -> Contact:
    """One of this councillor's own. Raises ``Http404`` for anybody else's."""
    return get_object_or_404(Contact.objects.visible_to(request.user).with_row(), pk=pk)


@SHOWN_OR_TAKEN
@KEEPS
def contact_log(request: Request) -> HttpResponseBase:
    """Every contact of this councillor, the last one first."""
    return register_page(
        request,
        queryset=Contact.objects.visible_to(request.user).with_row(),
        table_class=LogTable,
        filter_class=LogFilter,
        template="consent/contact_log.html",
        context={"title": _("Log of contacts"), "section": _("Kept by you")},
        on_export=partial(export_register, of="consent.contact_log", by=request.user),
    )


@PAGE
@KEEPS
def log_contact(request: Request, pk: int) -> HttpResponse:
    """That the councillor and somebody were in touch. What was said is not asked."""
    person = the_person(request, pk)
    form = filled(request, ContactForm(request.POST or None, person=person, user=request.user))
    made: list[Contact] = []
    if form.done(
        lambda: made.append(actions.log_contact(person=person, by=request.user, **form.answers()))
    ):
        messages.success(request, _("Logged."))
        return redirect(made[0] if any(fixes(made[0])) else person)
    return render(request, "consent/log_contact.html", {"form": form, "person": person})


@PAGE
@KEEPS
def contact(request: Request, pk: int) -> HttpResponse:
    """One contact, and what is left to put right. Its button says that it was moved."""
    row = the_contact(request, pk)
    if request.method == "POST":
        actions.mark_moved(contact=row, by=request.user)
        messages.success(request, _("Noted. It is in a council system."))
        return redirect(row)
    return render(request, "consent/contact.html", {"row": row, "fixes": list(fixes(row))})


@PAGE
@KEEPS
def remove_contact(request: Request, pk: int) -> HttpResponse:
    """An entry that is wrong is deleted."""
    row = the_contact(request, pk)
    act = Act(
        title=_("Remove this entry"),
        caption=str(row),
        back=row.get_absolute_url(),
        consequences=[_("The entry and its history are deleted. It no longer counts as a check.")],
        question="",
        button=_("Remove this entry"),
        done=_("Removed."),
        is_grave=False,
    )
    return reason_page(
        request,
        act,
        lambda _reason: actions.remove_contact(contact=row, by=request.user),
        then=row.constituent.get_absolute_url(),
    )
