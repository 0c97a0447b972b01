"""How people type what stands in minutes."""

import pytest
from django.core.exceptions import ValidationError

from policies.deciding import minutes

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Robin Alder", {}),
        ("Robin Alder, Green Group", {"group": "Green Group"}),
        ("Robin Alder, Chairman", {"office": "Chairman"}),
        ("Robin Alder, Vice-Chair, Green", {"group": "Green", "office": "Vice-Chair"}),
        ("Robin Alder, Deputy Mayor", {"office": "Deputy Mayor"}),
        ("Robin Alder, Leader of the Opposition", {"office": "Leader of the Opposition"}),
        ("Robin Alder, (substitute for Jo Cedar)", {"substitute_for": "Jo Cedar"}),
        ("Robin Alder,, as a substitute for Jo Cedar", {"substitute_for": "Jo Cedar"}),
    ],
)
def test_a_line_says_who_was_there_and_what_for(line, said):
    assert minutes.members(f"\n  {line}\n\n") == [{"name": "Robin Alder", **said}]


@pytest.mark.parametrize("line", ["Alder, Green, Blue", ", Green", "A" * 101, "A, Mayor, Chair"])
def test_a_line_that_cannot_be_read_is_named(line):
    with pytest.raises(ValidationError, match="We can’t read the line") as refused:
        minutes.members(f"Jo Cedar\n{line}")

    assert line in str(refused.value.message)
