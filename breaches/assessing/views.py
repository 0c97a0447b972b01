"""Pages of one controller's part of an incident: severity, advice, decisions, messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from breaches.asked import ask
from breaches.assessing import actions
from breaches.assessing.forms import (
    AdviceForm,
    AwareForm,
    CauseForm,
    ControllerForm,
    InvolveForm,
    NoticedForm,
    OwnAwareForm,
    PeopleForm,
    RegulatorForm,
    SeverityForm,
)
from breaches.deciding import actions as deciding
from breaches.deciding import weighing
from breaches.seeing import handled, the_part
from breaches.triaging import actions as triaging
from breaches.triaging import noticing
from breaches.triaging.checks import may_assess
from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.reasons import Act

if TYPE_CHECKING:
    from django.http import HttpResponse

    from breaches.models import Assessment
    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])


@EITHER
def add_controller(request: Request, pk: int) -> HttpResponse:
    """Somebody else answers for a part of the information."""
    incident = handled(request, pk)
    first = {"controller": triaging.suggested(incident)}
    form = filled(request, ControllerForm(request.POST or None, initial=first, incident=incident))
    return ask(
        request,
        form,
        lambda: triaging.add_controller(incident=incident, by=request.user, **form.cleaned_data),
        title=_("Name who else answers for it"),
        done=_("Recorded: who else answers for it."),
        about=incident,
    )


@EITHER
def correct_noticed(request: Request, pk: int) -> HttpResponse:
    """It was noticed at another time than was reported."""
    incident = handled(request, pk)
    first = {"noticed_at": incident.noticed_at}
    form = filled(request, NoticedForm(request.POST or None, initial=first))
    return ask(
        request,
        form,
        lambda: noticing.correct_noticed(incident=incident, by=request.user, **form.cleaned_data),
        title=_("Correct when it was noticed"),
        done=_("Recorded: when it was noticed."),
        about=incident,
    )


@EITHER
def name_cause(request: Request, pk: int) -> HttpResponse:
    """Why it could happen."""
    incident = handled(request, pk)
    form = filled(request, CauseForm(request.POST or None, initial={"cause": incident.cause}))
    return ask(
        request,
        form,
        lambda: triaging.name_cause(incident=incident, by=request.user, **form.cleaned_data),
        title=_("Name the cause"),
        done=_("Recorded: why it could happen."),
        about=incident,
    )


@EITHER
def involve(request: Request, pk: int) -> HttpResponse:
    """Somebody with an account has a part in it."""
    incident = handled(request, pk)
    form = filled(request, InvolveForm(request.POST or None))
    return ask(
        request,
        form,
        lambda: triaging.involve(incident=incident, by=request.user, **form.cleaned_data),
        title=_("Note who has a part in it"),
        done=_("Recorded: they have a part in it, and decide nothing on it."),
        about=incident,
    )


@EITHER
def take_back_part(request: Request, pk: int, noted: int) -> HttpResponse:
    """Somebody has no part in it after all."""
    incident = handled(request, pk)
    row = get_object_or_404(incident.involved.select_related("person"), pk=noted)
    triaging.check_taken_back(row)
    act = Act(
        title=_("Has no part in it after all"),
        caption=str(row),
        back=incident.get_absolute_url(),
        consequences=[_("They see the report again, if it is their work to look at reports.")],
        question=_("Why have they no part in it?"),
        button=_("Take it back"),
        done=_("It is taken back."),
    )
    return reason_page(
        request,
        act,
        lambda reason: triaging.take_back_part(involved=row, reason=reason, by=request.user),
    )


def assessed(request: Request, pk: int, part: int) -> Assessment:
    """The part that this person works out. Raises ``PermissionDenied`` for others who see it."""
    row = the_part(request, pk, part)
    if not may_assess(row, request.user):
        raise PermissionDenied
    return row


@EITHER
def set_aware(request: Request, pk: int, part: int) -> HttpResponse:
    """From when this controller was aware of it."""
    row = assessed(request, pk, part)
    first = {"aware_at": row.aware_at, "because": row.aware_because}
    is_own = row.councillor == request.user
    asked = OwnAwareForm if is_own else AwareForm
    form = filled(request, asked(request.POST or None, initial=first))
    return ask(
        request,
        form,
        lambda: triaging.set_aware(assessment=row, by=request.user, **form.cleaned_data),
        title=_("Since when were you sure of it?")
        if is_own
        else _("Since when were they aware of it?"),
        done=_("Recorded: since when. The 72 hours count from then."),
        about=row.incident,
    )


@EITHER
def work_out(request: Request, pk: int, part: int) -> HttpResponse:
    """How severe it is."""
    row = assessed(request, pk, part)
    is_own = row.councillor == request.user
    form = filled(request, SeverityForm(request.POST or None, is_own=is_own))
    return ask(
        request,
        form,
        lambda: actions.work_out(assessment=row, by=request.user, **form.told()),
        title=_("How severe is it?"),
        done=_("Recorded: how severe it is."),
        about=row.incident,
    )


@EITHER
def advise(request: Request, pk: int, part: int) -> HttpResponse:
    """The Data Protection Officer advises."""
    row = the_part(request, pk, part)
    if not request.user.has_perm(Right.ADVISE_ON_BREACH) or row.incident.has_part(request.user):
        raise PermissionDenied
    form = filled(request, AdviceForm(request.POST or None, initial={"advice": row.advice}))
    return ask(
        request,
        form,
        lambda: actions.advise(assessment=row, by=request.user, **form.cleaned_data),
        title=_("Your advice"),
        done=_("Your advice is recorded. Whoever decides sees it."),
        about=row.incident,
    )


def decided(request: Request, pk: int, part: int) -> Assessment:
    """The part of which this person decides. Raises ``PermissionDenied`` for others who see it."""
    row = the_part(request, pk, part)
    if not row.decides(request.user):
        raise PermissionDenied
    return row


@EITHER
def decide_regulator(request: Request, pk: int, part: int) -> HttpResponse:
    """Whether the regulator is told."""
    row = decided(request, pk, part)
    first = {"seen": row.regulator}
    form = filled(request, RegulatorForm(request.POST or None, row=row, initial=first))
    return ask(
        request,
        form,
        lambda: deciding.decide_regulator(assessment=row, by=request.user, **form.cleaned_data),
        title=_("Is the regulator told?"),
        done=_("Your decision is recorded: whether the regulator is told."),
        about=row.incident,
        weighed=weighing.weighed(row, weighing.regulator_before(row)),
        warnings=weighing.of_regulator(row),
    )


@EITHER
def decide_people(request: Request, pk: int, part: int) -> HttpResponse:
    """Whether the people are told."""
    row = decided(request, pk, part)
    first = {"seen": row.people}
    form = filled(request, PeopleForm(request.POST or None, row=row, initial=first))
    return ask(
        request,
        form,
        lambda: deciding.decide_people(assessment=row, by=request.user, **form.cleaned_data),
        title=_("Telling the people"),
        done=_("Your decision is recorded: whether the people are told."),
        about=row.incident,
        weighed=weighing.weighed(row, weighing.people_before(row)),
        warnings=weighing.of_people(row),
    )
