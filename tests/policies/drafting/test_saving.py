"""The words of a draft, saved by one editor at a time."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from councilgov.notices.models import Notice
from councilgov.records import Refused
from policies.drafting.actions import TextMoved, save_text
from policies.drafting.editing import HeldByAnother, holder, leave, open_for_editing, take_over
from policies.models import Editing, PolicyVersion
from tests import given

pytestmark = pytest.mark.django_db
OTHER_WORDS = ("Members must lock their screens at once.",)


def save(version, by, *words, **fields):
    new = given.clauses(*(words or OTHER_WORDS))
    defaults = {"seen_sha256": PolicyVersion.objects.get(pk=version.pk).sha256}
    return save_text(version=version, clauses=new, by=by, **defaults | fields)


def minutes_later(minutes):
    return time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=False)


def test_saved_words_take_the_place_of_those_before(author):
    version = given.draft()

    saved = save(version, author, "Members must report a loss at once.")

    assert saved.text[-1].text == "Members must report a loss at once."
    assert saved.sha256 != version.sha256
    assert saved.history.first().history_user == author


def test_what_a_clause_lacked_stays_noted_while_the_clause_stands(author):
    words = "See Appendix A.", "Lock your screen."
    version = given.draft(clauses=given.clauses(*words))
    first = version.text[1]
    version.gaps = [
        {"anchor": first.anchor, "place": "", "refers_to": "Appendix A", "sentence": "Not here."}
    ]
    version.keep(by=None, why="Test")

    assert save(version, author, "See Appendix A.", "Lock it.").gaps[0]["refers_to"] == "Appendix A"
    assert save(version, author, "See the annex.").gaps == []


def test_the_file_that_words_came_from_is_kept_until_another_comes(author):
    version = given.draft(source_name="first.docx")

    assert save(version, author).source_name == "first.docx"
    assert save(version, author, source_name="second.docx").source_name == "second.docx"


def test_a_draft_that_changed_since_it_was_opened_is_not_overwritten(author):
    version = given.draft()
    save(version, author)

    with pytest.raises(TextMoved, match="changed since you opened it"):
        save(version, author, "Something else.", seen_sha256=version.sha256)


def test_a_text_without_a_clause_is_not_saved(author):
    version = given.draft()

    with pytest.raises(Refused, match="no clause"):
        save_text(version=version, clauses=[], seen_sha256=version.sha256, by=author)


def test_only_a_draft_is_edited(author):
    version = given.submitted()

    for act in (open_for_editing, take_over):
        with pytest.raises(Refused, match="Only a draft"):
            act(version=version, by=author)
    with pytest.raises(Refused, match="Only a draft"):
        save(version, author)


def test_a_draft_that_somebody_edits_is_not_saved_by_another(author, colleague):
    version = given.draft()
    open_for_editing(version=version, by=author)

    with pytest.raises(HeldByAnother, match="Ada has been editing"):
        save(version, colleague)
    with pytest.raises(HeldByAnother, match="Ada has been editing"):
        open_for_editing(version=version, by=colleague)


def test_whoever_takes_over_may_save_and_the_other_is_told(author, colleague):
    version = given.draft()
    open_for_editing(version=version, by=author)

    take_over(version=version, by=colleague)

    assert save(version, colleague)
    with pytest.raises(HeldByAnother, match="Ben has been editing"):
        save(version, author)
    notice = Notice.objects.get(kind="draft_taken_over")
    assert (notice.to, notice.subject) == (author, version)


def test_taking_over_what_one_holds_tells_nobody(author):
    version = given.draft()
    first = open_for_editing(version=version, by=author)

    with minutes_later(5):
        again = take_over(version=version, by=author)

    assert (again.since, again.seen_at > first.seen_at) == (first.since, True)
    assert not Notice.objects.filter(kind="draft_taken_over").exists()


@pytest.mark.parametrize(("minutes", "is_held"), [(29, True), (30, False)])
def test_after_half_an_hour_without_a_sign_of_life_nobody_asks(author, colleague, minutes, is_held):
    version = given.draft()
    open_for_editing(version=version, by=author)

    with minutes_later(minutes):
        assert bool(holder(version)) is is_held
        if not is_held:
            held = open_for_editing(version=version, by=colleague)
            assert (held.editor, held.since) == (colleague, timezone.now())


def test_each_save_is_a_sign_of_life(author, colleague):
    version = given.draft()
    open_for_editing(version=version, by=author)
    with minutes_later(20):
        save(version, author)

    with minutes_later(40), pytest.raises(HeldByAnother):
        open_for_editing(version=version, by=colleague)


def test_only_who_holds_a_draft_leaves_it(author, colleague):
    version = given.draft()
    open_for_editing(version=version, by=author)

    leave(version=version, by=colleague)
    assert holder(version).editor == author

    leave(version=version, by=author)
    assert not Editing.objects.exists()
