"""Names as other programs write them, and as the portal does."""

from __future__ import annotations

import pytest

from councilgov.people.naming import natural

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Cllr Jane O'Neill MBE", "Jane O'Neill"),
        ("Councillor Jane O’Neill", "Jane O’Neill"),
        ("O'Neill, Jane", "Jane O'Neill"),
        ("O'Neill, Cllr Dr. Jane MBE", "Jane O'Neill"),
        ("O'Neill MBE, Jane", "Jane O'Neill"),
        ("Jane O'Neill, M.B.E., JP", "Jane O'Neill"),
        ("  The Rt Hon  Jane   van der Berg ", "Jane van der Berg"),
        ("Jane Mp", "Jane Mp"),
        ("O'Neill,", "O'Neill"),
        ("Cllr", ""),
        (",", ""),
        ("", ""),
    ],
)
def test_a_name_without_titles_and_honours_and_the_right_way_round(written, name):
    assert natural(written) == name
