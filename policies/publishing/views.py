"""The page on which a version is published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from councilgov.access import Right
from councilgov.accounts.carrying import filled
from councilgov.days import day_in_words, today
from councilgov.notices.digests import next_morning
from policies.models import PolicyVersion
from policies.numbers import of_number
from policies.publishing import actions
from policies.publishing.forecast import forecast
from policies.publishing.forms import PublicationForm

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request
    from policies.models import PolicyVersionQuerySet
    from policies.publishing.forecast import Forecast


@require_http_methods(["GET", "POST"])
@permission_required(Right.PUBLISH_POLICY, raise_exception=True)
def publish_policy(request: Request, slug: str, number: tuple[int, int]) -> HttpResponse:
    """Publish a version: what it will do, and the button that does it."""
    row = of_number(to_publish(request), slug, number)
    actions.check_may_publish(row)
    form = filled(request, PublicationForm(request.POST or None, initial={"summary": row.summary}))
    following = what_follows(row, form)
    if following and following.key == form["seen"].value():
        answers = {name: form.cleaned_data[name] for name in ("effective_on", "summary")}
        if form.done(lambda: actions.publish(version=row, by=request.user, **answers)):
            messages.success(request, told(row, following))
            return redirect("policies:version", slug, row.number)
    context = {
        "version": row,
        "form": form,
        "forecast": following,
        "mailed_at": next_morning(timezone.now()),
    }
    return render(request, "policies/publish_policy.html", context)


def to_publish(request: Request) -> PolicyVersionQuerySet:
    seen = PolicyVersion.objects.visible_to(request.user)
    return seen.select_related("policy", "decision")


def what_follows(row: PolicyVersion, form: PublicationForm) -> Forecast | None:
    """What publishing will do on the day that was chosen, at first today; None for a wrong day."""
    if not form.is_bound:
        return forecast(row, today())
    if form.is_valid() and form.done(
        lambda: actions.check_day(row, form.cleaned_data["effective_on"])
    ):
        return forecast(row, form.cleaned_data["effective_on"])
    return None


def told(row: PolicyVersion, following: Forecast) -> str:
    """What was done, for whoever did it."""
    words = _("%(version)s is published and in force. Asked to sign: %(asked)s.")
    if following.is_later:
        words = _("%(version)s is published, in force from %(day)s. Asked to sign: %(asked)s.")
    if following.on_the_day:
        words = _(
            "%(version)s is published, in force from %(day)s. Asked to sign now: %(asked)s, and on "
            "that day: %(later)s."
        )
    return words % {
        "version": row,
        "asked": following.asked_today,
        "later": following.on_the_day,
        "day": day_in_words(following.effective_on),
    }
