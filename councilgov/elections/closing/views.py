"""Pages of the calendar of working days."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.checking import checked_first
from councilgov.accounts.reasons import reason_page
from councilgov.days import today, weekday_in_words
from councilgov.elections.closing import actions
from councilgov.elections.closing.calendar import Calendar, this_year
from councilgov.elections.closing.forms import ClosingForm
from councilgov.forms.reasons import Act
from councilgov.people.models import ClosureDay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import HttpResponse

    from councilgov.http import Request

KEEPS = permission_required(Right.KEEP_CALENDAR, raise_exception=True)
CONFIRMED = "checked"
Moved = list[str]
REASON = 80
"""Letters of a reason."""


@require_safe
@permission_required(Right.SEE_CALENDAR, raise_exception=True)
def calendar(request: Request) -> HttpResponse:
    """The days that do not count, from this year on, and until when they are known."""
    row = Calendar()
    context = {
        "calendar": row,
        "years": row.years(this_year()),
        "before": ClosureDay.objects.filter(day__year__lt=this_year()).order_by("-day"),
        "is_ending": row.is_ending(today()),
        "may_keep": request.user.has_perm(Right.KEEP_CALENDAR),
    }
    return render(request, "elections/calendar.html", context)


@require_http_methods(["GET", "POST"])
@KEEPS
@checked_first(lambda sent: CONFIRMED in sent)
def close_days(request: Request) -> HttpResponse:
    """Enter days that do not count: enter, see what moves, save."""
    form = filled(request, ClosingForm(request.POST or None))
    context: dict[str, object] = {"form": form, "calendar": Calendar()}
    if not form.is_valid():
        return render(request, "elections/close_days.html", context)
    change = partial(actions.close_on, by=request.user, **form.arguments())
    is_checked, moved = CONFIRMED in request.POST, Moved()
    act = change if is_checked else partial(actions.foretell, change)
    if not form.done(lambda: moved.extend(act())):
        return render(request, "elections/close_days.html", context)
    if not is_checked:
        context |= {"days": Calendar().counting(form.cleaned_data["days"]), "moved": moved}
        return render(request, "elections/check_days.html", context)
    messages.success(request, " ".join([_("The calendar is changed."), *moved]))
    return redirect("elections:calendar")


@require_http_methods(["GET", "POST"])
@KEEPS
def count_again(request: Request, pk: int) -> HttpResponse:
    """Let a day count as a working day again, for a reason."""
    row = ClosureDay.objects.filter(pk=pk).first()
    if row is None:  # on a page that was loaded again
        messages.info(request, _("This day counts as a working day already."))
        return redirect("elections:calendar")
    act = partial(actions.count_again, closure=row, by=request.user)
    moved = actions.foretell(partial(act, reason=""))
    return reason_page(request, act_of(row, moved), lambda reason: act(reason=reason))


def act_of(row: ClosureDay, moved: Sequence[str]) -> Act:
    return Act(
        title=_("Count %(day)s as a working day again") % {"day": weekday_in_words(row.day)},
        caption=row.name,
        back=reverse("elections:calendar"),
        consequences=moved or [_("Nothing that is open moves.")],
        question=_("Why does the day count again?"),
        hint=_("A few words for the record, for example: entered by mistake"),
        missing=_("Enter why the day counts again"),
        button=_("Count the day again"),
        done=_("The calendar is changed."),
        most=REASON,
    )
