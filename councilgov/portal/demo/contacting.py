"""The terms on which the invented council keeps ward records, and who accepted them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from consent.accepting.actions import accept_terms, publish_terms
from consent.accepting.wording import USUAL_TERMS
from councilgov.portal.demo.clock import days_ago
from councilgov.portal.demo.people import officer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from councilgov.people.models import User

PUBLISHED = 60
"""Days ago."""


def build_contacts(councillors: Sequence[User]) -> None:
    """The terms are published, and every other councillor has accepted them, the first too."""
    with days_ago(PUBLISHED):
        by = officer("information")
        terms = publish_terms(text=str(USUAL_TERMS), asks_again=True, replaces=0, by=by)
    with days_ago(PUBLISHED - 1):
        for councillor in councillors[::2]:
            accept_terms(by=councillor, typed_name=councillor.full_name, text_sha256=terms.sha256)
