"""Who reported a loss without an account, and the words of its case, stand no longer than the
report that came of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.ledger.actions import erase_names
from councilgov.ledger.models import Entry
from councilgov.records import keep_all, subject_of
from devices.models import Cost, DeskTask, Loss, LossEvent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from councilgov.records import Record


WHY = "Personal details erased"


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
    return len(keep_all(rows, by=None, why=WHY, fields=["teller"]))


WORDS: Mapping[type[Record], Sequence[str]] = {
    Loss: ["happened", "data_held", "teller", "police_waived_because"],
    LossEvent: ["words"],
    Cost: ["proposal", "comment", "reasons", "appeal"],
    DeskTask: ["dropped_because"],
}
"""Columns in which somebody wrote what they liked. The numbers of the police stay: they name
nobody, and an insurer may ask for them.
"""


@transaction.atomic
def forget_words(*, losses: Sequence[int]) -> int:
    """The case stays, with each step, when and by whom; what was said goes, in the history and
    beside the evidence too. How many; as many statements for one as for many.
    """
    found = Loss.objects.filter(pk__in=losses).select_for_update(of=("self",)).order_by("pk")
    rows, now = list(found), timezone.now()
    tasks = list(DeskTask.objects.about_any(rows).select_for_update(of=("self",)).order_by("pk"))
    keys = [row.pk for row in rows]
    events = LossEvent.objects.filter(loss__in=keys).exclude(words="").order_by("pk")
    costs = Cost.objects.filter(loss__in=keys).select_for_update(of=("self",)).order_by("pk")
    for kind in (tasks, list(events), list(costs)):
        _forget(kind)
    for row in rows:
        row.erased_at = now
    _forget(rows, also=["erased_at"])
    subjects = [subject_of(row) for row in (*rows, *tasks)]
    erase_names(entries=Entry.objects.filter(subject__in=subjects), by=None)
    return len(rows)


def _forget(rows: Sequence[Any], also: Sequence[str] = ()) -> None:
    """That something was said stays; what it was goes."""
    if not rows:
        return
    model, erased = type(rows[0]), _("Erased")
    past = model.history.filter(id__in=[row.pk for row in rows])
    for name in WORDS[model]:
        past.exclude(**{name: ""}).update(**{name: erased})
        for row in rows:
            setattr(row, name, erased if getattr(row, name) else "")
    keep_all(rows, by=None, why=WHY, fields=[*WORDS[model], *also])
