"""Two people at the same moment about one contact: nobody waits for ever, and no no is lost."""

from datetime import date
from functools import partial
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consent.adding.actions import forget_person
from consent.disclosing.actions import end_over, end_share, read_shared
from consent.enquiring.actions import find_people
from consent.erasures import Suppression
from consent.freshness.counting import recount
from consent.holding.actions import end_hold, review_hold
from consent.keeping.actions import announce, delete_due, still_needed
from consent.models import (
    Constituent,
    ContactPermission,
    Ended,
    Leaving,
    Opening,
    PermissionStatus,
    PersonHold,
    Reading,
    Share,
)
from consent.opening.actions import end_opening, open_record, read_list, read_person
from consent.permitting.actions import prefer, withdraw
from consent.stop_links import DeadLink
from consent.stopping.actions import make_link, stop
from councilgov.access import Role
from councilgov.capacity import Capacity
from councilgov.days import today
from councilgov.deadlines import months_after
from councilgov.ledger.models import Entry
from councilgov.people.actions import end_appointment
from councilgov.records import Refused
from tests import given
from tests.consent import people
from tests.racing import at_once, while_it_waits, while_not_yet_done

pytestmark = pytest.mark.django_db(transaction=True)


def say_still_needed(row):
    still_needed(person=row.constituent, by=row.councillor)


def log_with(row):
    people.contacted(row)


S = PermissionStatus
LATER = date(2027, 2, 23)


@pytest.fixture
def rows():
    """Two numbers of Sam on one channel."""
    given.council()
    person = people.person(full_name="Sam Sorrel")
    return [people.granted(person), people.granted(person)]


def statuses(rows):
    found = ContactPermission.objects.filter(pk__in=[row.pk for row in rows])
    return list(found.order_by("pk").values_list("status", flat=True))


def link(row):
    return make_link(permission=row, by=row.councillor)


def test_what_is_taken_back_while_another_way_is_preferred_stays_taken_back(rows):
    first, second = rows
    prefer(permission=first, by=first.councillor)

    while_not_yet_done(
        lambda: withdraw(permission=first, by=None),
        lambda: prefer(permission=second, by=second.councillor),
    )

    assert statuses(rows) == [S.WITHDRAWN, S.GRANTED]
    assert list(ContactPermission.objects.filter(is_preferred=True)) == [second]


def test_of_two_ways_that_are_preferred_at_once_one_is(rows):
    at_once(*(lambda row=row: prefer(permission=row, by=row.councillor) for row in rows))

    assert ContactPermission.objects.filter(is_preferred=True).count() == 1


def test_a_link_takes_back_the_rest_while_one_number_is_taken_back(rows):
    first, second = rows
    token = link(first).token

    found = while_not_yet_done(
        lambda: withdraw(permission=second, by=second.councillor), lambda: stop(token=token)
    )

    assert found.used_at
    assert statuses(rows) == [S.WITHDRAWN, S.WITHDRAWN]


def test_of_two_links_that_are_pressed_at_once_one_is_told_that_nothing_is_left(rows):
    tokens = [link(row).token for row in rows]

    found = at_once(*(lambda token=token: stop(token=token) for token in tokens))

    assert sum(isinstance(one, DeadLink) for one in found) == 1
    assert statuses(rows) == [S.WITHDRAWN, S.WITHDRAWN]


def test_a_no_that_comes_while_they_are_deleted_is_kept(rows):
    token = link(rows[0]).token

    while_not_yet_done(lambda: stop(token=token), lambda: forget(rows))

    assert not Constituent.objects.exists()
    assert Suppression.objects.count() == 2


@pytest.mark.parametrize(
    "act",
    [
        people.contacted,
        lambda row: people.contacted(row, permission=None, channel=row.channel),
        lambda row: people.granted(row.constituent),
        people.checked,
        lambda row: people.shared(row.constituent),
    ],
    ids=["logged", "logged in another way", "added to", "checked", "shared"],
)
def test_who_is_deleted_while_something_is_noted_of_them_is_gone_in_either_order(rows, act):
    row = rows[0]
    while_not_yet_done(lambda: act(row), lambda: forget(rows))
    assert not Constituent.objects.exists()

    other = people.granted()
    found = while_not_yet_done(lambda: forget([other]), lambda: act(other))

    assert isinstance(found, Refused)
    assert "no longer there" in str(found)


def test_who_is_deleted_while_their_record_is_read_is_gone(rows):
    share = people.shared(rows[0].constituent)

    while_not_yet_done(lambda: read_shared(share=share, by=share.reader), lambda: forget(rows))

    assert not Reading.objects.exists()
    assert not Reading.history.exists()


def test_a_record_is_not_read_once_it_has_ended_at_the_same_moment(rows):
    share = people.shared(rows[0].constituent)

    found = while_not_yet_done(
        lambda: end_share(share=share, by=share.councillor),
        lambda: read_shared(share=share, by=share.reader),
    )

    assert isinstance(found, Refused)
    assert not Reading.objects.exists()


def test_all_people_of_what_is_over_are_held_at_once_and_by_their_keys(rows):
    """As whoever keeps records holds them: in another order the two would wait for each other."""
    low = rows[0].constituent
    high = people.person(councillor=low.councillor)
    reader = people.shared(low).reader
    people.shared(high, until=today())  # it ends by its last day, which is asked first
    end_appointment(appointment=reader.appointments.get(), ends_on=today(), by=None)

    with time_machine.travel("2026-11-25 10:00Z"), CaptureQueriesContext(connection) as asked:
        assert end_over() == 2

    locks = [one["sql"] for one in asked if "FOR NO KEY UPDATE" in one["sql"]]
    (of_people,) = [sql for sql in locks if 'OF "consent_constituent"' in sql]
    assert of_people.startswith('SELECT "consent_constituent"."id"')
    assert "ORDER BY 1 ASC FOR" in of_people


def test_what_is_over_is_written_down_once_its_person_is_free(rows):
    share = people.shared(rows[0].constituent, until=today())

    with (
        time_machine.travel("2026-11-25 10:00Z"),
        while_it_waits(end_over, for_=share.constituent),
    ):
        assert not Share.objects.exclude(ended_at=None).exists()

    assert Share.objects.get().ended_why == Ended.DATE


def test_what_was_ended_at_that_moment_is_not_ended_for_another_reason(rows):
    share = people.shared(rows[0].constituent, until=today())
    with time_machine.travel("2026-11-25 10:00Z"):
        share.ended_at, share.ended_why = timezone.now(), Ended.STOPPED
        count = while_not_yet_done(lambda: share.keep(by=None, why="Test"), end_over)

    assert count == 0
    assert Share.objects.get().ended_why == Ended.STOPPED


def test_who_is_kept_while_they_are_deleted_is_gone_or_stays(rows):
    person = rows[0].constituent
    found = while_not_yet_done(lambda: people.kept(person), lambda: forget(rows))
    assert "You keep this person" in str(found)
    assert Constituent.objects.filter(pk=person.pk).exists()

    other = people.granted()
    found = while_not_yet_done(lambda: forget([other]), lambda: people.kept(other.constituent))
    assert isinstance(found, Refused)
    assert "no longer there" in str(found)


def test_a_hold_that_is_ended_twice_at_once_ends_once(rows):
    officer = given.officer(Role.INFORMATION_OFFICER)
    hold = people.records_kept(by=officer)

    found = while_not_yet_done(
        lambda: end_hold(hold=hold, by=officer), lambda: end_hold(hold=hold, by=officer)
    )

    assert "has ended on" in str(found)
    assert Entry.objects.filter(kind="consent.hold_ended").count() == 1


@pytest.mark.parametrize("act", [end_hold, partial(review_hold, review_on=LATER)])
def test_a_hold_on_somebody_is_changed_once_they_are_free(rows, act):
    """First the person, then the hold, as whoever deletes them does."""
    person = rows[0].constituent
    hold = people.kept(person)

    with while_it_waits(lambda: act(hold=hold, by=person.councillor), for_=person):
        assert PersonHold.objects.filter(pk=hold.pk).select_for_update(nowait=True).get()


def test_whoever_keeps_somebody_waits_for_nobody_else(rows):
    """Who is announced and was heard of since is spared by the sweep, and not on the way."""
    other = people.person()
    with time_machine.travel("2028-01-10 12:00Z"):
        announce()
        people.contacted(rows[0])
        with transaction.atomic():
            Constituent.objects.select_for_update().get(pk=rows[0].constituent_id)
            (hold,) = at_once(lambda: people.kept(other))

    assert hold.constituent == other


def test_records_are_kept_in_the_order_of_their_people_and_while_things_are_noted(rows):
    officer = given.officer(Role.INFORMATION_OFFICER)

    with CaptureQueriesContext(connection) as asked:
        people.records_kept(by=officer)

    (lock, *_others) = [one["sql"] for one in asked if " FOR " in one["sql"]]
    assert lock.endswith('ORDER BY 1 ASC FOR NO KEY UPDATE OF "consent_constituent"')


def forget(rows):
    person = rows[0].constituent
    forget_person(person=person, by=person.councillor)


@pytest.mark.parametrize("act", [say_still_needed, log_with])
def test_who_was_just_kept_is_not_deleted_by_a_sweep_that_waited(act):
    given.council()
    row = people.verified()
    with time_machine.travel("2028-01-10 12:00Z"):
        announce()
    with time_machine.travel("2028-03-10 12:00Z"):
        count = while_not_yet_done(lambda: act(row), delete_due)

    assert count == 0
    assert Constituent.objects.get().goes_on is None


def test_to_count_anew_waits_for_each_number_in_the_order_of_all_others(rows):
    first, second = map(people.checked, rows)
    given.council(stale_after_months=3)
    with connection.cursor() as cursor:  # the first now lies behind the second
        cursor.execute(
            "UPDATE consent_contactpermission SET handle = handle WHERE id = %s", [first.pk]
        )

    def as_it_lies():
        with connection.cursor() as cursor:
            cursor.execute("SET enable_indexscan = off; SET enable_bitmapscan = off")
        return recount()

    with while_it_waits(as_it_lies, for_=first):
        free = ContactPermission.objects.select_for_update(of=("self",), nowait=True)
        assert free.get(pk=second.pk) == second
    first.refresh_from_db()
    assert first.verified_on is not None
    assert first.stale_on == months_after(first.verified_on, 3)


def test_the_same_ward_records_are_not_opened_twice_at_the_same_moment():
    given.council()
    first = people.opened()
    end_opening(opening=first, by=first.opened_by)
    again: dict[str, Any] = {"councillor": first.councillor, "reason": "A threat.", "hours": 1}

    found = while_not_yet_done(
        lambda: open_record(**again, by=first.opened_by),
        lambda: open_record(**again, by=first.opened_by),
    )

    assert isinstance(found, Refused)
    assert "open already" in str(found)
    assert Opening.objects.running(timezone.now()).count() == 1


@pytest.mark.parametrize("act", ["list", "read", "end"])
def test_nothing_is_read_or_ended_in_an_opening_that_is_closed_at_the_same_moment(rows, act):
    person = rows[0].constituent
    opening = people.opened(person.councillor)
    about: dict[str, Any] = {"opening": opening, "by": opening.opened_by}
    acts = {
        "list": lambda: read_list(people=[person], is_search=False, **about),
        "read": lambda: read_person(person=person, **about),
        "end": lambda: end_opening(**about),
    }

    found = while_not_yet_done(lambda: end_opening(**about), acts[act])

    assert isinstance(found, Refused)
    assert not Reading.objects.exists()


def test_of_two_searches_at_the_same_moment_each_name_is_counted():
    given.council()
    both = [people.person(capacity=Capacity.COUNCIL) for _n in range(2)]
    enquiry = people.enquiry()
    about: dict[str, Any] = {"enquiry": enquiry, "by": enquiry.opened_by}

    while_not_yet_done(
        lambda: find_people(people=both[:1], **about), lambda: find_people(people=both[1:], **about)
    )

    enquiry.refresh_from_db()
    assert enquiry.people_listed == 2


def leaving_of(councillor):
    return Leaving(
        councillor=councillor,
        term=councillor.terms.get(),
        last_day=today(),
        answer_until=today(),
        opened_at=timezone.now(),
    ).keep(by=None, why="Test")


def test_who_is_sealed_at_the_same_moment_is_not_read(rows):
    person = rows[0].constituent
    opening = people.opened(person.councillor)
    leaving = leaving_of(person.councillor)

    def seal():
        row = Constituent.objects.locked(person)
        row.leaving = leaving
        row.keep(by=None, why="Test")

    found = while_not_yet_done(
        seal, lambda: read_person(opening=opening, person=person, by=opening.opened_by)
    )

    assert isinstance(found, Refused)
    assert not Reading.objects.exists()
