"""The way of a draft through the bodies, and what was said of it, stay column by column."""

import pytest
from django.db import IntegrityError
from django.utils import timezone

from councilgov.access import Role
from policies import actions
from policies.commenting.actions import answer_comment
from policies.models import Body, Comment, Outcome, Stage
from tests import given
from tests.policies.test_frozen import NOBODY, is_refused, write

WAY = [("Governance Committee", Body.COMMITTEE), ("Council", Body.FULL_COUNCIL)]
PASSED = {
    "id": NOBODY,
    "version_id": NOBODY,
    "position": 9,
    "body": "Another Committee",
    "body_kind": "executive",
    "decision_id": None,
}
SAID = {
    "id": NOBODY,
    "version_id": NOBODY,
    "anchor": "c9",
    "place": "Elsewhere",
    "text": "Another comment",
    "made_at": timezone.now(),
    "made_by_id": NOBODY,
    "answer": "Another answer",
    "answered_at": None,
    "answered_by_id": None,
}


@pytest.fixture
def stages(db):
    """The first body has recommended the text; the second has it before it."""
    given.council()
    version = given.on_its_way(*WAY)
    recommended = given.DECISION | {"outcome": Outcome.RECOMMENDED}
    actions.decide(versions=[version], by=None, **recommended)
    return list(version.stages.all())


@pytest.fixture
def answered(db):
    drafter = given.officer(Role.MEMBERS_SERVICES)
    return answer_comment(comment=given.comment(), answer="We will.", by=drafter)


@pytest.mark.parametrize(("model", "known"), [(Stage, PASSED), (Comment, SAID)])
def test_every_column_is_tried_below(model, known):
    assert {field.attname for field in model._meta.concrete_fields} == set(known)


@pytest.mark.parametrize("column", PASSED)
def test_a_body_that_had_its_say_keeps_its_place(stages, column):
    is_refused(stages[0], "as it was decided", **{column: PASSED[column]})


def test_a_body_that_had_its_say_is_not_deleted(stages):
    with pytest.raises(IntegrityError, match="as it was decided"):
        stages[0].delete()


def test_a_body_to_come_may_make_room_for_another(stages):
    write(stages[1], body="Cabinet")
    stages[1].delete()

    assert list(Stage.objects.all()) == stages[:1]


@pytest.mark.parametrize("column", SAID)
def test_a_comment_that_was_answered_stays(answered, column):
    is_refused(answered, "as it was answered", **{column: SAID[column]})


def test_a_comment_that_was_answered_is_not_deleted(answered):
    with pytest.raises(IntegrityError, match="as it was answered"):
        answered.delete()


@pytest.mark.parametrize("column", ["text", "answer"])
def test_the_words_of_a_comment_may_be_erased(answered, column):
    write(answered, **{column: "(erased)"})

    answered.refresh_from_db()
    assert getattr(answered, column) == "(erased)"


@pytest.mark.parametrize("column", ["place", "anchor"])
def test_nothing_else_of_a_comment_is_erased(answered, column):
    is_refused(answered, "as it was answered", **{column: "(erased)"})


def test_a_comment_without_an_answer_may_still_change(db):
    comment = given.comment()

    write(comment, text="Put better")
    comment.delete()

    assert not Comment.objects.exists()
