"""Pages of suspensions: an officer enters one, the desk does its part, and the councillor reads."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from councilgov.access import Role
from councilgov.days import today
from councilgov.offboarding.narrowing import CONTACTS, RECEIPTS, SUSPENDED
from councilgov.offboarding.suspending.actions import lift, note_closed
from councilgov.people.models import Suspension
from tests import given
from tests.addresses import TABLE
from tests.devices import equipment
from tests.offboarding.leavers import ends, on, system
from tests.offboarding.suspended import suspended

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CLOSED = "This page is not open to you for now"


def typed(first, last, **fields):
    answers = {
        "what": "facilities",
        "decider": "council",
        "decision": "Standards Committee, minute 14",
        "desk": "yes",
        "kit": "kept",
        "contacts": "open",
        "reasons": "A laptop was lent.",
    }
    for name, day in (("starts_on", first), ("ends_on", last)):
        parts = {"day": day.day, "month": day.month, "year": day.year}
        answers |= {f"{name}_{part}": str(value) for part, value in parts.items()}
    return answers | fields


def officer(client, role=Role.MONITORING_OFFICER):
    one = given.officer(role)
    client.force_login(one)
    return one


def page(name, *args):
    return reverse(f"offboarding:{name}", args=args)


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
    for words in ("Suspended now", "minute 14", "A laptop was lent.", "Asked back for that time"):
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

    assert "are suspended from" in sent(client, councillor).text
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
        "ends_on_day": last.day,
        "ends_on_month": last.month,
        "ends_on_year": last.year,
    }

    moved = client.post(page("move_suspension", row.pk), answers, follow=True)
    assert "Extended on appeal." in moved.text
    lifted = client.post(page("lift_suspension", row.pk), {"reason": "Set aside."}, follow=True)

    assert "Set aside." in lifted.text
    assert "Lift the suspension</a>" not in lifted.text
    again = client.post(page("lift_suspension", row.pk), {"reason": "Set aside."})
    assert "This suspension is over." in again.text


def test_the_desk_says_that_it_closed_and_opened(client):
    row = suspended()
    officer(client, Role.ICT_DESK)
    assert "1 suspension: close access" in client.get(reverse("home")).text
    assert row.councillor.full_name in client.get(page("suspensions") + "?desk=close").text

    closed = client.post(page("close_systems", row.pk), follow=True)
    assert "Noted: access is closed." in closed.text
    with on(row.ends_on):
        officer(client, Role.ICT_DESK)
        assert "1 suspension: open access again" in client.get(reverse("home")).text
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

    assert "1 councillor is suspended now" in client.get(page("board")).text
    person = client.get(reverse("accounts:person", args=[row.councillor_id])).text
    assert page("suspension", row.pk) in person
    assert page("suspend", row.councillor_id) in person
    lift(suspension=row, reason="Reviewed.", by=row.entered_by)
    person = client.get(reverse("accounts:person", args=[row.councillor_id])).text
    assert "lifted on" in person
    assert "nobody is suspended now" in client.get(page("board")).text
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


def links_from(client, start):
    """Every page that links alone lead to; none of them may be closed to them."""
    seen, closed, waiting = set(), set(), [start]
    while waiting:
        one = waiting.pop()
        response = client.get(one, follow=True)
        seen.add(one)
        if not response["Content-Type"].startswith("text/html"):
            continue
        if CLOSED in response.text:
            closed.add(one)
        links = set(re.findall(r'href="(/[^"#?]*)', response.text)) - seen - set(waiting)
        waiting += [link for link in links if not link.startswith(("/static", "/accounts/logout"))]
    assert closed == set()
    return seen


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

    told = client.get(reverse("home"), follow=True)
    assert "It lasts to the end of 22 December 2026" in told.text
    assert row.reasons in told.text
    assert "You keep it" in told.text
    assert "They keep it" not in told.text
    note_closed(suspension=row, by=given.officer(Role.ICT_DESK))
    lift(suspension=row, reason="Reviewed.", by=row.entered_by)

    assert reverse("consent:contacts") in client.get(reverse("home")).text
    assert "This is over" in client.get(page("my_suspension")).text


def test_who_leaves_meanwhile_sees_what_to_do(client):
    row = suspended()
    client.force_login(row.councillor)
    assert page("mine") not in client.get(page("my_suspension")).text
    ends(row.councillor, today() + DAY)

    assert page("mine") in client.get(page("my_suspension")).text
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
