"""A councillor takes their whole record with them, and can bring it in again."""

import csv
import datetime as dt
import io
import json
import zipfile

import pytest
import time_machine
from django.apps import apps
from django.urls import reverse

from consent.enquiring.actions import read_record
from consent.exporting import files as out
from consent.exporting.actions import export_record
from consent.exporting.tables import WORKED_OUT, tables
from consent.models import (
    Constituent,
    ContactPermission,
    Erasure,
    Parting,
    PermissionStatus,
    Purpose,
    Refusal,
    Source,
    StopLink,
    Suppression,
)
from consent.permitting import actions
from consent.permitting.actions import answered, change_handle, decline, mark_wrong_person, withdraw
from consent.stopping.actions import make_link
from councilgov.access import Role
from councilgov.days import today
from councilgov.imports import actions as imports
from councilgov.ledger.models import Entry, EntryName
from councilgov.people.models import User
from councilgov.records import Refused
from tests import given
from tests.consent import people, planting
from tests.consent.importing import files

S = PermissionStatus
TWICE = "07700 900777"
PAGE = reverse("consent:export_record")
EARLIER = dt.date(2026, 9, 1)
LEFT_OUT = {
    StopLink: "it would open a link",
    Suppression: "marks that say nothing without the portal's key",
    Erasure: "the same",
    Refusal: "the same",
    Parting: "what becomes of it here, when they leave",
}
"""Rows about somebody that are in no file, and why. Those of officers are not the councillor's."""
OF_OFFICERS = {"LeaverAnswer", "Opening", "RecordsHold"}


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        me = people.accepted(given.councillor(full_name="Jo Ash"))
        everything(me)
        return me.pk, people.accepted(given.councillor()).pk

    return shared(make)


@pytest.fixture
def me(made_once):
    return User.objects.get(pk=made_once[0])


@pytest.fixture
def other(made_once):
    return User.objects.get(pk=made_once[1])


@pytest.fixture
def browser(client, me):
    client.force_login(me)
    given.confirmed(client)
    return client


@pytest.fixture(autouse=True)
def _nobody_is_woken(monkeypatch):
    monkeypatch.setattr(imports, "wake", lambda: None)


def everything(me):
    """Somebody of every status, a couple with one number, two of one name, and a formula."""
    sam = people.person(councillor=me, full_name="Sam Sorrel")
    shared = people.verified(sam, handle="07700 900982")
    people.contacted(shared)
    actions.prefer(permission=shared, by=me)
    people.granted(sam, purpose=Purpose.NEWSLETTER, source=Source.THEY_ASKED, handle="07700 900982")
    people.reached(sam, handle="01632 960001")
    kit = people.person(
        councillor=me, full_name="=Kit", at_request_of="harm", advocate="Their son, by letter"
    )
    couple = people.granted(kit, handle="+44 7700 900982")
    people.checked(couple, shared_why="A couple")
    people.granted(kit, channel=people.channel("Telegram"), handle="@kit_yarrow")
    handed_on(people.reached(kit, handle="01632 960017"))
    for name in ("Alex Alder", "Alex Alder"):
        alex = people.person(councillor=me, full_name=name, capacity="council")
        people.reached(alex, channel=people.channel("Email"), handle=f"a{alex.pk}@alder.example")
    every_ending(me)


def handed_on(row):
    """The same, by the councillor of before."""
    row.source, row.needs_verification = Source.HANDED_ON, True
    return row.keep(by=row.councillor, why="Test")


def every_ending(me):
    """Questions and what became of them, and permissions that are over."""
    jo = people.person(councillor=me, full_name="Jo Juniper")
    people.asked(jo, was_told_of_choice=True)
    late = people.asked(jo, asked_on=EARLIER)
    late.move(S.NO_REPLY, by=None, why="Test")
    said = {"by": me, "on": dt.date(2026, 11, 23)}
    answered(permission=people.asked(jo), agreed=True, **said)
    answered(permission=people.asked(jo), agreed=False, **said)
    people.checked(people.reached(jo, handle="01632 960002"))
    withdraw(permission=people.granted(jo), by=me)
    signal = people.asked(jo, handle=TWICE, channel=people.channel("Signal"))
    withdraw(permission=answered(permission=signal, agreed=False, **said), by=me)
    decline(permission=people.granted(jo), by=me)
    old = people.verified(jo)
    new = change_handle(permission=old, handle="07700 900999", by=me)
    change_handle(permission=new, handle=old.handle, by=me)
    mark_wrong_person(permission=people.granted(jo), by=me)
    make_link(permission=people.granted(jo), by=me)


def taken(councillor):
    """The file as it leaves the portal."""
    file = io.BytesIO()
    out.write_record(councillor)(file)
    return zipfile.ZipFile(file)


def sheet(pack, name):
    return list(csv.reader(io.StringIO(pack.read(name).decode("utf-8-sig"))))


def test_what_was_taken_can_be_brought_in_elsewhere_and_is_the_same(me, other):
    before = taken(me).read(out.CONTACTS)

    file = files.applied(other, content=before)

    assert (file.status, files.told(file), file.failure) == ("applied", [], "")
    after = taken(other).read(out.CONTACTS)
    assert after.decode() == before.decode()
    kept = ContactPermission.objects.filter(councillor=other).values_list("status", flat=True)
    assert set(kept) == set(S) - {S.TEST_SENT}


def test_to_bring_it_in_where_it_came_from_changes_nothing(me):
    file = files.checked(me, content=taken(me).read(out.CONTACTS))

    assert set(files.outcomes(file)) == {"unchanged"}


def test_who_was_handed_on_is_unchanged_where_it_is_known_and_asked_elsewhere(me, other):
    handed_on(people.granted(people.person(councillor=me, full_name="Kim Lilac")))
    content = taken(me).read(out.CONTACTS)

    assert set(files.outcomes(files.checked(me, content=content))) == {"unchanged"}
    file = files.applied(other, content=content)

    assert (file.status, file.refused) == ("applied", 1)
    ((_row, column, told),) = files.told(file)
    assert (column, "when they were handed on" in told) == ("source", True)


def test_who_said_no_twice_never_said_yes(me):
    headings, *rows = sheet(taken(me), out.CONTACTS)
    cells = [dict(zip(headings, row, strict=True)) for row in rows]

    (said,) = [row for row in cells if row["Number, address or user name"] == TWICE]

    assert (said["Their answer"], said["How it ended"]) == ("No", "They said no")


def test_a_no_of_before_it_was_agreed_to_anew_is_none_of_that(me):
    jo = people.person(councillor=me, full_name="Ash Juniper")
    row = answered(permission=people.asked(jo), agreed=False, by=me, on=today())
    with time_machine.travel("2027-12-01 12:00Z"):
        yes = answered(
            permission=people.asked(jo, handle=row.handle), agreed=True, by=me, on=today()
        )
        assert yes.pk == row.pk
        withdraw(permission=yes, by=me)

    headings, *rows = sheet(taken(me), out.CONTACTS)

    (said,) = [row for row in rows if row[0] == "Ash Juniper"]
    assert said[headings.index("Their answer")] == "Yes"


def test_who_is_noted_without_a_way_to_reach_them_is_in_it_too(me):
    people.person(councillor=me, full_name="Ivy Ash")
    pack = taken(me)

    assert "Ivy Ash" not in pack.read(out.CONTACTS).decode()
    assert "Ivy Ash" in pack.read(out.PEOPLE).decode()
    assert "people.csv: everybody" in pack.read(out.READ_ME).decode()


def test_no_cell_is_run_by_a_spreadsheet(me):
    pack = taken(me)

    cells = [cell for name in (out.CONTACTS, out.LOG) for row in sheet(pack, name) for cell in row]
    assert {"'=Kit", "'@kit_yarrow"} <= set(cells)
    assert [cell for cell in cells if cell[:1] in {"=", "+", "@"}] == []


def test_two_of_one_name_are_numbered_and_others_are_not(me):
    rows = sheet(taken(me), out.CONTACTS)

    numbers = [(row[0], row[2]) for row in rows[1:]]
    assert [number for name, number in numbers if name == "Alex Alder"] == ["1", "2"]
    assert {number for name, number in numbers if name != "Alex Alder"} == {""}


def test_a_program_reads_every_row(me):
    everything = json.loads(taken(me).read(out.ALL))

    assert everything["councillor"] == "Jo Ash"
    for table in tables(me):
        assert len(everything[table.name]) == table.rows.count(), table.name
    (first, *_others) = everything["ways_to_reach_them"]
    assert (first["channel"], first["handle"]) == ("WhatsApp", "07700 900982")
    assert WORKED_OUT.isdisjoint(first)


def test_every_table_about_somebody_is_in_it_or_left_out_for_a_reason(me):
    theirs = {table.rows.model for table in tables(me)}
    about = {
        model
        for model in planting.private()
        if model in apps.get_app_config("consent").get_models()
    }
    kept = {model for model in about if not model.__name__.startswith("Historical")}

    assert {model.__name__ for model in kept - theirs - LEFT_OUT.keys()} <= OF_OFFICERS


def test_nothing_opens_a_link(me):
    link = StopLink.objects.get()
    pack = taken(me)

    whole = b"".join(pack.read(name) for name in pack.namelist()).decode()
    assert link.nonce not in whole
    assert link.digest not in whole


def test_it_says_what_is_what_and_for_whom(me):
    told = taken(me).read(out.READ_ME).decode()

    assert told.startswith("The contacts of Councillor Jo Ash, 23 November 2026")
    assert "Nobody agreed by this to be sent anything" in told


def test_the_log_says_that_they_were_in_touch(me):
    (_headings, row) = sheet(taken(me), out.LOG)

    assert row[:5] == [
        "2026-11-23",
        "Sam Sorrel",
        "As a ward councillor",
        "WhatsApp",
        "You contacted them, and they answered",
    ]


def test_more_rows_take_no_more_queries(me, django_assert_num_queries):
    for _n in range(3):
        people.contacted(people.granted(people.person(councillor=me)))

    with django_assert_num_queries(23):
        taken(me)


def test_with_whom_it_was_shared_who_read_it_and_who_is_kept_is_in_it_by_name(me, other):
    sam = Constituent.objects.get(full_name="Sam Sorrel")
    officer = given.officer(Role.INFORMATION_OFFICER, full_name="Pat Reader")
    share = people.shared(sam, words="Ring about the repair")
    people.kept(sam, reference="SAR 7")
    people.shared(people.person(councillor=other))
    people.kept(people.person(councillor=other))
    alex = Constituent.objects.filter(full_name="Alex Alder").latest("pk")
    enquiry = people.enquiry(by=officer, reason="SAR 26/104")
    read_record(enquiry=enquiry, person=alex, by=officer)

    found = json.loads(taken(me).read(out.ALL))

    ((shared,), (read,), (kept,)) = (
        found[name] for name in ("shares", "read_by_others", "kept_for_a_request")
    )
    assert (shared["reader"], shared["words"]) == (share.reader.full_name, share.words)
    assert (read["read_by"], read["enquiry"], read["constituent"]) == (
        "Pat Reader",
        "SAR 26/104",
        alex.pk,
    )
    assert (kept["held_by"], kept["reference"], kept["constituent"]) == ("Jo Ash", "SAR 7", sam.pk)


# The page


def test_the_page_says_what_it_is_for_and_what_not(browser, me):
    assert PAGE in browser.get(reverse("consent:contacts")).text

    page = browser.get(PAGE).text

    assert f"{Constituent.objects.visible_to(me).count()} people" in page
    assert "It is no mailing list" in page
    assert "Do not give it to a party or a campaign" in page


def test_who_it_is_is_asked_first(client, me):
    client.force_login(me)

    asked = client.post(PAGE)

    assert asked["Location"].startswith(reverse("account_reauthenticate"))
    assert not Entry.objects.filter(kind__startswith="consent.record").exists()


def test_a_second_button_hands_over_the_file(browser, me, caplog):
    caplog.set_level("DEBUG")
    page = browser.post(PAGE).text  # shown under the address of who asked for the password, too
    assert "Download the file" in page
    assert f'action="{PAGE}"' in page

    response = browser.post(PAGE, {"take": "1"})

    assert response["Content-Type"] == "application/zip"
    assert response["Content-Disposition"] == 'attachment; filename="my-contacts-2026-11-23.zip"'
    assert out.CONTACTS in zipfile.ZipFile(io.BytesIO(response.content)).namelist()
    assert "Sorrel" not in str([vars(line) for line in caplog.records])


def test_that_it_was_taken_is_evidence_with_a_count_alone(browser, me):
    browser.post(PAGE, {"take": "1"})

    entry = Entry.objects.get(kind="consent.record.register_exported")
    ways = ContactPermission.objects.filter(councillor=me).count()
    assert (entry.actor, entry.facts) == (me, f'{{"format":"zip","rows":{ways}}}')
    assert not EntryName.objects.filter(entry=entry).exists()


def test_officers_take_nothing(client, me):
    officer = given.officer(Role.MONITORING_OFFICER)
    client.force_login(officer)

    assert client.post(PAGE, {"take": "1"}).status_code == 404
    with pytest.raises(Refused, match="Only a councillor in office"):
        export_record(by=officer, confirmed_with="password")
