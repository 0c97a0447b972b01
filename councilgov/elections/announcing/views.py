"""Pages of polls and their pre-election periods."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.days import today
from councilgov.elections.announcing import actions
from councilgov.elections.announcing.forms import ElectionForm
from councilgov.elections.announcing.periods import periods_of
from councilgov.elections.models import ContestStatus, Election
from councilgov.forms.reasons import Act

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

SEES = permission_required(Right.SEE_ELECTIONS, raise_exception=True)
KEEPS = permission_required(Right.KEEP_ELECTIONS, raise_exception=True)
PUT_OFF = (
    _lazy(
        "This is for an election that the law itself puts off, and only where the law also says "
        "that councillors stay in office until the new poll. Check it with the returning officer."
    ),
    _lazy(
        "If a candidate died, the poll in that ward alone is countermanded. Enter it on the page "
        "of the ward: who sits for it retires all the same."
    ),
)


@require_safe
@SEES
def elections(request: Request) -> HttpResponse:
    """Every poll, the next or last one first."""
    context = {
        "elections": Election.objects.prefetch_related("wards__ward"),
        "today": today(),
        "may_keep": request.user.has_perm(Right.KEEP_ELECTIONS),
    }
    return render(request, "elections/elections.html", context)


@require_safe
@SEES
def election(request: Request, pk: int) -> HttpResponse:
    """One poll."""
    row = get_object_or_404(Election.objects.prefetch_related("wards__ward"), pk=pk)
    contests = list(row.contests.select_related("ward"))
    context = {
        "election": row,
        "contests": contests,
        "stands": {contest.status for contest in contests},
        "may_keep": request.user.has_perm(Right.KEEP_ELECTIONS),
        "is_removable": actions.is_removable(row),
    }
    return render(request, "elections/election.html", context)


@require_http_methods(["GET", "POST"])
@KEEPS
def add_election(request: Request) -> HttpResponse:
    """Enter a poll."""
    form = filled(request, ElectionForm(request.POST or None))
    made: list[Election] = []
    if form.done(lambda: made.append(actions.add_election(by=request.user, **form.arguments()))):
        messages.success(request, _("The election is entered."))
        return redirect(made[0])
    return render(request, "elections/election_form.html", {"form": form})


@require_http_methods(["GET", "POST"])
@KEEPS
def change_election(request: Request, pk: int) -> HttpResponse:
    """Correct what was entered of a poll."""
    row = get_object_or_404(Election, pk=pk)
    form = filled(request, ElectionForm(request.POST or None, election=row))
    if form.done(
        lambda: actions.change_election(election=row, by=request.user, **form.arguments())
    ):
        messages.success(request, _("The election is corrected."))
        return redirect(row)
    return render(request, "elections/election_form.html", {"form": form, "election": row})


@require_http_methods(["GET", "POST"])
@KEEPS
def countermand(request: Request, pk: int) -> HttpResponse:
    """Enter that a poll was countermanded, for a reason."""
    row = get_object_or_404(Election, pk=pk)
    if told := no_countermand(row):
        messages.info(request, told)
        return redirect(row)
    act = partial(actions.countermand, election=row, by=request.user)
    return reason_page(request, act_of(row), lambda reason: act(reason=reason))


@require_http_methods(["GET", "POST"])
@KEEPS
def remove_election(request: Request, pk: int) -> HttpResponse:
    """Remove an election that was entered by mistake."""
    row = get_object_or_404(Election, pk=pk)
    if not actions.is_removable(row):
        messages.info(request, _("A result was entered for this election, so it stays."))
        return redirect(row)
    act = partial(actions.remove_election, election=row, by=request.user)
    page = reverse("elections:elections")
    return reason_page(request, removing(row), lambda _reason: act(), then=page)


def removing(row: Election) -> Act:
    return Act(
        title=_("Remove an election that was entered by mistake"),
        caption=row.name,
        back=row.get_absolute_url(),
        consequences=[
            _("It is gone from the list, with its seats. The record of who entered it stays."),
            _("If it has a pre-election period now, that is over at once."),
            _("If the poll was real and was not held, go back and enter that instead."),
        ],
        question="",
        button=_("Remove this election"),
        done=_("The election is removed."),
    )


def no_countermand(row: Election) -> str:
    """Why nothing can be entered of it any more, in words; empty where it can."""
    if row.is_withdrawn:
        return _("This poll was countermanded.")
    if row.contests.filter(status=ContestStatus.CONFIRMED).exists():
        return _("Results of this poll are confirmed. Undo them first.")
    return ""


NO_WAY_BACK = _lazy(
    "This can’t be undone here. If the election was entered by mistake, remove it instead."
)
OVER = (
    NO_WAY_BACK,
    _lazy("The pre-election period is over at once, and its banner is gone."),
    _lazy("Nobody leaves office and nobody comes in by this poll."),
    _lazy("Enter the new poll, once its day is known, as an election of its own."),
)


def act_of(row: Election) -> Act:
    if row.retires_all:
        return _put_off(row)
    return Act(
        title=_("Enter that the poll was countermanded"),
        caption=row.name,
        back=row.get_absolute_url(),
        consequences=OVER,
        question=_("Why was the poll countermanded?"),
        missing=_("Enter why the poll was countermanded"),
        button=_("Countermanded"),
        done=_("The poll is marked as countermanded."),
        most=500,
    )


def _put_off(row: Election) -> Act:
    return Act(
        title=_("Enter that the whole election was put off by law"),
        caption=row.name,
        back=row.get_absolute_url(),
        consequences=[*PUT_OFF, *OVER],
        question=_("Which Act or order put it off?"),
        missing=_("Enter which Act or order put the election off"),
        button=_("Put off by law"),
        done=_("The election is marked as put off."),
        most=500,
    )


@require_safe
def period(request: Request) -> HttpResponse:
    """What a pre-election period means for what somebody sends and posts."""
    context = {"periods": periods_of(request.user)}
    return render(request, "elections/period.html", context)
