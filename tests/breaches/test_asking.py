"""The front door, page by page: saved as one goes, gone on with, thrown away, sent once."""

import logging
from datetime import UTC, datetime, timedelta
from itertools import permutations
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from breaches import tasks
from breaches.asking import actions
from breaches.asking.pages import PAGES
from breaches.models import Incident, Part, ReportDraft
from breaches.reporting import leads
from councilgov.access import Role
from councilgov.capacity import Capacity
from councilgov.records import Refused
from tests import given
from tests.breaches import drafts, reports
from tests.devices import equipment
from tests.racing import at_once

WHATSAPP = drafts.WHATSAPP


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return given.councillor(), reports.handler()

    return shared(make)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def officer(made_once):
    return made_once[1]


def whole(incident):
    names = ("kind", "category", "capacity", "happened", "data_told", "noticed_at", "occurred_at")
    return [getattr(incident, name) for name in (*names, "is_near_miss", "device", "reported_via")]


# One page after another


def test_each_answer_leads_to_the_next_question_and_the_last_to_the_check(councillor):
    client = drafts.signed_in(councillor)

    led = [drafts.answer(client, [step]) for step in WHATSAPP.items()]

    assert led == [f"/report/{page}" for page in [*WHATSAPP, "check/"][1:]]


def test_the_check_shows_every_answer_and_sends_it_once(councillor, officer):
    client = drafts.filled(councillor)

    shown = client.get("/report/check/").text
    for words in (
        "Information went to the wrong person",
        "The council’s",
        "A WhatsApp about an objection",
        "5:30pm GMT on Friday 20 November 2026",
        "At that moment",
        "A name and a street.",
        "Yes, or I do not know",
        "Nothing is sent yet",
    ):
        assert words in shown, words
    answer = client.post("/report/check/", drafts.check(councillor), follow=True)

    incident = Incident.objects.get()
    assert answer.redirect_chain == [(f"/report/sent/{incident.reference}/", 302)]
    assert incident.noticed_at == incident.occurred_at == datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
    assert (incident.capacity, incident.reported_by) == (Capacity.COUNCIL, councillor)
    assert not ReportDraft.objects.exists()


def test_what_happens_next_by_when_and_whom_to_ring(councillor):
    client = drafts.filled(councillor)

    page = client.post("/report/check/", drafts.check(councillor), follow=True).text

    for words in (
        "Report sent",
        Incident.objects.get().reference,
        "Ask whoever got it not to read it",
        "says by 2:00pm GMT on Monday 23 November 2026",
        "may have to tell the Information Commissioner’s Office by 5:30pm GMT on Monday 23 Nov",
        "Information Management Team:",
    ):
        assert words in page, words


def test_after_72_hours_it_says_so_and_that_it_is_right_to_report_it(councillor):
    noticed = timezone.now() - timedelta(hours=73)
    incident = reports.reported(by=councillor, noticed_at=noticed, capacity="ward")

    page = drafts.signed_in(councillor).get(f"/report/sent/{incident.reference}/").text

    told = "got out, the 72 hours for telling the regulator ended at 9:00am GMT on Monday 23"
    assert told in page
    assert "You are not on your own" not in page


@pytest.mark.parametrize(
    ("details", "is_told"),
    [
        ({"is_near_miss": True}, False),
        ({"kind": "misuse", "category": "party"}, False),
        ({"kind": "misuse", "category": "privacy"}, True),
        ({"kind": "social", "category": "insults"}, False),
        ({"kind": "social", "category": "confidential"}, True),
        ({"kind": "misuse", "category": ""}, True),
        ({"kind": "account"}, True),
    ],
)
def test_hours_frighten_nobody_who_told_of_no_information(councillor, details, is_told):
    noticed = timezone.now() - timedelta(hours=80)
    incident = reports.reported(by=councillor, noticed_at=noticed, **details)

    page = drafts.signed_in(councillor).get(f"/report/sent/{incident.reference}/").text

    assert ("Ring the team now" in page) == is_told
    assert ("nobody’s personal information got out" in page) != is_told


def test_past_the_published_calendar_it_says_within_four_working_hours(councillor):
    with time_machine.travel("2040-01-05 10:00Z"):
        late = reports.reported(by=councillor)
        page = drafts.signed_in(councillor).get(f"/report/sent/{late.reference}/").text

    assert "within four working hours" in page


def test_of_ward_work_the_councillor_reads_that_they_decide_and_are_not_alone(councillor):
    client = drafts.filled(councillor, {**WHATSAPP, "whose-work/": {"capacity": "ward"}})

    page = client.post("/report/check/", drafts.check(councillor), follow=True).text

    assert "You are not on your own" in page


@pytest.mark.parametrize(
    ("kind", "advice"),
    [
        ("account", "sign out everywhere"),
        ("suspicious", "take it off the network"),
        ("shared", "Change the password, and lock"),
        ("seen", "Get it back"),
        ("lost", "so that the device can be locked"),
    ],
)
def test_what_can_be_done_at_once_is_said(councillor, kind, advice):
    incident = reports.reported(by=councillor, kind=kind)

    page = drafts.signed_in(councillor).get(f"/report/sent/{incident.reference}/").text

    assert advice in page


def test_of_something_else_nothing_can_be_done_at_once(councillor):
    incident = reports.reported(by=councillor, kind="other")

    page = drafts.signed_in(councillor).get(f"/report/sent/{incident.reference}/").text

    assert "What you can do now" not in page


def test_what_somebody_else_sent_has_no_such_page(councillor):
    incident = reports.reported(by=councillor)

    page = drafts.signed_in(given.councillor()).get(f"/report/sent/{incident.reference}/")

    assert page.status_code == 404


ORDERS = list(permutations([*WHATSAPP][1:]))


def test_any_order_of_pages_gives_the_same_report_as_one_page(councillor):
    made = []
    for order in ORDERS:
        client = drafts.signed_in(councillor)
        drafts.answer(client, [(page, WHATSAPP[page]) for page in ("", *order)])
        client.post("/report/check/", drafts.check(councillor))
        made.append(whole(Incident.objects.latest("pk")))
    together = {name: value for page in WHATSAPP.values() for name, value in page.items()}
    form = drafts.signed_in(councillor).get("/report/all/").context["form"]
    key = form["sent_as"].value()

    drafts.signed_in(councillor).post("/report/all/", {**together, "sent_as": key})

    assert Incident.objects.count() == len(ORDERS) + 1
    assert {str(one) for one in [*made, whole(Incident.objects.latest("pk"))]} == {str(made[0])}


def test_the_same_page_sent_twice_is_one_report(councillor):
    together = {name: value for page in WHATSAPP.values() for name, value in page.items()}
    client = drafts.signed_in(councillor)
    sent = {**together, "sent_as": client.get("/report/all/").context["form"]["sent_as"].value()}

    answers = [client.post("/report/all/", sent) for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Incident.objects.count() == 1


def test_a_suspicious_message_takes_four_pages_and_asks_if_it_was_clicked(councillor):
    client = drafts.signed_in(councillor)
    pages = {
        "": {"kind": "suspicious"},
        "what-happened/": {"happened": "An email asks me to log in."},
        "when/": {**drafts.NOTICED, "occurred": "unknown"},
    }
    assert drafts.answer(client, pages.items()) == "/report/information/"

    asked = client.get("/report/information/").text
    led = drafts.answer(client, [("information/", {"is_near_miss": "yes"})])
    shown = client.get("/report/check/").text
    client.post("/report/check/", drafts.check(councillor))

    assert "Did you click on a link" in asked
    assert "Which information" not in asked
    assert led == "/report/check/"
    assert "Not known" in shown
    incident = Incident.objects.get()
    assert (incident.is_near_miss, incident.occurred_at) == (True, None)


def test_what_is_not_allowed_on_social_media_has_its_own_list(councillor):
    client = drafts.filled(councillor, drafts.INSULT)

    client.post("/report/check/", drafts.check(councillor))

    incident = Incident.objects.get()
    assert (incident.kind, incident.category) == ("social", "insults")


def test_whoever_is_not_sure_which_it_is_says_so(councillor):
    pages = {**drafts.INSULT, "social-media/": {"social": "unsure"}}
    client = drafts.filled(councillor, pages)

    client.post("/report/check/", drafts.check(councillor))

    assert Incident.objects.get().category == ""


def test_another_answer_to_what_went_wrong_asks_what_that_needs(councillor):
    client = drafts.filled(councillor, drafts.INSULT)

    led = drafts.answer(client, [("", {"kind": "misuse"})])

    assert led == "/report/misuse/"
    assert drafts.answer(client, [("misuse/", {"misuse": "waste"})]) == "/report/check/"
    client.post("/report/check/", drafts.check(councillor))
    assert Incident.objects.get().category == "waste"


def test_a_page_that_this_report_does_not_take_leads_to_the_first(councillor):
    client = drafts.filled(councillor, drafts.INSULT)

    assert client.get("/report/information/")["Location"] == "/report/"
    assert client.post("/report/whose-work/", {"capacity": "ward"})["Location"] == "/report/"
    assert client.get("/report/when/").status_code == 200


def test_an_officer_is_not_asked_whose_work_it_was(officer):
    client = drafts.signed_in(officer)

    assert drafts.answer(client, [("", {"kind": "seen"})]) == "/report/what-happened/"


@pytest.mark.parametrize("page", PAGES.values(), ids=lambda page: page.word)
def test_what_is_not_answered_is_asked_again_and_not_saved(councillor, page):
    kind = {"report_misuse": "misuse", "report_social": "social"}.get(page.name, "seen")
    client = drafts.signed_in(councillor)
    drafts.answer(client, [("", {"kind": kind})])

    answer = client.post(f"/report/{page.word}/" if page.word else "/report/", {})

    assert (answer.status_code, "There is a problem" in answer.text) == (200, True)
    assert [*ReportDraft.objects.get().answers] == ["report"]


def test_back_shows_what_was_answered(councillor):
    client = drafts.filled(councillor)

    shown = client.get("/report/when/").text

    assert 'value="5:30pm"' in shown
    assert 'href="/report/what-happened/"' in shown
    assert "There is a problem" not in shown


# Whose work


def test_of_party_work_nothing_is_kept_not_even_what_was_answered_before(councillor, caplog):
    caplog.set_level(logging.DEBUG)
    client = drafts.signed_in(councillor)
    drafts.answer(client, [("", {"kind": "seen"})])

    led = client.post("/report/whose-work/", {"capacity": "political"})

    assert led["Location"] == "/report/party/"
    assert not ReportDraft.objects.exists()
    assert "political" not in str([vars(line) for line in caplog.records])
    assert "political" not in str(dict(client.session))
    assert "Nothing of a party’s report was saved" in client.get("/report/party/").text


@pytest.mark.parametrize("page", ["all/", "for-somebody/"])
def test_of_party_work_nothing_is_sent_from_one_page_either(officer, page):
    together = {name: value for page in WHATSAPP.values() for name, value in page.items()}

    answer = drafts.signed_in(officer).post(
        f"/report/{page}", {**together, "capacity": "political"}
    )

    assert answer["Location"] == "/report/party/"
    assert not Incident.objects.exists()


def test_party_work_is_saved_for_later_neither(councillor):
    client = drafts.signed_in(councillor)
    drafts.answer(client, [("", {"kind": "seen"})])

    client.post("/report/whose-work/", {"capacity": "political", "later": "1"})

    assert not ReportDraft.objects.exists()


# Saved, gone on with, thrown away


def test_whoever_comes_back_may_go_on_or_throw_it_away(councillor):
    client = drafts.signed_in(councillor)
    drafts.answer(client, [*WHATSAPP.items()][:3])

    home, first = client.get("/home/").text, client.get("/report/").text

    assert "Go on with your report, or throw it away" in home
    assert "You began a report at 10:00am on 23 November 2026" in first
    assert client.get("/report/check/")["Location"] == "/report/when/"
    client.post("/report/throw-away/")
    assert not ReportDraft.objects.exists()
    assert "Go on with your report" not in client.get("/home/").text
    assert client.post("/report/throw-away/").status_code == 302


def test_an_officer_sees_it_on_their_home_page_too(officer):
    drafts.answer(drafts.signed_in(officer), [("", {"kind": "seen"})])

    assert "Go on with your report" in drafts.signed_in(officer).get("/home/").text


def test_half_a_page_is_saved_for_later_and_asked_again(councillor):
    client = drafts.signed_in(councillor)
    drafts.answer(client, [*WHATSAPP.items()][:3])

    led = client.post("/report/when/", {"noticed_at_day_day": "20", "later": "1"}, follow=True)

    assert led.redirect_chain == [("/home/", 302)]
    assert "Go on with it by 23 December 2026" in led.text
    assert 'value="20"' in client.get("/report/when/").text
    assert client.get("/report/check/")["Location"] == "/report/when/"


def test_what_no_column_can_hold_is_not_saved(councillor):
    client = drafts.signed_in(councillor)
    drafts.answer(client, [*WHATSAPP.items()][:2])

    client.post("/report/what-happened/", {"happened": "A\0B", "later": "1"})

    assert ReportDraft.objects.get().answers["report_happened"] == {}


@pytest.mark.parametrize("role", Role)
def test_nobody_but_its_owner_sees_a_draft(councillor, role):
    drafts.filled(councillor)
    other = given.somebody(role)

    client = drafts.signed_in(other)

    assert not ReportDraft.objects.visible_to(other).exists()
    assert client.get("/report/check/")["Location"] == "/report/"
    assert "You began a report" not in client.get("/report/").text
    assert "A WhatsApp about" not in client.get("/home/").text


def test_with_anothers_key_nothing_is_sent(councillor):
    drafts.filled(councillor)
    stranger = given.councillor()

    led = drafts.signed_in(stranger).post("/report/check/", drafts.check(councillor), follow=True)

    assert not Incident.objects.exists()
    assert "You threw this report away" in led.text
    assert ReportDraft.objects.filter(person=councillor).exists()


def test_its_words_are_in_no_history_and_in_no_log(councillor, caplog):
    caplog.set_level(logging.DEBUG)
    drafts.filled(councillor)

    tables = [one for one in connection.introspection.table_names() if "historical" in one]
    assert tables
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608  # a name of our own
            assert "WhatsApp" not in str(cursor.fetchall()), table
    said = [line.getMessage() for line in caplog.records if line.name != "django.db.backends"]
    assert "WhatsApp" not in str(said)


def test_what_nobody_goes_on_with_is_forgotten_after_30_days(councillor):
    drafts.filled(councillor)
    drafts.filled(given.councillor())
    now = timezone.now()

    with time_machine.travel(now + timedelta(days=29)):
        assert tasks.sweep() == 0
        drafts.answer(drafts.signed_in(councillor), [("", {"kind": "wrong_person"})])
    with time_machine.travel(now + timedelta(days=31)):
        assert (tasks.sweep(), tasks.sweep()) == (1, 0)

    assert ReportDraft.objects.get().person == councillor


# Two tabs, two clicks


def test_sent_from_two_tabs_it_is_one_report(councillor):
    client = drafts.filled(councillor)
    sent = drafts.check(councillor)

    answers = [client.post("/report/check/", sent) for _ in range(2)]

    assert answers[0]["Location"] == answers[1]["Location"]
    assert Incident.objects.count() == 1


def test_what_was_changed_in_another_tab_is_checked_again(councillor):
    client = drafts.filled(councillor)
    old = drafts.check(councillor)
    drafts.answer(client, [("what-happened/", {"happened": "Something else."})])

    answer = client.post("/report/check/", old, follow=True)

    assert "You changed something in another tab" in answer.text
    assert "Something else." in answer.text
    assert not Incident.objects.exists()


def test_what_was_thrown_away_in_another_tab_is_not_sent(councillor):
    client = drafts.filled(councillor)
    old = drafts.check(councillor)
    client.post("/report/throw-away/")

    answer = client.post("/report/check/", old, follow=True)

    assert answer.redirect_chain[-1] == ("/report/", 302)
    assert "Nothing was sent" in answer.text


def test_what_is_not_whole_is_not_sent(councillor):
    client = drafts.signed_in(councillor)
    drafts.answer(client, [*WHATSAPP.items()][:3])

    answer = client.post("/report/check/", drafts.check(councillor), follow=True)

    assert answer.redirect_chain[-1] == ("/report/when/", 302)
    assert "Something is still to be answered" in answer.text


@pytest.mark.parametrize("sent", [{}, {"key": "x", "seen": "2026-99-99T00:00"}])
def test_a_check_that_says_nothing_is_checked_again(councillor, sent):
    client = drafts.filled(councillor)

    answer = client.post("/report/check/", sent, follow=True)

    assert "Check your answers again" in answer.text
    assert not Incident.objects.exists()


def test_8_clicks_at_the_same_moment_make_one_report(transactional_db):
    given.council()
    councillor = given.councillor()
    drafts.filled(councillor)
    draft = ReportDraft.objects.get()
    told = {
        "kind": "other",
        "happened": "Words.",
        "noticed_at": timezone.now(),
    }

    def send():
        return actions.send(key=draft.key, seen=draft.saved_at, by=councillor, answers=told)

    made = at_once(*[send] * 8)

    assert {one.pk for one in made} == {Incident.objects.get().pk}


def test_two_first_answers_at_the_same_moment_make_one_draft(transactional_db):
    given.council()
    councillor = given.councillor()

    def begin():
        return actions.keep_answers(page="report", answers={"kind": "seen"}, by=councillor)

    at_once(*[begin] * 4)

    assert ReportDraft.objects.count() == 1


# Moments


def answered_when(councillor, moments):
    client = drafts.signed_in(councillor)
    drafts.answer(client, [*WHATSAPP.items()][:3])
    return client, client.post("/report/when/", moments)


def test_the_hour_that_comes_twice_is_asked_about(councillor):
    night = {
        "noticed_at_day_day": "25",
        "noticed_at_day_month": "10",
        "noticed_at_day_year": "2026",
        "noticed_at_time": "1:30am",
        "occurred": "then",
    }
    client, asked = answered_when(councillor, night)
    assert "Which of the two was it?" in asked.text

    drafts.answer(client, [("when/", {**night, "noticed_at_which": "1"})])
    drafts.answer(client, [("information/", WHATSAPP["information/"])])

    assert "1:30am GMT on Sunday 25 October 2026" in client.get("/report/check/").text
    assert "The second, after the clocks went back" in client.get("/report/when/").text


def test_an_hour_that_the_clocks_skip_is_refused(councillor):
    night = {**drafts.WHEN, "noticed_at_day_day": "29", "noticed_at_day_month": "3"}

    _client, answer = answered_when(councillor, {**night, "noticed_at_time": "1:30am"})

    assert "there was no 1:30am on 29 March 2026" in answer.text


def test_it_is_not_noticed_in_the_future(councillor):
    ahead = {**drafts.WHEN, "noticed_at_day_day": "23", "noticed_at_time": "11:59pm"}

    _client, answer = answered_when(councillor, ahead)

    assert "The time must be in the past" in answer.text


@pytest.mark.parametrize(("year", "ok"), [("1900", False), ("1999", False), ("2000", True)])
def test_a_year_that_was_mistyped_is_refused(councillor, year, ok):
    _client, answer = answered_when(councillor, {**drafts.WHEN, "noticed_at_day_year": year})

    assert (answer.status_code == 302) == ok
    assert (f"Check the year: {year} is too long ago" in answer.text) != ok


@pytest.mark.parametrize(("day", "is_asked"), [("24", False), ("22", True)])
def test_of_a_moment_long_ago_it_is_asked_whether_it_is_right(councillor, day, is_asked):
    before = {**drafts.WHEN, "noticed_at_day_day": day, "noticed_at_day_month": "10"}
    client, _answer = answered_when(councillor, before)
    drafts.answer(client, [("information/", WHATSAPP["information/"])])

    assert ("more than a month ago: is it right?" in client.get("/report/check/").text) == is_asked


EARLIER = {
    **drafts.NOTICED,
    "occurred": "earlier",
    "occurred_at_day_day": "19",
    "occurred_at_day_month": "11",
    "occurred_at_day_year": "2026",
    "occurred_at_time": "9am",
}


def test_it_is_not_noticed_before_it_happened(councillor):
    _client, answer = answered_when(councillor, {**EARLIER, "occurred_at_day_day": "21"})

    assert "It can’t be noticed before it happened" in answer.text


def test_when_it_happened_is_kept_where_it_is_known(councillor):
    client, _answer = answered_when(councillor, EARLIER)
    drafts.answer(client, [("information/", WHATSAPP["information/"])])

    shown = client.get("/report/check/").text
    client.post("/report/check/", drafts.check(councillor))

    assert "9:00am GMT on Thursday 19 November 2026" in shown
    assert Incident.objects.get().occurred_at == datetime(2026, 11, 19, 9, tzinfo=UTC)


def test_a_day_that_was_typed_and_is_not_asked_for_does_not_count(councillor):
    client, _answer = answered_when(councillor, {**EARLIER, "occurred": "unknown"})
    drafts.answer(client, [("information/", WHATSAPP["information/"])])
    client.post("/report/check/", drafts.check(councillor))

    assert Incident.objects.get().occurred_at is None


# Who and what has a part in it


def test_an_officer_who_received_it_has_no_say_in_it(councillor, officer):
    about = {**WHATSAPP["information/"], "recipient": str(officer.pk)}
    client = drafts.filled(councillor, {**WHATSAPP, "information/": about})

    client.post("/report/check/", drafts.check(councillor))

    incident = Incident.objects.get()
    assert incident.involved.get().part == Part.RECIPIENT
    assert incident.has_part(officer)


def test_without_a_device_none_is_asked_about(councillor):
    client = drafts.signed_in(councillor)
    drafts.answer(client, [("", {"kind": "shared"})])

    assert "On which device?" not in client.get("/report/information/").text


def test_the_device_is_one_of_ones_own(councillor):
    device, other = equipment.issued(holder=councillor), equipment.issued()
    pages = {**WHATSAPP, "": {"kind": "shared"}}
    about = {"data_told": "", "is_near_miss": "no", "whose": "unsure"}
    client = drafts.signed_in(councillor)
    drafts.answer(client, [*pages.items()][:4])

    asked = client.get("/report/information/").text
    refused = client.post("/report/information/", {**about, "device": str(other.pk)})
    drafts.answer(client, [("information/", {**about, "device": str(device.pk)})])
    client.post("/report/check/", drafts.check(councillor))

    assert device.asset_tag in asked
    assert refused.status_code == 200
    assert Incident.objects.get().device == device


@pytest.mark.parametrize(("whose", "is_own"), [("mine", True), ("others", False)])
def test_whose_account_it_is_is_asked_and_not_guessed(councillor, whose, is_own):
    about = {**WHATSAPP["information/"], "whose": whose}
    pages = {**WHATSAPP, "": {"kind": "account"}, "information/": about}
    client = drafts.filled(councillor, pages)

    client.post("/report/check/", drafts.check(councillor))

    owners = Incident.objects.get().involved.filter(part=Part.OWNER, person=councillor)
    assert owners.exists() is is_own


# What has a page of its own


def test_what_has_a_page_of_its_own_leads_there_and_keeps_nothing(councillor, monkeypatch):
    monkeypatch.setitem(leads.LEADS, "lost", "breaches:incidents")
    monkeypatch.setitem(leads.LEADS, "threat", "policies:policies")
    client = drafts.signed_in(councillor)

    led = [client.post("/report/", {"kind": one})["Location"] for one in ("lost", "threat")]

    assert led == ["/incidents/", "/policies/"]
    assert "Somebody threatened or abused me" in client.get("/report/").text
    assert not ReportDraft.objects.exists()


def test_what_has_no_page_of_its_own_is_no_choice(councillor, monkeypatch):
    monkeypatch.delitem(leads.LEADS, "threat")
    client = drafts.signed_in(councillor)

    assert "threatened or abused" not in client.get("/report/").text
    assert client.post("/report/", {"kind": "threat"}).status_code == 200


# The rules behind it


def test_the_action_keeps_nothing_of_party_work(councillor):
    with pytest.raises(Refused, match="nothing about party work"):
        reports.reported(by=councillor, capacity="political")


def test_whoever_sends_the_same_key_gets_their_own_report(councillor):
    key, other = uuid4(), given.councillor()

    mine = reports.reported(by=councillor, sent_as=key)
    theirs = reports.reported(by=other, sent_as=key)

    assert mine != theirs
    assert reports.reported(by=other, sent_as=key) == theirs
