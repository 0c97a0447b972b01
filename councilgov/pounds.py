"""Amounts of money as people here read them: the one place that words them.

Source: the style guide of GOV.UK, "Money".
"""

from decimal import Decimal


def in_pounds(amount: Decimal) -> str:
    """£1,234.50."""
    return f"£{amount:,.2f}"
