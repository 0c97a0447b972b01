"""Both real documents refer to law that is out of date, and so does this list: where and why."""

import re

import pytest

from policies.text.references import outdated, rules
from tests.policies.text.samples import barnet, clauses, ict, social

pytestmark = pytest.mark.no_database


def found(policy, nation="england"):
    return [
        (one.place, one.words, one.rule.name) for one in outdated(policy.clauses, nation=nation)
    ]


def names(text, nation="england"):
    return [one.rule.name for one in outdated(clauses(f"1. {text}\n\n2. End.\n"), nation=nation)]


def test_barnet_cites_an_act_without_its_year_and_terms_of_1998():
    undated, term = "data-protection-act-without-year", "sensitive-personal-data"
    minimise = "1.4. Minimise Personal Data Sent, paragraph"

    assert found(barnet()) == [
        ("1. Introduction, paragraph 1", "Data Protection Act (DPA)", undated),
        ("1.1. General points, paragraph 1", "Data Protection Act (DPA)", undated),
        ("1.1. General points, paragraph 1", "sensitive personal data", term),
        (f"{minimise} 1", "sensitive personal information", term),
        (f"{minimise} 2", "sensitive personal data", term),
        (
            "1.6. Skype and other video messaging services, paragraph 1",
            "sensitive personal information",
            term,
        ),
    ]


def test_havering_registers_councillors_and_cites_the_european_regulation():
    here = "Additional Considerations, paragraph 1"

    assert found(ict()) == [
        (
            "Use in respect of Council business only, paragraph 4",
            "General Data Protection Regulation (GDPR)",
            "eu-gdpr",
        ),
        ("Use of the Havering e-mail address, clause 5", "GDPR", "eu-gdpr"),
        (here, "sensitive personal data", "sensitive-personal-data"),
        (here, "GDPR", "eu-gdpr"),
        (here, "registered with the Information Commissioner", "registered-with-the-commissioner"),
    ]


def test_the_social_media_protocol_cites_nothing_that_is_out_of_date():
    assert found(social()) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Under the Data Protection Act 1998, members", "data-protection-act-1998"),
        ("Under the DPA 1998 members", "data-protection-act-1998"),
        ("Directive 95/46/EC applies", "directive-95-46"),
        ("The Privacy Shield covers it", "safe-harbour"),
        ("The Standards Board for England decides", "standards-board"),
        ("(Model Code of Conduct) Order 2007", "model-code-2007"),
        ("Part III of the Local Government Act 2000", "local-government-act-2000-part-3"),
        ("A prejudicial interest is declared", "prejudicial-interests"),
        ("The Race Relations Act 1976 forbids it", "equality-acts"),
        ("(Lawful Business Practice) Regulations", "lawful-business-practice"),
        ("The Audit Commission may see it", "audit-commission"),
        ("The Prevention of Corruption Acts apply", "corruption-acts"),
    ],
)
def test_each_rule_finds_what_it_is_for(text, name):
    assert names(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "The Data Protection Act 2018 and the UK GDPR apply",
        "The UK General Data Protection Regulation applies",
        "The EU GDPR applies to offices in France",
        "Special category data needs care",
        "Members are registered with the council",
        "Part 1 of the Local Government Act 2000",
        "The Equality Act 2010 applies",
    ],
)
def test_law_in_force_is_left_alone(text):
    assert names(text) == []


@pytest.mark.parametrize(
    ("text", "nation"),
    [
        ("Part III of the Local Government Act 2000", "wales"),
        ("A prejudicial interest is declared", "wales"),
        ("The Race Relations Act 1976 forbids it", "northern_ireland"),
    ],
)
def test_law_of_another_nation_is_left_alone(text, nation):
    assert names(text, nation) == []
    assert names(text) != []


def test_every_rule_says_why_and_what_to_do():
    for rule, patterns in rules():
        assert rule.why.endswith(".")
        assert rule.instead.endswith(".")
        assert rule.source
        assert patterns
        assert re.fullmatch(r"[a-z0-9-]+", rule.name)
