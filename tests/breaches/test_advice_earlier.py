"""Before a question is sent, its asker reads what others were answered."""

import re
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from breaches.answering.actions import withdraw_answer
from breaches.models import AdviceKind, AdviceRequest, PublishedAnswer
from tests import given
from tests.breaches import asking

ASK = "breaches:ask_advice"
TYPED = {"kind": "use", "words": "May I print leaflets for my ward surgery on the council printer?"}


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        officer = asking.information()
        first = asking.published(
            by=officer,
            kind=AdviceKind.USE,
            question="May I use the council printer for leaflets?",
            answer="Not for a party.",
        )
        asking.published(by=officer, kind=AdviceKind.DATA, question="May I keep old letters?")
        return given.councillor(), officer, first

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def officer(made_once):
    return made_once[1]


@pytest.fixture
def answer(made_once):
    return PublishedAnswer.objects.get(pk=made_once[2].pk)


@pytest.fixture
def mine(councillor):
    client = Client()
    client.force_login(councillor)
    return client


def like(words, kind="use"):
    return list(PublishedAnswer.objects.all().like(words, kind))


def test_what_answers_it_is_shown_and_nothing_is_sent_yet(mine, answer):
    page = mine.post(reverse(ASK), TYPED).text

    assert "Your question is not sent yet" in page
    assert answer.question in page
    assert "Not for a party." in page
    assert "May I keep old letters?" not in page
    assert not AdviceRequest.objects.exists()


def test_this_answers_it_ends_without_a_question(mine, answer):
    ended = mine.post(reverse(ASK), {**TYPED, "answered": str(answer.pk)}, follow=True)

    assert ended.redirect_chain == [(answer.get_absolute_url(), 302)]
    assert "Your question was not sent" in ended.text
    assert not AdviceRequest.objects.exists()


def test_so_does_it_for_what_was_kept_of_a_question(mine, councillor, answer):
    draft = asking.drafted(by=councillor, kind=AdviceKind.USE, words=TYPED["words"])
    change = reverse("breaches:change_advice", args=[draft.reference])
    assert answer.question in mine.post(change, TYPED).text

    mine.post(change, {**TYPED, "answered": str(answer.pk)})

    assert not AdviceRequest.objects.exists()


def test_whoever_goes_on_sends_it(mine):
    sent = {**TYPED, "is_committee": "on", "sent_as": str(uuid4())}
    page = mine.post(reverse(ASK), sent).text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    assert {name: hidden[name] for name in sent} == {**sent, "is_committee": "True"}

    for _twice in range(2):
        mine.post(reverse(ASK), {**hidden, "go_on": "1"})

    row = AdviceRequest.objects.get()
    assert (row.status, row.words, row.team) == ("submitted", TYPED["words"], "monitoring")


def test_whoever_changes_it_has_their_words_again(mine):
    page = mine.post(reverse(ASK), {**TYPED, "change": "1"}).text

    assert TYPED["words"] in page
    assert "Send the question" in page
    assert not AdviceRequest.objects.exists()


@pytest.mark.parametrize("pressed", ["x", "²", "0"])
def test_a_number_of_no_answer_ends_nothing(pressed, mine, answer):
    page = mine.post(reverse(ASK), {**TYPED, "answered": pressed})

    assert page.status_code == 200
    assert answer.question in page.text


def test_what_is_kept_for_later_or_like_nothing_is_not_held_up(mine):
    mine.post(reverse(ASK), {**TYPED, "later": "1"})
    mine.post(reverse(ASK), {**TYPED, "words": "Is my phone safe with this app?"})

    assert set(AdviceRequest.objects.values_list("status", flat=True)) == {"draft", "submitted"}


def test_nothing_that_was_withdrawn_is_shown(mine, answer, officer):
    withdraw_answer(published=answer, reason="It named somebody.", by=officer)

    mine.post(reverse(ASK), TYPED)

    assert AdviceRequest.objects.get().status == "submitted"
    assert like(TYPED["words"]) == []


def test_the_likest_three_are_shown_of_the_same_kind_first(officer, answer):
    words = "printer leaflets council use paper"
    for n, kind in enumerate((AdviceKind.DATA, AdviceKind.USE, AdviceKind.DATA)):
        question = f"May I use the council printer for leaflets, case {'abc'[n]}?"
        asking.published(by=officer, kind=kind, question=question)
    paper = asking.published(
        by=officer, question="Which paper goes in the council printer for leaflets that I use?"
    )

    found = like(words)

    assert len(found) == 3
    assert found[0] == paper
    assert {row.kind for row in found[1:]} == {AdviceKind.USE}


def test_one_word_in_common_or_few_of_many_is_not_enough(officer):
    long = "Who pays for repairs of my laptop, dock, screen, chair, desk, lamp and printer at home?"
    asking.published(by=officer, question=long)

    assert like("The printer is loud") == []
    assert like("A lamp beside the printer") == []
