"""Pages of the front door: something went wrong, and somebody says so.

Each question has a page and an address of its own, and each right answer leads on by a redirect: so
Back, Forward and Reload show what they should, and send nothing twice.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from breaches.asking import actions
from breaches.asking.facts import answers, sent
from breaches.asking.forms import SendForm
from breaches.asking.pages import KIND, Begun, typed_in
from breaches.models import Incident, ReportDraft
from breaches.reporting.actions import report_incident
from breaches.reporting.forms import AllForm
from breaches.reporting.leads import LEADS
from breaches.reporting.somebody import ReportForSomebodyForm
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.capacity import Capacity
from councilgov.days import day_in_words
from councilgov.people.models import Council

if TYPE_CHECKING:
    from django.http import HttpResponse

    from breaches.asking.pages import Asking
    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])
LATER = "later"
"""The button that saves a page as it is, to be gone on with another time."""


@EITHER
def report(request: Request) -> HttpResponse:
    """The first page: what went wrong, whom to ring first, and what was begun before."""
    return ask(request, KIND)


@EITHER
def ask(request: Request, page: Asking) -> HttpResponse:
    """One question: what is answered is saved, and leads to the first that is still open."""
    begun = of(request)
    if page != KIND and page not in begun.pages:
        return redirect("breaches:report")
    if request.method != "POST":
        return shown(request, begun, page)
    if way := elsewhere(request):
        return way
    form, is_later = begun.form(page, request.POST), LATER in request.POST
    if not is_later and not form.is_valid():
        return drawn(request, begun, page, form)
    typed = typed_in(form, request.POST)
    draft = actions.keep_answers(page=page.name, answers=typed, by=request.user)
    return saved(request, draft) if is_later else led_on(request)


def elsewhere(request: Request) -> HttpResponse | None:
    """Where an answer leads out of the report: to a page of its own; of party work to the page that
    says that nothing is kept. Then nothing is: not this answer, and none of those before it.

    A council device or account that was lost or misused in party work is the council's own matter,
    and can be reported as that: the page says so.
    """
    if request.POST.get("capacity") == Capacity.POLITICAL:
        return of_party_work(request)
    lead = LEADS.get(request.POST.get("kind", ""))
    return redirect(lead) if lead else None


def of_party_work(request: Request) -> HttpResponse:
    """Nothing is kept, not even what was begun."""
    actions.throw_away(by=request.user)
    return redirect("breaches:report_party")


def of(request: Request) -> Begun:
    """What this person has begun, if anything."""
    return Begun(ReportDraft.objects.visible_to(request.user).first(), request.user)


def shown(request: Request, begun: Begun, page: Asking) -> HttpResponse:
    """The page as it was answered before, or as it was typed when the session ended, or empty."""
    form = filled(request, begun.form(page))
    if page.name in begun.answers and not form.initial:
        form = begun.answered(page)
    return drawn(request, begun, page, form)


def drawn(request: Request, begun: Begun, page: Asking, form: object) -> HttpResponse:
    context = {
        "form": form,
        "page": page,
        "draft": begun.draft,
        "back": begun.before(page),
        "council": Council.objects.the(),
        "may_for_somebody": request.user.has_perm(Right.REPORT_FOR_SOMEBODY),
    }
    name = "first" if page == KIND else "question"
    return render(request, f"breaches/asking/{name}.html", context)


def led_on(request: Request) -> HttpResponse:
    following = of(request).next()
    return redirect(f"breaches:{following.name if following else 'check_report'}")


def saved(request: Request, draft: ReportDraft) -> HttpResponse:
    until = day_in_words(draft.saved_at + actions.KEPT)
    told = _("Your report is saved and not sent. Nobody else sees it. Go on with it by %(day)s.")
    messages.success(request, told % {"day": until})
    return redirect("home")


@EITHER
def check_report(request: Request) -> HttpResponse:
    """All answers once more; sent from here, once."""
    begun = of(request)
    if request.method == "POST":
        return sent_or_told(request, begun)
    if begun.draft is None or begun.next():
        return led_on(request)
    context = {"answers": answers(begun), "draft": begun.draft, "back": begun.pages[-1]}
    return render(request, "breaches/asking/check.html", context)


def sent_or_told(request: Request, begun: Begun) -> HttpResponse:
    """On to what happens next, or back to the check with what stands in the way."""
    form, made = SendForm(request.POST), list[Incident]()
    given = {} if begun.draft is None or begun.next() else begun.arguments()
    send = partial(actions.send, by=request.user, answers=given)
    if form.done(lambda: made.append(send(**form.cleaned_data))):
        return redirect("breaches:report_sent", made[0].reference)
    messages.info(request, str(next(iter(form.errors.values()))[0]))
    return redirect("breaches:check_report")


@require_POST
def throw_away_report(request: Request) -> HttpResponse:
    """What was begun is not sent."""
    actions.throw_away(by=request.user)
    messages.success(request, _("The report is thrown away. Nothing was sent or kept."))
    return redirect("breaches:report")


@require_safe
def report_party(request: Request) -> HttpResponse:
    """Of party work nothing is kept: where to turn instead, and what to report all the same."""
    return render(request, "breaches/asking/party.html")


@EITHER
def report_all(request: Request) -> HttpResponse:
    """All questions on one page, for whoever prefers that."""
    form = filled(request, AllForm(request.POST or None, person=request.user))
    made = list[Incident]()
    if request.POST.get("capacity") == Capacity.POLITICAL:
        return of_party_work(request)
    if form.done(lambda: made.append(report_incident(by=request.user, **form.arguments()))):
        return redirect("breaches:report_sent", made[0].reference)
    title, council = _("Report something"), Council.objects.the()
    context = {"form": form, "title": title, "council": council, "has_leads": True}
    return render(request, "breaches/report.html", context)


@EITHER
@permission_required(Right.REPORT_FOR_SOMEBODY, raise_exception=True)
def report_for_somebody(request: Request) -> HttpResponse:
    """An officer writes down what they were told, with its true times. Of those who do not look
    into reports nobody sees it from then on.
    """
    form = filled(request, ReportForSomebodyForm(request.POST or None, person=request.user))
    made = list[Incident]()
    if request.POST.get("capacity") == Capacity.POLITICAL:
        return redirect("breaches:report_party")
    if form.done(lambda: made.append(report_incident(by=request.user, **form.arguments()))):
        return redirect("breaches:report_sent", made[0].reference)
    title = _("Report something for somebody")
    context = {"form": form, "title": title, "council": Council.objects.the()}
    return render(request, "breaches/report.html", context)


@require_safe
def report_sent(request: Request, pk: int) -> HttpResponse:
    """Its number, what happens next and by when, and whom to ring; to who wrote it down for
    somebody else, the number to pass on.
    """
    mine = Incident.objects.written_down_by(request.user).with_row()
    row, council = get_object_or_404(mine, pk=pk), Council.objects.the()
    sees = Incident.objects.visible_to(request.user).filter(pk=pk).exists()
    context = {
        "incident": row,
        "sent": sent(row, council),
        "council": council,
        "sees": sees,
        "is_theirs": row.reported_by_id == request.user.pk,
    }
    return render(request, "breaches/asking/sent.html", context)
