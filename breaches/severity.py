"""How severe a personal data breach is, by ENISA's method (2013): SE = DPC x EI + CB.

The score advises. Whether the regulator and the people are told is decided by a person, with
reasons (UK GDPR Articles 33(1) and 34(1)).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Band = Literal["low", "medium", "high", "very high"]

DPC = range(1, 5)
"""Data processing context: simple 1, behavioural 2, financial 3, sensitive 4."""
EI = frozenset(map(Decimal, ("0.25", "0.5", "0.75", "1")))
"""Ease of identification: negligible, limited, significant, maximum."""
CB_MOST = Decimal(2)
"""Circumstances of the breach: confidentiality, integrity, availability and malice, 0.5 each."""
CB_STEP = Decimal("0.25")
CIRCUMSTANCES: Mapping[str, Sequence[Decimal]] = {
    "confidentiality": (Decimal(0), CB_STEP, 2 * CB_STEP),
    "integrity": (Decimal(0), CB_STEP, 2 * CB_STEP),
    "availability": (Decimal(0), CB_STEP, 2 * CB_STEP),
    "malice": (Decimal(0), 2 * CB_STEP),
}
"""The parts of the circumstances, and what each may add (ENISA, 2013, tables of CB)."""


def score(dpc: int | Decimal, ei: Decimal, cb: Decimal) -> Decimal:
    """The severity, from 0.25 to 6. Raises ``ValueError`` for what ENISA's tables do not have."""
    if dpc not in DPC:
        raise ValueError("The data processing context is 1, 2, 3 or 4")
    if ei not in EI:
        raise ValueError("The ease of identification is 0.25, 0.5, 0.75 or 1")
    if not 0 <= cb <= CB_MOST or cb % CB_STEP:
        raise ValueError("The circumstances of the breach are 0 to 2 in steps of 0.25")
    return dpc * ei + cb


def band(severity: Decimal) -> Band:
    """Low below 2, medium below 3, high below 4, else very high."""
    bands: dict[int, Band] = {2: "low", 3: "medium", 4: "high"}
    return next((name for limit, name in bands.items() if severity < limit), "very high")
