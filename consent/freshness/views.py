"""The page on which the rules of contacts are set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import permission_required
from django.utils.translation import gettext as _

from consent.freshness import actions
from consent.own import PAGE
from councilgov.access import Right
from councilgov.accounts.ruling.forms import ContactSettingsForm
from councilgov.accounts.ruling.views import settings_page

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request


@PAGE
@permission_required(Right.CHANGE_SETTINGS, raise_exception=True)
def change_rules(request: Request) -> HttpResponse:
    """What the council has decided about permission to contact."""
    return settings_page(
        request,
        ContactSettingsForm,
        title=_("Rules of contacts"),
        about=_(
            "What the council has decided about contacts. Who changed what, and when, is kept."
        ),
        save=actions.change_rules,
    )
