"""Pages of what is shared: for its councillor, and for who reads it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consent.adding.views import the_person
from consent.disclosing import actions
from consent.disclosing.forms import ShareForm
from consent.models import Share
from consent.own import KEEPS, PAGE
from consent.reading.records import ways_of, went
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.days import today
from councilgov.forms.reasons import Act
from councilgov.records import Refused

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

ON_A_PAGE = 50


@PAGE
@KEEPS
def share_person(request: Request, pk: int) -> HttpResponse:
    """Let one user read one person's record."""
    person = the_person(request, pk)
    form = filled(request, ShareForm(request.POST or None, person=person))
    if form.done(lambda: actions.share_person(person=person, by=request.user, **form.answers())):
        messages.success(request, _("Shared. They get an email with a link and without a name."))
        return redirect(person)
    context = {"form": form, "person": person}
    return render(request, "consent/disclosing/share_person.html", context)


@require_safe
@KEEPS
def shares(request: Request) -> HttpResponse:
    """Everything that this councillor shares or has shared, and who read it when."""
    mine, now = Share.objects.visible_to(request.user).with_row().with_readings(), timezone.now()
    page = Paginator(mine.over(now), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {"running": mine.running(now), "page": page}
    return render(request, "consent/disclosing/shares.html", context)


@PAGE
@KEEPS
def end_share(request: Request, pk: int) -> HttpResponse:
    """End it, with one press of a button."""
    row = get_object_or_404(Share.objects.visible_to(request.user).with_row(), pk=pk)
    act = Act(
        title=_("Stop sharing"),
        caption=row.constituent.full_name,
        back=row.constituent.get_absolute_url(),
        consequences=[
            _("%(name)s cannot open this record any more, from now on.")
            % {"name": row.reader.full_name},
            _("What they have read, they have read."),
        ],
        question="",
        button=_("Stop sharing"),
        done=_("It is not shared any more."),
        is_grave=False,
    )
    return reason_page(request, act, lambda _reason: actions.end_share(share=row, by=request.user))


@require_safe
def shared_with_me(request: Request) -> HttpResponse:
    """What others share with this person now; of what is over lately no name is left."""
    now = timezone.now()
    context = {
        "rows": Share.objects.read_by(request.user, now).with_row(),
        "over": Share.objects.over_for(request.user, now),
    }
    return render(request, "consent/disclosing/shared_with_me.html", context)


@require_safe
def shared_record(request: Request, pk: int) -> HttpResponse:
    """A record that is shared with this person, to be read. That it was read is kept."""
    mine = Share.objects.read_by(request.user, timezone.now()).with_row()
    share = get_object_or_404(mine, pk=pk)
    try:
        actions.read_shared(share=share, by=request.user)
    except Refused as refusal:
        raise Http404 from refusal
    page = Paginator(share.log(), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "share": share,
        "person": share.constituent,
        "ways": ways_of(share.constituent, today()),
        "page": page,
        "contacts": [(row, went(row)) for row in page] if share.has_log else None,
    }
    return render(request, "consent/disclosing/shared_record.html", context)
