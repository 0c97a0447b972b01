"""An answer is written up for everybody, in words that name nobody, and can be taken away again."""

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from breaches.advising.actions import reply_advice
from breaches.answering.actions import change_answer, erase_answer, forget_answers, withdraw_answer
from breaches.answering.anonymous import is_copied, names_of_asker, words_to_check
from breaches.models import AdviceKind, AdviceRequest, PublishedAnswer, PublishedStatus
from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.people.models import User
from councilgov.records import Refused, subject_of
from tests import given
from tests.breaches import asking


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor, officer = given.councillor(full_name="Wren O’Tarn Ng"), asking.information()
        asked = asking.asked(by=councillor, kind=AdviceKind.MESSAGE)
        asking.answered(asked, by=officer)
        return councillor, officer, asked, asking.published(by=officer)

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return User.objects.get(pk=made_once[0].pk)


@pytest.fixture
def officer(made_once):
    return User.objects.get(pk=made_once[1].pk)


@pytest.fixture
def asked(made_once):
    return AdviceRequest.objects.with_row().get(pk=made_once[2].pk)


@pytest.fixture
def row(made_once):
    return PublishedAnswer.objects.get(pk=made_once[3].pk)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def change(row, officer, **words):
    usual = {"kind": row.kind, "question": row.question, "answer": row.answer}
    return change_answer(published=row, by=officer, **usual | words)


def test_only_who_writes_up_answers_publishes(row, councillor):
    for by in (given.officer(Role.AUDITOR), councillor):
        with pytest.raises(Refused, match="Only the Information Management"):
            asking.published(by=by, question="May I?")
        with pytest.raises(Refused, match="Only the Information Management"):
            change(row, by)
        with pytest.raises(Refused, match="Only the Information Management"):
            withdraw_answer(published=row, reason="Old.", by=by)


def test_the_desk_writes_up_what_is_technical_and_nothing_else(row, officer, councillor):
    desk = given.officer(Role.ICT_DESK)
    asked = asking.asked(by=councillor, kind=AdviceKind.TECHNICAL, words="How do I set a PIN?")
    asking.answered(asked, by=desk)
    ours = {"kind": AdviceKind.TECHNICAL, "question": "Where is the PIN set?", "answer": "There."}

    made = asking.published(by=desk, source=asked, **ours)
    change(made, desk, answer="In the settings.")

    assert made.source == asked
    withdraw_answer(published=made, reason="Old.", by=desk)
    erase_answer(published=made, by=desk)
    with pytest.raises(Refused, match="You write up what is technical"):
        asking.published(by=desk, question="May I?")
    again = asking.published(by=desk, **ours)
    with pytest.raises(Refused, match="You write up what is technical"):
        change(again, desk, kind=AdviceKind.DATA)
    for act in (
        lambda: change(row, desk),
        lambda: withdraw_answer(published=row, reason="Old.", by=desk),
        lambda: erase_answer(published=row, by=desk),
    ):
        with pytest.raises(Refused, match="You write up what is technical"):
            act()


def test_the_desk_is_led_to_write_up_its_own_answers_and_chooses_among_its_kinds(councillor, row):
    desk = given.officer(Role.ICT_DESK)
    asked = asking.asked(by=councillor, kind=AdviceKind.FILTER, words="Is this mail safe?")
    asking.answered(asked, by=desk)
    client = signed_in(desk)

    assert (
        f"/advice/answers/add/?from={asked.reference}" in client.get(asked.get_absolute_url()).text
    )
    address = f"/advice/answers/add/?from={asked.reference}"
    assert address in client.get(asked.get_absolute_url()).text
    form = client.get(address).text
    assert 'value="technical"' in form
    assert 'value="data"' not in form
    assert client.get(reverse("breaches:change_answer", args=[row.pk])).status_code == 403
    assert "Change it" not in client.get(row.get_absolute_url()).text


def test_what_is_withdrawn_of_other_kinds_the_desk_does_not_read(row, officer):
    desk = given.officer(Role.ICT_DESK)
    withdraw_answer(published=row, reason="Old.", by=officer)

    assert not PublishedAnswer.objects.visible_to(desk).contains(row)


def test_it_begins_as_all_advice_does_and_leaves_a_trace(row):
    assert row.reply.startswith("Advice, not permission.")
    assert Entry.objects.filter(kind="breaches.answer_published").count() == 1


def test_a_question_is_published_once(officer, row):
    with pytest.raises(Refused, match="published already"), transaction.atomic():
        asking.published(by=officer, question=row.question)


def test_whoever_asked_is_not_named(officer, asked):
    with pytest.raises(Refused, match="This may say whom it is about: WREN, O’Tarn's"):
        asking.published(
            by=officer, question="May WREN post it?", answer="O’Tarn's is no.", source=asked
        )
    with pytest.raises(Refused, match="Take out the name of whoever asked: Wren O’Tarn Ng"):
        asking.published(
            by=officer, question="May it?", answer="Wren O'Tarn Ng's is no.", source=asked
        )
    assert names_of_asker(asked, "Nightjars sing.") == []


def test_words_of_whoever_asked_are_not_copied(officer, asked, councillor):
    with pytest.raises(Refused, match="Use your own words"):
        asking.published(by=officer, question=f"“{asking.WORDS}”", source=asked)

    assert is_copied(asked, "So: may I say in a post that the crossing, please?")
    assert not is_copied(asked, "May I say in a post that a bridge is old?")
    done = asking.published(by=officer, question="Can I write of safety?", source=asked)
    assert done.source == asked


def test_words_that_were_added_later_are_not_copied_either(officer, councillor):
    later = asking.asked(by=councillor, kind=AdviceKind.MESSAGE)
    asking.waiting(later, by=officer)
    words = "It is the one beside the school on the hill."
    reply_advice(asked=later, words=words, by=councillor)

    assert is_copied(later, words)


def test_what_may_name_somebody_is_checked_by_a_person(officer):
    words = "Ask Mrs Linnet Fell on 01632 960234."
    assert words_to_check(words, words)
    with pytest.raises(Refused, match=r"This may say whom it is about: .*01632 960234") as refusal:
        asking.published(by=officer, question="Whom do I ask?", answer=words)
    assert refusal.value.field == "is_checked"

    done = asking.published(by=officer, question="Whom do I ask?", answer=words, is_checked=True)
    assert done.answer == words


def test_only_what_was_answered_and_may_be_seen_is_written_up(officer, councillor):
    for source in (
        asking.asked(by=councillor, kind=AdviceKind.MESSAGE),
        asking.answered(asking.asked(by=councillor), by=asking.monitoring()),
    ):
        with pytest.raises(Refused, match="Only a question that was answered"):
            asking.published(by=officer, question="May I?", source=source)


def test_its_words_are_changed_and_what_they_were_is_kept(row, officer, councillor):
    before = row.answer
    done = change(row, officer, answer="No, not in the last week.")

    assert done.answer == "No, not in the last week."
    assert done.changed_at > done.published_at
    page = signed_in(officer).get(row.get_absolute_url())
    assert before in page.text
    assert "Changed" in page.text
    assert before not in signed_in(councillor).get(row.get_absolute_url()).text
    assert Entry.objects.filter(kind="breaches.answer_changed").count() == 1
    with pytest.raises(Refused, match="Write a few words"):
        change(row, officer, answer=" ")


def test_it_is_withdrawn_with_a_reason_and_read_by_officers_alone(row, officer, councillor):
    with pytest.raises(Refused, match="Write a few words"):
        withdraw_answer(published=row, reason=" ", by=officer)

    withdraw_answer(published=row, reason="The law changed.", by=officer)

    assert signed_in(councillor).get(row.get_absolute_url()).status_code == 404
    page = signed_in(officer).get(row.get_absolute_url())
    assert "The law changed." in page.text
    assert "Change it" not in page.text
    with pytest.raises(Refused, match="is withdrawn"):
        withdraw_answer(published=row, reason="Again.", by=officer)
    with pytest.raises(Refused, match="Changing it can’t be done"):
        change(row, officer)
    assert asking.published(by=officer, question=row.question).status == "published"


def test_everybody_who_is_signed_in_finds_it_by_its_words(row, councillor, officer):
    asking.published(by=officer, question="May I use my own phone?", answer="For calls, yes.")
    auditor = signed_in(given.officer(Role.AUDITOR))
    where = reverse("breaches:published_answers")

    for asked, found in (("PLANNING listen", True), ("phone", False), ("", True)):
        assert (row.question in auditor.get(where, {"q": asked}).text) is found, asked
    assert "0 questions with “zebra”" in auditor.get(where, {"q": "zebra"}).text
    assert "There is a problem" in auditor.get(where, {"q": "x" * 101}).text
    assert Client().get(where).status_code == 302


def test_the_list_takes_as_many_queries_for_many_as_for_few(
    officer, councillor, django_assert_max_num_queries
):
    for number in range(12):
        asking.published(by=officer, question=f"May I do thing {number}?")
    client = signed_in(councillor)
    client.get(reverse("breaches:published_answers"))

    with django_assert_max_num_queries(9):
        client.get(reverse("breaches:published_answers"))


def test_an_officer_writes_up_what_was_answered(asked, officer):
    client = signed_in(officer)
    where = reverse("breaches:add_answer") + f"?from={asked.reference}"
    assert asking.WORDS in client.get(where).text
    typed = {"kind": "message", "question": "May I reply to Mrs Fell?", "answer": "Yes, by phone."}

    page = client.post(where, typed)
    assert "say that you checked" in page.text
    assert "I checked: it says nothing" in page.text
    done = client.post(where, {**typed, "is_checked": "on"})

    made = PublishedAnswer.objects.get(question="May I reply to Mrs Fell?")
    assert done.headers["Location"] == made.get_absolute_url()
    assert made.source == asked
    for nonsense in ("x", "²", "ADV-999999999"):
        assert client.get(reverse("breaches:add_answer") + f"?from={nonsense}").status_code == 200


def test_an_answer_is_changed_and_withdrawn_on_its_page(row, officer):
    client = signed_in(officer)
    where = reverse("breaches:change_answer", args=[row.pk])
    assert row.answer in client.get(where).text

    client.post(where, {"kind": "use", "question": "May I?", "answer": "Not yet."})
    client.post(reverse("breaches:withdraw_answer", args=[row.pk]), {"reason": "It is over."})

    row.refresh_from_db()
    assert (row.kind, row.question, row.status) == ("use", "May I?", "withdrawn")


@pytest.mark.no_database
def test_withdrawn_is_the_end():
    for start in PublishedStatus:
        for end in PublishedStatus:
            may_go = end in PublishedAnswer.MOVES[start]
            assert may_go == ((start, end) == ("published", "withdrawn"))


@pytest.mark.parametrize(
    ("broken", "name"),
    [
        ({"status": "wrong"}, "status_known"),
        ({"kind": "wrong"}, "kind_known"),
        ({"question": ""}, "asks_and_answers"),
        ({"changed_at": "2020-01-01T00:00Z"}, "changed_after_published"),
        ({"status": "withdrawn"}, "withdrawn_when_so"),
        ({"withdrawn_because": "Why"}, "withdrawn_with_reason"),
    ],
)
def test_the_database_refuses(broken, name, row):
    for column, value in broken.items():
        setattr(row, column, value)

    refused = pytest.raises(IntegrityError, match=f"breaches_publishedanswer_{name}")
    with refused, transaction.atomic():
        row.save()


NAMES = [
    ("Ann Smith-Jones", "Ask Councillor Smith."),
    ("Wren O’Tarn", "As O'Tarn knows."),
    ("Wren O’Tarn", "As OTARN knows."),
    ("Jo Ng", "As Councillor Ng knows."),
    ("Zoë Brontë", "As Bronte knows."),
]


@pytest.mark.parametrize(("name", "words"), NAMES)
def test_a_name_that_is_written_otherwise_is_pointed_at(name, words, officer):
    asked = asking.asked(by=given.councillor(full_name=name), kind=AdviceKind.MESSAGE)
    asking.answered(asked, by=officer)

    with pytest.raises(Refused, match="say that you checked"):
        asking.published(by=officer, question="Can I?", answer=words, source=asked)
    with pytest.raises(Refused, match="Take out the name of whoever asked"):
        asking.published(
            by=officer,
            question="Can I?",
            answer=f"As {name.replace('’', chr(39))} knows.",
            source=asked,
            is_checked=True,
        )


@pytest.mark.parametrize(
    ("name", "words"),
    [("Theresa May", "You may write that."), ("Will Grant", "They will grant it.")],
)
def test_a_name_that_is_a_plain_word_is_looked_at_and_published(name, words, officer):
    asked = asking.asked(by=given.councillor(full_name=name), kind=AdviceKind.MESSAGE)
    asking.answered(asked, by=officer)
    client = signed_in(officer)
    where = reverse("breaches:add_answer") + f"?from={asked.reference}"
    typed = {"kind": "message", "question": "What is so?", "answer": words}

    assert "say that you checked" in client.post(where, typed).text
    done = client.post(where, {**typed, "is_checked": "on"})

    made = PublishedAnswer.objects.get(question="What is so?")
    assert done.headers["Location"] == made.get_absolute_url()
    change = reverse("breaches:change_answer", args=[made.pk])
    assert "I checked: it says nothing" in client.post(change, typed).text


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Can Councillor Alder post it?", ["Councillor Alder"]),
        ("Ask cllr. Élan-Fell or Cllr Ash.", ["cllr. Élan-Fell", "Cllr Ash"]),
        ("A councillor may write that, and councillors must listen.", []),
    ],
)
def test_a_councillor_by_title_and_name_is_pointed_at(words, found):
    assert [one for one in words_to_check(words) if "ouncillor" in one or "llr" in one] == found


def test_the_monitoring_officer_writes_up_what_they_answered(councillor):
    chief = asking.monitoring()
    asked = asking.answered(asking.asked(by=councillor), by=chief)
    client = signed_in(chief)
    assert "Write it up for everybody" in client.get(asked.get_absolute_url()).text

    where = reverse("breaches:add_answer") + f"?from={asked.reference}"
    client.post(where, {"kind": "before_posting", "question": "Is it safe?", "answer": "Yes."})

    made = PublishedAnswer.objects.get(question="Is it safe?")
    assert (made.source, made.published_by) == (asked, chief)


def words_left():
    return [*PublishedAnswer.history.values_list("question", flat=True)]


def test_what_was_withdrawn_is_erased_after_a_year_with_its_history(row, officer):
    gone = asking.withdrawn(by=officer, question="May Robin Alder post?", is_checked=True)
    subject = subject_of(gone)

    with time_machine.travel("2027-11-23"):
        assert forget_answers() == 0
    with time_machine.travel("2027-11-24"):
        assert forget_answers() == 1
        assert forget_answers() == 0

    assert PublishedAnswer.objects.get() == row
    assert words_left() == [row.question]
    entry = Entry.objects.get(kind="breaches.answer_erased")
    assert (entry.actor, entry.subject) == (None, subject)


def test_what_was_withdrawn_is_erased_at_once_where_somebody_says_so(row, officer, councillor):
    gone = asking.withdrawn(by=officer)
    for by, published, why in (
        (councillor, gone, "Only the Information Management Team"),
        (officer, row, "Erasing it can’t be done"),
    ):
        with pytest.raises(Refused, match=why):
            erase_answer(published=published, by=by)
    client = signed_in(officer)
    where = reverse("breaches:erase_answer", args=[gone.pk])
    assert where in client.get(gone.get_absolute_url()).text
    assert where not in client.get(row.get_absolute_url()).text

    client.post(where)

    assert not PublishedAnswer.objects.filter(pk=gone.pk).exists()
    assert words_left() == [row.question]
    assert Entry.objects.filter(kind="breaches.answer_erased").count() == 1


def test_who_reads_an_answer_can_ask_about_their_own_case(row, councillor, officer):
    for where in (row.get_absolute_url(), reverse("breaches:published_answers")):
        for person, asks in ((councillor, True), (officer, False)):
            assert (reverse("breaches:ask_advice") in signed_in(person).get(where).text) is asks
