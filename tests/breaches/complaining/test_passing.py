"""A complaint about ward work is passed to the councillor, who answers it themselves."""

from datetime import UTC, date, datetime
from functools import partial

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from breaches.complaining import actions, mending
from breaches.complaining.checks import may_handle
from breaches.complaining.figures import complaints_of
from breaches.complaining.sweeping import alike
from breaches.figuring.months import Year
from breaches.models import Complaint, ComplaintMessage, WardComplaint
from breaches.passing.actions import (
    acknowledge_own,
    answer_own,
    end_share_own,
    pass_to_councillor,
    share_own,
    take_back,
)
from breaches.passing.notices import waits_for_nobody
from breaches.passing.sweeping import remind_of_ward_complaints
from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import letter, part_of
from councilgov.people.models import User
from councilgov.records import Refused
from tests import given
from tests.breaches import grievances
from tests.breaches.grievances import DAY, TODAY


@pytest.fixture
def councillor(officer):
    return given.councillor()


@pytest.fixture
def of_ward(officer, councillor):
    return grievances.of_ward(by=officer, councillor=councillor)


@pytest.fixture
def passed(of_ward, officer):
    return grievances.passed(of_ward, by=officer)


def notices(kind):
    return Notice.objects.filter(kind=kind)


def mail(notice):
    return letter([part_of(notice)], notice)


def later(days):
    return time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=UTC) + days * DAY)


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def page(name, *args):
    return reverse(f"breaches:{name}", args=args)


def leave(person):
    person = User.objects.get(pk=person.pk)
    person.is_active = False
    person.keep(by=None, why="Left")


# Which councillor, and whose work


def test_an_officer_says_which_councillor_and_whose_work_it_was(officer, councillor):
    row = grievances.received(about="councillor")
    client = client_of(officer)
    assert "Say which councillor" in client.get(row.get_absolute_url()).text
    typed = {"about": "councillor", "councillor": councillor.pk, "capacity": ""}

    client.post(page("direct_complaint", row.reference), typed)

    told = client.get(row.get_absolute_url()).text
    assert f"Councillor {councillor.full_name}" in told
    assert "Not known yet" in told
    assert page("pass_complaint", row.reference) not in told
    client.post(page("direct_complaint", row.reference), typed | {"capacity": "ward"})
    assert page("pass_complaint", row.reference) in client.get(row.get_absolute_url()).text
    client.post(page("direct_complaint", row.reference), typed | {"capacity": "council"})
    told = client.get(row.get_absolute_url()).text
    assert page("pass_complaint", row.reference) not in told
    assert "Is it about ward work?" not in told


@pytest.mark.parametrize(
    ("whose", "words"),
    [
        (("council", True, ""), "Select “A councillor” first"),
        (("council", False, "ward"), "Select “A councillor” first"),
        (("councillor", False, "ward"), "Choose the councillor"),
    ],
)
def test_what_does_not_go_together(officer, councillor, whose, words):
    row, (about, has_councillor, capacity) = grievances.received(), whose
    whom = councillor if has_councillor else None

    with pytest.raises(Refused, match=words):
        actions.direct(complaint=row, about=about, councillor=whom, capacity=capacity, by=officer)


def test_about_somebody_else_after_all_no_councillor_is_named(officer, of_ward):
    typed = {"about": "council", "councillor": of_ward.councillor_id, "capacity": "ward"}

    client_of(officer).post(page("direct_complaint", of_ward.reference), typed)

    of_ward.refresh_from_db()
    assert (of_ward.about, of_ward.councillor, of_ward.capacity) == ("council", None, "")


def test_the_same_again_is_no_act(officer, of_ward, councillor):
    again = partial(actions.direct, complaint=of_ward, about="councillor", by=officer)

    with pytest.raises(Refused, match="already"):
        again(councillor=councillor, capacity="ward")
    assert again(councillor=councillor, capacity="council")


def test_the_councillor_whom_it_is_about_never_handles_it_for_the_council(officer, dpo):
    given.term(dpo)
    row = grievances.of_ward(by=officer, councillor=User.objects.get(pk=dpo.pk))

    assert dpo not in row.handlers()
    assert not may_handle(row, dpo)
    assert not Complaint.objects.visible_to(dpo).exists()
    assert list(alike([row.pk])) == [("councillor", (dpo.pk,))]


@pytest.mark.parametrize("fields", [{"capacity": "party"}, {"about": "council"}])
def test_the_database_refuses_a_councillor_of_nothing(of_ward, fields):
    for name, value in fields.items():
        setattr(of_ward, name, value)

    with pytest.raises(IntegrityError), transaction.atomic():
        of_ward.save()


# It is passed on


def test_it_is_passed_on_without_being_looked_into(officer, of_ward, councillor):
    row = grievances.passed(of_ward, by=officer)

    of_ward.refresh_from_db()
    assert (of_ward.status, of_ward.outcome, of_ward.due_on) == ("passed_on", "passed_on", None)
    assert (of_ward.acknowledged_on, of_ward.acknowledged_by) == (TODAY, officer)
    assert (row.councillor, row.passed_by, row.due_on) == (councillor, officer, last())
    sent = mail(notices("ward_complaint").get(to=councillor))
    assert "22 December 2026" in sent.body
    assert row.get_absolute_url() in sent.body
    assert grievances.NAME not in sent.subject + sent.body
    assert mail(notices("complaint_passed_on").get()).body.count("The councillor answers it.") == 1
    assert Entry.objects.about(row).get().kind == "breaches.ward_complaint_passed_on"


def last():
    return date(2026, 12, 22)


def test_what_was_acknowledged_before_stays_so(officer, of_ward):
    with later(0):
        grievances.acknowledged(of_ward, by=officer)
    with later(3):
        grievances.passed(of_ward, by=officer)

    of_ward.refresh_from_db()
    assert (of_ward.acknowledged_on, of_ward.outcome_on) == (TODAY, TODAY + 3 * DAY)


def test_their_thirty_days_count_from_the_day_it_reached_the_council(officer, councillor):
    row = grievances.recorded(by=officer, about="councillor", received_on=TODAY - 40 * DAY)
    grievances.of_ward(row, by=officer, councillor=councillor)

    passed = grievances.passed(Complaint.objects.get(), by=officer, how="letter", sent_on=TODAY)

    assert passed.due_on == passed.acknowledge_by == TODAY - 11 * DAY
    assert "Write to them today" in mail(notices("ward_complaint").get()).body


@pytest.mark.parametrize("capacity", ["", "council"])
def test_only_ward_work_of_somebody_is_passed_on(officer, councillor, capacity):
    row = grievances.received(about="councillor")
    actions.direct(
        complaint=row, about="councillor", councillor=councillor, capacity=capacity, by=officer
    )

    with pytest.raises(Refused, match="Say first which councillor") as refusal:
        pass_to_councillor(complaint=row, how="email", text="So.", by=officer)
    assert refusal.value.way[0] == page("direct_complaint", row.reference)


def test_to_whom_the_portal_does_not_reach_it_goes_by_letter(officer, of_ward, councillor):
    leave(councillor)

    with pytest.raises(Refused, match=r"can’t sign in here\. Send it"):
        grievances.passed(of_ward, by=officer)
    assert grievances.answered(of_ward, by=officer, outcome="passed_on")


@pytest.mark.parametrize("outcome", ["upheld", "partly", "not_upheld", "passed_on"])
def test_the_council_judges_no_ward_work(officer, of_ward, outcome):
    with pytest.raises(Refused, match="Pass it to them instead") as refusal:
        grievances.answered(of_ward, by=officer, outcome=outcome)
    assert refusal.value.field == "outcome"


def test_only_who_handles_it_passes_it_on(of_ward, councillor):
    for person in (councillor, given.somebody(Role.MONITORING_OFFICER)):
        with pytest.raises(Refused, match="to whom this complaint falls"):
            grievances.passed(of_ward, by=person)
        with pytest.raises(Refused, match="to whom this complaint falls"):
            take_back(complaint=of_ward, reason="So.", by=person)


def test_a_lost_email_that_said_so_is_dated_by_the_letter(officer, passed):
    grievances.refused(ComplaintMessage.objects.get(kind="passed_on"))

    with later(4):
        mending.send_another_way(
            complaint=passed.complaint, how="letter", sent_on=TODAY + 4 * DAY, by=officer
        )

    row = Complaint.objects.get()
    assert (row.acknowledged_on, row.outcome_on) == (TODAY + 4 * DAY, TODAY + 4 * DAY)
    assert row.due_on is None


def test_it_counts_as_passed_on_whatever_the_councillor_found(officer, passed, councillor):
    answer_own(passed=passed, answered_on=TODAY, outcome="upheld", by=councillor)

    found = complaints_of(Year(date(2026, 11, 1)))

    assert (found.received, found.in_time, found.passed_on) == (1, 1, 1)


# Taken back


def test_taken_back_it_is_the_councils_again(officer, passed, councillor):
    client = client_of(councillor)
    assert client.get(passed.get_absolute_url()).status_code == 200

    take_back(complaint=passed.complaint, reason="It was council work.", by=officer)

    row = Complaint.objects.get()
    assert (row.status, row.outcome, row.due_on) == ("enquiry", "", TODAY + 30 * DAY)
    assert client.get(passed.get_absolute_url()).status_code == 404
    assert "You have no complaint to answer" in client.get(page("own_complaints")).text
    told = mail(notices("ward_complaint_taken_back").get(to=councillor))
    assert "/complaints/own/" in told.body
    assert unwanted(notices("ward_complaint").get())
    shown = client_of(officer).get(row.get_absolute_url()).text
    assert "It was council work." in shown
    assert f"Taken back by {officer.full_name}" in shown
    with pytest.raises(Refused, match="took this back"):
        acknowledge_own(passed=passed, acknowledged_on=TODAY, by=councillor)


def test_it_goes_to_another_then(officer, passed):
    take_back(complaint=passed.complaint, reason="The wrong one.", by=officer)
    other = given.councillor()
    row = Complaint.objects.get()
    row = actions.direct(
        complaint=row, about="councillor", councillor=other, capacity="ward", by=officer
    )

    again = grievances.passed(row, by=officer)

    assert list(WardComplaint.objects.visible_to(other)) == [again]


def test_what_is_answered_stays_theirs(officer, passed, councillor):
    answer_own(passed=passed, answered_on=TODAY, outcome="upheld", by=councillor)

    take_back(complaint=passed.complaint, reason="They wrote again.", by=officer)

    assert WardComplaint.objects.visible_to(councillor).get() == passed
    assert not notices("ward_complaint_taken_back").exists()


def test_without_a_reason_or_once_erased_nothing_is_taken_back(officer, passed):
    with pytest.raises(Refused, match="Say why"):
        take_back(complaint=passed.complaint, reason=" ", by=officer)
    passed.complaint.complainant.delete()
    with pytest.raises(Refused, match="is erased"):
        take_back(complaint=passed.complaint, reason="So.", by=officer)


# The councillor answers


def test_the_councillor_reads_what_to_do_and_records_it(passed, councillor):
    client = client_of(councillor)
    home = client.get("/home/").text
    assert passed.get_absolute_url() in home
    assert "Tell them by 22 December 2026 that you have it" in home

    shown = client.get(passed.get_absolute_url()).text

    for words in (grievances.NAME, grievances.EMAIL, "You are not on your own", "29 days left"):
        assert words in shown
    day = {"acknowledged_on_day": 23, "acknowledged_on_month": 11, "acknowledged_on_year": 2026}
    client.post(page("acknowledge_own_complaint", passed.pk), day)
    assert "They are to hear from you by 23 December 2026" in client.get("/home/").text
    day = {"answered_on_day": 23, "answered_on_month": 11, "answered_on_year": 2026}
    done = client.post(page("answer_own_complaint", passed.pk), {**day, "outcome": "partly"})
    assert done["Location"] == passed.get_absolute_url()
    shown = client.get(passed.get_absolute_url()).text
    assert "Upheld in part" in shown
    assert "23 November 2026, in time" in shown
    assert passed.get_absolute_url() not in client.get("/home/").text


def test_who_answers_at_once_has_said_that_they_have_it(passed, councillor):
    row = answer_own(passed=passed, answered_on=TODAY, outcome="withdrawn", by=councillor)

    assert (row.acknowledged_on, row.due_on) == (TODAY, None)


@pytest.mark.parametrize(
    ("act", "details", "words"),
    [
        (acknowledge_own, {"acknowledged_on": TODAY + DAY}, "today or in the past"),
        (acknowledge_own, {"acknowledged_on": TODAY - 2 * DAY}, "before it came in"),
        (answer_own, {"answered_on": TODAY, "outcome": "passed_on"}, "Select what came of it"),
        (answer_own, {"answered_on": TODAY - DAY, "outcome": "upheld"}, "before you said"),
    ],
)
def test_what_can_not_be(officer, councillor, act, details, words):
    row = grievances.recorded(by=officer, about="councillor", received_on=TODAY - DAY)
    grievances.of_ward(row, by=officer, councillor=councillor)
    row = Complaint.objects.get()
    passed = grievances.passed(row, by=officer, how="letter", sent_on=TODAY)
    acknowledge_own(passed=passed, acknowledged_on=TODAY, by=councillor)

    with pytest.raises(Refused, match=words):
        act(passed=passed, by=councillor, **details)


def test_a_day_is_put_right_and_stays_before_the_answer(officer, councillor):
    with later(-2):
        passed = grievances.passed(
            grievances.of_ward(by=officer, councillor=councillor), by=officer
        )
        acknowledge_own(passed=passed, acknowledged_on=TODAY - 2 * DAY, by=councillor)
    answer_own(passed=passed, answered_on=TODAY - DAY, outcome="upheld", by=councillor)

    with pytest.raises(Refused, match="before you said"):
        acknowledge_own(passed=passed, acknowledged_on=TODAY, by=councillor)
    row = acknowledge_own(passed=passed, acknowledged_on=TODAY - DAY, by=councillor)
    assert (row.acknowledged_on, row.answered_on) == (TODAY - DAY, TODAY - DAY)


def test_nobody_else_opens_or_records_it(officer, passed):
    other = given.councillor()
    for person in (other, officer):
        assert client_of(person).get(passed.get_absolute_url()).status_code == 404
        with pytest.raises(Refused, match="Only the councillor"):
            answer_own(passed=passed, answered_on=TODAY, outcome="upheld", by=person)
    assert client_of(officer).get(page("own_complaints")).status_code == 403


def test_officers_see_that_it_was_passed_on_and_the_answer_only_if_shared(
    officer, passed, councillor
):
    answer_own(passed=passed, answered_on=TODAY, outcome="not_upheld", by=councillor)
    client, own = client_of(officer), client_of(councillor)
    complaint = passed.complaint.get_absolute_url()
    told = client.get(complaint).text
    assert f"Passed to {councillor.full_name} by {officer.full_name}" in told
    assert "Not upheld" not in told

    own.post(page("share_own_complaint", passed.pk), {"go": "1"})

    assert "Not upheld" in client.get(complaint).text
    assert "You let the officers" in own.get(passed.get_absolute_url()).text
    with pytest.raises(Refused, match="see it already"):
        share_own(passed=passed, by=councillor)
    own.post(page("end_share_own_complaint", passed.pk), {"go": "1"})
    assert "Not upheld" not in client.get(complaint).text
    with pytest.raises(Refused, match="do not see it"):
        end_share_own(passed=passed, by=councillor)


def test_shared_before_anything_is_done_it_says_so(officer, passed, councillor):
    share_own(passed=passed, by=councillor)

    told = client_of(officer).get(passed.complaint.get_absolute_url()).text

    assert "Told that they have it" in told
    assert "Not yet" in told


def test_once_erased_the_councillor_reads_that(passed, councillor):
    passed.complaint.complainant.delete()

    told = client_of(councillor).get(passed.get_absolute_url()).text

    assert "Their name and their words were erased" in told
    assert grievances.NAME not in told


@pytest.mark.parametrize(
    "fields",
    [
        {"taken_back_at": datetime(2026, 11, 23, tzinfo=UTC)},
        {"outcome": "passed_on", "answered_on": TODAY, "acknowledged_on": TODAY},
        {"outcome": "upheld"},
        {"outcome": "upheld", "answered_on": TODAY},
    ],
)
def test_the_database_refuses_what_cannot_be(passed, fields):
    for name, value in fields.items():
        setattr(passed, name, value)

    with pytest.raises((IntegrityError, Refused)), transaction.atomic():
        passed.save()


# Reminders


def reminded(days):
    """How many messages are new then, and of which stage the last is."""
    with later(days):
        count = remind_of_ward_complaints()
        assert remind_of_ward_complaints() == 0
    newest = notices("ward_complaint_due").order_by("pk").last()
    return count, newest and newest.cause.rpartition(":")[2]


def test_the_councillor_is_reminded_before_day_thirty_and_until_they_answer(passed, councillor):
    assert reminded(14) == (0, None)
    assert reminded(15) == (1, "-14")
    assert reminded(27) == (1, "-3")
    assert reminded(29) == (1, "0")
    assert reminded(37) == (1, "7")
    first = notices("ward_complaint_due").order_by("pk").first()
    assert first.to == councillor
    assert not unwanted(first)
    with later(37):
        assert "were to hear" in mail(first).subject
    acknowledge_own(passed=passed, acknowledged_on=TODAY, by=councillor)
    assert unwanted(first)
    assert reminded(23) == (1, "-7")
    with later(23):
        newest = notices("ward_complaint_due").order_by("pk").last()
        assert "are to hear" in mail(newest).subject
        assert "has not had your answer" in mail(newest).body
    answer_own(passed=passed, answered_on=TODAY, outcome="upheld", by=councillor)
    assert reminded(60)[0] == 0
    assert unwanted(newest)


def test_of_what_is_passed_on_late_no_stage_that_was_past_comes(officer, councillor):
    row = grievances.recorded(by=officer, about="councillor", received_on=TODAY - 40 * DAY)
    grievances.of_ward(row, by=officer, councillor=councillor)
    grievances.passed(Complaint.objects.get(), by=officer, how="letter", sent_on=TODAY)

    assert reminded(0) == (0, None)
    assert reminded(4) == (1, "14")


def test_nobody_is_reminded_of_what_was_taken_back_or_erased(officer, passed):
    with later(15):
        assert remind_of_ward_complaints() == 1
    sent = notices("ward_complaint_due").get()
    take_back(complaint=passed.complaint, reason="Council work.", by=officer)
    assert unwanted(sent)
    assert reminded(22)[0] == 0
    sent.about = "breaches.wardcomplaint:999999"
    assert unwanted(sent)
    told = notices("ward_complaint").get()
    told.about = sent.about
    assert unwanted(told)


def test_a_councillor_who_passed_the_day_reads_so_on_home(passed, councillor):
    with later(31):
        assert "2 days late" in client_of(councillor).get("/home/").text


def test_what_an_officer_tells_is_checked_first_and_names_who_answers(officer, of_ward, councillor):
    client = client_of(officer)
    where = page("pass_complaint", of_ward.reference)
    drafted = client.get(where)
    text = drafted.context["form"]["text"].value()
    assert councillor.full_name in text
    assert councillor.email in text
    assert "by 22 December 2026" in text
    assert "gets what they wrote" in drafted.text

    shown = client.post(where, {"text": text, "how": "email"}, follow=True)

    assert "Check the email before it goes" in shown.text
    assert not WardComplaint.objects.exists()
    done = client.post(where, {"text": text, "how": "email", "checked": "1"}, follow=True)
    assert f"Sent to {grievances.EMAIL}" in done.text
    assert WardComplaint.objects.get().councillor == councillor


def test_drafted_late_the_letter_asks_for_no_day_that_is_past(officer, councillor):
    row = grievances.recorded(by=officer, about="councillor", received_on=TODAY - 40 * DAY)
    row = grievances.of_ward(row, by=officer, councillor=councillor)

    text = client_of(officer).get(page("pass_complaint", row.reference)).context["form"]

    assert "tell you without delay" in text["text"].value()


def test_what_is_gone_waits_for_nobody():
    assert not waits_for_nobody(Notice())
