"""A file of constituents is seen by nobody but its councillor, and is soon gone without a trace."""

from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from consent.adding.actions import forget_person
from consent.erasing import listing
from consent.erasing.actions import list_erasures, replay, replay_rows
from consent.models import Constituent
from councilgov.access import Role
from councilgov.imports import actions, working
from councilgov.imports.importables import importable_of
from councilgov.imports.models import Import, ImportFile, ImportRow, ImportStatus
from councilgov.imports.reading import Unreadable
from councilgov.imports.tasks import clear_old
from councilgov.ledger.models import Entry, EntryName
from councilgov.people.actions import end_term
from councilgov.people.models import EndReason, User
from councilgov.records import Refused
from tests import given
from tests.consent import people
from tests.consent.importing import files
from tests.consent.test_privacy import holding

PLANTED = "Zqsorrel"
START = reverse("imports:start", args=[files.CONTACTS])
SCRATCH = {Import._meta.db_table, ImportFile._meta.db_table, ImportRow._meta.db_table}
PAGES = [
    ("get", "one"),
    ("get", "map_columns"),
    ("get", "how_far"),
    ("post", "errors"),
    ("post", "ask_to_apply"),
    ("post", "check_again"),
    ("post", "discard"),
]


def planted(**cells):
    return files.row(full_name=f"{PLANTED} one", **cells)


@pytest.fixture
def file(me):
    """One that was checked: a good row and a bad one."""
    return files.checked(me, planted(), planted(handle=f"{PLANTED} two"))


@pytest.fixture
def other(me):
    return people.accepted(given.councillor())


def sent(*rows):
    return {"file": SimpleUploadedFile(f"{PLANTED}.csv", files.text(*rows))}


# Who sees it


@pytest.mark.parametrize(("method", "name"), PAGES, ids=[name for _method, name in PAGES])
@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.ICT_DESK, Role.MONITORING_OFFICER])
def test_to_nobody_else_it_is_there(client, file, role, method, name):
    client.force_login(given.somebody(role))
    where = reverse(f"imports:{name}", args=[file.pk])

    assert getattr(client, method)(where, {"seen": file.check_mark}).status_code == 404


def test_no_list_or_download_of_anothers_names_it(client, file, other):
    for user in (other, given.officer(Role.ICT_DESK)):
        client.force_login(user)
        page = client.get(reverse("imports:imports"))
        taken = client.post(reverse("imports:imports"), {"export": "csv"})

        assert "Nothing has been imported yet" in page.text
        assert file.get_absolute_url() not in page.text + taken.text


def test_nobody_else_can_go_on_with_it_by_any_way(file, other):
    acts = [
        lambda: actions.mend(row=file, content=files.text(planted()), name="x", by=other),
        lambda: actions.map_columns(row=file, mapping=file.mapping, by=other),
        lambda: actions.check_again(row=file, by=other),
        lambda: actions.ask_to_apply(row=file, by=other),
        lambda: actions.discard(row=file, by=other),
    ]

    for act in acts:
        with pytest.raises(Refused, match="Only who brought this file in"):
            act()


def test_its_councillor_sees_what_would_change_and_what_is_wrong(client, me, file):
    client.force_login(me)

    page = client.get(file.get_absolute_url())

    assert f"{PLANTED} one, WhatsApp" in page.text
    assert "Enter a whole telephone number" in page.text
    assert "Your file, 2 ways to reach people" in page.text


def test_out_of_office_it_is_not_there(client, me, file):
    client.force_login(me)
    end_term(term=me.terms.get(), ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None)

    assert not Import.objects.visible_to(User.objects.get(pk=me.pk)).exists()
    assert client.get(file.get_absolute_url()).status_code == 403


# What is kept of it


def test_a_row_of_party_work_is_written_nowhere_ever(client, me, caplog):
    caplog.set_level("DEBUG")
    client.force_login(me)
    party = planted(capacity="For a political party or a campaign", handle=f"{PLANTED} two")

    answer = client.post(START, sent(files.row(), party, files.row(full_name="Kit Yarrow")))
    assert holding(PLANTED) == set()
    file = Import.objects.get()
    assert answer["Location"] == file.get_absolute_url()
    actions.map_columns(row=file, mapping={**_places(file)}, by=me)
    working.work()

    assert files.told(Import.objects.get()) == [
        (3, "capacity", "The portal keeps nothing about party work. This row was not kept.")
    ]
    assert files.outcomes(file) == ["create", "refused", "create"]
    assert holding(PLANTED) == set()
    assert PLANTED not in str([vars(line) for line in caplog.records])


def _places(file):
    return {heading: at for at, heading in enumerate(file.headings)}


def test_rows_keep_their_numbers_where_one_was_left_out(me):
    head, *lines = files.text(
        files.row(), planted(capacity="party"), files.row(handle="ring me")
    ).splitlines()
    content = b"\n".join([head, b"", lines[0], b"", lines[1], b"", lines[2]])

    file = files.checked(me, content=content)

    assert [number for number, _column, _told in files.told(file)] == [5, 7]


def test_neither_its_name_nor_a_hash_that_can_be_tried_is_kept(me, other):
    one, another = files.uploaded(me, planted()), files.uploaded(other, planted())

    assert one.file_name == another.file_name == "Your file"
    assert one.sha256 != another.sha256
    assert not Import.objects.same_file_applied(one).exists()


def test_a_cell_that_is_called_like_a_heading_makes_no_headings(me):
    content = b"Zqsorrel one,ward,Contact,WhatsApp,07700 900982\nKit,ward,Contact,Signal,@kit"

    with pytest.raises(Unreadable, match="not hold the headings that we know"):
        files.uploaded(me, content=content)

    assert not Import.objects.exists()
    assert holding("Zqsorrel one") == set()


def test_a_file_of_one_column_has_one_heading(me):
    content = b"Name\nSam Sorrel"
    kind = importable_of(files.CONTACTS)

    row = actions.upload(kind=kind, content=content, name="sorrel.csv", by=me)

    assert row.headings == ["Name"]


def test_a_file_without_headings_is_refused_and_not_kept(me):
    kind = importable_of(files.CONTACTS)

    with pytest.raises(Unreadable, match="not hold the headings that we know"):
        actions.upload(kind=kind, content=b"Zqsorrel,0770\nKit,0771\n", name="x", by=me)

    assert not Import.objects.exists()


def test_while_it_waits_it_stands_in_its_own_rows_alone(file):
    assert holding(PLANTED) == {ImportFile._meta.db_table, ImportRow._meta.db_table}


def test_what_was_brought_in_stands_with_the_contacts_and_the_rows_to_mend(me, file, caplog):
    caplog.set_level("DEBUG")
    actions.ask_to_apply(row=file, by=me)
    working.work()

    kept = {Constituent._meta.db_table, Constituent.history.model._meta.db_table}
    assert holding(PLANTED) == kept | {ImportRow._meta.db_table}
    assert PLANTED not in str([vars(line) for line in caplog.records])


def test_that_it_was_brought_in_is_evidence_with_counts_alone(me, file):
    actions.ask_to_apply(row=file, by=me)
    working.work()

    entry = Entry.objects.get(kind="imports.applied")
    assert entry.facts == (
        '{"create":1,"importable":"contacts","refused":1,"unchanged":0,"update":0}'
    )
    assert not EntryName.objects.filter(entry=entry).exists()


# How long


def test_after_a_day_nothing_is_left_of_it(me, file):
    waiting = files.uploaded(me, planted())
    with time_machine.travel(timezone.now() + timedelta(hours=23)):
        assert clear_old() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert (clear_old(), clear_old()) == (2, 0)

    assert holding(PLANTED) == set()
    assert not Import.history.filter(id__in=[file.pk, waiting.pk]).exists()
    assert not Import.objects.exists()


def test_what_was_brought_in_leaves_no_import_behind_after_a_day(me, file):
    actions.ask_to_apply(row=file, by=me)
    working.work()
    with time_machine.travel(timezone.now() + timedelta(hours=25)):
        assert clear_old() == 1

    assert holding(PLANTED) & SCRATCH == set()
    assert not Import.history.exists()


def test_a_file_that_is_discarded_is_gone_at_once_and_its_import_too(client, me, file):
    client.force_login(me)

    client.post(reverse("imports:discard", args=[file.pk]), {"seen": file.file_mark})

    assert holding(PLANTED) == set()
    assert not Import.objects.exists()
    assert not Import.history.exists()


def test_who_is_deleted_is_not_left_in_a_file(me, other, file):
    theirs = files.checked(other, planted())
    person = people.person(councillor=me)

    forget_person(person=person, by=me)

    assert not Import.objects.filter(pk=file.pk).exists()
    assert not ImportRow.objects.filter(of=file.pk).exists()
    assert Import.objects.filter(pk=theirs.pk).exists()


def test_who_is_erased_again_after_a_restore_is_not_left_in_a_file(me, settings, tmp_path):
    settings.ERASURES_DIR = tmp_path
    person = people.person(councillor=me)
    key, begun_at = person.pk, person.begun_at
    forget_person(person=person, by=me)
    list_erasures()
    back = Constituent(pk=key, councillor=me, capacity="ward", full_name="Sam", begun_at=begun_at)
    back.keep(by=me, why="Test")
    files.checked(me, planted())

    assert replay() == 1

    assert holding(PLANTED) == set()


def test_what_was_discarded_or_not_brought_in_does_not_come_back_by_a_restore(
    me, file, settings, tmp_path
):
    settings.ERASURES_DIR = tmp_path
    (tmp_path / listing.NAME).touch()

    replay_rows()

    assert not Import.objects.filter(pk=file.pk).exists()
    assert not ImportRow.objects.filter(of=file.pk).exists()


def test_what_a_colleague_brought_in_is_not_remembered_for_oneself(me, other):
    files.applied(me, planted())

    again = actions.upload(
        kind=importable_of(files.CONTACTS), content=files.text(planted()), name="x", by=other
    )

    assert (again.status, again.mapping) == (ImportStatus.UPLOADED, {})


# Who may


def test_the_terms_of_ward_records_come_first_and_lead_back(client, me):
    newcomer = given.councillor()
    client.force_login(newcomer)
    kind = importable_of(files.CONTACTS)

    sent_on = client.get(START)
    assert sent_on["Location"] == reverse("consent:accept_terms", query={"import": "contacts"})
    with pytest.raises(Refused, match="accept the terms of ward records first"):
        actions.upload(kind=kind, content=files.text(planted()), name="x", by=newcomer)
    assert holding(PLANTED) == set()

    people.accepted(newcomer)
    assert client.get(sent_on["Location"])["Location"] == START
    assert "Only you see the file" in client.get(START).text


def test_terms_that_changed_meanwhile_are_accepted_before_anything_comes_in(me, file):
    actions.ask_to_apply(row=file, by=me)
    people.terms("The terms are others now.", asks_again=True)

    working.work()

    file.refresh_from_db()
    assert (file.status, "accept the terms" in file.failure) == (ImportStatus.FAILED, True)
    assert not Constituent.objects.exists()


def test_officers_bring_in_no_contacts(client, me):
    client.force_login(given.officer(Role.ICT_DESK))

    assert client.get(START).status_code == 403
    with pytest.raises(Refused, match="Only a councillor in office"):
        importable_of(files.CONTACTS).check_may(given.officer(Role.ICT_DESK))


def test_what_stands_before_any_file_and_has_no_page_is_said(client, me, monkeypatch):
    def refuse(_user):
        raise Refused("Not today.")

    kind = importable_of(files.CONTACTS)
    monkeypatch.setitem(kind.__dict__, "check_may", refuse)
    client.force_login(me)

    answer = client.get(START)

    assert answer.status_code == 409
    assert "Not today." in answer.text
