"""Pages of the report to the regulator: as it stands, question by question, and as it was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from breaches.asked import ask
from breaches.deciding.weighing import Warned
from breaches.models import Stage
from breaches.notifying import actions, facts, printing
from breaches.notifying.actions import mark_of
from breaches.notifying.forms import AnswerForm, ReferenceForm, ToldForm, first_of
from breaches.notifying.pack import changed_since, changes, pack_of
from breaches.notifying.questions import NEXT
from breaches.seeing import own_part, read_by, the_incident, told_by
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.people.models import Council

if TYPE_CHECKING:
    from breaches.models import Assessment
    from breaches.notifying.pack import Pack
    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])


@require_safe
def pack(request: Request, pk: int, part: int) -> HttpResponse:
    """The report as it stands, in the order of the regulator's form: to copy, print and send."""
    row = read_by(request, pk, part)
    found = pack_of(row)
    told = list(row.notifications.select_related("entered_by"))
    context = {
        "row": row,
        "pack": found,
        "lacking": found.lacking(),
        "naming": found.naming(),
        "told": told,
        "changed": changed_since(told[-1] if told else None, found),
        "council": Council.objects.the(),
        "may_tell": actions.may_tell(row, request.user),
        "may_record": any(map(row.may_be_told, Stage)),
    }
    return render(request, "breaches/notifying/pack.html", context)


@EITHER
def answer_question(request: Request, pk: int, part: int, question: str) -> HttpResponse:
    """One question of the report, kept by itself."""
    row = told_by(request, pk, part)
    given = next((one for one in pack_of(row).given if one.question.slug == question), None)
    if given is None:
        raise Http404
    first = first_of(given)
    form = filled(request, AnswerForm(request.POST or None, question=given.question, initial=first))
    if form.done(
        lambda: actions.save_answer(
            assessment=row,
            question=question,
            by=request.user,
            seen=request.POST.get("seen", ""),
            **form.cleaned_data,
        )
    ):
        return _onward(request, pk, part, question)
    now = row.answers.filter(question=question).select_related("answered_by").first()
    context = {"form": form, "row": row, "given": given, "now": now, "seen": mark_of(now)}
    return render(request, "breaches/notifying/answer.html", context)


def _onward(request: Request, pk: int, part: int, question: str) -> HttpResponse:
    """To the next question, or to the whole report."""
    messages.success(request, _("Your answer is kept."))
    reference = the_incident(request, pk).reference
    if "report" in request.POST or question not in NEXT:
        return redirect("breaches:pack", reference, part)
    return redirect("breaches:answer_question", reference, part, NEXT[question])


@require_safe
def pack_text(request: Request, pk: int, part: int) -> HttpResponse:
    """The report as plain text, to copy into the regulator's form."""
    row = read_by(request, pk, part)
    text = printing.text_of(row, pack_of(row).lines())
    return HttpResponse(text, content_type="text/plain; charset=utf-8")


@require_POST
def pack_pdf(request: Request, pk: int, part: int) -> HttpResponse:
    """The report as it stands, as a file; that it was taken is evidence."""
    row = told_by(request, pk, part)
    actions.take_report(assessment=row, by=request.user)
    return printing.as_pdf(row, pack_of(row).lines(), _("Draft, not sent"))


@require_safe
def regulator_message(request: Request, pk: int, part: int, number: int) -> HttpResponse:
    """One message to the regulator, as it was sent, and what it changed."""
    row = read_by(request, pk, part)
    one = get_object_or_404(row.notifications.select_related("entered_by"), pk=number)
    before = row.notifications.filter(pk__lt=one.pk).last()
    context = {
        "row": row,
        "message": one,
        "sections": printing.sections_of(one.answers),
        "changed": changes(before.answers, one.answers) if before else [],
        "may_tell": actions.may_tell(row, request.user),
    }
    return render(request, "breaches/notifying/message.html", context)


@require_POST
def message_pdf(request: Request, pk: int, part: int, number: int) -> HttpResponse:
    """The same on paper."""
    row = told_by(request, pk, part)
    one = get_object_or_404(row.notifications, pk=number)
    actions.take_report(assessment=row, by=request.user)
    return printing.as_pdf(row, one.answers, printing.sent_in_words(one))


@EITHER
def add_reference(request: Request, pk: int, part: int) -> HttpResponse:
    """The number that the regulator gave it."""
    row = told_by(request, pk, part)
    first = {"reference": row.regulator_reference}
    form = filled(request, ReferenceForm(request.POST or None, initial=first))
    return ask(
        request,
        form,
        lambda: actions.add_reference(assessment=row, by=request.user, **form.cleaned_data),
        title=_("The regulator’s number"),
        done=_("The number is recorded."),
        about=row.incident,
    )


NOTHING_TO_TELL = gettext_lazy(
    "There is nothing to record: decide first whether the regulator is told, or look at what they "
    "were told last."
)


@EITHER
def record_notification(request: Request, pk: int, part: int) -> HttpResponse:
    """The regulator was told."""
    row = told_by(request, pk, part)
    if not any(map(row.may_be_told, Stage)):
        messages.info(request, NOTHING_TO_TELL)
        return redirect(row.incident)
    found = pack_of(row)
    form = filled(request, ToldForm(request.POST or None, row=row, pack=found))
    if form.done(
        lambda: actions.record_notification(assessment=row, by=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("Recorded, with the report as it stands now."))
        return redirect(row)
    context = {
        "form": form,
        "about": row.incident,
        "title": _("Record that the regulator was told"),
        "button": _("Record it"),
        "warnings": _warnings(row, found),
    }
    return render(request, "breaches/form.html", context)


def _warnings(row: Assessment, found: Pack) -> list[Warned]:
    """What the law asks for and the report does not say: the rest may come later, in another."""
    lacks = actions.lacking_in_words(found)
    if not lacks:
        return []
    told = _("The report does not say yet: %(lacks)s. It is no final report before it does.")
    page = reverse("breaches:pack", args=[row.reference, row.pk])
    return [Warned(told % {"lacks": lacks}, page, _("See the report"))]


@EITHER
def authorise(request: Request, pk: int, part: int) -> HttpResponse:
    """The councillor lets the council report for them, once they have read what that means."""
    row = own_part(request, pk, part)
    if row.authorised_at:
        messages.info(request, _("You let the council report for you already."))
        return redirect(row.incident)
    act = facts.authorising(row)
    return reason_page(
        request, act, lambda _why: actions.authorise(assessment=row, by=request.user)
    )


@require_POST
def end_authorisation(request: Request, pk: int, part: int) -> HttpResponse:
    """They report themselves from now on."""
    row = own_part(request, pk, part)
    actions.end_authorisation(assessment=row, by=request.user)
    messages.success(request, _("The council no longer reports for you. You do that yourself."))
    return redirect(row.incident)
