"""The page of totals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import permission_required
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consent.counting.figures import figures as totals
from consent.counting.figures import stale
from councilgov.access import Right

if TYPE_CHECKING:
    from django.http import HttpResponse

    from councilgov.http import Request


@require_safe
@permission_required(Right.SEE_CONTACT_FIGURES, raise_exception=True)
def figures(request: Request) -> HttpResponse:
    """How many people and permissions there are. Nobody is named, no councillor either."""
    found = totals()
    tables = []
    if found:
        tables = [
            ([_("In which capacity"), _("People")], found.by_capacity, _("People by capacity")),
            ([_("Standing"), _("Permissions")], found.by_standing, _("Permissions by standing")),
            ([_("Channel"), _("Permissions")], found.by_channel, _("Permissions by channel")),
        ]
    if old := stale():
        head = [_("To be checked again"), _("Councillors")]
        tables.append((head, old.spread, _("Councillors by what they have to check again")))
    return render(request, "consent/figures.html", {"found": found, "tables": tables})
