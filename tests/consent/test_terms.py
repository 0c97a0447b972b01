"""Whose record is it: the terms on which the council keeps ward records."""

import re
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from consent.accepting import actions
from consent.accepting.wording import USUAL_TERMS
from consent.adding.actions import add_person
from consent.models import (
    Constituent,
    Contact,
    Moderation,
    ProcessingTerms,
    TermsAcceptance,
)
from consent.social import actions as social
from councilgov.access import Role
from councilgov.capacity import Capacity
from councilgov.ledger.models import Certificate, Entry
from councilgov.notices.actions import deliver
from councilgov.notices.models import Notice
from councilgov.records import Refused
from tests import given
from tests.consent import people
from tests.racing import at_once

PAGE = "consent:accept_terms"
NAME = "Zebedee Quillfeather"


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        people.terms()
        return given.councillor(), given.officer(Role.INFORMATION_OFFICER)

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def officer(made_once):
    return made_once[1]


@pytest.fixture
def browser(client, councillor):
    client.force_login(councillor)
    return client


def ward_page():
    return reverse("consent:add_person", args=["ward"])


def somebody():
    day = {"on_day": "23", "on_month": "11", "on_year": "2026"}
    way = {"channel": people.channel().pk, "handle": "07700 900982", "source": "wrote_first"}
    return {"full_name": NAME, "at_request_of": "themselves"} | way | day


def signed(councillor):
    return {"typed_name": councillor.full_name, "text_sha256": people.terms().sha256}


def test_before_the_terms_nobody_is_noted_in_the_ward(councillor):
    with pytest.raises(Refused, match="Read and accept the terms") as refusal:
        add_person(full_name=NAME, capacity=Capacity.WARD, by=councillor)

    assert refusal.value.way[0] == f"{reverse(PAGE)}?capacity=ward"
    assert not Constituent.objects.exists()


@pytest.mark.parametrize("capacity", [Capacity.COUNCIL, Capacity.OUTSIDE_BODY])
def test_the_council_is_no_processor_of_other_records(councillor, capacity):
    assert add_person(full_name=NAME, capacity=capacity, by=councillor).pk


def test_no_way_is_added_to_a_ward_record_after_terms_that_ask_anew(councillor):
    person = people.person(councillor=councillor)
    row = people.asked(person)
    people.terms("New terms.", asks_again=True)

    with pytest.raises(Refused, match="Read and accept the terms"):
        people.granted(person)
    with pytest.raises(Refused, match="Read and accept the terms"):
        people.asked(person)

    people.actions.withdraw(permission=row, by=councillor)  # which is never held up


def test_what_happened_is_logged_under_terms_that_ask_anew_and_leads_to_them(browser, councillor):
    row = people.checked(people.reached(people.person(councillor=councillor)))
    people.terms("New terms.", asks_again=True)
    form = {
        "went": "they_answered",
        "permission": row.pk,
        "used": "none",
        "topic": "housing",
        "official": "none",
        "happened_on_day": "23",
        "happened_on_month": "11",
        "happened_on_year": "2026",
    }

    log = reverse("consent:log_contact", args=[row.constituent_id])
    shown = browser.post(log, form, follow=True).text

    contact = Contact.objects.get(permission=row)
    assert "What happened is saved all the same" in shown
    address = f"{reverse(PAGE)}?contact={contact.pk}"
    assert address in shown
    accepted = browser.post(address, signed(councillor))
    assert accepted["Location"] == contact.get_absolute_url()
    assert "saved all the same" not in browser.get(contact.get_absolute_url()).text


def test_who_was_shut_out_is_logged_under_terms_that_ask_anew_too(browser, councillor):
    people.accepted(councillor)
    account = social.keep_account(
        platform="Facebook", handle="Alder", capacity=Capacity.WARD, by=councillor
    )
    people.terms("New terms.", asks_again=True)
    form = {"account": account.pk, "what": "block", "ground": "abuse", "who": "@loudly"}
    day = {"on_day": "23", "on_month": "11", "on_year": "2026"}

    shown = browser.post(reverse("consent:log_moderation"), form | day, follow=True).text

    assert Moderation.objects.get(account=account).who == "loudly"
    assert "The terms of ward records have changed" in shown
    assert f"{reverse(PAGE)}?log=1" in shown


def test_a_version_that_asks_nobody_changes_nothing_for_them(councillor):
    person = people.person(councillor=councillor)
    people.terms("A comma less.", asks_again=False)

    assert people.granted(person).pk


def test_whoever_accepts_a_later_version_need_not_accept_the_one_that_asked(councillor):
    people.terms("New terms.", asks_again=True)
    people.terms("A comma less.", asks_again=False)

    assert people.person(councillor=people.accepted(councillor)).pk


def test_the_page_leads_to_the_terms_and_back_with_nothing_lost(browser, councillor):
    sent = browser.post(ward_page(), somebody())
    terms = sent["Location"]
    assert "what you typed is there again" in browser.get(terms).text

    back = browser.post(terms, signed(councillor), follow=True)

    assert back.redirect_chain == [(ward_page(), 302)]
    assert (NAME in back.text, "07700 900982" in back.text) == (True, True)
    assert not Constituent.objects.exists()
    browser.post(ward_page(), somebody())
    assert Constituent.objects.get(councillor=councillor).full_name == NAME


def test_what_was_typed_lies_sealed_in_the_session_and_only_until_it_is_shown(browser, councillor):
    terms = browser.post(ward_page(), somebody())["Location"]
    waiting = [str(row.get_decoded()) for row in Session.objects.all()]

    browser.post(terms, signed(councillor), follow=True)

    assert "carried" in waiting[0]
    assert not [words for words in waiting if NAME in words or "900982" in words]
    assert "carried" not in browser.session


def test_a_way_to_reach_somebody_leads_there_and_back_too(browser, councillor):
    person = people.person(councillor=councillor)
    people.terms("New terms.", asks_again=True)
    page = reverse("consent:add_permission", args=[person.pk])

    terms = browser.get(page)["Location"]
    back = browser.post(terms, signed(councillor))

    assert back["Location"] == page


def test_nobody_is_led_to_anothers_person(browser):
    other = people.person()

    assert browser.get(reverse(PAGE), {"person": other.pk}).status_code == 404


@pytest.mark.parametrize("query", [{}, {"capacity": "political"}, {"person": "x"}])
def test_from_nowhere_it_leads_to_the_list(browser, councillor, query):
    response = browser.post(reverse(PAGE, query=query), signed(councillor))

    assert response["Location"] == reverse("consent:contacts")


def test_who_has_accepted_is_not_asked_again(browser, councillor):
    people.accepted(councillor)

    assert browser.get(reverse(PAGE))["Location"] == reverse("consent:contacts")
    with pytest.raises(Refused, match="already"):
        actions.accept_terms(by=councillor, **signed(councillor))


@pytest.mark.django_db(transaction=True)
def test_one_acceptance_comes_of_two_clicks():
    given.council()
    councillor, terms = given.councillor(), people.terms()
    name = {"typed_name": councillor.full_name, "text_sha256": terms.sha256}

    found = at_once(*[lambda: actions.accept_terms(by=councillor, **name)] * 8)

    refused = [str(one) for one in found if isinstance(one, Refused)]
    assert refused == ["You have accepted these terms already."] * 7
    assert TermsAcceptance.objects.count() == 1
    assert Entry.objects.filter(kind="consent.terms_accepted").count() == 1
    assert Certificate.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"typed_name": ""}, "Type your full name"),
        ({"typed_name": "Somebody Else"}, "Type that name to sign"),
        ({"text_sha256": "0" * 64}, "The terms changed while you read them"),
        ({"text_sha256": ""}, "The terms changed while you read them"),
    ],
)
def test_what_is_not_a_signature_is_said(browser, councillor, wrong, told):
    response = browser.post(reverse(PAGE), signed(councillor) | wrong)

    assert told in response.text
    assert not TermsAcceptance.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "told"),
    [({"typed_name": "Somebody Else"}, "own name"), ({"text_sha256": "0" * 64}, "changed")],
)
def test_the_act_holds_the_name_and_the_text_against_what_is_known(councillor, wrong, told):
    with pytest.raises(Refused, match=told):
        actions.accept_terms(by=councillor, **signed(councillor) | wrong)


def test_an_officer_accepts_nothing(officer):
    with pytest.raises(Refused, match="in office"):
        actions.accept_terms(by=officer, **signed(officer))


def test_what_was_accepted_is_evidence_that_names_no_constituent(browser, councillor):
    people.person(councillor=councillor, full_name=NAME)

    entry = Entry.objects.get(kind="consent.terms_accepted")
    row = TermsAcceptance.objects.get()
    shown = browser.get(reverse("consent:terms")).text
    (link,) = re.findall(r'href="(/contacts/terms/accepted/\d+/)"', shown)

    assert (entry.subject, entry.actor) == (f"consent.termsacceptance:{row.pk}", councillor)
    assert NAME not in entry.facts + str(list(entry.names.values_list("name")))
    assert browser.get(link).content.startswith(b"%PDF")


def test_officers_publish_a_version_on_the_page(client, officer, councillor):
    people.accepted(councillor)
    client.force_login(officer)
    sent = {"text": " New.\r\n", "asks_again": "on", "replaces": "1"}

    client.post(reverse("consent:terms"), sent)

    row = ProcessingTerms.objects.first()
    assert (row.number, row.text, row.published_by) == (2, "New.", officer)
    assert Notice.objects.get(kind="ward_terms_changed").to == councillor
    deliver(until=timezone.now() + timedelta(seconds=5))
    assert "/contacts/terms/accept/" in mail.outbox[-1].body


def test_a_new_version_is_told_to_nobody_who_accepted_it_meanwhile(councillor):
    people.accepted(councillor)
    people.terms("New terms.", asks_again=True)
    people.accepted(councillor)

    deliver(until=timezone.now() + timedelta(seconds=5))

    assert mail.outbox == []


@pytest.mark.parametrize(
    ("text", "replaces", "told"),
    [
        ("Your ward records are yours. ", 1, "These are the terms in force"),
        ("Other words.", 0, "another version a moment ago"),
    ],
)
def test_of_two_who_publish_one_reads_first(officer, text, replaces, told):
    with pytest.raises(Refused, match=told):
        actions.publish_terms(text=text, asks_again=True, replaces=replaces, by=officer)


def test_two_at_the_same_moment_are_told_by_the_database(monkeypatch, officer):
    found = people.terms()
    people.terms("Faster.", asks_again=True)
    monkeypatch.setattr(actions, "terms_in_force", lambda: found)

    with pytest.raises(Refused, match="another version a moment ago"):
        actions.publish_terms(text="Slower.", asks_again=True, replaces=1, by=officer)


def test_the_first_version_is_always_asked():
    ProcessingTerms.objects.all().delete()

    row = actions.publish_terms(text="New.", asks_again=False, replaces=0, by=None)

    assert (row.number, row.asks_again) == (1, True)


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"text": ""}, "has_a_text"),
        ({"sha256": "x"}, "hash_is_sha256"),
        ({"asks_again": False}, "first_is_asked"),
    ],
)
def test_no_other_version_can_be_kept(wrong, constraint):
    row = people.terms()
    for name, value in wrong.items():
        setattr(row, name, value)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save()


def test_an_acceptance_without_a_name_is_none(councillor):
    people.accepted(councillor)
    row = TermsAcceptance.objects.get()
    row.typed_name = ""

    with pytest.raises(IntegrityError, match="signed_with_a_name"), transaction.atomic():
        row.save()


def test_before_there_are_terms_the_pages_say_so(browser, councillor, officer):
    ProcessingTerms.objects.all().delete()

    assert "has not written them yet" in browser.get(reverse(PAGE)).text
    with pytest.raises(Refused, match="There are no terms yet"):
        actions.accept_terms(by=councillor, typed_name="x", text_sha256="x")
    browser.force_login(officer)
    assert "nobody can keep ward records" in browser.get(reverse("consent:terms")).text


@pytest.mark.parametrize(
    "said",
    [
        "The council does with it only what you do or ask for",  # (a)
        "goes nowhere else without your word",  # (a), transfers
        "promised to keep secrets",  # (b)
        "The council keeps it safe",  # (c)
        "no other company for it without telling you first",  # (d)
        "The council helps you to.",  # (e)
        "helps you to tell the regulator and the people",  # (f), Articles 33 and 34
        "how risky something is",  # (f), Articles 35 and 36
        "delete it, take it with you, or hand it to another councillor",  # (g)
        "stays in backups until they are written over",  # (g)
        "You may ask at any time how the council keeps these terms, and check it",  # (h)
        "thinks that something you ask for is against the law",  # (h), at its end
        "The few people who run the database could read it",
    ],
)
def test_the_usual_terms_have_every_point_of_article_28_and_hide_nothing(said):
    assert said in str(USUAL_TERMS)
