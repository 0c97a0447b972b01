"""Pages on which a term ends, its end is corrected, and is taken back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings as portal
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from councilgov.access import Right
from councilgov.accounts.carrying import WHOSE, filled
from councilgov.accounts.checking import checked_first
from councilgov.accounts.ending.foretelling import check_end, foretold, warned
from councilgov.accounts.ending.forms import EndTermForm
from councilgov.accounts.reasons import reason_page
from councilgov.days import day_in_words
from councilgov.deadlines import last_day_before
from councilgov.forms.reasons import Act
from councilgov.people import actions
from councilgov.people.models import TermOfOffice

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])
INVITES = permission_required(Right.INVITE, raise_exception=True)
CHECKED = checked_first(lambda sent: "checked" in sent)
NOT_SENT_ON = {"csrfmiddlewaretoken", WHOSE, "checked", "change"}


def the_term(pk: int) -> TermOfOffice:
    """Raises ``Http404``."""
    return get_object_or_404(TermOfOffice.objects.select_related("councillor", "ward"), pk=pk)


@EITHER
@INVITES
@CHECKED
def end_term(request: Request, pk: int) -> HttpResponse:
    """A councillor leaves office: when, and why; checked before it is saved."""
    row = the_term(pk)
    if row.ends_at is not None:
        day = {"day": day_in_words(last_day_before(row.ends_at))}
        messages.info(request, _("This term has an end already: %(day)s.") % day)
        return redirect("accounts:move_end", pk)
    title = _("End the term of %(name)s") % {"name": row.councillor.full_name}
    return _entered(request, row, actions.end_term, title)


@EITHER
@INVITES
@CHECKED
def move_end(request: Request, pk: int) -> HttpResponse:
    """The end was entered wrongly: the right one, or the right reason."""
    row = the_term(pk)
    if row.ends_at is None:
        return redirect("accounts:end_term", pk)
    title = _("Correct the end of the term of %(name)s") % {"name": row.councillor.full_name}
    return _entered(request, row, actions.move_end, title)


def _entered(
    request: Request, row: TermOfOffice, act: Callable[..., object], title: str
) -> HttpResponse:
    form = filled(request, EndTermForm(request.POST or None, term=row))
    about = {"term": row, "person": row.councillor}
    context: dict[str, Any] = {**about, "form": form, "title": title}
    is_checked = "checked" in request.POST
    do = partial(act, by=request.user) if is_checked else check_end
    if not form.done(lambda: do(term=row, **form.arguments())):
        return render(request, "accounts/end_term.html", context)
    if not is_checked:
        typed = request.POST.items()
        sent = [(name, value) for name, value in typed if name not in NOT_SENT_ON]
        end = {"term": row, **form.arguments()}
        said = {"sent": sent, "follows": foretold(**end), "warnings": warned(**end)}
        return render(request, "accounts/check_end.html", {**context, **said, **end})
    messages.success(request, _("The end of the term is recorded."))
    leaves = TermOfOffice.objects.departures().filter(pk=row.pk).exists()
    sees_case = leaves and request.user.has_perm(Right.SEE_OFFBOARDING)
    page = "offboarding:case_of" if sees_case else "accounts:person"
    return redirect(page, row.councillor_id)


@EITHER
@INVITES
def take_back_end(request: Request, pk: int) -> HttpResponse:
    """The term goes on after all."""
    row = the_term(pk)
    act = Act(
        title=_("Take back the end of the term of %(name)s") % {"name": row.councillor.full_name},
        caption=str(row.ward or row.get_kind_display()),
        back=reverse("accounts:person", args=[row.councillor_id]),
        consequences=[
            *(words for name in portal.ABOUT_ENDS for words in import_string(name)(row)),
            _("The term goes on as before. What was entered stays in history."),
            _("If they had left office with it, nothing of leaving goes on."),
            _("They do not join their political group again by themselves. Enter that anew."),
            _("What was deleted or handed on meanwhile does not come back."),
        ],
        question="",
        button=_("Take back the end"),
        done=_("The term goes on."),
    )
    do = partial(actions.take_back_end, term=row, by=request.user)
    return reason_page(request, act, lambda _reason: do())
