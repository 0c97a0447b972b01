"""A suspension is looked at before it is saved: it closes the portal and is mailed at once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from councilgov.access import Role
from councilgov.days import day_in_words, today
from councilgov.deadlines import months_after
from councilgov.notices.models import Notice
from councilgov.offboarding.suspending.actions import suspend
from councilgov.offboarding.suspending.foretelling import (
    follows,
    follows_move,
    unusual,
    unusual_end,
)
from councilgov.people.models import Decider, SuspendedFrom, Suspension
from councilgov.records import Refused
from tests import given
from tests.offboarding.leavers import ends, system
from tests.offboarding.pages import officer, page, typed
from tests.offboarding.suspended import said, suspended

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
NOTHING_SAVED = "Nothing is saved yet, and nobody is told."
SURE = "I have checked this against the decision, and it is right"
TICK = "Tick the box if it is right, or change something"


def answers(first=None, last=None, **fields):
    """As the form sends them, before anything was checked."""
    first, last = first or today(), last or today() + 29 * DAY
    found = typed(first, last, **fields)
    return {name: value for name, value in found.items() if name not in {"checked", "is_sure"}}


def looked_at(client, person, **fields):
    return client.post(page("suspend", person.pk), answers(**fields), follow=True)


def test_nothing_is_saved_and_nobody_told_before_it_was_looked_at(client):
    councillor = given.councillor()
    officer(client)

    shown = looked_at(client, councillor)

    assert NOTHING_SAVED in shown.text
    assert "They stay in office and go on as a councillor." in shown.text
    assert "Facilities withdrawn" not in shown.text
    assert SURE not in shown.text
    assert not Suspension.objects.exists()
    assert not Notice.objects.filter(kind="suspended").exists()


def test_what_was_looked_at_is_saved_with_the_systems_that_were_ticked(client):
    councillor, email, files = given.councillor(), system(), system("Shared files")
    officer(client)
    systems = {"closed": [email.pk, files.pk]}
    shown = looked_at(client, councillor, **systems)
    assert f'name="closed" value="{email.pk}"' in shown.text
    assert f'name="closed" value="{files.pk}"' in shown.text
    assert "Email, Shared files" in shown.text

    told = client.post(
        page("suspend", councillor.pk), answers(**systems) | {"checked": "1"}, follow=True
    )

    row = Suspension.objects.get()
    assert row.systems.count() == 2
    assert "They, the Monitoring Officers and the service desk are told." in told.text


def test_to_change_something_leads_back_to_the_form_as_it_was_filled(client):
    councillor = given.councillor()
    officer(client)
    looked_at(client, councillor)

    changed = client.post(page("suspend", councillor.pk), answers() | {"change": "1"}, follow=True)

    assert "A laptop was lent." in changed.text
    assert "Nothing has been sent yet." in changed.text
    assert not Suspension.objects.exists()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"first": -13}, "is past. The portal closed nothing on the days since"),
        ({"last": 400}, "It lasts longer than a year"),
    ],
)
def test_what_is_unusual_is_saved_once_somebody_says_that_it_is_right(client, fields, words):
    councillor = given.councillor()
    officer(client)
    days = {name: today() + number * DAY for name, number in fields.items()}
    shown = looked_at(client, councillor, **days)
    assert words in shown.text
    assert SURE in shown.text
    ticked = answers(**days) | {"checked": "1"}

    unsure = client.post(page("suspend", councillor.pk), ticked)
    assert TICK in unsure.text
    assert not Suspension.objects.exists()
    client.post(page("suspend", councillor.pk), ticked | {"is_sure": "on"})

    assert Suspension.objects.count() == 1


def test_another_last_day_is_looked_at_too(client):
    row = suspended()
    officer(client)
    last = months_after(today(), 13)
    sent = {"reason": "Extended.", "ends_on_day": last.day, "ends_on_month": last.month}
    sent |= {"ends_on_year": last.year}

    shown = client.post(page("move_suspension", row.pk), sent, follow=True)
    assert NOTHING_SAVED in shown.text
    assert "It lasts longer than a year" in shown.text
    assert day_in_words(row.ends_on) in shown.text
    client.post(page("move_suspension", row.pk), sent | {"checked": "1"})
    assert Suspension.objects.get().ends_on == row.ends_on
    client.post(page("move_suspension", row.pk), sent | {"checked": "1", "is_sure": "on"})

    assert Suspension.objects.get().ends_on == last


def test_it_does_not_go_on_past_the_last_day_in_office_as_far_as_that_is_known():
    councillor, by = given.councillor(), given.officer(Role.MONITORING_OFFICER)
    ends(councillor, today() + 10 * DAY)

    with pytest.raises(Refused, match="Their term ends with 3 December 2026") as refusal:
        suspend(councillor=councillor, by=by, **said(ends_on=today() + 11 * DAY))
    assert refusal.value.field == "ends_on"
    assert suspend(councillor=councillor, by=by, **said(ends_on=today() + 10 * DAY))


def entered(**fields):
    found = said(**fields)
    for name in ("closed", "narrowed"):
        del found[name]
    return Suspension(councillor=given.councillor(), **found)


OFFICE = {
    "what": SuspendedFrom.OFFICE,
    "decider": Decider.COURT,
    "decision": "Order of 2 November 2026, number 12",
}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, []),
        ({"starts_on": -1}, ["is past"]),
        ({"ends_on": 364}, []),
        ({"ends_on": 365}, ["longer than a year"]),
        ({**OFFICE, "is_without_contacts": True}, []),
        (OFFICE, ["You let them go on using their contacts"]),
        ({**OFFICE, "is_without_contacts": True, "decision": "Minute 12"}, ["of a council"]),
        (
            {**OFFICE, "is_without_contacts": True, "decider": "council", "decision": "Minute 12"},
            [],
        ),
    ],
)
def test_what_is_more_often_a_mistake_is_asked_about(fields, words):
    days = {
        name: today() + fields[name] * DAY for name in ("starts_on", "ends_on") if name in fields
    }

    found = list(unusual(entered(**{**fields, **days})))

    assert len(found) == len(words)
    assert all(word in told for word, told in zip(words, found, strict=True))


def test_a_year_is_asked_about_from_the_day_after_it():
    row = entered(starts_on=today(), ends_on=months_after(today(), 12) - DAY)
    assert not list(unusual_end(row))
    row.ends_on += DAY
    assert list(unusual_end(row))


def test_what_follows_is_said_as_it_was_entered():
    row = entered(is_for_desk=False)
    told = " ".join(follows(row))
    assert "from now to the end of 22 December 2026" in told
    assert "They and the Monitoring Officers are told." in told
    assert "equipment" not in told
    assert "contacts" not in told

    later = entered(
        **OFFICE, starts_on=today() + DAY, is_kit_asked_back=True, is_without_contacts=True
    )
    told = " ".join(follows(later))
    assert "may not act as a councillor from 24 November 2026 to the end of 22 December" in told
    assert "From 24 November 2026 to the end of" in told
    assert "bring back their council equipment" in told
    assert "They can’t open their contacts" in told
    assert "service desk" in told


def test_what_the_desk_opened_is_closed_again_after_a_move():
    row = suspended()
    assert not any("close again" in told for told in follows_move(row))
    row.opened_at = row.entered_at
    assert any("close again" in told for told in follows_move(row))
    row.is_for_desk = False
    assert not any("close again" in told for told in follows_move(row))


def test_the_form_asks_for_reasons_that_somebody_reads(client):
    councillor = given.councillor()
    officer(client)

    shown = client.post(page("suspend", councillor.pk), answers(reasons="a" * 2001), follow=True)

    assert "at most 2,000 characters" in shown.text or "2000" in shown.text
    assert "narrowed" not in client.get(page("suspend", councillor.pk)).text.replace(
        'name="narrowed"', ""
    )
    assert reverse("accounts:person", args=[councillor.pk]) in shown.text
