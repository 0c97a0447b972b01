"""Any council's text or Markdown becomes clauses: nothing lost, numbers as published."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policies.text.debris import clean
from policies.text.reading import LONGEST, Unreadable, read
from policies.text.sources import Entry, Source
from policies.text.splitting import MOST, source_of, split
from tests.policies.text.samples import clauses, outline, policy

pytestmark = pytest.mark.no_database

PACK = """Minutes of a meeting

Appendix 1

# Policy on Phones

Members must care.

Appendix 2

# Policy on Posts

Members must think.

Signed by the chair
"""


def pack(*entries: Entry) -> Source:
    return Source("pack.txt", "Barchester City Council", entries)


def test_a_file_is_one_policy_with_the_title_council_and_date_of_its_cover():
    found = policy(
        "# Barchester City Council\n\n# Members' IT Policy\n\nVersion 2.1, March 2024 (Amended)\n\n"
        "## Purpose\n\nMembers must care.\n"
    )

    assert (found.title, found.entry.slug) == ("Members' IT Policy", "members-it-policy")
    assert (found.council, found.published, found.amended) == (
        "Barchester City Council",
        "March 2024",
        True,
    )
    assert [clause.text for clause in found.clauses] == ["Purpose", "Members must care."]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Social Media Policy\n\n1 Introduction\n\nThink.\n", "Social Media Policy"),
        ("PHONES\n\nPURPOSE\n\nTo help.\n", "PHONES"),
        ("Phones\n======\n\nMembers must care.\n", "Phones"),
        ("<h1>Phones</h1>\n<p>Members must care.</p>\n", "Phones"),
        ("Members must care.\n", "Rules for members"),
        ("## Purpose\n\nTo help.\n\n## Scope\n\nAll.\n", "Rules for members"),
        ("## Purpose\n\n### Aim\n\nTo help.\n", "Rules for members"),
        ("## Purpose\n\nTo help.\n", "Rules for members"),
    ],
)
def test_the_title_is_the_first_heading_above_all_else_or_the_name_of_the_file(text, title):
    assert policy(text, "rules-for_members.txt").title == title


@pytest.mark.parametrize(
    "text", ["## Purpose\n\nTo help.\n", "## Purpose\n\n### Aim\n\nTo help.\n"]
)
def test_a_heading_of_a_section_is_never_lost_as_a_title(text):
    found = policy(text)

    assert found.cover == ()
    assert found.clauses[0].text == "Purpose"


def test_whoever_imports_may_say_title_and_council():
    (found,) = split(read(b"Purpose\n\nMembers must care.", "a.txt"), title="T", council="C")

    assert (found.title, found.council) == ("T", "C")
    assert [clause.text for clause in found.clauses] == ["Purpose", "Members must care."]


def test_a_pack_holds_the_policies_that_its_source_names():
    source = pack(
        Entry("Policy on Phones", "phones", "protocol", starts=("Appendix 1",)),
        Entry("Policy on Posts", "posts", "protocol", ("Appendix 2",), ("Signed by the chair",)),
    )

    phones, posts = split(read(PACK.encode(), "pack.txt"), source)

    assert [clause.text for clause in phones.clauses] == ["Members must care."]
    assert [clause.text for clause in posts.clauses] == ["Members must think."]
    assert phones.cover == ("Appendix 1", "Policy on Phones")
    assert (phones.lines, posts.lines) == ((3, 8), (9, 14))


def test_a_policy_that_is_not_where_its_source_says_is_refused():
    source = pack(Entry("Policy on Pens", "pens", "protocol", starts=("Appendix 3", "Pens")))

    with pytest.raises(
        Unreadable, match=r"does not hold “Policy on Pens”: no lines read “App.*Pens”"
    ):
        split(read(PACK.encode(), "pack.txt"), source)


def test_a_file_that_we_do_not_know_has_no_source():
    assert source_of(read(PACK.encode(), "havering-member-protocols-2018.txt")) is None


@pytest.mark.parametrize(
    "text", ["# Policy on Phones\n", "July 2018\n", "# One\n\n## Two\n\n## Three\n"]
)
def test_headings_alone_are_no_policy(text):
    with pytest.raises(Unreadable, match="no text of a policy from line 1 to line"):
        policy(text)


def test_more_clauses_than_anybody_reads_are_refused():
    with pytest.raises(Unreadable, match=r"has 10001 clauses. Split it"):
        policy("Members must care.\n\n" * (MOST + 1))


def test_a_paragraph_longer_than_anybody_reads_is_refused_with_its_line():
    with pytest.raises(Unreadable, match=r"begins in line 3 is .* Break it"):
        policy("One.\n\n" + "many words\n" * (LONGEST // 10))


def test_marked_headings_have_levels_without_gaps():
    text = "# Title\n\n## One\n\nText.\n\n#### Deep\n\nText.\n\n## Two\n\nText.\n"

    assert outline(text)[::2] == [
        ("heading", 2, "", "One"),
        ("heading", 3, "", "Deep"),
        ("heading", 2, "", "Two"),
    ]


def test_numbered_headings_have_the_depth_of_their_number():
    text = "1. Use\n\nText.\n\n1.1 Care\n\nText.\n\n2. Loss\n\nText.\n\n2.1 Theft\n\nText.\n"

    assert [(level, number) for kind, level, number, _ in outline(text) if kind == "heading"] == [
        (2, "1."),
        (3, "1.1"),
        (2, "2."),
        (3, "2.1"),
    ]


@pytest.mark.parametrize(
    "heading",
    ["PURPOSE OF THIS", "**Purpose**", "Purpose of this policy", "1 Purpose", "3. PURPOSE"],
)
def test_a_text_without_marks_has_headings_by_their_look(heading):
    kinds = [kind for kind, *_ in outline(f"It begins.\n\n{heading}\n\nMembers must care.\n")]

    assert kinds == ["paragraph", "heading", "paragraph"]


@pytest.mark.parametrize(
    "lines",
    [
        "1. Audit\n2. Upgrade\n3. Repair",
        "Audit\n\nUpgrade\n\nRepair",
        "N/A",
        "members.",
        "You may:",
    ],
)
def test_short_lines_of_a_list_are_not_headings(lines):
    kinds = [kind for kind, *_ in outline(f"It begins.\n\n{lines}\n\nMembers must care.\n")]

    assert "heading" not in kinds


def test_lists_nest_by_indent():
    text = "- One\n  - Two\n    1. Three\n- Four\n\n  Of four.\n\nAfter.\n"

    assert outline(text) == [
        ("bullet", 1, "", "One"),
        ("bullet", 2, "", "Two"),
        ("numbered", 3, "1.", "Three"),
        ("bullet", 1, "", "Four"),
        ("paragraph", 1, "", "Of four."),
        ("paragraph", 0, "", "After."),
    ]


def test_lists_nest_by_the_style_of_their_numbers():
    text = (
        "2.1 Members shall not:\n(a) insult;\n(b) publish\n(i) secrets;\n(ii) data; or\n(c) lie.\n"
    )

    assert [(level, number) for _, level, number, _ in outline(text)] == [
        (1, "2.1"),
        (2, "(a)"),
        (2, "(b)"),
        (3, "(i)"),
        (3, "(ii)"),
        (2, "(c)"),
    ]


def test_the_letter_after_h_is_not_the_numeral_for_one():
    text = "".join(f"{letter}) Words.\n" for letter in "abcdefghij")

    assert {level for _, level, _, _ in outline(text)} == {1}


def test_lists_nest_only_so_deep():
    text = "".join(f"{'  ' * depth}- Point.\n" for depth in range(40))

    assert max(level for _, level, _, _ in outline(text)) == 6


@pytest.mark.parametrize(
    "number", ["1.", "2)", "(3)", "1.1", "1.1.", "4.10.2", "a)", "(b)", "iv.", "(vii)", "B."]
)
def test_a_number_is_kept_as_published(number):
    assert outline(f"It begins:\n\n{number} Members must care.\n")[1][2] == number


@pytest.mark.parametrize(
    "words", ["14 days before", "1.5 metres apart", "i.e. members", "2018. It was", "A member must"]
)
def test_a_sentence_that_begins_with_a_figure_has_no_number(words):
    assert outline(f"It begins:\n\n{words} they care.\n")[1][2] == ""


def test_a_table_is_rows():
    text = "It begins.\n\n| Kind | Owner |\n|------|:-----:|\n| Phone \\| SIM | Council |\n"

    assert outline(text)[1:] == [
        ("row", 0, "", "Kind | Owner"),
        ("row", 0, "", "Phone | SIM | Council"),
    ]


def test_lines_broken_to_fit_a_page_are_one_paragraph():
    assert outline("Members must care\nFor what they hold\n  and report.\n") == [
        ("paragraph", 0, "", "Members must care For what they hold and report.")
    ]


def test_lines_that_word_processors_write_are_paragraphs():
    long = "Members must care " + "and care " * 20 + "always."

    assert [
        words for *_, words in outline(f"{long}\nThey report.\nThey return\nwhat they hold.\n")
    ] == [
        long,
        "They report.",
        "They return what they hold.",
    ]


def test_a_sentence_goes_on_after_a_page_break():
    breaks = "Page 3 of 9\n\f\nThis page is intentionally left blank"
    text = f"Members must hand in what they\n\n{breaks}\n\nhold.\n"

    assert outline(text)[0][3] == "Members must hand in what they hold."


def test_points_without_marks_are_paragraphs_of_their_own():
    text = "Members must:\n\nkeep devices safe;\n\nreport a loss; and\n\nreturn them.\n"

    assert [words for *_, words in outline(text)] == [
        "Members must:",
        "keep devices safe;",
        "report a loss; and",
        "return them.",
    ]


@pytest.mark.parametrize(
    ("debris", "what"),
    [
        ("This page is intentionally left blank", "a blank page"),
        ("Minute Item 8", "a stamp of the meeting pack"),
        ("**Agenda Item 12**", "a stamp of the meeting pack"),
        ("# Public Document Pack", "a stamp of the meeting pack"),
        ("Page 4", "a page number"),
        ("- 4 -", "a page number"),
        ("![crest](crest.png)", "a picture"),
        ("<!-- page 4 -->", "a comment"),
    ],
)
def test_debris_is_left_out_and_listed(debris, what):
    found = policy(f"Members must care.\n\n{debris}\n\nThey must.\n")

    assert [clause.text for clause in found.clauses] == ["Members must care.", "They must."]
    assert [(one.line, one.text, str(one.what)) for one in found.dropped] == [(3, debris, what)]


def test_a_number_alone_is_debris_only_before_a_page_break():
    lines, dropped = clean(["12", "", "13", "\fNext"], first=5)

    assert [(line.at, line.text) for line in lines] == [(5, "12"), (6, ""), (7, ""), (8, "Next")]
    assert [(one.line, one.text) for one in dropped] == [(7, "13")]


def test_a_comment_over_several_lines_leaves_the_lines_where_they_were():
    lines, dropped = clean(["a <!-- b", "c --> d", "e <!-- f"])

    assert [line.text for line in lines] == ["a", " d", "e <!-- f"]
    assert [(one.line, one.text) for one in dropped] == [(1, "<!-- b\nc -->")]


def test_html_of_emphasis_is_emphasis():
    (clause,) = clauses("<p>Members <b> must </b> <u>care</u><br/>always.</p>\n")

    assert clause.text == "Members must care always."
    assert clause.markup == "Members **must** *care* always."


def test_clauses_without_heading_and_twice_the_same_heading_have_their_own_address():
    headings = ["Use", "Use", "Main content", "条"]
    text = "".join(["Begin.\n\n", *(f"## {heading}\n\nWords.\n\n" for heading in headings)])

    assert [clause.anchor for clause in clauses(text)] == [
        "clause-1",
        "use",
        "use-1",
        "use-2",
        "use-2-p1",
        "main-content-2",
        "main-content-2-p1",
        "section",
        "section-1",
    ]


WORDS = st.text(alphabet="abcdefgh", min_size=2, max_size=8)
SENTENCE = st.lists(WORDS, min_size=1, max_size=12).map(lambda words: " ".join(words).capitalize())
LINE = st.tuples(
    st.sampled_from(["", "", "# ", "### ", "- ", "  - ", "1. ", "(a) ", "    ", "> ", "• ", "o "]),
    SENTENCE,
    st.sampled_from(["", ".", ";", ":"]),
    st.sampled_from(["\n", "\n\n"]),
).map("".join)


@settings(max_examples=150, deadline=None)
@given(st.lists(LINE, min_size=1, max_size=30))
def test_no_word_of_any_text_is_lost_added_or_moved(lines):
    text = "".join(["Members must care.\n\n", *lines])
    marks = {"#", "###", "-", ">", "•", "o"}

    found = policy(text)

    read_words = " ".join(clause.wording for clause in found.clauses).split()
    assert [*" ".join(found.cover).split(), *read_words] == [
        word for word in text.split() if word not in marks
    ]
    anchors = [clause.anchor for clause in found.clauses]
    assert len(set(anchors)) == len(anchors)
