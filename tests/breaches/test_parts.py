"""Who answers for a part, who has a part in it, and what neither of them may see or decide."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, models
from django.test import Client
from django.utils import timezone

from breaches.evidencing.actions import add_files
from breaches.figuring.printing import printed
from breaches.models import Assessment, Incident, IncidentEvent, IncidentStep, Involved, Part
from breaches.reporting.actions import add_note
from breaches.sharing.actions import hand_over
from breaches.triaging import actions
from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.records import Refused
from tests import given
from tests.breaches import reports
from tests.evidence.corpus import PNG, upload


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor = given.councillor(full_name="Morgan Quill", known_as="Councillor Quill")
        return reports.confirmed(reporter=councillor), councillor, reports.handler()

    return shared(make)


@pytest.fixture
def assessment(made_once):
    return Assessment.objects.with_row().get(pk=made_once[0].pk)


@pytest.fixture
def incident(assessment):
    return assessment.incident


@pytest.fixture
def councillor(made_once):
    return made_once[1]


@pytest.fixture
def officer(made_once):
    return made_once[2]


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def shown(incident, person):
    return signed_in(person).get(incident.get_absolute_url()).text


def theirs(incident, councillor, officer):
    return actions.add_controller(
        incident=incident, controller="councillor", councillor=councillor, by=officer
    )


# Who is recused


@pytest.mark.parametrize("status", ["reported", "triage"])
def test_before_it_is_ruled_on_the_page_says_where_a_part_is_noted(officer, councillor, status):
    incident = reports.reported(by=councillor)
    if status == "triage":
        actions.take_on(incident=incident, by=officer)

    assert "Note who has a part in it" in shown(incident, officer)


def test_who_looks_into_it_and_is_found_to_have_a_part_no_longer_does(councillor, officer):
    incident = actions.take_on(incident=reports.reported(by=councillor), by=officer)
    actions.involve(incident=incident, person=officer, part="recipient", by=reports.handler())

    incident.refresh_from_db()
    assert (incident.handler, incident.handled_since) == (None, None)


def test_of_somebody_else_the_handler_stays(councillor, officer):
    incident = actions.take_on(incident=reports.reported(by=councillor), by=officer)
    actions.involve(incident=incident, person=reports.handler(), part="recipient", by=officer)

    incident.refresh_from_db()
    assert incident.handler == officer


def test_an_officer_who_notes_their_own_part_is_not_led_to_a_page_that_is_gone(incident, officer):
    answer = signed_in(officer).post(
        f"{incident.get_absolute_url()}part/", {"person": officer.pk, "part": "recipient"}
    )

    assert answer["Location"] == "/incidents/"
    assert incident.involved.get().part == Part.RECIPIENT


# What is contained


@pytest.mark.parametrize("status", ["reported", "triage", "suspected"])
def test_it_is_contained_as_soon_as_that_can_be(officer, councillor, status):
    incident = reports.reported(by=councillor)
    if status == "triage":
        actions.take_on(incident=incident, by=officer)
    if status == "suspected":
        actions.rule(incident=incident, finding=status, reason="A name.", by=officer)
    reports.settled(incident, by=officer)

    assert "It is contained" in shown(incident, officer)
    assert reports.contained(incident, by=officer).contained_at


def test_what_was_closed_or_dismissed_is_not_contained_any_more(councillor, officer):
    incident = reports.ruled("not_personal", reporter=councillor, by=officer)
    with pytest.raises(Refused, match="Containing it can’t be done"):
        actions.contain(incident=incident, words="Deleted.", by=officer)

    reports.closed(incident, by=officer)
    with pytest.raises(Refused, match="Containing it can’t be done"):
        actions.contain(incident=incident, words="Deleted.", by=officer)


# Who answers for it


def test_only_who_was_a_councillor_then_answers_as_one(incident, officer):
    with pytest.raises(Refused, match="was not a councillor") as refused:
        theirs(incident, given.officer(Role.ICT_DESK), officer)

    assert refused.value.field == "councillor"


def test_nobody_decides_for_an_outside_body_and_its_clock_is_its_own(incident, officer):
    row = actions.add_controller(
        incident=incident, controller="outside_body", body="Elm School", by=officer
    )
    monitoring = reports.decider()

    with pytest.raises(Refused, match="Elm School decides"):
        reports.notifiable(row, by=monitoring)
    assert row not in Assessment.objects.running()
    page = shown(incident, monitoring)
    assert "Elm School: time left" not in page
    assert page.count("Decide<") == 2  # the council's own two


# What others see of it


def test_a_councillor_sees_nothing_of_another_councillors_part(incident, councillor, officer):
    one, other = given.councillor(full_name="Sage Thorne"), given.councillor()
    row = theirs(incident, one, officer)
    theirs(incident, other, officer)
    reports.spared(row, by=one)

    for person in (other, councillor):
        page = shown(incident, person)
        assert one.full_name not in page
        assert "The colleague deleted it unread." not in page
    address = f"{incident.get_absolute_url()}{row.pk}/regulator/"
    assert signed_in(other).get(address).status_code == 404
    assert "The colleague deleted it unread." in shown(incident, one)


def test_officers_read_what_a_councillor_decided_only_once_they_are_let_in(
    incident, councillor, officer
):
    row = theirs(incident, councillor, officer)
    reports.spared(row, by=councillor)

    page = shown(incident, officer)
    assert councillor.full_name in page
    assert "The colleague deleted it unread." not in page
    assert "have not let the council report" in page

    signed_in(councillor).post(f"{incident.get_absolute_url()}{row.pk}/authorise/")
    assert "The colleague deleted it unread." in shown(incident, officer)


def test_who_reported_it_is_not_named_to_other_councillors(councillor, officer):
    other = given.councillor()
    incident = reports.ruled("confirmed", reporter=councillor, by=officer)
    actions.involve(incident=incident, person=other, part="owner", by=officer)

    assert councillor.full_name not in shown(incident, other)
    register = signed_in(other).get("/incidents/").text
    assert incident.reference in register
    assert councillor.known_as not in register
    assert councillor.full_name in shown(incident, councillor)
    assert councillor.full_name in shown(incident, officer)


def test_the_page_asks_no_more_for_many_parts_than_for_few(
    incident, officer, django_assert_max_num_queries
):
    client = signed_in(officer)
    for _ in range(12):
        theirs(incident, given.councillor(), officer)
    client.get(incident.get_absolute_url())

    with django_assert_max_num_queries(33):
        client.get(incident.get_absolute_url())


def test_the_timeline_keeps_what_each_controller_decided(incident, councillor, officer):
    row = theirs(incident, councillor, officer)
    reports.spared(row, by=councillor)

    steps = row.events.values_list("what", flat=True)
    assert {IncidentStep.CONTROLLER, IncidentStep.REGULATOR, IncidentStep.PEOPLE} <= set(steps)


# Who is noted, and taken back


def test_who_looks_into_it_reads_who_has_a_part_in_it_and_a_councillor_does_not(
    incident, councillor, officer
):
    colleague = reports.handler()
    actions.involve(incident=incident, person=colleague, part="recipient", by=officer)

    line = f"{colleague.known_as}: Received what they should not have"
    assert line in shown(incident, officer)
    assert line not in shown(incident, councillor)


def test_a_part_that_was_noted_by_mistake_is_taken_back_with_a_reason(incident, officer):
    monitoring = reports.decider()
    actions.involve(incident=incident, person=monitoring, part="recipient", by=officer)
    row = incident.involved.get()
    assert signed_in(monitoring).get(incident.get_absolute_url()).status_code == 404

    with pytest.raises(Refused, match="Say why"):
        actions.take_back_part(involved=row, reason=" ", by=officer)
    answer = signed_in(officer).post(
        f"{incident.get_absolute_url()}part/{row.pk}/", {"reason": "It was another Sam."}
    )

    assert answer.status_code == 302
    assert signed_in(monitoring).get(incident.get_absolute_url()).status_code == 200
    assert incident.events.get(what=IncidentStep.PART_TAKEN_BACK).words == "It was another Sam."
    assert Entry.objects.filter(kind="breaches.part_taken_back").count() == 1


def test_nobody_takes_back_their_own_part(incident, officer):
    colleague = reports.handler()
    actions.involve(incident=incident, person=colleague, part="owner", by=officer)

    with pytest.raises(Refused, match="You have a part in this"):
        actions.take_back_part(involved=incident.involved.get(), reason="Not me.", by=colleague)


def test_what_was_taken_back_is_not_taken_back_again(incident, officer):
    actions.involve(incident=incident, person=reports.handler(), part="owner", by=officer)
    row = incident.involved.get()
    actions.take_back_part(involved=row, reason="It was another.", by=officer)

    row.pk = row.pk or 1
    with pytest.raises(Refused, match="no longer there"):
        actions.take_back_part(involved=row, reason="It was another.", by=officer)


def test_who_rules_on_what_nobody_took_on_looks_into_it(councillor, officer):
    incident = reports.ruled("confirmed", reporter=councillor, by=officer)
    assert incident.handler == officer

    colleague = reports.handler()
    taken = actions.take_on(incident=reports.reported(by=councillor), by=officer)
    ruled = actions.rule(incident=taken, finding="confirmed", reason="A name.", by=colleague)
    assert ruled.handler == officer


def test_who_became_a_councillor_since_may_answer_for_it(officer):
    incident = reports.noticed(timezone.now() - timedelta(days=4000)).incident
    row = theirs(incident, given.councillor(), officer)

    assert row.pk


def test_a_councillor_who_can_not_come_in_any_more_holds_nothing_up(assessment, officer):
    row = theirs(assessment.incident, given.councillor(), officer)
    reports.spared(assessment, by=reports.decider())
    reports.contained(assessment.incident, by=officer)
    with pytest.raises(Refused, match="is not decided"):
        reports.closed(assessment.incident, by=officer)

    leaver = row.councillor
    leaver.is_active = False
    leaver.keep(by=None, why="Test")

    assert reports.closed(assessment.incident, by=officer).status == "closed"


# What the database keeps


def one_line(incident, officer, **changes):
    usual = {"what": "note", "words": "More.", "entered_by": officer, "incident": incident}
    now = timezone.now()
    return IncidentEvent(**{"happened_at": now, "entered_at": now} | usual | changes)


@pytest.mark.parametrize(
    ("constraint", "changes"),
    [
        ("what_known", {"what": "gossip"}),
        ("note_has_words", {"words": ""}),
        ("happened_before_entered", {"entered_at": timezone.now() - timedelta(days=9)}),
    ],
)
def test_the_database_refuses_a_line_that_can_not_be(incident, officer, constraint, changes):
    with pytest.raises(IntegrityError, match=f"breaches_incidentevent_{constraint}"):
        models.Model.save(one_line(incident, officer, **changes))


@pytest.mark.parametrize(
    ("constraint", "part"), [("part_known", "friend"), ("one_of_each", "subject")]
)
def test_the_database_refuses_a_part_that_can_not_be(
    incident, councillor, officer, constraint, part
):
    actions.involve(incident=incident, person=councillor, part="subject", by=officer)
    row = Involved(incident=incident, person=councillor, part=part)
    row.noted_at, row.noted_by = timezone.now(), officer

    with pytest.raises(IntegrityError, match=f"breaches_involved_{constraint}"):
        models.Model.save(row)


def test_on_paper_a_councillor_reads_no_more_than_on_the_page(incident, councillor, officer):
    one, other = given.councillor(full_name="Sage Thorne"), given.councillor()
    row = theirs(incident, one, officer)
    theirs(incident, other, officer)
    reports.spared(row, by=one)

    assert "deleted it unread" in str(printed(incident, one))
    for person in (other, officer):
        assert "deleted it unread" not in str(printed(incident, person))
    assert councillor.full_name not in str(printed(incident, other))


# What is not for who has a part in it


OFFICERS_WORDS = "She has done it before."


@pytest.fixture
def with_words(incident, officer):
    """Officers wrote about it, set tasks and actions, and somebody decided."""
    add_note(incident=incident, words=OFFICERS_WORDS, by=officer)
    reports.learning(incident.assessments.get(), by=officer)
    reports.notifiable(incident.assessments.with_row().get(), by=reports.decider())
    return Incident.objects.get(pk=incident.pk)


@pytest.mark.parametrize("part", ["owner", "reporter"])
def test_an_officer_who_has_a_part_reads_what_anybody_reads_who_has_one(with_words, part):
    chief = reports.decider()
    if part == "owner":
        actions.involve(incident=with_words, person=chief, part=part, by=reports.handler())
    else:
        with_words.reported_by = chief
        with_words.keep(by=None, why="Test")

    page, paper = shown(with_words, chief), str(printed(with_words, chief))

    for words in (OFFICERS_WORDS, "Set a new password", "Check the list", "A risk to them"):
        assert words not in page + paper
        assert words in shown(with_words, reports.decider())


def test_the_register_keeps_from_them_what_officers_found_out(with_words):
    chief = reports.decider()
    actions.name_cause(incident=with_words, cause="mistake", words="Tired.", by=reports.handler())
    actions.involve(incident=with_words, person=chief, part="owner", by=reports.handler())

    taken, others = (
        signed_in(one).post("/incidents/", {"export": "csv"}) for one in (chief, reports.decider())
    )

    mine, theirs = (b"".join(answer).decode() for answer in (taken, others))
    assert with_words.reference in mine
    for words in ("A risk to them is likely.", "A mistake"):
        assert words in theirs
        assert words not in mine


def test_an_officer_reads_no_decisions_of_a_councillor_on_what_they_reported(councillor, officer):
    row = reports.of_councillor_alone(councillor, by=officer)
    row.incident.reported_by = chief = reports.decider()
    row.incident.keep(by=None, why="Test")

    assert row not in Assessment.objects.shared_with(chief)


def test_whoever_looks_into_nothing_sees_the_files_they_added_themselves(councillor, officer):
    owner, incident = given.councillor(), reports.reported(by=councillor)
    actions.involve(incident=incident, person=owner, part="owner", by=officer)
    theirs = reports.filed(incident, "theirs.png")
    (officers,) = add_files(
        incident=incident, uploads=[upload("statement.png", PNG + b"2")], by=officer
    )
    (own,) = add_files(incident=incident, uploads=[upload("mine.png", PNG + b"1")], by=owner)

    page = shown(incident, owner)

    assert ("mine.png" in page, "theirs.png" in page, "statement.png" in page) == (1, 0, 0)
    assert councillor.full_name not in page
    client = signed_in(owner)
    files = [f"{incident.get_absolute_url()}files/{one.pk}/" for one in (own, theirs, officers)]
    assert [client.get(file).status_code for file in files] == [200, 404, 404]


def test_in_their_own_log_a_councillor_sees_all_files_and_not_who_reported_it(councillor, officer):
    other = given.councillor()
    incident = reports.ruled("confirmed", reporter=councillor, by=officer)
    file = reports.filed(incident)
    signed_in(councillor).get(f"{incident.get_absolute_url()}files/{file.pk}/")
    hand_over(incident=incident, councillor=other, reason="Casework.", by=officer)

    page = shown(incident, other)

    assert file.name in page
    assert "Added by Who reported it" in page
    assert councillor.full_name not in page
