"""The three policies of the two documents: every word, every number, in its place."""

import hashlib
import re

import pytest

from policies.text.canonical import canonical, sha256
from policies.text.clauses import Kind, places
from policies.text.sections import sections
from policies.text.sources import DOCUMENTS
from tests.policies.text.samples import BARNET, HAVERING, barnet, document, ict, social

pytestmark = pytest.mark.no_database

ALL = [barnet, ict, social]
MARKS = re.compile(
    r"^\s*(?:#+ |- o |- |• )|\*\*|</?u>|\*(?=council business)|(?<=business)\*", re.M
)
"""All that stands in the two documents beside words."""
BLANK = "This page is intentionally left blank"


@pytest.mark.parametrize(
    ("stem", "digest"),
    [
        (BARNET, "266622ed23bfbb9055f728f882edcc2886e20cae9795841cbd7066c9aa2aae55"),
        (HAVERING, "d68adc84d6ee62254bee325e11b03d2e5d5228486e106431ffee8af37d073b14"),
    ],
)
def test_the_documents_are_byte_for_byte_as_published(stem, digest):
    assert hashlib.sha256((DOCUMENTS / f"{stem}.txt").read_bytes()).hexdigest() == digest


@pytest.mark.parametrize("policy", ALL)
def test_no_word_of_a_policy_is_lost_added_or_moved(policy):
    found = policy()
    first, last = found.lines
    lines = document(BARNET if policy is barnet else HAVERING).lines[first - 1 : last]
    source = MARKS.sub("", "\n".join(lines)).replace(BLANK, "").split()

    read = " ".join([*found.cover, *(clause.wording for clause in found.clauses)]).split()

    assert read == source


@pytest.mark.parametrize("policy", [ict, social])
def test_only_the_blank_page_is_left_out(policy):
    assert [dropped.text for dropped in policy().dropped] == [BLANK]


def test_nothing_of_the_barnet_policy_is_left_out():
    assert barnet().dropped == ()


@pytest.mark.parametrize(
    ("policy", "cover", "amended", "lines"),
    [
        (
            barnet,
            (
                "Communicating with the Public by Text and Social Media for Members Policy",
                "Barnet Council",
                "",
            ),
            False,
            (85, 149),
        ),
        (
            ict,
            ("Members ICT Usage Protocol", "London Borough of Havering", "July 2018"),
            True,
            (61, 168),
        ),
        (
            social,
            ("Social Media Protocol for Members", "London Borough of Havering", "July 2018"),
            False,
            (169, 327),
        ),
    ],
)
def test_the_cover_says_what_it_is(policy, cover, amended, lines):
    found = policy()

    assert (found.title, found.council, found.published) == cover
    assert (found.amended, found.lines) == (amended, lines)


@pytest.mark.parametrize(
    ("policy", "counts"),
    [
        (barnet, {"heading": 7, "paragraph": 19, "bullet": 6}),
        (ict, {"heading": 8, "paragraph": 25, "bullet": 5, "numbered": 19}),
        (social, {"heading": 18, "paragraph": 34, "bullet": 24}),
    ],
)
def test_each_policy_has_its_clauses(policy, counts):
    kinds = [clause.kind.value for clause in policy().clauses]

    assert {kind: kinds.count(kind) for kind in dict.fromkeys(kinds)} == counts


@pytest.mark.parametrize(
    ("policy", "digest"),
    [
        (barnet, "3f746f4119394a4f0444ce7dc696b3458e2792b619f95382641e48f9ba8bb5f9"),
        (ict, "fbd426258264299985e88fd74298b45f6fdbf8c8172644a8cd91ad84a7953674"),
        (social, "ee950827e15d81de8d8d8e57b1359d2e6cac6cc4c3faea0489ea6962821b4b5f"),
    ],
)
def test_what_is_signed_never_changes_unnoticed(policy, digest):
    assert sha256(policy().clauses) == digest


def test_the_canonical_text_can_be_read():
    lines = canonical(barnet().clauses).split("\n")

    assert lines[:2] == ["CouncilGov policy text 1", "heading 2\t1.\tIntroduction"]
    assert lines[6] == "heading 2\t1.1.\tGeneral points"
    assert lines[-1] == ""


def test_barnet_keeps_its_numbers():
    headings = [clause for clause in barnet().clauses if clause.kind is Kind.HEADING]

    assert [(clause.number, clause.anchor) for clause in headings] == [
        ("1.", "1"),
        ("1.1.", "1-1"),
        ("1.2.", "1-2"),
        ("1.3.", "1-3"),
        ("1.4.", "1-4"),
        ("1.5.", "1-5"),
        ("1.6.", "1-6"),
    ]


def test_havering_keeps_its_numbers_gaps_and_all():
    numbered = [clause for clause in ict().clauses if clause.kind is Kind.NUMBERED]

    assert " ".join(clause.number for clause in numbered) == (
        "2. 3. 1. 2. 3. 4. 5. 6. 7. i. ii. iii. iv. vii. 8. 1. 2. 3. 4."
    )
    assert [clause.level for clause in numbered] == [1] * 9 + [2] * 5 + [1] * 5


def test_a_point_of_a_list_in_a_list_is_addressed_through_it():
    viruses = next(clause for clause in ict().clauses if clause.number == "vii.")

    assert viruses.text == "the introduction or spreading of viruses."
    assert viruses.anchor == "use-of-the-havering-e-mail-address-6-7-vii"
    assert places(ict().clauses)[viruses.anchor] == (
        "Use of the Havering e-mail address, clause 7.vii"
    )


@pytest.mark.parametrize(
    ("policy", "anchor", "words"),
    [
        (ict, "use-in-respect-of-council-business-only-2", "distinction between their official"),
        (barnet, "1-1-p2", "member of the public via text or social media"),
        (social, "some-legal-issues-3", "others. If you place personal information"),
        (social, "some-legal-issues-4", "planning, licensing or other quasi-judicial decisions"),
        (ict, "responsibilities-7", "Monitoring Officer for further advice."),
    ],
)
def test_sentences_split_by_a_page_or_a_line_are_whole(policy, anchor, words):
    clause = next(clause for clause in policy().clauses if clause.anchor == anchor)

    assert words in clause.text


def test_the_points_of_the_placard_stand_under_thinking_before_a_tweet():
    found = {clause.anchor: clause for clause in social().clauses}

    assert found["dos-2"].text.endswith("not be prepared to:")
    assert found["dos-2-1"].text.startswith("Discuss face to face")
    assert found["dos-2-2"].text.startswith("Write on a placard")
    assert (found["dos-2-1"].level, found["dos-3"].level) == (2, 1)
    assert found["donts-9"].text.startswith("Use social media to promote personal")


def test_emphasis_stands_in_the_markup_and_not_in_the_words():
    found = {clause.anchor: clause for clause in (*ict().clauses, *social().clauses)}

    assert found["things-to-bear-in-mind-7"].markup.startswith("On **Facebook**, you")
    assert found["things-to-bear-in-mind-7"].text.startswith("On Facebook, you")
    assert found["use-of-the-havering-e-mail-address-2"].text.endswith("i.e. name@havering.gov.uk.")


@pytest.mark.parametrize("policy", ALL)
def test_addresses_are_unique_and_readable(policy):
    anchors = [clause.anchor for clause in policy().clauses]

    assert len(set(anchors)) == len(anchors)
    assert all(re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", anchor) for anchor in anchors)


@pytest.mark.parametrize(("policy", "number"), [(barnet, 7), (ict, 5), (social, 11)])
def test_a_reader_counts_the_sections(policy, number):
    found = sections(policy().clauses)

    assert len(found) == number
    assert [clause for section in found for clause in section.clauses] == list(policy().clauses)


def test_the_sections_of_the_social_media_protocol():
    assert [section.title for section in sections(social().clauses)] == [
        "Purpose of this protocol",
        "What is Social Media?",
        "Types of Social Media",
        "Social Media and Members",
        "Social Media can be used",
        "Things to bear in mind",
        "Some legal issues",
        "Social Media and the Members' Code of Conduct generally",
        "Staying out of Trouble – Some Do's and Don'ts",
        "Staying safe",
        "Concluding Remarks",
    ]
