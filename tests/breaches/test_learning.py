"""What was learnt is acted on, by somebody and by a day, and chased until it is done."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, models, transaction
from django.test import Client

from breaches.learning import actions
from breaches.learning.reminding import remind_of_follow_ups, remind_to_give
from breaches.models import FollowUp, Incident
from breaches.tasks import sweep
from councilgov.access import Role
from councilgov.days import today
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.records import Refused, subject_of
from tests import given
from tests.breaches import reports
from tests.racing import at_once

DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        officer, owner = reports.handler(), given.officer(Role.MEMBERS_SERVICES)
        incident = reports.confirmed(by=officer).incident
        row = reports.follow_up(incident, by=officer, owner=owner)
        return officer, owner, incident, row

    return shared(make)


@pytest.fixture
def officer(made_once):
    return made_once[0]


@pytest.fixture
def owner(made_once):
    return made_once[1]


@pytest.fixture
def incident(made_once):
    return Incident.objects.with_row().get(pk=made_once[2].pk)


@pytest.fixture
def row(made_once):
    return FollowUp.objects.with_row().get(pk=made_once[3].pk)


def test_somebody_is_named_for_it_and_told(row, owner, incident):
    assert (row.owner, row.status, row.due_on) == (owner, "open", today() + 30 * DAY)
    assert Notice.objects.get(kind="follow_up_set").to == owner
    assert Entry.objects.filter(kind="breaches.follow_up_set").count() == 1
    event = incident.events.get(what="follow_up")
    assert event.words == f"{owner.full_name}: Check the list of addresses"


def test_who_names_themselves_is_not_told(incident, officer):
    reports.follow_up(incident, by=officer)

    assert not Notice.objects.filter(kind="follow_up_set", to=officer).exists()


def test_it_is_set_once_for_a_day_ahead_and_for_who_can_come_in(incident, officer, owner):
    gone = given.person(is_active=False)

    with pytest.raises(Refused, match="have this to do already"), transaction.atomic():
        reports.follow_up(incident, by=officer, owner=owner)
    with pytest.raises(Refused, match="not past"):
        reports.follow_up(incident, by=officer, due_on=today() - DAY)
    with pytest.raises(Refused, match="can’t come in"):
        reports.follow_up(incident, by=officer, owner=gone)
    assert reports.follow_up(incident, by=officer, due_on=today()).due_on == today()


def test_it_is_set_by_who_looks_into_a_report_that_was_looked_at(incident, officer, owner):
    with pytest.raises(Refused, match="Only an information officer"):
        reports.follow_up(incident, by=owner)
    with pytest.raises(Refused, match="Setting an action can’t be done"):
        reports.follow_up(reports.reported(), by=officer)


def test_a_report_is_closed_with_its_lessons_and_the_action_goes_on(officer, owner):
    incident = reports.ruled("not_personal", by=officer)
    with pytest.raises(Refused, match="Say why"):
        reports.close(incident=incident, lessons=" ", by=officer)
    row = reports.follow_up(incident, by=officer, owner=owner)

    reports.closed(incident, by=officer)

    row.refresh_from_db()
    assert row.status == "open"
    later = reports.follow_up(incident, by=officer, words="Check again")
    assert later.status == "open"


def test_it_is_done_in_words_by_whoever_does_it(row, owner):
    with pytest.raises(Refused, match="Say why"):
        actions.finish_follow_up(follow_up=row, words=" ", by=owner)

    done = actions.finish_follow_up(follow_up=row, words="The list is checked.", by=owner)

    assert (done.status, done.ended_by, done.ended_words) == (
        "done",
        owner,
        "The list is checked.",
    )
    assert done.incident.events.filter(what="followed_up").count() == 1
    assert Entry.objects.filter(kind="breaches.follow_up_ended").count() == 1
    with pytest.raises(Refused, match="is done"):
        actions.finish_follow_up(follow_up=row, words="Again.", by=owner)


def test_an_officer_says_it_for_them_and_nobody_else(row, officer):
    somebody = given.councillor()
    assert actions.may_finish(row, officer)
    assert not actions.may_finish(row, somebody)

    with pytest.raises(Refused, match="Only an information officer"):
        actions.finish_follow_up(follow_up=row, words="Done.", by=somebody)
    assert actions.finish_follow_up(follow_up=row, words="Done.", by=officer).status == "done"


def test_nobody_drops_what_was_given_to_them(row, owner, officer):
    with pytest.raises(Refused, match="Only an information officer"):
        actions.drop_follow_up(follow_up=row, reason="No time.", by=owner)
    with pytest.raises(Refused, match="Say why"):
        actions.drop_follow_up(follow_up=row, reason="", by=officer)

    assert (
        actions.drop_follow_up(follow_up=row, reason="It is new.", by=officer).status == "dropped"
    )


DUE = date(2026, 12, 23)
STAGES = {
    "2026-12-15": 0,
    "2026-12-16": 1,
    "2026-12-22": 1,
    "2026-12-23": 1,
    "2026-12-29": 1,
    "2026-12-30": 1,
    "2027-02-10": 1,
}


@pytest.mark.parametrize("day", STAGES)
def test_they_are_reminded_of_the_stage_that_is_reached_once(row, owner, day):
    assert row.due_on == DUE

    with time_machine.travel(f"{day} 10:00"):
        assert remind_of_follow_ups() == STAGES[day]
        assert remind_of_follow_ups() == 0

    assert Notice.objects.filter(kind="follow_up_due", to=owner).count() == STAGES[day]


def test_there_is_a_message_for_each_stage(row):
    for day in ("2026-12-16", "2026-12-22", "2026-12-23", "2026-12-30", "2027-01-06"):
        with time_machine.travel(f"{day} 10:00"):
            assert sweep() == 1


def test_what_is_set_late_is_not_told_of_stages_that_are_past(incident, officer, owner):
    reports.follow_up(incident, by=officer, owner=owner, words="Soon", due_on=today() + DAY)

    assert remind_of_follow_ups() == 0


def test_nobody_is_reminded_of_what_has_ended(row, owner):
    with time_machine.travel("2026-12-23 10:00"):
        remind_of_follow_ups()
        notice = Notice.objects.get(kind="follow_up_due")
        assert not unwanted(notice)

        actions.finish_follow_up(follow_up=row, words="Done.", by=owner)

        assert unwanted(notice)
    with time_machine.travel("2026-12-30 10:00"):
        assert remind_of_follow_ups() == 0


def test_who_cannot_come_in_is_not_reminded(row, owner):
    owner.is_active = False
    owner.keep(by=None, why="Test")

    with time_machine.travel("2026-12-23 10:00"):
        assert remind_of_follow_ups() == 0


def gone(person):
    person.is_active = False
    person.keep(by=None, why="Test")


def test_what_somebody_left_behind_is_told_to_who_looks_into_it_at_each_stage(row, owner, officer):
    gone(owner)

    for day, number in (("2026-12-15", 0), ("2026-12-16", 1), ("2027-02-10", 1)):
        with time_machine.travel(f"{day} 10:00"):
            assert (remind_to_give(), remind_to_give()) == (number, 0)

    notice = Notice.objects.filter(kind="follow_up_left").latest("pk")
    assert (notice.to, unwanted(notice)) == (officer, "")
    actions.give_follow_up(follow_up=row, owner=officer, by=officer)
    assert unwanted(notice)


def test_what_was_dropped_is_not_given_on(row, owner, officer):
    gone(owner)
    with time_machine.travel("2026-12-23 10:00"):
        remind_to_give()
        notice = Notice.objects.get(kind="follow_up_left")
        assert not unwanted(notice)

        actions.drop_follow_up(follow_up=row, reason="Somebody did it long ago.", by=officer)

        assert unwanted(notice)


def test_in_their_own_log_the_councillor_is_told(officer, owner):
    councillor = given.councillor()
    incident = reports.of_councillor_alone(councillor, by=officer).incident
    row = reports.follow_up(incident, by=councillor, owner=owner, words="Ring the team")
    gone(owner)

    with time_machine.travel("2026-12-23 10:00"):
        remind_to_give()
        notice = Notice.objects.get(kind="follow_up_left", about=subject_of(row))

    assert (notice.to, unwanted(notice)) == (councillor, "")
    actions.give_follow_up(follow_up=row, owner=councillor, by=councillor)


def test_it_is_given_to_somebody_else_who_is_told_and_reminded(row, owner, officer, incident):
    gone(owner)
    other = given.officer(Role.MEMBERS_SERVICES)

    row = actions.give_follow_up(follow_up=row, owner=other, by=officer)

    assert (row.owner, row.due_on, row.status) == (other, DUE, "open")
    assert Notice.objects.filter(kind="follow_up_set", to=other).count() == 1
    assert unwanted(Notice.objects.get(kind="follow_up_set", to=owner))
    words = f"{other.full_name}: {row.words}"
    assert incident.events.filter(what="follow_up", words=words).count() == 1
    assert Entry.objects.filter(kind="breaches.follow_up_given").count() == 1
    with time_machine.travel("2026-12-23 10:00"):
        assert (remind_of_follow_ups(), remind_to_give()) == (1, 0)


def test_it_is_not_given_to_who_cannot_do_it_nor_by_who_does_not_look_into_it(row, owner, officer):
    away = given.person(is_active=False)
    give = partial(actions.give_follow_up, follow_up=row)

    with pytest.raises(Refused, match="can’t come in"):
        give(owner=away, by=officer)
    with pytest.raises(Refused, match="have this to do already"):
        give(owner=owner, by=officer)
    with pytest.raises(Refused, match="Only an information officer"):
        give(owner=officer, by=owner)
    actions.finish_follow_up(follow_up=row, words="Done.", by=owner)
    with pytest.raises(Refused):
        give(owner=officer, by=officer)


def test_an_officer_gives_it_on_its_page(of, row, officer, owner):
    client = of(officer)
    assert "Give it to somebody else" in client.get(row.get_absolute_url()).text

    client.post(f"{row.get_absolute_url()}give/", {"owner": officer.pk})

    assert FollowUp.objects.get(pk=row.pk).owner == officer
    assert of(owner).get(f"{row.get_absolute_url()}give/").status_code == 404


@pytest.mark.parametrize("count", [1, 20])
def test_all_are_reminded_in_one_statement(incident, officer, count, django_assert_num_queries):
    for n in range(count):
        reports.follow_up(incident, by=officer, words=f"Action {n}")

    with time_machine.travel("2026-12-23 10:00"), django_assert_num_queries(6):
        assert remind_of_follow_ups() == count + 1


@pytest.mark.django_db(transaction=True)
def test_two_machines_remind_once():
    given.council()
    officer = reports.handler()
    reports.follow_up(reports.confirmed(by=officer).incident, by=officer)

    with time_machine.travel("2026-12-23 10:00", tick=False):
        done = at_once(remind_of_follow_ups, remind_of_follow_ups)

    assert sorted(done) == [0, 1]


def test_it_is_late_after_its_day(row):
    assert not row.is_overdue(row.due_on)
    assert row.is_overdue(row.due_on + DAY)


BROKEN: dict[str, dict[str, Any]] = {
    "status_known": {"status": "x", "ended_at": "2026-11-23", "ended_by": 1, "ended_words": "x"},
    "has_words": {"words": ""},
    "ended_at_together": {"ended_by": 1},
    "ended_when_not_open": {"status": "done", "ended_words": "x"},
    "ended_with_words": {"ended_words": "x"},
}


@pytest.mark.filterwarnings("ignore:DateTimeField")
@pytest.mark.parametrize("name", BROKEN)
def test_the_database_refuses_an_action_that_cannot_be(row, name):
    plain = models.QuerySet(FollowUp).filter(pk=row.pk)

    with pytest.raises(IntegrityError, match=f"breaches_followup_{name}"), transaction.atomic():
        plain.update(**BROKEN[name])


@pytest.fixture
def of():
    def signed_in(person):
        client = Client()
        client.force_login(person)
        return client

    return signed_in


def test_whoever_does_it_finds_it_without_the_report(of, row, owner, incident):
    client = of(owner)

    assert row.words in client.get("/home/").text
    assert row.words in client.get("/incidents/actions/").text
    shown = client.get(row.get_absolute_url()).text
    assert "Open the report" not in shown
    assert client.get(incident.get_absolute_url()).status_code == 404
    assert client.get(f"{row.get_absolute_url()}dropped/").status_code == 403
    client.post(f"{row.get_absolute_url()}done/", {"words": "The list is checked."})
    assert "The list is checked." in client.get(row.get_absolute_url()).text


def test_an_officer_sets_and_drops_one_on_its_page(of, officer, owner, incident):
    client = of(officer)
    told = {
        "words": "Teach everybody to check",
        "owner": owner.pk,
        "due_on_day": "20",
        "due_on_month": "12",
        "due_on_year": "2026",
    }

    client.post(f"{incident.get_absolute_url()}action/", told)
    row = FollowUp.objects.get(words="Teach everybody to check")
    assert row.words in client.get(incident.get_absolute_url()).text
    client.post(f"{row.get_absolute_url()}dropped/", {"reason": "It is taught already."})

    assert "It is taught already." in client.get(row.get_absolute_url()).text


def test_the_list_shows_what_is_late(of, officer, row, incident):
    reports.follow_up(incident, by=officer, words="Later", due_on=today() + 90 * DAY)

    with time_machine.travel("2027-01-06 10:00"):
        shown = of(officer).get("/incidents/actions/?late=yes").text
        page = of(officer).get(row.get_absolute_url()).text

    assert row.words in shown
    assert "Later" not in shown
    assert "Late" in page


def test_another_councillor_sees_none(of, row):
    client = of(given.councillor())

    assert row.words not in client.get("/incidents/actions/").text
    assert client.get(row.get_absolute_url()).status_code == 404
