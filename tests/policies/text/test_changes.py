"""What changed between two versions, in words."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.text.changes import Op, as_sentences, compare, render, summary, word_changes
from tests.policies.text.samples import clauses, ict, social

pytestmark = pytest.mark.no_database

OLD = """# Protocol

## Responsibilities

Members must take reasonable precautions to safeguard equipment.

If IT equipment is lost the Member must report it to the ICT Service Desk within two working days.

Councillors may use their Council e-mail address for their Ward newsletters.

In this event access to Council systems will be terminated within twenty working days.
"""
NEW = """# Protocol

## Responsibilities

Members must take reasonable precautions to safeguard equipment.

If IT equipment is lost the Member must immediately report it to the ICT Service Desk.

In this event access to Council systems will be terminated within ten working days.

Members must agree to return any ICT resource on request.
"""


def test_each_clause_has_its_fate():
    changed = compare(clauses(OLD), clauses(NEW))

    assert [(change.kind.value, change.place) for change in changed] == [
        ("same", "Responsibilities"),
        ("same", "Responsibilities, paragraph 1"),
        ("changed", "Responsibilities, paragraph 2"),
        ("removed", "Responsibilities, paragraph 3 of the older version"),
        ("changed", "Responsibilities, paragraph 3"),
        ("added", "Responsibilities, paragraph 4"),
    ]
    assert changed[4].words == (
        (Op.SAME, "In this event access to Council systems will be terminated within"),
        (Op.REMOVED, "twenty"),
        (Op.ADDED, "ten"),
        (Op.SAME, "working days."),
    )


def test_the_changes_are_summed_up():
    assert summary(compare(clauses(OLD), clauses(NEW))) == "2 clauses changed, 1 added, 1 removed"
    assert summary(compare(clauses("One."), clauses("One.\n\nTwo."))) == "1 clause added"
    assert summary(compare(clauses("One.\n\nTwo.\n\nThree."), clauses("One."))) == (
        "2 clauses removed"
    )
    assert summary(compare(clauses(OLD), clauses(OLD))) == "No words changed"


def test_the_changes_can_be_read_aloud():
    assert as_sentences(compare(clauses(OLD), clauses(NEW))) == [
        "Changed: Responsibilities, paragraph 2. Added: “immediately”. "
        "“Desk within two working days.” is now “Desk.”.",
        "Removed: Responsibilities, paragraph 3 of the older version. “Councillors may use their "
        "Council e-mail address for their Ward newsletters.”",
        "Changed: Responsibilities, paragraph 3. “twenty” is now “ten”.",
        "Added: Responsibilities, paragraph 4. “Members must agree to return any ICT resource "
        "on request.”",
    ]


def test_words_taken_out_are_said_to_be():
    (sentence,) = as_sentences(
        compare(clauses("Members must never ever shout."), clauses("Members must never shout."))
    )

    assert sentence == "Changed: paragraph 1. Removed: “ever”."


def test_the_page_marks_words_for_eyes_and_ears():
    page = render(compare(clauses(OLD), clauses(NEW)))

    assert (
        '<del><span class="govuk-visually-hidden">removed: </span>twenty'
        '<span class="govuk-visually-hidden"> end of removed words.</span></del> '
        '<ins><span class="govuk-visually-hidden">added: </span>ten'
        '<span class="govuk-visually-hidden"> end of added words.</span></ins> working days.'
    ) in page
    assert '<strong class="govuk-tag govuk-tag--yellow">Changed</strong>' in page
    assert "reasonable precautions" in page


def test_the_page_can_leave_out_what_stayed():
    changed = compare(clauses(OLD), clauses(NEW))

    assert "reasonable precautions" not in render(changed, whole=False)
    assert render(compare(clauses(OLD), clauses(OLD)), whole=False) == (
        '<p class="govuk-body">No words changed.</p>'
    )


def test_a_new_number_is_a_change():
    (_begins, change) = compare(
        clauses("It begins:\n\n1. Audit of devices"), clauses("It begins:\n\n2. Audit of devices")
    )

    assert change.words == ((Op.REMOVED, "1."), (Op.ADDED, "2."), (Op.SAME, "Audit of devices"))


def test_a_heading_is_never_taken_for_a_paragraph():
    changed = compare(
        clauses("# Title\n\n## Use\n\n## Use of the kit\n\nText."),
        clauses("# Title\n\n## Use\n\nUse of the kits\n\nText."),
    )

    assert [change.kind.value for change in changed] == ["same", "removed", "added", "same"]


def test_few_words_that_stayed_do_not_break_up_a_change():
    words = word_changes("a b c d the e f g h", "i j k l the m n o p")

    assert words == ((Op.REMOVED, "a b c d the e f g h"), (Op.ADDED, "i j k l the m n o p"))


WORDS = st.lists(
    st.sampled_from(["a", "b", "c", "the", "must", "not", "must,", "é"]), max_size=40
).map(" ".join)
TEXTS = st.lists(
    st.tuples(st.sampled_from(["", "- ", "1. ", "## "]), WORDS).map("".join), max_size=12
)


@settings(deadline=None)
@given(WORDS, WORDS)
def test_the_words_give_back_both_texts(old, new):
    words = word_changes(old, new)

    assert " ".join(text for op, text in words if op is not Op.ADDED) == old
    assert " ".join(text for op, text in words if op is not Op.REMOVED) == new
    assert all(text for _op, text in words)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_the_changes_give_back_both_versions(old_lines, new_lines):
    old = clauses("Begin.\n\n" + "\n\n".join(old_lines))
    new = clauses("Begin.\n\n" + "\n\n".join(new_lines))

    changed = compare(old, new)

    assert [change.old for change in changed if change.old] == list(old)
    assert [change.new for change in changed if change.new] == list(new)
    for change in changed:
        before = " ".join(text for op, text in change.words if op is not Op.ADDED)
        after = " ".join(text for op, text in change.words if op is not Op.REMOVED)
        assert before == (change.old.wording if change.old else "")
        assert after == (change.new.wording if change.new else "")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (lambda: ict().clauses, lambda: social().clauses),
        (lambda: social().clauses, lambda: social().clauses[::-1]),
        (lambda: social().clauses * 2, lambda: clauses(_every_clause_changed())),
    ],
    ids=["another policy", "turned round", "every clause changed"],
)
def test_a_long_policy_is_compared_at_once(old, new):
    old, new = old(), new()
    began = time.process_time()
    compare(old, new)

    assert time.process_time() - began < 0.4


def _every_clause_changed() -> str:
    texts = [clause.text.replace(" the ", " any ") + " Now." for clause in social().clauses]
    return "\n\n".join(["Begin.", *texts, *texts])
