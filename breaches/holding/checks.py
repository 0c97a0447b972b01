"""What stands in the way of keeping something whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.records import Refused

if TYPE_CHECKING:
    from breaches.models import Complaint, Referral
    from councilgov.people.models import User


def check_sees(case: Complaint | Referral, by: User) -> None:
    """Raise ``Refused`` for who does not see it: whoever has a part in it, and most others."""
    seen = type(case).objects.visible_to(by)
    if not seen.filter(pk=case.pk).exists():
        raise Refused(_("Only those who may read this can do it."))


def check_whole(*, is_erased: bool) -> None:
    """Raise ``Refused`` once there is nothing left to keep."""
    if is_erased:
        raise Refused(_("Its personal details were erased. Nothing can be kept any more."))
