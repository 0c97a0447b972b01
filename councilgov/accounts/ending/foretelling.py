"""What the end of a term would bring, before it is saved. Parts above this one say it
(``settings.FORETELL_ENDS``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from councilgov.people.terms import another_goes_on, check_meets_no_other

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from councilgov.people.models import EndReason, TermOfOffice


def check_end(*, term: TermOfOffice, ends_at: datetime, reason: EndReason) -> None:
    """Raise ``Refused`` for an end that would be refused when it is saved."""
    check_meets_no_other(term, ends_at)
    foretold(term=term, ends_at=ends_at, reason=reason)


def warned(*, term: TermOfOffice, ends_at: datetime, reason: EndReason) -> Sequence[str]:
    """What is cut off at once, a sentence each: nothing of who stays in office."""
    if another_goes_on(term, ends_at):
        return []
    found: list[str] = []
    for name in settings.WARN_OF_ENDS:
        found += import_string(name)(ends_at=ends_at, reason=reason)
    return found


def foretold(*, term: TermOfOffice, ends_at: datetime, reason: EndReason) -> Sequence[str]:
    """What follows, a sentence each. Raises ``Refused`` where working days cannot be counted."""
    if another_goes_on(term, ends_at):
        return [_("They have another term, so they stay in office and keep everything.")]
    found = []
    for name in settings.FORETELL_ENDS:
        found += import_string(name)(ends_at=ends_at, reason=reason)
    return [*found, _("They leave their political group on the same day.")]
