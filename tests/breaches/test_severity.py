"""Severity comes out exactly as the golden file says."""

import csv
from decimal import Decimal
from pathlib import Path

import pytest

from breaches.severity import band, score

pytestmark = pytest.mark.no_database

GOLDEN = Path(__file__).parent.parent / "golden" / "severity.csv"


def golden():
    with GOLDEN.open(encoding="utf-8") as lines:
        return [pytest.param(row, id=row["case"]) for row in csv.DictReader(lines)]


@pytest.mark.parametrize("row", golden())
def test_severity_comes_out_exactly(row):
    severity = score(int(row["dpc"]), Decimal(row["ei"]), Decimal(row["cb"]))

    assert severity == Decimal(row["severity"])
    assert band(severity) == row["band"]


@pytest.mark.parametrize(
    ("dpc", "ei", "cb", "why"),
    [
        (0, "1", "0", "context"),
        (5, "1", "0", "context"),
        (1, "0.3", "0", "identification"),
        (1, "1", "2.25", "circumstances"),
        (1, "1", "-0.25", "circumstances"),
        (1, "1", "0.3", "circumstances"),
    ],
)
def test_what_the_tables_do_not_have_is_refused(dpc, ei, cb, why):
    with pytest.raises(ValueError, match=why):
        score(dpc, Decimal(ei), Decimal(cb))
