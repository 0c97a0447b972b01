"""What was entered wrongly, or did not reach whoever complains, is put right."""

from csv import DictReader
from datetime import UTC, date, datetime
from functools import partial

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from breaches.complaining import actions, mending
from breaches.complaining.sweeping import forget_complainants, tell_of_undelivered
from breaches.complaining.wording import OPENINGS
from breaches.models import Complainant, Complaint, Outcome
from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.people.models import User
from councilgov.records import Refused
from tests import given
from tests.breaches import grievances
from tests.breaches.grievances import DAY, TODAY


def page(name, row):
    return reverse(f"breaches:{name}", args=[row.reference])


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def on(day):
    return time_machine.travel(datetime(2026, 11, day, 10, tzinfo=UTC))


def leave(person):
    person = User.objects.get(pk=person.pk)
    person.is_active = False
    person.keep(by=None, why="Left")


# The day on which it came in


def test_the_thirty_days_count_from_the_corrected_day(officer):
    row = grievances.recorded(by=officer, received_on=TODAY - 3 * DAY)
    client = client_of(officer)
    assert page("correct_received", row) in client.get(row.get_absolute_url()).text
    day = {"received_on_day": 2, "received_on_month": 11, "received_on_year": 2026}

    client.post(page("correct_received", row), {**day, "reason": "Read the stamp again."})

    row.refresh_from_db()
    assert (row.received_on, row.due_on) == (date(2026, 11, 2), date(2026, 12, 1))
    assert "2026-11-20" in Entry.objects.about(row).get(kind__endswith="day_corrected").facts
    told = client.get(row.get_absolute_url()).text
    assert "The day on which it came in was corrected" in told
    assert "Read the stamp again." in told


@pytest.mark.parametrize(
    ("day", "reason", "words"),
    [
        (TODAY + DAY, "Stamp.", "today or in the past"),
        (TODAY - 3 * DAY, "Stamp.", "its day already"),
        (TODAY, "Stamp.", "before that day"),
        (TODAY - 9 * DAY, " ", "Say why"),
    ],
)
def test_a_day_that_cannot_be_and_one_that_leaves_the_next_news(officer, day, reason, words):
    row = grievances.recorded(by=officer, received_on=TODAY - 3 * DAY)
    grievances.acknowledged(row, by=officer, how="letter", sent_on=TODAY - DAY)
    correct = partial(mending.correct_received, complaint=row, by=officer)

    with pytest.raises(Refused, match=words):
        correct(received_on=day, reason=reason)
    assert correct(received_on=TODAY - 40 * DAY, reason="Stamp.").due_on == TODAY + 29 * DAY


def test_of_the_form_the_day_is_known(officer):
    row = grievances.received()

    with pytest.raises(Refused, match="by the form"):
        mending.correct_received(complaint=row, received_on=TODAY - DAY, reason="So.", by=officer)
    assert "Correct when it came in" not in client_of(officer).get(row.get_absolute_url()).text


def test_who_enters_it_again_with_another_day_is_told_that_it_waits(officer):
    first = grievances.recorded(by=officer, received_on=TODAY - 3 * DAY)
    assert grievances.recorded(by=officer, received_on=TODAY - 3 * DAY) == first

    with pytest.raises(Refused, match=first.reference) as refusal:
        grievances.recorded(by=officer, received_on=TODAY - 21 * DAY)
    assert refusal.value.way[0] == first.get_absolute_url()


def test_who_may_not_see_it_reads_no_number(officer, dpo):
    first = grievances.recorded(by=dpo, about="team")

    with pytest.raises(Refused, match="waits already") as refusal:
        grievances.recorded(by=officer, about="council")
    assert first.reference not in str(refusal.value)


# Two at once


def test_what_is_sent_while_the_same_is_acknowledged_is_kept(officer, monkeypatch):
    first = grievances.received()
    tried = []
    find = actions.is_the_same

    def meanwhile(error):
        tried.append(error)
        grievances.acknowledged(first, by=officer)
        return find(error)

    monkeypatch.setattr(actions, "is_the_same", meanwhile)

    second = grievances.received()

    assert len(tried) == 1
    assert {one.pk for one in Complaint.objects.all()} == {first.pk, second.pk}
    assert second.complainant.words == grievances.WORDS


def test_another_error_of_the_database_is_not_hidden(officer, monkeypatch):
    grievances.received()
    monkeypatch.setattr(actions, "is_the_same", lambda _error: False)

    with pytest.raises(IntegrityError, match="once_each"):
        grievances.received()


# Told twice, and days


def test_the_same_news_are_not_sent_twice_on_a_day(officer):
    row = grievances.received()
    grievances.acknowledged(row, by=officer)
    tell = partial(actions.tell_progress, complaint=row, how="email", by=officer)
    tell(text="We ask the team.")

    with pytest.raises(Refused, match="told the same"):
        tell(text=" We ask the team. ")
    tell(text="We have asked the team.")
    tell(text="We ask the team.", how="letter", sent_on=TODAY)
    with on(24):
        tell(text="We ask the team.")

    assert Notice.objects.filter(kind="complaint_progress").count() == 3


def test_a_call_that_is_entered_late_moves_no_deadline_back(officer):
    row = grievances.recorded(by=officer, received_on=TODAY - 29 * DAY)
    grievances.acknowledged(row, by=officer, how="letter", sent_on=TODAY)
    day = TODAY - 25 * DAY

    actions.tell_progress(complaint=row, how="phone", text="So.", sent_on=day, by=officer)

    row.refresh_from_db()
    assert row.due_on == TODAY + 30 * DAY


def test_nobody_is_answered_before_it_was_acknowledged(officer):
    row = grievances.recorded(by=officer, received_on=TODAY - 29 * DAY)
    grievances.acknowledged(row, by=officer, how="letter", sent_on=TODAY - 2 * DAY)
    actions.begin_enquiry(complaint=row, by=officer)
    answer = partial(actions.send_outcome, complaint=row, outcome="upheld", how="letter")
    answer = partial(answer, text="So.", by=officer)

    with pytest.raises(Refused, match="before it was acknowledged") as refusal:
        answer(sent_on=TODAY - 3 * DAY)
    assert refusal.value.field == "sent_on"
    assert answer(sent_on=TODAY - 2 * DAY)


@pytest.mark.parametrize("outcome", Outcome.values)
def test_an_answer_begins_with_what_came_of_it(officer, outcome):
    message = grievances.answered(grievances.received(), by=officer, outcome=outcome)

    assert message.text.startswith(str(OPENINGS[outcome]))
    assert message.text.endswith(grievances.ANSWER)


# Somebody handles it


def test_the_last_who_could_handle_it_is_not_shut_out(officer, dpo):
    row = grievances.received()
    leave(dpo)

    with pytest.raises(Refused, match="nobody could handle") as refusal, transaction.atomic():
        actions.name_party(complaint=row, person=officer, by=officer)
    assert refusal.value.field == "person"
    with pytest.raises(Refused, match="nobody could handle"), transaction.atomic():
        actions.direct(complaint=row, about="team", by=officer)
    assert row.handlers().get() == officer


def test_what_is_directed_to_the_same_is_no_act(officer):
    row = grievances.received()

    with pytest.raises(Refused, match="already"):
        actions.direct(complaint=row, about="council", by=officer)
    assert not Entry.objects.about(row).filter(kind="breaches.complaint_directed").exists()


# An email that did not reach them


def told(row):
    return Notice.objects.filter(kind="complaint_unsent", about__endswith=f":{row.pk}")


def test_those_who_handle_it_are_told_once_that_an_email_failed(officer, dpo):
    row, other = grievances.received(), grievances.received(words="Another")
    grievances.lost(row, by=officer)
    grievances.acknowledged(other, by=officer)

    assert tell_of_undelivered() == tell_of_undelivered() == 1

    assert set(told(row).values_list("to", flat=True)) == {officer.pk, dpo.pk}
    assert not told(other).exists()
    assert not any(unwanted(notice) for notice in told(row))
    assert list(Complaint.objects.undelivered()) == [row]
    listed = client_of(officer).get("/complaints/?unsent=yes")
    assert [one.record.pk for one in listed.context["page"]] == [row.pk]
    actions.name_party(complaint=row, person=dpo, by=officer)
    assert unwanted(told(row).get(to=dpo))
    told(row).update(about="breaches.complaint:999999")
    assert all(unwanted(one) for one in Notice.objects.filter(kind="complaint_unsent"))


def test_the_day_of_the_letter_counts_and_not_that_of_the_lost_email(officer, dpo):
    row = grievances.recorded(by=officer, received_on=TODAY - 29 * DAY, email=grievances.EMAIL)
    grievances.lost(row, by=officer)
    tell_of_undelivered()
    assert page("send_another_way", row) in client_of(officer).get(row.get_absolute_url()).text

    with on(26):
        day = {"sent_on_day": 25, "sent_on_month": 11, "sent_on_year": 2026}
        client_of(officer).post(page("send_another_way", row), {"how": "letter", **day})

    row.refresh_from_db()
    assert row.acknowledged_on == date(2026, 11, 25)
    assert row.due_on == date(2026, 12, 25)
    assert row.messages.last().text == row.messages.first().text
    assert all(unwanted(notice) for notice in told(row))
    assert not Complaint.objects.undelivered().exists()


@pytest.mark.parametrize(
    ("how", "day", "words"),
    [
        ("email", TODAY, "did not reach"),
        ("letter", None, "Enter the day"),
        ("letter", TODAY - DAY, "went before that day"),
    ],
)
def test_another_way_that_cannot_be(officer, how, day, words):
    with on(22):
        row = grievances.received()
    grievances.lost(row, by=officer)

    with pytest.raises(Refused, match=words):
        mending.send_another_way(complaint=row, how=how, sent_on=day, by=officer)


def test_where_no_email_failed_nothing_went_another_way(officer):
    row = grievances.received()
    grievances.acknowledged(row, by=officer)

    with pytest.raises(Refused, match="No email"):
        mending.send_another_way(complaint=row, how="letter", sent_on=TODAY, by=officer)


def test_an_answer_that_failed_is_dated_by_the_call(officer):
    row = grievances.received()
    grievances.refused(grievances.answered(row, by=officer))

    with on(26):
        day = date(2026, 11, 26)
        mending.send_another_way(complaint=row, how="phone", sent_on=day, by=officer)

    row.refresh_from_db()
    assert (row.outcome_on, row.acknowledged_on, row.due_on) == (day, TODAY, None)


def test_news_that_failed_move_the_next_day(officer):
    row = grievances.received()
    grievances.acknowledged(row, by=officer)
    news = actions.tell_progress(complaint=row, how="email", text="We ask.", by=officer)
    grievances.refused(news)

    with on(26):
        day = date(2026, 11, 26)
        mending.send_another_way(complaint=row, how="phone", sent_on=day, by=officer)

    row.refresh_from_db()
    assert (row.acknowledged_on, row.due_on) == (TODAY, date(2026, 12, 26))


# They write again


def test_answered_it_is_looked_into_again(officer):
    row = grievances.received()
    grievances.answered(row, by=officer, outcome="not_upheld")
    client = client_of(officer)
    assert page("reopen_complaint", row) in client.get(row.get_absolute_url()).text

    client.post(page("reopen_complaint", row), {"reason": "They sent the letter we missed."})

    row.refresh_from_db()
    assert (row.status, row.outcome, row.due_on) == ("enquiry", "", TODAY + 30 * DAY)
    shown = client.get(row.get_absolute_url()).text
    assert "They sent the letter we missed." in shown
    assert "Send the answer" in shown
    actions.send_outcome(complaint=row, outcome="upheld", how="email", text="So.", by=officer)


def test_nothing_is_looked_into_again_without_a_reason_or_once_it_is_erased(officer):
    row = grievances.received()
    reopen = partial(mending.reopen, complaint=row, by=officer)
    with pytest.raises(Refused, match="can’t be done"):
        reopen(reason="They wrote again.")
    grievances.answered(row, by=officer)
    with pytest.raises(Refused, match="Say why"):
        reopen(reason=" ")
    Complainant.objects.all().delete()
    with pytest.raises(Refused, match="is erased"):
        reopen(reason="They wrote again.")


# Pages


@pytest.mark.parametrize(
    ("reach", "pages"),
    [
        (lambda *_args, **_by: None, ["send_outcome", "tell_progress", "begin_enquiry"]),
        (grievances.acknowledged, ["acknowledge_complaint", "send_outcome", "set_aside_complaint"]),
        (grievances.enquired, ["begin_enquiry", "reopen_complaint"]),
        (grievances.answered, ["tell_progress", "send_outcome"]),
    ],
)
def test_a_form_that_could_only_refuse_does_not_open(officer, reach, pages):
    row = grievances.received()
    reach(row, by=officer)
    client = client_of(officer)

    for name in pages:
        assert client.get(page(name, row)).status_code == 409, name


def test_the_refusal_says_who_did_it_and_when(officer):
    row = grievances.received()
    grievances.acknowledged(row, by=officer)

    told = client_of(officer).get(page("acknowledge_complaint", row)).text

    assert f"{officer.full_name} did that at" in told


def test_a_note_is_kept_at_any_time_and_goes_with_who_complained(officer):
    row = grievances.received()
    grievances.answered(row, by=officer)
    client = client_of(officer)

    client.post(page("add_complaint_note", row), {"words": "Rang: content now."})

    assert "Rang: content now." in client.get(row.get_absolute_url()).text
    assert "content now" not in str([*Entry.objects.values(), *row.history.values()])
    with time_machine.travel(datetime(2028, 11, 23, 12, tzinfo=UTC)):
        assert forget_complainants() == 1
    assert not row.notes.exists()
    with pytest.raises(Refused, match="is erased"):
        mending.add_note(complaint=row, words="Later.", by=officer)


def test_a_note_that_says_nothing_or_nothing_new_is_none(officer):
    row = grievances.received()
    note = partial(mending.add_note, complaint=row, by=officer)
    note(words="Rang.")

    with pytest.raises(Refused, match="stands there already"):
        note(words=" Rang. ")
    with pytest.raises(Refused, match="Write what you want"):
        note(words=" ")
    with pytest.raises(Refused, match="to whom this complaint falls"):
        note(words="So.", by=given.somebody(Role.MONITORING_OFFICER))
    assert row.notes.get().words == "Rang."


def test_of_a_councillor_the_page_says_who_answers_for_ward_work(officer):
    of_councillor = grievances.received(about="councillor")
    client = client_of(officer)

    assert "Is it about ward work?" in client.get(of_councillor.get_absolute_url()).text
    other = grievances.received(words="Another")
    assert "Is it about ward work?" not in client.get(other.get_absolute_url()).text


def test_what_is_sent_by_email_says_where_it_went(officer):
    row = grievances.received()
    sent = {"text": "We have it.", "how": "email", "checked": "1"}

    done = client_of(officer).post(page("acknowledge_complaint", row), sent, follow=True)

    assert f"Sent to {grievances.EMAIL}" in done.text


def test_the_file_of_the_list_says_what_the_yearly_count_needs(officer):
    late = grievances.recorded(by=officer, received_on=TODAY - 40 * DAY)
    grievances.acknowledged(late, by=officer, how="letter", sent_on=TODAY)
    done = grievances.received()
    grievances.answered(done, by=officer)
    waits = grievances.received(words="Waits")

    rows = client_of(officer).post("/complaints/", {"export": "csv"}).getvalue().decode("utf-8-sig")

    lines = list(DictReader(rows.splitlines()))
    head = lines[0]
    in_time = {line["Complaint"]: line["In time"] for line in lines}
    assert in_time == {late.reference: "No", done.reference: "Yes", waits.reference: ""}
    for name in ("Acknowledged", "What came of it", "Answered"):
        assert name in head
    assert "Upheld" in rows
