"""Pages of one version: who has not signed, who has, the log, and chasing."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.days import time_in_words, weekday_in_words
from councilgov.forms.registers import SHOWN_OR_TAKEN, register_page
from councilgov.ledger.actions import export_register
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.people.models import Council
from councilgov.records import Refused, subject_of
from policies.events import with_last_reminder
from policies.models import Acknowledgement, Event, PolicyVersion
from policies.registers import actions
from policies.registers.filters import GroupFilter, LogFilter, NotSignedFilter, SignedFilter
from policies.registers.forms import ChaseForm, is_a_list
from policies.registers.tables import (
    ChaseTable,
    GroupTable,
    LogTable,
    NotSignedTable,
    SignedStatementTable,
    SignedTable,
)
from policies.reminders import CHASED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.http import HttpResponse
    from django.http.response import HttpResponseBase

    from councilgov.http import Request
    from policies.models import AcknowledgementQuerySet

SEES = permission_required(Right.SEE_REGISTER, raise_exception=True)
CHASES = permission_required(Right.CHASE, raise_exception=True)


class Tab(NamedTuple):
    """One of the pages of a version's register."""

    text: str
    href: str
    is_current: bool


class Frame:
    """What stands above each of the three registers of a version."""

    def __init__(self, request: Request, slug: str, number: tuple[int, int], page: str) -> None:
        major, minor = number
        seen = PolicyVersion.objects.visible_to(request.user).select_related("policy")
        self.version = get_object_or_404(seen, policy__slug=slug, major=major, minor=minor)
        self.request, self.page = request, page
        self.asked = Acknowledgement.objects.asked_of(self.version, timezone.now())
        self.tally = self.asked.tally()

    @property
    def summary(self) -> str:
        """41 of 54 people have signed (76%)."""
        asked, signed = self.tally["asked"], self.tally["signed"]
        if not asked:
            return _("Nobody has been asked to sign this version.")
        percent = signed * 100 // asked  # never rounded up: 100% is everybody
        told = ngettext(
            "%(signed)s of %(asked)s person has signed (%(percent)s%%).",
            "%(signed)s of %(asked)s people have signed (%(percent)s%%).",
            asked,
        )
        return told % {"signed": f"{signed:,}", "asked": f"{asked:,}", "percent": percent}

    def tabs(self) -> Iterator[Tab]:
        signed = self.tally["signed"]
        pages = {
            "not_signed": _("Not signed (%(n)s)") % {"n": f"{self.tally['asked'] - signed:,}"},
            "has_signed": _("Signed (%(n)s)") % {"n": f"{signed:,}"},
            "log": _("Log"),
        }
        for name, text in pages.items():
            yield Tab(text, self.address(name), name == self.page)

    def address(self, page: str) -> str:
        return reverse(f"policies:{page}", args=[self.version.policy.slug, self.version.number])

    def context(self, title: str) -> dict[str, Any]:
        return {
            "title": title,
            "section": str(self.version),
            "frame": self,
            "version": self.version,
        }


@SHOWN_OR_TAKEN
@SEES
def not_signed(request: Request, slug: str, number: tuple[int, int]) -> HttpResponseBase:
    """Who has not signed, since when they were asked, and what came of the last message."""
    frame = Frame(request, slug, number, "not_signed")
    is_open = frame.version.is_open_to_sign
    may_chase = is_open and request.user.has_perm(Right.CHASE)
    may_record = is_open and request.user.has_perm(Right.RECORD_SIGNATURE)
    return register_page(
        request,
        queryset=with_last_reminder(frame.asked.not_signed().with_row()),
        table_class=ChaseTable if may_chase else NotSignedTable,
        filter_class=NotSignedFilter,
        template="policies/not_signed.html",
        context={
            **frame.context(_("Who has not signed")),
            "may_chase": may_chase,
            "may_record": may_record and frame.tally["asked"] > frame.tally["signed"],
        },
        on_export=partial(export_register, of="policies.not_signed", by=request.user),
    )


@SHOWN_OR_TAKEN
@SEES
def has_signed(request: Request, slug: str, number: tuple[int, int]) -> HttpResponseBase:
    """Who has signed, when, and how."""
    frame = Frame(request, slug, number, "has_signed")
    rows = frame.asked.signed().with_row().select_related("recorded__recorded_by")
    reads_statements = request.user.has_perm(Right.SEE_STATEMENTS)
    return register_page(
        request,
        queryset=rows,
        table_class=SignedStatementTable if reads_statements else SignedTable,
        filter_class=SignedFilter,
        template="policies/has_signed.html",
        context=frame.context(_("Who has signed")),
        on_export=partial(export_register, of="policies.signed", by=request.user),
    )


@SHOWN_OR_TAKEN
@SEES
def log(request: Request, slug: str, number: tuple[int, int]) -> HttpResponseBase:
    """Every act and every message about this version and those before it of the same major
    number, also of those who left office.
    """
    frame = Frame(request, slug, number, "log")
    everybody = Acknowledgement.objects.of_line(frame.version)
    return register_page(
        request,
        queryset=Event.objects.about(everybody).with_people(),
        table_class=LogTable,
        filter_class=LogFilter,
        template="policies/log.html",
        context=frame.context(_("Log of signatures")),
        on_export=partial(export_register, of="policies.log", by=request.user),
    )


@SHOWN_OR_TAKEN
@permission_required(Right.SEE_OWN_GROUP, raise_exception=True)
def group(request: Request) -> HttpResponseBase:
    """What a leader sees of the present members of the group that they lead today.

    Only while the settings cite the council's decision that leaders see it; else there is no page.
    """
    decision = Council.objects.the().leaders_decision
    if not decision:
        raise Http404
    return register_page(
        request,
        queryset=Acknowledgement.objects.of_group_led_by(request.user).for_register(),
        table_class=GroupTable,
        filter_class=GroupFilter,
        template="policies/group.html",
        context={"title": _("Your group’s signatures"), "decision": decision},
        on_export=partial(export_register, of="policies.group", by=request.user),
    )


@require_http_methods(["GET", "POST"])
@CHASES
def chase(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """Remind those who have not signed: first who gets a message and who does not, then the act."""
    frame = Frame(request, slug, number, "not_signed")
    form = filled(request, ChaseForm(request.POST or None, initial=chosen(request, frame)))
    if form.is_valid():
        try:
            count = actions.chase(version=frame.version, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, what_was_done(count))
            return redirect(frame.address("not_signed"))
    return render(request, "policies/chase.html", confirming(frame, form))


def chosen(request: Request, frame: Frame) -> dict[str, str]:
    """The rows that were ticked, or all that match the filters of the page that they come from."""
    rows: Sequence[str | int] = request.GET.getlist("row")
    if "all" in request.GET:
        found = NotSignedFilter(request.GET, frame.asked.not_signed().with_row(), request=request)
        rows = list(found.qs.order_by("pk").values_list("pk", flat=True))
    return {"rows": ",".join(map(str, rows))}


def confirming(frame: Frame, form: ChaseForm) -> dict[str, Any]:
    """Who will get a message, who will not and why, and what it says."""
    now = timezone.now()
    picked = selected(frame, form)
    due, spared = actions.sort_out(picked, now)
    return {
        **frame.context(_("Remind people to sign")),
        "form": form,
        "due": due,
        "spared": spared,
        "goes_at": actions.goes_at(now),
        "is_at_once": actions.goes_at(now) == now,
        "example": example(due[0]) if due else None,
        "sees_people": frame.request.user.has_perm(Right.SEE_PEOPLE),
    }


def selected(frame: Frame, form: ChaseForm) -> AcknowledgementQuerySet:
    """Those of this version among the rows that the form names."""
    typed = str(form["rows"].value() or "")
    rows = typed.split(",") if is_a_list(typed) else []
    everybody = Acknowledgement.objects.of_line(frame.version).filter(pk__in=rows)
    return everybody.order_by("councillor__sorts_as", "pk")


def example(row: Acknowledgement) -> Any:
    """What the first of them will read."""
    about = subject_of(row)
    return part_of(Notice(kind=CHASED, to=row.councillor, about=about))


def what_was_done(count: int) -> str:
    """How many go, and when: at a weekend not before the next working day."""
    now = timezone.now()
    goes_at = actions.goes_at(now)
    if goes_at == now:
        told = ngettext("%(n)s reminder is on its way.", "%(n)s reminders are on their way.", count)
        return told % {"n": f"{count:,}"}
    told = ngettext(
        "%(n)s reminder goes at %(time)s on %(day)s.",
        "%(n)s reminders go at %(time)s on %(day)s.",
        count,
    )
    when = {"time": time_in_words(goes_at), "day": weekday_in_words(goes_at)}
    return told % {"n": f"{count:,}", **when}
