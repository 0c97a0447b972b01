"""The report to the regulator: savable answer by answer, prefilled, and kept as it was sent."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, models
from django.utils import timezone

from breaches.deciding.actions import decide_people
from breaches.models import Assessment, Incident, Notification
from breaches.notifying import actions
from breaches.notifying.pack import changed_since, pack_of
from breaches.notifying.questions import PARTS, QUESTIONS
from breaches.triaging.actions import add_controller, involve
from councilgov.access import Role
from councilgov.ledger.canonical import sha256_of
from councilgov.ledger.models import Entry, EntryName
from councilgov.people.actions import end_term
from councilgov.people.models import Council, EndReason
from councilgov.records import Refused
from devices.losses import securing
from devices.losses.police import add_police_reference
from tests import given
from tests.breaches import letters, reports
from tests.devices import equipment
from tests.devices.losses import cases

NOTICED = datetime(2026, 11, 20, 10, tzinfo=UTC)
"""72 hours before the morning of every test."""
HOUR = timedelta(hours=1)


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council(address="Town Hall, Barset")
        decider, officer = reports.decider(), reports.handler()
        row = reports.notifiable(reports.noticed(NOTICED), by=decider)
        return row, decider, officer

    return shared(make)


@pytest.fixture
def assessment(made_once):
    return Assessment.objects.with_row().get(pk=made_once[0].pk)


@pytest.fixture
def decider(made_once):
    return made_once[1]


@pytest.fixture
def officer(made_once):
    return made_once[2]


def words_of(row, question):
    row = Assessment.objects.with_row().get(pk=row.pk)
    return next(one.words for one in pack_of(row).given if one.question.slug == question)


def save(row, question, by, **said):
    return letters.answered(row, question, by=by, **said)


# What is asked


@pytest.mark.no_database
def test_it_is_in_the_order_of_the_form_and_has_all_that_the_law_asks_for():
    assert [str(part.title) for part in PARTS] == [
        "About the report",
        "What happened",
        "Whose information",
        "Harm",
        "What was in place before",
        "What is done about it",
        "About you",
    ]
    assert {one.needs for one in QUESTIONS.values()} == {"", "a", "b", "c", "d"}
    assert len(QUESTIONS) == sum(len(part.questions) for part in PARTS)


# Answers


def test_each_answer_is_kept_by_itself_with_who_and_when(assessment, officer):
    answer = save(assessment, "how", officer, words=" Two people have the same first name. ")

    assert words_of(assessment, "how") == "Two people have the same first name."
    assert (answer.answered_by, answer.answered_at) == (officer, answer.answered_at)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"least": 40, "most": None}, "40"),
        ({"least": 40, "most": 40}, "40"),
        ({"least": 30, "most": 50, "words": "By the log."}, "From 30 to 50\nBy the log."),
        ({"is_unknown": True}, "Not known yet."),
        (
            {"is_unknown": True, "expected_on": date(2026, 11, 30)},
            "Not known yet. Expected by 30 November 2026.",
        ),
        ({"words": "40", "expected_on": date(2026, 11, 30)}, "40"),
        ({"chosen": ["basic", "gone"], "words": "And a photo."}, None),
    ],
)
def test_a_number_a_range_choices_or_not_known_yet_is_an_answer(assessment, officer, said, words):
    question = "people" if words else "kinds"
    save(assessment, question, officer, **said)

    choice = "Names, addresses, telephone numbers and the like\nAnd a photo."
    assert words_of(assessment, question) == (words or choice)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({}, "words"),
        ({"words": "  "}, "words"),
        ({"most": 4}, "least"),
        ({"least": 5, "most": 4}, "most"),
    ],
)
def test_an_answer_says_something(assessment, officer, said, field):
    with pytest.raises(Refused) as refused:
        save(assessment, "people", officer, **said)

    assert refused.value.field == field


def test_of_two_who_answer_at_once_neither_answer_is_lost(assessment, officer):
    save(assessment, "how", officer, words="By haste.")

    with pytest.raises(Refused, match="Somebody else has answered this meanwhile"):
        actions.save_answer(
            assessment=assessment, question="how", by=officer, seen="", words="By mistake."
        )
    save(assessment, "how", officer, words="By haste and mistake.")

    answer = assessment.answers.get()
    assert [row.words for row in answer.history.all()] == ["By haste and mistake.", "By haste."]


def test_who_has_a_part_in_it_answers_nothing(assessment, officer):
    involve(incident=assessment.incident, person=officer, part="subject", by=reports.handler())

    with pytest.raises(Refused, match="no part in it"):
        save(assessment, "how", officer, words="By haste.")


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("least_together", {"least": 3, "most": None}),
        ("least_before_most", {"least": 3, "most": 2}),
        ("expected_while_unknown", {"expected_on": date(2026, 12, 1)}),
        ("says_something", {"words": ""}),
    ],
)
def test_the_database_says_no(assessment, officer, constraint, values):
    answer = save(assessment, "how", officer, words="By haste.")
    for name, value in values.items():
        setattr(answer, name, value)

    with pytest.raises(IntegrityError, match=f"breaches_packanswer_{constraint}"):
        models.Model.save(answer)


def test_a_question_has_one_answer(assessment, officer):
    answer = save(assessment, "how", officer, words="By haste.")
    answer.pk = None

    with pytest.raises(IntegrityError, match="breaches_packanswer_one_each"):
        models.Model.save(answer)


# What the portal knows


def test_the_portal_fills_in_what_it_knows(assessment):
    assert words_of(assessment, "report_kind") == "First report"
    assert words_of(assessment, "noticed") == "10:00am GMT on Friday 20 November 2026"
    assert words_of(assessment, "aware") == "10:00am GMT on Friday 20 November 2026"
    assert words_of(assessment, "what") == assessment.incident.happened
    assert words_of(assessment, "training") == "Not recorded in this portal"
    assert words_of(assessment, "occurred") == ""
    assert words_of(assessment, "address") == "Town Hall, Barset"


def test_it_knows_which_policies_were_signed_on_the_day():
    with time_machine.travel("2026-11-16 10:00Z"):
        councillor = given.councillor()
        first, later = given.published(), given.published()
        given.signature(first, councillor)
    with time_machine.travel("2026-11-22 10:00Z"):
        given.signature(later, councillor)

    row = reports.noticed(NOTICED, reporter=councillor)

    words = words_of(row, "before")
    assert words == f"The councillor had signed {first} on 16 November 2026."


def test_what_was_signed_after_it_happened_was_not_signed_then():
    with time_machine.travel("2026-11-16 10:00Z"):
        councillor = given.councillor()
        version = given.published()
    with time_machine.travel("2026-11-19 10:00Z"):
        given.signature(version, councillor)

    happened = NOTICED - timedelta(days=3)
    row = reports.noticed(NOTICED, reporter=councillor, occurred_at=happened)

    assert words_of(row, "before").startswith("The councillor had signed no policy")


def test_what_somebody_had_signed_is_known_after_their_term_too():
    with time_machine.travel("2026-11-16 10:00Z"):
        councillor = given.councillor()
        version = given.published()
        given.signature(version, councillor)
    row = reports.noticed(NOTICED, reporter=councillor)
    with time_machine.travel(NOTICED + timedelta(days=2)):
        term = councillor.terms.get()
        end_term(term=term, ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None)

    with time_machine.travel(NOTICED + timedelta(days=3)):
        assert "had signed" in words_of(row, "before")


def test_a_signature_on_paper_counts_from_its_own_day():
    with time_machine.travel("2026-11-16 10:00Z"):
        councillor = given.councillor()
        version, late = given.published(), given.published()
    given.recorded(version, councillor, given_on=date(2026, 11, 19))
    given.recorded(late, councillor, given_on=date(2026, 11, 21))

    words = words_of(reports.noticed(NOTICED, reporter=councillor), "before")

    assert f"{version} on 19 November 2026" in words
    assert str(late) not in words


def test_who_had_signed_nothing_is_said_so_and_of_an_officer_nothing_is():
    councillor, officer = given.councillor(), reports.handler()
    of_officer = reports.noticed(NOTICED, reporter=officer)
    of_owner = reports.noticed(NOTICED, reporter=officer, owner=councillor)

    assert words_of(of_officer, "before") == ""
    assert words_of(of_owner, "before").startswith("The councillor had signed no policy")


@pytest.fixture
def stolen(assessment):
    """The theft of a telephone that was locked, wiped, and has a number of the police."""
    loss = cases.reported(kind="stolen", lock_state="locked")
    desk = equipment.desk()
    securing.ask_lock(loss=loss, by=desk)
    securing.confirm_lock(loss=loss, by=desk)
    loss = cases.wiped(loss, by=desk)
    add_police_reference(
        loss=loss,
        force="Barsetshire Police",
        kind="crime",
        reference="42-12345",
        reported_on=None,
        by=desk,
    )
    incident = Incident.objects.get(pk=assessment.incident_id)
    incident.loss = loss
    incident.keep(by=None, why="Test")
    return loss


def test_it_knows_the_device_its_lock_its_wipe_and_the_police(assessment, stolen):
    before, taken = words_of(assessment, "before"), words_of(assessment, "taken")

    assert stolen.device.model in before
    assert "It was locked with a PIN or password." in before
    assert "Whether it was encrypted is not recorded" in before
    for words in ("told to lock at", "lock was confirmed", "wipe was asked", "wipe was confirmed"):
        assert words in taken
    assert words_of(assessment, "others_told").startswith("Police: ")


def test_a_device_without_a_case_is_named_alone(assessment):
    device = equipment.issued()
    incident = Incident.objects.get(pk=assessment.incident_id)
    incident.device = device
    incident.keep(by=None, why="Test")

    assert device.model in words_of(assessment, "before")
    assert words_of(assessment, "taken") == ""


def test_a_lock_of_which_nobody_knows_is_left_out(assessment):
    incident = Incident.objects.get(pk=assessment.incident_id)
    incident.loss = cases.reported(lock_state="unknown")
    incident.keep(by=None, why="Test")

    assert "Not known" not in words_of(assessment, "before")
    assert words_of(assessment, "taken") == ""


def test_it_knows_how_it_was_contained_and_who_looks_into_it(assessment, officer):
    reports.contained(assessment.incident, by=officer)

    assert words_of(assessment, "taken") == "They deleted it."


def test_it_knows_whether_the_people_are_told(assessment, decider, officer):
    assert words_of(assessment, "told") == ""
    row = decide_people(
        assessment=assessment, is_required=True, exemption="", reason="High.", by=decider
    )
    letters.told(letters.added(row, by=officer), by=officer)
    letters.added(row, by=officer, full_name="Elm Moor")

    assert words_of(row, "told") == "To be told. 1 of 2 have been told so far."
    decide_people(
        assessment=row, is_required=False, exemption="measures", reason="Got it back.", by=decider
    )
    assert words_of(row, "told").startswith("Not to be told: What was done since")


def test_the_data_protection_officer_is_the_contact_and_without_one_the_team(assessment):
    assert words_of(assessment, "contact").startswith(Council.objects.the().information_team_email)
    officer = given.officer(Role.DATA_PROTECTION_OFFICER)

    assert f"{officer.full_name}, Data Protection Officer" in words_of(assessment, "contact")


def test_a_councillor_is_their_own_contact(officer):
    councillor = given.councillor()
    row = reports.of_councillor(councillor, reporter=councillor)

    assert words_of(row, "controller") == f"Councillor {councillor.full_name}"
    assert councillor.email in words_of(row, "contact")
    assert words_of(row, "sender") == councillor.full_name


def test_an_outside_body_is_named(assessment, officer):
    row = add_controller(
        incident=assessment.incident, controller="outside_body", body="Elm School", by=officer
    )

    assert words_of(row, "controller") == "Elm School"
    assert words_of(row, "contact") == ""


def test_what_is_the_same_each_time_is_taken_from_the_last_report(assessment, officer):
    save(assessment, "registration", officer, words="Z1234567")
    councillor = given.councillor()

    assert words_of(reports.noticed(NOTICED), "registration") == "Z1234567"
    assert words_of(reports.of_councillor(councillor, reporter=councillor), "registration") == ""


def test_the_council_may_change_what_was_filled_in(assessment, officer):
    save(assessment, "training", officer, words="A course in May 2026.")

    assert words_of(assessment, "training") == "A course in May 2026."


# What is lacking


def test_what_the_law_asks_for_is_listed_until_it_is_there(assessment, officer):
    save(assessment, "delay", officer, words="The officer was ill.")
    letters_of = [str(words)[:3] for words in pack_of(assessment).lacking()]
    assert letters_of == ["(a)", "(c)", "(d)"]

    for question in QUESTIONS.values():
        if question.needs and question.slug != "people":
            save(assessment, question.slug, officer, words="Said.", chosen=[])
    save(assessment, "people", officer, is_unknown=True)
    (lacks,) = pack_of(assessment).lacking().values()
    assert [one.question.slug for one in lacks] == ["people"]
    save(assessment, "people", officer, least=3)

    assert pack_of(assessment).lacking() == {}
    assert pack_of(assessment).answered > 15


# Sending


def tell(row, by, *, stage="initial", hours=70, **said):
    return actions.record_notification(
        assessment=row, stage=stage, route="online", told_at=NOTICED + hours * HOUR, by=by, **said
    )


def test_at_70_hours_it_goes_out_with_what_is_not_known_yet(assessment, officer):
    save(assessment, "people", officer, is_unknown=True, expected_on=date(2026, 11, 30))

    told = tell(assessment, officer)

    line = next(one for one in told.answers if one["question"] == "people")
    assert line["is_unknown"]
    assert line["words"] == "Not known yet. Expected by 30 November 2026."


def words_in(lines, question):
    return next(one["words"] for one in lines if one["question"] == question)


@pytest.mark.parametrize("hours", [72, 73], ids=["in time", "late"])
def test_a_late_report_lacks_its_reasons_until_they_are_there(assessment, officer, hours):
    with time_machine.travel(NOTICED + hours * HOUR, tick=False):
        lacking = pack_of(assessment).lacking()
        assert ("Why it comes after the 72 hours (Article 33(1))" in lacking) == (hours == 73)

        save(assessment, "delay", officer, words="The officer was ill.")
        lacking = pack_of(assessment).lacking()
        assert "Why it comes after the 72 hours (Article 33(1))" not in lacking


def test_a_later_report_lacks_no_reasons_for_the_first(assessment, officer):
    tell(assessment, officer, hours=71)

    with time_machine.travel(NOTICED + 80 * HOUR, tick=False):
        row = Assessment.objects.with_row().get(pk=assessment.pk)
        assert not pack_of(row).is_late


def test_at_75_hours_it_goes_out_late_with_its_reasons(assessment, officer):
    with time_machine.travel(NOTICED + 76 * HOUR, tick=False):
        told = tell(assessment, officer, hours=75, late_because="The officer was ill.")

    assert told.late_because == "The officer was ill."
    assert words_in(told.answers, "delay") == "The officer was ill."
    assert words_of(assessment, "delay") == "The officer was ill."
    assert json.loads(Entry.objects.get(kind="breaches.notified").facts)["was_late"]


def test_each_message_keeps_the_report_as_it_was_then(assessment, officer):
    save(assessment, "how", officer, words="By haste.")
    first = tell(assessment, officer, hours=70)
    save(assessment, "how", officer, words="By haste, and no check.")
    second = tell(assessment, officer, hours=71, stage="updated", reference="IC-1")

    kept = Notification.objects.get(pk=first.pk)
    assert [one["words"] for one in kept.answers if one["question"] == "how"] == ["By haste."]
    assert kept.is_as_it_was
    assert second.answers_sha256 != first.answers_sha256
    hashes = [json.loads(one.facts)["answers_sha256"] for one in evidence()]
    assert hashes == [sha256_of(first.answers), sha256_of(second.answers)]
    assert words_of(assessment, "report_kind").endswith("Monday 23 November 2026 (IC-1)")


def evidence():
    return Entry.objects.filter(kind="breaches.notified").order_by("pk")


def test_nobody_changes_what_was_sent(assessment, officer):
    told = tell(assessment, officer)

    told.reference = "IC-2"
    with pytest.raises(TypeError, match="never changed"):
        told.keep(by=officer, why="Test")
    told.answers[0]["words"] = "Something else"
    assert not told.is_as_it_was


def test_a_message_has_its_hash(assessment, officer):
    told = tell(assessment, officer)
    told.answers_sha256 = ""

    with pytest.raises(IntegrityError, match="breaches_notification_has_its_hash"):
        models.Model.save(told)


def test_what_changed_since_is_shown(assessment, officer):
    assert changed_since(None, pack_of(assessment)) == []
    told = tell(assessment, officer)
    assert changed_since(told, pack_of(assessment)) == []
    save(assessment, "how", officer, words="By haste.")

    (change,) = changed_since(told, pack_of(assessment))

    assert change == ("How could it happen?", "", "By haste.")


def test_a_name_is_warned_of_and_goes_out_with_a_reason(assessment, officer):
    save(assessment, "how", officer, words="Mrs Ashby of 4 Elm Lane, AB1 2CD was written to.")

    (found,) = pack_of(assessment).naming()
    assert found[0].slug == "how"
    assert "Mrs Ashby" in found[1]
    with pytest.raises(Refused, match="may name somebody") as refused:
        tell(assessment, officer)
    told = tell(assessment, officer, names_because="The regulator asked for it.")

    assert refused.value.field == "names_because"
    assert told.names_because == "The regulator asked for it."
    assert json.loads(evidence().get().facts)["may_name_somebody"]
    assert EntryName.objects.filter(name=told.names_because).exists()


def test_who_can_be_asked_is_no_name_to_take_out(assessment, officer):
    save(assessment, "contact", officer, words="Mrs Ashby, 01632 960001, dpo@barset.example")

    assert pack_of(assessment).naming() == []


def test_that_somebody_took_the_report_is_evidence(assessment, officer):
    actions.take_report(assessment=assessment, by=officer)

    assert Entry.objects.get(kind="breaches.report_taken").actor == officer
    with pytest.raises(Refused, match="no part in it"):
        actions.take_report(assessment=assessment, by=given.officer(Role.AUDITOR))


# Who reads it


@pytest.mark.parametrize("role", Role)
def test_the_council_s_report_is_read_by_who_looks_into_it(assessment, role):
    readers = {
        Role.MONITORING_OFFICER,
        Role.DEPUTY_MONITORING_OFFICER,
        Role.INFORMATION_OFFICER,
        Role.DATA_PROTECTION_OFFICER,
    }

    assert actions.may_read(assessment, given.somebody(role)) == (role in readers)


def test_a_councillor_s_report_is_theirs(officer):
    councillor = given.councillor()
    row = reports.of_councillor(councillor, reporter=councillor)
    adviser = given.officer(Role.DATA_PROTECTION_OFFICER)

    assert actions.may_read(row, councillor)
    assert not actions.may_read(row, officer)
    assert not actions.may_read(row, adviser)
    assert actions.may_read(actions.authorise(assessment=row, by=councillor), officer)
