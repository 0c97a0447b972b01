"""Somebody takes back what they agreed to, by a link and without an account."""

import datetime as dt
import logging

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consent.adding.actions import forget_person
from consent.models import PermissionStatus, Purpose, Source, StopLink
from consent.permitting.actions import change_handle, mark_wrong_person, withdraw
from consent.stopping.actions import make_link, stop
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.people.actions import end_term
from councilgov.people.models import EndReason
from councilgov.records import Refused
from tests import given
from tests.consent import people

GONE = 410
S = PermissionStatus


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor = given.councillor(full_name="Jo Ash")
        person = people.person(councillor=councillor, full_name="Sam Sorrel")
        return councillor, people.granted(person, handle="07700 900982")

    return shared(make)


@pytest.fixture
def row(made_once):
    """A permission to write to Sam Sorrel by WhatsApp."""
    found = made_once[1]
    found.refresh_from_db()
    return found


@pytest.fixture
def link(row):
    return make_link(permission=row, by=row.councillor)


@pytest.fixture
def browser(client, row):
    """Of the councillor."""
    client.force_login(row.councillor)
    return client


@pytest.fixture
def stranger():
    """The person: nobody signed in."""
    return Client()


def page(link):
    return reverse("stop", args=[link.token])


def test_one_press_takes_it_back_at_once(stranger, row, link):
    shown = stranger.get(page(link))
    assert "Jo Ash" in shown.text
    assert "WhatsApp" in shown.text

    response = stranger.post(page(link), follow=True)

    row.refresh_from_db()
    assert row.status == S.WITHDRAWN
    assert "You have taken it back" in response.text


@pytest.mark.parametrize("method", ["get", "head"])
def test_to_open_the_link_changes_nothing(stranger, row, link, method):
    for _time in range(12):
        assert getattr(stranger, method)(page(link)).status_code == 200

    row.refresh_from_db()
    assert row.status == S.GRANTED


def test_the_page_says_nothing_about_the_person_or_anything_else(stranger, row, link):
    people.verified(row.constituent, handle="07700 900983", channel=people.channel("Signal"))

    shown = stranger.get(page(link)).text

    for word in ("Sorrel", "900982", "900983", "Signal"):
        assert word not in shown


@pytest.mark.parametrize(
    ("purpose", "told"), [(Purpose.NEWSLETTER, "newsletter"), (Purpose.PUBLISH, "publish")]
)
def test_the_page_says_what_for(stranger, row, purpose, told):
    other = people.granted(row.constituent, purpose=purpose, source=Source.THEY_ASKED)
    link = make_link(permission=other, by=other.councillor)

    assert told in stranger.get(page(link)).text


def test_the_page_promises_no_more_than_what_comes_true(stranger, row, link):
    newer = change_handle(permission=row, handle="07700 900983", by=row.councillor)
    letters = people.granted(row.constituent, source=Source.THEY_ASKED, purpose=Purpose.NEWSLETTER)
    link = make_link(permission=newer, by=row.councillor)
    shown = stranger.get(page(link)).text

    done = stranger.post(page(link), follow=True).text

    assert "Nothing else changes" not in shown
    assert "under every number or name that they noted for you" in shown
    assert "for something else, stays as it is" in shown
    letters.refresh_from_db()
    assert letters.status == S.GRANTED
    assert "told, unless they have left office" in shown
    assert "told, unless they have left office" in done


def test_of_what_was_only_asked_the_page_does_not_say_that_they_agreed(stranger, row):
    link = make_link(permission=people.asked(row.constituent), by=row.councillor)
    shown = stranger.get(page(link)).text

    assert "They asked you for it, and noted no answer." in shown
    assert "They noted that" not in shown


def test_a_link_is_used_once(stranger, row, link):
    stranger.post(page(link))

    response = stranger.post(page(link))

    assert response.status_code == GONE
    assert "You have used this link" in response.text
    assert stranger.get(page(link)).status_code == GONE


def test_a_used_link_takes_back_nothing_that_is_agreed_later(row, link):
    stop(token=link.token)
    with time_machine.travel("2026-11-24 12:00Z"):
        again = people.granted(row.constituent, handle=row.handle, source=Source.THEY_ASKED)

        with pytest.raises(Refused, match="used this link"):
            stop(token=link.token)

    again.refresh_from_db()
    assert again.status == S.GRANTED


@pytest.mark.parametrize(
    ("moment", "status"),
    [("2026-11-30 23:59:59", 200), ("2026-12-01 00:00:00", GONE)],
    ids=["the end of the seventh day", "a second later"],
)
def test_a_link_works_seven_days(stranger, row, moment, status):
    with time_machine.travel("2026-11-23 10:00", tick=False):
        link = make_link(permission=row, by=row.councillor)

    with time_machine.travel(moment, tick=False):
        response = stranger.get(page(link))

    assert response.status_code == status
    if status == GONE:
        assert "until the end of 30 November 2026" in response.text


def test_what_is_taken_back_already_is_left_alone(stranger, row, link):
    withdraw(permission=row, by=row.councillor)

    response = stranger.post(page(link))

    assert response.status_code == GONE
    assert "nothing to take back" in response.text


@pytest.mark.parametrize("token", ["x", "0" * 22, "a b"])
def test_a_link_that_is_not_whole_says_so(stranger, row, token):
    response = stranger.get(reverse("stop", args=[token]))

    assert response.status_code == GONE
    assert "not whole" in response.text


def test_a_new_link_ends_the_one_before(stranger, row, link):
    old = page(link)
    new = make_link(permission=row, by=row.councillor)

    assert stranger.get(old).status_code == GONE
    assert stranger.get(page(new)).status_code == 200


def test_a_number_that_they_have_had_since_is_taken_back_too(row, link):
    changed = change_handle(permission=row, handle="07700 900984", by=row.councillor)

    stop(token=link.token)

    changed.refresh_from_db()
    row.refresh_from_db()
    assert (row.status, changed.status) == (S.HANDLE_CHANGED, S.WITHDRAWN)


def test_other_people_channels_and_purposes_stay_as_they_are(row, link):
    other = people.person(councillor=row.councillor)
    others = [
        people.granted(other, handle=row.handle),
        people.granted(row.constituent, channel=people.channel("Signal")),
        people.granted(row.constituent, purpose=Purpose.NEWSLETTER, source=Source.THEY_ASKED),
    ]

    stop(token=link.token)

    for one in others:
        one.refresh_from_db()
    assert {one.status for one in others} == {S.GRANTED}


def test_a_link_that_went_to_a_wrong_number_takes_back_nothing(stranger, row, link):
    mark_wrong_person(permission=row, by=row.councillor)
    right = people.granted(row.constituent)

    response = stranger.post(page(link))

    right.refresh_from_db()
    assert right.status == S.GRANTED
    assert response.status_code == GONE
    assert "Jo Ash" not in response.text


def test_no_refusal_that_may_name_somebody_is_read_out_to_a_stranger(stranger, link, monkeypatch):
    def refused(**_given):
        raise Refused("WhatsApp of Sam Sorrel is withdrawn")

    monkeypatch.setattr("consent.stopping.views.actions.stop", refused)

    response = stranger.post(page(link))

    assert response.status_code == GONE
    assert "Sorrel" not in response.text


def test_the_councillor_is_told_without_a_name(row, link):
    stop(token=link.token)

    notice = Notice.objects.get(kind="permission_stopped")
    text = part_of(notice)
    assert notice.to == row.councillor
    assert row.get_absolute_url() in text.body
    for word in ("Sorrel", "900982", "WhatsApp"):
        assert word not in text.subject + text.body + notice.key


def test_evidence_of_it_holds_ids_only(row, link):
    stop(token=link.token)

    entry = Entry.objects.get(kind="consent.stopped_by_link")
    assert entry.facts == f'{{"link":{link.pk}}}'
    assert entry.subject == f"consent.contactpermission:{row.pk}"
    assert not entry.names.exists()


def test_the_token_says_nothing_and_is_nowhere_kept(stranger, row, link, caplog):
    caplog.set_level(logging.DEBUG)
    make_link(permission=row, by=row.councillor)
    token = StopLink.objects.get().token
    stop(token=token)

    with connection.cursor() as cursor:
        for table in (StopLink, StopLink.history.model):
            cursor.execute(f"SELECT t::text FROM {table._meta.db_table} t")  # noqa: S608  # of ours
            assert token not in str(cursor.fetchall())
    assert token not in caplog.text
    assert len(token) == 22


def test_nobody_can_press_too_often(stranger, row, link):
    for _time in range(10):
        stranger.post(reverse("stop", args=["nonsense"]))

    response = stranger.post(page(link))

    row.refresh_from_db()
    assert response.status_code == 429
    assert row.status == S.GRANTED


def test_a_link_needs_a_token_of_its_page(row, link):
    checking = Client(enforce_csrf_checks=True)

    assert checking.post(page(link)).status_code == 403


def test_it_also_works_once_the_councillor_has_left_office(stranger, row, link):
    term = row.councillor.terms.get()
    moment = timezone.now() - dt.timedelta(minutes=1)
    end_term(term=term, ends_at=moment, reason=EndReason.RESIGNED, by=None)

    stranger.post(page(link))

    row.refresh_from_db()
    assert row.status == S.WITHDRAWN


def test_the_councillor_makes_the_link_and_copies_the_text(browser, row):
    address = reverse("consent:make_link", args=[row.pk])
    assert address in browser.get(row.get_absolute_url()).text
    assert "<textarea" not in browser.get(address).text

    shown = browser.post(address, follow=True).text

    assert page(StopLink.objects.get()) in shown
    assert "<textarea" in browser.get(address).text


def test_a_link_that_was_used_is_shown_no_more(browser, row, link):
    stop(token=link.token)

    shown = browser.get(reverse("consent:make_link", args=[row.pk]))

    assert link.token not in shown.text


def test_after_a_new_key_a_link_still_works_and_is_shown_while_the_old_one_is_kept(
    stranger, row, link, settings
):
    address, token = reverse("consent:make_link", args=[row.pk]), link.token
    settings.OLD_SECRET_KEYS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert token in browser_of(row).get(address).text

    settings.OLD_SECRET_KEYS = []
    assert "/stop/" not in browser_of(row).get(address).text
    assert stranger.get(reverse("stop", args=[token])).status_code == 200


def browser_of(row):
    """Of the councillor, who signs in anew after a change of the key."""
    client = Client()
    client.force_login(row.councillor)
    return client


def test_nobody_makes_a_link_for_anothers_person(browser, row):
    other = people.granted()

    assert browser.post(reverse("consent:make_link", args=[other.pk])).status_code == 404
    with pytest.raises(Refused, match="Only the councillor"):
        make_link(permission=other, by=row.councillor)


def test_what_is_over_needs_no_link(row):
    over = withdraw(permission=row, by=row.councillor)

    with pytest.raises(Refused, match="nothing that they could take back"):
        make_link(permission=over, by=row.councillor)


def test_with_the_person_their_link_is_deleted_history_too(row, link):
    forget_person(person=row.constituent, by=row.councillor)

    assert not StopLink.history.filter(id=link.pk).exists()


def test_the_database_refuses_a_link_that_ends_before_it_begins(link):
    link.expires_at = link.made_at - dt.timedelta(seconds=1)

    with (
        pytest.raises(IntegrityError, match="consent_stoplink_lasts_a_while"),
        transaction.atomic(),
    ):
        link.keep(by=None, why="Test")
