"""What became of a version, in order, with who and why."""

from datetime import UTC, datetime, timedelta

import pytest

from councilgov.access import Role
from councilgov.days import today
from councilgov.forms.timeline import Event, newest_first
from policies.commenting.actions import answer_comment, comment
from policies.deciding.actions import amend, certify, decide, reopen
from policies.drafting.actions import (
    discard,
    return_to_draft,
    save_text,
    send_to_review,
)
from policies.drafting.details import change_details
from policies.drafting.submitting import submit
from policies.drafting.timeline import timeline
from policies.drafting.workroom import workroom
from policies.models import Body, Outcome, PolicyVersion
from tests import given

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 19, 9, tzinfo=UTC)


def saved(hours, who="Ada", what="Text saved"):
    return Event(MORNING + timedelta(hours=hours), what, who, is_routine=True)


def told(version):
    return [event.what for event in reversed(timeline(PolicyVersion.objects.get(pk=version.pk)))]


def test_events_of_all_streams_stand_newest_first():
    old, new = Event(MORNING, "Old"), Event(MORNING + timedelta(days=1), "New", "Ada")

    events = newest_first([old], [new])

    assert [event.by for event in events] == [
        "Ada, 9:00am on 20 November 2026",
        "9:00am on 19 November 2026",
    ]


def test_of_a_days_routine_by_one_person_the_last_is_told():
    other = Event(MORNING + timedelta(hours=3), "Comment", "Ben")

    events = newest_first(
        [saved(0), saved(1), saved(2), saved(4), saved(5, "Ben"), saved(30, "Ben")], [other, other]
    )

    assert [(event.what, event.who) for event in events] == [
        ("Text saved", "Ben"),
        ("Text saved", "Ben"),
        ("Text saved", "Ada"),
        ("Comment", "Ben"),
        ("Comment", "Ben"),
        ("Text saved", "Ada"),
    ]


def test_the_whole_way_is_told(author, colleague):
    given.council()
    version = given.draft(by=author)
    save_text(version=version, clauses=given.clauses("A."), seen_sha256=version.sha256, by=author)
    send_to_review(version=version, asked=[colleague], by=author)
    return_to_draft(version=version, reason="Too short.", by=colleague)
    answer_comment(comment=version.comments.get(), answer="It is not.", by=author)
    change_details(
        version=version, dated="", summary="New", owner="", parent=None, related=(), by=author
    )
    body = (given.DECISION["body"], Body.COMMITTEE)
    submit(version=version, report=given.report(), stages=[body], by=author)
    amended = given.DECISION | {"outcome": Outcome.APPROVED_AS_AMENDED, "met_on": today()}
    decide(versions=[version], by=None, **amended)
    row = amend(version=version, clauses=given.clauses("B."), by=author)
    monitoring = given.officer(Role.MONITORING_OFFICER)
    certify(version=version, text_sha256=row.sha256, by=monitoring)

    assert told(version) == [
        "Draft begun",
        "Text saved",
        "Sent to review",
        "Comment on the whole text",
        "Made a draft again",
        "Answer to the comment on the whole text",
        "Details changed",
        "Put before the Governance Committee",
        "Governance Committee, 23 November 2026: approved as amended",
        "Amended text entered",
        "Amended text certified",
    ]


def test_an_import_is_told_as_submitted_and_decided():
    given.council()
    version = given.referred_back()
    reopen(version=version, by=given.person())

    assert told(version) == [
        "Draft begun",
        "Submitted",
        "Governance Committee, 18 July 2026: referred back",
        "Made a draft again",
    ]


def test_why_a_draft_was_discarded_is_told(author):
    version = discard(version=given.draft(), reason="Overtaken", by=author)

    assert timeline(version)[0].why == "Overtaken"


def test_telling_takes_as_many_queries_for_much_as_for_little(
    author, django_assert_num_queries, django_assert_max_num_queries
):
    version = given.draft(by=author)
    comment(version=version, text="One", by=author)
    with django_assert_max_num_queries(6) as few:
        timeline(version)
    for text in "ABCDE":
        comment(version=version, text=text, by=author)

    with django_assert_num_queries(len(few)):
        timeline(version)


def test_only_those_who_see_drafts_find_the_workroom(author):
    version = given.draft()
    auditor = given.officer(Role.AUDITOR)
    desk = given.officer(Role.ICT_DESK)

    assert workroom(version, auditor) is None
    assert workroom(version, desk)["may_comment"]
    assert not workroom(version, desk)["may_draft"]
    assert workroom(version, author)["may_draft"]
    assert workroom(given.published(), author)["may_start"]
