"""Comments on a draft, and the answers."""

import pytest
from django.urls import reverse

from councilgov.access import Role
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.records import Refused
from policies.commenting.actions import answer_comment, comment
from policies.drafting.actions import return_to_draft, save_text, send_to_review
from policies.notices import is_in_review
from tests import given

pytestmark = pytest.mark.django_db


@pytest.fixture
def author():
    return given.officer(Role.INFORMATION_OFFICER)


@pytest.fixture
def colleague():
    return given.officer(Role.ICT_DESK)


def mail(kind):
    return list(Notice.objects.filter(kind=kind).values_list("to", flat=True))


def test_a_comment_on_a_clause_says_where_it_stood(author, colleague):
    version = given.draft(by=author)
    clause = version.text[-1]

    row = comment(version=version, text="Which loss?", anchor=clause.anchor, by=colleague)
    save_text(version=version, clauses=given.clauses("One."), seen_sha256=version.sha256, by=author)

    row.refresh_from_db()
    assert (row.anchor, row.place) == (clause.anchor, "Rules, clause 2")


def test_a_clause_that_is_gone_takes_no_comment(colleague):
    with pytest.raises(Refused, match="not in the draft any more"):
        comment(version=given.draft(), text="Which?", anchor="nowhere", by=colleague)


def test_only_a_draft_is_commented_on_and_answered(author, colleague):
    with pytest.raises(Refused, match="Only a draft"):
        comment(version=given.submitted(), text="Which?", by=colleague)


def test_the_same_comment_twice_is_one(colleague):
    version = given.draft()
    first = comment(version=version, text="Why?", by=colleague)

    with pytest.raises(Refused, match="already"):
        comment(version=version, text="Why?", by=colleague)

    answer_comment(comment=first, answer="Because.", by=given.person())
    assert comment(version=version, text="Why?", by=colleague) != first


def test_whoever_began_the_draft_is_told_of_comments_of_others(author, colleague):
    version = given.draft(by=author)

    comment(version=version, text="Why?", by=colleague)
    comment(version=version, text="A note to myself.", by=author)

    assert mail("draft_commented") == [author.pk]


def test_whoever_commented_is_told_of_the_answer_of_another(author, colleague):
    version = given.draft(by=author)
    theirs = comment(version=version, text="Why?", by=colleague)
    own = comment(version=version, text="A note to myself.", by=author)

    for row in (theirs, own):
        answer_comment(comment=row, answer="Because.", by=author)

    assert mail("comment_answered") == [colleague.pk]


def test_a_comment_is_answered_once(author, colleague):
    row = comment(version=given.draft(), text="Why?", by=colleague)
    answer_comment(comment=row, answer="Because.", by=author)

    with pytest.raises(Refused, match="meanwhile"):
        answer_comment(comment=row, answer="Because I say so.", by=author)


def test_nobody_writes_a_second_answer_in_vain(client, author, colleague):
    row = comment(version=given.draft(), text="Why?", by=colleague)
    answer_comment(comment=row, answer="Because.", by=author)
    client.force_login(author)

    assert client.get(reverse("policies:answer_comment", args=[row.pk])).status_code == 409


def test_whoever_was_asked_is_reminded_only_while_the_review_lasts(author, colleague):
    version = given.draft()
    send_to_review(version=version, asked=[colleague], by=author)
    notice = Notice.objects.get(kind="draft_to_comment")

    assert is_in_review(notice)
    assert version.get_absolute_url() in part_of(notice).body

    return_to_draft(version=version, reason="Enough said.", by=author)
    assert not is_in_review(notice)
