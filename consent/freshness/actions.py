"""The council decides for how many months a check holds, and whether councillors are reminded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction

from consent.freshness.counting import recount
from councilgov.accounts.actions import change_settings
from councilgov.people.models import Council

if TYPE_CHECKING:
    from councilgov.people.models import User


@transaction.atomic
def change_rules(*, by: User, **settings: Any) -> Council:
    """The rules of contact are set, with evidence. Other months count at once, for every number
    that was checked. Raises ``Refused`` for a rule that cannot stand.
    """
    before = Council.objects.the().stale_after_months
    council = change_settings(by=by, **settings)
    if council.stale_after_months != before:
        recount(by=by)
    return council
