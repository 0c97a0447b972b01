"""Page of the look round before a video call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from consent.calling import actions
from consent.calling.forms import LookForm
from consent.models import Look, VideoCheck
from consent.own import KEEPS, PAGE
from councilgov.accounts.carrying import filled

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request

LATEST = 10


@PAGE
@KEEPS
def before_calling(request: Request) -> HttpResponse:
    """Ten seconds before a video call: what is still to be done, and kept if they want it."""
    if "forget" in request.POST:
        actions.forget_checks(by=request.user)
        messages.success(request, _("Deleted."))
        return redirect("consent:before_calling")
    form = filled(request, LookForm(request.POST or None))
    left = None
    if form.is_valid():
        looks = form.cleaned_data["looks"]
        left = [look for look in Look if look not in looks]
        if form.cleaned_data["is_kept"]:
            actions.keep_check(looks=looks, by=request.user)
    mine = VideoCheck.objects.visible_to(request.user)
    context = {"form": form, "left": left, "kept": mine[:LATEST], "count": mine.count()}
    return render(request, "consent/social/before_calling.html", context)
