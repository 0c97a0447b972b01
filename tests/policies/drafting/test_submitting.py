"""A draft goes before bodies, with a report, word for word."""

import json
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from councilgov.access import Role
from councilgov.days import today
from councilgov.ledger.models import Entry
from councilgov.people.council import NationOf
from councilgov.records import Refused
from policies.commenting.actions import comment
from policies.deciding.actions import amend, certify, decide, reopen
from policies.deciding.checks import open_stage
from policies.drafting.actions import save_text, send_to_review, start_policy
from policies.drafting.editing import HeldByAnother, open_for_editing
from policies.drafting.submitting import submit
from policies.models import Body, Editing, Outcome, PolicyKind, PolicyVersion, VersionStatus
from tests import given

pytestmark = pytest.mark.django_db
COMMITTEE = ("Governance Committee", Body.COMMITTEE)
COUNCIL = ("Council", Body.FULL_COUNCIL)


@pytest.fixture(autouse=True)
def in_a_council():
    given.council()


def put(version, by, *stages, report=None):
    return submit(
        version=version, report=report or given.report(), stages=stages or [COMMITTEE], by=by
    )


def decided(version, outcome, **fields):
    now = {"outcome": outcome, "met_on": today()}
    decide(versions=[version], by=None, **given.DECISION | now | fields)
    return PolicyVersion.objects.get(pk=version.pk)


@pytest.mark.parametrize("is_reviewed", [False, True])
def test_what_is_put_forward_is_kept_word_for_word(author, is_reviewed):
    version = given.draft()
    if is_reviewed:
        send_to_review(version=version, asked=[], by=author)
    open_for_editing(version=version, by=author)

    submission = put(version, author, COMMITTEE, COUNCIL)

    version.refresh_from_db()
    assert version.status == VersionStatus.SUBMITTED
    assert (submission.text, submission.sha256) == (version.text, version.sha256)
    assert [(row.position, row.body) for row in version.stages.all()] == [
        (1, "Governance Committee"),
        (2, "Council"),
    ]
    facts = json.loads(Entry.objects.get(kind="policies.submitted").facts)
    assert facts["text_sha256"] == version.sha256
    assert not Editing.objects.exists()


def test_it_is_put_forward_once(author):
    version = given.draft()
    put(version, author)

    with pytest.raises(Refused, match="is submitted to a committee"):
        put(version, author)


def test_one_report_puts_forward_several_versions(author):
    report = given.report()

    put(given.draft(), author, report=report)
    put(given.draft(), author, report=report)

    assert report.submissions.count() == 2


def test_comments_are_answered_first(author, colleague):
    version = given.draft()
    comment(version=version, text="Which?", anchor=version.text[-1].anchor, by=colleague)
    comment(version=version, text="Why?", by=author)

    with pytest.raises(Refused, match=r"Rules, clause 2 \(Ben Birch\); the whole text \(Ada"):
        put(version, author)


def test_there_is_a_text(author):
    version = start_policy(title="Empty", kind=PolicyKind.PROTOCOL, by=author)

    with pytest.raises(Refused, match="no text"):
        put(version, author)


def test_nobody_is_editing_it(author, colleague):
    version = given.draft()
    open_for_editing(version=version, by=colleague)

    with pytest.raises(HeldByAnother):
        put(version, author)


def test_a_body_decides(author):
    report = given.report()

    with pytest.raises(Refused, match="which body"):
        submit(version=given.draft(), report=report, stages=[], by=author)


def test_the_meeting_is_to_come(author):
    report = given.report()

    with (
        time_machine.travel(timezone.now() + timedelta(days=31)),
        pytest.raises(Refused, match="meeting to come"),
    ):
        put(given.draft(), author, report=report)
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert put(given.draft(), author, report=report)


def test_the_report_is_to_the_first_body(author):
    with pytest.raises(Refused, match="goes to the Council first"):
        put(given.draft(), author, COUNCIL)


@pytest.mark.parametrize("typed", ["governance committee", "Governance  Committee "])
def test_capitals_and_spaces_make_no_other_body(author, typed):
    version = given.draft()

    put(version, author, report=given.report(body=typed))

    assert decided(version, Outcome.DEFERRED, body=f" {typed}").status == VersionStatus.DEFERRED


def test_a_second_report_after_a_deferral_may_type_the_body_otherwise(author):
    version = given.draft()
    put(version, author)
    version = decided(version, Outcome.DEFERRED)

    submit(version=version, report=given.report(body="governance  committee"), stages=[], by=author)

    version.refresh_from_db()
    assert version.status == VersionStatus.SUBMITTED


def test_spaces_make_no_second_body_in_the_way(author):
    with pytest.raises(Refused, match="Each body stands in the way once"):
        put(given.draft(), author, COMMITTEE, ("governance  COMMITTEE", Body.COMMITTEE))


def test_no_body_stands_twice_in_the_way(author):
    with pytest.raises(Refused, match="once"):
        put(given.draft(), author, COMMITTEE, ("governance committee", Body.COMMITTEE))


def test_full_council_decides_on_a_code_of_conduct_in_england(author):
    code = given.draft(policy=given.policy(kind=PolicyKind.CODE))

    with pytest.raises(Refused, match="only full council"):
        put(code, author)

    assert put(code, author, COMMITTEE, COUNCIL)


def test_other_nations_are_not_refused_by_guess(author):
    given.council(nation=NationOf.WALES)

    assert put(given.draft(policy=given.policy(kind=PolicyKind.CODE)), author)


def test_what_was_deferred_goes_on_to_the_same_body(author):
    version = given.draft()
    first = put(version, author, COMMITTEE, COUNCIL)
    version = decided(version, Outcome.DEFERRED)

    second = submit(version=version, report=given.report(), stages=[], by=author)

    version.refresh_from_db()
    assert version.status == VersionStatus.SUBMITTED
    assert [stage.body for stage in version.stages.all()] == ["Governance Committee", "Council"]
    assert first.pk != second.pk


def test_what_was_referred_back_begins_its_way_anew(author):
    version = given.draft()
    put(version, author, COMMITTEE, COUNCIL)
    version = reopen(version=decided(version, Outcome.REFERRED_BACK), by=author)

    put(version, author, COMMITTEE)

    version = PolicyVersion.objects.get(pk=version.pk)
    assert [(stage.body, bool(stage.decision)) for stage in version.stages.all()] == [
        ("Governance Committee", True),
        ("Governance Committee", False),
    ]
    assert open_stage(version).position == 2
    assert version.submissions.count() == 2


@pytest.fixture
def recommended(author):
    """The committee recommends it to Council, with amendments."""
    version = given.draft()
    put(version, author, COMMITTEE, COUNCIL)
    return decided(version, Outcome.RECOMMENDED_AS_AMENDED)


def to_council(version, by):
    body, kind = COUNCIL
    report = given.report(body=body, body_kind=kind)
    return submit(version=version, report=report, stages=[], by=by)


def test_what_is_recommended_as_amended_goes_to_the_next_body_as_amended(recommended, author):
    amend(version=recommended, clauses=given.clauses("As amended."), by=author)

    submission = to_council(recommended, author)

    version = PolicyVersion.objects.get(pk=recommended.pk)
    assert version.status == VersionStatus.SUBMITTED
    assert [clause.text for clause in submission.text][-1] == "As amended."
    assert open_stage(version).body == "Council"
    assert submission.sha256 != version.submissions.first().sha256


def test_what_is_recommended_as_amended_gets_its_text_first(recommended, author):
    with pytest.raises(Refused, match="Enter the text as it was amended first"):
        to_council(recommended, author)


def test_the_report_goes_to_the_next_body(recommended, author):
    amend(version=recommended, clauses=given.clauses("As amended."), by=author)

    with pytest.raises(Refused, match="goes to the Council first"):
        submit(version=recommended, report=given.report(), stages=[], by=author)


@pytest.mark.usefixtures("recommended")
def test_the_last_body_recommends_nothing(author):
    version = given.draft()
    put(version, author)

    with pytest.raises(Refused, match="has the last word"):
        decided(version, Outcome.RECOMMENDED_AS_AMENDED)


def test_what_the_next_body_amends_too_gets_its_own_text(recommended, author):
    """The first amendment does not stand for the second, and its writer certifies neither."""
    amend(version=recommended, clauses=given.clauses("As amended."), by=author)
    to_council(recommended, author)
    name, kind = COUNCIL
    version = decided(recommended, Outcome.APPROVED_AS_AMENDED, body=name, body_kind=kind)
    officer = given.officer(Role.MONITORING_OFFICER)

    with pytest.raises(Refused, match="Enter the text as it was amended first"):
        certify(version=version, text_sha256=version.sha256, by=officer)

    version = amend(version=version, clauses=given.clauses("Once more."), by=officer)
    with pytest.raises(Refused, match="Somebody other than the author"):
        certify(version=version, text_sha256=version.sha256, by=author)


def test_a_text_recommended_as_amended_changes_before_the_next_body_has_it_and_not_after(
    recommended, author
):
    amend(version=recommended, clauses=given.clauses("As amended."), by=author)
    amend(version=recommended, clauses=given.clauses("As really amended."), by=author)
    to_council(recommended, author)

    with pytest.raises(Refused, match="Only what a body amended"):
        amend(version=recommended, clauses=given.clauses("Later."), by=author)
    with pytest.raises(IntegrityError, match="text is frozen"), transaction.atomic():
        QuerySet(PolicyVersion).filter(pk=recommended.pk).update(clauses=[])


@pytest.fixture
def amended(author, colleague):
    """Approved as amended: begun by nobody, saved by the author, amended by the colleague."""
    version = given.draft()
    save_text(version=version, clauses=given.clauses("One."), seen_sha256=version.sha256, by=author)
    put(version, author)
    version = decided(version, Outcome.APPROVED_AS_AMENDED)
    return amend(version=version, clauses=given.clauses("Two."), by=colleague)


def test_whoever_saved_other_words_is_an_author_and_certifies_nothing(amended, author):
    with pytest.raises(Refused, match="other than the author"):
        certify(version=amended, text_sha256=amended.sha256, by=author)


def test_the_database_refuses_an_author_who_certifies(amended, author):
    amended.certified_by, amended.certified_at = author, timezone.now()

    with pytest.raises(Refused, match="other than the author"), transaction.atomic():
        amended.move(VersionStatus.CERTIFIED, by=author, why="Test")
    with (
        pytest.raises(IntegrityError, match="other than an author"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE policies_policyversion SET certified_by_id = %s, certified_at = now()"
            " WHERE id = %s",
            [author.pk, amended.pk],
        )


def test_somebody_who_wrote_nothing_certifies(amended):
    monitoring = given.officer(Role.MONITORING_OFFICER)

    done = certify(version=amended, text_sha256=amended.sha256, by=monitoring)

    assert done.status == VersionStatus.CERTIFIED


def test_the_database_refuses_an_empty_text_once_it_is_no_draft(author):
    version = start_policy(title="Empty", kind=PolicyKind.PROTOCOL, by=author)

    with (
        pytest.raises(IntegrityError, match="policies_policyversion_words_unless_begun"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE policies_policyversion SET status = 'submitted' WHERE id = %s", [version.pk]
        )
