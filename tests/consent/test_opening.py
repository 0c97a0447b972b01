"""Ward records opened by an officer: for a reason, for hours, on record, and told at once."""

import re
from datetime import timedelta
from html import unescape

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from consent.adding.actions import forget_person
from consent.holding.actions import end_hold
from consent.holding.checks import own_hold
from consent.leaving.carrying import step_out
from consent.models import Constituent, Extent, Opening, Reading
from consent.opening import actions
from consent.opening.forms import OpenForm
from consent.permitting.actions import decline, mark_wrong_person
from consent.reading.searching import found
from consent.receipting.actions import copy_person
from councilgov.access import Role
from councilgov.capacity import Capacity
from councilgov.ledger.models import Entry, EntryName
from councilgov.notices.actions import deliver
from councilgov.notices.models import Notice
from councilgov.people.models import User
from councilgov.records import Refused, keep_all
from tests import given
from tests.consent import people, planting


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        officer, monitor = (
            given.officer(role) for role in (Role.INFORMATION_OFFICER, Role.MONITORING_OFFICER)
        )
        way = planting.planted()
        return way, officer, monitor, given.councillor(), people.opened(way.councillor, by=officer)

    return shared(make)


@pytest.fixture
def owner(made_once):
    return made_once[0].councillor


@pytest.fixture
def officer(made_once):
    return made_once[1]


@pytest.fixture
def monitor(made_once):
    return made_once[2]


@pytest.fixture
def other(made_once):
    return made_once[3]


@pytest.fixture
def opening(made_once):
    return Opening.objects.with_row().get(pk=made_once[4].pk)


@pytest.fixture
def person(made_once):
    return Constituent.objects.get(pk=made_once[0].constituent_id)


def page(name, *args):
    return reverse(f"consent:{name}", args=args)


def also(somebody, role):
    """The same, who has this role too."""
    if role == Role.COUNCILLOR:
        given.term(somebody)
    else:
        given.actions.appoint(officer=somebody, role=role, starts_on=localdate(), by=None)
    return User.objects.get(pk=somebody.pk)


def open_as(officer, councillor):
    """Without accepting anything first."""
    return actions.open_record(councillor=councillor, reason="A threat.", hours=1, by=officer)


def see_list(opening, by, *people):
    """Who of these comes back is shown."""
    return actions.read_list(opening=opening, people=people, is_search=False, by=by)


def listing(opening):
    return page("opened_people", opening.pk)


def record(opening, person):
    return page("opened_person", opening.pk, person.pk)


# Who reads, and what


def test_the_officer_finds_the_people_and_reads_one(client, officer, owner, opening, person):
    people.person(councillor=owner, capacity=Capacity.COUNCIL, full_name="Of the council")
    people.person(full_name="Of another councillor")
    client.force_login(officer)

    listed = client.get(listing(opening)).text
    read = client.get(record(opening, person)).text

    assert "zqx-full_name" in listed
    assert "zqx-handle" not in listed
    assert ("Of the council" in listed, "Of another" in listed) == (False, False)
    assert {"zqx-full_name", "zqx-handle"} <= set(planting.leaks(read))
    assert "zqx-who_answered" not in read


@pytest.mark.parametrize("capacity", [Capacity.COUNCIL, Capacity.OUTSIDE_BODY])
def test_no_record_but_of_the_ward_is_read(client, officer, owner, opening, capacity):
    client.force_login(officer)
    other = people.person(councillor=owner, capacity=capacity)

    assert client.get(record(opening, other)).status_code == 404
    assert client.get(record(opening, people.person())).status_code == 404


@pytest.mark.parametrize("who", ["other", "owner", "monitor"])
def test_nobody_else_reads_the_people(client, request, opening, person, who):
    client.force_login(request.getfixturevalue(who))

    for address in (listing(opening), record(opening, person)):
        response = client.get(address)
        assert response.status_code == 404
        assert planting.leaks(response.text) == []


def test_another_officer_of_the_same_role_reads_nothing(client, opening, person):
    client.force_login(given.officer(Role.INFORMATION_OFFICER))

    for address in (listing(opening), record(opening, person), opening.get_absolute_url()):
        assert client.get(address).status_code == 404


def test_another_councillor_does_not_learn_of_it(client, other, opening):
    client.force_login(other)

    assert client.get(opening.get_absolute_url()).status_code == 404
    assert client.post(page("end_opening", opening.pk)).status_code == 404
    assert opening.get_absolute_url() not in client.get(page("contacts")).text
    assert "None were opened" in client.get(page("openings")).text


# Finding somebody


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("yarrow", ["Kit Yarrow"]),
        ("YARROW kit", ["Kit Yarrow"]),
        ("07700 900982", ["Kit Yarrow"]),
        ("+44 7700 900982", ["Kit Yarrow"]),
        ("900982", ["Kit Yarrow"]),
        ("Bramble", ["Kit Yarrow"]),
        ("Daughter", ["Kit Yarrow"]),
        ("yarrow nobody", []),
        ("  ", ["Ada Whin", "Kit Yarrow"]),
    ],
)
def test_somebody_is_found_by_name_number_or_who_speaks_for_them(other, words, names):
    people.person(councillor=other, full_name="Ada Whin")
    kit = people.person(
        councillor=other,
        full_name="Kit Bramble",
        at_request_of="cannot",
        advocate="Their daughter",
    )
    people.granted(kit, handle="07700 900982")
    kit.full_name = "Kit Yarrow"
    kit.keep(by=other, why="Test")

    mine = Constituent.objects.filter(councillor=other)

    assert [row.full_name for row in found(mine, words)] == names


def test_a_search_stands_in_no_address_and_no_evidence(client, officer, opening, caplog):
    caplog.set_level("DEBUG")
    client.force_login(officer)

    shown = client.post(listing(opening), {"words": "zqx-full"}, follow=True)

    assert "1 person found" in shown.text
    assert planting.leaks(str(shown.redirect_chain)) == []
    assert planting.leaks(str(list(Entry.objects.values_list("facts", "subject")))) == []
    assert planting.leaks(str([vars(line) for line in caplog.records])) == []
    assert planting.leaks(str([row.get_decoded() for row in Session.objects.all()])) == []


def test_that_nobody_was_found_is_said(client, officer, opening):
    client.force_login(officer)

    shown = client.post(listing(opening), {"words": "Nobody"}, follow=True).text

    assert "0 people found" in shown


def test_a_search_that_is_over_finds_nobody_and_is_said(client, officer, opening):
    client.force_login(officer)

    shown = client.get(listing(opening), {"sought": "of another session"}).text

    assert "Search again" in shown
    assert planting.leaks(shown) == []
    assert not opening.readings.exists()


def test_what_is_too_long_finds_nobody_and_is_said(client, officer, opening):
    client.force_login(officer)

    shown = client.post(listing(opening), {"words": "x" * 101}).text

    assert "100 characters" in shown
    assert planting.leaks(shown) == []
    assert not opening.readings.exists()


def test_the_people_come_in_pages_of_fifty_also_when_searched(client, officer, owner, opening):
    rows = [
        Constituent(
            councillor=owner, capacity="ward", full_name=f"Wren {n:02}", begun_at=timezone.now()
        )
        for n in range(60)
    ]
    keep_all(rows, by=owner, why="Test")
    client.force_login(officer)
    client.get(listing(opening))

    with CaptureQueriesContext(connection) as few:
        shown = client.post(listing(opening), {"words": "wren 0"}, follow=True).text
    with CaptureQueriesContext(connection) as many:
        first = client.post(listing(opening), {"words": "wren"}, follow=True)
    (then,) = set(re.findall(r'href="([?]sought=[^"]*page=2)"', first.text))
    second = client.get(listing(opening) + unescape(then)).text

    assert "15 people found" in shown
    assert ("Wren 59" in second, "Wren 01" in second) == (True, False)
    assert len(many) <= len(few)
    assert "Wren 00" not in client.get(listing(opening), {"page": "2"}).text


# What is kept of it


def test_each_look_is_on_record_without_a_name(client, officer, opening, person):
    client.force_login(officer)

    client.post(listing(opening), {"words": "zqx"}, follow=True)
    client.get(record(opening, person))

    entries = Entry.objects.filter(subject=f"consent.opening:{opening.pk}").order_by("pk")
    kinds = ["ward_record_opened", "ward_list_read", "ward_record_read"]
    assert [entry.kind for entry in entries] == [f"consent.{kind}" for kind in kinds]
    assert planting.leaks(str(list(entries.values_list("facts")))) == []
    assert "threat" not in str(list(entries.values_list("facts")))
    assert not EntryName.objects.filter(entry__in=entries).exists()


def test_its_owner_sees_whose_name_and_whose_record_was_seen(client, made_once, opening, person):
    _way, officer, monitor, *_others = made_once
    owner = opening.councillor
    client.force_login(officer)
    for address in (listing(opening), listing(opening), record(opening, person)):
        client.get(address)
    rows = Reading.objects.filter(opening=opening).order_by("pk")
    assert [row.extent for row in rows] == [Extent.LISTED, Extent.READ]

    client.force_login(owner)
    shown = client.get(opening.get_absolute_url()).text
    client.force_login(monitor)
    counted = client.get(opening.get_absolute_url()).text

    assert "zqx-full_name" in shown
    assert person.get_absolute_url() in shown
    assert planting.leaks(counted, also=[person.get_absolute_url()]) == []
    for text in (shown, counted):
        assert "1 record was read" in text
        assert "1 name was seen" in text


def test_who_is_deleted_leaves_no_reading(client, officer, owner, opening, person):
    client.force_login(officer)
    client.get(record(opening, person))
    hold = own_hold(person)
    assert hold
    end_hold(hold=hold, by=owner)

    forget_person(person=person, by=owner)

    assert not Reading.objects.filter(opening=opening).exists()
    assert not Reading.history.filter(opening=opening).exists()


def test_the_copy_for_the_person_says_that_an_officer_read_it(client, officer, opening, person):
    client.force_login(officer)
    client.get(record(opening, person))

    told = copy_person(person=person, by=person.councillor)

    assert f"Seen by: {officer}" in told


# Who is told


def test_the_owner_and_the_monitoring_officer_are_told_at_once(owner, monitor, opening):
    deliver(until=timezone.now() + timedelta(seconds=10))

    assert {letter.to[0] for letter in mail.outbox} == {owner.email, monitor.email}
    for letter in mail.outbox:
        assert planting.leaks(str(letter.message())) == []
        assert opening.get_absolute_url() in letter.body
        assert opening.reason not in letter.body


def test_each_is_told_in_words_for_them_what_is_true_when_they_read_it(owner, officer, opening):
    actions.end_opening(opening=opening, by=officer)

    deliver(until=timezone.now() + timedelta(seconds=10))

    theirs, monitors = sorted(mail.outbox, key=lambda letter: letter.to[0] != owner.email)
    assert f"{officer.full_name} opened your ward records at" in theirs.body
    assert owner.full_name not in theirs.body.partition("opened")[2]
    assert f"opened the ward records of {owner.full_name} at" in monitors.body
    for letter in (theirs, monitors):
        assert "They were closed at" in letter.body
        assert "can be read until" not in letter.body


def test_who_left_office_before_the_letter_went_is_not_written_to(owner, monitor, opening):
    over(owner, reason="died")

    deliver(until=timezone.now() + timedelta(seconds=10))

    assert [letter.to[0] for letter in mail.outbox] == [monitor.email]


def test_the_owner_sees_it_above_their_contacts(client, owner, officer, opening):
    client.force_login(owner)

    listed = client.get(page("contacts")).text

    assert f"{officer.full_name} opened your ward records" in listed
    assert page("openings") in listed
    assert opening.get_absolute_url() in client.get(page("openings")).text
    assert opening.reason in client.get(opening.get_absolute_url()).text
    with time_machine.travel(opening.ends_at + timedelta(days=31)):
        assert not Opening.objects.shown_to_owner(owner, timezone.now()).exists()


# When it is over


def test_it_closes_by_itself(client, officer, opening, person):
    with time_machine.travel(opening.ends_at + timedelta(seconds=1)):
        client.force_login(officer)
        assert client.get(listing(opening)).status_code == 409
        for one in (person, people.person()):  # whether they are there is not told
            assert client.get(record(opening, one)).status_code == 409
        assert "By itself" in client.get(opening.get_absolute_url()).text
    assert not opening.readings.exists()


@pytest.mark.parametrize("who", ["officer", "monitor"])
def test_it_is_closed_by_one_press(client, request, officer, opening, who):
    client.force_login(request.getfixturevalue(who))
    assert "Close them now" in client.get(opening.get_absolute_url()).text

    client.post(page("end_opening", opening.pk))

    opening.refresh_from_db()
    assert opening.ended_by == request.getfixturevalue(who)
    assert f"By {opening.ended_by.full_name}" in client.get(opening.get_absolute_url()).text
    with pytest.raises(Refused, match="are closed"):
        see_list(opening, officer)
    with pytest.raises(Refused, match="over already"):
        actions.end_opening(opening=opening, by=officer)


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.MONITORING_OFFICER])
def test_its_owner_does_not_close_it_whatever_else_they_are(client, owner, opening, role):
    same = also(owner, role)
    client.force_login(same)

    assert "Close them now" not in client.get(opening.get_absolute_url()).text
    with pytest.raises(Refused, match="can end it"):
        actions.end_opening(opening=opening, by=same)


# What may be opened


def test_an_officer_who_lost_the_role_reads_nothing(officer, opening):
    officer.appointments.all().delete()
    same = type(officer).objects.get(pk=officer.pk)

    with pytest.raises(Refused, match="Only an information management officer"):
        see_list(opening, same)


@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.MONITORING_OFFICER])
def test_an_officer_who_became_something_else_too_reads_nothing(officer, opening, person, role):
    same = also(officer, role)

    with pytest.raises(Refused, match="Another officer opens"):
        actions.read_person(opening=opening, person=person, by=same)
    with pytest.raises(Refused, match="Another officer opens"):
        people.opened(given.councillor(), by=same)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.INFORMATION_OFFICER}))
def test_no_other_role_opens_anything(role, owner):
    with pytest.raises(Refused, match="Only an information management officer"):
        people.opened(owner, by=given.somebody(role))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"reason": "  "}, "Say why"),
        ({"hours": 9}, "for how long"),
        ({"hours": 0}, "for how long"),
    ],
)
def test_it_needs_a_reason_and_some_hours(other, wrong, told):
    with pytest.raises(Refused, match=told):
        people.opened(other, **wrong)


def test_the_same_are_not_opened_twice_at_a_time(owner, officer, opening):
    with pytest.raises(Refused, match="open already") as refusal:
        people.opened(owner, by=officer)

    assert refusal.value.way[0] == opening.get_absolute_url()


def test_nobody_opens_their_own(other):
    same = also(other, Role.INFORMATION_OFFICER)

    with pytest.raises(Refused, match="You are a councillor too"):
        people.opened(same, by=same)


def test_nothing_is_opened_on_terms_that_do_not_say_so(officer):
    people.terms("Yours alone.", foresees_opening=False)
    councillor = people.accepted(given.councillor())

    with pytest.raises(Refused, match="accepted no terms of ward records that say"):
        people.opened(councillor, by=officer)

    people.terms("Yours, but.", asks_again=True, foresees_opening=True)
    with pytest.raises(Refused, match="accepted no terms of ward records that say"):
        open_as(officer, councillor)
    people.accepted(councillor)
    assert open_as(officer, councillor)


def test_later_terms_that_say_so_do_not_bind_who_did_not_accept_them(officer, owner):
    people.terms("Yours alone.", asks_again=True, foresees_opening=False)
    councillor = people.accepted(given.councillor())
    people.terms("Yours, but.", asks_again=False, foresees_opening=True)

    with pytest.raises(Refused, match="accepted no terms of ward records that say"):
        open_as(officer, councillor)


def test_nothing_is_opened_that_nobody_oversees(officer, other, monitor):
    monitor.appointments.all().delete()
    also(other, Role.MONITORING_OFFICER)

    with pytest.raises(Refused, match="no Monitoring Officer who could be told"):
        open_as(officer, people.accepted(other))


@pytest.mark.parametrize("reason", ["resigned", "died"])
def test_nobodys_are_opened_who_has_left_office(client, officer, other, reason):
    people.accepted(other)
    assert offers(officer, other)
    over(other, reason=reason)
    client.force_login(officer)

    assert not offers(officer, other)
    with pytest.raises(Refused, match="is not in office"):
        open_as(officer, User.objects.get(pk=other.pk))
    assert not Notice.objects.filter(kind="ward_record_opened", to=other).exists()


def offers(officer, councillor):
    return OpenForm(by=officer).fields["councillor"].queryset.filter(pk=councillor.pk).exists()


def over(councillor, reason="resigned"):
    """They are no longer in office."""
    at = timezone.now()
    given.actions.end_term(term=councillor.terms.get(), ends_at=at, reason=reason, by=None)


def test_what_is_open_when_they_leave_office_is_read_no_more(client, officer, opening, person):
    over(opening.councillor)
    client.force_login(officer)

    assert client.get(listing(opening)).status_code == 409
    assert client.get(record(opening, person)).status_code == 409
    with pytest.raises(Refused, match="are closed"):
        actions.read_person(opening=opening, person=person, by=officer)


def test_who_came_back_after_a_gap_has_nobody_of_an_earlier_term_opened(client, officer, owner):
    person = Constituent.objects.filter(councillor=owner, capacity="ward")[0]
    over(owner)
    step_out()
    with time_machine.travel(timezone.now() + timedelta(days=5)):
        given.term(owner)
        again = User.objects.get(pk=owner.pk)
        opening = open_as(officer, again)
        client.force_login(officer)

        assert "zqx-full_name" not in client.get(listing(opening)).text
        assert client.get(record(opening, person)).status_code == 404
        assert see_list(opening, officer, person) == []
        with pytest.raises(Refused, match="no longer there"):
            actions.read_person(opening=opening, person=person, by=officer)


def test_by_the_act_alone_nobody_but_of_that_ward_is_read(officer, owner, opening, person):
    others = [
        people.person(),
        people.person(councillor=owner, capacity=Capacity.COUNCIL),
        people.person(councillor=owner, capacity=Capacity.OUTSIDE_BODY),
    ]

    for one in others:
        with pytest.raises(Refused, match="no longer there"):
            actions.read_person(opening=opening, person=one, by=officer)
    assert see_list(opening, officer, others[0], person, *others[1:]) == [person]
    assert {row.constituent for row in opening.readings.all()} == {person}


def test_by_the_act_alone_no_other_officer_reads_under_it(opening, person):
    another = given.officer(Role.INFORMATION_OFFICER)

    with pytest.raises(Refused, match="are closed"):
        see_list(opening, another)
    with pytest.raises(Refused, match="are closed"):
        actions.read_person(opening=opening, person=person, by=another)


def test_of_the_ward_no_more_is_read_than_is_needed(client, officer, owner, opening):
    person = people.person(councillor=owner)
    wrong = people.granted(person, handle="07700 900971")
    mark_wrong_person(permission=wrong, by=owner)
    declined = people.granted(person, handle="07700 900972")
    people.checked(people.reached(person, handle="07700 900973"))
    decline(permission=declined, by=owner)
    client.force_login(officer)

    read = client.get(record(opening, person)).text.partition("<main")[2]

    assert [f"07700 90097{n}" in read for n in (1, 2, 3)] == [False, False, True]
    assert "The councillor uses another way" in read
    assert "You use another way" not in read


def test_whoever_spoke_for_them_or_answered_before_is_found(other):
    kit = people.person(councillor=other, full_name="Kit", advocate="Bo Sedge")
    way = people.checked(people.granted(kit), who_answered="Fen Rush")
    kit.advocate = "Al Reed"
    kit.keep(by=other, why="Test")
    people.checked(way, who_answered="Kit")
    mine = Constituent.objects.filter(councillor=other)

    assert [list(found(mine, name)) for name in ("Sedge", "Rush", "Reed")] == [[kit]] * 3


def test_how_many_were_seen_is_each_of_them_once_and_outlives_them(
    client, officer, monitor, owner, opening
):
    person = people.person(councillor=owner)
    client.force_login(officer)
    client.get(listing(opening))
    for _look in range(3):
        client.get(record(opening, person))
    listed = Constituent.objects.opened_in(opening).count()

    forget_person(person=person, by=owner)

    client.force_login(monitor)
    shown = client.get(opening.get_absolute_url()).text
    assert "1 record was read" in shown
    assert f"{listed} names were seen" in shown


def test_one_that_was_opened_beside_it_is_not_shown_instead(client, officer, other, monkeypatch):
    real, beside = actions.open_record, people.accepted(given.councillor())

    def both(**given):
        first = real(**given)
        real(councillor=beside, reason="A threat.", hours=1, by=officer)
        return first

    people.accepted(other)
    client.force_login(officer)
    sent = {"councillor": other.pk, "reason": "A threat.", "hours": "2"}
    monkeypatch.setattr(actions, "open_record", both)
    moved = client.post(page("open_record"), sent)
    monkeypatch.undo()

    assert moved.url == Opening.objects.get(councillor=other).get_absolute_url()


def test_an_owner_who_left_is_led_back_to_a_page_that_is_theirs(client, owner, opening):
    client.force_login(owner)
    assert page("openings") in client.get(opening.get_absolute_url()).text
    over(owner)
    client.force_login(owner)

    assert f'"{page("openings")}"' not in client.get(opening.get_absolute_url()).text


@pytest.mark.parametrize("name", ["openings", "opening"])
def test_the_lists_take_as_many_queries_for_many_as_for_one(client, owner, officer, opening, name):
    address = page("openings") if name == "openings" else opening.get_absolute_url()
    see_list(opening, officer, people.person(councillor=owner))
    client.force_login(owner)
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    see_list(opening, officer, *(people.person(councillor=owner) for _n in range(3)))
    for _n in range(3):
        people.opened(owner)
    with CaptureQueriesContext(connection) as many:
        shown = client.get(address).text

    assert len(many) == len(few)
    assert shown.count("<li>") > 3


def test_it_is_opened_on_a_page(client, officer, other):
    client.force_login(officer)
    assert page("open_record") in client.get(page("openings")).text
    people.accepted(other)
    sent = {"councillor": other.pk, "reason": "A threat.", "hours": "2"}

    client.post(page("open_record"), sent)

    row = Opening.objects.get(councillor=other)
    assert client.get(row.get_absolute_url()).status_code == 200
    assert (row.opened_by, row.ends_at - row.opened_at) == (officer, timedelta(hours=2))


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"reason": ""}, "has_a_reason"),
        ({"ends_at": timezone.now() + timedelta(days=400)}, "for_some_hours"),
        ({"ends_at": timezone.now() - timedelta(days=400)}, "for_some_hours"),
        ({"opened_by": "its owner"}, "not_ones_own"),
        ({"ended_at": timezone.now()}, "ended_at_together"),
    ],
)
def test_no_other_opening_can_be_kept(opening, wrong, constraint):
    for name, value in wrong.items():
        setattr(opening, name, opening.councillor if value == "its owner" else value)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        opening.save()
