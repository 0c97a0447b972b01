"""What a file leaves open is asked once, answered, and remembered where it still holds."""

from __future__ import annotations

import pytest

from councilgov.imports import actions, working
from councilgov.imports.importables import ONCE, OUT, Option, Question, Row
from councilgov.imports.models import Import
from councilgov.records import Refused
from tests.imports.people import PEOPLE

PAT, SAM = "pat@barchester.example,Pat,Pat,", "sam@barchester.example,Sam,Sam,"
OPTIONS = [Option("yes", "Yes"), Option("no", "No"), Option(OUT, "Leave it out")]
OPEN = Question("open", "Is it so?", OPTIONS)
ALWAYS = Question(f"{ONCE}now", "Now too?", OPTIONS, default="no")


@pytest.fixture(autouse=True)
def _each_row_asks(monkeypatch):
    def judge(rows, *, by, lock):
        for row in rows:
            row.ask(OPEN, "email")
            row.ask(ALWAYS)
        return PEOPLE_JUDGE(rows, by=by, lock=lock)

    monkeypatch.setitem(vars(PEOPLE), "judge", judge)


PEOPLE_JUDGE = PEOPLE.judge


@pytest.fixture
def asked(checked):
    def one():
        return checked(PAT, SAM)

    return one


def answered(row, by, **answers):
    actions.answer(row=row, answers=answers, by=by)
    working.work()
    return Import.objects.get(pk=row.pk)


def test_a_question_is_asked_once_for_all_rows_and_they_wait_for_it(asked):
    row = asked()

    assert row.questions == [OPEN, ALWAYS]
    assert (row.refused, row.good) == (2, 0)
    told = row.found.first().faults
    assert told == [["email", "Answer the question about it first."]]


def test_rows_go_on_once_it_is_answered(asked, services):
    row = answered(asked(), services, open="yes")

    assert (row.refused, row.created) == (0, 2)
    assert row.answers == {"open": "yes"}


def test_what_nobody_asked_is_not_kept_and_no_answer_that_there_is_not(asked, services):
    row = answered(asked(), services, open="perhaps", other="yes")

    assert "other" not in row.answers
    assert row.refused == 2


def test_an_answer_is_remembered_for_the_next_file_unless_it_holds_for_one(asked, services):
    row = answered(asked(), services, **{"open": "yes", ALWAYS.key: "yes"})
    actions.ask_to_apply(row=row, by=services)
    working.work()

    later = asked()
    assert later.answers == {"open": "yes"}
    assert later.refused == 0


def test_what_was_left_out_is_asked_again_of_the_next_file(asked, services):
    row = answered(asked(), services, open=OUT)
    assert row.answers == {"open": OUT}
    assert actions.lasting(row.answers) == {}


def test_what_was_thrown_away_is_not_remembered(asked, services):
    actions.discard(row=answered(asked(), services, open="yes"), by=services)

    assert asked().answers == {}


def test_the_words_of_a_question_go_with_the_file(asked, services):
    row = answered(asked(), services, open="yes")
    actions.ask_to_apply(row=row, by=services)
    working.work()

    assert row.questions == []


def test_only_what_was_checked_is_answered(asked, services):
    row = actions.check_again(row=asked(), by=services)

    with pytest.raises(Refused, match="The check can’t be done"):
        actions.answer(row=row, answers={"open": "yes"}, by=services)


def test_an_answer_to_another_check_is_refused(asked, services):
    row = asked()
    answered(row, services, open="no")

    with pytest.raises(Refused, match="another since you looked"):
        actions.answer(row=row, answers={"open": "yes"}, by=services)


@pytest.mark.no_database
@pytest.mark.parametrize(
    ("given", "taken"), [({}, "no"), ({"k": "yes"}, "yes"), ({"k": "x"}, "no")]
)
def test_a_question_with_a_default_makes_nobody_wait(given, taken):
    row = Row(2, [], answers=given)

    assert row.ask(Question("k", "?", OPTIONS, default="no")) == taken
    assert row.faults == []
