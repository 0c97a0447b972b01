"""The terms on which the invented council keeps ward records, and who accepted them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consent.accepting.actions import accept_terms, publish_terms
from consent.accepting.wording import USUAL_TERMS
from councilgov.portal.demo.clock import days_ago
from councilgov.portal.demo.council import BY_ELECTION
from councilgov.portal.demo.people import officer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.models import User

PUBLISHED, ACCEPTED = 330, 300
"""Days ago: the first councillor accepted them at once, others a month later."""


def build_terms(councillors: Sequence[User]) -> None:
    """The terms are published, and every other councillor but the newest has accepted them."""
    with days_ago(PUBLISHED):
        by = officer("information")
        terms = publish_terms(
            text=str(USUAL_TERMS),
            asks_again=True,
            foresees_opening=True,
            foresees_holding=True,
            replaces=0,
            by=by,
        )
    first, *others = councillors[:-BY_ELECTION:2]
    for days, people in ((PUBLISHED - 1, [first]), (ACCEPTED, others)):
        with days_ago(days):
            for person in people:
                accept_terms(by=person, typed_name=person.full_name, text_sha256=terms.sha256)
