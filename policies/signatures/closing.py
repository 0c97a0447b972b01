"""What ends with a signature, wherever it was given."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.records import keep_all
from policies.holding.actions import release
from policies.models import Exemption, SectionRead

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.models import User
    from policies.models import Acknowledgement


def close_request(rows: Sequence[Acknowledgement], *, by: User) -> None:
    """Bookmarks go, exemptions end, and access that was held back is given back.

    In the transaction of the signature, rows locked.
    """
    SectionRead.objects.filter(acknowledgement__in=rows).delete()
    open_ones = Exemption.objects.open().filter(acknowledgement__in=rows)
    exemptions = list(open_ones.select_for_update().order_by("pk"))
    for exemption in exemptions:
        exemption.ended_at = timezone.now()
    keep_all(exemptions, by=by, why="Signed", fields=["ended_at"])
    release(acknowledgements=rows, because=_("The councillor signed."), by=by)
