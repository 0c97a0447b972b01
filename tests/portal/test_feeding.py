"""One's own deadlines in one's own calendar: by a secret link, and naming nobody."""

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from consent.leaving.carrying import sweep_leavers
from consent.leaving.rules import choose_by
from councilgov.access import Role
from councilgov.days import today
from councilgov.people.actions import end_appointment
from councilgov.people.models import Appointment, Insurance, User
from councilgov.portal.feeding.actions import make_link, stop_link
from councilgov.portal.feeding.deadlines import due
from councilgov.portal.feeding.feed import deadlines, feed
from councilgov.portal.feeding.links import address_of, digest_of
from councilgov.portal.models import CalendarLink
from devices.desk.actions import open_task
from devices.models import TaskKind
from tests import given
from tests.breaches import asking, grievances, reports
from tests.consent import leavers as going
from tests.consent import people
from tests.devices import equipment
from tests.elections import polls
from tests.offboarding import leavers, suspended
from tests.racing import at_once

PAGE = reverse("my_calendar")


@pytest.fixture(autouse=True)
def _council():
    given.council()


def path_of(secret):
    return reverse("calendar_feed", args=[secret])


def entries(user):
    """The calendar of somebody, read back as a calendar reads it: by the start of each key."""
    calendar = Calendar.from_ical(feed(User.objects.get(pk=user.pk)))
    return {str(one["uid"]).partition("@")[0]: one for one in calendar.walk("VEVENT")}


def days(user):
    return {
        re.sub(r"-\d.*", "", key): (str(one["summary"]), one["dtstart"].dt)
        for key, one in entries(user).items()
    }


# What is in it


def test_a_councillor_sees_what_they_have_to_do_on_its_day():
    councillor = given.councillor()
    version = given.published(policy=given.policy(title="Members ICT protocol"))
    asked = version.acknowledgements.get(councillor=councillor)
    issue = equipment.issue(equipment.device(), holder=councillor)
    people.verified(people.person(councillor=councillor))

    found = days(councillor)

    assert found["sign"] == ("Sign Members ICT protocol", asked.due_on)
    assert found["issue"] == ("Accept your council equipment", issue.accept_before)
    assert found["contacts"] == ("Check 1 contact", date(2027, 5, 23))
    assert found["insurance"][0] == "Say whose insurance covers your council equipment"


def test_what_is_signed_is_no_deadline_any_more():
    councillor = given.councillor()
    given.signature(given.published(), councillor)

    assert days(councillor) == {}


def test_equipment_to_bring_back_is_named_by_its_tag():
    councillor = given.councillor()
    back, in_for = (equipment.issued(holder=councillor, asset_tag=tag) for tag in ("BC-7", "BC-8"))
    asked = equipment.asked_back(back)
    recall = equipment.recalled(in_for)

    found = days(councillor)

    assert found["return"] == ("Return device BC-7", asked.due_on)
    assert found["recall"] == ("Bring in device BC-8", recall.due_on)


def test_an_audit_is_one_entry_however_many_devices_there_are():
    councillor = given.councillor()
    for tag in ("BC-7", "BC-8"):
        equipment.issued(holder=councillor, asset_tag=tag)
    audit = equipment.audit()

    assert days(councillor)["audit"] == ("Confirm your equipment", audit.until_on)


def test_an_unsafe_device_of_ones_own_is_put_right_by_its_day():
    device = equipment.unsafe()

    assert days(device.holder)["mend"] == (
        f"Make your own device safe: {device.asset_tag}",
        device.enrolment.mend_before,
    )


def test_whoever_leaves_sees_their_days():
    case = leavers.leaver()
    people.person(councillor=given.councillor())

    found = days(case.councillor)

    assert found["last-day"] == ("Your last day in office", case.last_day)
    assert found["kit"] == ("Bring back your council equipment", case.kit_due_on)
    assert found["access"][1] == case.access_due_on


def test_whoever_leaves_says_by_a_day_what_becomes_of_their_contacts():
    councillor = people.accepted(given.councillor())
    people.person(councillor=councillor)
    going.leaves(councillor)
    sweep_leavers()

    assert days(councillor)["leaving"] == (
        "Say what becomes of your contacts",
        choose_by(going.the(councillor)),
    )


def test_newly_elected_people_declare_by_their_day():
    term = polls.undeclared()

    assert days(term.councillor)["declare"] == (
        "Make the declaration of acceptance of office",
        term.declaration_due_on,
    )


def test_the_72_hours_stand_on_the_day_in_london_on_which_they_end():
    chief = given.officer(Role.MONITORING_OFFICER)
    with time_machine.travel("2027-03-26 23:30Z"):
        part = reports.noticed(reports.timezone.now())
        found = days(chief)

    assert found["clock"] == (
        f"{part.incident.reference}: the 72 hours end at 12:30am",
        date(2027, 3, 30),  # summer time began on 28 March
    )


def test_what_ends_at_midnight_is_due_on_the_day_before():
    chief = given.officer(Role.MONITORING_OFFICER)
    with time_machine.travel("2026-11-23 00:00Z", tick=False):
        reports.noticed(reports.timezone.now())
        found = days(chief)

    assert found["clock"][1] == date(2026, 11, 25)


def test_a_councillor_sees_the_hours_of_their_own_records_and_officers_do_not():
    councillor = given.councillor()
    part = reports.of_councillor_alone(councillor, by=given.officer(Role.MONITORING_OFFICER))
    officer = given.officer(Role.INFORMATION_OFFICER)

    assert days(councillor)["clock"][0].startswith(part.incident.reference)
    assert "clock" not in days(officer)


def test_a_follow_up_is_named_by_its_report():
    officer = reports.decider()
    part = reports.learning(reports.confirmed(), by=officer)
    row = reports.follow_up(part.incident, by=officer, words="Ring the printers")

    assert days(officer)["follow-up"] == (
        f"{part.incident.reference}: finish a follow-up",
        row.due_on,
    )


def test_the_desk_sees_its_tasks_that_have_a_day():
    device = equipment.device()
    told: dict[str, Any] = {"about": device, "address": "/devices/", "device": device, "by": None}
    open_task(kind=TaskKind.SECURE, due_at=reports.timezone.now(), **told)
    open_task(kind=TaskKind.CONTAIN, **told)
    desk = equipment.desk()

    assert len([key for key in entries(desk) if key.startswith("task")]) == 1
    assert days(desk)["task"][1] == today()
    assert "task" not in days(given.officer(Role.AUDITOR))


def test_those_who_advise_see_the_questions_of_their_team():
    row = asking.asked()

    assert days(asking.monitoring())["advice"][0] == f"{row.reference}: answer the question"
    assert "advice" not in days(given.officer(Role.AUDITOR))
    assert "advice" not in days(row.asker)


def test_complaints_stand_with_whoever_answers_them():
    row = grievances.received()
    ward = grievances.own()
    officer = given.officer(Role.INFORMATION_OFFICER)

    assert days(officer)["complaint"][1] == row.due_on
    assert days(ward.councillor)["ward-complaint"] == (
        f"{ward.reference}: answer the complaint",
        ward.due_on,
    )
    assert "complaint" not in days(given.officer(Role.MEMBERS_SERVICES))


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.MEMBERS_SERVICES, True),
        (Role.MONITORING_OFFICER, True),
        (Role.ICT_DESK, True),
        (Role.AUDITOR, False),
        (Role.COUNCILLOR, False),
    ],
)
def test_cases_of_leavers_stand_with_those_who_do_something_about_them(role, sees):
    case = leavers.leaver()
    found = days(given.somebody(role))

    assert ("case" in found) == sees
    if sees:
        assert found["case"][0] == f"Leaver’s case {case.pk}: ten working days end"


def test_a_pre_election_period_lasts_from_the_notice_to_the_poll():
    row = polls.election()
    (entry,) = [one for key, one in entries(given.councillor()).items() if "poll" in key]

    assert str(entry["summary"]) == f"Pre-election period: {row.name}"
    assert entry["dtstart"].dt == row.notice_on
    assert entry["dtend"].dt == row.poll_on + timedelta(days=1)


def test_where_the_council_insures_its_equipment_itself_nobody_declares():
    councillor = given.councillor()
    equipment.issued(holder=councillor)
    before = days(councillor)
    given.council(insurance=Insurance.COUNCIL)

    assert "insurance" in before
    assert "insurance" not in days(councillor)


def everything():
    """One councillor and one officer with as much as there is, and the names of all the others."""
    councillor = people.accepted(given.councillor())
    other = given.councillor(full_name="Zqxname Elder", known_as="Zqxname")
    people.verified(people.person(councillor=councillor, full_name="Zqxname Sorrel"))
    equipment.asked_back(equipment.issued(holder=councillor))
    given.published()
    grievances.received(name="Zqxname Green", words="Zqxname told", email="zqxname@green.example")
    reports.noticed(reports.timezone.now(), happened="Zqxname was named")
    asking.asked(by=other, words="Zqxname asks")
    leavers.ends(other)
    chief = reports.decider()
    part = reports.learning(reports.confirmed(), by=chief)
    reports.follow_up(part.incident, by=chief, words="Ring Zqxname")
    return councillor, chief


def test_nothing_in_it_names_or_tells_of_anybody():
    councillor, chief = everything()
    desk, clerk = equipment.desk(), polls.clerk()
    texts = [feed(User.objects.get(pk=one.pk)).decode() for one in (councillor, chief, desk, clerk)]

    assert [text for text in texts if "zqxname" in text.lower()] == []
    for text in texts:
        for name in User.objects.values_list("full_name", flat=True):
            assert name not in text


def test_it_is_a_calendar_as_the_standard_has_it():
    councillor, chief = everything()

    for person in (councillor, chief):
        content = feed(User.objects.get(pk=person.pk))
        calendar = Calendar.from_ical(content)
        assert calendar.errors == []
        assert {str(calendar["version"]), str(calendar["method"])} == {"2.0", "PUBLISH"}
        assert max(len(line) for line in content.split(b"\r\n")) <= 75
        uids = [str(one["uid"]) for one in calendar.walk("VEVENT")]
        assert len(uids) == len(set(uids)) > 2
        for one in calendar.walk("VEVENT"):
            assert one.errors == []
            assert type(one["dtstart"].dt) is type(one["dtend"].dt) is date
            assert one["dtend"].dt > one["dtstart"].dt
            assert str(one["url"]).startswith("http")


def test_an_entry_stays_the_same_one_when_its_day_moves():
    councillor = given.councillor()
    version = given.published()
    before = entries(councillor)
    asked = version.acknowledgements.get(councillor=councillor)
    asked.due_on += timedelta(days=7)
    asked.keep(by=None, why="Test")

    after = entries(councillor)

    assert before.keys() == after.keys() == {f"sign-{asked.pk}"}
    assert after[f"sign-{asked.pk}"]["dtstart"].dt == asked.due_on


def test_the_number_of_queries_does_not_grow(django_assert_max_num_queries):
    councillor, chief = everything()
    for person in (councillor, chief):
        with django_assert_max_num_queries(100) as few:
            feed(User.objects.get(pk=person.pk))
        for _n in range(3):
            everything()
            equipment.asked_back(equipment.issued(holder=councillor))
        with django_assert_max_num_queries(len(few.captured_queries)):
            assert len(deadlines(User.objects.get(pk=person.pk))) > 3


# The link


def test_whoever_has_the_link_reads_it_without_signing_in(client):
    councillor = given.councillor()
    given.published()
    response = client.get(path_of(make_link(by=councillor)))

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "private, no-cache"
    assert "Set-Cookie" not in response
    assert response.content == feed(User.objects.get(pk=councillor.pk))


def test_what_has_not_changed_is_not_sent_again(client):
    councillor = given.councillor()
    address = path_of(make_link(by=councillor))
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    given.published()
    changed = client.get(address, headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")
    assert again["Cache-Control"] == "private, no-cache"
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_the_secret_is_long_and_only_its_hash_is_kept():
    secret = make_link(by=given.councillor())
    (row,) = CalendarLink.objects.all()

    assert len(secret) == 43  # 32 bytes
    assert row.digest == digest_of(secret)
    assert str(row) == f"Calendar link {row.pk}"
    kept = [*CalendarLink.objects.values(), *CalendarLink.history.values()]
    assert secret not in str(kept)
    assert address_of(secret).endswith(f"/calendar/{secret}.ics")


def test_a_new_link_ends_the_old_one_at_once(client):
    councillor = given.councillor()
    old, new = make_link(by=councillor), make_link(by=councillor)

    assert client.get(path_of(old)).status_code == 404
    assert client.get(path_of(new)).status_code == 200


def test_a_stopped_link_leads_nowhere(client):
    councillor = given.councillor()
    secret = make_link(by=councillor)

    assert stop_link(by=councillor)
    assert not stop_link(by=councillor)
    assert client.get(path_of(secret)).status_code == 404


@pytest.mark.django_db(transaction=True)
def test_of_two_presses_at_once_one_link_remains():
    councillor = given.councillor()

    made = at_once(*[lambda: make_link(by=councillor)] * 3)

    assert CalendarLink.objects.count() == 1
    row = CalendarLink.objects.get()
    assert row.digest in {digest_of(secret) for secret in made}


def test_whose_account_is_closed_has_no_calendar(client):
    councillor = given.councillor()
    secret = make_link(by=councillor)
    councillor.is_active = False
    councillor.keep(by=None, why="Test")

    assert client.get(path_of(secret)).status_code == 404


def test_whose_access_is_over_has_no_calendar(client):
    case = leavers.leaver()
    secret = make_link(by=case.councillor)
    last = case.access_due_on

    with time_machine.travel(f"{last} 12:00Z"):
        assert client.get(path_of(secret)).status_code == 200
    with time_machine.travel(f"{last + timedelta(days=1)} 12:00Z"):
        assert client.get(path_of(secret)).status_code == 404


def test_who_is_suspended_has_no_calendar_until_it_is_over(client):
    councillor = given.councillor()
    secret = make_link(by=councillor)
    row = suspended.suspended(councillor=councillor)

    assert client.get(path_of(secret)).status_code == 404
    client.force_login(councillor)
    assert "While you are suspended the link does not work" in client.get(PAGE).text
    with time_machine.travel(f"{row.ends_on + timedelta(days=1)} 12:00Z"):
        assert Client().get(path_of(secret)).status_code == 200


def test_an_officer_whose_appointment_ended_reads_nothing_of_the_office(client):
    officer = given.officer(Role.MEMBERS_SERVICES)
    leavers.leaver()
    secret = make_link(by=officer)
    before = client.get(path_of(secret)).content
    end_appointment(
        appointment=Appointment.objects.get(officer=officer), ends_on=today(), by=polls.clerk()
    )

    with time_machine.travel(f"{today() + timedelta(days=1)} 12:00Z"):
        after = client.get(path_of(secret)).content

    assert b"case-" in before
    assert b"case-" not in after


# Guesses and logs


def test_who_guesses_has_to_wait_and_whoever_has_a_link_has_not(client):
    cache.clear()
    secret = make_link(by=given.councillor())
    answers = [client.get(path_of(f"guess-{n}")).status_code for n in range(31)]

    assert answers == [404] * 30 + [429]
    assert client.get(path_of(secret)).status_code == 200


@pytest.mark.parametrize("secret", ["x", "é", "a" * 3_000, "a%00b"])
def test_nonsense_leads_nowhere(secret, client):
    assert client.get(f"/calendar/{secret}.ics").status_code == 404


def test_no_secret_stands_in_a_log(client, capsys, caplog):
    secret = make_link(by=given.councillor())
    stop_link(by=CalendarLink.objects.get().person)

    client.get(path_of(secret))

    said = [line.getMessage() for line in caplog.records if secret in line.getMessage()]
    assert secret not in capsys.readouterr().err
    assert all("/calendar/" in one for one in said)


# The page


def test_the_page_shows_the_link_once_and_then_never_again(client):
    councillor = given.councillor()
    client.force_login(councillor)
    assert "Make the link" in client.get(PAGE).text

    made = client.post(reverse("make_calendar_link"))
    (address,) = re.findall(r"http\S+?\.ics", made.text)
    later = client.get(PAGE).text

    assert "no-store" in made["Cache-Control"]
    assert Client().get(urlsplit(address).path).content.startswith(b"BEGIN:VCALENDAR")
    assert ".ics" not in later
    assert "You made it on 23 November 2026" in later
    assert "Make a new link" in later


def test_the_page_stops_it(client):
    councillor = given.councillor()
    secret = make_link(by=councillor)
    client.force_login(councillor)

    once, twice = (client.post(reverse("stop_calendar_link"), follow=True) for _n in range(2))

    assert "The link has stopped working" in once.text
    assert "The link has stopped working" not in twice.text
    assert Client().get(path_of(secret)).status_code == 404


def test_nobody_sees_or_stops_the_link_of_somebody_else(client):
    make_link(by=given.councillor())
    client.force_login(given.officer(Role.ADMINISTRATOR))

    client.post(reverse("stop_calendar_link"))

    assert CalendarLink.objects.count() == 1
    assert "You have a link" not in client.get(PAGE).text


def test_what_has_no_day_stands_on_none():
    assert list(due("insurance-1", None, "Say whose insurance covers it", "/")) == []
    assert [one.on for one in due("sign-1", today(), "Sign it", "/")] == [today()]
