"""The tasks that a kind of report begins with, until the council makes its own list."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from breaches.models import ContainmentTemplate, IncidentKind, Known, Team

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class Usual(NamedTuple):
    """One task of a list."""

    words: str
    team: str = Team.INFORMATION
    is_required: bool = True
    loss_says: str = ""


KEEP = Usual("Keep the messages, letters and devices as they are, as evidence", is_required=False)
LOCK = Usual("Lock the device", Team.DESK, loss_says=Known.LOCKED)
WIPE = Usual("Wipe the device, and see that the wipe ran", Team.DESK, loss_says=Known.WIPED)
PASSWORD = Usual("Set a new password", Team.DESK)
SIGN_OUT = Usual("Sign the account out everywhere", Team.DESK)
RULES = Usual("Look for rules that forward or delete email, and remove them", Team.DESK)

USUAL: Mapping[str, Sequence[Usual]] = {
    IncidentKind.LOST: (
        LOCK,
        WIPE,
        Usual("Change the passwords of the accounts that were used on it", Team.DESK),
        Usual("Find out what was on it, and whether papers were with it"),
    ),
    IncidentKind.DAMAGED: (
        Usual("Find out who had the device, and what they could see"),
        Usual("Find out whether data is lost, and restore it", Team.DESK),
    ),
    IncidentKind.WRONG_PERSON: (
        Usual("Ask whoever received it to delete it, and to confirm that they did"),
        Usual("Ask whether they passed it on or copied it"),
        Usual("Recall the message, if it can be recalled", Team.DESK, is_required=False),
        Usual("Mend the address or number that was wrong"),
    ),
    IncidentKind.SEEN: (
        Usual("End the access of whoever saw it", Team.DESK),
        Usual("Ask for copies back, or that they are deleted"),
        KEEP,
    ),
    IncidentKind.ACCOUNT: (
        PASSWORD,
        SIGN_OUT,
        RULES,
        Usual("Check the second step of signing in, and the numbers it goes to", Team.DESK),
        Usual("Find out what was read, sent or published from it"),
    ),
    IncidentKind.SUSPICIOUS: (
        Usual("Block the sender and the links, for everybody", Team.DESK),
        Usual("Find out who else got it, and who opened it", Team.DESK),
        Usual("Check the device for harmful software", Team.DESK),
    ),
    IncidentKind.SHARED: (
        Usual("Set a new password that only the councillor knows", Team.DESK),
        Usual("Find out what the other person could see"),
    ),
    IncidentKind.MISUSE: (KEEP,),
    IncidentKind.SOCIAL: (
        Usual("Ask whoever posted it to take it down"),
        KEEP,
    ),
    IncidentKind.OTHER: (Usual("End whatever goes on doing harm"),),
}
"""By the kind of report."""


def tasks_for(kind: str) -> Sequence[Usual]:
    """What a report of this kind begins with: the council's own list, if it made one."""
    if not ContainmentTemplate.objects.filter(kind=kind).exists():
        return USUAL[kind]
    rows = ContainmentTemplate.objects.in_use(kind)
    return [Usual(row.words, row.team, row.is_required, row.loss_says) for row in rows]
