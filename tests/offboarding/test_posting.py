"""Letters: to whom one is due, what it says, and that it was posted."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.offboarding.actions import (
    choose_contact,
    complete,
    name_contact,
    pause,
    waive_task,
)
from councilgov.offboarding.models import Letter, LetterKind, TaskKind
from councilgov.offboarding.posting.actions import note_letter
from councilgov.offboarding.posting.due import count_due, due_by_kind, letters_due
from councilgov.offboarding.posting.words import as_pdf, opening_of, sections_of, title_of
from councilgov.people.actions import move_end
from councilgov.people.models import Council, EndReason
from councilgov.records import Refused
from tests import given
from tests.consent import people
from tests.devices import equipment
from tests.offboarding.leavers import close_all, completed, ends, fresh, on, sweep, task

pytestmark = pytest.mark.django_db
GONE_ON = date(2026, 11, 20)
AFTER_TEN = "2026-12-05"


@pytest.fixture
def services():
    return given.officer(Role.MEMBERS_SERVICES)


@pytest.fixture
def case():
    """Of somebody who left and has a laptop, and people whom they noted."""
    councillor = equipment.issued().holder
    people.person(councillor=councillor)
    return ends(councillor, GONE_ON)


def due():
    return [(one.case, one.kind) for one in letters_due()]


def by_letter(case):
    return choose_contact(case=case, private_address="", wants_letters=True, by=case.councillor)


def words_of(case, kind):
    council = Council.objects.the()
    parts = [text for section in sections_of(fresh(case), kind, council) for text in section]
    return "\n".join([opening_of(fresh(case), kind), *parts])


@pytest.mark.parametrize(
    ("reason", "is_thanked"), [(EndReason.DISQUALIFIED, False), (EndReason.RESIGNED, True)]
)
def test_to_some_thanks_would_sound_like_mockery(reason, is_thanked):
    left = ends(given.councillor(), GONE_ON, reason=reason)

    words = words_of(left, LetterKind.TO_DO)

    assert ("Thank you" in words) == is_thanked
    assert "You left office on" in words


def test_whoever_chose_letters_is_written_to_at_once(case):
    assert due() == []
    by_letter(case)

    assert due() == [(case, LetterKind.TO_DO)]


def test_whoever_gave_no_address_is_written_to_once_their_mailbox_is_closed(case):
    with on("2026-12-04"):
        assert due() == []
    with on(AFTER_TEN):
        assert due() == [(case, LetterKind.TO_DO)]


def test_whoever_gave_an_address_gets_no_letter(case):
    choose_contact(
        case=case, private_address="robin@home.example", wants_letters=False, by=case.councillor
    )
    with on(AFTER_TEN):
        assert due() == []


def test_nobody_is_written_to_who_has_nothing_left_to_do():
    by_letter(ends(given.councillor(), GONE_ON))
    sweep()

    assert due() == []


def test_nobody_is_written_to_while_in_office():
    councillor = equipment.issued().holder
    by_letter(ends(councillor, date(2026, 12, 31)))

    assert due() == []


def test_two_letters_two_weeks_apart_and_no_third(case, services):
    by_letter(case)
    note_letter(case=case, kind=LetterKind.TO_DO, by=services)
    assert due() == []
    with on("2026-12-08"):
        assert due() == [(case, LetterKind.AGAIN)]
        note_letter(case=case, kind=LetterKind.AGAIN, by=services)
    with on("2027-03-01"):
        assert due() == []
    assert Entry.objects.filter(kind="offboarding.letter_posted").count() == 2


def test_whoever_leaves_on_another_day_after_all_is_written_to_anew(case, services):
    by_letter(case)
    note_letter(case=case, kind=LetterKind.TO_DO, by=services)

    ends_at = case.term.ends_at + timedelta(days=1)
    move_end(term=case.term, ends_at=ends_at, reason=EndReason.RETIRED, by=None)

    assert due() == [(case, LetterKind.TO_DO)]


@pytest.fixture
def of_the_dead():
    councillor = equipment.issued().holder
    people.person(councillor=councillor)
    return ends(councillor, GONE_ON, reason=EndReason.DIED)


def test_of_somebody_who_died_the_family_is_written_to_once(of_the_dead, services):
    by_letter(of_the_dead)
    assert due() == []
    name_contact(case=of_the_dead, name="Rowan Alder", phone="01632 960111", by=services)
    assert due() == [(of_the_dead, LetterKind.FAMILY)]

    note_letter(case=of_the_dead, kind=LetterKind.FAMILY, by=services)

    with on("2027-06-01"):
        assert due() == []


def test_a_family_is_left_in_peace_while_the_case_is_paused(of_the_dead, services):
    name_contact(case=of_the_dead, name="Rowan Alder", phone="", by=services)
    pause(case=of_the_dead, reason="An inquest", by=services)

    assert due() == []


def test_the_letter_to_a_family_asks_for_equipment_and_names_no_day(of_the_dead, services):
    name_contact(case=of_the_dead, name="Rowan Alder", phone="", by=services)
    device = of_the_dead.councillor.devices.get()

    words = words_of(of_the_dead, LetterKind.FAMILY)

    assert "sorry for your loss" in words
    assert device.description in words
    assert "noted" not in words
    assert "2026" not in words.replace(device.description, "")


def test_the_letter_says_what_is_left_by_when_and_whom_to_ring(case):
    device = case.councillor.devices.get()
    own = equipment.enrolled()
    own.holder = case.councillor
    own.keep(by=None, why="Test")

    words = words_of(case, LetterKind.TO_DO)

    assert device.description in words
    assert own.description in words
    assert "by 4 December 2026" in words
    assert "ring the information management team" in words
    assert "Members’ services: 01632" in words
    assert "We wrote to you before" in words_of(case, LetterKind.AGAIN)


def test_whoever_has_a_device_of_their_own_alone_brings_nothing():
    councillor = equipment.enrolled().holder
    own = councillor.devices.get()

    case = ends(councillor, GONE_ON)
    sweep()

    words = words_of(case, LetterKind.TO_DO)

    assert own.description in words
    assert "Please bring it" not in words
    assert "deleted later" not in words


def test_whoever_noted_people_and_has_no_equipment_is_told_of_people_alone():
    case = ends(people.person().councillor, GONE_ON)
    sweep()

    words = words_of(case, LetterKind.TO_DO)

    assert "deleted later" in words
    assert "Please bring it" not in words


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        (LetterKind.TO_DO, "Leaving office: what is left to do"),
        (LetterKind.FAMILY, "Council equipment"),
        (LetterKind.RECEIPT, "Receipt for leaving office"),
    ],
)
def test_each_letter_has_its_title(kind, title):
    assert title_of(kind) == title


def test_the_letter_leaves_out_what_an_officer_wrote_about_somebody(services):
    councillor = equipment.issued().holder
    case = ends(councillor, GONE_ON)
    waived = task(case, TaskKind.DEVICES)
    waive_task(task=waived, reason="Councillor Stow has it", by=services)
    close_all(case, by=services)

    words = words_of(complete(case=case, by=services), LetterKind.RECEIPT)

    assert "Return equipment" in words
    assert "Stow" not in words


def test_the_receipt_is_posted_to_who_gave_no_address(services):
    case = completed()

    assert due() == [(case, LetterKind.RECEIPT)]
    assert "Last day in office" in words_of(case, LetterKind.RECEIPT)
    note_letter(case=case, kind=LetterKind.RECEIPT, by=services)
    assert due() == []


def test_each_letter_has_the_address_and_whom_to_ring(services, monkeypatch):
    said = []
    monkeypatch.setattr("councilgov.documents.pdf", lambda _name, facts: said.append(facts))
    case = completed()
    case.postal_address = "2 Alder Close\nBarchester"

    for kind in (LetterKind.TO_DO, LetterKind.RECEIPT, LetterKind.FAMILY):
        as_pdf(case, kind)

    todo, receipt, family = said
    home = [case.councillor.full_name, "2 Alder Close", "Barchester"]
    assert (todo["to"], receipt["to"], family["to"]) == (home, home, [""])
    assert all("Members’ services: 01632" in one["sections"][-1][1] for one in said)


def test_the_page_of_letters_shows_the_address_or_asks_for_it(client, services, case):
    by_letter(case)
    client.force_login(services)
    page = reverse("offboarding:letters")
    enter = reverse("offboarding:choose_contact_for", args=[case.pk])
    assert enter in client.get(page).text

    where = {"private_address": "", "wants_letters": True, "by": services}
    choose_contact(case=case, postal_address=" 2 Alder Close\nBarchester ", **where)

    shown = client.get(page).text
    assert "2 Alder Close<br>Barchester</dd>" in shown
    assert enter not in shown
    completed()
    assert client.get(page).text.count("Enter the address") == 0


def test_a_letter_is_posted_once(case, services):
    by_letter(case)
    note_letter(case=case, kind=LetterKind.TO_DO, by=services)

    with pytest.raises(Refused, match="not due any more"):
        note_letter(case=case, kind=LetterKind.TO_DO, by=services)


@pytest.mark.parametrize("kind", LetterKind)
def test_each_kind_that_is_not_due_is_refused(services, kind):
    case = ends(given.councillor(), date(2026, 12, 31))

    with pytest.raises(Refused, match="not due any more"):
        note_letter(case=case, kind=kind, by=services)
    assert kind in due_by_kind()


def test_the_page_lists_them_prints_them_and_takes_that_one_was_posted(client, services):
    case = completed()
    client.force_login(services)
    page = reverse("offboarding:letters")
    file = reverse("offboarding:letter", args=[case.pk, "receipt"])
    assert file in client.get(page).text
    assert client.get(file).content.startswith(b"%PDF")

    shown = client.post(page, {"case": case.pk, "kind": "receipt"}, follow=True)

    assert "Noted: the letter is posted." in shown.text
    assert "No letter is due." in shown.text
    assert client.get(file).status_code == 404
    assert Letter.objects.get().posted_by == services
    assert client.post(page, {"case": case.pk, "kind": "receipt"}).status_code == 409


def test_the_home_page_counts_what_the_page_of_letters_lists(client, services):
    client.force_login(services)
    assert "to post" not in client.get(reverse("home")).text

    completed()
    by_letter(ends(equipment.issued().holder, GONE_ON))

    assert count_due() == len(letters_due()) == 2
    assert "2 letters to post" in client.get(reverse("home")).text


@pytest.mark.parametrize("sent", [{}, {"case": "x", "kind": "receipt"}, {"case": "1", "kind": "x"}])
def test_what_the_page_does_not_offer_is_not_there(client, services, sent):
    client.force_login(services)

    assert client.post(reverse("offboarding:letters"), sent).status_code == 404
    assert client.get(reverse("offboarding:letter", args=[1, "x"])).status_code == 404


def test_the_number_of_queries_does_not_grow():
    def asked():
        with CaptureQueriesContext(connection) as found:
            letters_due()
        return len(found)

    completed()
    first = asked()
    completed()
    by_letter(ends(equipment.issued().holder, GONE_ON))

    assert asked() == first == len(LetterKind)
