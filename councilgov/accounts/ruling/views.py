"""Pages on which the council's own rules are set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from councilgov.access import Right
from councilgov.accounts import actions
from councilgov.accounts.carrying import filled
from councilgov.accounts.ruling.forms import EquipmentSettingsForm, SettingsForm
from councilgov.people.models import Council

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from councilgov.forms.kit import GovukForm
    from councilgov.http import Request

PAGE = require_http_methods(["GET", "POST"])
CHANGES = permission_required(Right.CHANGE_SETTINGS, raise_exception=True)


@PAGE
@CHANGES
def change_settings(request: Request) -> HttpResponse:
    """What the council has decided about signing."""
    about = _("What the council has decided about signing. Who changed what, and when, is kept.")
    return settings_page(request, SettingsForm, title=_("Rules of the council"), about=about)


@PAGE
@CHANGES
def change_equipment_settings(request: Request) -> HttpResponse:
    """What the council has decided about equipment."""
    about = _("What the council has decided about equipment. Who changed what, and when, is kept.")
    return settings_page(request, EquipmentSettingsForm, title=_("Rules of equipment"), about=about)


def settings_page(
    request: Request,
    kind: type[GovukForm],
    *,
    title: str,
    about: str,
    save: Callable[..., object] = actions.change_settings,
) -> HttpResponse:
    """The settings that the form asks for, saved by ``change_settings`` or what calls it."""
    council = Council.objects.the()
    known = {name: getattr(council, name) for name in kind.base_fields}
    form = filled(request, kind(request.POST or None, initial=known))
    if form.done(lambda: save(by=request.user, **form.cleaned_data)):
        messages.success(request, _("The rules are saved."))
        return redirect(request.path)
    context = {"form": form, "title": title, "about": about}
    return render(request, "accounts/change_settings.html", context)
