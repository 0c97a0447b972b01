"""A councillor keeps that they looked round before a call, or forgets it (Barnet policy, 1.6)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from consent.erasing.rows import erase_rows
from consent.holding.checks import check_records_free
from consent.models import VideoCheck
from councilgov.days import today
from councilgov.people.models import User
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence


@transaction.atomic
def keep_check(*, looks: Sequence[str], by: User) -> VideoCheck:
    """What they had ticked today, all of it or not; sent twice, it is kept once. Raises ``Refused``
    out of office.
    """
    if not by.may_act:
        raise Refused(_("Only a councillor in office keeps this."))
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=by.pk)
    mine = VideoCheck.objects.visible_to(by).filter(on=today(), looks=list(looks))
    if same := mine.first():
        return same
    return VideoCheck(councillor=by, on=today(), looks=list(looks)).keep(by=by, why="Kept")


@transaction.atomic
def forget_checks(*, by: User) -> None:
    """All that they kept is deleted, with its history. Raises ``Refused`` while it is held."""
    check_records_free(by)
    mine = VideoCheck.objects.visible_to(by).select_for_update().order_by("pk")
    erase_rows(VideoCheck, list(mine.values_list("pk", flat=True)))
