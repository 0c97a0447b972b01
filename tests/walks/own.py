"""Whose a page is that no role opens: the councillor's whose people they are, and others'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from consent.leaving.carrying import sweep_leavers
from tests import given
from tests.consent.leavers import fresh, leaves, successor

if TYPE_CHECKING:
    from councilgov.people.models import User
    from tests.addresses import World

OWNER, READER, OPENER, ENQUIRER, LEAVER = "owner", "reader", "opener", "enquirer", "leaver"
LISTED, UNSAFE, TOLD, ASKER, ANSWERER = "listed", "unsafe", "told", "asker", "answerer"
"""On the list of a confidential report; who reported threats, and who was told of them; who asked
for advice; who answers a complaint about their ward work."""


def whose(role: Any, world: World) -> User:
    """Somebody with that role; or whoever keeps a record, reads it, or leaves with it."""
    owner = world.way.councillor
    if role == LEAVER:
        successor(leaves(owner))
        sweep_leavers()
    found = {
        OWNER: owner,
        LEAVER: owner,
        READER: world.way.constituent.shares.get().reader,
        OPENER: world.opened.opened_by,
        ENQUIRER: world.enquiry.opened_by,
        LISTED: world.confided.chief,
        UNSAFE: world.safe.councillor,
        TOLD: world.safe.leader,
        ASKER: world.advice.councillor,
        ANSWERER: world.passed.councillor,
    }
    return fresh(found[role]) if role in found else given.somebody(role)
