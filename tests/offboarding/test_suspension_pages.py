"""Pages of suspensions: an officer enters one, the desk does its part, and the councillor reads."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.days import day_in_words, today
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.offboarding.narrowing import CONTACTS, RECEIPTS, SUSPENDED
from councilgov.offboarding.suspending.actions import lift, move_end, note_closed, note_opened
from councilgov.offboarding.suspending.facts import own
from councilgov.people.models import EndReason, Suspension
from tests import given
from tests.addresses import TABLE
from tests.devices import equipment
from tests.offboarding.leavers import ends, on, system
from tests.offboarding.pages import links_from, officer, page, typed
from tests.offboarding.suspended import suspended

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def sent(client, person, *days, **fields):
    first, last = days or (today(), today() + 29 * DAY)
    return client.post(page("suspend", person.pk), typed(first, last, **fields), follow=True)


def test_a_monitoring_officer_enters_a_suspension_and_sees_it(client):
    councillor = given.councillor()
    officer(client)

    response = sent(client, councillor, kit="back", contacts="shut")

    row = Suspension.objects.get()
    assert response.redirect_chain[-1][0] == page("suspension", row.pk)
    assert row.is_kit_asked_back
    assert row.is_without_contacts
    assert row.is_for_desk
    for words in ("Withdrawn now", "minute 14", "A laptop was lent.", "Asked back for that time"):
        assert words in response.text


def test_where_systems_are_named_they_are_chosen(client):
    councillor = given.councillor()
    email, files = system(), system("Shared files")
    system("Old intranet", is_used=False)
    officer(client)
    shown = client.get(page("suspend", councillor.pk)).text
    assert "Old intranet" not in shown
    assert "Does the service desk close" not in shown

    response = sent(client, councillor, closed=[email.pk], narrowed=[files.pk])

    assert "Systems that are closed" in response.text
    assert [one.is_narrowed for one in Suspension.objects.get().systems.all()] == [False, True]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"what": "office"}, "In England only a court"),
        ({"decision": ""}, "Enter the date and the minute"),
        ({"reasons": ""}, "Say why this is closed"),
        ({"kit": ""}, "Select what becomes of their equipment"),
        ({"ends_on_year": "2025"}, "The last day must be the first day or later"),
        ({"starts_on_month": "13"}, "The first day must be a real date"),
    ],
)
def test_what_is_wrong_is_said_at_its_box_and_nothing_is_saved(client, fields, words):
    councillor = given.councillor()
    officer(client)

    response = sent(client, councillor, **fields)

    assert response.status_code == 200
    assert words in response.text
    assert "There is a problem" in response.text
    assert not Suspension.objects.exists()


def test_sent_twice_it_is_entered_once(client):
    councillor = given.councillor()
    officer(client)
    sent(client, councillor)

    assert "Facilities are withdrawn from them from" in sent(client, councillor).text
    assert Suspension.objects.count() == 1


def test_who_is_not_in_office_is_not_suspended(client):
    officer(client)
    person = given.person()

    response = client.get(page("suspend", person.pk), follow=True)

    assert "not in office" in response.text


def test_the_end_is_moved_and_the_suspension_lifted_on_their_pages(client):
    row = suspended()
    officer(client)
    last = today() + 60 * DAY
    answers = {
        "reason": "Extended on appeal.",
        "checked": "1",
        "ends_on_day": last.day,
        "ends_on_month": last.month,
        "ends_on_year": last.year,
    }

    moved = client.post(page("move_suspension", row.pk), answers, follow=True)
    assert "Extended on appeal." in moved.text
    lifted = client.post(page("lift_suspension", row.pk), {"reason": "Set aside."}, follow=True)

    assert "Set aside." in lifted.text
    assert "Give the facilities back</a>" not in lifted.text
    again = client.post(page("lift_suspension", row.pk), {"reason": "Set aside."})
    assert "This is over already." in again.text


def test_the_desk_says_that_it_closed_and_opened(client):
    row = suspended()
    officer(client, Role.ICT_DESK)
    assert "Close access for a time: 1 councillor" in client.get(reverse("home")).text
    assert row.councillor.full_name in client.get(page("suspensions") + "?desk=close").text

    closed = client.post(page("close_systems", row.pk), follow=True)
    assert "Noted: access is closed." in closed.text
    with on(row.ends_on):
        officer(client, Role.ICT_DESK)
        assert "Open access again: 1 councillor" in client.get(reverse("home")).text
        assert row.councillor.full_name in client.get(page("suspensions") + "?desk=open").text
        opened = client.post(page("open_systems", row.pk), follow=True)
        assert "Noted: access is open again." in opened.text


def test_the_list_says_how_each_stands_today(client):
    now, over = suspended(), suspended()
    later = suspended(starts_on=today() + DAY)
    ended = suspended()
    lift(suspension=over, reason="Reviewed.", by=over.entered_by)
    ends(ended.councillor, today() - DAY)
    officer(client)

    def names(status):
        text = client.get(page("suspensions") + f"?status={status}").text
        everybody = (now, over, later, ended)
        return [row for row in everybody if row.councillor.full_name in text]

    assert names("now") == [now]
    assert names("to_come") == [later]
    assert names("over") == [over, ended]
    taken = client.post(page("suspensions"), {"file": "csv"})
    assert taken.status_code == 200


def test_the_list_takes_as_many_queries_for_many_as_for_one(client, django_assert_max_num_queries):
    suspended()
    officer(client)
    client.get(page("suspensions"))
    with django_assert_max_num_queries(40) as first:
        client.get(page("suspensions"))
    for _n in range(4):
        suspended()

    with django_assert_max_num_queries(len(first)):
        client.get(page("suspensions"))


def test_the_board_and_the_page_of_a_person_lead_to_it(client):
    row = suspended()
    officer(client)

    assert "Facilities are withdrawn from 1 councillor now" in client.get(page("board")).text
    person = client.get(reverse("accounts:person", args=[row.councillor_id])).text
    assert page("suspension", row.pk) in person
    assert page("suspend", row.councillor_id) in person
    lift(suspension=row, reason="Reviewed.", by=row.entered_by)
    person = client.get(reverse("accounts:person", args=[row.councillor_id])).text
    assert "given back on" in person
    assert "Suspensions and withdrawn facilities: none now" in client.get(page("board")).text
    other = client.get(page("suspension_of", given.person().pk), follow=True)
    assert "never suspended" in other.text


def test_the_page_says_that_it_ends_with_the_term(client):
    row = suspended()
    ends(row.councillor, today() + DAY)
    officer(client)

    assert "but it ends with the term" in client.get(page("suspension", row.pk)).text


def test_each_page_that_is_named_is_there():
    assert set(TABLE) >= SUSPENDED
    assert {name for name in RECEIPTS if not name.startswith(CONTACTS)} < SUSPENDED


@pytest.mark.parametrize("is_without", [False, True], ids=["with contacts", "without"])
def test_every_link_on_what_they_may_open_opens(client, is_without):
    councillor = equipment.accepted().councillor
    given.signature(given.published(), councillor)
    given.ask_everybody(given.published())
    suspended(councillor=councillor, is_without_contacts=is_without)
    client.force_login(councillor)

    seen = links_from(client, page("my_suspension"))

    assert {page("my_suspension"), reverse("breaches:report"), reverse("devices:equipment")} <= seen
    assert (reverse("consent:contacts") in seen) != is_without


def test_home_leads_to_what_was_decided_and_is_whole_again_after_it(client):
    row = suspended()
    client.force_login(row.councillor)

    home = client.get(reverse("home"))
    assert "Council facilities are withdrawn from you until the end of" in home.text
    assert page("my_suspension") in home.text
    told = client.get(page("my_suspension"))
    assert "It lasts to the end of 22 December 2026" in told.text
    assert row.reasons in told.text
    assert "You keep it" in told.text
    assert "They keep it" not in told.text
    lift(suspension=row, reason="Reviewed.", by=row.entered_by)

    assert reverse("consent:contacts") in client.get(reverse("home")).text
    assert "This is over" in client.get(page("my_suspension")).text


def test_who_leaves_meanwhile_sees_what_to_do(client):
    row = suspended()
    client.force_login(row.councillor)
    link = f'href="{page("mine")}"'
    assert link not in client.get(page("my_suspension")).text
    ends(row.councillor, today() + DAY)

    assert link in client.get(page("my_suspension")).text
    assert client.get(page("mine")).status_code == 200


def test_before_it_begins_it_says_when_and_everything_is_open(client):
    row = suspended(starts_on=today() + DAY)
    client.force_login(row.councillor)

    assert "It begins on 24 November 2026" in client.get(page("my_suspension")).text
    assert client.get(reverse("home")).status_code == 200


def test_nobody_reads_the_suspension_of_another(client):
    row = suspended()
    client.force_login(given.councillor())

    assert client.get(page("my_suspension")).status_code == 404
    assert client.get(page("suspension", row.pk)).status_code == 403


READERS = (Role.MONITORING_OFFICER, Role.DEPUTY_MONITORING_OFFICER)
OTHERS = (
    Role.AUDITOR,
    Role.DATA_PROTECTION_OFFICER,
    Role.INFORMATION_OFFICER,
    Role.MEMBERS_SERVICES,
)
WHY = ("Threats to an officer.", "Because of a report.", "The court said so.")


def with_words():
    row = suspended(reasons=WHY[0], extent="Email on the phone alone.", closed=[system("Payroll")])
    move_end(suspension=row, ends_on=today() + 60 * DAY, reason=WHY[1], by=row.entered_by)
    lift(suspension=row, reason=WHY[2], by=row.entered_by)
    return row


@pytest.mark.parametrize("role", [*READERS, *OTHERS, Role.ICT_DESK])
def test_why_is_read_by_who_decides_and_what_is_closed_by_the_desk(client, role):
    row = with_words()
    officer(client, role)

    text = client.get(page("suspension", row.pk)).text

    assert [words in text for words in WHY] == [role in READERS] * 3
    for words in ("Email on the phone alone.", "Payroll"):
        assert (words in text) == (role not in OTHERS)
    assert "minute 14" in text


def test_the_councillor_reads_why_and_how_far(client):
    row = with_words()
    client.force_login(row.councillor)

    text = client.get(page("my_suspension")).text
    assert all(words in text for words in (*WHY, "Email on the phone alone."))


def test_nobody_is_told_that_all_is_open_before_the_desk_says_so(client):
    desk, row = given.officer(Role.ICT_DESK), suspended()
    note_closed(suspension=row, by=desk)
    lift(suspension=row, reason="Reviewed.", by=row.entered_by)
    client.force_login(row.councillor)

    assert "The service desk opens the other" in client.get(page("my_suspension")).text
    note_opened(suspension=row, by=desk)
    assert "Everything is open to you again" in client.get(page("my_suspension")).text


def test_of_what_never_began_nothing_is_said_to_be_open_again(client):
    row = suspended(starts_on=today() + DAY)
    lift(suspension=row, reason="Entered wrongly.", by=row.entered_by)
    client.force_login(row.councillor)

    assert "lifted before it began" in client.get(page("my_suspension")).text


def test_whoever_left_is_told_that_it_is_over_and_no_more(client):
    row = suspended()
    ends(row.councillor, today(), ends_at=timezone.now(), reason=EndReason.RESIGNED)

    heading = own(row)["heading"]
    assert heading == "This is over."
    officer(client)
    shown = client.get(page("suspension", row.pk)).text
    assert "They stay in office" not in shown
    assert "Lift the suspension" not in shown


def test_what_ends_with_the_term_is_told_with_that_day(client):
    row = suspended()
    ends(row.councillor, today() + DAY)
    client.force_login(row.councillor)
    last = day_in_words(today() + DAY)

    assert f"to the end of your term, {last}" in client.get(page("my_suspension")).text
    told = part_of(Notice.objects.get(kind="suspended")).body
    assert last in told
    assert day_in_words(row.ends_on) not in told


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("lift_suspension", Role.MONITORING_OFFICER),
        ("move_suspension", Role.MONITORING_OFFICER),
        ("close_systems", Role.ICT_DESK),
        ("open_systems", Role.ICT_DESK),
    ],
)
def test_a_form_that_could_only_be_refused_does_not_open(client, name, role):
    row = suspended(is_for_desk=False)
    lift(suspension=row, reason="Reviewed.", by=row.entered_by)
    officer(client, role)

    response = client.get(page(name, row.pk), follow=True)

    assert response.redirect_chain[-1][0] == page("suspension", row.pk)
    assert "done now" in response.text


def test_who_never_said_that_they_closed_anything_is_told_to_open_it_first(client):
    row = suspended()
    with on(row.ends_on):
        officer(client, Role.ICT_DESK)
        assert "You never said here" in client.get(page("open_systems", row.pk)).text
        client.post(page("open_systems", row.pk))
    assert Suspension.objects.get().opened_at
