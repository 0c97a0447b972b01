"""Pages of imports: from the file to what became of it."""

import re
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.forms.templatetags.govuk import govuk_number
from councilgov.imports import actions, working
from councilgov.imports.models import Import
from councilgov.imports.progress import Progress
from councilgov.ledger.models import Entry
from councilgov.people.models import User
from councilgov.records import Refused
from tests import given

PAT = "pat@barchester.example,Pat Smart,Pat,01632 960001"
WRONG = "kim@barchester.example,,,"
START = "/imports/new/people/"


def file(*rows, headings="Email,Full name,Known as,Phone", name="people.csv"):
    return {"file": SimpleUploadedFile(name, "\n".join([headings, *rows]).encode())}


def words(response):
    """The text of the page, with single blanks."""
    main = response.text[response.text.index("<main") :]
    return unescape(" ".join(re.sub(r"<[^>]+>", " ", main).split()))


@pytest.fixture(autouse=True)
def _nobody_is_at_work(monkeypatch):
    """The transaction of a test goes on where that of a worker would have ended."""
    monkeypatch.setattr("councilgov.imports.progress.told", lambda _pk: None)


@pytest.fixture
def desk(client, services):
    client.force_login(services)
    return client


# Choosing a file


def test_a_file_leads_to_its_columns_then_to_the_check(desk):
    sent = desk.post(START, file(PAT))
    row = Import.objects.get()
    assert sent["Location"] == f"/imports/{row.pk}/"
    assert desk.get(sent["Location"])["Location"] == f"/imports/{row.pk}/columns/"

    page = desk.get(f"/imports/{row.pk}/columns/")
    chosen = re.findall(r'<option value="(\d*)" selected>', page.text)
    assert chosen == ["0", "1", "2", "3"]
    assert "pat@barchester.example" in page.text

    answers = {"email": 0, "full_name": 1, "known_as": "", "phone": 3}
    assert desk.post(f"/imports/{row.pk}/columns/", answers)["Location"] == f"/imports/{row.pk}/"
    row.refresh_from_db()
    assert (row.status, row.mapping) == ("checking", {"email": 0, "full_name": 1, "phone": 3})


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({}, "Choose the file"),
        (file(), "has headings and no rows"),
        (file(name="kit.xlsx", headings="PK\x03\x04"), "workbook"),
    ],
    ids=["none", "no rows", "a workbook"],
)
def test_a_file_that_cannot_be_read_is_refused_at_its_box(desk, sent, told):
    response = desk.post(START, sent)

    assert response.status_code == 200
    assert f'<a href="#id_file">{told}' in response.text or told in words(response)
    assert 'id="id_file-error"' in response.text
    assert not Import.objects.exists()


def test_the_name_of_a_file_may_be_anything(desk):
    desk.post(START, file(PAT, name="x" * 220 + "<b>\u202e.csv"))

    assert Import.objects.get().file_name == "x" * 193 + "<b>.csv"


def test_the_page_says_what_each_column_means_and_hands_out_a_file_to_begin_with(desk):
    page = desk.get(START)
    assert "One row for each person." in page.text
    assert "Needed in every row. For example: pat@barchester.example" in words(page)
    assert "The personnel system" in page.text

    begin = desk.get(START + "template.csv")
    assert begin["Content-Type"] == "text/csv; charset=utf-8"
    assert begin.content.decode("utf-8-sig").splitlines() == [
        "Email,Full name,Known as,Phone",
        "pat@barchester.example,,,",
    ]


def test_what_nobody_declares_cannot_be_imported(desk):
    assert desk.get("/imports/new/unicorns/").status_code == 404


# Columns


def test_a_needed_column_that_is_not_chosen_is_asked_for(desk, upload):
    row = upload(PAT)

    response = desk.post(f"/imports/{row.pk}/columns/", {"email": "", "phone": 3})

    assert '<a href="#id_email">Choose the column that holds “Email”.</a>' in response.text


def test_a_column_that_is_chosen_twice_is_refused_at_its_box(desk, upload):
    row = upload(PAT)

    response = desk.post(f"/imports/{row.pk}/columns/", {"email": 0, "phone": 0})

    assert '<a href="#id_phone">“Email” is chosen twice' in response.text


def test_a_known_export_is_named(desk, upload):
    row = upload("1,pat@barchester.example,Pat", headings="Staff no,Mail,Display name")

    assert "This file comes from: The personnel system" in words(
        desk.get(f"/imports/{row.pk}/columns/")
    )


def test_columns_of_what_is_done_cannot_be_chosen_any_more(desk, applied):
    response = desk.get(f"/imports/{applied(PAT).pk}/columns/")

    assert response.status_code == 409
    assert "is imported" in words(response)


# While the job is at it


def test_without_a_script_a_button_shows_how_far_it_is(desk, checked, services, monkeypatch):
    row = actions.ask_to_apply(row=checked(PAT), by=services)

    page = desk.get(f"/imports/{row.pk}/")
    assert "It begins in a moment" in page.text
    assert '<progress class="app-progress" aria-labelledby="job"></progress>' in page.text
    assert f'<form action="/imports/{row.pk}/">' in page.text

    monkeypatch.setattr("councilgov.imports.progress.told", lambda _pk: Progress(4_000, 10_000))
    page = desk.get(f"/imports/{row.pk}/")
    assert 'max="10000" value="4000"' in page.text
    assert "4,000 of 10,000 rows." in page.text


@pytest.mark.parametrize(("minutes", "is_late"), [(2, False), (4, True)])
def test_where_no_worker_begins_somebody_is_to_be_told(desk, upload, applied, minutes, is_late):
    applied(PAT)
    row = upload(PAT)

    with time_machine.travel(timezone.now() + timedelta(minutes=minutes), tick=True):
        told = words(desk.get(row.get_absolute_url()))

    assert ("tell whoever runs the portal" in told) == is_late


def test_the_script_is_told_how_far_it_is_and_when_it_is_over(desk, checked, services, monkeypatch):
    row = checked(PAT)
    asked = reverse("imports:how_far", args=[row.pk])
    assert desk.get(asked).json() == {"is_over": True}

    actions.ask_to_apply(row=row, by=services)
    monkeypatch.setattr("councilgov.imports.progress.told", lambda _pk: Progress(1, 2))
    told = {"is_over": False, "done": 1, "of": 2, "words": "1 of 2 rows."}
    assert desk.get(asked).json() == told


# What would change


def test_the_check_shows_what_would_change(desk, checked):
    given.person(email="pat@barchester.example", full_name="Pat Smart", known_as="P")
    given.person(email="sam@barchester.example", full_name="Sam")

    page = desk.get(
        checked(PAT, "sam@barchester.example,,,", "new@barchester.example,New").get_absolute_url()
    )

    told = words(page)
    assert "New 1 Changed 1 Unchanged 1 Refused 0" in told
    assert "new@barchester.example row 4 Full name: New" in told
    assert "Known as: P becomes Pat" in told
    assert "1 people are new." in told
    assert "Import 2 people" in told
    assert "Check the mended file" not in told


def test_wrong_rows_are_shown_with_the_number_of_the_spreadsheet(desk, checked):
    told = words(desk.get(checked(PAT, "", WRONG, "x,Kim,Kim,none").get_absolute_url()))

    assert "2 rows can’t be imported" in told
    assert (
        "Row 4 kim@barchester.example Column Full name Your file says – What is wrong Somebody new"
        in told
    )
    assert "Row 5 Column Email Your file says x What is wrong Enter an email address" in told
    assert "Row 5 Column Phone Your file says none What is wrong Enter a telephone" in told
    assert "Or import the good rows only" in told
    assert "2 rows are left out." in told


def test_of_many_wrong_rows_the_first_twenty_are_shown(desk, checked):
    told = words(desk.get(checked(*(f"x{n},Kim," for n in range(21))).get_absolute_url()))

    assert "21 rows can’t be imported These are the first 20." in told
    assert "x19" in told
    assert "x20" not in told
    assert "There is nothing to import" in told
    assert "Import 0" not in told


def test_of_many_good_rows_the_first_ten_are_shown(desk, checked):
    told = words(desk.get(checked(*(f"p{n}@x.example,Kim" for n in range(12))).get_absolute_url()))

    assert "p9@x.example" in told
    assert "p10@x.example" not in told
    assert "And 2 more." in told


def test_a_mended_file_is_taken_on_the_same_page(desk, checked):
    row = checked(PAT, WRONG)

    wrong = desk.post(row.get_absolute_url(), file(headings="Email"))
    assert "has headings and no rows" in words(wrong)

    assert desk.post(row.get_absolute_url(), file(PAT))["Location"] == row.get_absolute_url()
    working.work()
    assert "Import 1 person" in words(desk.get(row.get_absolute_url()))


def test_a_file_that_was_imported_before_is_pointed_out(desk, applied, checked):
    applied(PAT)

    assert "The same file was imported at" in words(desk.get(checked(PAT).get_absolute_url()))


def test_what_a_cell_says_is_never_part_of_the_page(desk, checked):
    page = desk.get(checked('<script>alert(1)</script>,"=HYPERLINK(1)",<b>,').get_absolute_url())

    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)" in page.text


# The rows to mend, as a file


def test_the_rows_to_mend_come_as_a_file_that_nothing_in_it_can_run(desk, checked, services):
    row = checked(PAT, "x,=HYPERLINK(1),@Kim,+44")

    taken = desk.post(f"/imports/{row.pk}/errors/")

    head, wrong = taken.content.decode("utf-8-sig").splitlines()
    assert head == "Row in your file,What is wrong,Email,Full name,Known as,Phone"
    assert wrong.startswith('3,"Email: Enter an email address')
    assert wrong.endswith("x,'=HYPERLINK(1),'@Kim,'+44")
    assert "attachment" in taken["Content-Disposition"]
    assert Entry.objects.get(kind="imports.errors.register_exported").actor == services


def test_the_rows_to_mend_can_be_mended_where_they_are(desk, applied, client):
    row = applied(PAT, "kim@barchester.example,,Kim,+44 1632 960003")
    taken = desk.post(f"/imports/{row.pk}/errors/").content.decode("utf-8-sig")

    mended = taken.replace("kim@barchester.example,,", "kim@barchester.example,Kim Lee,")
    sent = desk.post(START, {"file": SimpleUploadedFile("mend.csv", mended.encode())})
    again = Import.objects.first()
    assert sent["Location"] == again.get_absolute_url()
    working.work()
    again.refresh_from_db()
    desk.post(f"/imports/{again.pk}/apply/", {"seen": again.check_mark})
    working.work()

    assert User.objects.get(email="kim@barchester.example").phone == "+44 1632 960003"


# What became of it


def test_the_end_says_what_was_done_and_what_was_left_out(desk, applied, services):
    told = words(desk.get(applied(PAT, WRONG).get_absolute_url()))

    assert f"By {services.full_name}, done at" in told
    assert "New 1 Changed 0 Unchanged 0 Refused 1" in told
    assert "1 row was left out" in told


def test_the_end_says_what_came_out_otherwise(desk, checked, services):
    row = actions.ask_to_apply(row=checked(PAT), by=services)
    given.person(email="pat@barchester.example", full_name="Other")
    working.work()

    assert "1 row came out otherwise than you had seen it" in words(
        desk.get(row.get_absolute_url())
    )


def test_what_failed_says_why_and_can_be_checked_again(desk, checked, services):
    row = actions.check_again(row=checked(PAT), by=services)
    row.failure = "The cupboard is full."
    row.move("failed", by=None, why="Test")

    page = desk.get(row.get_absolute_url())
    assert "The cupboard is full. Nothing of the file was imported." in words(page)

    desk.post(f"/imports/{row.pk}/check/")
    row.refresh_from_db()
    assert row.status == "checking"


def test_a_file_can_be_discarded_from_the_page_of_its_columns(desk, upload):
    row = upload(PAT)
    page = desk.get(f"/imports/{row.pk}/columns/").text
    form = page[page.index(f'action="/imports/{row.pk}/discard/"') :]
    (seen,) = re.findall('name="seen" value="([0-9a-f]{64})"', form)

    desk.post(f"/imports/{row.pk}/discard/", {"seen": seen})

    assert Import.objects.get(pk=row.pk).status == "discarded"


def test_a_discarded_file_is_said_to_be_gone(desk, checked):
    row = checked(PAT)

    answer = desk.post(f"/imports/{row.pk}/discard/", {"seen": row.file_mark}, follow=True)
    assert "Nothing of it was imported" in words(answer)

    told = words(desk.get(row.get_absolute_url()))
    assert "This import was discarded" in told
    assert "Check it again" not in told


# Two who look at the same import


MENDED = b"Email,Full name,Known as,Phone\nnew@barchester.example,New,,\nmore@x.example,More,,"
MEANWHILE: dict[str, dict[str, Any]] = {
    "mend": {"content": MENDED, "name": "mended.csv"},
    "map_columns": {"mapping": {"email": 0, "full_name": 2}},
    "check_again": {},
}


def pressed(desk, page, act):
    """The button of this act on that page."""
    form = page.text.split(f"/{act}/")[1].split("</form>")[0]
    (seen,) = re.findall('name="seen" value="([0-9a-f]{64})"', form)
    return desk.post(f"{page.request['PATH_INFO']}{act}/", {"seen": seen})


@pytest.mark.parametrize("change", MEANWHILE)
def test_no_other_rows_are_imported_than_the_page_showed(desk, checked, services, change):
    row = checked(PAT)
    page = desk.get(row.get_absolute_url())
    getattr(actions, change)(row=row, by=services, **MEANWHILE[change])
    working.work()

    answer = pressed(desk, page, "apply")

    row.refresh_from_db()
    assert (answer.status_code, row.status) == (409, "checked")
    assert "another since you looked" in words(answer)
    assert pressed(desk, desk.get(row.get_absolute_url()), "apply").status_code == 302


@pytest.mark.parametrize(("change", "status"), [("mend", "checked"), ("check_again", "discarded")])
def test_no_other_file_is_discarded_than_the_page_was_about(
    desk, checked, services, change, status
):
    row = checked(PAT)
    page = desk.get(row.get_absolute_url())
    getattr(actions, change)(row=row, by=services, **MEANWHILE[change])
    working.work()

    pressed(desk, page, "discard")

    row.refresh_from_db()
    assert row.status == status


@pytest.mark.parametrize(("act", "change"), [("ask_to_apply", "check_again"), ("discard", "mend")])
def test_what_a_colleague_changes_in_the_same_moment_is_seen_by_the_act_too(
    checked, services, act, change
):
    seen = checked(PAT)
    row = Import.objects.get(pk=seen.pk)
    getattr(actions, change)(row=row, by=services, **MEANWHILE[change])
    working.work()

    with pytest.raises(Refused, match="another since you looked"):
        getattr(actions, act)(row=seen, by=services)


# The list, and who may see it


def test_the_list_shows_how_each_import_stands(desk, applied, services):
    row = applied(PAT, WRONG)

    page = desk.get("/imports/")
    assert f'href="/imports/{row.pk}/">people.csv</a>' in page.text
    assert "Imported" in words(page)

    taken = desk.post("/imports/", {"export": "csv"}).content.decode("utf-8-sig")
    assert taken.splitlines()[1].startswith("people.csv,Imported,2026-11-23 10:00:")
    assert taken.splitlines()[1].endswith(f"{services.full_name},2,1,0,1")


def test_the_list_takes_as_many_queries_for_many_as_for_one(
    desk, applied, django_assert_num_queries
):
    applied(PAT)
    desk.get("/imports/")
    with CaptureQueriesContext(connection) as alone:
        desk.get("/imports/")
    for n in range(5):
        applied(f"p{n}@barchester.example,Person")

    with django_assert_num_queries(len(alone)):
        desk.get("/imports/")


@pytest.mark.parametrize(
    ("role", "answers"),
    [(Role.ADMINISTRATOR, (200, 200, 200)), (Role.AUDITOR, (403, 403, 404))],
)
def test_a_colleague_may_go_on_and_nobody_else_sees_it(client, checked, role, answers):
    row = checked(PAT)
    client.force_login(given.officer(role))

    pages = ["/imports/", START, row.get_absolute_url()]

    assert tuple(client.get(page).status_code for page in pages) == answers


@pytest.mark.parametrize("act", ["apply", "check", "discard", "errors"])
def test_what_somebody_else_may_not_see_they_may_not_change(client, checked, act):
    row = checked(PAT)
    client.force_login(given.officer(Role.AUDITOR))

    assert client.post(f"/imports/{row.pk}/{act}/").status_code == 404


@pytest.mark.no_database
def test_large_numbers_are_written_as_people_do():
    assert [govuk_number(n) for n in (0, 999, 3_001)] == ["0", "999", "3,001"]
