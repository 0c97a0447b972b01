"""Somebody has another number: nothing goes on to the old one, under whatever it was noted."""

from datetime import timedelta

import pytest
from django.urls import reverse

from consent.models import ContactPermission, PermissionStatus, Purpose, Source
from consent.permitting import actions
from consent.permitting.elsewhere import Elsewhere
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.records import Refused
from tests import given
from tests.consent import people

S = PermissionStatus
OLD, NEW = "07700 900982", "07700 900983"
NORMAL = "+447700900983"


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return people.verified(people.person(full_name="Sam Sorrel"), handle=OLD)

    return shared(make)


@pytest.fixture
def row(made_once):
    return ContactPermission.objects.with_row().get(pk=made_once.pk)


@pytest.fixture
def person(row):
    return row.constituent


@pytest.fixture
def by(row):
    return row.councillor


def change(row, **how):
    return actions.change_handle(permission=row, handle=NEW, by=row.councillor, **how)


def newsletter(person, **fields):
    about = {"purpose": Purpose.NEWSLETTER, "source": Source.THEY_ASKED, "handle": OLD}
    return people.granted(person, **about | fields)


def status(row):
    row.refresh_from_db()
    return row.status


def under_the_new_one(person):
    found = person.permissions.filter(normal=NORMAL)
    return sorted(found.values_list("channel__name", "purpose", "status"))


def told(client, row):
    client.force_login(row.councillor)
    return client.get(row.get_absolute_url()).text


def test_what_they_agreed_to_there_for_something_else_follows(person, row):
    others = [newsletter(person), newsletter(person, purpose=Purpose.PUBLISH)]

    change(row)

    assert [status(one) for one in [row, *others]] == [S.HANDLE_CHANGED] * 3
    assert under_the_new_one(person) == [
        ("WhatsApp", "contact", "granted"),
        ("WhatsApp", "newsletter", "granted"),
        ("WhatsApp", "publish", "granted"),
    ]


@pytest.mark.parametrize(
    ("elsewhere", "old", "new"),
    [
        (Elsewhere.NEW, S.HANDLE_CHANGED, [("Text message", "newsletter", "granted")]),
        (Elsewhere.OLD, S.GRANTED, []),
        (Elsewhere.GONE, S.HANDLE_CHANGED, []),
    ],
)
def test_on_another_channel_it_is_as_they_say(person, row, elsewhere, old, new):
    other = newsletter(person, channel=people.channel("Text message"))

    change(row, elsewhere=elsewhere)

    assert status(other) == old
    assert under_the_new_one(person) == sorted([*new, ("WhatsApp", "contact", "granted")])


def test_what_was_only_asked_there_is_to_be_asked_anew(person, row):
    asked = people.asked(
        person, handle=OLD, purpose=Purpose.NEWSLETTER, asked_via=people.channel("Telephone")
    )

    change(row)

    assert status(asked) == S.HANDLE_CHANGED
    assert under_the_new_one(person) == [("WhatsApp", "contact", "granted")]
    with pytest.raises(Refused, match="no longer their number or name"):
        actions.answered(permission=asked, agreed=True, on=today(), by=row.councillor)


def test_what_cannot_follow_only_ends(person, row, by):
    letters = newsletter(person)
    newsletter(person, handle=NEW)

    change(row)

    assert status(letters) == S.HANDLE_CHANGED
    assert len(under_the_new_one(person)) == 2


def test_what_was_never_agreed_to_has_no_other_number(person, by):
    asked = people.asked(person, asked_on=today() - timedelta(days=1))

    with pytest.raises(Refused, match="Changing the number can’t be done"):
        change(asked)


def test_the_page_asks_how_it_is_elsewhere_only_where_there_is_something(client, person, row):
    client.force_login(row.councillor)
    page = reverse("consent:change_handle", args=[row.pk])
    assert "How is it there?" not in client.get(page).text
    newsletter(person, channel=people.channel("Text message"))

    assert "old one for Text message too. How is it there?" in client.get(page).text
    assert "Select how it is there" in client.post(page, {"handle": NEW}).text
    assert status(row) == S.VERIFIED
    client.post(page, {"handle": NEW, "elsewhere": "old"})
    assert status(row) == S.HANDLE_CHANGED


@pytest.mark.parametrize("end", [change, lambda row: actions.mark_wrong_person(
    permission=row, by=row.councillor
)])  # fmt: skip
def test_the_page_of_the_same_person_in_another_role_says_so(client, person, row, by, end):
    same = people.person(councillor=by, full_name="Sam SORREL", capacity=Capacity.COUNCIL)
    other = people.granted(same, handle=OLD)
    assert "In another role" not in told(client, other)

    end(row)

    assert "In another role you noted on 23 November 2026 that this is no longer" in told(
        client, other
    )
    assert status(other) == S.GRANTED
    change(other)
    assert "In another role" not in told(client, other)


def test_what_is_theirs_again_in_the_other_role_is_said_no_more(client, person, row, by):
    other = people.granted(
        people.person(councillor=by, full_name="Sam Sorrel", capacity=Capacity.COUNCIL), handle=OLD
    )
    change(row)
    people.granted(person, handle=OLD)

    assert "In another role" not in told(client, other)


def test_of_somebody_else_of_the_same_name_in_the_same_role_nothing_is_said(client, row, by):
    other = people.granted(people.person(councillor=by, full_name="Sam Sorrel"), handle=OLD)

    change(row)

    assert "In another role" not in told(client, other)
