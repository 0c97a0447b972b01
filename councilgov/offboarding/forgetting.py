"""How somebody is reached is for one departure alone, and forgotten with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from councilgov.notices.models import Notice
from councilgov.offboarding.models import OffboardingCase
from councilgov.records import keep_all

if TYPE_CHECKING:
    from collections.abc import Sequence

PERSONAL = ("private_address", "postal_address", "contact_name", "contact_phone")


def forget_reach(rows: Sequence[OffboardingCase]) -> int:
    """Of these (locked) cases, also in history and on what was sent there. Of how many."""
    for row in rows:
        for name in PERSONAL:
            setattr(row, name, "")
        row.wants_letters = False
    keep_all(rows, by=None, why="No longer needed", fields=[*PERSONAL, "wants_letters"])
    about = OffboardingCase.objects.filter(pk__in=[row.pk for row in rows])
    history = OffboardingCase.history.model.objects.filter(id__in=about.values("pk"))
    history.update(**dict.fromkeys(PERSONAL, ""))
    Notice.objects.about(about).exclude(address="").update(address="")
    return len(rows)
