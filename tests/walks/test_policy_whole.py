"""The Havering ICT protocol from an uploaded file to Easter: what is done, and who is told when."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from councilgov.access import Role
from councilgov.days import LONDON
from councilgov.notices.actions import deliver_next
from councilgov.notices.models import Notice, State
from policies.models import Acknowledgement, PolicyVersion, VersionStatus
from policies.reminders import LADDER, stage_of
from policies.tasks import sweep
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
    page.get_by_label("Why is it in the public interest").fill("")  # the report is public
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


def published(at_work, clock, version):
    """On Monday 1 March, after reading what will happen."""
    clock.move_to(datetime.combine(PUBLISHED, time(10), tzinfo=LONDON))
    page = at_work(Role.MEMBERS_SERVICES, version.get_absolute_url())
    page.get_by_role("link", name="Publish it").click()
    expect(page.get_by_text("54 councillors are asked to sign by 31 March 2027.")).to_be_visible()
    press(page, "Publish version 1.0")
    expect(page.get_by_text("Asked to sign: 54.")).to_be_visible()


def signed(page, person, objection=""):
    page.get_by_label("I have read").check()
    page.get_by_label("Your signature").fill(person.full_name)
    if objection:
        page.get_by_label("Objection").fill(objection)
    press(page, "Sign")
    headed(page, "Signed")


def declined(page):
    page.get_by_label("Why do you decline to sign?").fill("I want to ask my group first.")
    press(page, "Decline to sign")
    expect(page.get_by_text("You declined to sign.")).to_be_visible()


def recorded_on_paper(page, person):
    """At an induction, with the paper in a folder."""
    page.get_by_label(person.full_name).check()
    page.get_by_label("On paper").check()
    page.get_by_label("Where are the papers kept?").fill("Members’ services, induction folder")
    fill_day(page, timezone.localdate())
    press(page, "Continue")
    headed(page, "Check before you save")
    press(page, "Record 1 signature")
    expect(page.get_by_text("Success")).to_be_visible()


def disputed(page):
    page.get_by_label("What is wrong?").fill("I was not there on that day.")
    press(page, "Send it to the Monitoring Officer")
    expect(page.get_by_text("Sent. The Monitoring Officer decides")).to_be_visible()


def set_aside(page):
    page.get_by_label("No, it is set aside").check()
    page.get_by_label("Why?").fill("They were abroad.")
    press(page, "Save the decision")
    expect(page.get_by_text("Your decision is saved.")).to_be_visible()


def days(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def a_night_and_a_morning(clock, day):
    """What the clock does: the sweep by night, mail from eight."""
    clock.move_to(datetime.combine(day, time(4), tzinfo=LONDON))
    sweep()
    clock.move_to(datetime.combine(day, time(9), tzinfo=LONDON))
    while deliver_next(timezone.now()):
        pass


def sent():
    """How many of each message were sent on each day."""
    found: Counter[tuple[str, str | int]] = Counter()
    for row in Notice.objects.filter(state=State.SENT, kind__regex="^(policy|signature|dispute)_"):
        assert row.sent_at
        what = stage_of(row) if row.kind in LADDER else row.kind.removeprefix("policy_")
        found[f"{row.sent_at.astimezone(LONDON):%d %b}", what] += 1
    return found


SENT = {
    # published on Monday at ten, so the request goes on Tuesday morning
    ("02 Mar", "to_sign"): 54,
    # receipts were made at noon; the sweep and the mail of the test run by night and in the morning
    ("04 Mar", "signed"): 1,
    ("10 Mar", "signed"): 1,
    ("10 Mar", "objection"): 1,
    ("11 Mar", "declined"): 1,
    ("11 Mar", "declined_receipt"): 1,
    ("12 Mar", "signature_recorded"): 1,
    # disputed on Friday, set aside on Tuesday: asked anew, with twenty working days to 15 April
    ("15 Mar", "signature_disputed"): 1,
    ("17 Mar", "dispute_settled"): 1,
    ("17 Mar", "dispute_settled_officer"): 1,
    ("17 Mar", "to_sign"): 1,
    # the fifty who do nothing, to 31 March
    ("17 Mar", -14): 50,
    ("24 Mar", -7): 50,
    # the third day before is Easter Sunday, the first the Tuesday after it: they meet on Tuesday
    ("30 Mar", -1): 50,
    ("31 Mar", 0): 50,
    ("07 Apr", 7): 50,
    # the one whose signature was set aside
    ("01 Apr", -14): 1,
    ("08 Apr", -7): 1,
}


def test_a_policy_from_its_file_to_easter(at_work, cast, clock):
    version = decided(at_work, clock)
    assert version.status == VersionStatus.CERTIFIED
    published(at_work, clock, version)
    address = f"/policies/{version.policy.slug}"
    acts = {
        date(2027, 3, 3): lambda: signed(at_work("signer", f"{address}/sign/"), cast["signer"]),
        date(2027, 3, 9): lambda: signed(
            at_work("objector", f"{address}/sign/"), cast["objector"], "Clause 7 goes too far."
        ),
        date(2027, 3, 10): lambda: declined(at_work("decliner", f"{address}/decline/")),
        date(2027, 3, 11): lambda: recorded_on_paper(
            at_work(Role.MEMBERS_SERVICES, f"{address}/1.0/record/"), cast["disputer"]
        ),
        date(2027, 3, 12): lambda: disputed(at_work("disputer", f"{of_disputer()}/dispute/")),
        date(2027, 3, 16): lambda: set_aside(
            at_work(Role.MONITORING_OFFICER, f"{of_disputer()}/settle/")
        ),
    }

    def of_disputer():
        row = Acknowledgement.objects.filter(councillor=cast["disputer"]).earliest("pk")
        return f"/policies/signatures/{row.pk}"

    for day in days(PUBLISHED + timedelta(days=1), END):
        a_night_and_a_morning(clock, day)
        if day in acts:
            clock.move_to(datetime.combine(day, time(12), tzinfo=LONDON))
            acts[day]()

    assert sent() == SENT
