"""The pages of advice: what each person sees, and what is shown of what was typed."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from breaches.advising import actions
from breaches.advising.sweeping import close_silent
from breaches.models import AdviceEntry, AdviceKind, AdviceRequest
from councilgov.access import Role
from councilgov.people.models import Council, User
from tests import given
from tests.breaches import asking

ASK = "breaches:ask_advice"
QUEUE = "breaches:advice_queue"


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor, chief = given.councillor(), asking.monitoring()
        return councillor, chief, asking.information(), asking.asked(by=councillor)

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return User.objects.get(pk=made_once[0].pk)


@pytest.fixture
def chief(made_once):
    return User.objects.get(pk=made_once[1].pk)


@pytest.fixture
def officer(made_once):
    return User.objects.get(pk=made_once[2].pk)


@pytest.fixture
def row(made_once):
    return AdviceRequest.objects.with_row().get(pk=made_once[3].pk)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def of(page, row):
    return reverse(f"breaches:{page}", args=[row.reference])


TYPED = {"kind": "message", "words": "May I answer this by WhatsApp?"}


def test_a_question_is_asked_and_its_page_says_by_when(councillor):
    client = signed_in(councillor)
    form = client.get(reverse(ASK) + "?kind=message").text
    assert 'value="message" checked' in form.replace("\n", " ") or "checked" in form

    client.post(reverse(ASK), TYPED)

    asked = AdviceRequest.objects.get(kind="message")
    page = client.get(asked.get_absolute_url()).text
    assert "5pm GMT on Tuesday 24 November 2026" in page.replace("5:00pm", "5pm")
    assert TYPED["words"] in page


def test_words_that_name_somebody_are_pointed_at_and_sent_all_the_same(councillor):
    client = signed_in(councillor)
    named = {**TYPED, "words": "May I write to Mrs Linnet Fell, 01632 960234?"}

    page = client.post(reverse(ASK), named).text
    assert "These words may say whom it is about" in page
    assert "Send it as it is" in page
    assert not AdviceRequest.objects.filter(kind="message").exists()
    client.post(reverse(ASK), {**named, "later": "1"})
    assert AdviceRequest.objects.get(kind="message").status == "draft"

    client.post(reverse(ASK), {**named, "sends_anyway": "on"})
    assert AdviceRequest.objects.filter(kind="message", status="submitted").count() == 1


def test_a_question_is_saved_gone_on_with_and_sent_or_thrown_away(councillor):
    client = signed_in(councillor)
    client.post(reverse(ASK), {**TYPED, "later": "1"})
    draft = AdviceRequest.objects.get(status="draft")
    assert "Go on with your question" in client.get(reverse("home")).text
    assert TYPED["words"] in client.get(of("change_advice", draft)).text

    client.post(of("change_advice", draft), {**TYPED, "is_committee": "on"})
    draft.refresh_from_db()
    assert (draft.status, draft.team) == ("submitted", "monitoring")

    other = asking.drafted(by=councillor)
    client.post(of("throw_away_advice", other))
    assert not AdviceRequest.objects.filter(pk=other.pk).exists()


def test_it_is_asked_from_what_somebody_reads(councillor):
    version = given.published()
    client, about = signed_in(councillor), f"policy/{version.policy.slug}/{version.number}"
    page = client.get(version.get_absolute_url()).text
    where = f"{reverse(ASK)}?about={about}"
    assert f'href="{where}"' in page
    assert f'href="{where}"' not in Client().get(version.get_absolute_url()).text
    front = client.get(reverse("breaches:advice"), {"about": about})
    assert front.status_code == 302
    assert f"About: {version}" in client.get(front.headers["Location"]).text

    client.post(where, TYPED)

    asked = AdviceRequest.objects.get(kind="message")
    assert asked.version == version
    assert version.get_absolute_url() in client.get(asked.get_absolute_url()).text


def test_what_it_was_about_stays_while_it_is_kept(councillor):
    version = given.published()
    client = signed_in(councillor)
    where = f"{reverse(ASK)}?about=policy/{version.policy.slug}/{version.number}"
    client.post(where, {**TYPED, "later": "1"})
    draft = AdviceRequest.objects.get(status="draft")

    client.post(of("change_advice", draft), TYPED)

    draft.refresh_from_db()
    assert draft.version == version


@pytest.mark.parametrize(
    ("nation", "said"),
    [
        ("england", "closed mind when making the decision just because"),
        ("wales", "Localism Act 2011, section 25"),
        ("scotland", "for England and Wales only"),
        ("northern-ireland", "for England and Wales only"),
    ],
)
def test_the_law_stands_beside_what_goes_to_a_committee(nation, said, councillor, row):
    council = Council.objects.the()
    council.nation = nation
    council.keep(by=None, why="Test")
    asked = asking.asked(by=councillor, kind=AdviceKind.PREDETERMINATION)
    client = signed_in(councillor)

    assert said in client.get(asked.get_absolute_url()).text
    assert said in client.get(reverse(ASK)).text
    assert said not in client.get(row.get_absolute_url()).text


def test_an_officer_answers_and_whoever_asked_reads_it(councillor, chief, row):
    mine, theirs = signed_in(councillor), signed_in(chief)
    sent = mine.get(row.get_absolute_url()).text
    for told in ("What happens next", "You get an email", "It is best to post nothing", "01632"):
        assert told in sent, told
    assert "Wait for the answer to your question" in mine.get(reverse("home")).text
    assert "What happens next" not in theirs.get(row.get_absolute_url()).text
    assert "Asked by" in theirs.get(row.get_absolute_url()).text
    theirs.post(of("take_on_advice", row))
    theirs.post(of("ask_more", row), {"words": "Which crossing?"})
    assert "Say more about your question" in mine.get(reverse("home")).text
    assert "Which crossing?" in mine.get(row.get_absolute_url()).text
    mine.post(of("reply_advice", row), {"words": "At the school."})
    theirs.post(of("answer_advice", row), {"words": "Wait until May."})
    theirs.post(of("add_to_answer", row), {"words": "Or ask the chair."})

    page = mine.get(row.get_absolute_url()).text
    for words in ("Advice, not permission.", "Wait until May.", "Or ask the chair."):
        assert words in page
    assert "closed after 7 December 2026" in page
    assert "Read the answer" in mine.get(reverse("home")).text

    mine.post(of("accept_advice", row))
    assert "Read the answer" not in mine.get(reverse("home")).text
    assert row.reference in mine.get(reverse("breaches:advice")).text


def test_who_answers_second_is_told_and_whoever_asked_reads_one_answer(councillor, chief, row):
    deputy = given.officer(Role.DEPUTY_MONITORING_OFFICER)
    asking.answered(row, by=chief)

    page = signed_in(deputy).post(of("answer_advice", row), {"words": "Never post."}, follow=True)

    assert f"Not sent: {chief} answered at 10:00am on 23 November 2026" in page.text
    assert "Your advice is sent" not in page.text
    assert "Never post." in page.text
    assert "Never post." not in signed_in(councillor).get(row.get_absolute_url()).text
    assert AdviceEntry.objects.get(what="crossed").entered_by == deputy


def test_who_answers_twice_is_told_that_the_second_was_not_sent(chief, row):
    client = signed_in(chief)
    first = client.post(of("answer_advice", row), {"words": "Wait."}, follow=True)
    again = client.post(of("answer_advice", row), {"words": "Wait."}, follow=True)
    other = client.post(of("answer_advice", row), {"words": "Never post."}, follow=True)

    assert "Your advice is sent" in first.text
    assert "Your advice is sent" in again.text
    assert "Your advice is sent" not in other.text
    assert f"Not sent: {chief} answered at" in other.text


def test_a_form_that_could_only_refuse_does_not_open(councillor, chief, row):
    mine, theirs = signed_in(councillor), signed_in(chief)

    def turned_away(client, page):
        found = client.get(of(page, row), follow=True)
        return found.text if found.redirect_chain == [(row.get_absolute_url(), 302)] else ""

    for client, page in ((mine, "reply_advice"), (theirs, "ask_more"), (theirs, "add_to_answer")):
        assert f"The last step was “Asked”, by {councillor.full_name}, " in turned_away(
            client, page
        ), page
    assert turned_away(theirs, "escalate_advice")
    assert not turned_away(mine, "withdraw_advice")
    asking.waiting(row, by=chief)
    assert "“More is needed”" in turned_away(theirs, "answer_advice")
    actions.go_on_advice(asked=row, by=chief)
    asking.answered(row, by=chief)
    asking.answered(row, by=chief, words="It crossed.")
    for client, page in ((theirs, "answer_advice"), (mine, "withdraw_advice")):
        told = turned_away(client, page)
        assert f"“Answered”, by {chief.full_name}, " in told, page
    with time_machine.travel("2027-03-01"):
        close_silent()
        theirs = signed_in(chief)
        assert "a word”, by the portal, " in turned_away(theirs, "add_to_answer")


def test_who_writes_while_it_is_passed_on_gets_their_words_back(councillor, officer):
    asked = asking.taken_on(asking.asked(by=councillor, kind=AdviceKind.MESSAGE), by=officer)
    actions.escalate_advice(asked=asked, reason="The code.", by=officer)
    client = signed_in(officer)

    for page, field in (
        ("answer_advice", "words"),
        ("ask_more", "words"),
        ("add_to_answer", "words"),
        ("escalate_advice", "reason"),
    ):
        found = client.post(of(page, asked), {field: "Say it kindly."})
        assert found.status_code == 404
        assert "Say it kindly." in found.text, page
        assert "Nothing was sent" in found.text
        assert asking.WORDS not in found.text
        assert asked.reference not in found.text
    assert "Nothing was sent" not in client.post(of("answer_advice", asked), {}).text
    assert "Nothing was sent" not in client.get(of("answer_advice", asked)).text
    stranger = signed_in(given.councillor())
    assert "Nothing was sent" not in stranger.post(of("answer_advice", asked), {"words": "x"}).text


def test_who_answers_reads_all_that_was_said(councillor, chief):
    row = asking.asked(by=councillor, is_committee=True)
    asking.waiting(row, by=chief)
    actions.reply_advice(asked=row, words="24/0912, the tower.", by=councillor)
    client = signed_in(chief)

    answering = client.get(of("answer_advice", row)).text
    for told in (
        "Which crossing is it?",
        "24/0912, the tower.",
        "Goes to a committee",
        "closed mind",
    ):
        assert told in answering
    asking.answered(row, by=chief, words="Wait until May.")
    asking.answered(row, by=chief, words="It crossed.")
    adding = client.get(of("add_to_answer", row)).text
    assert "Wait until May." in adding
    assert "It crossed." not in adding


def test_what_was_sent_and_is_sent_again_in_other_words_is_not_lost(councillor):
    client, key = signed_in(councillor), "8f7d3c1e-5a0b-4c7e-9d53-000000000001"
    client.post(reverse(ASK), {**TYPED, "sent_as": key})
    changed = {**TYPED, "words": "May I ring instead?", "sent_as": key}

    for button in ({}, {"later": "1"}):
        page = client.post(reverse(ASK), {**changed, **button})
        assert "in other words. These were not sent." in page.text
        assert changed["words"] in page.text
    assert AdviceRequest.objects.filter(kind="message").count() == 1
    anew = page.context["form"]["sent_as"].value()
    assert anew != key
    client.post(reverse(ASK), {**changed, "sent_as": anew})

    words = (
        AdviceRequest.objects.filter(kind="message").order_by("pk").values_list("words", flat=True)
    )
    assert [*words] == [TYPED["words"], changed["words"]]
    assert (
        "can’t be saved for later"
        in client.post(reverse(ASK), {**TYPED, "sent_as": key, "later": "1"}).text
    )


def test_what_an_officer_typed_stays_when_it_is_refused(councillor, chief, row):
    actions.withdraw_advice(asked=row, by=councillor)

    page = signed_in(chief).post(of("answer_advice", row), {"words": "Never post."}).text

    assert "is withdrawn" in page
    assert "Never post." in page


def test_a_question_is_passed_on_and_its_team_is_led_back_to_the_queue(councillor, officer):
    asked = asking.asked(by=councillor, kind=AdviceKind.MESSAGE)
    client = signed_in(officer)
    client.post(of("take_on_advice", asked))

    page = client.post(of("escalate_advice", asked), {"reason": "The code."}, follow=True)

    assert page.status_code == 200
    assert page.request["PATH_INFO"] == reverse(QUEUE)
    assert asked.reference not in page.text


def test_an_officer_goes_on_without_more(councillor, chief, row):
    asking.waiting(row, by=chief)

    page = signed_in(chief).post(of("go_on_advice", row))

    assert page.headers["Location"] == of("answer_advice", row)


def test_it_is_withdrawn_on_a_page(councillor, chief, row):
    signed_in(councillor).post(of("withdraw_advice", row))

    row.refresh_from_db()
    assert row.status == "withdrawn"
    assert "Give advice" not in signed_in(chief).get(row.get_absolute_url()).text


@pytest.mark.parametrize("page", ["ask_more", "answer_advice", "add_to_answer", "escalate_advice"])
def test_whoever_asked_opens_no_page_of_officers(page, councillor, row):
    assert signed_in(councillor).get(of(page, row)).status_code == 403


def test_the_data_protection_officer_reads_and_does_not_answer(councillor):
    asked = asking.asked(by=councillor, kind=AdviceKind.DATA)
    client = signed_in(given.officer(Role.DATA_PROTECTION_OFFICER))

    page = client.get(asked.get_absolute_url()).text
    assert asking.WORDS in page
    assert "Give advice" not in page
    assert client.get(of("answer_advice", asked)).status_code == 403
    assert "question to answer" not in client.get(reverse("home")).text


def references(page):
    return [row.record.pk for row in page.context["register"].table.paginated_rows]


def test_the_queue_begins_with_what_is_late_then_what_is_due_soonest(councillor, chief):
    with time_machine.travel("2026-11-24 09:00Z"):
        slow = asking.asked(by=councillor, kind=AdviceKind.PREDETERMINATION)
        second = asking.asked(by=councillor)
    with time_machine.travel("2026-11-23 18:00Z"):
        overnight = asking.asked(by=councillor)
    done = asking.answered(asking.asked(by=councillor), by=chief)
    unclear = asking.waiting(asking.asked(by=councillor), by=chief)
    first = AdviceRequest.objects.earliest("pk")

    with time_machine.travel("2026-11-24 10:00Z"):
        page = signed_in(chief).get(reverse(QUEUE))

    expected = [first, overnight, second, slow, unclear, done]
    assert references(page) == [one.pk for one in expected]
    assert "Late" in page.text
    assert "Today" in page.text


def test_the_queue_is_narrowed_and_its_numbers_are_those_of_the_home_page(councillor, chief, row):
    asking.answered(asking.asked(by=councillor), by=chief)
    unclear = asking.waiting(asking.asked(by=councillor), by=chief)
    with time_machine.travel("2026-11-24 10:00Z"):
        client = signed_in(chief)
        home = client.get(reverse("home")).text
        assert "1 question to answer" in home
        assert "1 answer is late" in home
        for turn in ("waiting", "late"):
            assert f"{reverse(QUEUE)}?turn={turn}" in home
            assert references(client.get(reverse(QUEUE), {"turn": turn})) == [row.pk]
        both = references(client.get(reverse(QUEUE), {"turn": "open"}))
        assert both == [row.pk, unclear.pk]
        assert len(references(client.get(reverse(QUEUE), {"turn": "none"}))) == 3


def test_the_queue_is_taken_away_without_a_word_of_it(chief, row):
    page = signed_in(chief).post(reverse(QUEUE), {"export": "csv"})
    text = b"".join(page).decode()

    assert row.reference in text
    assert asking.WORDS not in text


def test_lists_take_as_many_queries_for_many_as_for_few(
    councillor, chief, django_assert_max_num_queries
):
    for _ in range(8):
        asking.answered(asking.asked(by=councillor), by=chief)
    for person, name, most in ((chief, QUEUE, 10), (councillor, "breaches:advice", 9)):
        client = signed_in(person)
        client.get(reverse(name))
        with django_assert_max_num_queries(most):
            client.get(reverse(name))


def test_an_answer_that_does_not_help_is_asked_about_again(councillor, chief, row):
    asking.answered(row, by=chief)
    mine, theirs = signed_in(councillor), signed_in(chief)
    again = f"{reverse(ASK)}?again={row.reference}"
    page = mine.get(row.get_absolute_url()).text
    assert again in page
    assert "What happens next" not in page
    assert again not in theirs.get(row.get_absolute_url()).text

    form = mine.get(again).context["form"]
    assert form.initial["kind"] == row.kind
    assert form.initial["words"].startswith(f"This is about {row.reference}.")
    other = signed_in(given.councillor())
    for number in (row.reference, "x", "²"):
        page = other.get(f"{reverse(ASK)}?again={number}")
        assert "words" not in page.context["form"].initial
    assert reverse("breaches:published_answers") in page.text


def test_the_front_page_offers_what_somebody_may_do(councillor, chief):
    for person, asks in ((councillor, True), (chief, False)):
        page = signed_in(person).get(reverse("breaches:advice")).text
        assert ("Ask a question" in page) is asks
        assert ("Councillors ask here before" in page) is not asks
        assert ("Five questions about a post" in page) is asks
        assert ("Questions to answer" in page) is not asks
        assert "Questions that others had" in page


def test_members_services_see_who_asked_and_how_far_it_is_and_no_word_of_it(row, councillor):
    asking.drafted(by=given.councillor(full_name="Dara Draft"))
    client = signed_in(given.officer(Role.MEMBERS_SERVICES))

    page = client.get(reverse("breaches:advice_names")).text
    file = client.post(reverse("breaches:advice_names"), {"export": "csv"}).text

    for shown in (page, file):
        assert row.reference in shown
        assert councillor.full_name in shown
        assert asking.WORDS not in shown
        assert row.get_kind_display() not in shown
        assert "Dara Draft" not in shown
    assert reverse("breaches:advice_names") in client.get(reverse("breaches:advice")).text
    assert client.get(row.get_absolute_url()).status_code == 404
    assert client.get(reverse(QUEUE)).status_code == 403


def test_who_asked_for_advice_is_read_in_one_query(row, django_assert_num_queries):
    services = given.officer(Role.MEMBERS_SERVICES)
    assert not AdviceRequest.objects.named_to(given.officer(Role.ICT_DESK)).exists()
    assert services.roles

    with django_assert_num_queries(1):
        (one,) = AdviceRequest.objects.named_to(services)
        assert (one.asker.full_name, one.handler, one.status) == (
            row.asker.full_name,
            None,
            "submitted",
        )
