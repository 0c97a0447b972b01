"""How people type what stands in minutes."""

from datetime import time

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


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("7:30pm", time(19, 30)),
        ("7.30 PM", time(19, 30)),
        ("7pm", time(19)),
        ("12am", time(0)),
        ("12:15pm", time(12, 15)),
        ("19:30", time(19, 30)),
        ("0:05", time(0, 5)),
        ("midday", time(12)),
        ("", None),
    ],
)
def test_a_time_is_read_as_people_type_it(typed, read):
    assert minutes.clock(typed) == read


@pytest.mark.parametrize(
    "typed", ["7", "25:00", "7:60", "13pm", "0am", "half seven", "-1:30", "٧:٣٠"]
)
def test_what_is_no_time_is_refused(typed):
    with pytest.raises(ValueError, match=r"\d|half"):
        minutes.clock(typed)
