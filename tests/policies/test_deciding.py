"""What a body decides, by stages; what is amended, certified, corrected and withdrawn."""

from datetime import date

import pytest
import time_machine
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.people import actions as people
from councilgov.people.council import NationOf
from councilgov.people.models import EndReason
from councilgov.records import Refused
from policies.deciding import actions
from policies.deciding.checks import open_stage
from policies.deciding.steps import after_outcome, before_whom, next_step
from policies.drafting import actions as drafting
from policies.models import (
    Acknowledgement,
    AcknowledgementStatus,
    Body,
    Decision,
    Outcome,
    PolicyKind,
    PolicyVersion,
    SectionRead,
    VersionStatus,
)
from policies.signatures import actions as signatures
from policies.votes import Method
from tests import given

COMMITTEE = ("Governance Committee", Body.COMMITTEE)
COUNCIL = ("Council", Body.FULL_COUNCIL)
BY_COUNCIL = {"body": COUNCIL[0], "body_kind": COUNCIL[1]}
NO_COUNT = {"method": Method.UNANIMOUS, "votes_for": None, "votes_against": None}
RECOMMENDED = {"outcome": Outcome.RECOMMENDED}


@pytest.fixture(autouse=True)
def _council():
    given.council()


def decide(*versions, **fields):
    return actions.decide(versions=versions, by=None, **given.DECISION | fields)


def now(version):
    return PolicyVersion.objects.get(pk=version.pk)


def is_refused(why, *versions, field=None, **fields):
    with pytest.raises(Refused, match=why) as refused:
        decide(*versions, **fields)
    assert refused.value.field == field
    assert not Decision.objects.exists()


# What a record must fulfil


def test_a_decision_is_about_something():
    is_refused("Select what was decided on", field="versions")


def test_a_decision_of_tomorrow_is_refused():
    is_refused("today or in the past", given.submitted(), field="met_on", met_on=date(2026, 11, 24))


def test_a_decision_of_today_is_recorded_today():
    assert decide(given.submitted(), met_on=date(2026, 11, 23)).pk


def test_at_midnight_the_day_is_that_of_the_town_hall():
    with time_machine.travel("2026-07-17 23:30Z", tick=False):
        assert decide(given.submitted(), met_on=date(2026, 7, 18)).pk


@pytest.mark.parametrize(
    ("fields", "why", "field"),
    [
        ({"votes_for": 11}, "more votes than members", "votes_for"),
        ({"votes_for": None, "votes_against": None}, "Enter how many", "votes_for"),
        ({"votes_against": None}, "0 if nobody did", "votes_against"),
        ({"votes_for": 5, "votes_against": 5}, "Enter the chair’s casting vote", "casting_vote"),
        ({"casting_vote": "for"}, "not tied", "casting_vote"),
        ({"method": Method.UNANIMOUS}, "Leave the numbers", "votes_for"),
        (NO_COUNT | {"casting_vote": "for"}, "there is no casting vote", "casting_vote"),
        ({"votes_for": 1, "votes_against": 10}, "vote was lost", "outcome"),
        (NO_COUNT | {"named_dissent": ["A. Elm"]}, "was unanimous", "named_dissent"),
        ({"named_dissent": ["A. Elm", "B. Oak"]}, "more names than votes", "named_dissent"),
        ({"named_dissent": ["A. Elm", "A. Elm"]}, "same name", "named_dissent"),
        ({"attendances": [{"name": "A. Elm"}] * 2}, "same name", "attendances"),
        (
            {"present": 1, "attendances": [{"name": "A"}, {"name": "B"}], **NO_COUNT},
            "You listed 2 members and said that 1",
            "present",
        ),
    ],
)
def test_a_record_that_contradicts_itself_is_refused_at_its_field(fields, why, field):
    is_refused(why, given.submitted(), field=field, **fields)


def test_a_vote_that_was_lost_recommends_nothing():
    version = given.on_its_way(COMMITTEE, COUNCIL)

    is_refused(
        "vote was lost", version, field="outcome", votes_for=1, votes_against=9, **RECOMMENDED
    )


def test_a_vote_that_was_lost_may_reject():
    decide(given.submitted(), votes_for=1, votes_against=9, outcome=Outcome.REJECTED)

    assert Decision.objects.get().outcome == Outcome.REJECTED


def test_where_nobody_counted_no_numbers_are_kept():
    decision = decide(given.submitted(), **NO_COUNT)

    kept = (decision.votes_for, decision.votes_against, decision.abstained)
    assert kept == (None, None, None)


def test_substitutes_vote():
    seats = [{"name": f"Councillor {n}"} for n in range(10)]
    substitute = {"name": "Councillor Birch", "substitute_for": "Councillor Cedar"}

    decision = decide(given.submitted(), attendances=[*seats, substitute])

    assert decision.present == 11
    assert decision.attendances.get(substitute_for="Councillor Cedar").name == "Councillor Birch"


def test_nobody_dissents_more_often_than_is_known():
    decision = decide(
        given.submitted(), named_dissent=["A. Elm"], **NO_COUNT | {"method": Method.NOT_RECORDED}
    )

    assert decision.named_dissent == ["A. Elm"]


@pytest.mark.parametrize("outcome", [Outcome.NOTED, Outcome.APPROVED])
@pytest.mark.parametrize("make", [given.draft, given.approved, given.published])
def test_only_what_is_submitted_is_decided_on(make, outcome):
    version = make()
    before = Decision.objects.count()

    with pytest.raises(Refused, match="so no body can decide on it now"):
        decide(version, outcome=outcome, met_on=date(2026, 7, 19))

    assert Decision.objects.count() == before


def test_one_version_that_may_not_be_decided_on_keeps_the_others_back():
    fine = given.submitted()

    is_refused("is draft", fine, given.draft(), field="versions")

    assert now(fine).status == VersionStatus.SUBMITTED


def test_the_same_decision_is_not_recorded_twice():
    version = given.submitted()
    decide(version, outcome=Outcome.NOTED)

    with pytest.raises(Refused, match="on record already"):
        decide(version, outcome=Outcome.NOTED, body="governance committee")

    assert decide(version, outcome=Outcome.NOTED, met_on=date(2026, 7, 19)).pk


# Stages


def test_one_body_recommends_and_the_last_one_approves():
    version = given.on_its_way(COMMITTEE, COUNCIL)

    first = decide(version, **RECOMMENDED)
    assert now(version).status == VersionStatus.SUBMITTED
    second = decide(version, **BY_COUNCIL)

    assert now(version).status == VersionStatus.APPROVED
    assert now(version).decision == second
    assert [stage.decision for stage in version.stages.all()] == [first, second]


@pytest.mark.parametrize("outcome", [Outcome.APPROVED, Outcome.APPROVED_AS_AMENDED])
def test_a_body_on_the_way_only_recommends(outcome):
    version = given.on_its_way(COMMITTEE, COUNCIL)

    is_refused("only recommends", version, field="outcome", outcome=outcome)


def test_the_last_body_does_not_recommend():
    version = given.on_its_way(COMMITTEE)

    is_refused("no next body", version, field="outcome", **RECOMMENDED)


def test_where_no_way_was_laid_down_any_one_body_decides():
    version = given.submitted()
    is_refused("no next body", version, field="outcome", **RECOMMENDED)

    decide(version, body="Whoever", body_kind=Body.OFFICER)

    assert now(version).status == VersionStatus.APPROVED


@pytest.mark.parametrize(
    "other", [BY_COUNCIL, {"body": "Council"}, {"body_kind": Body.SUB_COMMITTEE}]
)
def test_nobody_decides_out_of_turn(other):
    version = given.on_its_way(COMMITTEE, COUNCIL)

    is_refused("is before the Governance Committee now", version, field="body", **other)


def test_a_body_is_known_by_its_name_however_it_is_typed():
    version = given.on_its_way(COMMITTEE)

    decide(version, body=" governance  COMMITTEE ")

    assert now(version).status == VersionStatus.APPROVED


@pytest.mark.parametrize("outcome", [Outcome.NOTED, Outcome.COMMENTED])
def test_a_body_on_the_way_that_noted_it_had_its_say(outcome):
    version = given.on_its_way(COMMITTEE, COUNCIL)

    decide(version, outcome=outcome)

    assert open_stage(now(version)).body == "Council"


@pytest.mark.parametrize("outcome", [Outcome.NOTED, Outcome.COMMENTED, Outcome.DEFERRED])
def test_the_last_body_still_has_to_decide_what_it_noted_or_deferred(outcome):
    version = given.on_its_way(COMMITTEE)

    decide(version, outcome=outcome)

    assert open_stage(now(version)).body == "Governance Committee"


def test_a_body_on_the_way_gets_back_what_it_deferred():
    version = given.on_its_way(COMMITTEE, COUNCIL)

    decide(version, outcome=Outcome.DEFERRED)

    assert now(version).status == VersionStatus.DEFERRED
    assert open_stage(now(version)).body == "Governance Committee"


def test_a_body_that_only_recommends_rejects_nothing_for_the_one_that_decides():
    version = given.on_its_way(COMMITTEE, COUNCIL)

    with pytest.raises(Refused) as refusal:
        decide(version, outcome=Outcome.REJECTED)

    assert refusal.value.field == "outcome"
    assert now(version).status == VersionStatus.SUBMITTED


def test_nothing_is_decided_before_it_was_submitted():
    version = given.submitted()
    given.submission(version)  # on 1 July 2026
    before = {"met_on": date(2026, 6, 30)}

    is_refused("was submitted on 1 July 2026", version, field="met_on", **before)

    assert decide(version, met_on=date(2026, 7, 1)).pk


def test_no_body_decides_before_the_one_before_it():
    version = given.on_its_way(COMMITTEE, COUNCIL)
    decide(version, outcome=Outcome.RECOMMENDED)
    council = {"body": COUNCIL[0], "body_kind": COUNCIL[1]}

    with pytest.raises(Refused, match="was before the Governance Committee on 18 July 2026"):
        decide(version, **council | {"met_on": date(2026, 7, 17)})

    assert decide(version, **council).pk


def test_any_body_may_send_it_back():
    version = given.on_its_way(COMMITTEE, COUNCIL)

    decision = decide(version, outcome=Outcome.REFERRED_BACK)

    assert now(version).status == VersionStatus.REFERRED_BACK
    assert now(version).decision is None
    assert version.stages.first().decision == decision


def test_a_code_that_a_committee_recommends_is_adopted_by_council():
    version = given.on_its_way(COMMITTEE, COUNCIL, policy=given.policy(kind=PolicyKind.CODE))
    decide(version, **RECOMMENDED)

    decide(version, **BY_COUNCIL)

    assert now(version).status == VersionStatus.APPROVED


def test_the_page_says_which_body_is_next():
    version = given.on_its_way(COMMITTEE, COUNCIL)
    assert before_whom(version) == "Next: the Governance Committee recommends."
    assert after_outcome("recommended", open_stage(version)) == "Next: it goes before the Council."

    decide(version, **RECOMMENDED)

    assert before_whom(now(version)) == "Next: the Council decides."
    after = after_outcome("noted", open_stage(now(version)))
    assert after == "Next: it stays before the same body, which has not decided yet."


@pytest.mark.parametrize("outcome", [one for one in Outcome if one != Outcome.RECOMMENDED])
def test_every_outcome_says_what_comes_next(outcome):
    assert after_outcome(outcome, None)


def test_each_status_says_what_is_next_in_one_place():
    assert next_step("discarded") == ""
    assert "finish the text" in next_step("draft")
    assert "certifies the text" in next_step("approved_as_amended", is_amended=True)
    assert "enter the text" in next_step("approved_as_amended")
    assert "submit it to the next body" in next_step("recommended_amended", is_amended=True)
    assert "enter the text" in next_step("recommended_amended")


# Referred back


def test_what_was_referred_back_is_a_draft_again():
    version = given.submitted()
    decide(version, outcome=Outcome.REFERRED_BACK)

    version = actions.reopen(version=version, by=given.officer(Role.MEMBERS_SERVICES))

    assert version.status == VersionStatus.DRAFT
    with pytest.raises(Refused, match="A new draft can’t be done"):
        actions.reopen(version=version, by=given.officer(Role.MEMBERS_SERVICES))


def test_nothing_is_reopened_beside_another_draft():
    version = given.referred_back()
    given.draft(policy=version.policy, major=2)

    with pytest.raises(Refused, match=r"Version 2\.0 is a draft already"):
        actions.reopen(version=version, by=given.person())


def test_what_is_before_a_body_is_not_reopened_without_a_reason():
    with pytest.raises(Refused, match="No body referred"):
        actions.reopen(version=given.submitted(), by=given.person())


# Taken off the agenda


def taken_off(version):
    officer = given.officer(Role.MEMBERS_SERVICES)
    reason = "It went to the wrong committee."
    return actions.take_off_agenda(version=now(version), reason=reason, by=officer)


def test_what_no_body_decided_on_goes_back_to_draft_with_a_reason():
    version = taken_off(given.on_its_way(COMMITTEE, COUNCIL))

    assert version.status == VersionStatus.DRAFT
    assert version.comments.unanswered().get().text == "It went to the wrong committee."
    entry = Entry.objects.get(kind="policies.off_agenda")
    assert entry.details["text_sha256"] == version.sha256


@pytest.mark.parametrize("outcome", [Outcome.NOTED, Outcome.RECOMMENDED])
def test_what_a_body_has_had_its_say_on_stays_on_its_way(outcome):
    version = given.on_its_way(COMMITTEE, COUNCIL)
    decide(version, outcome=outcome)

    with pytest.raises(Refused, match="The Governance Committee has decided"):
        taken_off(version)
    with pytest.raises(IntegrityError, match="text is frozen"), transaction.atomic():
        models.QuerySet(PolicyVersion).filter(pk=version.pk).update(status="draft")


def test_what_came_back_and_is_on_another_way_may_be_taken_off_it():
    version = given.on_its_way(COMMITTEE, COUNCIL)
    decide(version, outcome=Outcome.REFERRED_BACK)
    version = actions.reopen(version=version, by=given.person())
    drafting.record_submission(version=version, by=None)

    assert taken_off(version).status == VersionStatus.DRAFT


@pytest.mark.parametrize("make", [given.draft, given.referred_back, given.approved])
def test_what_is_on_no_agenda_is_not_taken_off_one(make):
    with pytest.raises(Refused, match=r"Taking it off the agenda can’t be done|is on no agenda"):
        taken_off(make())


def test_nothing_is_taken_off_an_agenda_beside_another_draft():
    version = given.submitted()
    given.draft(policy=version.policy, major=2)

    with pytest.raises(Refused, match=r"Version 2\.0 is a draft already"):
        taken_off(version)


# Amended and certified


@pytest.mark.parametrize("make", [given.draft, given.submitted, given.approved, given.published])
def test_only_what_a_body_amended_gets_an_amended_text(make):
    version = make()

    with pytest.raises(Refused, match="gets an amended text"):
        actions.amend(version=version, clauses=given.clauses("New."), by=given.person())

    assert now(version).sha256 == version.sha256


def test_the_amended_text_takes_the_place_of_the_draft():
    version = given.amended("Members must lock their screens always.")

    assert [clause.text for clause in version.text][-1] == "Members must lock their screens always."
    assert version.submissions.get().text != version.text
    entry = Entry.objects.get(kind="policies.amended")
    assert entry.details["text_sha256"] == version.sha256
    assert entry.details["before_sha256"] == version.submissions.get().sha256


def test_an_amended_text_has_words():
    with pytest.raises(Refused, match="there is no clause in it"):
        actions.amend(version=given.amended(), clauses=[], by=given.person())


def test_a_gap_of_the_text_stands_as_long_as_its_clause_does():
    first, second = given.clauses("See Appendix A.", "Report a loss.")[-2:]
    gaps = [
        {"anchor": clause.anchor, "place": "", "refers_to": "A", "sentence": "We lack A."}
        for clause in (first, second)
    ]
    version = given.amended(clauses=given.clauses("See Appendix A.", "Report a loss."), gaps=gaps)

    amended = given.clauses("New.", "See Appendix A.", "Report it.")
    version = actions.amend(version=version, clauses=amended, by=given.person())

    assert [gap["anchor"] for gap in version.gaps] == [amended[-2].anchor]


def certify(version, by=None, **fields):
    by = by or given.officer(Role.MONITORING_OFFICER)
    given_text = {"text_sha256": version.sha256}
    return actions.certify(version=version, by=by, **given_text | fields)


def test_certifying_is_evidence_of_both_texts():
    version = certify(given.amended("Amended."))

    details = Entry.objects.get(kind="policies.certified").details
    assert version.status == VersionStatus.CERTIFIED
    assert details["text_sha256"] == version.sha256
    assert details["submitted_sha256"] == version.submissions.get().sha256
    assert details["decision"] == version.decision_id


def test_an_imported_text_is_certified_as_it_came():
    certify(given.amended())

    assert Entry.objects.get(kind="policies.certified").details["submitted_sha256"] is None


def test_what_went_before_a_body_is_certified_once_its_amended_text_is_entered():
    version = given.submitted()
    given.submission(version)
    decide(version, outcome=Outcome.APPROVED_AS_AMENDED)

    with pytest.raises(Refused, match="Enter the text as it was amended first"):
        certify(now(version))


def test_a_text_that_changed_meanwhile_is_not_certified():
    version = given.amended("Amended.")

    with pytest.raises(actions.TextChanged, match="Read it again"):
        certify(version, text_sha256="a" * 64)

    assert now(version).status == VersionStatus.APPROVED_AS_AMENDED


def test_whoever_entered_the_amended_text_does_not_certify_it():
    version = given.amended("Amended.")

    with pytest.raises(Refused, match="other than the author"):
        certify(version, by=version.amended_by)


def test_whoever_once_saved_some_of_the_text_does_not_certify_it():
    first, second = given.officer(Role.MONITORING_OFFICER), given.officer(Role.MONITORING_OFFICER)
    version = given.amended()
    for writer, words in ((first, "First."), (second, "Second.")):
        version = actions.amend(version=version, clauses=given.clauses(words), by=writer)

    with pytest.raises(Refused, match="other than the author"):
        certify(version, by=first)
    assert actions.authors_of(version) == {first.pk, second.pk}


def test_who_only_recorded_the_decision_is_no_author():
    version, clerk = given.submitted(), given.officer(Role.MEMBERS_SERVICES)
    amended = given.DECISION | {"outcome": Outcome.APPROVED_AS_AMENDED}
    actions.decide(versions=[version], by=clerk, **amended)

    assert clerk.pk not in actions.authors_of(now(version))


def test_a_certificate_is_given_once():
    version = certify(given.amended())

    with pytest.raises(Refused, match="This text is certified already"):
        certify(version)


# Corrections


def test_a_correction_is_a_dated_addition_and_evidence():
    decision, clerk = decide(given.submitted()), given.officer(Role.MEMBERS_SERVICES)

    correction = actions.correct(decision=decision, text="It began at 7pm.", by=clerk)

    assert decision.corrections.get() == correction
    assert str(correction) == f"Correction of decision {decision.pk}"
    entry = Entry.objects.get(kind="policies.decision_corrected")
    assert entry.details["correction"] == correction.pk
    assert entry.names.get().name == "It began at 7pm."


def test_the_same_correction_is_made_once():
    decision, clerk = decide(given.submitted()), given.officer(Role.MEMBERS_SERVICES)
    actions.correct(decision=decision, text="It began at 7pm.", by=clerk)

    with pytest.raises(Refused, match="on record already"):
        actions.correct(decision=decision, text="It began at 7pm.", by=clerk)

    assert decision.corrections.count() == 1


# Withdrawal


def withdraw(version, reason="The law has changed.", **minute):
    by = given.officer(Role.MONITORING_OFFICER)
    return actions.withdraw(version=version, reason=reason, by=by, **minute)


def test_a_version_in_force_is_withdrawn_with_its_reason():
    version = withdraw(given.published())

    assert version.status == VersionStatus.WITHDRAWN
    assert version.closing_reason == "The law has changed."
    entry = Entry.objects.get(kind="policies.withdrawn")
    assert entry.details["text_sha256"] == version.sha256
    assert entry.names.get().name == "The law has changed."


def test_what_is_withdrawn_waits_for_nobody():
    signer, reader, decliner = (given.councillor() for _n in range(3))
    version = given.published()
    given.signature(version, signer)
    signatures.finish_section(version=version, by=reader, anchor="rules")
    signatures.decline(version=version, by=decliner, reason="Not yet")

    withdraw(version)

    found = {row.councillor: row.status for row in Acknowledgement.objects.all()}
    assert found == {
        signer: AcknowledgementStatus.SIGNED,
        reader: AcknowledgementStatus.SUPERSEDED,
        decliner: AcknowledgementStatus.DECLINED,
    }
    assert not SectionRead.objects.exists()


def test_whoever_was_asked_and_is_in_office_is_told_once():
    signer, reader, left = (given.councillor() for _n in range(3))
    version = given.published()
    given.signature(version, signer)
    people.end_term(
        term=left.terms.get(), ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None
    )

    withdraw(version)

    told = Notice.objects.filter(kind="policy_withdrawn")
    assert {notice.to for notice in told} == {signer, reader}


def test_nobody_who_was_asked_for_an_older_version_is_told_again():
    reader = given.councillor()
    first = given.published()
    given.next_version(first, major=2)

    withdraw(PolicyVersion.objects.in_force().get())

    about = Notice.objects.get(kind="policy_withdrawn").subject
    assert (about.councillor, about.version.major) == (reader, 2)


@pytest.mark.parametrize("make", [given.draft, given.submitted, given.approved, given.amended])
def test_what_was_never_published_is_not_withdrawn(make):
    with pytest.raises(Refused, match="Withdrawal can’t be done"):
        withdraw(make())


def test_a_version_is_withdrawn_once():
    version = withdraw(given.published())

    with pytest.raises(Refused, match="is withdrawn"):
        withdraw(version)


def test_a_withdrawn_version_gives_way_to_a_new_one():
    version = withdraw(given.published())

    assert given.next_version(version, major=2).status == VersionStatus.PUBLISHED
    assert now(version).status == VersionStatus.WITHDRAWN


def code_in_force():
    code = given.submitted(policy=given.policy(kind=PolicyKind.CODE))
    decide(code, body="Council", body_kind=Body.FULL_COUNCIL)
    return given.publish(now(code))


@pytest.mark.parametrize("minute", [{}, {"met_on": date(2026, 11, 12)}, {"minute_item": "9"}])
def test_no_officer_withdraws_a_code_of_conduct_alone(minute):
    code = code_in_force()

    with pytest.raises(Refused, match="Only full council withdraws a code of conduct"):
        withdraw(code, **minute)

    assert now(code).is_in_force


@pytest.mark.parametrize(
    ("day", "why"),
    [(date(2026, 7, 17), "on 18 July 2026"), (date(2026, 11, 24), "today or in the past")],
)
def test_full_council_withdraws_a_code_after_it_adopted_it_and_by_today(day, why):
    with pytest.raises(Refused, match=why):
        withdraw(code_in_force(), met_on=day, minute_item="9")


def test_a_code_is_withdrawn_by_a_decision_of_full_council_on_record():
    code = withdraw(code_in_force(), met_on=date(2026, 11, 12), minute_item="9")

    decision = code.decisions.first()
    assert (decision.body_kind, decision.outcome) == (Body.FULL_COUNCIL, Outcome.WITHDRAWN)
    assert (decision.minute_item, decision.resolution) == ("9", "The law has changed.")
    assert Entry.objects.about(decision).get().details["outcome"] == "withdrawn"
    assert Entry.objects.get(kind="policies.withdrawn").details["decision"] == decision.pk
    assert code.decision != decision


def test_outside_england_the_portal_does_not_say_who_withdraws_a_code():
    code = code_in_force()
    given.council(nation=NationOf.WALES)

    assert withdraw(code).status == VersionStatus.WITHDRAWN


def test_no_body_withdraws_by_an_ordinary_decision():
    is_refused("has the last word", given.submitted(), field="outcome", outcome=Outcome.WITHDRAWN)
