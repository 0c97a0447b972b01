"""The rules of equipment that a council sets for itself."""

import pytest
from django.urls import reverse

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.people.models import Council, Insurance
from tests import given

RULES = {
    "insurance": "members",
    "accept_working_days": "5",
    "recall_working_days": "5",
    "return_working_days": "10",
    "police_working_days": "1",
    "allows_personal_devices": "on",
    "desk_opens_at": "9am",
    "desk_closes_at": "5pm",
}


@pytest.fixture
def officer(client):
    given.council()
    person = given.officer(Role.MONITORING_OFFICER)
    client.force_login(person)
    return person


def save(client, **changes):
    return client.post(reverse("accounts:change_equipment_settings"), RULES | changes, follow=True)


def test_the_rules_of_equipment_are_set_with_evidence(client, officer):
    save(client, insurance="council", recall_working_days="7", desk_place="Town Hall, room 12")

    council = Council.objects.the()
    assert (council.insurance, council.recall_working_days) == (Insurance.COUNCIL, 7)
    entry = Entry.objects.get(kind="people.settings_changed")
    assert entry.details["settings"] == ["desk_place", "insurance", "recall_working_days"]


def test_what_stays_as_it_was_leaves_no_evidence(client, officer):
    save(client)

    assert not Entry.objects.filter(kind="people.settings_changed").exists()


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("accept_working_days", "0", "must be 1"),
        ("return_working_days", "", "Enter the number of working days"),
        ("insurance", "nobody", "Select"),
        ("desk_night_phone", "ring us", "phone number"),
        ("desk_opens_at", "6pm", "closes"),
        ("desk_closes_at", "when we go", "Enter a time, like 9:40am or 14:05"),
        ("desk_ticket_email", "desk", "email address"),
    ],
)
def test_a_rule_that_can_t_be_is_refused_in_words(client, officer, field, typed, words):
    page = save(client, **{field: typed})

    assert words in page.text
    assert not Entry.objects.filter(kind="people.settings_changed").exists()
