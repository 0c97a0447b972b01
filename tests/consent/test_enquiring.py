"""Records of council work: read by officers for a reason, and their councillor sees it."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consent.adding.actions import forget_person
from consent.enquiring import actions
from consent.models import Constituent, Enquiry, Extent, Purpose, Reading, Source
from consent.permitting.actions import decline, mark_wrong_person
from consent.reading.noting import note_listed, note_seen
from councilgov.access import Role
from councilgov.capacity import Capacity
from councilgov.ledger.models import Entry, EntryName
from councilgov.people.models import User
from councilgov.records import Refused, keep_all
from tests import given
from tests.consent import people

READERS = [
    Role.INFORMATION_OFFICER,
    Role.DATA_PROTECTION_OFFICER,
    Role.MONITORING_OFFICER,
    Role.DEPUTY_MONITORING_OFFICER,
]
REASON = "Subject access request 26/104"


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        councillor = people.accepted(given.councillor(full_name="Jo Ash"))
        kit = council_person(councillor, full_name="Kit Yarrow")
        people.verified(kit, handle="07700 900982")
        people.verified(people.person(councillor=councillor, full_name="Ward Yarrow"))
        officer = given.officer(Role.INFORMATION_OFFICER)
        return councillor, kit, officer, people.enquiry(officer, REASON)

    return shared(make)


def council_person(councillor=None, **fields):
    """Somebody with whom a councillor is in touch for the council."""
    return people.person(councillor=councillor, capacity=Capacity.COUNCIL, **fields)


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def kit(made_once):
    return Constituent.objects.select_related("councillor").get(pk=made_once[1].pk)


@pytest.fixture
def officer(made_once):
    return made_once[2]


@pytest.fixture
def enquiry(made_once):
    return Enquiry.objects.with_row().get(pk=made_once[3].pk)


@pytest.fixture
def browser(client, officer):
    client.force_login(officer)
    return client


def page(name, *args):
    return reverse(f"consent:{name}", args=args)


def record(enquiry, person):
    return page("council_record", enquiry.pk, person.pk)


def search(client, enquiry, words):
    return client.post(enquiry.get_absolute_url(), {"words": words}, follow=True)


# From the request to the copy


def test_an_officer_finds_somebody_over_all_councillors_and_reads_and_copies(browser):
    council_person(full_name="Kit Yarrow-Whin")
    assert page("open_enquiry") in browser.get(page("enquiries")).text
    browser.post(page("open_enquiry"), {"reason": "  Request   7 "})
    enquiry = Enquiry.objects.get(reason="Request 7")

    shown = search(browser, enquiry, "yarrow").text
    (first, _second) = Constituent.objects.filter(capacity="council").order_by("full_name")
    read = browser.get(record(enquiry, first)).text
    file = browser.post(record(enquiry, first))

    assert "2 people found" in shown
    assert "Councillor Jo Ash" in shown
    assert "07700 900982" not in shown
    assert "07700 900982" in read
    assert "Take a copy" in read
    assert "Everything that is held about Kit Yarrow" in file.text
    assert file["Content-Disposition"] == 'attachment; filename="everything-held.txt"'
    assert "1 record was read" in browser.get(enquiry.get_absolute_url()).text


@pytest.mark.parametrize("words", ["+447700900982", "yarrow KIT", "900982", "Sam, whom"])
def test_somebody_is_found_by_name_number_or_who_answered(browser, enquiry, words):
    assert "Kit Yarrow" in search(browser, enquiry, words).text


@pytest.mark.parametrize("words", ["", "   ", "Nobody", "x" * 101])
def test_nobody_is_listed_who_was_not_looked_for(browser, enquiry, words):
    assert "Kit Yarrow" not in search(browser, enquiry, words).text
    assert not Reading.objects.exists()


def test_that_nobody_was_found_is_said(browser, enquiry):
    assert "0 people found" in search(browser, enquiry, "Nobody").text
    assert "people found" not in browser.get(enquiry.get_absolute_url()).text


def test_who_types_nothing_is_asked_for_something(browser, enquiry):
    assert "Enter a name, number or user name" in search(browser, enquiry, " ").text
    assert "There is a problem" not in browser.get(enquiry.get_absolute_url()).text


def test_no_record_but_of_council_work_is_found_read_or_copied(browser, officer, enquiry):
    others = Constituent.objects.exclude(capacity=Capacity.COUNCIL).select_related("councillor")
    people.person(capacity=Capacity.OUTSIDE_BODY, full_name="Body Yarrow")
    shown = search(browser, enquiry, "yarrow").text

    assert "1 person found" in shown
    assert ("Ward Yarrow" in shown, "Body Yarrow" in shown) == (False, False)
    for row in others:
        assert browser.get(record(enquiry, row)).status_code == 404
        assert browser.post(record(enquiry, row)).status_code == 404
        for act in (actions.read_record, actions.copy_record):
            with pytest.raises(Refused, match="no record of council work"):
                act(enquiry=enquiry, person=row, by=officer)
        assert actions.find_people(enquiry=enquiry, people=[row], by=officer) == []
    assert {row.constituent.full_name for row in Reading.objects.all()} == {"Kit Yarrow"}


def test_it_comes_in_pages_with_as_many_queries_for_many_as_for_one(browser, enquiry, councillor):
    rows = [
        Constituent(
            councillor=councillor,
            capacity="council",
            full_name=f"Wren {n}",
            begun_at=timezone.now(),
        )
        for n in range(60)
    ]
    keep_all(rows, by=councillor, why="Test")
    with CaptureQueriesContext(connection) as one:
        search(browser, enquiry, "yarrow")
    with CaptureQueriesContext(connection) as many:
        shown = search(browser, enquiry, "wren").text

    assert "60 people found" in shown
    assert shown.count("Councillor Jo Ash") == 50
    assert len(many) == len(one)


# Who may


@pytest.mark.parametrize("role", READERS)
def test_who_answers_for_council_records_reads_them(client, kit, role):
    by = given.somebody(role)
    enquiry = people.enquiry(by)
    client.force_login(by)

    assert "07700 900982" in client.get(record(enquiry, kit)).text


@pytest.mark.parametrize("role", sorted(set(Role) - set(READERS)))
def test_nobody_else_does(client, enquiry, kit, role):
    by = given.somebody(role)
    client.force_login(by)

    for address in (enquiry.get_absolute_url(), record(enquiry, kit)):
        assert client.get(address).status_code == 404
    assert client.get(page("enquiries")).status_code == 403
    with pytest.raises(Refused, match="Only officers who answer"):
        people.enquiry(by)
    with pytest.raises(Refused, match="Only officers who answer"):
        actions.read_record(enquiry=enquiry, person=kit, by=by)


def test_another_officer_sees_why_and_reads_nothing_under_it(client, enquiry, kit):
    other = given.officer(Role.DATA_PROTECTION_OFFICER)
    client.force_login(other)

    shown = client.get(enquiry.get_absolute_url()).text

    assert REASON in shown
    assert 'name="words"' not in shown
    assert client.get(record(enquiry, kit)).status_code == 404
    assert client.post(record(enquiry, kit)).status_code == 404
    with pytest.raises(Refused, match="closed"):
        actions.find_people(enquiry=enquiry, people=[kit], by=other)


def test_an_officer_who_is_a_councillor_too_reads_no_others(client, officer, enquiry, kit):
    given.term(officer)
    same = User.objects.get(pk=officer.pk)
    client.force_login(same)

    assert client.get(record(enquiry, kit)).status_code == 404
    for act in (people.enquiry, lambda by: actions.read_record(enquiry=enquiry, person=kit, by=by)):
        with pytest.raises(Refused, match="You are a councillor too"):
            act(same)


@pytest.mark.parametrize("reason", ["", "   "])
def test_it_needs_a_reason(browser, reason):
    shown = browser.post(page("open_enquiry"), {"reason": reason}).text

    assert "Enter what you need them for" in shown
    with pytest.raises(Refused, match="Say what you need them for"):
        people.enquiry(reason=reason)


def test_it_is_over_after_a_month(browser, officer, enquiry, kit):
    with time_machine.travel(enquiry.opened_at + timedelta(days=31, seconds=1)):
        browser.force_login(officer)
        shown = browser.get(enquiry.get_absolute_url()).text
        assert REASON in shown
        assert 'name="words"' not in shown
        assert browser.get(record(enquiry, kit)).status_code == 409


# What is kept of it, and what its councillor sees


def test_each_look_is_evidence_and_names_nobody(browser, enquiry, kit, caplog):
    caplog.set_level("DEBUG")
    moved = search(browser, enquiry, "Kit Yarrow").redirect_chain
    browser.get(record(enquiry, kit))
    browser.post(record(enquiry, kit))

    entries = Entry.objects.filter(subject=f"consent.enquiry:{enquiry.pk}").order_by("pk")
    kinds = ["enquiry_opened", "council_records_searched", "council_record_read"]
    kinds.append("council_record_copied")
    assert [entry.kind for entry in entries] == [f"consent.{kind}" for kind in kinds]
    assert not EntryName.objects.filter(entry__in=entries).exists()
    kept = [entries.values_list("facts"), [vars(line) for line in caplog.records], moved]
    kept.append([row.get_decoded() for row in Session.objects.all()])
    assert "yarrow" not in str([list(one) for one in kept]).lower()


def test_the_councillor_sees_who_saw_which_record_and_why(client, councillor, enquiry, kit):
    officer = enquiry.opened_by
    actions.find_people(enquiry=enquiry, people=[kit], by=officer)
    actions.find_people(enquiry=enquiry, people=[kit], by=officer)
    actions.read_record(enquiry=enquiry, person=kit, by=officer)
    actions.copy_record(enquiry=enquiry, person=kit, by=officer)
    client.force_login(councillor)

    shown = client.get(page("readings")).text

    looks = [row.extent for row in Reading.objects.order_by("pk")]
    assert looks == [Extent.LISTED, Extent.READ, Extent.COPIED]
    assert all(words in shown for words in ("Kit Yarrow", officer.full_name, f"For: {REASON}"))
    listed = client.get(page("contacts")).text
    assert page("readings") in listed
    assert "An officer saw records of your council work" in listed
    assert "Somebody else has read this record" in client.get(kit.get_absolute_url()).text


def test_that_a_name_was_seen_is_not_said_to_be_more(client, councillor, enquiry, kit):
    client.force_login(councillor)
    assert page("readings") not in client.get(kit.get_absolute_url()).text
    actions.find_people(enquiry=enquiry, people=[kit], by=enquiry.opened_by)

    shown = client.get(kit.get_absolute_url()).text

    assert "An officer saw this name in a list" in shown
    assert "has read this record" not in shown


def test_who_left_office_sees_no_readings(councillor, enquiry, kit):
    actions.read_record(enquiry=enquiry, person=kit, by=enquiry.opened_by)
    assert Reading.objects.visible_to(councillor).exists()
    now = timezone.now()
    given.actions.end_term(term=councillor.terms.get(), ends_at=now, reason="resigned", by=None)

    assert not Reading.objects.visible_to(User.objects.get(pk=councillor.pk)).exists()


def test_how_many_were_read_and_copied_is_each_once_and_outlives_them(
    browser, councillor, enquiry, kit
):
    for _look in range(2):
        browser.get(record(enquiry, kit))
        browser.post(record(enquiry, kit))
    search(browser, enquiry, "yarrow")

    forget_person(person=kit, by=councillor)

    shown = browser.get(enquiry.get_absolute_url()).text
    enquiry.refresh_from_db()
    assert "1 record was read" in shown
    assert "1 was copied" in shown
    assert (enquiry.people_listed, enquiry.people_read, enquiry.people_copied) == (0, 1, 1)


def test_of_council_work_every_way_is_shown_whole(browser, councillor, enquiry, kit):
    wrong = people.granted(kit, handle="07700 900971")
    mark_wrong_person(permission=wrong, by=councillor)
    declined = people.granted(kit, handle="07700 900972")
    people.checked(people.reached(kit))
    decline(permission=declined, by=councillor)
    news: dict[str, Any] = {"purpose": Purpose.NEWSLETTER, "source": Source.THEY_ASKED}
    people.granted(kit, handle="kit@post.example", channel=people.channel("Email"), **news)

    shown = browser.get(record(enquiry, kit)).text.partition("<main")[2]

    for words in (
        "900971",
        "900972",
        "900982",
        "Sam, whom I know",
        "This is somebody else’s",
    ):
        assert words in shown
    assert str(Purpose.NEWSLETTER.label) in shown
    assert "You use another way" not in shown


@pytest.mark.parametrize("name", ["enquiries", "readings"])
def test_the_lists_take_as_many_queries_for_many_as_for_one(client, councillor, enquiry, kit, name):
    who = {"enquiries": enquiry.opened_by, "readings": councillor}[name]
    actions.find_people(enquiry=enquiry, people=[kit], by=enquiry.opened_by)
    client.force_login(who)
    client.get(page(name))
    with CaptureQueriesContext(connection) as few:
        client.get(page(name))
    for n in range(3):
        another = council_person(councillor, full_name=f"Wren {n}")
        theirs = people.enquiry(reason=f"Request {n}")
        actions.read_record(enquiry=theirs, person=another, by=theirs.opened_by)
    with CaptureQueriesContext(connection) as many:
        shown = client.get(page(name)).text

    assert len(many) == len(few)
    assert "Request 2" in shown


def test_another_councillor_sees_none_of_it(client, enquiry, kit):
    actions.read_record(enquiry=enquiry, person=kit, by=enquiry.opened_by)
    client.force_login(given.councillor())

    assert "Nobody else has read" in client.get(page("readings")).text
    assert "An officer saw" not in client.get(page("contacts")).text


def test_who_is_deleted_leaves_no_reading(councillor, enquiry, kit):
    actions.read_record(enquiry=enquiry, person=kit, by=enquiry.opened_by)

    forget_person(person=kit, by=councillor)

    assert not Reading.objects.exists()
    assert not Reading.history.exists()
    assert not Enquiry.objects.filter(pk=enquiry.pk, readings__isnull=False).exists()


def test_who_was_deleted_a_moment_ago_is_not_read(councillor, enquiry, kit):
    by = enquiry.opened_by
    forget_person(person=kit, by=councillor)

    with pytest.raises(Refused, match="no record of council work"):
        actions.read_record(enquiry=enquiry, person=kit, by=by)
    among = Constituent.objects.readable_by(by)
    with pytest.raises(Refused, match="no longer there"):
        note_seen(kit, Extent.READ, among=among, under=enquiry, by=by)
    assert not note_listed([kit], among=among, under=enquiry, by=by)


@pytest.mark.parametrize(
    ("capacity", "is_told"),
    [(Capacity.COUNCIL, True), (Capacity.WARD, False), (Capacity.OUTSIDE_BODY, False)],
)
def test_a_councillor_is_told_before_they_note_somebody(client, councillor, capacity, is_told):
    client.force_login(councillor)

    shown = client.get(page("add_person", capacity)).text

    assert ("Its information officers" in shown) == is_told


# What no row can say


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"reason": ""}, "has_a_reason"),
        ({"ends_at": timezone.now() + timedelta(days=400)}, "enquiry_ends"),
    ],
)
def test_no_other_enquiry_can_be_kept(enquiry, wrong, constraint):
    for name, value in wrong.items():
        setattr(enquiry, name, value)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        enquiry.save()


@pytest.mark.parametrize(
    ("wrong", "constraint"),
    [
        ({"enquiry": None}, "for_one_reason"),
        ({"opening": "too"}, "for_one_reason"),
        ({"share": "too"}, "for_one_reason"),
        ({"enquiry": None, "opening": "too", "share": "too"}, "for_one_reason"),
        ({"extent": "dreamt"}, "extent_known"),
    ],
)
def test_no_other_reading_can_be_kept(enquiry, kit, wrong, constraint):
    others = {"opening": people.opened(kit.councillor), "share": people.shared(kit)}
    wrong = {name: others[name] if value == "too" else value for name, value in wrong.items()}
    row = actions.read_record(enquiry=enquiry, person=kit, by=enquiry.opened_by)
    for name, value in wrong.items():
        setattr(row, name, value)

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        row.save()
