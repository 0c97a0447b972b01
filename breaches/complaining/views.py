"""Pages of complaints: one for everybody, and those of the officers who answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from breaches.asked import act_of, ask
from breaches.complaining import actions, facts, mending
from breaches.complaining.acts import ENQUIRY, REOPEN, SET_ASIDE
from breaches.complaining.checks import may_handle
from breaches.complaining.forms import (
    AnotherWayForm,
    AnswerForm,
    ComplaintForm,
    DayForm,
    DirectForm,
    KeepingForm,
    NoteForm,
    OutcomeForm,
    PartyForm,
    RecordComplaintForm,
)
from breaches.complaining.letters import as_pdf
from breaches.complaining.passed import passed
from breaches.complaining.tables import COLOURS, ComplaintFilter, ComplaintTable
from breaches.complaining.telling import as_mail
from breaches.complaining.wording import draft_acknowledgement, draft_outcome, message_of
from breaches.giving_back import Queue, gives_words_back
from breaches.models import ANSWERING, Complaint, ComplaintStatus, MessageKind, Sent
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.checking import checked_first
from councilgov.accounts.reasons import reason_page
from councilgov.accounts.ruling.views import settings_page
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from councilgov.limits import Limit

if TYPE_CHECKING:
    from collections.abc import Set

    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])
SEES = permission_required(Right.SEE_COMPLAINTS, raise_exception=True)
RECORDS = permission_required(Right.RECORD_COMPLAINT, raise_exception=True)
CHANGES = permission_required(Right.CHANGE_SETTINGS, raise_exception=True)
EVERY = frozenset(ComplaintStatus)
CHECKED = "checked"
"""The button that sends an email once its words were looked at."""
CHECKS_EMAILS = checked_first(lambda sent: CHECKED in sent or sent.get("how") != Sent.EMAIL)
GIVES_BACK = gives_words_back(
    Queue(
        Right.SEE_COMPLAINTS,
        _lazy(
            "You can’t see this complaint any more. Somebody may have said that it is about you or "
            "your office while you wrote."
        ),
        "breaches:complaints",
        _lazy("Complaints about personal information"),
    )
)
"""For an officer who wrote while a colleague passed the complaint to others."""
SENT = "complaints_sent"
"""In a session: which were sent from it."""
COMPLAINTS = Limit("complaints", most=10, seconds=3_600)
"""Of one address in an hour: an officer reads each of them."""


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """Five questions, for anybody. The answer is the same whoever it is: nobody is looked up."""
    form, made = ComplaintForm(request.POST or None), list[Complaint]()
    if request.method == "POST" and COMPLAINTS.is_reached(request):
        form.add_error(None, facts.too_many())
        return render(request, "breaches/complaining/complain.html", {"form": form}, status=429)
    if form.done(lambda: made.append(actions.complain(**form.cleaned_data))):
        COMPLAINTS.count(request)
        request.session[SENT] = [*request.session.get(SENT, []), made[0].pk][-COMPLAINTS.most :]
        return redirect("breaches:complaint_sent", made[0].reference)
    return render(request, "breaches/complaining/complain.html", {"form": form})


@login_not_required
@never_cache
@require_safe
def complaint_sent(request: HttpRequest, pk: int) -> HttpResponse:
    """We have it, to the browser that sent it. To every other the page is the same for every
    number: none is looked up, and nobody makes a receipt for what was never sent.
    """
    page = "sent" if pk in request.session.get(SENT, []) else "not_here"
    context = {"reference": f"DPC-{pk:06d}"}
    return render(request, f"breaches/complaining/{page}.html", context)


@SHOWN_OR_TAKEN
@SEES
def complaints(request: Request) -> HttpResponseBase:
    """The queue: whom to answer, and by when."""
    return register_page(
        request,
        queryset=Complaint.objects.visible_to(request.user),
        table_class=ComplaintTable,
        filter_class=ComplaintFilter,
        template="breaches/complaining/complaints.html",
        context={
            "title": _("Complaints about personal information"),
            "may_record": request.user.has_perm(Right.RECORD_COMPLAINT),
        },
        on_export=partial(export_register, of="breaches.complaints", by=request.user),
    )


@EITHER
@RECORDS
def record_complaint(request: Request) -> HttpResponse:
    """An officer enters what came by letter, telephone or email, or was said."""
    form = filled(request, RecordComplaintForm(request.POST or None))
    made = list[Complaint]()
    act = partial(actions.record_complaint, by=request.user)
    if form.done(lambda: made.append(act(**form.cleaned_data))):
        messages.success(request, _("Recorded. The 30 days count from the day that you entered."))
        row = Complaint.objects.visible_to(request.user).filter(pk=made[0].pk).first()
        return redirect(row or "breaches:complaints")
    return render(request, "breaches/complaining/record.html", {"form": form})


def the_complaint(request: Request, pk: int) -> Complaint:
    """The complaint, if this person may see it. Raises ``Http404``."""
    return get_object_or_404(Complaint.objects.visible_to(request.user).with_row(), pk=pk)


def handled(
    request: Request, pk: int, *, at: Set[str] = EVERY, doing: str = actions.TELLING
) -> Complaint:
    """The same, for who handles it. Raises ``PermissionDenied`` for others who see it; and
    ``Refused`` before anything is typed where it stands at none of ``at``.
    """
    row = the_complaint(request, pk)
    if not may_handle(row, request.user):
        raise PermissionDenied
    if request.method != "POST":
        row.check_stands(at, doing)
    return row


@require_safe
@SEES
def complaint(request: Request, pk: int) -> HttpResponse:
    """One complaint: who, what, by when, what they were told, and what can be done."""
    row = the_complaint(request, pk)
    context = {
        **facts.shown(row, request.user),
        "passed": passed(row),
        "colour": COLOURS.get(row.status, "grey"),
    }
    return render(request, "breaches/complaining/complaint.html", context)


def has_email(row: Complaint) -> bool:
    who = getattr(row, "complainant", None)
    return bool(who and who.email)


def _acted(
    request: Request, row: Complaint, form: Any, do: Any, title: str, **shown: Any
) -> HttpResponse:
    """The page of a form about a complaint. Whoever shut themselves out goes to the list."""
    return ask(
        request,
        form,
        lambda: do(complaint=row, by=request.user, **form.cleaned_data),
        title=title,
        about=row,
        elsewhere="breaches:complaints",
        done=lambda: _told(row, form),
        **shown,
    )


def _told(row: Complaint, form: Any) -> str:
    """What is said once it is done: where an email went, to compare."""
    if form.cleaned_data.get("how") == Sent.EMAIL:
        return _("Sent to %(address)s.") % {"address": row.complainant.email}
    return _("Recorded.")


def answered(  # of an answer to whoever complains
    request: Request, row: Complaint, form: Any, do: Any, title: str, **shown: Any
) -> HttpResponse:
    """The page of an answer to whoever complains: an email is shown as it goes out, and sent with
    one more press. ``kind`` is of which kind the message is.
    """
    kind, form = shown.pop("kind"), filled(request, form)
    if form.is_valid() and form.cleaned_data["how"] == Sent.EMAIL and CHECKED not in request.POST:
        mail = as_mail(message_of(row, kind, form.cleaned_data), by=request.user)
        context = {"form": form, "about": row, "mail": mail, "to": row.complainant.email}
        return render(request, "breaches/complaining/check.html", context)
    return _acted(request, row, form, do, title, button=_("Continue"), **shown)


@EITHER
@SEES
@GIVES_BACK
@CHECKS_EMAILS
def acknowledge_complaint(request: Request, pk: int) -> HttpResponse:
    """They are told that we have it."""
    row = handled(request, pk, at={ComplaintStatus.RECEIVED}, doing=actions.ACKNOWLEDGING)
    first = {"text": draft_acknowledgement(row)}
    form = AnswerForm(request.POST or None, has_email=has_email(row), initial=first)
    kind, title = MessageKind.ACKNOWLEDGEMENT, _("Acknowledge it")
    return answered(request, row, form, actions.acknowledge, title, kind=kind)


@EITHER
@SEES
def begin_enquiry(request: Request, pk: int) -> HttpResponse:
    """Somebody looks into it."""
    row = handled(request, pk, at={ComplaintStatus.ACKNOWLEDGED}, doing=actions.ENQUIRING)
    by = request.user
    return reason_page(
        request,
        act_of(row, ENQUIRY),
        lambda _why: actions.begin_enquiry(complaint=row, by=by),
    )


@EITHER
@SEES
@GIVES_BACK
@CHECKS_EMAILS
def tell_progress(request: Request, pk: int) -> HttpResponse:
    """They hear how far it is."""
    row = handled(request, pk, at=ANSWERING)
    form = AnswerForm(request.POST or None, has_email=has_email(row))
    kind, title = MessageKind.PROGRESS, _("Tell them how far it is")
    return answered(request, row, form, actions.tell_progress, title, kind=kind)


@EITHER
@SEES
@GIVES_BACK
@CHECKS_EMAILS
def send_outcome(request: Request, pk: int) -> HttpResponse:
    """They are told what came of it."""
    row = handled(request, pk, at={ComplaintStatus.ENQUIRY}, doing=actions.ANSWERING_IT)
    first = {"text": draft_outcome(row)}
    form = OutcomeForm(request.POST or None, has_email=has_email(row), initial=first)
    kind, title = MessageKind.OUTCOME, _("Send the answer")
    return answered(request, row, form, actions.send_outcome, title, kind=kind)


@EITHER
@SEES
@GIVES_BACK
def set_aside_complaint(request: Request, pk: int) -> HttpResponse:
    """Nobody complains."""
    row = handled(request, pk, at={ComplaintStatus.RECEIVED}, doing=actions.SETTING_ASIDE)
    by = request.user
    return reason_page(
        request,
        act_of(row, SET_ASIDE),
        lambda why: actions.set_aside(complaint=row, reason=why, by=by),
    )


@EITHER
@SEES
@GIVES_BACK
def reopen_complaint(request: Request, pk: int) -> HttpResponse:
    """They wrote again, or the answer was wrong."""
    row = handled(request, pk, at={ComplaintStatus.OUTCOME_SENT}, doing=mending.REOPENING)
    by = request.user
    return reason_page(
        request,
        act_of(row, REOPEN),
        lambda why: mending.reopen(complaint=row, reason=why, by=by),
    )


@EITHER
@SEES
@GIVES_BACK
def correct_received(request: Request, pk: int) -> HttpResponse:
    """It reached the council on another day."""
    row = handled(request, pk, at=mending.CORRECTABLE, doing=mending.CORRECTING)
    form = DayForm(request.POST or None, initial={"received_on": row.received_on})
    title = _("Correct when it came in")
    return _acted(request, row, filled(request, form), mending.correct_received, title)


@EITHER
@SEES
def send_another_way(request: Request, pk: int) -> HttpResponse:
    """An email did not reach them."""
    row = handled(request, pk)
    form = filled(request, AnotherWayForm(request.POST or None))
    title = _("Record that it went another way")
    return _acted(request, row, form, mending.send_another_way, title)


@EITHER
@SEES
def direct_complaint(request: Request, pk: int) -> HttpResponse:
    """An officer found whom it is about."""
    row = handled(request, pk)
    first = {"about": row.about, "councillor": row.councillor_id, "capacity": row.capacity}
    form = filled(request, DirectForm(request.POST or None, complaint=row, initial=first))
    return _acted(request, row, form, actions.direct, _("Say whom it is about"))


@EITHER
@SEES
def name_party(request: Request, pk: int) -> HttpResponse:
    """Somebody has a part in it and sees nothing of it any more."""
    row = handled(request, pk)
    form = filled(request, PartyForm(request.POST or None))
    return _acted(request, row, form, actions.name_party, _("Name who has a part in it"))


@EITHER
@SEES
@GIVES_BACK
def add_note(request: Request, pk: int) -> HttpResponse:
    """Something worth knowing, also after the answer."""
    row = handled(request, pk)
    form = filled(request, NoteForm(request.POST or None))
    return _acted(request, row, form, mending.add_note, _("Add a note"))


@require_POST
@SEES
def take_back_party(request: Request, pk: int, party: int) -> HttpResponse:
    """That was a mistake."""
    row = handled(request, pk)
    actions.take_back_party(party=get_object_or_404(row.parties, pk=party), by=request.user)
    messages.success(request, _("They have no part in it, and may see it."))
    return redirect(row)


@require_POST
@SEES
def complaint_letter(request: Request, pk: int, message: int) -> HttpResponse:
    """An answer on paper; that it was taken is evidence."""
    row = handled(request, pk)
    found = get_object_or_404(row.messages, pk=message)
    actions.take_letter(message=found, by=request.user)
    return as_pdf(found, row.complainant)


@EITHER
@CHANGES
def change_complaint_months(request: Request) -> HttpResponse:
    """How long who complained stays known."""
    about = _(
        "So many months after the answer their name, their address and all words are erased, also "
        "of complaints that were answered before. How many there were, and how swiftly they were "
        "answered, stays. Who changed this is kept."
    )
    return settings_page(request, KeepingForm, title=_("How long complaints are kept"), about=about)
