"""The Havering ICT protocol from an uploaded file to Easter: what is done, and who is told when."""

from __future__ import annotations

from datetime import date, datetime

import pytest
import time_machine
from playwright.sync_api import expect

from councilgov.access import Role
from councilgov.days import LONDON
from policies.models import PolicyVersion, VersionStatus
from policies.text.reading import read
from policies.text.sources import DOCUMENTS
from policies.text.splitting import source_of, split
from policies.text.writing import write
from tests import given
from tests.walks.steps import come_in

pytestmark = pytest.mark.browser

# Good Friday is 26 March 2027 and Easter Monday the 29th: twenty working days after Monday 1 March
# are Wednesday 31 March.
START = datetime(2027, 2, 22, 10, tzinfo=LONDON)
PUBLISHED, EASTER, END = date(2027, 3, 1), date(2027, 3, 26), date(2027, 4, 8)
TITLE = "Members ICT Usage Protocol"
COUNCILLORS = 54
PUT_FORWARD, RESOLVED = "within twenty working days", "within ten working days"


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=True) as traveller:
        yield traveller


@pytest.fixture
def cast(transactional_db, clock):
    """Officers, four councillors who do something, and fifty who do nothing."""
    given.council()
    names = ("signer", "objector", "decliner", "disputer")
    people = {name: given.councillor(full_name=f"Robin {name.title()}") for name in names}
    roles = (Role.INFORMATION_OFFICER, Role.MEMBERS_SERVICES, Role.MONITORING_OFFICER)
    people |= {role: given.officer(role) for role in roles}
    given.many_councillors(COUNCILLORS - len(names))
    return people


@pytest.fixture
def at_work(open_page, cast):
    """A page of their own for somebody, at the address where they begin."""

    def begin(who, address):
        page = open_page()
        come_in(page, cast[who])
        page.goto(address)
        return page

    return begin


def protocol():
    """The text of the protocol as a file, as an officer would have it."""
    path = DOCUMENTS / "havering-member-protocols-2018.txt"
    document = read(path.read_bytes(), path.name)
    (text,) = [one for one in split(document, source_of(document)) if "ICT" in one.title]
    return write(text.clauses)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def headed(page, words):
    expect(page.get_by_role("heading", level=1)).to_contain_text(words)


def enter_text(page, words):
    """Upload a file, look at its clauses, save them."""
    page.get_by_label("Upload a file").set_input_files(
        {"name": "protocol.md", "mimeType": "text/markdown", "buffer": words.encode()}
    )
    press(page, "Check the clauses")
    headed(page, "Check the clauses")
    press(page, "Save these clauses")
    expect(page.get_by_text("Success")).to_be_visible()


def drafted(page):
    """A new policy with its text, and a report that puts it before a committee."""
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Protocol", exact=True).check()
    press(page, "Start the policy")
    page.get_by_role("link", name="Enter or change the text").click()
    enter_text(page, protocol().replace(RESOLVED, PUT_FORWARD))
    reported(page)
    page.get_by_role("link", name=TITLE).first.click()


def reported(page):
    draft = page.url
    page.goto("/policies/reports/new/")
    page.get_by_label("Title").fill("Protocols for Members")
    page.get_by_label("Body", exact=True).fill("Governance Committee")
    page.get_by_label("Committee", exact=True).check()
    fill_day(page, date(2027, 2, 25))
    for box in page.locator("main textarea:visible, main input[type=text]:visible").all():
        if not box.input_value():
            box.fill("None")
    press(page, "Save the report")
    expect(page.get_by_text("The report is saved.")).to_be_visible()
    page.goto(draft)
    page.get_by_role("link", name="Submit it to a committee").click()
    page.get_by_label("Report", exact=True).select_option(index=1)
    page.get_by_label("The body that the report is to").check()
    press(page, "Submit it")
    page.goto(draft)


def fill_day(page, day):
    page.get_by_label("Day", exact=True).fill(str(day.day))
    page.get_by_label("Month", exact=True).fill(str(day.month))
    page.get_by_label("Year", exact=True).fill(str(day.year))


def decided(at_work, clock):
    """Drafted, submitted, approved as amended by 10 votes to 1, amended and certified."""
    page = at_work(Role.INFORMATION_OFFICER, "/policies/new/")
    drafted(page)
    clock.move_to(datetime(2027, 2, 26, 10, tzinfo=LONDON))
    minute(at_work(Role.MEMBERS_SERVICES, "/policies/decisions/"))
    version = PolicyVersion.objects.get()
    page = at_work(Role.INFORMATION_OFFICER, version.get_absolute_url())
    page.get_by_role("link", name="Enter the text as it was resolved").click()
    enter_text(page, protocol())
    page = at_work(Role.MONITORING_OFFICER, version.get_absolute_url())
    page.get_by_role("link", name="Certify the amended text").click()
    expect(page.locator("ins", has_text="ten")).to_be_visible()
    page.get_by_label("This is, word for word").check()
    press(page, "Certify this text")
    version.refresh_from_db()
    return version


def minute(page):
    """What Havering's minute 8 says of the vote."""
    page.get_by_role("link", name="Record").first.click()
    page.get_by_label(f"{TITLE}, version 1.0").check()
    fill_day(page, date(2027, 2, 25))
    page.get_by_label("No interests were declared").check()
    page.get_by_label("How many voting members were present?").fill("11")
    page.get_by_label("Recorded vote").check()
    page.get_by_label("Votes for").fill("10")
    page.get_by_label("Votes against").fill("1")
    page.get_by_label("Approved as amended").check()
    press(page, "Check before you record it")
    headed(page, "Check the decision before you record it")
    press(page, "Record this decision")
    expect(page.get_by_text("Success")).to_be_visible()


def test_a_policy_from_its_file_to_easter(at_work, cast, clock):
    version = decided(at_work, clock)
    assert version.status == VersionStatus.CERTIFIED
