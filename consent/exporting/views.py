"""The page on which a councillor takes their whole record with them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import render
from django.utils.translation import gettext as _

from consent.exporting.actions import export_record as record_export
from consent.exporting.files import write_record
from consent.models import Constituent
from consent.own import KEEPS, PAGE
from councilgov.accounts.confirming import confirmed_with
from councilgov.days import today
from councilgov.forms.exports import attached

if TYPE_CHECKING:
    from django.http.response import HttpResponseBase

    from councilgov.http import Request

TAKE = "take"


@PAGE
@KEEPS
def export_record(request: Request) -> HttpResponseBase:
    """What it is for; then who they are; then the file."""
    count = Constituent.objects.visible_to(request.user).count()
    if request.method != "POST":
        return render(request, "consent/export_record.html", {"count": count})
    act = _("You take everything that you keep about your contacts out of the portal.")
    method = confirmed_with(request, act=act, button=_("Continue"))
    if TAKE not in request.POST:
        context = {"count": count, "is_confirmed": True}
        return render(request, "consent/export_record.html", context)
    file = attached(
        write_record(request.user), name=f"my-contacts-{today().isoformat()}.zip", kind="zip"
    )
    record_export(by=request.user, confirmed_with=method)
    return file
