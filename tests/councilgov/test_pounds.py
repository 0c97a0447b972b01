"""Amounts in words."""

from decimal import Decimal

import pytest

from councilgov.pounds import in_pounds

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("amount", "words"), [(Decimal(0), "£0.00"), (Decimal("1234.5"), "£1,234.50")]
)
def test_an_amount_has_its_pence_and_its_thousands_parted(amount, words):
    assert in_pounds(amount) == words
