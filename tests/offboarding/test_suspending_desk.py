"""What the service desk is asked to close and to open, where suspensions follow one another, where
it says nothing, and where somebody leaves meanwhile.
"""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.days import today
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.offboarding.suspending.actions import lift, note_closed, note_opened
from councilgov.offboarding.suspending.facts import board_line, standing
from councilgov.people.actions import begin_term
from councilgov.people.models import EndReason, Suspension
from councilgov.records import Refused
from tests import given
from tests.offboarding.leavers import ends, on, sweep, system
from tests.offboarding.suspended import suspended

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST, LAST = date(2027, 3, 1), date(2027, 3, 10)


@pytest.fixture
def desk():
    return given.officer(Role.ICT_DESK)


def entered(**fields):
    return suspended(**{"starts_on": FIRST, "ends_on": LAST} | fields)


def next_one(row, **fields):
    """Another, from the day after."""
    days = {"starts_on": LAST + DAY, "ends_on": LAST + 30 * DAY}
    return suspended(councillor=row.councillor, **days | fields)


def to_open():
    return set(Suspension.objects.to_open(timezone.now()))


def to_close():
    return set(Suspension.objects.to_close(timezone.now()))


def closed(row, desk):
    with on(row.starts_on):
        note_closed(suspension=row, by=desk)


def test_nothing_is_opened_between_two_that_follow_one_another(desk):
    row = entered()
    after = next_one(row)
    closed(row, desk)

    with on(LAST):
        sweep()
        assert not to_open()
        with pytest.raises(Refused, match="nothing to open"):
            note_opened(suspension=row, by=desk)
    with on(LAST + DAY):
        sweep()
        assert (to_open(), to_close()) == (set(), set())
    assert not Notice.objects.filter(kind="suspension_to_open").exists()
    with on(after.ends_on):
        sweep()
        assert to_open() == {after}
        after.refresh_from_db()
        note_opened(suspension=after, by=desk)
    with on(after.ends_on + 2 * DAY):
        assert not to_open()


@pytest.mark.parametrize("closes", [False, True], ids=["narrowed before", "nothing before"])
def test_what_the_next_one_closes_besides_is_asked_for(desk, closes):
    one = system("Payroll")
    row = entered(narrowed=[] if closes else [one])
    after = next_one(row, closed=[one])
    closed(row, desk)

    with on(LAST + DAY):
        sweep()
        assert (to_open(), to_close()) == (set(), {after})


def test_who_closed_the_first_closed_the_next(desk):
    row = entered()
    after = next_one(row)
    closed(row, desk)
    with on(LAST + DAY):
        sweep()
        sweep()

    after.refresh_from_db()
    row.refresh_from_db()
    assert (after.closed_by, after.closed_at) == (desk, row.closed_at)
    assert after.history.first().history_change_reason == "Access is closed already"


@pytest.mark.parametrize(
    "between",
    [
        lambda row: next_one(row, starts_on=LAST + 2 * DAY),
        lambda row: next_one(row, is_for_desk=False),
        lambda _row: suspended(starts_on=LAST + DAY, ends_on=LAST + 9 * DAY),
        lambda row: lift(suspension=next_one(row), reason="Set aside.", by=row.entered_by),
    ],
    ids=["a day between", "not for the desk", "of somebody else", "lifted before it began"],
)
def test_whatever_does_not_go_on_from_it_keeps_nothing_closed(desk, between):
    row = entered()
    between(row)
    closed(row, desk)

    with on(LAST):
        assert to_open() == {row}
    with on(LAST + DAY):
        sweep()
        assert row in to_open()


def test_what_is_lifted_early_is_opened_until_the_next_begins(desk):
    row = entered()
    next_one(row)
    closed(row, desk)
    with on(FIRST + DAY):
        lift(suspension=row, reason="Set aside.", by=row.entered_by)
        assert to_open() == {row}


def test_two_that_begin_on_one_day_are_opened_once(desk):
    row = entered()
    with on(FIRST):
        lift(suspension=row, reason="Entered wrongly.", by=row.entered_by)
        entered(councillor=row.councillor)
        assert not to_open()


def test_the_desk_that_said_nothing_is_asked_to_open_until_it_says_so(desk):
    row = entered()
    with on(FIRST):
        sweep()
    with on(LAST - DAY):
        sweep()
        assert not to_open()
    for day in (LAST, LAST + DAY, LAST + 8 * DAY):
        with on(day):
            sweep()
            assert to_open() == {row}
    told = Notice.objects.filter(kind="suspension_to_open", to=desk)
    assert told.count() == 2
    assert "You never said" in part_of(told[0]).body
    with on(LAST + 9 * DAY):
        note_opened(suspension=row, by=desk)
        assert not to_open()
    row.refresh_from_db()
    assert (row.opened_by, row.closed_at) == (desk, None)


def test_the_desk_is_reminded_every_week_to_close(desk):
    suspended(starts_on=FIRST, ends_on=LAST + 30 * DAY)
    for day in (FIRST, FIRST + DAY, FIRST + 7 * DAY):
        with on(day):
            sweep()

    assert Notice.objects.filter(kind="suspension_to_close", to=desk).count() == 2


def test_what_was_lifted_before_it_began_was_never_closed(desk):
    row = entered()
    lift(suspension=row, reason="Entered wrongly.", by=row.entered_by)

    assert not to_open()
    with on(LAST + DAY):
        assert not to_open()


def test_who_leaves_during_a_day_is_suspended_no_longer_from_that_moment(desk):
    row = suspended()
    assert to_close() == {row}
    ends(row.councillor, today(), ends_at=timezone.now(), reason=EndReason.RESIGNED)

    assert standing(row) == "over"
    assert "none now" in board_line()
    assert (to_close(), to_open()) == (set(), set())
    with pytest.raises(Refused, match="is over"):
        lift(suspension=row, reason="Gone.", by=row.entered_by)


def test_who_is_elected_again_meanwhile_is_opened_once_the_term_is_over(desk):
    row = entered(ends_on=LAST + 30 * DAY)
    case = ends(row.councillor, LAST)
    begin_term(councillor=row.councillor, ward=case.term.ward, starts_on=LAST, by=None)
    closed(row, desk)

    with on(LAST):
        assert not to_open()
    with on(LAST + DAY):
        sweep()
        assert to_open() == {row}
        assert Notice.objects.filter(kind="suspension_to_open", to=desk).count() == 1
    with on(LAST + 2 * DAY):
        sweep()
    assert Notice.objects.filter(kind="suspension_to_open", to=desk).count() == 1


EMAIL, NETWORK = "Email", "Network"


def two(desk, before, after):
    """One that goes on from another, the first closed by the desk."""
    systems = {name: system(name) for name in (EMAIL, NETWORK)}
    first, second = (
        said
        | {how: [systems[name] for name in said.get(how, ())] for how in ("closed", "narrowed")}
        for said in (before, after)
    )
    row = entered(**first)
    then = next_one(row, **second)
    closed(row, desk)
    return row, then


def test_what_the_next_one_does_not_close_is_opened_on_the_last_day(desk, client):
    row, after = two(desk, {"closed": [EMAIL, NETWORK]}, {"closed": [EMAIL]})
    client.force_login(desk)

    with on(LAST):
        sweep()
        assert to_open() == {row}
        told = part_of(Notice.objects.get(kind="suspension_to_open", to=desk)).body
        assert "Another one goes on from it" in told
        client.force_login(desk)
        shown = client.get(reverse("offboarding:open_systems", args=[row.pk])).text
        assert "Open again: Network" in shown
        assert "from 11 March 2027. What that closes stays closed." in shown
        assert "Closed: Email<" in shown.replace("\n", "")
        assert "All this works again" not in shown
    with on(LAST + DAY):
        sweep()
        assert (to_open(), to_close()) == ({row}, set())
        note_opened(suspension=row, by=desk)
        assert (to_open(), to_close()) == (set(), set())
    with on(after.ends_on):
        assert to_open() == {after}


def test_what_was_opened_as_far_as_it_was_to_be_is_closed_for_the_next_by_name(desk):
    row, after = two(desk, {"closed": [EMAIL, NETWORK]}, {"closed": [EMAIL]})

    with on(LAST):
        note_opened(suspension=row, by=desk)
    with on(LAST + DAY):
        sweep()
        assert (to_open(), to_close()) == (set(), {after})


@pytest.mark.parametrize(
    ("before", "after", "opens", "closes"),
    [
        ({"closed": [EMAIL]}, {"narrowed": [EMAIL]}, True, True),
        ({"narrowed": [EMAIL]}, {"closed": [EMAIL]}, False, True),
        ({"narrowed": [EMAIL]}, {"narrowed": [EMAIL]}, False, False),
        ({"closed": [EMAIL]}, {"closed": [EMAIL, NETWORK]}, False, True),
        ({"extent": "All of it."}, {"extent": "Email on the phone."}, True, True),
        ({"closed": [EMAIL]}, {"closed": [EMAIL], "extent": "Not on the phone."}, True, True),
        ({"closed": [EMAIL]}, {}, True, True),
    ],
    ids=["less far", "further", "as far", "more", "other words", "and how far", "unsaid"],
)
def test_what_is_open_between_two_is_what_the_second_leaves_open(
    desk, before, after, opens, closes
):
    row, then = two(desk, before, after)

    with on(LAST):
        assert to_open() == ({row} if opens else set())
    with on(LAST + DAY):
        sweep()
        assert to_close() == ({then} if closes else set())


def test_one_that_never_began_as_they_left_before_is_not_to_be_opened(desk):
    row = entered()
    ends(row.councillor, FIRST - 9 * DAY)
    given.term(row.councillor, starts_on=FIRST + DAY)

    for day in (FIRST + DAY, LAST + DAY):
        with on(day):
            sweep()
            assert not to_open()


def test_what_ended_with_the_term_is_opened_though_another_begins_before_its_own_end(desk):
    row = entered(ends_on=LAST + 60 * DAY)
    closed(row, desk)
    ends(row.councillor, LAST)
    given.term(row.councillor, starts_on=LAST + 9 * DAY)
    with on(LAST + 9 * DAY):
        next_one(row, starts_on=LAST + 30 * DAY, ends_on=LAST + 40 * DAY)
        sweep()

        assert to_open() == {row}
        told = part_of(Notice.objects.get(kind="suspension_to_open", to=desk)).body
        assert "The last day without facilities was 10 March 2027." in told
        assert "the morning after" not in told


def test_where_nobody_has_said_what_to_close_the_desk_is_to_ask(desk, client):
    row = suspended(extent="")
    client.force_login(desk)

    assert "Nobody has said. Ask the Monitoring Officer" in client.get(row.get_absolute_url()).text
    named = suspended(extent="", closed=[system()])
    assert "Nobody has said" not in client.get(named.get_absolute_url()).text
    unasked = suspended(extent="", is_for_desk=False)
    assert "Nobody has said" not in client.get(unasked.get_absolute_url()).text
