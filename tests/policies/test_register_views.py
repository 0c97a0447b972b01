"""The register of a council's policies, as an officer sees it."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from policies.models import Acknowledgement
from tests import given
from tests.database import analyse_database


def leave_office(councillor):
    people.end_term(
        term=councillor.terms.get(), ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None
    )


@pytest.fixture
def keeper(client):
    client.force_login(given.officer(Role.MEMBERS_SERVICES))
    return client


def rows(response):
    return {row["councillor"]: row["status"] for row in table_rows(response)}


def table_rows(response):
    table = response.context["register"].table
    return [
        {column.name: table.rows[n].get_cell_value(column.name) for column in table.columns}
        for n in range(len(table.rows))
    ]


def test_the_register_says_who_has_signed_and_who_has_not(keeper):
    signer = given.councillor(full_name="Amina Begum", group=given.group(name="Green Barset"))
    given.councillor(full_name="Owen Birchwood")
    version = given.published()
    given.signature(version, signer)

    response = keeper.get(reverse("policies:register"))

    assert rows(response) == {"Amina Begum": "Signed", "Owen Birchwood": "To sign"}
    assert "Green Barset" in response.content.decode()
    assert "2 requests to sign" in response.content.decode()


def test_the_register_marks_what_is_overdue(keeper):
    with time_machine.travel("2026-09-01 10:00Z"):
        given.councillor(full_name="Owen Birchwood")
        given.published()

    response = keeper.get(reverse("policies:register"))

    assert rows(response) == {"Owen Birchwood": "Overdue"}


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"status": "overdue"}, {"Late"}),
        ({"status": "required"}, {"Early"}),
        ({"status": "signed"}, {"Done"}),
        ({"status": ["overdue", "signed"]}, {"Late", "Done"}),
        ({"q": "arl"}, {"Early"}),
        ({"policy": "first"}, {"Late", "Done"}),
        ({"q": "\x00"}, {"Late", "Done", "Early"}),
        ({"policy": "nonsense", "page": "x", "sort": "evil"}, {"Late", "Done", "Early"}),
    ],
    ids=["overdue", "to sign", "signed", "two", "name", "policy", "NUL", "nonsense"],
)
def test_the_register_is_narrowed(keeper, query, found):
    with time_machine.travel("2026-09-01 10:00Z"):
        done = given.councillor(full_name="Done")
        given.councillor(full_name="Late")
        first = given.published(policy=given.policy(slug="first"))
        given.signature(first, done)
    second = given.published(policy=given.policy(slug="second"))
    second.acknowledgements.all().delete()
    given.councillor(full_name="Early")
    given.ask_everybody(second)
    second.acknowledgements.filter(councillor__full_name__in=["Done", "Late"]).delete()

    response = keeper.get(reverse("policies:register"), query)

    assert response.status_code == 200
    assert set(rows(response)) == found


def test_the_register_is_narrowed_to_a_group(keeper):
    group = given.group()
    given.councillor(full_name="In", group=group)
    given.councillor(full_name="Out")
    given.published()

    assert set(rows(keeper.get(reverse("policies:register"), {"group": group.pk}))) == {"In"}


def test_who_left_office_is_not_in_the_register(keeper):
    member = given.councillor()
    given.published()
    leave_office(member)

    assert rows(keeper.get(reverse("policies:register"))) == {}


def test_the_register_leaves_as_a_file(keeper):
    given.councillor(full_name="=Owen Birchwood")
    given.published()

    response = keeper.post(reverse("policies:register"), {"export": "csv"})

    lines = response.content.decode("utf-8-sig").splitlines()
    assert "'=Owen Birchwood" in lines[1]
    assert "To sign" in lines[1]
    taken = Entry.objects.get(kind="policies.register_exported")
    assert (taken.details["format"], taken.details["rows"]) == ("csv", 1)


def test_the_register_takes_as_many_queries_for_5000_councillors_as_for_54(
    transactional_db, keeper
):
    version = given.published()

    def queries_for(count):
        given.many_requests(version, count)
        analyse_database()
        with CaptureQueriesContext(connection) as queries:
            response = keeper.get(reverse("policies:register"))
        assert "requests to sign" in response.content.decode()
        return len(queries)

    assert queries_for(54) == queries_for(5_000 - 54)


def test_a_councillor_sees_their_own_requests_and_the_keeper_everybodys():
    councillor, other = given.councillor(), given.councillor()
    given.published()

    seen = Acknowledgement.objects.visible_to(councillor)

    assert {row.councillor for row in seen} == {councillor}
    everybody = Acknowledgement.objects.visible_to(given.officer(Role.AUDITOR))
    assert {row.councillor for row in everybody} == {councillor, other}
