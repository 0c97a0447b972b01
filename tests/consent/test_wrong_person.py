"""A number or name that turns out to be somebody else's is used for nobody."""

from datetime import timedelta

import pytest
from django.urls import reverse

from consent.models import Purpose, Source, StopLink
from consent.permitting import actions
from consent.stopping.actions import make_link
from councilgov.days import today
from councilgov.records import Refused
from tests import given
from tests.consent import people

NUMBER = "07700 900982"
WRITTEN = "+44 (0)7700 900982"


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        person = people.person(full_name="Sam Sorrel")
        return person, people.verified(person, handle=NUMBER)

    return shared(make)


@pytest.fixture
def person(made_once):
    return made_once[0]


@pytest.fixture
def row(made_once):
    found = made_once[1]
    found.refresh_from_db()
    return found


@pytest.fixture
def by(person):
    return person.councillor


def mark(row):
    return actions.mark_wrong_person(permission=row, by=row.councillor)


def status(row):
    row.refresh_from_db()
    return row.status


def after_all(row, **fields):
    told = {"who_answered": "They rang me from it, beside me", "on": today(), "by": row.councillor}
    return actions.note_theirs_after_all(permission=row, **told | fields)


def test_what_else_was_noted_under_the_number_ends_too_with_its_links(person, row):
    news = {"purpose": Purpose.NEWSLETTER, "source": Source.THEY_ASKED}
    others = [
        people.granted(person, handle=NUMBER, **news),
        people.verified(person, handle=WRITTEN, channel=people.channel("Signal")),
        people.asked(person, handle=NUMBER, channel=people.channel("Text message")),
    ]
    make_link(permission=others[1], by=row.councillor)

    mark(row)

    assert {status(one) for one in (row, *others)} == {"wrong_person"}
    assert not StopLink.objects.exists()


def test_what_is_not_under_that_number_stays(person, row):
    others = [
        people.granted(person, handle="07700 900983"),
        people.granted(people.person(councillor=row.councillor), handle=NUMBER),
    ]

    mark(row)

    assert {status(one) for one in others} == {"granted"}


def test_a_user_name_is_somebody_elses_on_that_service_only(person, by):
    telegram = people.granted(person, channel=people.channel("Telegram"), handle="sorrel")
    x = people.granted(person, channel=people.channel("X direct message"), handle="sorrel")

    mark(telegram)

    assert (status(telegram), status(x)) == ("wrong_person", "granted")
    assert people.granted(person, channel=people.channel("Snapchat"), handle="sorrel")


def test_a_no_stays_a_no_when_the_number_is_somebody_elses(person, row):
    signal = people.granted(person, handle=NUMBER, channel=people.channel("Signal"))
    actions.withdraw(permission=signal, by=row.councillor)

    mark(row)

    assert status(signal) == "withdrawn"


@pytest.mark.parametrize("channel", ["WhatsApp", "Signal", "Telephone"])
def test_nothing_is_noted_there_for_them_again(person, row, channel):
    mark(row)

    with pytest.raises(Refused, match="marked this number or name") as refusal:
        people.granted(person, handle=WRITTEN, channel=people.channel(channel))

    assert refusal.value.way[0] == reverse("consent:theirs_after_all", args=[row.pk])


def test_nor_is_it_their_new_number(person, row, by):
    mark(row)
    other = people.granted(person)

    with pytest.raises(Refused, match="marked this number or name"):
        actions.change_handle(permission=other, handle=NUMBER, by=by)


def test_it_may_be_noted_for_whom_it_belongs_to(row, by):
    mark(row)

    assert people.granted(people.person(councillor=by), handle=NUMBER)


def test_once_they_show_that_it_is_theirs_it_is_checked_and_used_again(person, row):
    mark(row)

    again = after_all(row)

    assert (again.status, again.verified_how) == ("verified", "in_person")
    assert status(row) == "wrong_person"
    assert people.granted(person, handle=NUMBER, channel=people.channel("Signal"))


def test_for_a_newsletter_nothing_is_checked(person, row):
    news = {"purpose": Purpose.NEWSLETTER, "source": Source.THEY_ASKED}
    asked_for = people.granted(person, handle="07700 900985", **news)
    mark(asked_for)

    assert after_all(asked_for).status == "granted"


@pytest.mark.parametrize(
    ("days", "told"), [(-1, "not marked it as somebody else’s yet"), (1, "today or in the past")]
)
def test_it_is_shown_after_it_was_marked_and_not_tomorrow(row, days, told):
    mark(row)

    with pytest.raises(Refused, match=told):
        after_all(row, on=today() + timedelta(days=days))


def test_only_what_was_marked_is_theirs_after_all(row):
    with pytest.raises(Refused, match="can’t be done"):
        after_all(row)


def test_the_pages_say_so_and_lead_there(row, client):
    client.force_login(row.councillor)
    marking = reverse("consent:wrong_person", args=[row.pk])
    assert "on other channels, and for a newsletter" in client.get(marking).text
    client.post(marking)
    page = reverse("consent:theirs_after_all", args=[row.pk])
    assert page in client.get(row.get_absolute_url()).text
    assert client.get(page).status_code == 200
    day = {"on_day": "23", "on_month": "11", "on_year": "2026"}

    response = client.post(page, {"who_answered": "They rang me from it"} | day, follow=True)

    assert "Noted: it is theirs." in response.text
    assert row.constituent.permissions.filter(status="verified").exists()


def test_of_a_user_name_the_page_says_what_ends(person, client):
    row = people.granted(person, channel=people.channel("Telegram"), handle="sorrel")
    client.force_login(row.councillor)

    shown = client.get(reverse("consent:wrong_person", args=[row.pk])).text

    assert "under this name on this channel" in shown
