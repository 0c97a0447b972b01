"""What the database itself keeps true of contacts, whatever the portal does."""

import pytest
from django.db import IntegrityError, connection, transaction

from consent.models import Constituent, Contact, ContactPermission, Reading, Share
from consent.opening.actions import read_person
from tests import given
from tests.consent import people


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        row = people.verified(people.person())
        people.shared(row.constituent)
        opening = people.opened(row.councillor)
        read_person(opening=opening, person=row.constituent, by=opening.opened_by)
        return row, people.contacted(row), people.verified(people.person())

    return shared(make)


TABLES = {
    model.__name__: model._meta.db_table
    for model in (Constituent, Contact, ContactPermission, Reading, Share)
}
CHANGES = [
    (
        "ContactPermission",
        "councillor_id = {other.councillor_id}",
        "of_their_councillor",
    ),
    ("ContactPermission", "constituent_id = {other.constituent_id}", "_of_"),
    ("ContactPermission", "channel_id = {signal}", "contact_of_its_permission"),
    ("Constituent", "councillor_id = {other.councillor_id}", "of_their_councillor"),
    ("Constituent", "capacity = 'council'", "_of_their_councillor"),
    ("Share", "councillor_id = {other.councillor_id}", "share_of_their_councillor"),
    ("Share", "constituent_id = {other.constituent_id}", "share_of_their_councillor"),
    ("Reading", "councillor_id = {other.councillor_id}", "consent_reading_"),
    ("Reading", "constituent_id = {other.constituent_id}", "reading_of_their_councillor"),
    (
        "Reading",
        "constituent_id = {other.constituent_id}, councillor_id = {other.councillor_id}",
        "reading_under_its_opening",
    ),
    ("Reading", "capacity = 'council'", "reading_opened_in_the_ward"),
    ("Contact", "councillor_id = {other.councillor_id}", "contact_of_their_councillor"),
    ("Contact", "constituent_id = {other.constituent_id}", "contact_of_"),
    ("Contact", "capacity = 'council'", "contact_of_their_councillor"),
    ("Contact", "channel_id = {signal}", "contact_of_its_permission"),
    ("Contact", "permission_id = {other.pk}", "contact_of_its_permission"),
    ("Contact", "happened_on = '2099-01-01', happened_at = NULL", "logged_once_it_was"),
    ("Contact", "happened_at = '2026-11-22 12:00Z'", "at_a_time_of_that_day"),
    ("ContactPermission", "status = 'withdrawn'", "ended_at_a_moment"),
    ("ContactPermission", "ended_at = now()", "ended_at_a_moment"),
    ("ContactPermission", "stale_on = verified_on", "stale_later"),
    ("ContactPermission", "verified_on = '1999-01-01'", "checked_once_agreed"),
    (
        "ContactPermission",
        "status = 'refused', ended_at = now(), answered_on = NULL",
        "refused_on_a_day",
    ),
]


@pytest.mark.parametrize(("table", "change", "named"), CHANGES)
def test_the_database_refuses(made_once, table, change, named):
    row, contact, other = made_once
    keys = {"Constituent": row.constituent_id, "Contact": contact.pk, "ContactPermission": row.pk}
    keys |= {"Reading": Reading.objects.get().pk, "Share": Share.objects.get().pk}
    values = change.format(other=other, signal=people.channel("Signal").pk)

    sql = f"UPDATE {TABLES[table]} SET {values} WHERE id = {keys[table]}"  # noqa: S608  # of ours
    with pytest.raises(IntegrityError, match=named), transaction.atomic():
        run(sql)


def run(sql):
    """And ask at once what is else asked when the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_contact_in_another_way_needs_no_permission(made_once):
    person = made_once[0].constituent

    people.contacted(made_once[0], permission=None, channel=people.channel("Letter"))
    run("SELECT 1")

    assert person.contacts.filter(permission=None).exists()
