"""From a draft to a version in force: who decides, who certifies, who is asked."""

import json
from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.people import actions as people
from councilgov.people.models import EndReason, TermKind
from councilgov.records import Refused
from policies import actions
from policies.drafting.actions import record_submission
from policies.models import (
    Acknowledgement,
    AcknowledgementStatus,
    Audience,
    Body,
    Decision,
    Outcome,
    PolicyKind,
    PolicyVersion,
    VersionStatus,
)
from policies.publishing import actions as publishing
from policies.signatures import actions as signatures
from policies.tasks import ask_newcomers
from policies.votes import Method
from tests import given


@pytest.fixture(autouse=True)
def _council():
    given.council()


def decide(*versions, **fields):
    actions.decide(versions=versions, by=None, **given.DECISION | fields)
    return [PolicyVersion.objects.get(pk=version.pk) for version in versions]


def publish(version):
    return publishing.publish(version=version, by=given.officer(Role.MEMBERS_SERVICES))


# Deciding


def test_one_decision_may_approve_several_versions():
    versions = decide(given.submitted(), given.submitted())

    assert {version.decision for version in versions} == {Decision.objects.get()}
    assert {version.status for version in versions} == {VersionStatus.APPROVED}


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (Outcome.APPROVED_AS_AMENDED, VersionStatus.APPROVED_AS_AMENDED),
        (Outcome.REFERRED_BACK, VersionStatus.REFERRED_BACK),
        (Outcome.DEFERRED, VersionStatus.DEFERRED),
        (Outcome.REJECTED, VersionStatus.REJECTED),
        (Outcome.NOTED, VersionStatus.SUBMITTED),
        (Outcome.COMMENTED, VersionStatus.SUBMITTED),
    ],
)
def test_the_version_goes_where_the_decision_sends_it(outcome, status):
    (version,) = decide(given.submitted(), outcome=outcome)

    assert version.status == status


def test_a_decision_is_evidence():
    decide(given.submitted())

    assert Entry.objects.about(Decision.objects.get()).get().details["outcome"] == "approved"


def test_the_evidence_of_a_decision_says_what_was_decided_on_and_how():
    first, second = decide(given.submitted(), given.submitted())

    details = dict(Entry.objects.about(Decision.objects.get()).get().details)
    assert details.pop("names")
    assert details == {
        "body_kind": "committee",
        "outcome": "approved",
        "met_on": "2026-07-18",
        "began_at_time": None,
        "ended_at_time": None,
        "method": "recorded",
        "present": 11,
        "votes_for": 10,
        "votes_against": 1,
        "abstained": None,
        "casting_vote": "",
        "versions": [
            {"version": version.pk, "text_sha256": version.sha256} for version in (first, second)
        ],
    }


def test_the_evidence_of_a_decision_keeps_its_names_and_words_apart():
    members = [{"name": "Councillor Alder", "office": "Chairman"}, {"name": "Councillor Birch"}]
    words = {
        "place": "Town Hall",
        "minute_item": "8",
        "item_title": "Protocols",
        "presenter": "The Monitoring Officer",
        "interests": "None",
        "resolution": "That it be adopted.",
        "label": "",
    }

    decide(given.submitted(), attendances=members, named_dissent=["Councillor Birch"], **words)

    entry = Entry.objects.about(Decision.objects.get()).get()
    kept = dict(entry.names.values_list("field", "name"))
    nobody = {"group": "", "office": "", "substitute_for": ""}
    assert json.loads(kept.pop("attendances")) == [nobody | member for member in members]
    assert json.loads(kept.pop("named_dissent")) == ["Councillor Birch"]
    assert kept == words | {"body": "Governance Committee"}
    assert entry.name_digests.keys() == kept.keys() | {"attendances", "named_dissent"}


def test_every_decision_on_a_version_stays_and_the_approval_is_marked():
    version = given.submitted()
    decide(version, outcome=Outcome.NOTED, met_on=date(2026, 5, 1))
    (version,) = decide(version, outcome=Outcome.DEFERRED, met_on=date(2026, 6, 1))
    assert version.decision is None

    (version,) = decide(record_submission(version=version, by=None), met_on=date(2026, 7, 1))

    outcomes = [decision.outcome for decision in version.decisions.all()]
    assert outcomes == [Outcome.APPROVED, Outcome.DEFERRED, Outcome.NOTED]
    assert version.decision.outcome == Outcome.APPROVED


def test_the_public_sees_every_decision_newest_first_in_as_many_queries(client):
    def page(*before):
        version = given.submitted()
        for outcome, met_on in before:
            decide(version, outcome=outcome, met_on=met_on, attendances=[{"name": "C. Birch"}])
        decide(version)
        row = publish(version)
        with CaptureQueriesContext(connection) as queries:
            words = client.get(row.get_absolute_url()).content.decode()
        return words, len(queries)

    words, queries = page((Outcome.NOTED, date(2026, 5, 1)), (Outcome.COMMENTED, date(2026, 6, 1)))

    days = [words.index(day) for day in ("18 July 2026", "1 June 2026", "1 May 2026")]
    assert days == sorted(days)
    assert queries == page()[1]


@pytest.mark.parametrize(
    ("votes", "why"),
    [
        ({"votes_for": 10, "votes_against": 2}, "more votes than members"),
        ({"votes_for": 5, "votes_against": 6}, "vote was lost"),
        ({"votes_for": 5, "votes_against": 5}, "tied"),
    ],
)
def test_votes_that_do_not_add_up_are_refused_whole(votes, why):
    version = given.submitted()

    with pytest.raises(Refused, match=why):
        decide(version, **votes)

    version.refresh_from_db()
    assert version.status == VersionStatus.SUBMITTED
    assert not Decision.objects.exists()


def test_the_database_refuses_more_votes_than_members():
    fields = given.DECISION | {"votes_for": 12}

    with pytest.raises(IntegrityError, match="no_more_votes_than_members"):
        Decision(**fields).save()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"votes_for": None, "votes_against": None}, "counts_when_counted"),
        ({"votes_against": None}, "all_counts_or_none"),
        ({"method": Method.UNANIMOUS}, "counts_when_counted"),
        (
            {
                "method": Method.UNANIMOUS,
                "votes_for": None,
                "votes_against": None,
                "casting_vote": "for",
            },
            "casting_vote_when_counted",
        ),
        ({"present": 0, "votes_for": 0, "votes_against": 0}, "somebody_was_present"),
        ({"outcome": "unheard_of"}, "outcome_known"),
    ],
)
def test_the_database_refuses_half_a_vote(fields, constraint):
    with pytest.raises(IntegrityError, match=f"policies_decision_{constraint}"):
        Decision(**given.DECISION | fields).save()


def test_in_england_only_full_council_adopts_a_code_of_conduct():
    version = given.submitted(policy=given.policy(kind=PolicyKind.CODE))

    with pytest.raises(Refused, match="only full council"):
        decide(version)

    (version,) = decide(version, body_kind=Body.FULL_COUNCIL)
    assert version.status == VersionStatus.APPROVED


def test_elsewhere_the_portal_does_not_say_who_adopts_a_code_of_conduct():
    given.council(nation="wales")

    (version,) = decide(given.submitted(policy=given.policy(kind=PolicyKind.CODE)))

    assert version.status == VersionStatus.APPROVED


def test_a_draft_is_not_decided_on():
    with pytest.raises(Refused, match="is draft"):
        decide(given.draft())


# Certifying and publishing


def test_what_was_approved_as_amended_is_published_once_it_is_certified():
    (version,) = decide(given.submitted(), outcome=Outcome.APPROVED_AS_AMENDED)
    with pytest.raises(Refused, match="is approved as amended"):
        publish(version)

    version = actions.certify(
        version=version, text_sha256=version.sha256, by=given.officer(Role.MONITORING_OFFICER)
    )

    assert publish(version).status == VersionStatus.PUBLISHED


def test_author_and_certifier_are_two_people():
    author = given.officer(Role.INFORMATION_OFFICER)
    policy = given.policy()
    version = actions.add_version(policy=policy, clauses=given.clauses(), by=author)
    (version,) = decide(
        record_submission(version=version, by=author), outcome=Outcome.APPROVED_AS_AMENDED
    )

    with pytest.raises(Refused, match="other than the author"):
        actions.certify(version=version, text_sha256=version.sha256, by=author)


def test_what_nobody_decided_is_not_published():
    with pytest.raises(Refused, match="is submitted"):
        publish(given.submitted())


def test_the_database_refuses_a_published_version_without_a_decision():
    version = given.published()
    version.pk, version.minor, version.decision = None, 1, None
    version.status = VersionStatus.SUPERSEDED

    with pytest.raises(IntegrityError, match="published_needs_a_decision"):
        version.save()


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"status": "unheard_of"}, "status_known"),
        ({"sha256": "short"}, "hash_is_whole"),
        ({"published_at": timezone.now()}, "dated_when_published"),
        ({"effective_on": date(2026, 7, 18)}, "published_at_together"),
        ({"certified_at": timezone.now()}, "certified_at_together"),
    ],
)
def test_the_database_refuses_half_a_version(change, constraint):
    version = given.draft()
    vars(version).update(change)

    with pytest.raises(IntegrityError, match=f"policies_policyversion_{constraint}"):
        version.save()


def test_the_database_refuses_the_same_number_twice():
    version = given.draft()

    with pytest.raises(IntegrityError, match="number_once"):
        given.draft(policy=version.policy)


def test_the_database_refuses_two_versions_in_force():
    version = given.published()
    version.pk, version.minor = None, 1

    with pytest.raises(IntegrityError, match="one_in_force"):
        version.save()


@pytest.mark.parametrize("change", [{"clauses": []}, {"sha256": "b" * 64}, {"gaps": [1]}])
def test_the_words_of_a_published_version_are_frozen(change):
    version = given.published()
    vars(version).update(change)

    with pytest.raises(IntegrityError, match="its text is frozen"):
        version.save()


def test_a_published_version_is_not_deleted():
    with pytest.raises(IntegrityError, match="DELETE refused"):
        given.published().delete()


# Asking


def test_publishing_asks_everybody_in_office_by_the_councils_working_days():
    first, second = given.councillor(), given.councillor()
    given.officer(Role.AUDITOR)

    with time_machine.travel("2026-12-01 09:00Z", tick=False):
        given.published()

    asked = Acknowledgement.objects.all()
    assert {row.councillor for row in asked} == {first, second}
    assert {row.due_on for row in asked} == {date(2026, 12, 31)}
    assert Notice.objects.filter(kind="policy_to_sign").count() == 2


def test_publishing_is_evidence_of_the_text():
    version = given.published()

    entry = Entry.objects.get(kind="policies.published")
    assert entry.details["text_sha256"] == version.sha256


@pytest.mark.parametrize(
    ("audience", "kind", "asked"),
    [
        (Audience.COUNCILLORS, TermKind.CO_OPTED, 1),
        (Audience.COUNCILLORS, TermKind.INDEPENDENT, 0),
        (Audience.MEMBERS, TermKind.INDEPENDENT, 1),
    ],
)
def test_only_the_audience_is_asked(audience, kind, asked):
    member = given.person()
    given.term(member, kind=kind)

    given.published(policy=given.policy(audience=audience))

    assert Acknowledgement.objects.filter(councillor=member).count() == asked


def test_nobody_is_asked_who_has_left_or_whose_account_is_closed():
    left, closed = given.councillor(), given.councillor()
    people.end_term(
        term=left.terms.get(), ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None
    )
    closed.is_active = False
    closed.keep(by=None, why="Test")

    given.published()

    assert not Acknowledgement.objects.exists()


def test_a_councillor_for_two_wards_is_asked_once():
    given.term(given.councillor())

    given.published()

    assert Acknowledgement.objects.count() == 1


def test_nobody_is_asked_to_sign_what_is_not_in_force():
    given.councillor()

    assert signatures.ask(version=given.approved(), by=None) == 0


def test_newcomers_are_asked_once_by_the_clock():
    given.published()
    newcomer = given.councillor()

    assert ask_newcomers() == 1
    assert ask_newcomers() == 0
    assert Acknowledgement.objects.get(councillor=newcomer).is_signed is False
    assert Notice.objects.filter(kind="policy_to_sign", to=newcomer).count() == 1


def test_a_major_version_asks_again_and_signatures_of_the_old_one_stay():
    signer = given.councillor()
    first = given.published()
    given.signature(first, signer)

    second = given.next_version(first, major=2)

    assert first.acknowledgements.get().status == AcknowledgementStatus.SIGNED
    assert second.acknowledgements.get().status == AcknowledgementStatus.REQUIRED


def test_a_minor_version_asks_only_those_who_have_not_signed():
    signer, other = given.councillor(), given.councillor()
    first = given.published()
    given.signature(first, signer)

    second = given.next_version(first)

    assert second.acknowledgements.get().councillor == other
    assert first.acknowledgements.get(councillor=other).status == AcknowledgementStatus.SUPERSEDED


def test_a_minor_version_keeps_the_deadline_of_who_has_not_signed():
    with time_machine.travel("2026-09-01 10:00Z"):
        given.councillor()
        first = given.published()
    before = first.acknowledgements.get()

    after = given.next_version(first).acknowledgements.get()

    assert (after.asked_on, after.due_on) == (before.asked_on, before.due_on)


def test_a_minor_version_does_not_ask_again_who_declined():
    decliner = given.councillor()
    first = given.published()
    signatures.decline(version=first, by=decliner, reason="Not yet")

    assert not given.next_version(first).acknowledgements.exists()


def test_the_version_before_is_superseded():
    first = given.published()

    given.next_version(first)

    first.refresh_from_db()
    assert first.status == VersionStatus.SUPERSEDED


def test_asking_many_takes_as_many_statements_as_asking_few():
    def statements(count):
        for _n in range(count):
            given.councillor()
        version = given.published()
        version.acknowledgements.all().delete()
        with CaptureQueriesContext(connection) as queries:
            signatures.ask(version=version, by=None)
        return len(queries)

    assert statements(5) == statements(40)
