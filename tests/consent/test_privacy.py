"""Whose record is it: nobody but its councillor learns of a constituent, and of party work nobody.

Every address of the portal with every role is asked in ``tests.test_access``, with what
``planting`` planted; here are mail, logs, history, and what is kept of party work.
"""

import re
from datetime import timedelta

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection, models
from django.urls import reverse
from django.utils import timezone

from consent.adding.actions import add_person
from consent.models import (
    Constituent,
    ContactPermission,
    Enquiry,
    Extent,
    Opening,
    Reading,
    StopLink,
)
from consent.stopping.actions import stop
from councilgov.access import Role
from councilgov.accounts.carrying import whose_form
from councilgov.capacity import Capacity
from councilgov.imports.models import ImportFile, ImportRow
from councilgov.ledger.models import Entry
from councilgov.notices.actions import deliver
from councilgov.records import Refused
from tests import given
from tests.consent import people, planting

PARTY = "Zqparty"
FILES = {model._meta.db_table for model in (ImportFile, ImportRow)}
"""Of a councillor's own file, for a day: ``tests.consent.importing`` has the rules."""
ADDRESSES = ["choose_capacity", "party", "contacts", "propose_channel", "accept_terms", "terms"]


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return planting.planted(), given.councillor(), given.officer(Role.INFORMATION_OFFICER)

    return shared(make)


@pytest.fixture
def way(made_once):
    return ContactPermission.objects.with_row().get(pk=made_once[0].pk)


@pytest.fixture
def other(made_once):
    return people.accepted(made_once[1])


def test_something_is_planted_in_every_model_that_is_about_somebody(way):
    bare = [
        model.__name__
        for model in planting.private()
        if list(planting.columns(model)) and not models.QuerySet(model).exists()
    ]

    assert bare == []
    assert {row.extent for row in Reading.objects.all()} == set(Extent)
    for why in ("opening", "enquiry", "share"):
        assert Reading.objects.filter(**{f"{why}__isnull": False}).exists()
    assert planting.leaks(way.constituent.full_name + way.handle + way.words) != []


@pytest.mark.parametrize("role", Role)
def test_nobody_else_sees_any_row(role, way):
    somebody = given.somebody(role)
    seen = [
        model
        for model in planting.private()
        if hasattr(model, "objects") and hasattr(model.objects.all(), "visible_to")
        if model.objects.visible_to(somebody).exists()
    ]

    assert seen == []


@pytest.mark.parametrize("role", Role)
def test_officers_who_answer_for_council_records_read_these_and_no_others(role, way):
    readers = {
        Role.INFORMATION_OFFICER,
        Role.DATA_PROTECTION_OFFICER,
        Role.MONITORING_OFFICER,
        Role.DEPUTY_MONITORING_OFFICER,
    }
    people.person(councillor=way.councillor, capacity=Capacity.OUTSIDE_BODY)

    read = Constituent.objects.readable_by(given.somebody(role))

    assert {row.capacity for row in read} == ({Capacity.COUNCIL} if role in readers else set())


def test_ones_search_and_export_find_nothing_of_anothers(client, way, other):
    client.force_login(other)
    sought = {"find": "1", "q": planting.MARK[:3]}

    found = client.post(reverse("consent:contacts"), sought)
    shown = client.get(found.url)
    files = [client.post(found.url, {"export": kind}) for kind in ("csv", "ods")]

    assert "0 people" in shown.text
    assert [planting.leaks(planting.words_of(one)) for one in (shown, *files)] == [[], [], []]


def pages_of(client, *first):
    """Every page of contacts that is linked from these, and its text."""
    found, waiting = {}, list(first)
    while waiting:
        address = waiting.pop().partition("#")[0]
        if address in found or not address.startswith("/contacts/"):
            continue
        found[address] = client.get(address, follow=True).content.decode(errors="replace")
        waiting += re.findall(r'href="(/contacts/[^"?]*)', found[address])
    return found


def assert_nothing_is_remembered(text, address):
    titles = re.findall("<title>(.*?)</title>", text, re.DOTALL)
    assert planting.leaks(str(titles)) == [], address
    for form in re.findall("<form.*?</form>", text, re.DOTALL):
        asks = re.search(r'<input[^>]*type="text"|<textarea', form)
        is_off = 'autocomplete="off"' in form
        assert is_off or not asks, address


def test_what_a_browser_remembers_names_nobody_on_the_councillors_own_pages(client, way):
    """The title stands in its history, and what was typed is offered to whoever types next."""
    client.force_login(way.councillor)

    pages = pages_of(client, *(page for page in planting.links() if page.startswith("/contacts/")))

    assert len(pages) > 25
    for address, text in pages.items():
        assert_nothing_is_remembered(text, address)


def test_nor_on_the_pages_of_an_officer_who_reads_them(client, way):
    opening, enquiry = Opening.objects.get(), Enquiry.objects.get()
    looked_up = enquiry.readings.first().constituent
    pages = {
        opening.opened_by: [
            ("open_record",),
            ("opened_people", opening.pk),
            ("opened_person", opening.pk, way.constituent_id),
        ],
        enquiry.opened_by: [
            ("open_enquiry",),
            ("enquiry", enquiry.pk),
            ("council_record", enquiry.pk, looked_up.pk),
        ],
    }

    for officer, addresses in pages.items():
        client.force_login(officer)
        for name, *args in addresses:
            shown = client.get(reverse(f"consent:{name}", args=args))
            assert shown.status_code == 200
            assert_nothing_is_remembered(shown.text, name)


def test_no_mail_ledger_entry_or_log_names_them_when_they_take_it_back(way, caplog):
    caplog.set_level("DEBUG")
    link = StopLink.objects.get(permission=way)

    stop(token=link.token)
    deliver(until=timezone.now() + timedelta(seconds=10))

    (letter,) = mail.outbox
    assert planting.leaks(str(letter.message())) == []
    assert planting.leaks(str(list(Entry.objects.values_list("facts", "subject")))) == []
    assert planting.leaks(str([vars(line) for line in caplog.records])) == []


def test_nothing_about_them_stands_outside_the_rows_of_permission_to_contact(way):
    private = {model._meta.db_table for model in planting.private()} | FILES

    assert holding(planting.MARK) - private == set()


def holding(words):
    """The tables of which a row holds these words, in whatever column."""
    found = set()
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(
                f'SELECT EXISTS (SELECT 1 FROM "{table}" AS t WHERE t::text ILIKE %s)',  # noqa: S608
                [f"%{words}%"],
            )
            if cursor.fetchone()[0]:
                found.add(table)
    return found


def test_the_tables_are_really_looked_through(way):
    assert Constituent._meta.db_table in holding(planting.MARK)
    assert apps.get_model("consent", "HistoricalConstituent")._meta.db_table in holding(
        planting.MARK
    )


def of_party_work():
    """What a form of ours asks, for a party."""
    day = {"on_day": "23", "on_month": "11", "on_year": "2026"}
    way = {"channel": people.channel().pk, "handle": PARTY, "source": "wrote_first"}
    about = {"capacity": Capacity.POLITICAL, "full_name": PARTY, "words": PARTY, "advocate": PARTY}
    return about | way | day


@pytest.mark.parametrize("is_signed_in", [True, False])
def test_of_party_work_nothing_is_kept_however_it_is_sent(client, other, rf, caplog, is_signed_in):
    caplog.set_level("DEBUG")
    if is_signed_in:
        client.force_login(other)
    pages = [reverse(f"consent:{name}") for name in ADDRESSES]
    request = rf.get("/")
    request.user = other
    sent = of_party_work() | {"whose_form": whose_form(request)}

    for page in [*pages[:3], "/contacts/add/political/", "/contacts/add/party/"]:
        client.post(f"{page}?capacity=political", sent)
        client.get(f"{page}?capacity=political")
    client.post("/contacts/add/political", sent)
    with pytest.raises(Refused, match="keeps nothing about party work"):
        add_person(full_name=PARTY, capacity=Capacity.POLITICAL, by=other)

    assert holding(PARTY) == set()
    assert "carried" not in str([row.get_decoded() for row in Session.objects.all()])
    assert PARTY not in str([vars(line) for line in caplog.records])
