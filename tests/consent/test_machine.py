"""What may follow what: every start and every end of machine F, by every act and every button."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse

from consent.machines import PERMISSION_MOVES, USABLE
from consent.models import ContactPermission, PermissionStatus, Source
from consent.permitting import actions
from consent.permitting.steps import CLICKS
from consent.stopping.actions import make_link, stop
from councilgov.days import today
from councilgov.records import Refused
from tests import given
from tests.consent import people

# Written out, not read from consent.machines: a move that is added or lost fails here.
F = {
    "asked": "refused no_reply declined granted withdrawn handle_changed wrong_person",
    "no_reply": "refused granted withdrawn handle_changed wrong_person",
    "refused": "withdrawn",
    "declined": "withdrawn handle_changed wrong_person",
    "granted": "test_sent verified declined withdrawn handle_changed wrong_person",
    "test_sent": "granted verified declined withdrawn handle_changed wrong_person",
    "verified": "test_sent verified declined withdrawn handle_changed wrong_person",
    "withdrawn": "",
    "handle_changed": "withdrawn wrong_person",
    "wrong_person": "",
}
AGREED = ("granted", "test_sent", "verified")
OPEN = ("asked", "no_reply", "declined", *AGREED)
# Each act: where it leads from each status; from every other one it is refused.
ENDS = {
    "yes": dict.fromkeys(["asked", "no_reply"], "granted"),
    "no": dict.fromkeys(["asked", "no_reply"], "refused"),
    "record_test": dict.fromkeys(["granted", "verified"], "test_sent"),
    "give_up_test": {"test_sent": "granted"},
    "verify": dict.fromkeys(AGREED, "verified"),
    "prefer": {status: status for status in AGREED},
    "decline": dict.fromkeys(["asked", *AGREED], "declined"),
    "change_handle": dict.fromkeys(AGREED, "handle_changed"),
    "wrong_person": dict.fromkeys([*OPEN, "handle_changed"], "wrong_person"),
    "withdraw": dict.fromkeys([*OPEN, "refused", "handle_changed"], "withdrawn"),
    "stop": dict.fromkeys(OPEN, "withdrawn"),
    "ask": dict.fromkeys(["no_reply", "declined"], "asked")
    | {"handle_changed": "handle_changed"},  # the question stands in a row of its own
    "theirs_after_all": {"wrong_person": "wrong_person"},  # the same
    "close_without_reply": {"asked": "no_reply"},
}
NEW = "07700 900998"


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        by = given.councillor()
        return {status: brought_to(status, by).pk for status in PermissionStatus}

    return shared(make)


def brought_to(status, by):
    """A permission of that status, by the acts that lead there."""
    person, do = people.person(councillor=by), {"by": by}
    people.checked(people.reached(person))
    if status in ("asked", "no_reply", "refused"):
        row = people.asked(person, asked_on=today() - timedelta(days=40))
        if status == "no_reply":
            actions.close_without_reply()
        if status == "refused":
            actions.answered(permission=row, agreed=False, on=today(), **do)
        return row
    row = people.granted(person)
    if status == "verified":
        people.checked(row)
    elif status != "granted":
        actions_of(row, **do)[LEADS_TO[status]]()
    return row


LEADS_TO = {
    "declined": "decline",
    "test_sent": "record_test",
    "withdrawn": "withdraw",
    "handle_changed": "change_handle",
    "wrong_person": "wrong_person",
}


def actions_of(row, by):
    """Every act on a permission, as it is called with what it needs."""
    about = {"permission": row, "by": by}
    same = {"channel": row.channel, "handle": row.handle}
    return {
        "yes": lambda: actions.answered(agreed=True, on=today(), **about),
        "no": lambda: actions.answered(agreed=False, on=today(), **about),
        "record_test": lambda: actions.record_test(**about),
        "give_up_test": lambda: actions.give_up_test(**about),
        "verify": lambda: people.checked(row),
        "prefer": lambda: actions.prefer(**about),
        "decline": lambda: actions.decline(**about),
        "change_handle": lambda: actions.change_handle(handle=people.phone(), **about),
        "wrong_person": lambda: actions.mark_wrong_person(**about),
        "withdraw": lambda: actions.withdraw(**about),
        "theirs_after_all": lambda: actions.note_theirs_after_all(
            who_answered="Sam, beside me", on=today(), **about
        ),
        "stop": lambda: stop(token=make_link(**about).token),
        "ask": lambda: people.asked(row.constituent, **same),
        "close_without_reply": lambda: close(row),
    }


def close(row):
    """What the clock does. It leaves what is not waiting, and asks nobody about it."""
    before = fresh(row).status
    actions.close_without_reply()
    if fresh(row).status == before:
        raise Refused("Nothing to close")


def fresh(row):
    return ContactPermission.objects.with_row().get(pk=row.pk)


@pytest.fixture(params=PermissionStatus)
def row(request, made_once):
    """A permission of each status in turn."""
    return ContactPermission.objects.with_row().get(pk=made_once[request.param])


def test_the_table_of_moves_is_machine_f():
    moves = {start.value: set(ends) for start, ends in PERMISSION_MOVES.items()}

    assert moves == {start: set(ends.split()) for start, ends in F.items()}


def test_every_act_leads_where_machine_f_says_or_is_refused(row):
    start, found, allowed = row.status, {}, {}
    for name, ends in ENDS.items():
        with transaction.atomic():
            try:
                actions_of(fresh(row), by=row.councillor)[name]()
                found[name] = fresh(row).status
            except Refused:
                found[name] = None
            transaction.set_rollback(True)
        allowed[name] = ends.get(start)

    assert found == allowed


def test_every_button_of_an_old_page_does_what_may_be_done_now_or_nothing(row, client):
    start, found, allowed = row.status, {}, {}
    client.force_login(row.councillor)
    for click in CLICKS:
        with transaction.atomic():
            response = client.post(row.get_absolute_url(), {"step": click.name})
            found[click.name] = response.status_code, fresh(row).status
            transaction.set_rollback(True)
        act = {"no-call": "give_up_test"}.get(click.name, click.name)
        end = ENDS[act].get(start)
        allowed[click.name] = (302, end) if end else (409, start)

    assert found == allowed


DAY = {"on_day": "23", "on_month": "11", "on_year": "2026"}
PAGES = {
    "record_test": {},
    "verify": {"how": "in_person", "who_answered": "Sam, whom I know"} | DAY,
    "change_handle": {"handle": NEW},
    "decline": {},
    "withdraw": {},
    "wrong_person": {},
    "theirs_after_all": {"who_answered": "Sam, beside me"} | DAY,
}


def test_every_page_that_was_opened_before_does_what_may_be_done_now_or_nothing(row, client):
    start, found, allowed = row.status, {}, {}
    client.force_login(row.councillor)
    for name, sent in PAGES.items():
        with transaction.atomic():
            client.post(reverse(f"consent:{name}", args=[row.pk]), sent)
            found[name] = fresh(row).status
            transaction.set_rollback(True)
        allowed[name] = ENDS[name].get(start, start)

    assert found == allowed


def test_a_check_that_nobody_answered_leaves_what_was_checked_checked(made_once):
    row = fresh(ContactPermission(pk=made_once["verified"]))
    row = actions.record_test(permission=row, by=row.councillor)

    assert actions.give_up_test(permission=row, by=row.councillor).status == "verified"


@pytest.mark.parametrize("start", ["withdrawn", "refused"])
def test_what_is_begun_anew_by_them_forgets_the_last_time(made_once, start):
    row = fresh(ContactPermission(pk=made_once[start]))
    on = row.ended_on + timedelta(days=1)
    with time_machine.travel(f"{on} 12:00Z"):
        again = people.granted(row.constituent, handle=row.handle, source=Source.THEY_ASKED, on=on)

    assert again.pk == row.pk
    assert again.status in USABLE
    assert again.ended_at is None
