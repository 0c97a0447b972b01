"""An email that went astray, from triage to the end; a message on WhatsApp, from the door."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from breaches.assessing.actions import advise
from breaches.models import Incident, Notification, RiskCheck
from councilgov.access import Role
from councilgov.days import in_london, time_in_words
from tests import given
from tests.breaches import reports
from tests.browser import PHONE, no_axe_violations, no_sideways_scroll
from tests.consent import people
from tests.walks.asking import Walk, answer_each, begin
from tests.walks.steps import come_in

pytestmark = pytest.mark.browser


@pytest.fixture
def council(transactional_db):
    return given.council(desk_night_phone="01632 960999")


def ago(**time):
    return timezone.now() - timedelta(**time)


def press(page, name):
    """A button, or a link that looks like one."""
    page.get_by_role("button", name=name, exact=True).click()


def follow(page, row, words):
    """The link beside a line of a summary."""
    line = page.locator(".govuk-summary-list__row").filter(has_text=row).last
    line.get_by_role("link", name=words).click()


def tick(page, group, answer):
    page.get_by_role("group", name=group).get_by_label(answer, exact=True).check()


def fill_moment(page, question, moment):
    day = in_london(moment)
    group = page.get_by_role("group", name=question)
    for part in ("Day", "Month", "Year"):
        group.get_by_label(part).fill(str(getattr(day, part.lower())))
    page.get_by_label("At what time?").fill(time_in_words(moment))


def look(page):
    no_axe_violations(page)
    no_sideways_scroll(page)


def open_case(page, incident):
    page.goto(incident.get_absolute_url())
    expect(page.get_by_role("heading", level=1)).to_contain_text(incident.reference)


def say(page, button, words):
    press(page, button)
    page.locator("main textarea").fill(words)
    page.locator("main form button[type=submit]").click()


def answer(page, question, words):
    follow(page, question, "Answer")
    page.get_by_label(question).fill(words)
    press(page, "Save, and back to the report")


def test_the_email_that_went_astray_is_told_at_75_hours_against_the_score(open_page, council):
    councillor = given.councillor()
    incident = reports.reported(
        by=councillor,
        happened="An email about a housing case went to the wrong address.",
        noticed_at=ago(hours=76),
        reported_at=ago(hours=70),
    )
    officer, decider = open_page(viewport=PHONE), open_page()
    come_in(officer, reports.handler())
    come_in(decider, reports.decider())

    triage(officer, incident)
    check_risk(officer, incident)
    adviser = given.officer(Role.DATA_PROTECTION_OFFICER)
    advise(assessment=incident.assessments.get(), advice="Tell the regulator.", by=adviser)
    decide_against_the_score(decider, incident)
    fill_in_the_report(officer, incident)
    tell_the_regulator(officer, incident)
    end_tasks(officer, incident)
    say(officer, "It is contained", "The stranger says that they deleted it unread.")
    say(officer, "Close it", "Addresses are checked before an email goes.")

    expect(officer.locator("main .govuk-tag").first).to_have_text("Closed")
    told = Notification.objects.get()
    assert told.late_because == "The address was checked over the weekend."
    assert "Two addresses are alike." in [line["words"] for line in told.answers]
    assert told.is_as_it_was


def end_tasks(page, incident):
    reports.settled(incident, by=reports.handler())
    open_case(page, incident)


def triage(page, incident):
    open_case(page, incident)
    press(page, "Take it on")
    press(page, "I look into it")
    say(page, "It is a breach of personal data", "It names a tenant.")
    expect(page.locator("main")).to_contain_text("over the time to tell the regulator")
    follow(page, "Severity", "Work out")
    tick(page, "What is the information about?", "Simple, such as a name, an address or a job (1)")
    tick(page, "How easily are people found by it?", "With much effort (0.5)")
    for group, choice in (
        ("Who has seen it?", "Some people, who are known (0.25)"),
        ("Was it changed?", "No, or nothing wrong came of it (0)"),
        ("Is it lost?", "No, or it is got back easily (0)"),
        ("Did somebody mean harm?", "No, or nobody knows (0)"),
        ("Is it about more than 100 people?", "No"),
        ("Was it encrypted, and is the key safe?", "No"),
    ):
        tick(page, group, choice)
    press(page, "Record it")


def check_risk(page, incident):
    follow(page, "What the regulator asks", "Answer")
    press(page, "See what follows")
    expect(page.locator(".govuk-error-summary")).to_contain_text("Select if it is about living")
    look(page)
    tick(page, "Is it about living people?", "Yes")
    tick(page, "How likely is it that somebody comes to harm?", "Likely")
    tick(page, "Is the risk to them high?", "No")
    press(page, "See what follows")
    expect(page.locator("main")).to_contain_text("Tell the regulator. The people need not be told.")
    assert RiskCheck.objects.get().outcome == "regulator"
    open_case(page, incident)


def decide_against_the_score(page, incident):
    open_case(page, incident)
    follow(page, "Tell the regulator?", "Decide")
    page.get_by_label("Yes: the regulator is told").check()
    page.get_by_label("Why?").fill("They live nearby and know each other.")
    press(page, "Record it")
    expect(page.locator("main")).to_contain_text("The decision goes against the score.")
    follow(page, "Tell the people?", "Decide")
    page.get_by_label("No", exact=True).check()
    page.get_by_label("The risk to them is not high").check()
    page.get_by_label("Your reasons").fill("One stranger, who deleted it.")
    press(page, "Record it")


def fill_in_the_report(page, incident):
    open_case(page, incident)
    follow(page, "Report to the regulator", "Open")
    expect(page.locator("main")).to_contain_text("What the law asks for and is not here yet")
    look(page)
    answer(page, "How could it happen?", "Two addresses are alike.")
    answer(page, "What may come of it for them?", "Others know of a repair.")
    follow(page, "How many people?", "Answer")
    press(page, "Save, and back to the report")
    expect(page.locator(".govuk-error-summary")).to_contain_text("say that it is not known yet")
    look(page)
    page.get_by_label("Not all of this is known yet").check()
    press(page, "Save, and back to the report")
    expect(page.locator("main")).to_contain_text("Not known yet")


def tell_the_regulator(page, incident):
    press(page, "Record that the regulator was told")
    page.get_by_label("Final report").check()
    page.get_by_label("Online form").check()
    fill_moment(page, "On which day was the regulator told?", ago(minutes=60))
    press(page, "Record it")
    expect(page.locator(".govuk-error-summary")).to_contain_text("The regulator must be told why")
    page.get_by_label("If more than 72 hours had passed: why?").fill(
        "The address was checked over the weekend."
    )
    press(page, "Record it")
    expect(page.locator("main")).to_contain_text("Told in full")
    follow(page, "Report to the regulator", "Open")
    page.get_by_role("link", name="Final report").click()
    expect(page.locator("main")).to_contain_text("SHA-256")
    look(page)
    open_case(page, incident)


def test_the_message_on_whatsapp_is_told_to_the_regulator_and_to_the_person(open_page, council):
    councillor = given.councillor(phone="01632 960123")
    person = people.person(councillor=councillor, full_name="Rowan Vale")
    people.verified(person, handle="07700 900123")
    page, officer = open_page(viewport=PHONE), open_page()
    come_in(page, councillor)
    come_in(officer, reports.handler())

    incident = report_it(page)
    rule_on_it(officer, incident)
    decide_on_ones_own(page, incident)
    report_from_a_phone(page, incident)
    tell_who_it_is_about(page, incident)
    close_it(page, incident, by=councillor)

    row = incident.assessments.get()
    assert (row.regulator, row.people) == ("final", "sent")
    assert incident.events.filter(what="people_told").count() == 1


def report_it(page):
    """From the home page, a question a page."""
    walk = Walk(page, look=False)
    begin(walk)
    answer_each(walk)
    walk.go_on("Report sent", button="Send the report")
    return Incident.objects.get()


def rule_on_it(page, incident):
    """What is only the councillor's is theirs from then on."""
    open_case(page, incident)
    press(page, "Take it on")
    press(page, "I look into it")
    say(page, "It is a breach of personal data", "It says what somebody was convicted of.")
    expect(page.get_by_role("heading", level=1)).to_have_text("Reports")
    expect(page.get_by_role("link", name=incident.reference)).to_have_count(0)


def close_it(page, incident, *, by):
    """In their own log, where the council reads nothing."""
    reports.settled(incident, by=by)
    open_case(page, incident)
    say(page, "It is contained", "The number was blocked.")
    say(page, "Close it", "I check numbers every six months.")
    expect(page.locator("main .govuk-tag").first).to_have_text("Closed")
    look(page)


def decide_on_ones_own(page, incident):
    open_case(page, incident)
    expect(page.locator("main")).to_contain_text("You are not on your own")
    expect(page.get_by_role("button", name="Let the team help: share it")).to_be_visible()
    follow(page, "Tell the regulator?", "Decide")
    page.get_by_label("Yes: the regulator is told").check()
    page.get_by_label("Why?").fill("It says what somebody was convicted of.")
    press(page, "Record it")
    follow(page, "Tell the people?", "Decide")
    page.get_by_label("Yes, the risk to them is high").check()
    page.get_by_label("Your reasons").fill("A stranger knows of it.")
    press(page, "Record it")


def report_from_a_phone(page, incident):
    follow(page, "Report to the regulator", "Open")
    expect(page.locator("main")).to_contain_text("A WhatsApp message went to the wrong number")
    press(page, "Record that the regulator was told")
    page.get_by_label("Final report").check()
    page.get_by_label("By phone").check()
    fill_moment(page, "On which day was the regulator told?", ago(minutes=2))
    press(page, "Record it")
    expect(page.locator("main")).to_contain_text("The law asks for this too")
    page.get_by_label("What was not known yet?").fill("They asked for no more on the phone.")
    press(page, "Record it")
    expect(page.locator("main")).to_contain_text("Told in full")


def tell_who_it_is_about(page, incident):
    follow(page, "Telling the people", "Open")
    press(page, "Word the letter")
    page.get_by_label("What happened?").fill("A message about you went to a wrong number.")
    page.get_by_label("What may come of it for them?").fill("Somebody knows of your licence.")
    page.get_by_label("What do you do about it?").fill("I asked them to delete it.")
    look(page)
    press(page, "Save")
    press(page, "Add people whom you are in touch with")
    page.get_by_label("Rowan Vale, WhatsApp: 07700 900123").check()
    press(page, "Save")
    look(page)
    record_that_they_rang(page)


def record_that_they_rang(page):
    follow(page, "Rowan Vale", "Open")
    expect(page.locator("main")).to_contain_text("01632 960123")
    look(page)
    press(page, "They were told")
    page.get_by_label("Telephone").check()
    fill_moment(page, "On which day were they told?", ago(minutes=1))
    press(page, "Save")
    expect(page.locator("main")).to_contain_text("1 of 1 told")
    page.get_by_role("button", name="All are told").click()
    page.locator("main form button[type=submit]").click()
    expect(page.locator("main")).to_contain_text("1 of 1 told")
