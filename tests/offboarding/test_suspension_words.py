"""Facilities that are withdrawn are called so, and a suspension from office is called one."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.days import day_in_words, today
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.offboarding.suspending.actions import (
    lift,
    move_end,
    note_closed,
    note_opened,
    take_back_opened,
)
from councilgov.offboarding.suspending.facts import board_line, standing
from councilgov.people.models import Decider, SuspendedFrom, Suspension
from councilgov.records import Refused
from devices.models import ReturnRequest
from tests import given
from tests.devices import equipment as devices
from tests.offboarding.leavers import ends, on, sweep, system
from tests.offboarding.pages import officer, page
from tests.offboarding.suspended import suspended

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OFFICE = {"what": SuspendedFrom.OFFICE, "decider": Decider.COURT}


def in_words(text):
    """Without addresses: those are of the portal, not of anybody."""
    lines = [line for line in text.split("\n") if "/suspensions/" not in line]
    return "\n".join(lines).lower()


def mails(row, *, kind=""):
    rows = Notice.objects.filter(kind__startswith=kind).order_by("pk")
    return [part_of(one) for one in rows if one.subject == row]


def everything_said(row):
    """All mails of one, from the first to the last."""
    desk = given.officer(Role.ICT_DESK)
    sweep()
    note_closed(suspension=row, by=desk)
    moved = move_end(
        suspension=row, ends_on=row.ends_on - DAY, reason="Reviewed.", by=row.entered_by
    )
    found = mails(row)
    lift(suspension=moved, reason="Set aside.", by=row.entered_by)
    sweep()
    return found + mails(moved, kind="suspension_")


def test_no_mail_says_of_withdrawn_facilities_that_somebody_is_suspended():
    row = suspended()

    said = everything_said(row)

    assert len({part.subject for part in said}) > 4
    for part in said:
        assert "suspen" not in in_words(f"{part.subject}\n{part.body}")
    assert any("Council facilities are given back to" in part.body for part in said)


def test_the_mails_of_a_suspension_from_office_say_so():
    row = suspended(**OFFICE)

    said = everything_said(row)

    assert not any("facilities" in in_words(part.body) for part in said)
    first = said[0]
    assert "You are suspended from office from" in first.body
    assert "you may not act as a councillor" in first.body
    assert "You stay in office" not in first.body


@pytest.mark.parametrize(("fields", "word"), [({}, "suspen"), (OFFICE, "facilities")])
def test_nor_do_the_pages_of_one(client, fields, word):
    row = suspended(**fields)
    officer(client)

    for name in ("suspension", "move_suspension", "lift_suspension"):
        text = client.get(page(name, row.pk)).text
        main = text[text.index("<main") : text.index("</main>")].lower()
        shown = main.replace("/suspensions/", "")
        assert word not in shown.replace("facilities. ", ""), name


def test_whoever_is_suspended_from_office_keeps_the_seat_and_may_not_act(client):
    row = suspended(**OFFICE)
    last = day_in_words(row.ends_on)
    officer(client)

    told = client.get(page("suspension", row.pk)).text
    assert f"They keep the seat, but may not act as a councillor until the end of {last}." in told
    assert "They stay in office" not in told
    client.force_login(row.councillor)
    own = client.get(page("my_suspension")).text
    assert f"You keep your seat, but you may not act as a councillor until the end of {last}" in own
    assert "You stay in office" not in own


def test_the_board_counts_each_by_what_was_decided():
    assert board_line() == "Suspensions and withdrawn facilities: none now"
    for fields in ({}, {}, OFFICE):
        suspended(**fields)

    told = "1 councillor is suspended now; Facilities are withdrawn from 2 councillors now"
    assert board_line() == told


def test_the_list_and_its_file_say_which_it_is(client):
    suspended()
    suspended(**OFFICE)
    officer(client)

    shown = client.get(page("suspensions")).text
    taken = client.post(page("suspensions"), {"file": "csv"}).getvalue().decode()

    for text in (shown, taken):
        assert "Withdrawn now" in text
        assert "Suspended now" in text


@pytest.mark.parametrize(
    ("fields", "words"),
    [({}, "Council facilities withdrawn for a time"), (OFFICE, "Suspension from office")],
)
def test_equipment_is_asked_back_by_the_reason_that_is_true(client, fields, words):
    councillor = devices.accepted().councillor
    suspended(councillor=councillor, is_kit_asked_back=True, **fields)
    asked = ReturnRequest.objects.get()

    assert asked.reason == words
    assert words in part_of(Notice.objects.get(kind="return_asked")).body
    client.force_login(councillor)
    assert f": {words}" in client.get(asked.device.get_absolute_url()).text


def test_what_is_to_come_does_not_say_why_equipment_was_asked_back():
    councillor = devices.accepted().councillor
    suspended(councillor=councillor, is_kit_asked_back=True)
    after = today() + 60 * DAY
    suspended(
        councillor=councillor,
        is_kit_asked_back=True,
        starts_on=after,
        ends_on=after + DAY,
        **OFFICE,
    )

    assert ReturnRequest.objects.get().reason == "Council facilities withdrawn for a time"


# Moved


def test_the_mail_of_a_move_says_which_day_it_was_and_which_it_is():
    row = suspended()
    before, after = row.ends_on, row.ends_on + DAY
    row = move_end(suspension=row, ends_on=after, reason="Extended.", by=row.entered_by)

    for kind in ("suspended", "suspension_noted"):
        last = mails(row, kind=kind)[-1]
        assert day_in_words(after) in last.subject
        assert f"The last day was {day_in_words(before)} until now" in last.body
    again = move_end(suspension=row, ends_on=before, reason="Shortened.", by=row.entered_by)
    assert f"The last day was {day_in_words(after)}" in mails(again, kind="suspended")[-1].body


def test_the_first_mail_says_nothing_of_a_move():
    row = suspended()

    for part in mails(row):
        assert "until now" not in part.body


def test_the_mail_of_one_that_never_began_opens_nothing():
    row = suspended(starts_on=today() + DAY)
    lifted = lift(suspension=row, reason="Reviewed.", by=row.entered_by)

    (told,) = mails(lifted, kind="suspension_lifted")
    assert "It does not begin." in told.body
    assert "open to you again" not in told.body


def test_the_last_mail_has_the_number_of_the_desk_where_it_opens_something():
    given.council(desk_phone="01632 960143")
    row, other = suspended(), suspended(is_for_desk=False)
    lifted = [lift(suspension=one, reason="Reviewed.", by=one.entered_by) for one in (row, other)]

    (told,), (untold,) = [mails(one, kind="suspension_lifted") for one in lifted]
    assert "ring the service desk on 01632 960143" in told.body
    assert "The portal is open to you again." in told.body
    assert "service desk" not in untold.body


# The desk


def test_the_desk_reads_what_it_says_that_it_closed(client):
    row = suspended(closed=[system()], narrowed=[system("Shared files")])
    officer(client, Role.ICT_DESK)

    shown = client.get(page("close_systems", row.pk)).text

    assert "Closed: Email" in shown
    assert "Partly closed: Shared files" in shown


def test_the_desk_takes_back_what_it_said_by_mistake(client):
    row = suspended()
    desk = given.officer(Role.ICT_DESK)
    note_closed(suspension=row, by=desk)
    with on(row.ends_on):
        note_opened(suspension=row, by=desk)
        client.force_login(desk)
        assert page("take_back_opened", row.pk) in client.get(page("suspension", row.pk)).text

        told = client.post(page("take_back_opened", row.pk), follow=True).text

        assert "Taken back: access is still closed." in told
        assert "the service desk took it back" in told
        assert page("open_systems", row.pk) in told
        assert page("take_back_opened", row.pk) not in told
        assert Suspension.objects.to_open(timezone.now()).get() == row
        with pytest.raises(Refused, match="Nobody has said"):
            take_back_opened(suspension=row, by=desk)


def test_days_after_the_end_there_is_nothing_to_take_back(client):
    row = suspended()
    desk = given.officer(Role.ICT_DESK)
    note_closed(suspension=row, by=desk)
    with on(row.ends_on + DAY):
        note_opened(suspension=row, by=desk)
        client.force_login(desk)
        assert page("take_back_opened", row.pk) in client.get(page("suspension", row.pk)).text
    with on(row.ends_on + 2 * DAY):
        client.force_login(desk)
        assert page("take_back_opened", row.pk) not in client.get(page("suspension", row.pk)).text


@pytest.mark.parametrize(
    ("is_for_desk", "words"),
    [
        (True, "They, the Monitoring Officers and the service desk are told."),
        (False, "They and the Monitoring Officers are told."),
    ],
)
def test_the_desk_is_named_where_it_is_told(client, is_for_desk, words):
    row = suspended(is_for_desk=is_for_desk)
    officer(client)

    assert words in client.get(page("lift_suspension", row.pk)).text


def test_lifting_says_what_follows_from_it_now(client):
    begun, later = suspended(), suspended(starts_on=today() + DAY)
    officer(client)

    shown = client.get(page("lift_suspension", begun.pk)).text
    assert "open to them again at once" in shown
    assert "open what it closed" not in shown
    assert "It never begins." in client.get(page("lift_suspension", later.pk)).text
    note_closed(suspension=begun, by=given.officer(Role.ICT_DESK))
    assert "open what it closed" in client.get(page("lift_suspension", begun.pk)).text


# The councillor


def test_after_it_the_page_says_what_is_open_and_what_is_not_yet(client):
    row, other = suspended(), suspended(starts_on=today() + DAY)
    for one in (row, other):
        lift(suspension=one, reason="Reviewed.", by=one.entered_by)

    client.force_login(row.councillor)
    assert "The service desk opens the other" in client.get(page("my_suspension")).text
    client.force_login(other.councillor)
    assert "This was lifted before it began." in client.get(page("my_suspension")).text


def test_the_councillor_reads_plain_words(client):
    row = suspended(closed=[system()], narrowed=[system("Shared files")], is_kit_asked_back=True)
    client.force_login(row.councillor)

    text = client.get(page("my_suspension")).text

    for words in ("Closed to you", "Partly closed to you", "You are asked to bring it back"):
        assert words in text
    for words in ("narrowed", "and no more than that"):
        assert words not in text


# The Monitoring Officer


def test_a_monitoring_officer_sees_the_term_before_entering_one(client):
    councillor = given.councillor(group=given.group(name="Orchard Group"))
    ward = councillor.terms.get().ward
    officer(client)

    shown = client.get(reverse("accounts:person", args=[councillor.pk])).text

    assert "in office since" in shown
    assert "Orchard Group" in shown
    assert ward is None or str(ward) in shown
    assert "End this" not in shown
    assert page("suspensions") in client.get(reverse("home")).text


@pytest.mark.parametrize(
    ("is_for_desk", "begins", "opens"),
    [(True, 0, True), (True, 1, False), (False, 0, False), (False, 1, False)],
)
def test_of_lifting_the_mails_open_what_was_closed_and_no_more(is_for_desk, begins, opens):
    row = suspended(is_for_desk=is_for_desk, starts_on=today() + begins * DAY)
    lifted = lift(suspension=row, reason="Reviewed.", by=row.entered_by)

    (own,) = mails(lifted, kind="suspension_lifted")
    noted = mails(lifted, kind="suspension_noted")[-1]
    assert ("The service desk opens what else was closed." in own.body) == opens
    assert ("What was closed is to be opened again." in noted.body) == opens
    assert (
        ("It does not begin." in noted.body) == ("It does not begin." in own.body) == (begins == 1)
    )


@pytest.mark.parametrize("fields", [{}, OFFICE])
def test_each_mail_and_page_names_the_last_day_in_office_where_that_is_before(client, fields):
    row = suspended(**fields)
    given.officer(Role.ICT_DESK)
    last = row.starts_on + 9 * DAY
    ends(row.councillor, last)
    with on(row.starts_on + DAY):
        sweep()
        said = mails(row)

        assert len(said) == 3
        for part in said:
            assert day_in_words(last) in part.body
            assert day_in_words(row.ends_on) not in part.subject + part.body
        client.force_login(row.councillor)
        home = client.get(reverse("home")).text
        assert day_in_words(last) in home
        assert day_in_words(row.ends_on) not in home


def test_the_reminder_to_open_says_the_morning_after_on_the_last_day_alone():
    row = suspended(**OFFICE)
    given.officer(Role.ICT_DESK)
    told = []
    for days in (0, 7):
        with on(row.ends_on + days * DAY):
            sweep()
            told.append(mails(row, kind="suspension_to_open")[-1].body)

    last = day_in_words(row.ends_on)
    assert f"The last day of their suspension is {last}." in told[0]
    assert "so that it works the morning after" in told[0]
    assert f"The last day of their suspension was {last}." in told[1]
    assert "the morning after" not in told[1]


def test_of_one_that_is_to_begin_the_page_says_from_when_they_may_not_act(client):
    row = suspended(**OFFICE, starts_on=today() + DAY)
    officer(client)

    days = f"from {day_in_words(row.starts_on)} to the end of {day_in_words(row.ends_on)}."
    shown = client.get(page("suspension", row.pk)).text
    assert f"may not act as a councillor {days}" in shown
    assert "may not act as a councillor until" not in shown


def test_the_list_its_filter_and_the_page_say_the_same_of_who_left_before_it_begins(client):
    row = suspended(starts_on=today() + 9 * DAY)
    ends(row.councillor, today() - DAY)
    officer(client)

    assert standing(row) == "over"
    assert "Over" in client.get(page("suspension", row.pk)).text
    shown = client.get(page("suspensions")).text
    assert "Begins later</strong>" not in shown
    assert row.councillor.full_name not in client.get(page("suspensions") + "?status=to_come").text
    assert row.councillor.full_name in client.get(page("suspensions") + "?status=over").text


def test_the_link_on_the_page_of_a_person_is_true_years_later(client):
    row = suspended()
    officer(client)

    with on(row.ends_on + 900 * DAY):
        client.force_login(row.entered_by)
        shown = client.get(reverse("accounts:person", args=[row.councillor_id])).text
        assert "See the facilities withdrawn from" in shown
