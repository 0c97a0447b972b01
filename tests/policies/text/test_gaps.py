"""What a policy relies on and we lack is found in its words, and only there."""

from dataclasses import replace

import pytest

from policies.text.gaps import gaps
from policies.text.sources import Lacking
from tests.policies.text.samples import BARNET, HAVERING, barnet, clauses, ict, social, source

pytestmark = pytest.mark.no_database

EVERYTHING = (*source(BARNET).lacking, *source(HAVERING).lacking)


def test_the_ict_protocol_relies_on_appendix_a_twice():
    found = gaps(ict().clauses, source(HAVERING).lacking)

    assert [(gap.anchor, gap.refers_to) for gap in found] == [
        ("use-in-respect-of-council-business-only-4", "Appendix A"),
        ("additional-considerations-1", "Appendix A"),
    ]
    assert found[0].place == "Use in respect of Council business only, paragraph 4"
    assert "does not contain it" in found[0].sentence


def test_the_barnet_policy_relies_on_sections_of_its_main_policy():
    found = gaps(barnet().clauses, source(BARNET).lacking)

    assert [(gap.anchor, gap.refers_to.split(" of ")[0]) for gap in found] == [
        ("1-p1", "Section 3 (The role"),
        ("1-1-p2", "Section 13"),
        ("1-5-p2", "Section 3 (The role"),
    ]


def test_the_social_media_protocol_relies_on_nothing_that_we_lack():
    assert gaps(social().clauses, EVERYTHING) == []


@pytest.mark.parametrize("policy", [barnet, ict])
def test_a_gap_goes_with_the_words_that_made_it(policy):
    without = [
        replace(clause, text=clause.text.replace("Appendix A", "the guide").replace("section", "s"))
        for clause in policy().clauses
    ]

    assert gaps(without, EVERYTHING) == []


@pytest.mark.parametrize("words", ["Appendix AB", "Appendix A1", "my Appendix Above", "appendix a"])
def test_other_words_are_no_gap(words):
    lacking = [Lacking("Appendix A", ("Appendix A",), "We lack it.")]

    assert gaps(clauses(f"See {words} for more."), lacking) == []
    assert len(gaps(clauses("See (Appendix A)."), lacking)) == 1


def test_both_havering_protocols_are_read_with_the_code_of_conduct():
    for policy in (ict(), social()):
        (other,) = policy.entry.read_with
        assert other.title == "Members' Code of Conduct"


def test_the_ict_protocol_is_read_with_the_section_on_resources():
    (other,) = ict().entry.read_with

    assert other.part == "the section concerning the use of local authority resources"
    assert other.said_in == "Governance Committee, 18 July 2018, minute 8"


def test_the_social_media_protocol_says_itself_what_it_is_read_with():
    (other,) = social().entry.read_with

    assert other.reason in [clause.text for clause in social().clauses]


def test_the_barnet_policy_forms_part_of_another():
    assert barnet().entry.forms_part_of == "Members' Information Management Policy"
    assert list(barnet().entry.read_with) == []
