"""Help: guides that name only what is there, words in plain English, clauses that are in force."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import Resolver404, resolve, reverse

from breaches.citing import ICT
from councilgov.access import Role
from councilgov.portal.helping import guides
from councilgov.portal.helping.panels import panels
from councilgov.portal.helping.topics import BY_KEY, TOPICS
from councilgov.portal.helping.writing import NAMED, written
from policies import actions
from policies.importing import import_file
from policies.models import PolicyVersion
from policies.text.sources import DOCUMENTS
from tests import given
from tests.addresses import FOUND
from tests.browser import DESKTOP, no_axe_violations, no_sideways_scroll
from tests.offboarding.suspended import suspended
from tests.walks.steps import come_in

PROJECT = Path(settings.BASE_DIR)
SLUGS = list(guides.OF)
PEOPLE = pytest.mark.parametrize("slug", SLUGS)
POINTS_OF_USE = {
    "consent:before_posting": "posts",
    "consent:before_sending": "messages",
    "consent:before_calling": "calls",
    "devices:equipment": "devices",
}
NARROW = {"width": 320, "height": 740}
WORDS_A_SENTENCE = 25
"""A reader of eleven follows so many."""


def client_of(person):
    client = Client()
    if person:
        client.force_login(person)
    return client


def in_force():
    """All three documents, published."""
    given.council()
    monitoring = given.officer(Role.MONITORING_OFFICER)
    for path in sorted(DOCUMENTS.glob("*.txt")):
        import_file(path=path, by=None)
    for version in PolicyVersion.objects.order_by("pk"):
        if version.decision is None:
            (stage,) = version.stages.all()
            whose = {"body": stage.body, "body_kind": stage.body_kind}
            actions.decide(versions=[version], by=None, **given.DECISION | whose)
        else:
            actions.certify(version=version, text_sha256=version.sha256, by=monitoring)
        given.publish(PolicyVersion.objects.get(pk=version.pk))
    return PolicyVersion.objects.in_force()


# Guides


def said_in_the_portal():
    """Every word that stands in a template, or is marked as a text in code."""
    folders = ("templates", "breaches", "consent", "councilgov", "devices", "policies")
    files = [
        path
        for folder in folders
        for ending in ("*.html", "*.py")
        for path in (PROJECT / folder).rglob(ending)
    ]
    return "\n".join(path.read_text("utf-8") for path in files)


def is_said(words, said):
    """As a text of its own, or as the words of a link in another."""
    return f'"{words}"' in said or f">{words}<" in said


@pytest.mark.no_database
def test_every_role_has_its_guide_and_every_guide_is_one_of_a_role():
    files = {path.stem for path in guides.FOLDER.glob("*.md")}

    assert {role for roles in guides.OF.values() for role in roles} == set(Role)
    assert files == {*SLUGS, guides.WORDS}


@pytest.mark.no_database
def test_every_name_in_bold_stands_on_a_page_or_a_button():
    said = said_in_the_portal()
    bold = {
        (slug, " ".join(words.split()))
        for slug in SLUGS
        for words in re.findall(r"\*\*(.+?)\*\*", guides.source(slug), re.DOTALL)
    }
    plain = {(slug, words) for slug, words in bold if not words[0].islower()}

    missing = [one for one in sorted(plain) if not is_said(one[1], said)]

    assert missing == []
    assert len(plain) > 90


def named(slug):
    return [" ".join(words.split()) for words, _at in NAMED.findall(guides.source(slug))]


def addresses(slug):
    return re.findall(r"`(/[^`]*)`", guides.source(slug))


@pytest.mark.no_database
@PEOPLE
def test_every_address_stands_behind_the_name_of_its_page(slug):
    assert len(named(slug)) == len(addresses(slug)) > 2


@PEOPLE
def test_every_page_of_a_guide_opens_for_whoever_it_is_for(slug):
    given.council(leaders_decision="Council, minute 12", statistics_decision="Council, minute 13")
    for role in guides.OF[slug]:
        client = client_of(given.somebody(role))
        for address in addresses(slug):
            try:
                match = resolve(address)
            except Resolver404:
                pytest.fail(address)
            answer = client.get(address)
            assert answer.status_code in {200, FOUND}, (role, address)
            assert answer.get("Location", "").partition("?")[0] != reverse("account_login")
            assert match.view_name


@PEOPLE
def test_its_pages_are_links_for_whoever_opens_them_and_names_for_others(slug):
    given.council()
    mine = client_of(given.somebody(min(guides.OF[slug]))).get(reverse("guide", args=[slug])).text
    theirs = client_of(None).get(reverse("guide", args=[slug])).text
    link = re.compile(r'<a href="/[^"]*" class="govuk-link"><strong>')

    assert len(link.findall(mine)) == len(named(slug))
    assert link.findall(theirs) == []
    assert "The pages named here open for whoever has this role." in theirs
    assert "The pages named here" not in mine


def test_for_whoever_is_suspended_the_pages_of_a_guide_are_names():
    given.council()
    person = suspended().councillor
    page = client_of(person).get(reverse("guide", args=["councillor"]))

    assert page.context["is_own"] is False
    assert page.status_code == 200


def test_there_is_no_other_guide(client):
    given.council()

    for slug in ("words", "nobody", "..%2fREADME"):
        assert client.get(f"/help/guides/{slug}/").status_code == 404


def test_help_lists_ones_own_first_and_home_has_it_too():
    given.council()
    person = given.officer(Role.AUDITOR)
    page = client_of(person).get(reverse("help"))

    assert [one.slug for one in page.context["own"]] == ["auditor"]
    assert {one.slug for one in page.context["others"]} == {*SLUGS} - {"auditor"}
    assert "Guide for auditors" in client_of(person).get(reverse("home")).text
    assert page.context["own"] + page.context["others"] != guides.guides()


def test_signed_out_all_guides_stand_under_one_heading(client):
    given.council()
    page = client.get(reverse("help"))

    assert page.context["own"] == []
    assert "Guides for others" not in page.text


def test_help_asks_the_database_nothing_that_grows(django_assert_max_num_queries):
    in_force()
    client = client_of(given.officer(Role.AUDITOR))
    for name in ("help", "help_words", "help_rules"):
        with django_assert_max_num_queries(9):
            assert client.get(reverse(name)).status_code == 200


# Words


@pytest.mark.no_database
def test_the_words_come_in_their_order_and_each_has_an_anchor_of_its_own():
    terms = guides.words().sections
    titles = [section.title for section in terms]

    assert titles == sorted(titles, key=str.casefold)
    assert len({section.anchor for section in terms}) == len(terms) > 40
    assert all(f'id="{section.anchor}"' in guides.words().html for section in terms)


@pytest.mark.no_database
@pytest.mark.parametrize("slug", ["councillor", "words"])
def test_sentences_are_short(slug):
    text = re.sub(r"`[^`]*`|[*#!()\[\]]|\.\./\S+", "", guides.source(slug))
    sentences = re.split(r"[.!?:]\s|\n\n|\n\d\. |\n- ", text)
    long = [one for one in sentences if len(one.split()) > WORDS_A_SENTENCE]

    assert long == []


@pytest.mark.no_database
def test_only_the_headings_of_sections_are_listed_and_each_has_its_anchor():
    said = written("# A\n\n## B c\n\n### D\n", is_linked=True)

    assert (said.title, [*map(tuple, said.sections)]) == ("A", [("B c", "b-c")])
    assert 'id="d" class="govuk-heading-s"' in said.html


@pytest.mark.no_database
def test_no_html_of_a_guide_goes_through():
    said = written("# A\n\n<b>x</b> [y](javascript:z)\n", is_linked=True)

    assert "<b>" not in said.html
    assert "href" not in said.html


# What the policies say


def test_every_rule_is_found_in_the_documents_and_is_quoted_word_for_word():
    texts = {row.policy.slug: row for row in in_force().select_related("policy")}
    shown = list(panels())

    assert [panel.key for panel in shown] == [topic.key for topic in TOPICS]
    for panel, topic in zip(shown, TOPICS, strict=True):
        assert len(panel.do) == len(topic.do), topic.key
        assert len(panel.dont) == len(topic.dont), topic.key
        for rule, quoted in zip((*topic.do, *topic.dont), (*panel.do, *panel.dont), strict=True):
            version = texts[rule.place.policy]
            (clause,) = [one for one in version.text if rule.place.is_in(one)]
            assert quoted.quote.startswith(clause.text)
            assert not quoted.quote.endswith(":")
            assert quoted.href == f"{version.get_absolute_url()}#{clause.anchor}"
            assert quoted.where


def test_each_clause_has_its_number_and_opens_where_it_stands(client):
    in_force()
    (messages,) = panels([BY_KEY["messages"]])
    last = messages.do[-1]

    assert last.where.startswith("1.3. Correct Contact Details, paragraph")
    page = client.get(last.href)
    assert f'id="{last.href.partition("#")[2]}"' in page.text


def test_a_clause_that_begins_a_list_is_quoted_with_its_points():
    in_force()
    posts, devices = panels([BY_KEY["posts"], BY_KEY["devices"]])

    assert "prepared to: Discuss face to face" in posts.do[0].quote
    assert devices.do[3].quote.endswith("1. Audit; 2. Upgrade; 3. Repair; 4. Maintenance")


def test_a_clause_that_was_reworded_is_quoted_no_more():
    given.council()
    reworded = given.clauses("Members must let nobody else use it.", "Report a theft at once.")
    given.published(policy=given.policy(slug=ICT), clauses=reworded)

    assert list(panels([BY_KEY["devices"]])) == []


def test_a_rule_goes_with_its_clause_and_a_topic_with_its_rules(client):
    given.council()
    given.published()

    assert list(panels()) == []
    assert "say none of what is collected here" in client.get(reverse("help_rules")).text


@pytest.mark.parametrize(("name", "topic"), list(POINTS_OF_USE.items()))
def test_it_is_said_where_it_is_needed(name, topic):
    in_force()
    client = client_of(given.councillor())
    (panel,) = panels([BY_KEY[topic]])
    page = client.get(reverse(name)).text

    assert "What your policies say" in page
    assert all(f'href="{rule.href}"' in page for rule in panel.quoted)


def test_where_no_policy_says_it_nothing_is_said():
    given.council()
    client = client_of(given.councillor())

    for name in POINTS_OF_USE:
        assert "What your policies say" not in client.get(reverse(name)).text


# In a browser


@pytest.mark.browser
@pytest.mark.parametrize("size", [NARROW, DESKTOP], ids=["narrow", "desktop"])
def test_it_reads_well_in_any_window(size, transactional_db, open_page):
    in_force()
    page = open_page(viewport=size)
    come_in(page, given.councillor())
    guide = reverse("guide", args=["councillor"])
    for address in (guide, *map(reverse, ("help", "help_words", "help_rules", *POINTS_OF_USE))):
        page.goto(address)
        for summary in page.locator("main details > summary").all():
            summary.click()
        no_sideways_scroll(page)
        no_axe_violations(page)


@pytest.mark.browser
def test_one_may_go_from_home_to_a_guide_and_on_to_its_page(transactional_db, plain_page):
    given.council()
    come_in(plain_page, given.councillor())
    plain_page.goto("/home/")
    plain_page.get_by_role("link", name="Guide for councillors").click()
    plain_page.get_by_role("link", name="Before you post").click()

    assert plain_page.url.endswith(reverse("consent:before_posting"))
