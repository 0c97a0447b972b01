"""Alarms as text messages by GOV.UK Notify: to a number that somebody has shown to be theirs."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from breaches.alarming import actions
from breaches.alarming.confirming import confirm_phone
from breaches.models import AlarmPhone
from breaches.tasks import sound_alarms
from councilgov.notices.actions import BACK_OFF, deliver
from councilgov.notices.models import Notice, State
from councilgov.people.models import User
from councilgov.records import Refused
from tests import given
from tests.breaches.alarming.clocks import NOTICED, deputy, monitoring, running, sent, swept, turn
from tests.notices import notify
from tests.notices.notify import Desk

MOBILE, WHOLE = "07700 900982", "+447700900982"


@pytest.fixture
def desk(settings):
    """A GOV.UK Notify that takes everything."""
    desk = Desk()
    with notify.running(desk) as address:
        settings.NOTIFY_URL, settings.NOTIFY_API_KEY = address, notify.KEY
        settings.NOTIFY_TEMPLATE = notify.TEMPLATE
        yield desk


@pytest.fixture
def officer():
    given.council()
    return monitoring()


@pytest.fixture
def clock():
    with time_machine.travel(NOTICED, tick=False) as clock:
        yield clock


def send():
    deliver(until=timezone.now() + timedelta(minutes=1))


def confirmed(person):
    """They have shown that the number is theirs."""
    phone = actions.ask_phone(number=MOBILE, by=person)
    confirm_phone(code=phone.code, by=person)
    return phone


def words(desk):
    return [text["personalisation"]["message"] for text in desk.texts]


# The number


def test_a_code_is_sent_and_makes_the_number_theirs(officer, desk, clock):
    phone = actions.ask_phone(number=MOBILE, by=officer)
    assert not AlarmPhone.objects.confirmed().exists()
    send()

    assert [text["phone_number"] for text in desk.texts] == [WHOLE]
    assert words(desk)[0].startswith(f"{phone.code} is your code.")
    assert desk.claims == [{"iss": notify.SERVICE, "iat": int(NOTICED.timestamp())}]
    assert desk.texts[0]["template_id"] == notify.TEMPLATE
    confirm_phone(code=f" {phone.code[:3]} {phone.code[3:]} ", by=officer)
    assert AlarmPhone.objects.confirmed().get().person == officer


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("07700 900982", WHOLE),
        ("+44 7700 900982", WHOLE),
        ("+44 (0)7700 900982", WHOLE),
        ("0044 7700 900982", WHOLE),
        ("01632 960001", ""),
        ("+33 7700 900982", ""),
        ("0770", ""),
        ("my phone", ""),
    ],
)
@pytest.mark.no_database
def test_a_mobile_number_of_this_country_is_taken_as_people_write_it(typed, whole):
    assert actions.mobile(typed) == whole


def test_no_other_number_is_taken(officer, desk):
    with pytest.raises(Refused, match="Enter a mobile number"):
        actions.ask_phone(number="01632 960001", by=officer)


def test_without_a_key_no_number_is_asked_for(officer):
    with pytest.raises(Refused, match="sends no text messages"):
        actions.ask_phone(number=MOBILE, by=officer)


def test_no_more_than_a_code_a_minute_is_sent(officer, desk, clock):
    actions.ask_phone(number=MOBILE, by=officer)
    with pytest.raises(Refused, match="a moment ago"):
        actions.ask_phone(number=MOBILE, by=officer)

    clock.shift(timedelta(minutes=1))
    actions.ask_phone(number=MOBILE, by=officer)
    send()

    assert len(desk.texts) == 1  # the older one is no longer true
    assert AlarmPhone.objects.get().code in words(desk)[0]


def test_five_wrong_codes_are_all(officer, desk, clock):
    phone = actions.ask_phone(number=MOBILE, by=officer)
    wrong = "000000" if phone.code != "000000" else "111111"
    for _n in range(5):
        with pytest.raises(Refused, match="not the code"):
            confirm_phone(code=wrong, by=officer)

    with pytest.raises(Refused, match="can’t be used any more"):
        confirm_phone(code=phone.code, by=officer)


def test_a_code_works_for_half_an_hour(officer, desk, clock):
    phone = actions.ask_phone(number=MOBILE, by=officer)
    clock.shift(timedelta(minutes=30))

    with pytest.raises(Refused, match="can’t be used any more"):
        confirm_phone(code=phone.code, by=officer)
    with pytest.raises(Refused, match="can’t be used any more"):
        confirm_phone(code=phone.code, by=deputy())


def test_the_database_refuses_what_is_no_mobile(officer, desk):
    row = actions.ask_phone(number=MOBILE, by=officer)
    row.number = "999"

    with (
        pytest.raises(IntegrityError, match="breaches_alarmphone_is_a_mobile"),
        transaction.atomic(),
    ):
        row.save()
    assert str(row.person_id) in str(row)


# The alarms


def test_an_alarm_goes_by_text_too_and_says_how_many_hours_are_left(officer, desk, clock):
    confirmed(officer)
    row = running()
    swept(24)
    sent(24)

    told = words(desk)[-1]
    assert told.startswith(f"{row.incident.reference}: 48 hours left to tell the regulator. Open")
    assert row.get_absolute_url() in told
    assert row.incident.happened not in told
    assert any("48 hours left" in one.subject for one in mail.outbox)
    page = Client()
    page.force_login(officer)
    shown = page.get(row.get_absolute_url()).text
    assert "Text message: Sent at 5:30pm on 21 November 2026" in shown
    assert "Email: Sent at" in shown


def test_a_late_one_says_so(officer, desk, clock):
    confirmed(officer)
    running()
    swept(73)
    sent(73)

    assert "This alarm is late." in words(desk)[-1] or "hours are over" in words(desk)[-1]
    assert any("This alarm is late." in told for told in words(desk))


def test_a_number_that_nobody_confirmed_gets_none(officer, desk, clock):
    actions.ask_phone(number=MOBILE, by=officer)
    running()
    swept(24)

    assert not Notice.objects.filter(kind="breach_alarm_text").exists()


def test_without_a_key_none_is_planned(officer, desk, clock, settings):
    confirmed(officer)
    settings.NOTIFY_API_KEY = ""
    running()
    swept(24)

    assert not Notice.objects.filter(kind="breach_alarm_text").exists()


@pytest.mark.parametrize("change", ["forgotten", "no key"])
def test_what_is_taken_off_meanwhile_gets_none(officer, desk, clock, settings, change):
    confirmed(officer)
    running()
    swept(24)
    if change == "no key":
        settings.NOTIFY_API_KEY = ""
    else:
        actions.forget_phone(by=officer)
        actions.forget_phone(by=officer)
    sent(24)

    notice = Notice.objects.get(kind="breach_alarm_text")
    assert (notice.state, notice.last_error) == (State.CANCELLED, "no_number")


def test_while_the_text_arrives_a_refused_mail_passes_nothing_on(officer, desk, clock):
    turn(officer)
    deputy()
    confirmed(officer)
    running()
    swept(24)
    sent(24)
    Notice.objects.filter(kind="breach_alarm").update(state=State.DEAD, sent_at=None)

    assert swept(25) == []


def test_what_notify_refuses_is_given_up_at_once(officer, desk, clock):
    confirmed(officer)
    running()
    swept(24)
    desk.status = 400
    sent(24)

    notice = Notice.objects.get(kind="breach_alarm_text")
    assert (notice.state, notice.last_error) == (State.DEAD, "refused Undeliverable 400")


@pytest.mark.parametrize("status", [403, 429, 500])
def test_what_notify_can_not_take_now_is_tried_again(officer, desk, clock, status):
    confirmed(officer)
    running()
    swept(24)
    desk.status = status
    sent(24)
    notice = Notice.objects.get(kind="breach_alarm_text")
    assert (notice.state, notice.last_error) == (State.QUEUED, f"unsent NotifyFailed {status}")

    desk.status = 201
    sent(24 + BACK_OFF[0].total_seconds() / 3_600)

    notice.refresh_from_db()
    assert notice.state == State.SENT


def test_where_nobody_answers_it_is_tried_again(officer, desk, clock, settings):
    confirmed(officer)
    running()
    swept(24)
    settings.NOTIFY_URL = "http://127.0.0.1:9"
    sent(24)

    notice = Notice.objects.get(kind="breach_alarm_text")
    assert (notice.state, notice.last_error) == (State.QUEUED, "unsent NotifyFailed 0")


@pytest.mark.parametrize(("became", "times"), [("delivered", 1), ("technical-failure", 2)])
def test_before_it_is_sent_again_notify_is_asked_whether_it_has_it(
    officer, desk, clock, became, times
):
    confirmed(officer)
    send()
    running()
    swept(24)
    desk.swallows, desk.became = True, became
    sent(24)
    assert Notice.objects.get(kind="breach_alarm_text").state == State.QUEUED

    sent(24 + BACK_OFF[0].total_seconds() / 3_600)

    assert Notice.objects.get(kind="breach_alarm_text").state == State.SENT
    assert len([told for told in words(desk) if "hours left" in told]) == times


# The pages


def test_the_number_is_given_and_taken_off_on_its_page(officer, desk, clock):
    client = Client()
    client.force_login(officer)
    assert client.get("/incidents/alarm-phone/code/").url == "/incidents/alarm-phone/"

    wrong = client.post("/incidents/alarm-phone/", {"number": "01632 960001"}).text
    code_page = client.post("/incidents/alarm-phone/", {"number": MOBILE}, follow=True).text
    bad = client.post("/incidents/alarm-phone/code/", {"code": "x"}).text
    code = AlarmPhone.objects.get().code
    done = client.post("/incidents/alarm-phone/code/", {"code": code}, follow=True).text
    gone = client.post("/incidents/alarm-phone/forget/", follow=True).text

    assert "Enter a mobile number" in wrong
    assert "We sent a text message to" in code_page
    assert "not the code that we sent" in bad
    assert "Your number for alarms:" in done
    assert "Your number for alarms:" not in gone


def test_without_a_key_the_page_says_so(officer):
    client = Client()
    client.force_login(given.councillor())

    assert "The council sends no text messages yet." in client.get("/incidents/alarm-phone/").text


def test_what_asks_for_a_code_of_nobody_is_not_sent(officer, desk, clock):
    phone = actions.ask_phone(number=MOBILE, by=officer)
    actions.forget_phone(by=officer)
    send()

    notice = Notice.objects.get(kind="alarm_phone_code")
    assert (notice.state, notice.last_error) == (State.CANCELLED, "no_number")
    assert phone.number == WHOLE
    assert User.objects.filter(pk=officer.pk).exists()
    assert sound_alarms() == 0
