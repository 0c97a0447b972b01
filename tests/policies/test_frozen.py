"""What was decided, published or signed stays as it is, column by column."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import date, time

import pytest
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from councilgov.access import Role
from councilgov.people.models import User
from policies import actions
from policies.models import (
    Acknowledgement,
    Attendance,
    Decision,
    Outcome,
    PolicyVersion,
)
from policies.signatures import actions as signatures
from tests import given

NOBODY = 1_000_000
NOW = timezone.now()

WORDS = {
    "id": NOBODY,
    "policy_id": NOBODY,
    "major": 9,
    "minor": 9,
    "dated": "July 1918",
    "clauses": [],
    "sha256": "b" * 64,
    "gaps": [1],
    "source_name": "another.docx",
    "author_id": NOBODY,
    "owner": "Another post",
    "parent_id": NOBODY,
    "read_with": [{"title": "Another code", "why": "Another reason", "url": ""}],
}
"""Of a version, with another value for each: frozen once it is decided on."""
LATER = {
    "decision_id": NOBODY,
    "certified_by_id": NOBODY,
    "certified_at": NOW,
    "published_by_id": NOBODY,
    "published_at": NOW,
    "effective_on": date(2020, 1, 1),
    "amended_by_id": NOBODY,
    "amended_at": NOW,
}
"""Of a version: filled on the way to publication, and frozen then."""
FREE_OF_VERSION = {"status", "summary", "closed_by_id", "closed_at", "closing_reason"}
"""What closes a version is written once, with its move (``test_machines``)."""

ASKED = {
    "id": NOBODY,
    "councillor_id": NOBODY,
    "version_id": NOBODY,
    "asked_on": date(2020, 1, 1),
    "due_on": date(2030, 1, 1),
    "opened_at": NOW,
    "declined_at": NOW,
    "decline_reason": "Another reason",
    "lapsed_on": date(2030, 1, 1),
    "lapsed_because": "left_office",
}
"""Of an acknowledgement: frozen once it is signed or declined."""
ANSWERED = {
    "status": "required",
    "signed_at": NOW,
    "typed_name": "Another Name",
    "statement": "I have read something else.",
    "text_sha256": "b" * 64,
    "objection": "Another objection",
}
"""Of an acknowledgement: frozen once it is signed."""

DECIDED = {
    "id": NOBODY,
    "body": "Another Committee",
    "body_kind": "full_council",
    "met_on": date(2020, 1, 1),
    "began_at_time": time(1),
    "ended_at_time": time(2),
    "place": "Elsewhere",
    "minute_item": "99",
    "item_title": "Another item",
    "presenter": "Somebody else",
    "interests": "None",
    "resolution": "Another resolution",
    "outcome": "rejected",
    "method": "show_of_hands",
    "present": 99,
    "votes_for": 9,
    "votes_against": 0,
    "abstained": 1,
    "casting_vote": "for",
    "named_dissent": ["Somebody else"],
    "label": "Another label",
}
ATTENDED = {
    "id": NOBODY,
    "decision_id": NOBODY,
    "name": "Somebody else",
    "group": "Another group",
    "office": "Chairman",
    "substitute_for": "Somebody else",
}


@dataclass
class Rows:
    """One of each, made once for the module: what a test changes is undone after it."""

    councillor: User
    approved: PolicyVersion
    certified: PolicyVersion
    published: PolicyVersion
    signed: Acknowledgement
    declined: Acknowledgement
    decision: Decision


def begin():
    given.council()
    councillor = given.councillor()
    return Rows(
        councillor=councillor,
        approved=given.approved(),
        certified=certified(),
        published=given.published(),
        signed=signed(councillor),
        declined=declined(councillor),
        decision=decided(),
    )


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(begin)


@pytest.fixture
def rows(made_once):
    return deepcopy(made_once)


@pytest.fixture
def decision(rows):
    return rows.decision


def write(row, **change):
    """The web login writes past every rule of the application."""
    with transaction.atomic():
        models.QuerySet(type(row)).filter(pk=row.pk).update(**change)


def is_refused(row, why, **change):
    with pytest.raises(IntegrityError, match=why):
        write(row, **change)


def certified():
    version = given.submitted()
    fields = given.DECISION | {"outcome": Outcome.APPROVED_AS_AMENDED}
    actions.decide(versions=[version], by=None, **fields)
    monitoring = given.officer(Role.MONITORING_OFFICER)
    return actions.certify(version=version, text_sha256=version.sha256, by=monitoring)


def signed(councillor):
    version = given.published()
    given.signature(version, councillor, objection="I object.")
    return Acknowledgement.objects.get(version=version)


def declined(councillor):
    return signatures.decline(version=given.published(), by=councillor, reason="Not yet")


def decided():
    present = [{"name": "Councillor Alder"}]
    fields = {"attendances": present, **given.DECISION}
    return actions.decide(versions=[given.submitted()], by=None, **fields)


@pytest.mark.parametrize(
    ("model", "known"),
    [
        (PolicyVersion, {*WORDS, *LATER, *FREE_OF_VERSION}),
        (Acknowledgement, {*ASKED, *ANSWERED}),
        (Decision, set(DECIDED)),
        (Attendance, set(ATTENDED)),
    ],
)
def test_every_column_is_tried_below_or_free(model, known):
    assert {field.attname for field in model._meta.concrete_fields} == known


# Versions


@pytest.mark.parametrize("column", WORDS)
def test_a_version_that_was_decided_on_keeps_its_words(rows, column):
    is_refused(rows.approved, "text is frozen", **{column: WORDS[column]})


@pytest.mark.parametrize("column", ["decision_id", "certified_by_id", "certified_at"])
def test_a_decision_and_a_certificate_are_given_once(rows, column):
    is_refused(rows.certified, "text is frozen", **{column: LATER[column]})


@pytest.mark.parametrize("outcome", [Outcome.NOTED, Outcome.DEFERRED, Outcome.REFERRED_BACK])
def test_whatever_was_decided_the_words_stay(outcome):
    version = given.submitted()
    actions.decide(versions=[version], by=None, **given.DECISION | {"outcome": outcome})

    is_refused(version, "text is frozen", clauses=[])


@pytest.mark.parametrize("column", [*WORDS, *LATER])
def test_a_published_version_stays(rows, column):
    change = {column: (WORDS | LATER)[column]}

    is_refused(rows.published, "text is frozen", **change)


def test_a_superseded_version_does_not_come_back(rows):
    old = rows.published
    given.next_version(old)

    is_refused(old, "text is frozen", status="withdrawn")


def test_a_summary_may_be_put_better(rows):
    version = rows.published

    write(version, summary="Clause 3 is new.")

    version.refresh_from_db()
    assert version.summary == "Clause 3 is new."


@pytest.mark.parametrize("column", ["major", "clauses", "sha256", "gaps", "dated"])
def test_a_draft_may_still_be_changed(column):
    version = given.draft()

    write(version, **{column: WORDS[column]})

    version.refresh_from_db()
    assert getattr(version, column) == WORDS[column]


@pytest.mark.parametrize("name", ["approved", "published"])
def test_a_version_that_was_decided_on_is_not_deleted(rows, name):
    version = getattr(rows, name)

    with pytest.raises(IntegrityError, match="text is frozen"), transaction.atomic():
        models.QuerySet(PolicyVersion).filter(pk=version.pk)._raw_delete("default")


def test_a_draft_may_be_deleted():
    draft = given.draft()
    pk = draft.pk

    draft.delete()

    assert not PolicyVersion.objects.filter(pk=pk).exists()


# Signatures


@pytest.mark.parametrize("column", [*ASKED, *ANSWERED])
def test_a_signature_stays(rows, column):
    is_refused(rows.signed, "as it was signed", **{column: (ASKED | ANSWERED)[column]})


@pytest.mark.parametrize("column", ASKED)
def test_a_refusal_to_sign_stays(rows, column):
    is_refused(rows.declined, "as it was signed", **{column: ASKED[column]})


def test_who_declined_was_asked(rows):
    is_refused(rows.declined, "as it was signed", status="required")


@pytest.mark.parametrize("column", ["typed_name", "objection"])
def test_the_words_of_a_signature_may_be_erased(rows, column):
    row = rows.signed

    write(row, **{column: "(erased)"})

    row.refresh_from_db()
    assert getattr(row, column) == "(erased)"
    is_refused(row, "as it was signed", **{column: "Something else"})


def test_the_reason_for_declining_may_be_erased_before_and_after_signing(rows):
    row = rows.declined

    write(row, decline_reason="(erased)")

    given.signature(row.version, rows.councillor)
    is_refused(row, "as it was signed", decline_reason="Something else")


@pytest.mark.parametrize("column", ["statement", "text_sha256", "councillor_id"])
def test_nothing_else_of_a_signature_is_erased(rows, column):
    value = NOBODY if column == "councillor_id" else "(erased)"

    is_refused(rows.signed, "as it was signed", **{column: value})


@pytest.mark.parametrize("answer", ["signed", "declined"])
def test_an_answer_is_not_deleted(rows, answer):
    with pytest.raises(IntegrityError, match="as it was signed"):
        getattr(rows, answer).delete()


# Decisions


@pytest.mark.parametrize("column", DECIDED)
def test_a_decision_stays(decision, column):
    is_refused(decision, "UPDATE refused: a decision stays", **{column: DECIDED[column]})


@pytest.mark.parametrize("column", ATTENDED)
def test_who_attended_stays(decision, column):
    member = decision.attendances.get()

    is_refused(member, "UPDATE refused: a decision stays", **{column: ATTENDED[column]})


@pytest.mark.parametrize("column", ["decision_id", "policyversion_id"])
def test_what_was_considered_stays(decision, column):
    link = Decision.considered.through.objects.get(decision=decision)

    is_refused(link, "UPDATE refused: a decision stays", **{column: NOBODY})


@pytest.mark.parametrize("model", [Decision, Attendance, Decision.considered.through])
@pytest.mark.usefixtures("decision")
def test_nothing_of_a_decision_is_deleted(model):
    with pytest.raises(IntegrityError, match="DELETE refused: a decision stays"):
        models.QuerySet(model)._raw_delete("default")


def test_nobody_attends_a_decision_that_is_recorded(decision):
    with pytest.raises(IntegrityError, match="nothing is added to it"):
        Attendance(decision=decision, name="Somebody else").save()


def test_nothing_more_is_considered_once_a_decision_is_recorded(decision):
    with pytest.raises(IntegrityError, match="nothing is added to it"):
        decision.considered.add(given.draft())
