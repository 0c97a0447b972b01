"""Clauses on the page: lists inside lists, numbers as words, an address for each."""

import pytest

from policies.text.rendering import render
from tests.policies.text.samples import barnet, clauses, ict, social
from tests.policies.text.test_safety import Checker

pytestmark = pytest.mark.no_database


def test_a_list_in_a_list_stands_inside_its_point():
    assert render(clauses("It begins:\n\n- One\n  - Two\n\n  Still one.\n- Three\n")) == (
        '<p id="clause-1" class="govuk-body">It begins:</p>\n'
        '<ul class="govuk-list govuk-list--bullet">\n'
        '<li id="clause-1-1">One<ul class="govuk-list govuk-list--bullet">\n'
        '<li id="clause-1-1-1">Two</li>\n</ul>\n'
        '<p id="clause-1-1-p2" class="govuk-body">Still one.</p>\n</li>\n'
        '<li id="clause-1-2">Three</li>\n</ul>\n'
    )


def test_published_numbers_are_words_of_the_list():
    page = render(clauses("It begins:\n\n- One\n- 2. Two\n- vii. Three\n"))

    assert '<ol class="govuk-list app-clauses">\n<li id="clause-1-1">One</li>\n' in page
    assert '<span class="app-clauses__number">2.</span> Two' in page
    assert '<span class="app-clauses__number">vii.</span> Three' in page


def test_a_table_has_headings():
    page = render(clauses("It begins.\n\n| Kind | Owner |\n|---|---|\n| Phone | **Us** |\n"))

    assert '<th scope="col" class="govuk-table__header">Kind</th>' in page
    assert '<td class="govuk-table__cell"><strong>Us</strong></td>' in page


def test_a_heading_shows_its_number():
    assert (
        '<h2 id="1-5" class="govuk-heading-m"><span class="app-clauses__number">1.5.</span> Twitter'
    ) in render(barnet().clauses)


def test_links_lead_to_the_clause_and_say_which():
    page = render(ict().clauses, links=True)

    assert 'href="#responsibilities-2" aria-label="Link to Responsibilities, paragraph 2"' in page


def test_every_clause_has_its_address_on_the_page():
    for policy in (barnet(), ict(), social()):
        page = Checker(render(policy.clauses))
        assert page.open == []
        assert page.attributes["id"] == [clause.anchor for clause in policy.clauses]
