"""What there is about elections."""

from councilgov.elections.contests import (
    CONTEST_MOVES,
    LEAVES,
    OPEN,
    Contest,
    ContestStatus,
    Outcome,
    Result,
)
from councilgov.elections.polls import OURS, Election, ElectionWard, Kind

__all__ = [
    "CONTEST_MOVES",
    "LEAVES",
    "OPEN",
    "OURS",
    "Contest",
    "ContestStatus",
    "Election",
    "ElectionWard",
    "Kind",
    "Outcome",
    "Result",
]
