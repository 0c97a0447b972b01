"""Pages of results."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.elections.models import OPEN, Contest, ContestStatus, Election
from councilgov.elections.returning import actions, acts
from councilgov.elections.returning.facts import changed_since, events_of
from councilgov.elections.returning.forms import ConfirmForm, ResultForm, SeatsForm
from councilgov.elections.returning.turning import undone

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

SEES = permission_required(Right.SEE_ELECTIONS, raise_exception=True)
KEEPS = permission_required(Right.KEEP_ELECTIONS, raise_exception=True)
EITHER = require_http_methods(["GET", "POST"])


@EITHER
@KEEPS
def set_up(request: Request, pk: int) -> HttpResponse:
    """Which wards elect how many, and on which day councillors change."""
    row = get_object_or_404(Election, pk=pk)
    form = filled(request, SeatsForm(request.POST or None, election=row))
    act = partial(actions.set_up, election=row, by=request.user)
    if form.done(lambda: act(seats=form.seats(), changes_on=form.cleaned_data["changes_on"])):
        messages.success(request, _("The seats are entered. Results can be entered now."))
        return redirect(row)
    return render(request, "elections/seats.html", {"election": row, "form": form})


def may_retire(row: Contest) -> bool:
    return row.status == ContestStatus.COUNTERMANDED and row.asks_who_retires


@require_safe
@SEES
def contest(request: Request, pk: int, ward: int) -> HttpResponse:
    """The result of one ward, and what happened to it."""
    row = the_contest(pk, ward)
    context = {
        "contest": row,
        "election": row.election,
        "results": row.results.select_related("person", "elsewhere__ward"),
        "events": events_of(row),
        "changed": changed_since(row),
        "may_keep": request.user.has_perm(Right.KEEP_ELECTIONS) and not row.election.is_withdrawn,
    }
    return render(request, "elections/contest.html", context)


def the_contest(pk: int, ward: int) -> Contest:
    return get_object_or_404(Contest.objects.with_row(), election=pk, pk=ward)


def looked_late(
    request: Request, row: Contest, may: bool
) -> HttpResponse | None:  # a fact of the row
    """Back to the ward, with how it stands, where the act of a page can’t be done any more."""
    if may and not row.election.is_withdrawn:
        return None
    stands = row.election.is_withdrawn and _("Countermanded")
    told = _("%(ward)s: %(stands)s. This can’t be done now.")
    messages.info(request, told % {"ward": row, "stands": stands or row.get_status_display()})
    return redirect(row)


@EITHER
@KEEPS
def enter_result(request: Request, pk: int, ward: int) -> HttpResponse:
    """Enter the result of a ward, or without a poll who retires: it is held, and nobody is told."""
    row = the_contest(pk, ward)
    if late := looked_late(request, row, row.status in OPEN or may_retire(row)):
        return late
    form = filled(request, ResultForm(request.POST or None, contest=row))
    if form.done(lambda: actions.hold(contest=row, returns=form.returns(), by=request.user)):
        messages.success(request, _("It is held. Nothing follows before it is confirmed."))
        return redirect(row)
    context = {"contest": row, "election": row.election, "form": form}
    return render(request, "elections/enter_result.html", context)


@EITHER
@KEEPS
def confirm_results(request: Request, pk: int) -> HttpResponse:
    """Confirm results that are held, one or many at once."""
    row = get_object_or_404(Election, pk=pk)
    if request.method == "POST" and not row.contests.held().exists():
        messages.info(request, _("No result is held: somebody may have confirmed them just now."))
        return redirect(row)
    form = filled(request, ConfirmForm(request.POST or None, election=row))
    if form.done(
        lambda: actions.confirm(election=row, marks=form.marks(), by=request.user),
    ):
        count = len(form.cleaned_data["contests"])
        told = ngettext("%(n)s result is confirmed.", "%(n)s results are confirmed.", count)
        messages.success(request, told % {"n": count})
        return redirect(row)
    return render(request, "elections/confirm_results.html", {"election": row, "form": form})


@EITHER
@KEEPS
def undo_result(request: Request, pk: int, ward: int) -> HttpResponse:
    """Undo a confirmed result, as after a recount, for a reason."""
    row = the_contest(pk, ward)
    if late := looked_late(request, row, row.status == ContestStatus.CONFIRMED):
        return late
    every = undone(row, list(row.election.contests.select_related("ward")))
    act = partial(actions.undo, contest=row, by=request.user)
    return reason_page(request, acts.of_undoing(row, every), lambda reason: act(reason=reason))


@EITHER
@KEEPS
def throw_away(request: Request, pk: int, ward: int) -> HttpResponse:
    """Throw away the result of a ward that is held."""
    row = the_contest(pk, ward)
    if late := looked_late(request, row, row.status == ContestStatus.HELD):
        return late
    act = partial(actions.throw_away, contest=row, by=request.user)
    return reason_page(request, acts.of_throwing_away(row), lambda _reason: act())


@EITHER
@KEEPS
def countermand_ward(request: Request, pk: int, ward: int) -> HttpResponse:
    """Enter that the poll in one ward was countermanded, or that this was a mistake."""
    row = the_contest(pk, ward)
    if row.status == ContestStatus.COUNTERMANDED:
        again = partial(actions.await_again, contest=row, by=request.user)
        return reason_page(request, acts.of_awaiting(row), lambda _reason: again())
    if late := looked_late(request, row, row.status in OPEN):
        return late
    act = partial(actions.countermand_ward, contest=row, by=request.user)
    return reason_page(request, acts.of_countermanding(row), lambda reason: act(reason=reason))
