"""An election of 54 seats: 23 leavers, 3 elected elsewhere, and a result undone by a recount."""

from __future__ import annotations

import csv

import pytest
from playwright.sync_api import expect

from councilgov.access import Role
from councilgov.imports.tasks import work
from councilgov.notices.models import Notice
from councilgov.offboarding.models import CaseStatus, OffboardingCase
from councilgov.people.models import TermOfOffice
from tests import given
from tests.browser import PHONE
from tests.elections import polls, whole
from tests.elections.whole import LEAVE, LEAVERS, MOVERS, SEATS, WARDS
from tests.walks.leaving import at, clockwork, heading, look, press, told
from tests.walks.steps import come_in

pytestmark = pytest.mark.browser
HEADINGS = ["Ward", "Candidate", "Result", "Council email", "Stood in"]


@pytest.fixture
def council(transactional_db):
    """54 councillors of 18 wards, in order, and an election in May."""
    with at("2027-02-01 10:00"):
        wards = whole.named_wards()
        sitting = whole.sitting_for(wards)
        polls.election()
    return wards, sitting


def lines(wards, sitting):
    """As the returning officer's spreadsheet says it: who sat, who was elected in whose place."""
    rows = [HEADINGS]
    place = {leaves: mover for mover, leaves in MOVERS.items()}
    for n, person in enumerate(sitting):
        ward, name = wards[n // SEATS].name, person.full_name
        if n in MOVERS:
            rows.append([ward, name, "Stood elsewhere", "", wards[MOVERS[n] // SEATS].name])
        else:
            rows.append([ward, name, "Not elected" if n in LEAVE else "Elected", "", ""])
        if n in place:
            rows.append([ward, sitting[place[n]].full_name, "Elected", "", ""])
        elif n in LEAVE or n in MOVERS:
            rows.append([ward, f"New {n:02}", "Elected", f"new{n:02}@{given.DOMAIN}", ""])
    return rows


def enter_seats(page):
    """Seats are suggested from who sits, the day of change from the poll: both are confirmed."""
    page.goto("/elections/")
    page.get_by_role("link", name="Council elections 2027").click()
    page.get_by_role("button", name="Enter seats and the day of change").click()
    told(page, "Monday 10 May 2027")
    expect(page.get_by_label("Seats in Ward 17")).to_have_value("3")
    press(page, "Save")
    told(page, "Councillors change on 10 May 2027")


def upload(page, path):
    page.get_by_role("link", name="Upload results from a spreadsheet").click()
    page.get_by_label("file").last.set_input_files(path)
    press(page, "Continue")
    heading(page, "Confirm the columns")
    press(page, "Check all rows")
    heading(page, "Checking the file")
    work()
    heading(page, "What would change")
    look(page)
    press(page, "Import 80 results")
    heading(page, "Importing")
    work()
    heading(page, "Imported")


def nothing_follows(phone):
    """Who lost, and looks before the result is confirmed, reads nothing of it."""
    clockwork()
    goes_on(phone)
    assert not Notice.objects.exists()
    assert not TermOfOffice.objects.exclude(ends_at=None).exists()


def confirm(page, count):
    page.goto("/elections/")
    page.get_by_role("link", name="Council elections 2027").click()
    page.get_by_role("button", name="Confirm results").click()
    boxes = page.get_by_role("checkbox")
    expect(boxes).to_have_count(count)
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(0)
    for box in boxes.all():
        box.check()
    press(page, "Confirm these results")
    told(page, "confirmed.")


def board_says(page, text):
    page.goto("/leavers/")
    told(page, text)


def reads_that_they_leave(phone):
    phone.goto("/home/")
    phone.get_by_role("link", name="See what to do when you leave office").click()
    told(phone, "Your last day is in 3 days: Monday 10 May 2027.")
    told(phone, "Are you elected again? Then nothing of this happens.")
    look(phone)


def to_ward(page):
    page.goto("/elections/")
    page.get_by_role("link", name="Council elections 2027").click()
    page.get_by_role("link", name="Ward 04").click()


def undo(page):
    """A recount in a ward: what followed from its result is taken back."""
    to_ward(page)
    page.get_by_role("link", name="Undo this result after a recount").click()
    look(page)
    page.get_by_role("textbox", name="Why is the result undone?").fill(
        "A recount on 8 May: two bundles had been mixed up."
    )
    page.locator("main form button").click()
    told(page, "Held until confirmed")


def correct(page):
    """Who had lost by two votes has won by two."""
    to_ward(page)
    page.get_by_role("button", name="Correct this result").click()
    page.get_by_role("group", name="Sitting 12").get_by_label("Elected", exact=True).check()
    for box in ("name_1", "email_1"):
        page.locator(f"[name={box}]").fill("")
    look(page)
    press(page, "Hold this result")
    told(page, "It is held.")


def welcome(page):
    """Who is new is invited in one go, and who has declared may act."""
    page.goto("/elections/new-members/")
    press(page, "Invite all 22 people who have no invitation")
    expect(page.get_by_role("button", name="Invite all")).to_have_count(0)
    page.get_by_role("button", name="Record declarations").click()
    page.get_by_label("New 14, Ward 04").check()
    press(page, "Record")
    told(page, "11 May 2027")


def goes_on(phone):
    """Whoever stays has nothing to do about leaving."""
    phone.goto("/home/")
    heading(phone, "Hello")
    expect(phone.get_by_role("link", name="leave office")).to_have_count(0)


def the_day_after_the_poll(page, phone, lost, path):
    come_in(page, given.officer(Role.MEMBERS_SERVICES))
    come_in(phone, lost)
    enter_seats(page)
    upload(page, path)
    nothing_follows(phone)
    confirm(page, WARDS)
    board_says(page, f"{LEAVERS} leavers")
    reads_that_they_leave(phone)


def the_recount(page, phone, lost):
    come_in(page, given.officer(Role.MEMBERS_SERVICES))
    come_in(phone, lost)
    undo(page)
    board_says(page, f"{LEAVERS - 2} leavers")
    goes_on(phone)
    correct(page)
    confirm(page, 1)
    board_says(page, f"{LEAVERS - 1} leavers")
    goes_on(phone)


@pytest.fixture
def results(council, tmp_path):
    """The spreadsheet."""
    path = tmp_path / "results.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows(lines(*council))
    return path


def test_an_election_of_54_with_23_leavers_and_a_recount(open_page, council, results):
    wards, sitting = council
    lost, moved = sitting[12], [sitting[n] for n in MOVERS]
    page, phone = open_page(), open_page(viewport=PHONE)
    with at("2027-05-07 10:00"):
        the_day_after_the_poll(page, phone, lost, results)
    with at("2027-05-08 15:00"):
        the_recount(page, phone, lost)
    with at("2027-05-11 09:00"):
        clockwork()
        come_in(page, given.officer(Role.MEMBERS_SERVICES))
        welcome(page)

    left = OffboardingCase.objects.filter(status=CaseStatus.RUNNING)
    assert left.count() == LEAVERS - 1
    assert not left.filter(councillor__in=[lost, *moved]).exists()
    assert TermOfOffice.objects.filter(ends_at=None).count() == WARDS * SEATS
    assert [one.terms.get(ends_at=None).ward for one in moved] == [wards[17], wards[16], wards[15]]
