"""Pages on which it is recorded, and taken back, that somebody who had left has died."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.accounts.reasons import reason_page
from councilgov.forms.dates import DateField
from councilgov.forms.kit import GovukForm
from councilgov.forms.reasons import Act
from councilgov.people import dying
from councilgov.people.models import User

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

EITHER = require_http_methods(["GET", "POST"])
INVITES = permission_required(Right.INVITE, raise_exception=True)


class DeathForm(GovukForm):
    """On which day somebody died."""

    died_on = DateField(
        label=_("On which day did they die?"),
        past=True,
        error_messages={"required": _("Enter the day on which they died")},
    )


@EITHER
@INVITES
def record_death(request: Request, pk: int) -> HttpResponse:
    """A former councillor has died: their family gets no mail, and nobody signs in as them."""
    row = get_object_or_404(User, pk=pk)
    dying.check_left(row)
    form = filled(request, DeathForm(request.POST or None))
    if form.done(lambda: dying.record_death(person=row, by=request.user, **form.cleaned_data)):
        messages.success(request, _t("Their death is recorded."))
        return redirect("accounts:person", pk)
    return render(request, "accounts/record_death.html", {"person": row, "form": form})


@EITHER
@INVITES
def take_back_death(request: Request, pk: int) -> HttpResponse:
    """The death of a former councillor was recorded by mistake."""
    row = get_object_or_404(User, pk=pk)
    dying.check_recorded(row)
    act = Act(
        title=_t("Take back the death of %(name)s") % {"name": row.full_name},
        back=reverse("accounts:person", args=[pk]),
        consequences=[
            _("The portal writes to them again, as to anybody who has left."),
            _("What was deleted meanwhile does not come back."),
        ],
        question="",
        button=_("Take it back"),
        done=_("It is taken back."),
    )
    do = partial(dying.take_back_death, person=row, by=request.user)
    return reason_page(request, act, lambda _reason: do())
