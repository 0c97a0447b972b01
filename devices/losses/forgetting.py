"""Who reported a loss without an account is named no longer than the report that came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from councilgov.ledger.actions import erase_names
from councilgov.ledger.models import Entry
from councilgov.records import keep_all, subject_of
from devices.models import Loss

if TYPE_CHECKING:
    from collections.abc import Sequence


@transaction.atomic
def forget_tellers(*, losses: Sequence[int]) -> int:
    """The name that somebody gave goes, in the history and beside the evidence too; that somebody
    told us stays. How many; safe twice, as many statements for one as for many.
    """
    found = Loss.objects.filter(pk__in=losses).exclude(teller__in=["", _("Erased")])
    rows = list(found.select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        row.teller = _("Erased")
    keys = [row.pk for row in rows]
    Loss.history.filter(id__in=keys).exclude(teller="").update(teller=_("Erased"))
    subjects = [subject_of(row) for row in rows]
    told = Entry.objects.filter(subject__in=subjects, kind="devices.loss_recorded")
    erase_names(entries=told, by=None)
    return len(keep_all(rows, by=None, why="Personal details erased", fields=["teller"]))
