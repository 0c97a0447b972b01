"""The page of an audience says whom it asks, and takes people as they are handed in."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from policies.models import Audience, AudienceRule, Chosen
from tests import given


@pytest.fixture
def policy():
    return given.policy(audience=Audience.CHOSEN)


@pytest.fixture
def drafter(client):
    given.sign_in(client, given.officer(Role.MEMBERS_SERVICES))
    return client


def page(name, policy):
    return reverse(f"policies:{name}", args=[policy.slug])


def asked(policy):
    terms = policy.terms_asked(timezone.now())
    return set(terms.values_list("councillor__full_name", flat=True))


def hand_in(drafter, policy, *lines):
    answers = {"chosen": Chosen.PERSON.value, "people": "\r\n".join(lines)}
    return drafter.post(page("add_rule", policy), answers, follow=True).content.decode()


def test_the_page_says_how_many_are_asked_today_and_who(drafter, policy):
    member = given.councillor(full_name="Ada Byron")
    given.councillor(full_name="Zoe Quiet")
    given.rule(policy, Chosen.PERSON, person=member)

    text = drafter.get(page("audience", policy)).content.decode()

    assert "1 person is asked today." in text
    assert "<li>Ada Byron</li>" in text
    assert "Zoe Quiet" not in text


def test_an_audience_of_nobody_says_so(drafter, policy):
    text = drafter.get(page("audience", policy)).content.decode()

    assert "0 people are asked today." in text
    assert "There is no rule yet, so nobody is asked." in text


def test_people_are_handed_in_by_address_and_by_name(drafter, policy):
    given.councillor(full_name="Ada Byron", email=f"ada@{given.DOMAIN}")
    given.councillor(full_name="Ben Ferro", known_as="Councillor Ferro")
    given.councillor(full_name="Cy Grant")

    text = hand_in(
        drafter, policy, f" ADA@{given.DOMAIN}", "", "councillor  ferro", "Cy Grant", "Cy Grant"
    )

    assert "3 people have been added." in text
    assert asked(policy) == {"Ada Byron", "Ben Ferro", "Cy Grant"}
    assert "Councillor Ferro" not in text, "a title and a surname may be those of two people"


def test_each_line_that_is_wrong_is_named_and_nobody_is_added(drafter, policy):
    given.councillor(full_name="Ada Byron")
    for _n in range(2):
        given.councillor(full_name="Sam Same")
    given.person(full_name="Not Inoffice")

    text = hand_in(drafter, policy, "Ada Byron", "Sam Same", "Not Inoffice", "Nobody Atall")

    assert "2 people are called Sam Same. Enter the email address instead" in text
    assert "Nobody in office is called Not Inoffice. Check how it is spelt" in text
    assert "Nobody in office is called Nobody Atall. Check how it is spelt" in text
    assert "Nobody Atall</textarea>" in text
    assert not AudienceRule.objects.exists()


def test_too_many_lines_are_refused(drafter, policy):
    text = hand_in(drafter, policy, *(f"Nobody {n}" for n in range(501)))

    assert "Enter 500 lines at most" in text


def test_people_are_found_in_one_query_however_many(drafter, policy, django_assert_max_num_queries):
    names = [member.full_name for member in given.many_councillors(60)]

    with django_assert_max_num_queries(40):
        assert "60 people have been added." in hand_in(drafter, policy, *names)


def test_a_group_or_a_committee_needs_its_name(drafter, policy):
    text = drafter.post(page("add_rule", policy), {"chosen": "group"}).content.decode()

    assert "Select the group" in text
    assert "Select the committee" not in text


def test_a_rule_that_is_there_already_is_refused_on_the_page(drafter, policy):
    given.rule(policy, Chosen.ELECTED)

    text = drafter.post(page("add_rule", policy), {"chosen": "elected"}).content.decode()

    assert "This policy asks them already." in text


def test_a_committee_is_added_as_a_rule(drafter, policy):
    seat = given.seat()

    drafter.post(page("add_rule", policy), {"chosen": "committee", "committee": seat.committee_id})

    assert asked(policy) == {seat.councillor.full_name}


def test_the_same_rule_is_taken_away_once(drafter, policy):
    rule, _other = given.rule(policy, Chosen.ELECTED), given.rule(policy, Chosen.MAYOR)
    address = reverse("policies:remove_rule", args=[policy.slug, rule.pk])

    assert drafter.post(address).status_code == 302
    again = drafter.post(address, follow=True)
    assert again.redirect_chain[-1][0] == page("audience", policy)
    assert "This rule was removed already." in again.content.decode()
    never = reverse("policies:remove_rule", args=[policy.slug, 987_654])
    assert drafter.post(never).status_code == 404


def test_before_a_change_the_page_says_who_is_asked_and_whose_request_ends(drafter):
    seat = given.seat()
    given.councillor()
    version = given.published()
    rule = given.rule(version.policy, Chosen.COMMITTEE, committee=seat.committee)
    given.rule(version.policy, Chosen.ELECTED)
    before = version.acknowledgements.count()

    chosen = drafter.post(
        page("choose_audience", version.policy), {"audience": "chosen"}, follow=True
    )
    removed = drafter.get(reverse("policies:remove_rule", args=[version.policy.slug, rule.pk]))

    assert "Those chosen by the rules of this policy" in chosen.content.decode()
    assert f"{before} people are asked to sign after this." in chosen.content.decode()
    assert "0 open requests end within minutes" in chosen.content.decode()
    assert "Remove this rule?" in removed.content.decode()
    version.policy.refresh_from_db()
    assert version.policy.audience == Audience.COUNCILLORS
    assert version.policy.audience_rules.count() == 2


def test_back_from_a_changed_audience_is_its_form_and_no_second_question(drafter, policy):
    given.councillor()
    way = page("choose_audience", policy)
    address = drafter.post(way, {"audience": "councillors"})["Location"]
    assert "Ask other people?" in drafter.get(address).content.decode()

    drafter.post(address, {"audience": "councillors", "is_confirmed": "on"})

    assert drafter.get(address)["Location"] == way


def test_a_change_that_is_cancelled_is_forgotten(drafter, policy):
    given.councillor()
    way = page("choose_audience", policy)
    checked = drafter.post(way, {"audience": "councillors"}, follow=True).text
    assert 'name="cancel" value="1">Cancel' in checked

    answers = {"audience": "councillors", "is_confirmed": "on", "cancel": "1"}
    gone = drafter.post(f"{way}?check=1", answers)

    assert gone["Location"] == page("audience", policy)
    assert "Nothing has been sent yet." not in drafter.get(way).text
    policy.refresh_from_db()
    assert policy.audience == Audience.CHOSEN


def test_what_cannot_be_chosen_is_said_before_the_page_that_checks(drafter):
    policy = given.published().policy

    same = drafter.post(page("choose_audience", policy), {"audience": "councillors"}, follow=True)
    none = drafter.post(page("choose_audience", policy), {"audience": "chosen"}, follow=True)

    assert "This policy asks them already." in same.content.decode()
    assert "Add people first" in none.content.decode()
    assert "Ask other people?" not in same.content.decode() + none.content.decode()


def test_the_audience_is_changed_on_its_page(drafter, policy):
    given.councillor()

    answers = {"audience": "councillors", "is_confirmed": "on"}
    drafter.post(page("choose_audience", policy), answers)
    text = drafter.post(page("choose_audience", policy), answers)

    policy.refresh_from_db()
    assert policy.audience == Audience.COUNCILLORS
    assert "This policy asks them already." in text.content.decode()


def test_the_page_of_a_version_leads_to_its_audience(drafter):
    version = given.published()

    text = drafter.get(version.get_absolute_url()).content.decode()

    assert page("audience", version.policy) in text
