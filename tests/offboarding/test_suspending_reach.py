"""How a councillor is reached while their mailbox may be closed: asked, used, shown, forgotten."""

from datetime import timedelta
from io import BytesIO
from typing import Any

import pypdf
import pytest
from django.core import mail
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.days import today
from councilgov.notices.actions import deliver, tell
from councilgov.notices.models import Notice
from councilgov.offboarding.own.facts import own_case
from councilgov.offboarding.posting.due import count_due
from councilgov.offboarding.suspending.actions import lift, move_end, note_closed, note_opened
from councilgov.offboarding.suspending.reaching import as_pdf, note_posted, say_reach
from councilgov.people.models import Decider, SuspendedFrom, Suspension
from councilgov.records import Refused
from tests import given
from tests.devices import equipment as devices
from tests.offboarding.leavers import ends, on, sweep
from tests.offboarding.pages import officer, page
from tests.offboarding.suspended import suspended

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
OWN = "ada@home.example"
OFFICE = {"what": SuspendedFrom.OFFICE, "decider": Decider.COURT}


def said(row, **fields):
    told: dict[str, Any] = {"private_address": "", "wants_letters": False, "postal_address": ""}
    say_reach(councillor=row.councillor, by=row.councillor, **told | fields)
    row.refresh_from_db()
    return row


def text_of(content):
    return " ".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(content)).pages)


def where(row, kind="return_asked"):
    """To which address a message about something else goes now."""
    tell(kind=kind, to=row.councillor, cause=timezone.now().isoformat())
    return Notice.objects.filter(kind=kind).latest("pk").email


def test_they_are_asked_on_their_own_pages_and_answer_as_leavers_do(client):
    row = suspended()
    client.force_login(row.councillor)
    form = reverse("offboarding:choose_contact")
    assert form in client.get(page("my_suspension")).text
    titles = [task["title"] for task in client.get(reverse("home")).context["tasks"]]
    assert "Say how we can reach you" in titles
    assert "Your council email may be closed" in client.get(form).text

    told = client.post(form, {"how": "email", "private_address": OWN}, follow=True)

    assert told.redirect_chain[-1][0] == page("my_suspension")
    assert f"By email, at {OWN}." in told.text
    titles = [task["title"] for task in client.get(reverse("home")).context["tasks"]]
    assert "Say how we can reach you" not in titles
    row.refresh_from_db()
    assert row.private_address == OWN


def test_no_address_is_kept_that_is_not_needed():
    row = said(suspended(), private_address=OWN, postal_address="1 High Street\nTown")

    assert (row.private_address, row.postal_address) == (OWN, "")


def test_who_has_said_it_is_asked_whether_it_has_changed(client):
    row = suspended()
    client.force_login(row.councillor)
    assert "Change how we can reach you" not in client.get(page("my_suspension")).text
    said(row, private_address=OWN)

    assert "Change how we can reach you" in client.get(page("my_suspension")).text


def test_who_leaves_besides_is_asked_for_their_case(client):
    row = suspended()
    ends(row.councillor)
    client.force_login(row.councillor)

    client.post(reverse("offboarding:choose_contact"), {"how": "email", "private_address": OWN})

    row.refresh_from_db()
    assert (own_case(row.councillor).private_address, row.private_address) == (OWN, "")


def test_where_nothing_is_closed_nobody_asks(client):
    row = suspended(is_for_desk=False)
    client.force_login(row.councillor)

    assert client.get(reverse("offboarding:choose_contact")).status_code == 404
    assert reverse("offboarding:choose_contact") not in client.get(page("my_suspension")).text
    with pytest.raises(Refused, match="Nothing is closed to you"):
        said(row, private_address=OWN)
    officer(client)
    assert "How they are reached" not in client.get(row.get_absolute_url()).text


def test_what_the_portal_tells_them_goes_there_until_all_is_open_again():
    row, desk = said(suspended(), private_address=OWN), given.officer(Role.ICT_DESK)
    assert where(row) == OWN
    note_closed(suspension=row, by=desk)
    with on(row.ends_on + DAY):
        assert where(row) == OWN
        note_opened(suspension=row, by=desk)
        assert where(row) == row.councillor.email


def test_the_mail_that_is_sent_goes_there():
    row = said(suspended(), private_address=OWN)
    move_end(suspension=row, ends_on=row.ends_on - DAY, reason="Shorter.", by=row.entered_by)

    deliver(until=timezone.now() + timedelta(seconds=5))

    subjects = [letter.subject for letter in mail.outbox if OWN in letter.to]
    assert any("The last day" in subject for subject in subjects)
    assert not any(row.councillor.email in letter.to for letter in mail.outbox)


@pytest.mark.parametrize(
    "kind", ["account_email_changed", "account_password_reset_key", "invitation"]
)
def test_what_opens_an_account_goes_there_never(kind):
    row = said(suspended(), private_address=OWN)

    assert where(row, kind) == row.councillor.email


def test_nor_what_is_told_before_the_first_day_or_to_somebody_else():
    row = said(suspended(starts_on=today() + DAY), private_address=OWN)

    assert where(row) == row.councillor.email
    assert where(suspended()) != OWN
    with on(row.starts_on):
        assert where(row) == OWN


def test_the_next_one_knows_it_too():
    row = said(suspended(), private_address=OWN)

    after = suspended(
        councillor=row.councillor, starts_on=row.ends_on + DAY, ends_on=row.ends_on + 9 * DAY
    )

    assert after.private_address == OWN
    assert said(row, wants_letters=True).wants_letters
    after.refresh_from_db()
    assert (after.private_address, after.wants_letters) == ("", True)


@pytest.mark.parametrize(
    ("role", "words"),
    [
        (Role.MEMBERS_SERVICES, f"By email at {OWN}"),
        (Role.ICT_DESK, "By email at an address of their own"),
    ],
)
def test_officers_see_how_they_are_reached(client, role, words):
    row = suspended()
    officer(client, role)
    assert "They gave no other address" in client.get(row.get_absolute_url()).text
    said(row, private_address=OWN)

    shown = client.get(row.get_absolute_url()).text

    assert words in shown
    assert (OWN in shown) == (role == Role.MEMBERS_SERVICES)
    said(row, wants_letters=True, postal_address="1 High Street,\nTown")
    shown = client.get(row.get_absolute_url()).text
    assert "By letter" in shown
    assert ("By letter to 1 High Street, Town" in shown) == (role == Role.MEMBERS_SERVICES)


@pytest.mark.parametrize(
    ("fields", "title"), [({}, "Council facilities are withdrawn"), (OFFICE, "Your suspension")]
)
def test_who_chose_letters_is_written_to(client, fields, title):
    device = devices.issued()
    row = suspended(councillor=device.holder, is_kit_asked_back=True, **fields)
    said(row, wants_letters=True, postal_address="1 High Street\nTown")
    officer(client, Role.MEMBERS_SERVICES)
    letters = reverse("offboarding:letters")
    printed = reverse("offboarding:letter", args=[row.pk, "suspension"])
    assert count_due() == 1
    shown = client.get(letters).text
    assert row.councillor.full_name in shown
    assert "No letter is due." not in shown
    assert printed in shown

    paper = text_of(client.get(printed).content)
    for words in (
        title,
        "Equipment to bring",
        "1 High Street",
        device.asset_tag,
        "sign in to the portal",
    ):
        assert words in paper
    assert row.reasons not in paper
    assert ("suspen" in paper.replace("/suspensions/", "").lower()) == (fields == OFFICE)
    told = client.post(letters, {"case": row.pk, "kind": "suspension"}, follow=True).text
    assert "Noted: the letter is posted." in told
    assert "No letter is due." in told
    assert client.get(printed).status_code == 404
    assert count_due() == 0


def test_who_keeps_the_equipment_reads_nothing_of_it():
    row = said(suspended(), wants_letters=True)

    assert "Equipment to bring" not in text_of(as_pdf(row))


def test_a_letter_is_posted_once_and_anew_when_the_last_day_moves():
    row, by = said(suspended(), wants_letters=True), given.officer(Role.MEMBERS_SERVICES)
    note_posted(suspension=row, by=by)

    with pytest.raises(Refused, match="not due any more"):
        note_posted(suspension=row, by=by)
    moved = move_end(suspension=row, ends_on=row.ends_on - DAY, reason="Shorter.", by=by)
    assert count_due() == 1
    lift(suspension=moved, reason="Reviewed.", by=by)
    assert count_due() == 0


def test_how_they_were_reached_is_forgotten_a_week_after_all_is_open():
    row, desk = said(suspended(), private_address=OWN), given.officer(Role.ICT_DESK)
    with on(row.ends_on + 9 * DAY):
        sweep()
        row.refresh_from_db()
        assert row.private_address == OWN
        note_opened(suspension=row, by=desk)
        sweep()
    row.refresh_from_db()
    assert row.private_address == ""
    assert not row.history.exclude(private_address="").exists()


def test_not_in_the_first_week_nor_while_another_one_goes_on():
    row = said(suspended(), wants_letters=True, postal_address="1 High Street")
    lift(suspension=row, reason="Reviewed.", by=row.entered_by)
    note_opened(suspension=row, by=given.officer(Role.ICT_DESK))
    with on(today() + 7 * DAY):
        sweep()
        row.refresh_from_db()
        assert row.wants_letters
        other = suspended(councillor=row.councillor)
    with on(today() + 8 * DAY):
        sweep()
        row.refresh_from_db()
        assert row.wants_letters
        lift(suspension=other, reason="Reviewed.", by=row.entered_by)
        note_opened(suspension=other, by=row.entered_by)
        sweep()
    row.refresh_from_db()
    assert (row.wants_letters, row.postal_address) == (False, "")


def test_the_database_refuses_both_ways():
    row = suspended()
    assert not Suspension.objects.reached().exists()
    row.private_address, row.wants_letters = OWN, True

    with pytest.raises((Refused, IntegrityError), match="by email or by letter"):
        row.keep(by=None, why="Test")
