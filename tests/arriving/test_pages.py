"""The pages on which councillors come in: reached from People, asked about, and seen first."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from councilgov.access import Role
from councilgov.imports import actions, working
from councilgov.imports.models import Import, ImportFile
from councilgov.people.models import User
from tests import given
from tests.arriving import lists
from tests.arriving.lists import MODERN_GOV, checked, csv

START = "/imports/new/councillors/"


@pytest.fixture(autouse=True)
def _nobody_is_woken(monkeypatch):
    monkeypatch.setattr(actions, "wake", lambda: None)


@pytest.fixture
def clerk(db):
    return lists.services()


@pytest.fixture
def page(client, clerk):
    client.force_login(clerk)
    return client


def words(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def test_it_is_found_under_people_by_who_may_add_them(page, client):
    assert START in page.get("/people/").content.decode()
    assert "A CSV file, or the XML of Modern.gov, of up to 10 MB." in words(page.get(START))
    assert 'accept=".csv' in page.get(START).content.decode()

    client.force_login(given.officer(Role.MONITORING_OFFICER))
    assert START not in client.get("/people/").content.decode()
    assert client.get(START).status_code == 403


def test_a_file_of_modern_gov_goes_through_all_pages(page):
    file = SimpleUploadedFile("councillors.xml", MODERN_GOV.read_bytes())
    told = words(page.post(START, {"file": file}, follow=True))
    assert "This file comes from: Modern.gov: GetCouncillorsByWard, as XML." in told
    row = Import.objects.get()
    mapping = {name: n for n, name in enumerate(["reference", "full_name", "ward", "group"])}
    more = {"party": 4, "starts_on": 6}
    page.post(f"/imports/{row.pk}/columns/", mapping | more)
    working.work()

    assert "4 questions to answer" in words(page.get(f"/imports/{row.pk}/"))
    told = words(page.get(f"/imports/{row.pk}/questions/"))
    assert "There is no ward “Birch” here. What is it?" in told
    mark = Import.objects.get().check_mark
    answers = {f"answer_{n}": "add" for n in range(4)}
    page.post(f"/imports/{row.pk}/questions/", answers | {"seen": mark})
    working.work()

    told = words(page.get(f"/imports/{row.pk}/"))
    assert "See or change 4 answers" in told
    assert "New: 3" in told


def test_what_was_seen_is_imported(page, clerk):
    row = checked(MODERN_GOV.read_bytes(), by=clerk, ward="add", group="add")
    page.post(f"/imports/{row.pk}/apply/", {"seen": row.check_mark})
    working.work()

    assert "New 3" in words(page.get(f"/imports/{row.pk}/"))
    assert User.objects.filter(reference="101").exists()
    assert not ImportFile.objects.exists()


def test_a_question_that_is_not_answered_says_so(page, clerk):
    row = checked(csv("9,Nia Newcomer,Nowhere,,,11/5/2026,"), by=clerk)
    told = words(page.post(f"/imports/{row.pk}/questions/", {"answer_0": "nonsense"}))

    assert "Select an answer: There is no ward “Nowhere” here." in told


def test_an_answer_to_an_old_page_is_refused(page, clerk):
    row = checked(csv("9,Nia Newcomer,Nowhere,,,11/5/2026,"), by=clerk)
    answer = page.post(f"/imports/{row.pk}/questions/", {"answer_0": "add", "seen": "old"})

    assert answer.status_code == 409
    row.refresh_from_db()
    assert row.status == "checked"


def test_without_a_question_there_is_no_page_of_them(page, clerk):
    given.ward(name="Alder")
    row = checked(csv("9,Nia Newcomer,Alder,,,11/5/2026,"), by=clerk)

    assert page.get(f"/imports/{row.pk}/questions/").url == row.get_absolute_url()


def test_of_many_questions_a_page_asks_the_first_hundred(page, clerk):
    lines = [f"{n},Nia New{n},Ward of {'x' * n},,,11/5/2026," for n in range(70)]
    lines += [f"{n},Nia New{n},{'y' * (n - 69)},,,11/5/2026," for n in range(70, 160)]
    row = checked(csv(*lines), by=clerk)
    asked = page.get(f"/imports/{row.pk}/questions/").content.decode()

    assert "There are more questions than fit on one page." in asked
    assert asked.count("<fieldset") == 100


def test_who_is_not_in_the_file_is_named_with_the_page_that_ends_a_term(page, clerk):
    lou = given.councillor(full_name="Lou Leaver")
    term = lou.terms.get()
    row = checked(csv(f"9,Nia Newcomer,{term.ward.name},,,11/5/2026,"), by=clerk)
    told = page.get(f"/imports/{row.pk}/")
    assert "In office here, and not in the file: 1" in words(told)
    assert "Lou Leaver" in words(told)

    actions.ask_to_apply(row=row, by=clerk)
    working.work()
    assert f"/terms/{term.pk}/end/" in page.get(f"/imports/{row.pk}/").content.decode()


def test_two_hundred_megabytes_are_refused_on_the_page(page):
    content = b"<councillorsbyward>" + b" " * 20_000_000
    answer = page.post(START, {"file": SimpleUploadedFile("councillors.xml", content)})

    assert "larger than 10 MB" in words(answer) or answer.status_code == 413
    assert not Import.objects.exists()


def test_nothing_is_kept_of_a_file_with_entities(page):
    bomb = b'<!DOCTYPE b [<!ENTITY a "ha">]><councillorsbyward>&a;</councillorsbyward>'
    answer = page.post(START, {"file": SimpleUploadedFile("councillors.xml", bomb)})

    assert "document type or entities" in words(answer)
    assert not Import.objects.exists()


def test_no_query_is_added_by_who_is_in_the_list(page, clerk):
    def queries():
        actions.check_again(row=row, by=clerk)
        working.work()
        with CaptureQueriesContext(connection) as found:
            page.get(row.get_absolute_url())
        return len(found)

    given.councillor()
    row = checked(csv("9,Nia Newcomer,Nowhere,,,11/5/2026,"), by=clerk)
    queries()
    few = queries()
    for _n in range(12):
        given.councillor()
    assert queries() == few


def test_questions_come_first_and_nothing_else_before_they_are_answered(page, clerk):
    lists.member(given.ward(name="Birch"), "Bo Quill")
    lines = csv("9,Nia Newcomer,Nowhere,,,11/5/2026,", ",,Birch,,,,")
    row = checked(lines, by=clerk)
    told = words(page.get(f"/imports/{row.pk}/"))
    assert "1 question to answer" in told
    for later in ("What to mend", "Bo Quill", "can’t be imported", "Download the rows to mend"):
        assert later not in told

    row = lists.answered(row, by=clerk, ward="add")
    told = words(page.get(f"/imports/{row.pk}/"))
    for now in ("What to mend", "Bo Quill", "1 row can’t be imported", "Download the rows to mend"):
        assert now in told
    assert "End the term of Bo Quill" not in told


def test_after_the_import_the_way_on_is_shown_and_many_names_are_folded(page, clerk):
    ward = given.ward(name="Birch")
    for n in range(11):
        lists.member(ward, f"{chr(65 + n) * 4} {chr(90 - n) * 5}")
    row = lists.applied(csv("9,Nia Newcomer,Birch,,,1/11/2026,"), by=clerk, declared="yes")

    told = page.get(f"/imports/{row.pk}/").content.decode()
    assert "/elections/new-members/" in told
    assert '<details class="govuk-details">' in told
    assert "End the term of AAAA ZZZZZ" in told
    assert "Nia Newcomer" in words(page.get("/elections/new-members/"))


def test_what_is_wrong_is_said_of_somebody_by_name(page, clerk):
    row = checked(csv("7,Nia Newcomer,,,,11/5/2026,"), by=clerk)

    assert "Row 2 Nia Newcomer" in words(page.get(f"/imports/{row.pk}/"))
