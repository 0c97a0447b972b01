"""How somebody is reached while their council mailbox is closed: at an address of their own, or by
letter. The same of who leaves office and of who is suspended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.access import Right

if TYPE_CHECKING:
    from councilgov.offboarding.models import OffboardingCase
    from councilgov.people.models import Suspension, User

REACH = ("private_address", "wants_letters", "postal_address")


def reach_by(
    row: OffboardingCase | Suspension,
    *,
    private_address: str,
    wants_letters: bool,
    postal_address: str = "",
) -> None:
    """Put down what was chosen, and no address that is not needed for it. The caller keeps it."""
    row.private_address, row.wants_letters = private_address.strip(), wants_letters
    row.postal_address = postal_address.strip() if wants_letters else ""


def reached_by(row: OffboardingCase | Suspension, user: User) -> str:
    """For officers; empty where nothing was chosen. Their own address is for those who write to
    them, and for nobody else.
    """
    keeps = user.has_perm(Right.KEEP_OFFBOARDING)
    if row.wants_letters and row.postal_address and keeps:
        return _("By letter to %(address)s") % {"address": in_a_line(row.postal_address)}
    if row.wants_letters:
        return _("By letter")
    if row.private_address and keeps:
        return _("By email at %(address)s") % {"address": row.private_address}
    return _("By email at an address of their own") if row.private_address else ""


def in_a_line(address: str) -> str:
    """A postal address, whose lines may end with a comma or not."""
    return ", ".join(part.strip(" ,") for part in address.splitlines() if part.strip(" ,"))
