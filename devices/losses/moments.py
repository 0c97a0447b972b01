"""What the desk records with its moment: a lock or a wipe, asked for and confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from devices.losses import securing

if TYPE_CHECKING:
    from collections.abc import Callable

    from django_stubs_ext import StrOrPromise

    from devices.models import Loss


@dataclass(frozen=True, slots=True)
class Moment:
    """One act, and the question of its page; of a councillor's own device another one."""

    do: Callable[..., Loss]
    title: StrOrPromise
    of_own: StrOrPromise

    def title_of(self, loss: Loss) -> StrOrPromise:
        return self.of_own if loss.device.is_personal else self.title


MOMENTS = {
    "ask_lock": Moment(
        securing.ask_lock,
        _("When was the lock asked for?"),
        _("When was the lock of the council’s apps asked for?"),
    ),
    "confirm_lock": Moment(
        securing.confirm_lock,
        _("When was the lock confirmed?"),
        _("When was the lock of the council’s apps confirmed?"),
    ),
    "ask_wipe": Moment(
        securing.ask_wipe,
        _("When was the wipe asked for?"),
        _("When was the removal of the council’s data asked for?"),
    ),
    "confirm_wipe": Moment(
        securing.confirm_wipe,
        _("When was the wipe confirmed?"),
        _("When was the removal of the council’s data confirmed?"),
    ),
}
