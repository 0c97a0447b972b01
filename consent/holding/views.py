"""Pages of holds: a councillor's on one of their people, and those of information officers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_safe

from consent.adding.views import the_person
from consent.counting.figures import in_words
from consent.holding import actions
from consent.holding.checks import own_hold
from consent.holding.forms import HoldForm, RecordsHoldForm, ReviewForm
from consent.holds import PersonHold, RecordsHold
from consent.own import KEEPS, PAGE, hidden_without
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.days import today
from councilgov.disclosure import is_enough
from councilgov.forms.reasons import Act

if TYPE_CHECKING:
    from django.http import HttpResponse

    from consent.models import Constituent
    from councilgov.http import Request

ABOUT_ONE = [
    _lazy(
        "Has somebody asked for what you noted about this person, or is there a case? Then it may "
        "not be deleted until that is closed. To delete it so that nobody gets it is a crime."
    ),
    _lazy("Then nobody can delete it, you neither, and no rule deletes it after some months."),
]
ABOUT_RECORDS = [
    _lazy(
        "Nobody can delete what you keep here until you end it. Whose it is gets an email with "
        "the reason, and sees its reference. You see nobody’s contacts."
    )
]
HOLDS = permission_required(Right.HOLD_RECORDS, raise_exception=True)


@PAGE
@KEEPS
def hold_person(request: Request, pk: int) -> HttpResponse:
    """Keep somebody while a request or a case is open; then, look at it again or end it."""
    person = the_person(request, pk)
    back = {"back": person.get_absolute_url(), "of": person.full_name}
    if hold := _own_hold(request, person):
        return _hold_page(request, hold, **back)
    form = filled(request, HoldForm(request.POST or None))
    if form.done(lambda: actions.hold_person(person=person, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Kept. Nobody can delete them until you end this."))
        return redirect(person)
    context = {"form": form, "title": _("Keep this person"), "about": ABOUT_ONE, **back}
    return render(request, "consent/holding/set_hold.html", context | {"button": _("Keep them")})


def _own_hold(request: Request, person: Constituent) -> PersonHold | None:
    """The one in force; where its end was pressed again, the one that it ended."""
    latest = person.holds.latest("pk") if "end" in request.POST and person.holds.exists() else None
    return own_hold(person) or latest


@require_safe
@HOLDS
def holds(request: Request) -> HttpResponse:
    """What is held: by whose records it is, and how many councillors keep somebody themselves."""
    rows = RecordsHold.objects.visible_to(request.user).in_force().select_related("councillor")
    theirs = list(PersonHold.objects.without_names())
    context = {"rows": rows, "of_councillors": theirs, "today": today()}
    return render(request, "consent/holding/holds.html", context)


@PAGE
@HOLDS
def hold_records(request: Request) -> HttpResponse:
    """Keep what councillors hold, without seeing it."""
    form = filled(request, RecordsHoldForm(request.POST or None))
    if form.done(lambda: _hold(request, form.cleaned_data)):
        return redirect("consent:holds")
    context = {"form": form, "title": _("Keep records"), "about": ABOUT_RECORDS}
    context |= {"button": _("Keep them"), "back": redirect("consent:holds").url}
    return render(request, "consent/holding/set_hold.html", context)


def _hold(request: Request, answers: dict[str, Any]) -> None:
    """How many people it covers is told of all councillors alone, and of five or more of them."""
    row, count = actions.hold_records(by=request.user, **answers)
    owners = row.people().order_by().values("councillor").distinct().count()
    if row.councillor_id or not is_enough(owners):
        messages.success(request, _("Kept."))
        return
    told = _("Kept. People whose records it covers today: %(count)s.")
    messages.success(request, told % {"count": in_words(count)})


@PAGE
@HOLDS
def records_hold(request: Request, pk: int) -> HttpResponse:
    """One hold of records: look at it again, or end it."""
    rows = RecordsHold.objects.visible_to(request.user).select_related("councillor", "held_by")
    row = get_object_or_404(rows, pk=pk)
    return _hold_page(request, row, back=redirect("consent:holds").url, of=row.what)


def _hold_page(
    request: Request, hold: PersonHold | RecordsHold, *, back: str, of: str
) -> HttpResponse:
    if "end" in request.POST:
        actions.end_hold(hold=hold, by=request.user)
        messages.success(request, _("Ended. It can be deleted again."))
        return redirect(back)
    form = filled(request, ReviewForm(request.POST or None, initial={"review_on": hold.review_on}))
    if form.done(lambda: actions.review_hold(hold=hold, by=request.user, **form.cleaned_data)):
        messages.success(request, _("Saved."))
        return redirect(back)
    is_own = isinstance(hold, RecordsHold) and hold.covers_own(request.user)
    context = {"hold": hold, "form": form, "back": back, "of": of, "is_own": is_own}
    return render(request, "consent/holding/hold.html", context)


@PAGE
@hidden_without(Right.HOLD_RECORDS)
def end_person_hold(request: Request, pk: int) -> HttpResponse:
    """End what a councillor set on somebody, as when they have left. Whom, nobody sees."""
    row = get_object_or_404(PersonHold.objects.to_end_by(request.user), pk=pk)
    act = Act(
        title=_("No longer keep this person"),
        caption=_("Set by %(councillor)s") % {"councillor": row.held_by.full_name},
        back=redirect("consent:holds").url,
        consequences=[
            _("Somebody whom the councillor kept may be deleted again. You do not see whom."),
            _("If the councillor is in office, they are told."),
            _("No rule deletes anybody before four weeks are over."),
        ],
        question="",
        confirmation=_("The request or case is closed"),
        button=_("No longer keep them"),
        done=_("Ended."),
    )
    return reason_page(request, act, lambda _reason: actions.end_hold(hold=row, by=request.user))
