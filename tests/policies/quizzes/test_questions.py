"""Questions are entered until a version is published, and answered before it is signed."""

from copy import deepcopy

import pytest
from django.db import IntegrityError, models, transaction
from django.urls import reverse

from councilgov.access import Role
from councilgov.records import Refused
from policies.models import Acknowledgement, Answer, Question
from policies.quizzes import actions
from policies.signatures import actions as signatures
from tests import given

WRONG, RIGHT = 0, 1


def begin():
    given.council()
    councillor = given.councillor()
    version = given.quizzed(2)
    return councillor, given.officer(Role.MEMBERS_SERVICES), version, given.approved()


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(begin)


@pytest.fixture
def world(made_once):
    return deepcopy(made_once)


@pytest.fixture
def councillor(world):
    return world[0]


@pytest.fixture
def drafter(world):
    return world[1]


@pytest.fixture
def version(world):
    return world[2]


@pytest.fixture
def coming(world):
    """Not published yet."""
    return world[3]


@pytest.fixture
def mine(client, councillor):
    client.force_login(councillor)
    given.confirmed(client)
    return client


@pytest.fixture
def officer(client, drafter):
    client.force_login(drafter)
    return client


def answers(version, councillor, *places):
    chosen = {row.pk: place for row, place in zip(version.questions.all(), places, strict=False)}
    return actions.answer_questions(version=version, chosen=chosen, by=councillor)


def texts(version):
    return [question.text for question in version.questions.all()]


# Answering


def test_nobody_signs_before_they_answered(version, councillor):
    with pytest.raises(Refused, match="Answer the questions"):
        given.signature(version, councillor)

    assert not Acknowledgement.objects.signed().exists()


def test_a_wrong_answer_leaves_the_question_open(version, councillor):
    assert answers(version, councillor, WRONG, RIGHT) == 1

    with pytest.raises(Refused, match="Answer the questions"):
        given.signature(version, councillor)


def test_who_answered_everything_rightly_signs(version, councillor):
    assert answers(version, councillor, RIGHT, RIGHT) == 0

    given.signature(version, councillor)

    assert Acknowledgement.objects.get(version=version).is_signed


def test_each_try_is_kept_and_there_is_no_limit(version, councillor):
    for _n in range(4):
        answers(version, councillor, WRONG)
    answers(version, councillor, RIGHT)

    first = version.questions.first()
    assert [answer.is_right for answer in first.answers.all()] == [False] * 4 + [True]


def test_what_was_answered_rightly_is_not_answered_again(version, councillor):
    answers(version, councillor, RIGHT)
    answers(version, councillor, WRONG)

    assert Answer.objects.get().is_right


@pytest.mark.parametrize("place", [-1, 3, 99])
def test_an_answer_that_is_none_is_refused(version, councillor, place):
    with pytest.raises(Refused, match="Select one of the answers"):
        answers(version, councillor, place)

    assert not Answer.objects.exists()


def test_a_question_on_another_text_is_not_answered_here(version, councillor):
    other = given.quizzed()
    chosen = {other.questions.get().pk: RIGHT}

    actions.answer_questions(version=version, chosen=chosen, by=councillor)

    assert not Answer.objects.exists()


def test_who_was_not_asked_answers_nothing(version):
    with pytest.raises(Refused, match="not"):
        answers(version, given.councillor(), RIGHT)


def test_who_signed_answers_nothing_more(version, councillor):
    given.recorded(version, councillor)

    with pytest.raises(Refused, match="nothing to sign here"):
        answers(version, councillor, RIGHT)


def test_nobody_is_asked_what_an_officer_records(version, councillor):
    given.recorded(version, councillor)

    assert Acknowledgement.objects.get(version=version).is_signed
    assert not Answer.objects.exists()


def test_who_declines_answers_nothing(version, councillor):
    signatures.decline(version=version, by=councillor, reason="Not yet")

    assert not Answer.objects.exists()


# Entering


def test_questions_stand_in_their_order(coming):
    rows = [given.question(coming) for _n in range(3)]

    assert [row.position for row in rows] == [1, 2, 3]


def test_a_question_moves_before_the_one_above(coming, drafter):
    first, second, third = (given.question(coming) for _n in range(3))

    actions.move_question(question=third, by=drafter)

    assert texts(coming) == [first.text, third.text, second.text]


def test_the_first_question_stays_first(coming, drafter):
    first, second = (given.question(coming) for _n in range(2))

    actions.move_question(question=first, by=drafter)

    assert texts(coming) == [first.text, second.text]


def test_after_one_is_removed_the_others_move_up(coming, drafter):
    first, second, third = (given.question(coming) for _n in range(3))

    actions.remove_question(question=first, by=drafter)

    assert [(row.text, row.position) for row in coming.questions.all()] == [
        (second.text, 1),
        (third.text, 2),
    ]
    assert Question.history.filter(id=first.pk).first().history_user == drafter


def test_those_after_it_move_up_from_where_it_stands_by_now(coming, drafter):
    first, second, third = (given.question(coming) for _n in range(3))
    as_read = Question.objects.get(pk=third.pk)
    actions.move_question(question=third, by=drafter)

    actions.remove_question(question=as_read, by=drafter)

    assert [(row.pk, row.position) for row in coming.questions.all()] == [
        (first.pk, 1),
        (second.pk, 2),
    ]


@pytest.mark.parametrize("act", ["change", "move", "remove"])
def test_a_question_that_somebody_removes_at_the_same_time_is_refused_in_words(
    coming, drafter, act
):
    question = given.question(coming)
    actions.remove_question(question=Question.objects.get(pk=question.pk), by=drafter)
    acts = {
        "change": lambda: change(question, drafter),
        "move": lambda: actions.move_question(question=question, by=drafter),
        "remove": lambda: actions.remove_question(question=question, by=drafter),
    }

    with pytest.raises(Refused, match="Somebody has removed this question") as refusal:
        acts[act]()

    listed = reverse("policies:edit_questions", args=[coming.policy.slug, coming.number])
    assert refusal.value.way[0] == listed


def change(question, by, **fields):
    words = {name: getattr(question, name) for name in ("text", "explanation", "anchor")}
    words |= {"choices": question.choices, "right": question.right}
    return actions.change_question(question=question, by=by, **words | fields)


def test_a_question_is_changed(coming, drafter):
    question = given.question(coming)

    change(question, drafter, text="When?", choices=["Now", "Later"], right=0)

    question.refresh_from_db()
    assert (question.text, question.choices, question.right) == ("When?", ["Now", "Later"], 0)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"choices": ["Only one"], "right": 0}, "at least two answers"),
        ({"choices": list("abcdef")}, "five answers at most"),
        ({"choices": ["Now", "now"]}, "are the same"),
        ({"right": 3}, "which of the answers is right"),
        ({"right": -1}, "which of the answers is right"),
        ({"anchor": "nowhere"}, "Select a clause"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(coming, fields, told):
    with pytest.raises(Refused, match=told):
        given.question(coming, **fields)

    assert not coming.questions.exists()


def test_a_question_names_a_clause_of_its_text(coming):
    anchor = coming.text[-1].anchor

    assert given.question(coming, anchor=anchor).anchor == anchor


@pytest.mark.parametrize("act", ["add", "change", "move", "remove"])
def test_once_it_is_published_the_questions_stay(version, drafter, act):
    question = version.questions.last()
    acts = {
        "add": lambda: given.question(version),
        "change": lambda: change(question, drafter),
        "move": lambda: actions.move_question(question=question, by=drafter),
        "remove": lambda: actions.remove_question(question=question, by=drafter),
    }

    with pytest.raises(Refused, match="stay as they are"):
        acts[act]()


# The database


@pytest.mark.parametrize("column", ["text", "position", "explanation", "version_id"])
def test_the_database_keeps_the_questions_of_a_published_version(version, coming, column):
    question = version.questions.last()
    values = {"text": "x", "position": 9, "explanation": "x", "version_id": coming.pk}

    with pytest.raises(IntegrityError, match="questions of a published"), transaction.atomic():
        models.QuerySet(Question).filter(pk=question.pk).update(**{column: values[column]})


def test_the_database_adds_no_question_to_a_published_version(version):
    question = deepcopy(version.questions.last())
    question.pk, question.position = None, 9

    with pytest.raises(IntegrityError, match="INSERT refused: the questions"), transaction.atomic():
        question.save()


def test_the_database_moves_no_question_into_a_published_version(version, coming):
    question = given.question(coming)

    with pytest.raises(IntegrityError, match="questions of a published"), transaction.atomic():
        models.QuerySet(Question).filter(pk=question.pk).update(version_id=version.pk, position=9)


def test_the_database_removes_no_question_of_a_published_version(version):
    with pytest.raises(IntegrityError, match="DELETE refused: the questions"), transaction.atomic():
        models.QuerySet(Question).filter(version=version)._raw_delete("default")


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"position": 1}, "one_at_a_place"),
        ({"position": 0}, "counted_from_one"),
        ({"choices": ["One"], "right": 0}, "has_answers"),
        ({"right": 3}, "right_is_an_answer"),
    ],
)
def test_the_database_refuses_a_question_that_is_not_whole(coming, fields, name):
    question = given.question(coming)
    question.pk, question.position = None, 2
    for column, value in fields.items():
        setattr(question, column, value)

    with pytest.raises(IntegrityError, match=f"policies_question_{name}"), transaction.atomic():
        question.save()


def test_the_database_takes_one_right_answer_to_a_question(version, councillor):
    answers(version, councillor, RIGHT)
    again = deepcopy(Answer.objects.get())
    again.pk = None

    with pytest.raises(IntegrityError, match="policies_answer_right_once"), transaction.atomic():
        again.save()


# Pages


def sign(version):
    return reverse("policies:sign_policy", args=[version.policy.slug])


def quiz(version):
    return reverse("policies:questions", args=[version.policy.slug])


def posted(version, *places):
    rows = version.questions.all()
    return {f"question_{row.pk}": str(place) for row, place in zip(rows, places, strict=False)}


@pytest.mark.parametrize("method", ["get", "post"])
def test_signing_leads_to_the_questions_first(mine, version, method):
    assert getattr(mine, method)(sign(version))["Location"] == quiz(version)


def test_a_wrong_answer_is_explained_and_asked_again_with_a_way_to_the_clause(mine):
    version = given.approved()
    anchor = version.text[-1].anchor
    given.question(version, anchor=anchor)
    version = given.publish(version)

    page = mine.post(quiz(version), posted(version, WRONG), follow=True).text

    assert "Not quite." in page
    assert "You answered “Within a week”" in page
    assert "so that data can be wiped" in page
    assert f"{version.get_absolute_url()}#{anchor}" in page


def test_what_was_right_is_not_asked_again(mine, version):
    first, second = version.questions.all()

    page = mine.post(quiz(version), posted(version, RIGHT, WRONG), follow=True).text

    assert first.text not in page
    assert second.text in page
    assert "You have answered 1 already" in page


def test_after_the_last_right_answer_they_sign(mine, version):
    page = mine.post(quiz(version), posted(version, RIGHT, RIGHT), follow=True)

    assert page.redirect_chain[-1][0] == sign(version)
    assert page.status_code == 200


def test_a_question_left_out_is_said_and_nothing_is_kept(mine, version):
    page = mine.post(quiz(version), posted(version, RIGHT)).text

    assert page.count(f"Select an answer to “{version.questions.last().text}”") == 2
    assert not Answer.objects.exists()


def test_a_policy_without_questions_has_no_such_page(mine):
    version = given.published()

    assert mine.get(quiz(version))["Location"] == sign(version)
    assert mine.get("/policies/no-such-policy/questions/").status_code == 404


WORDS = {
    "text": "When is a loss reported?",
    "choice_1": "Within a week",
    "choice_3": "At once",
    "choice_2": "Never",
    "right": "3",
    "explanation": "At once.",
}


def test_a_drafter_enters_changes_moves_and_removes_questions(officer, coming):
    listed = reverse("policies:edit_questions", args=[coming.policy.slug, coming.number])
    add = reverse("policies:add_question", args=[coming.policy.slug, coming.number])
    assert listed in officer.get(coming.get_absolute_url()).text
    assert "There are no questions" in officer.get(listed).text

    officer.post(add, WORDS)
    officer.post(add, {**WORDS, "text": "Another?"})
    first, second = coming.questions.all()
    assert (first.choices, first.right) == (["Within a week", "Never", "At once"], 2)

    address = reverse("policies:change_question", args=[first.pk])
    assert "When is a loss reported?" in officer.get(address).text
    officer.post(address, {**WORDS, "text": "How soon?"})
    officer.post(reverse("policies:move_question", args=[second.pk]))
    assert texts(coming) == ["Another?", "How soon?"]

    officer.post(reverse("policies:remove_question", args=[second.pk]))
    assert texts(coming) == ["How soon?"]
    assert "How soon?" in officer.get(listed).text


@pytest.mark.parametrize("act", ["remove_question", "move_question", "change_question"])
def test_what_is_done_to_a_question_that_was_removed_says_so_on_the_list(officer, coming, act):
    question = given.question(coming)
    actions.remove_question(question=question, by=given.person())

    page = officer.post(reverse(f"policies:{act}", args=[question.pk]), follow=True)

    listed = reverse("policies:edit_questions", args=[coming.policy.slug, coming.number])
    assert page.redirect_chain[-1][0] == listed
    assert "This question was removed already." in page.text


def test_a_question_that_never_was_is_not_there(officer):
    assert officer.post(reverse("policies:remove_question", args=[987_654])).status_code == 404


def test_the_right_answer_is_one_that_was_entered(officer, coming):
    add = reverse("policies:add_question", args=[coming.policy.slug, coming.number])

    page = officer.post(add, {**WORDS, "right": "5"}).text

    assert "Select an answer that you entered" in page
    assert not coming.questions.exists()


def test_an_empty_answer_between_others_does_not_count(officer, coming):
    add = reverse("policies:add_question", args=[coming.policy.slug, coming.number])

    officer.post(add, {**WORDS, "choice_3": "", "choice_4": "At once", "right": "4"})

    question = coming.questions.get()
    assert (question.choices[question.right], len(question.choices)) == ("At once", 3)


def test_of_a_published_version_the_page_shows_and_offers_nothing(officer, version):
    listed = reverse("policies:edit_questions", args=[version.policy.slug, version.number])
    add = reverse("policies:add_question", args=[version.policy.slug, version.number])

    page = officer.get(listed).text
    assert texts(version)[0] in page
    assert "Add a question" not in page
    assert officer.get(add).status_code == 409


def test_the_page_of_questions_takes_as_many_queries_for_many(
    mine, version, councillor, django_assert_num_queries
):
    many = given.quizzed(6)
    answers(version, councillor, WRONG, WRONG)
    answers(many, councillor, *[WRONG] * 6)

    with django_assert_num_queries(13):
        mine.get(quiz(version))
    with django_assert_num_queries(13):
        mine.get(quiz(many))


def test_the_same_question_twice_is_one():
    version = given.draft()
    given.question(version, text="Who checks?")

    with pytest.raises(Refused, match="there already"):
        given.question(version, text="Who checks?")
