"""What invented bodies decided, each labelled as a demo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from councilgov.portal.demo.clock import meeting_day
from councilgov.portal.demo.people import officer
from policies import actions
from policies.deciding.checks import open_stage
from policies.models import Body, Outcome
from policies.votes import Method

if TYPE_CHECKING:
    from datetime import date

    from policies.models import PolicyVersion

LABEL = "Demo decision, not from the document"
COMMITTEE = "Governance Committee"
ENTERED_AFTER = 2
"""Days from a meeting to the entry of its decision, or a weekend more."""


def decided(version: PolicyVersion, met_on: date | None = None) -> None:
    """The body that has the version before it approved it, if not that day some days before."""
    stage = open_stage(version)
    actions.decide(
        versions=[version],
        by=officer("services"),
        body=stage.body if stage else COMMITTEE,
        body_kind=stage.body_kind if stage else Body.COMMITTEE,
        met_on=met_on or meeting_day(ENTERED_AFTER),
        outcome=Outcome.APPROVED,
        method=Method.SHOW_OF_HANDS,
        present=9,
        votes_for=8,
        votes_against=0,
        abstained=1,
        label=LABEL,
    )
