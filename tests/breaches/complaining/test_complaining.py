"""A complaint about personal information is acknowledged within 30 days, and answered."""

from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from breaches import tasks
from breaches.complaining import actions
from breaches.complaining.checks import may_handle
from breaches.complaining.figures import Counts, complaints_of
from breaches.complaining.mending import reopen
from breaches.complaining.sweeping import forget_complainants, remind_of_complaints
from breaches.complaining.telling import MOST_RECEIPTS
from breaches.figuring.months import Year
from breaches.models import Complainant, Complaint, ComplaintMessage, ComplaintStatus, last_day
from breaches.passing.actions import take_back
from councilgov.access import Role
from councilgov.accounts.actions import change_settings
from councilgov.ledger.models import Entry, EntryName
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import letter, part_of
from councilgov.people.models import Council, User
from councilgov.records import Refused
from tests import given
from tests.breaches import grievances
from tests.breaches.grievances import DAY, TODAY
from tests.racing import at_once


def notices(kind):
    return Notice.objects.filter(kind=f"complaint_{kind}")


def mail(notice):
    """The whole mail."""
    return letter([part_of(notice)], notice)


def later(days):
    return time_machine.travel(datetime(2026, 11, 23, 10, tzinfo=UTC) + days * DAY)


# It comes in


@pytest.mark.parametrize(
    ("received", "last"),
    [("2026-11-01", "2026-11-30"), ("2026-12-02", "2026-12-31"), ("2028-02-01", "2028-03-01")],
)
def test_the_day_on_which_it_came_in_is_the_first_of_thirty(received, last):
    assert last_day(date.fromisoformat(received)) == date.fromisoformat(last)


def test_it_waits_with_its_thirty_days(officer):
    row = grievances.received()

    assert (row.status, row.came_how, row.recorded_by) == ("received", "page", None)
    assert (row.received_on, row.due_on) == (TODAY, date(2026, 12, 22))
    assert row.complainant.words == grievances.WORDS
    assert row.reference == f"DPC-{row.pk:06d}"


def test_no_history_no_evidence_and_no_outbox_holds_a_word_of_who_it_was(officer, caplog):
    row = grievances.received()

    kept = [
        *row.history.values(),
        *Entry.objects.values("facts"),
        *Notice.objects.values(),
        caplog.text,
    ]
    for word in (grievances.NAME, grievances.EMAIL, grievances.WORDS):
        assert word not in str(kept)
    assert not EntryName.objects.filter(entry__in=Entry.objects.about(row)).exists()
    assert not hasattr(Complainant, "history")


@pytest.mark.parametrize("contact", ["", "  "])
def test_whoever_leaves_no_way_to_reach_them_is_told_so(officer, contact):
    with pytest.raises(Refused, match="so that we can answer") as refusal:
        grievances.received(email=" ", contact=contact)
    assert refusal.value.field == "email"


def test_a_postal_address_is_enough(officer):
    row = grievances.received(email="", contact="3 Mill Lane")

    assert row.complainant.reached_by == ["3 Mill Lane"]
    assert not notices("receipt").exists()


def test_what_is_sent_50_times_is_one_complaint_and_one_receipt(officer):
    found = {grievances.received().pk for _time in range(50)}

    assert len(found) == Complaint.objects.count() == notices("receipt").count() == 1


def test_the_same_words_of_somebody_else_are_another_complaint(officer):
    assert grievances.received() != grievances.received(name="Ash Elder")


def test_once_it_is_acknowledged_the_same_words_are_a_new_complaint(officer):
    first = grievances.received()
    grievances.acknowledged(first, by=officer)

    assert grievances.received() != first


def test_those_who_handle_it_read_of_many_in_one_message_of_the_day(officer, dpo):
    monitoring = given.officer(Role.MONITORING_OFFICER)
    for number in range(50):
        grievances.received(words=f"Complaint {number}")

    told = notices("waiting")
    assert set(told.values_list("to", flat=True)) == {officer.pk, dpo.pk}
    assert monitoring.pk not in told.values_list("to", flat=True)
    assert {notice.urgency for notice in told} == {"digest"}
    assert "/complaints/" in mail(told.first()).body


def test_nobody_is_told_of_what_was_acknowledged_meanwhile(officer):
    row = grievances.received()
    notice = notices("waiting").get(to=officer)
    assert not unwanted(notice)

    grievances.acknowledged(row, by=officer)

    assert unwanted(notice)


@pytest.mark.django_db(transaction=True)
def test_eight_presses_at_once_are_one_complaint(transactional_db):
    given.council()
    given.officer(Role.INFORMATION_OFFICER)

    found = at_once(*[grievances.received] * 8)

    assert {one.pk for one in found} == {Complaint.objects.get().pk}
    assert notices("receipt").count() == 1


# The receipt is no cannon


def test_the_receipt_goes_to_the_address_and_says_nothing_that_was_typed(officer):
    row = grievances.received(name="Win money at spam.example", words="Click here now")
    notice = notices("receipt").get()

    sent = mail(notice)
    assert notice.email == grievances.EMAIL
    assert notice.address == ""
    assert row.reference in sent.subject
    assert row.reference in sent.body
    assert "Hello" in sent.body
    assert sent.reply_to == Council.objects.the().information_team_email
    for typed in ("spam", "Click"):
        assert typed not in sent.subject + sent.body


def test_an_address_gets_one_receipt_a_day(officer):
    for number in range(5):
        grievances.received(words=f"Complaint {number}", email="JO.Juniper@post.example")
    assert notices("receipt").count() == 1

    with later(1.01):
        grievances.received(words="The next day")
    assert notices("receipt").count() == 2


def test_of_many_in_an_hour_the_later_ones_get_none(officer):
    for number in range(MOST_RECEIPTS + 5):
        grievances.received(email=f"person{number}@post.example")
    assert notices("receipt").count() == MOST_RECEIPTS
    assert Complaint.objects.count() == MOST_RECEIPTS + 5

    with later(0.1):
        grievances.received(email="somebody.else@post.example")
    assert notices("receipt").count() == MOST_RECEIPTS + 1


def test_a_receipt_goes_out_when_the_officer_in_whose_name_it_goes_has_left(officer, dpo):
    grievances.received()
    notice = notices("receipt").get()
    notice.to.is_active = False

    assert not unwanted(notice)


def test_where_nobody_handles_complaints_it_waits_all_the_same(officer, dpo):
    for person in User.objects.filter(pk__in=[officer.pk, dpo.pk]):
        person.is_active = False
        person.keep(by=None, why="Left")

    row = grievances.received()

    assert row.status == "received"
    assert not row.handlers().exists()
    assert not Notice.objects.exists()


# An officer enters one


def test_what_came_how_letter_has_its_true_day(officer):
    row = grievances.recorded(by=officer, received_on=TODAY - 10 * DAY)

    assert (row.recorded_by, row.came_how) == (officer, "letter")
    assert row.due_on == date(2026, 12, 12)
    assert not notices("receipt").exists()


@pytest.mark.parametrize(
    ("details", "words", "field"),
    [
        ({"received_on": TODAY + DAY}, "today or in the past", "received_on"),
        ({"came_how": "page"}, "how it came in", "came_how"),
        ({"contact": ""}, "so that we can answer", "email"),
    ],
)
def test_what_an_officer_cannot_enter(officer, details, words, field):
    with pytest.raises(Refused, match=words) as refusal:
        grievances.recorded(by=officer, **details)
    assert refusal.value.field == field


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.MONITORING_OFFICER, Role.ICT_DESK])
def test_only_who_handles_them_enters_one(officer, role):
    with pytest.raises(Refused, match="enters these"):
        grievances.recorded(by=given.somebody(role))


# Who sees and handles it

SEES = {
    "council": {"team", "dpo", "monitoring", "deputy"},
    "councillor": {"team", "dpo", "monitoring", "deputy"},
    "team": {"dpo", "monitoring", "deputy"},
    "dpo": {"team", "monitoring", "deputy"},
    "monitoring": {"team", "dpo", "deputy"},
}
HANDLES = {"team": {"dpo"}, "dpo": {"team"}}


@pytest.fixture
def people(officer, dpo):
    return {
        "team": officer,
        "dpo": dpo,
        "monitoring": given.officer(Role.MONITORING_OFFICER),
        "deputy": given.officer(Role.DEPUTY_MONITORING_OFFICER),
        "desk": given.officer(Role.ICT_DESK),
        "auditor": given.officer(Role.AUDITOR),
        "administrator": given.officer(Role.ADMINISTRATOR),
        "councillor": given.councillor(),
    }


@pytest.mark.parametrize("about", SEES)
def test_whom_it_is_about_neither_sees_nor_handles_it(people, about):
    row = grievances.received(about=about)

    sees = {who for who, one in people.items() if row in Complaint.objects.visible_to(one)}
    assert sees == SEES[about]
    handles = {who for who, one in people.items() if may_handle(row, one)}
    assert handles == HANDLES.get(about, {"team", "dpo"})
    told = set(notices("waiting").values_list("to", flat=True))
    assert told == {people[who].pk for who in handles}


def test_who_holds_two_offices_handles_nothing_about_either(officer, people):
    given.actions.appoint(
        officer=officer,
        role=Role.DATA_PROTECTION_OFFICER,
        starts_on=date(2020, 1, 1),
        by=None,
    )

    for about in ("team", "dpo"):
        row = grievances.received(about=about)
        assert not may_handle(row, User.objects.get(pk=officer.pk))


def test_where_all_of_them_have_a_part_the_monitoring_officer_handles_it(people):
    row = grievances.received(about="team")

    actions.name_party(complaint=row, person=people["dpo"], by=people["dpo"])

    assert {who for who, one in people.items() if may_handle(row, one)} == {"monitoring", "deputy"}
    told = set(notices("waiting").values_list("to", flat=True))
    assert {people["monitoring"].pk, people["deputy"].pk} <= told


def test_who_was_named_sees_nothing_of_it_until_that_is_taken_back(people):
    row = grievances.received()
    team, dpo = people["team"], people["dpo"]
    actions.name_party(complaint=row, person=team, by=team)

    assert not Complaint.objects.visible_to(team).exists()
    with pytest.raises(Refused, match="to whom this complaint falls"):
        grievances.acknowledged(row, by=team)
    actions.take_back_party(party=row.parties.get(), by=dpo)

    assert Complaint.objects.visible_to(team).get() == row
    kinds = Entry.objects.about(row).values_list("kind", flat=True)
    assert {"breaches.complaint_party_named", "breaches.complaint_party_taken_back"} <= set(kinds)


def test_nobody_is_named_twice(people):
    row = grievances.received()
    name = partial(actions.name_party, complaint=row, person=people["desk"], by=people["team"])
    name()

    with pytest.raises(Refused, match="on the list already"), transaction.atomic():
        name()


def test_an_officer_who_finds_whom_it_is_about_passes_it_to_the_others(people):
    row = grievances.received()

    actions.direct(complaint=row, about="team", by=people["team"])

    assert not Complaint.objects.visible_to(people["team"]).exists()
    assert may_handle(row.__class__.objects.get(), people["dpo"])


@pytest.mark.parametrize(
    "act",
    [
        lambda row, by: actions.direct(complaint=row, about="dpo", by=by),
        lambda row, by: actions.name_party(complaint=row, person=by, by=by),
        lambda row, by: actions.take_back_party(party=row.parties.get(), by=by),
    ],
)
def test_what_has_ended_stays_with_whom_it_was(people, act):
    row = grievances.received()
    actions.name_party(complaint=row, person=people["desk"], by=people["team"])
    actions.set_aside(complaint=row, reason="It came twice.", by=people["team"])

    with pytest.raises(Refused, match="has ended"):
        act(row, people["team"])


# The machine

TO: dict[str, Any] = {
    "received": lambda row, **_by: row,
    "acknowledged": grievances.acknowledged,
    "enquiry": grievances.enquired,
    "outcome_sent": partial(grievances.answered, outcome="withdrawn"),
    "passed_on": grievances.passed,
    "set_aside": lambda row, by: actions.set_aside(complaint=row, reason="Advertising.", by=by),
}
STEP: dict[str, Any] = {
    "acknowledged": grievances.acknowledged,
    "enquiry": lambda row, by: actions.begin_enquiry(complaint=row, by=by),
    "outcome_sent": lambda row, by: actions.send_outcome(
        complaint=row, outcome="withdrawn", how="email", text="As you wish.", by=by
    ),
    "passed_on": grievances.passed,
    "set_aside": TO["set_aside"],
}
AGAIN: dict[str, Any] = {
    "outcome_sent": lambda row, by: reopen(complaint=row, reason="They wrote again.", by=by),
    "passed_on": lambda row, by: take_back(complaint=row, reason="Council work.", by=by),
}
"""What brings it back to be looked into, and from where alone."""
ALLOWED = {
    ("received", "acknowledged"),
    ("received", "passed_on"),
    ("received", "set_aside"),
    ("acknowledged", "enquiry"),
    ("acknowledged", "passed_on"),
    ("enquiry", "outcome_sent"),
    ("enquiry", "passed_on"),
}
ENDED = {"outcome_sent", "passed_on", "set_aside"}


@pytest.mark.parametrize("start", TO)
def test_every_start_and_every_end(officer, start):
    row = grievances.of_ward(by=officer)
    TO[start](row, by=officer)
    acts = [*((end, act, (start, end) in ALLOWED) for end, act in STEP.items())]
    acts += [("enquiry", act, start == at) for at, act in AGAIN.items()]

    for end, act, is_allowed in acts:
        with transaction.atomic():
            row.refresh_from_db()
            if is_allowed:
                act(row, by=officer)
            else:
                with pytest.raises(Refused, match="can’t be done"):
                    act(row, by=officer)
            row.refresh_from_db()
            assert row.status == (end if is_allowed else start)
            assert (row.due_on is None) == (row.status in ENDED)
            transaction.set_rollback(True)


def test_the_table_says_the_same():
    table = {(start, end) for start, ends in Complaint.MOVES.items() for end in ends}
    assert table == ALLOWED | {(start, "enquiry") for start in AGAIN}
    assert set(Complaint.MOVES) == set(ComplaintStatus)


@pytest.mark.parametrize("start", TO)
def test_how_far_it_is_is_told_once_it_is_acknowledged_until_it_is_answered(officer, start):
    row = grievances.received(about="councillor")
    TO[start](row, by=officer)
    tell = partial(
        actions.tell_progress, complaint=row, how="email", text="We ask the team.", by=officer
    )

    if start in {"acknowledged", "enquiry"}:
        with later(20):
            tell()
            row.refresh_from_db()
        assert row.due_on == TODAY + 50 * DAY
    else:
        with pytest.raises(Refused, match="can’t be done"):
            tell()


@pytest.mark.parametrize("act", [*STEP.values()])
@pytest.mark.parametrize("role", [Role.MONITORING_OFFICER, Role.COUNCILLOR])
def test_only_who_handles_it_acts(officer, act, role):
    row = grievances.received()

    with pytest.raises(Refused, match="to whom this complaint falls"):
        act(row, by=given.somebody(role))


def test_nothing_is_set_aside_without_a_reason(officer):
    with pytest.raises(Refused, match="Say why"):
        actions.set_aside(complaint=grievances.received(), reason=" ", by=officer)


@pytest.mark.django_db(transaction=True)
def test_two_officers_acknowledge_it_once(transactional_db):
    given.council()
    officers = [given.officer(Role.INFORMATION_OFFICER) for _n in range(4)]
    row = grievances.received()

    at_once(*(partial(grievances.acknowledged, row, by=one) for one in officers))

    assert ComplaintMessage.objects.count() == notices("acknowledgement").count() == 1


# What they are told


def test_an_email_goes_to_them_with_the_words_and_the_regulator(officer):
    row = grievances.received()

    message = grievances.answered(row, by=officer)

    notice = Notice.objects.about(ComplaintMessage.objects.filter(pk=message.pk)).get()
    sent = mail(notice)
    assert (notice.email, notice.to, notice.urgency) == (grievances.EMAIL, officer, "now")
    assert f"Dear {grievances.NAME}" in sent.body
    assert grievances.ANSWER in sent.body
    assert Council.objects.the().regulator_url in sent.body
    assert row.reference in sent.subject
    assert grievances.NAME not in str(Notice.objects.values())
    row.refresh_from_db()
    assert (row.outcome, row.outcome_on) == ("upheld", TODAY)


def test_a_letter_has_its_own_day_and_sends_no_email(officer):
    row = grievances.recorded(by=officer, received_on=TODAY - 20 * DAY)

    message = grievances.acknowledged(row, by=officer, how="letter", sent_on=TODAY - 3 * DAY)

    row.refresh_from_db()
    assert (message.sent_on, row.acknowledged_on) == (TODAY - 3 * DAY, TODAY - 3 * DAY)
    assert row.due_on == TODAY + 27 * DAY
    assert not notices("acknowledgement").exists()


@pytest.mark.parametrize(
    ("details", "words", "field"),
    [
        ({"how": "email"}, "no email address", "how"),
        ({"how": "letter"}, "Enter the day", "sent_on"),
        ({"how": "letter", "sent_on": TODAY + DAY}, "today or in the past", "sent_on"),
        ({"how": "phone", "sent_on": TODAY - DAY}, "before it came in", "sent_on"),
        ({"how": "letter", "sent_on": TODAY, "text": " "}, "what they are told", "text"),
    ],
)
def test_an_answer_that_cannot_be_true(officer, details, words, field):
    row = grievances.recorded(by=officer)

    with pytest.raises(Refused, match=words) as refusal:
        grievances.acknowledged(row, by=officer, **details)
    assert refusal.value.field == field


def test_the_database_refuses_an_acknowledgement_before_it_came(officer):
    row = grievances.received()
    grievances.acknowledged(row, by=officer)
    row.refresh_from_db()
    row.acknowledged_on = TODAY - DAY

    with pytest.raises(Refused, match="before it came in"), transaction.atomic():
        row.keep(by=officer, why="Test")


@pytest.mark.parametrize(
    "fields",
    [
        {"due_on": None},
        {"about": "nobody"},
        {"came_how": "letter"},
        {"status": "acknowledged"},
        {"status": "outcome_sent", "due_on": None},
        {"status": "set_aside", "due_on": None},
        {"outcome": "upheld"},
    ],
)
def test_the_database_refuses_what_cannot_be(officer, fields):
    row = grievances.received()
    for name, value in fields.items():
        setattr(row, name, value)

    with pytest.raises((IntegrityError, Refused)), transaction.atomic():
        row.save()


def test_a_letter_that_was_taken_is_evidence_and_an_email_is_none(officer):
    row = grievances.received()
    sent = grievances.acknowledged(row, by=officer)
    printed = actions.tell_progress(
        complaint=row, how="letter", text="We ask the team.", sent_on=TODAY, by=officer
    )

    actions.take_letter(message=printed, by=officer)

    assert Entry.objects.about(row).filter(kind="breaches.complaint_letter_taken").exists()
    with pytest.raises(Refused, match="no letter"):
        actions.take_letter(message=sent, by=officer)


# Reminders


def reminded(days):
    """How many messages are new then, and of which stage the last is."""
    with later(days):
        count = remind_of_complaints()
        assert remind_of_complaints() == 0
    last = notices("due").order_by("pk").last()
    return count, last and last.cause.rpartition(":")[2]


def test_who_handles_it_is_reminded_before_the_day_on_it_and_each_week_after(officer, dpo):
    grievances.received()

    assert reminded(14) == (0, None)
    assert reminded(15) == (2, "-14")
    assert reminded(22) == (2, "-7")
    assert reminded(26) == (2, "-3")
    assert reminded(28) == (2, "-1")
    assert reminded(29) == (2, "0")
    assert reminded(36) == (2, "7")
    assert reminded(60) == (2, "28")


def test_a_run_that_is_late_sends_the_last_stage_alone(officer, dpo):
    grievances.received()

    assert reminded(27) == (2, "-3")


def test_a_letter_that_is_entered_late_reminds_of_no_stage_that_was_past(officer, dpo):
    grievances.recorded(by=officer, received_on=TODAY - 40 * DAY)

    assert reminded(0) == (0, None)
    assert reminded(4) == (2, "14")


def test_whom_it_is_about_is_not_reminded(officer, dpo):
    grievances.received(about="team")
    with_part = grievances.received(words="Another", about="council")
    actions.name_party(complaint=with_part, person=dpo, by=officer)

    with later(15):
        assert remind_of_complaints() == 2

    to = {notice.subject.about: notice.to for notice in notices("due")}
    assert to == {"team": dpo, "council": officer}


def test_a_reminder_says_whether_it_is_late_and_falls_when_it_was_acknowledged(officer, dpo):
    row = grievances.received()
    with later(29):
        remind_of_complaints()
        first = notices("due").filter(to=officer).get()
        assert "are to hear" in mail(first).subject
        assert "The law gives us 30 days" in mail(first).body
        assert not unwanted(first)
    with later(31):
        assert "were to hear" in mail(first).subject
        grievances.acknowledged(row, by=officer)
    assert unwanted(Notice.objects.get(pk=first.pk))


def test_after_it_is_acknowledged_they_are_to_hear_more_each_month(officer, dpo):
    grievances.acknowledged(grievances.received(), by=officer)

    with later(30):
        remind_of_complaints()

    assert "has not heard from us for long" in mail(notices("due").first()).body


def test_nobody_is_reminded_of_what_has_ended(officer):
    grievances.answered(grievances.received(), by=officer)

    assert reminded(100) == (0, None)


def test_a_reminder_that_was_planned_before_the_answer_is_not_sent(officer):
    row = grievances.received()
    with later(15):
        remind_of_complaints()
    notice = notices("due").get(to=officer)
    assert not unwanted(notice)

    grievances.answered(row, by=officer)

    assert unwanted(notice)


def test_a_reminder_of_what_falls_to_others_now_is_not_sent(officer, dpo):
    row = grievances.received()
    with later(15):
        remind_of_complaints()
    notice = notices("due").get(to=officer)

    actions.name_party(complaint=row, person=officer, by=dpo)

    assert unwanted(notice)


def test_ten_more_complaints_take_no_more_queries(officer, dpo, django_assert_max_num_queries):
    for number in range(12):
        grievances.received(words=f"Complaint {number}")

    with later(15), django_assert_max_num_queries(30):
        assert remind_of_complaints() == 24


# Erased


def test_who_they_were_and_what_they_were_told_goes_two_years_after_the_answer(officer):
    row = grievances.received()
    grievances.answered(row, by=officer)

    with time_machine.travel(datetime(2028, 11, 22, 12, tzinfo=UTC)):
        assert forget_complainants() == 0
    with time_machine.travel(datetime(2028, 11, 23, 12, tzinfo=UTC)):
        assert forget_complainants() == 1
        assert forget_complainants() == 0

    assert not Complainant.objects.exists()
    assert set(ComplaintMessage.objects.values_list("text", flat=True)) == {""}
    assert not EntryName.objects.filter(entry__in=Entry.objects.about(row)).exists()
    row.refresh_from_db()
    assert (row.status, row.outcome, row.acknowledged_on) == ("outcome_sent", "upheld", TODAY)
    assert Complaint.objects.count() == 1


def test_the_council_says_how_long(officer):
    grievances.answered(grievances.received(), by=officer)
    change_settings(complaint_months=6, by=officer)

    with time_machine.travel(datetime(2027, 5, 23, 12, tzinfo=UTC)):
        assert forget_complainants() == 1


@pytest.mark.parametrize("months", [5, 73])
def test_a_council_cannot_choose_less_or_more(officer, months):
    with pytest.raises(Refused, match="6 to 72"), transaction.atomic():
        change_settings(complaint_months=months, by=officer)


def test_what_was_set_aside_goes_after_thirty_days(officer):
    row = grievances.received()
    actions.set_aside(complaint=row, reason="Advertising.", by=officer)

    with later(29):
        assert forget_complainants() == 0
    with later(30):
        assert forget_complainants() == 1
    row.refresh_from_db()
    assert row.set_aside_because == "Advertising."


def test_what_is_open_is_never_erased(officer):
    grievances.enquired(grievances.received(), by=officer)

    with later(4_000):
        assert forget_complainants() == 0


def test_once_they_are_erased_no_mail_of_theirs_goes_out(officer):
    message = grievances.answered(grievances.received(), by=officer)
    told = Notice.objects.about(ComplaintMessage.objects.filter(pk=message.pk)).get()
    receipt = notices("receipt").get()
    Complainant.objects.all().delete()

    assert (unwanted(told), unwanted(receipt)) == ("no_address", "no_address")
    assert (told.email, receipt.email) == ("", "")


def test_a_receipt_of_a_row_that_is_gone_goes_nowhere(officer):
    grievances.received()
    Notice.objects.update(about="breaches.complaint:999999")

    assert {unwanted(one) for one in notices("receipt")} == {"no_address"}
    assert {unwanted(one) for one in notices("waiting")} == {""}


def test_the_sweep_does_both(officer, dpo):
    grievances.received()

    with later(15):
        tasks.sweep()

    assert notices("due").count() == 2


# Figures


def test_the_figures_count_by_the_true_day(officer):
    in_time, late = (
        grievances.received(),
        grievances.recorded(by=officer, received_on=TODAY - 40 * DAY),
    )
    grievances.acknowledged(in_time, by=officer)
    grievances.acknowledged(late, by=officer, how="letter", sent_on=TODAY)
    aside = grievances.received(words="Advertising")
    actions.set_aside(complaint=aside, reason="Advertising.", by=officer)
    grievances.received(words="Waits, and is not late")
    grievances.recorded(by=officer, received_on=TODAY - 30 * DAY, words="Waits, and is late")
    last = grievances.recorded(by=officer, received_on=TODAY - 29 * DAY, words="On the last day")
    grievances.acknowledged(last, by=officer, how="letter", sent_on=TODAY)
    grievances.received(about="team")
    year = Year(date(2026, 11, 1))

    assert complaints_of(year) == Counts(received=6, in_time=2, late=2, passed_on=0)
    assert complaints_of(year.before) == Counts(0, 0, 0, 0)
