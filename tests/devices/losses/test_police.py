"""Numbers of the police: of a theft only, several, in any format, and never in the way."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.utils import timezone

from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.records import Refused
from devices.losses.facts import known
from devices.losses.police import add_police_reference, waive_police
from devices.losses.sweeping import ask_for_police_reference, with_stage
from devices.models import Loss, ReferenceKind
from devices.police import tidy_reference, validate_reference
from devices.tasks import sweep
from tests import given
from tests.devices import equipment
from tests.devices.losses import cases

MONDAY = date(2026, 11, 23)


@pytest.fixture
def loss(device):
    return cases.report(device, kind="stolen")


def add(loss, by, **details):
    usual = {"force": "Barsetshire Police", "kind": "crime", "reference": "42/12345/26"}
    day = timezone.localdate()
    return add_police_reference(loss=loss, by=by, **{"reported_on": day, **usual, **details})


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("BCA-10622-26-0101-IRC", "BCA-10622-26-0101-IRC"),
        ("  42/123456/26 ", "42/123456/26"),
        ("CAD 1234 of 23.11.26", "CAD 1234 of 23.11.26"),
        ("NPT–1234567‑8", "NPT-1234567-8"),
        ("42⁄123\u00a0456", "42/123 456"),
        ("LOG\u200b 421\u00ad", "LOG 421"),
        ("CR/\t0001   26", "CR/ 0001 26"),
        ("#1234:(5)", "#1234:(5)"),
    ],
)
def test_a_number_is_kept_as_the_police_mean_it(typed, kept):
    assert tidy_reference(typed) == kept
    validate_reference(kept)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("<b>42/123</b>", "Leave out “<”"),
        ("42/123\x07", "can’t be read"),
        ("42/123\n45", "can’t be read"),
        ("42/123'; DROP", "Leave out “'”"),
        ("٤٢١٢٣", "Leave out “٤”"),
        ("42/123😀", "Leave out “😀”"),
        ("ab", "at least 3"),
        ("---///", "at least 3"),
        ("", "at least 3"),
        ("9" * 41, "at most 40"),
    ],
)
def test_what_no_police_force_gives_is_refused_with_what_to_do(typed, words):
    with pytest.raises(ValidationError, match=words):
        validate_reference(tidy_reference(typed))


def test_a_bad_number_is_refused_where_it_stands(loss, desk):
    with pytest.raises(Refused, match="Leave out “<”") as refused:
        add(loss, desk, reference="<script>")

    assert refused.value.field == "reference"


def test_a_number_ends_the_waiting(loss, desk):
    assert Loss.objects.waiting_for_police().get() == loss

    add(loss, desk)

    assert not Loss.objects.waiting_for_police().exists()
    assert not loss.waits_for_police()


@pytest.mark.parametrize("kind", ["receipt", "none_yet"])
def test_a_receipt_is_kept_and_the_number_still_asked_for(loss, desk, kind):
    add(loss, desk, kind=kind, reference="" if kind == "none_yet" else "R-2026-77")

    assert loss.waits_for_police()
    assert Loss.objects.waiting_for_police().exists()


def test_the_councillor_adds_a_number_and_the_desk_is_told(loss, councillor, desk, told):
    add(loss, councillor)

    assert told("loss_police") == [desk]


def test_a_number_is_evidence_by_its_digest(loss, desk):
    add(loss, desk)

    entry = Entry.objects.about(loss).get(kind="devices.police_reference_added")
    assert "42/12345" not in entry.facts
    assert {name.field for name in entry.names.all()} == {"force", "reference"}


def test_the_same_number_is_kept_once(loss, desk):
    add(loss, desk)

    with pytest.raises(Refused, match="there already"):
        add(loss, desk)


def test_nobody_is_sent_to_the_police_for_a_loss(device, desk):
    loss = cases.report(device)

    with pytest.raises(Refused, match="not reported as stolen"):
        add(loss, desk)
    assert not Loss.objects.waiting_for_police().exists()


def test_the_police_are_not_told_tomorrow(loss, desk):
    with pytest.raises(Refused, match="today or in the past") as refused:
        add(loss, desk, reported_on=MONDAY + timedelta(days=1))

    assert refused.value.field == "reported_on"


@pytest.mark.parametrize(("days", "is_early"), [(-1, True), (0, False)])
def test_a_neighbour_may_ring_the_police_before_the_theft_is_noticed(loss, desk, days, is_early):
    add(loss, desk, reported_on=MONDAY + timedelta(days=days))

    told = str(next(row["value"] for row in known(loss) if row["key"] == "Police"))
    assert ("before the loss was noticed" in told) is is_early


# Waived


def test_the_number_may_be_waived_with_reasons(loss, monitoring):
    loss = waive_police(loss=loss, reason="The force gives none.", by=monitoring)

    assert not loss.waits_for_police()
    assert not Loss.objects.waiting_for_police().exists()
    assert loss.police_waived_because == "The force gives none."


def test_what_is_not_asked_for_is_not_waived(loss, desk, monitoring):
    add(loss, desk)

    with pytest.raises(Refused, match="Nobody is asked for a number"):
        waive_police(loss=loss, reason="None needed.", by=monitoring)


# Asked for


def asked_on(*days):
    """The sweep runs each day at nine; on how many of them it planned a message."""
    found = []
    for day in days:
        with time_machine.travel(f"{day} 09:00Z"):
            found.append(ask_for_police_reference())
    return found


def each_day(count, first=MONDAY):
    return [first + timedelta(days=n) for n in range(count)]


def test_it_is_asked_for_after_a_working_day_then_on_three_more_then_each_week(loss):
    days = each_day(22)

    found = [day for day, planned in zip(days, asked_on(*days), strict=True) if planned]

    # Tuesday, then Wednesday to Friday, then a week after Friday, and a week after that
    assert [day.isoformat()[5:] for day in found] == [
        "11-24",
        "11-25",
        "11-26",
        "11-27",
        "12-04",
        "12-11",
    ]


def test_the_days_between_are_working_days(device):
    with time_machine.travel("2026-11-26 10:00Z"):  # a Thursday
        cases.report(device, kind="stolen")

    days = each_day(8, date(2026, 11, 26))
    found = [day for day, planned in zip(days, asked_on(*days), strict=True) if planned]

    assert [f"{day:%a}" for day in found] == ["Fri", "Mon", "Tue", "Wed"]


def test_the_council_may_wait_longer(device):
    given.council(police_working_days=3)
    loss = cases.report(device, kind="stolen")

    assert loss.police_due_on == date(2026, 11, 26)
    assert asked_on("2026-11-25", "2026-11-26") == [0, 1]


def test_a_worker_that_was_down_for_weeks_asks_once_and_twice_is_once(loss, councillor, told):
    assert asked_on("2026-12-16", "2026-12-16", "2026-12-17") == [1, 0, 0]

    assert told("police_reference_asked") == [councillor]


def test_stages_are_worked_out_for_all_at_once(device, django_assert_num_queries):
    cases.report(device, kind="stolen")
    for _n in range(3):
        cases.reported(kind="stolen")

    with time_machine.travel("2026-11-25 09:00Z"), django_assert_num_queries(14):
        assert ask_for_police_reference() == 4
    for _n in range(3):
        cases.reported(kind="stolen")
    with time_machine.travel("2026-11-26 09:00Z"), django_assert_num_queries(14):
        assert ask_for_police_reference() == 7


def test_what_has_a_number_is_not_asked_for_even_where_the_message_waits(loss, desk):
    assert asked_on("2026-11-24") == [1]
    (notice,) = Notice.objects.filter(kind="police_reference_asked")
    assert unwanted(notice) == ""

    add(loss, desk)

    assert unwanted(notice) == "no_longer_true"
    assert asked_on("2026-11-25") == [0]


@pytest.mark.parametrize("kind", ["lost", "damaged"])
def test_of_what_was_not_stolen_nothing_is_asked(device, kind):
    cases.report(device, kind=kind)

    assert asked_on("2026-12-24") == [0]


def test_the_desk_is_asked_where_nobody_had_it(desk, told):
    cases.report(equipment.device(), kind="stolen", by=desk)

    assert asked_on("2026-11-24") == [1]
    assert told("police_reference_asked") == [desk]


def test_the_desk_is_asked_where_the_councillor_cannot_come_in(loss, councillor, desk, told):
    councillor.is_active = False
    councillor.keep(by=None, why="Test")

    assert asked_on("2026-11-24") == [1]
    assert told("police_reference_asked") == [desk]


def test_it_is_asked_for_past_the_published_bank_holidays(device):
    with time_machine.travel("2039-02-01 12:00Z"):
        cases.report(device, kind="stolen")

    assert asked_on("2039-02-04", "2039-02-05", "2039-02-07") == [1, 0, 1]


def test_the_reminder_says_how_to_stop_it_and_names_no_place(loss):
    asked_on("2026-11-24")

    part = part_of(Notice.objects.get(kind="police_reference_asked"))
    assert "train" not in part.body
    assert "the reminders stop" in str(part.next)


def test_the_sweep_of_devices_asks(loss):
    with time_machine.travel("2026-11-24 09:00Z"):
        assert sweep() >= 1

    assert Notice.objects.filter(kind="police_reference_asked").exists()


def test_before_its_day_no_stage_is_reached(loss):
    assert not with_stage(Loss.objects.all(), MONDAY).exists()


def test_a_number_that_is_none_yet_says_so(loss, desk):
    assert str(add(loss, desk, kind="none_yet", reference="x")) == str(ReferenceKind.NONE_YET.label)
