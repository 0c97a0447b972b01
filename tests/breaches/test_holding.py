"""Complaints and matters of conduct are kept whole like reports, and somebody asks for how long."""

from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, models, transaction
from django.urls import reverse

from breaches.complaining.sweeping import forget_complainants
from breaches.holding import actions
from breaches.holding.reminding import due_for, remind_to_review
from breaches.models import CaseHold, Complainant, Referral
from breaches.referring import keeping
from breaches.tasks import STEPS
from breaches.triaging.actions import involve
from councilgov.access import Role
from councilgov.accounts.actions import change_settings
from councilgov.days import today
from councilgov.ledger.actions import seal
from councilgov.ledger.models import Entry, EntryName
from councilgov.ledger.verification import verify
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.people.models import User
from councilgov.portal.incidents import holds_to_do, holds_waiting
from councilgov.records import Refused
from tests import given
from tests.breaches import grievances, handed, reports

REVIEW = date(2026, 12, 23)
"""The day on which somebody asks: 30 days after that of the tests."""
LATER = date(2032, 11, 23)


@dataclass(frozen=True)
class Kept:
    officer: Any
    chief: Any
    deputy: Any
    councillor: Any
    incident: Any
    complaint: Any
    referral: Any


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        officer, chief = reports.handler(), given.officer(Role.MONITORING_OFFICER)
        deputy = given.officer(Role.DEPUTY_MONITORING_OFFICER)
        councillor = given.councillor(full_name="Robin Alder")
        incident, complaint = reports.reported(), grievances.received()
        grievances.answered(complaint, by=officer)
        row = handed.over(incident, by=officer, subject=councillor)
        row = handed.ended(row, by=chief)
        return Kept(officer, chief, deputy, councillor, incident, complaint, row)

    return shared(make)


@pytest.fixture
def world(made_once):
    return deepcopy(made_once)


def on(day):
    return time_machine.travel(datetime(day.year, day.month, day.day, 12, tzinfo=UTC), tick=False)


def keep_complaint(world, **changes):
    by = changes.pop("by", world.officer)
    why = reports.for_a_claim() | changes
    return actions.hold_complaint(complaint=world.complaint, by=by, **why)


def keep_referral(world, **changes):
    by = changes.pop("by", world.chief)
    why = reports.for_a_claim() | changes
    return actions.hold_referral(referral=world.referral, by=by, **why)


KEEPING = [keep_complaint, keep_referral]


# Complaints


def complaints_erased(day):
    with on(day):
        return forget_complainants()


def test_a_complaint_that_is_kept_is_not_erased_until_that_ends(world):
    hold = keep_complaint(world)
    assert complaints_erased(LATER) == 0
    assert Complainant.objects.exists()

    actions.end_hold(hold=hold, by=world.officer)
    assert complaints_erased(LATER) == 1
    assert not Complainant.objects.exists()


def test_another_complaint_that_nobody_keeps_goes(world):
    keep_complaint(world)
    other = grievances.received(words="Another matter altogether.")
    grievances.answered(other, by=world.officer)

    assert complaints_erased(LATER) == 1
    assert Complainant.objects.get().complaint == world.complaint


def test_whoever_has_a_part_in_a_complaint_keeps_nothing_of_it(world):
    other = grievances.received(about="team", words="Of the team.")

    with pytest.raises(Refused, match="Only those who may read"):
        actions.hold_complaint(complaint=other, by=world.officer, **reports.for_a_claim())


def test_of_an_erased_complaint_there_is_nothing_to_keep(world):
    complaints_erased(LATER)

    with pytest.raises(Refused, match="were erased"):
        keep_complaint(world)


# Matters of conduct


def nightly(day):
    with on(day):
        return keeping.erase_referrals(), keeping.announce_referrals()


def test_the_words_of_a_matter_of_conduct_go_six_years_after_it_was_closed(world):
    assert nightly(LATER - timedelta(days=29)) == (0, 0)
    assert nightly(LATER - timedelta(days=28)) == (0, 1)
    assert nightly(LATER - timedelta(days=1)) == (0, 0)
    assert nightly(LATER) == (1, 0)
    assert nightly(LATER) == (0, 0)

    row = Referral.objects.get()
    words = (row.because, row.outcome, row.case_reference, row.subject)
    assert words == ("Erased", "Erased", "", None)
    assert row.record is None
    assert (row.source, row.result, row.status) == ("breaches.incident", "no_action", "closed")
    assert row.sent_at
    assert row.closed_at


def test_nothing_of_it_is_left_in_history_or_beside_the_evidence(world):
    seal()
    nightly(LATER - timedelta(days=28))
    nightly(LATER)
    seal()

    left = [*Referral.history.values(), *EntryName.objects.values()]
    for word in (handed.WHY, "MO-7", "No action", f":{world.incident.pk}'"):
        assert word not in str(left)
    assert not Referral.history.filter(subject=world.councillor).exists()
    assert list(verify()) == []
    assert Entry.objects.filter(kind="breaches.referral_erased").count() == 1


def test_the_council_says_for_how_long(world):
    change_settings(referral_years=2, by=world.chief)
    day = date(2028, 11, 23)
    nightly(day - timedelta(days=28))
    change_settings(referral_years=3, by=world.chief)
    assert nightly(day) == (0, 0)

    assert Referral.objects.get().erases_on is None
    with pytest.raises(Refused, match="1 to 15"), transaction.atomic():
        change_settings(referral_years=16, by=world.chief)


def test_what_is_not_closed_stays(world):
    handed.over(world.incident, by=world.officer)

    nightly(LATER - timedelta(days=28))
    assert nightly(LATER) == (1, 0)


@pytest.mark.parametrize("which", ["referral", "incident"])
def test_a_hold_on_it_or_on_the_report_that_it_came_from_stops_that(world, which):
    nightly(LATER - timedelta(days=28))
    with on(LATER - timedelta(days=20)):
        if which == "referral":
            hold = keep_referral(world)
            assert Referral.objects.get().erases_on is None
        else:
            hold = reports.kept_whole(world.incident, by=world.officer)
    assert nightly(LATER) == (0, 0)
    assert Referral.objects.get().because == handed.WHY

    actions.end_hold(hold=hold, by=world.chief)
    assert nightly(LATER) == (0, 1)


def test_who_does_not_read_it_does_not_keep_it(world):
    with pytest.raises(Refused, match="Only those who may read"):
        keep_referral(world, by=world.officer)


def test_of_an_erased_one_there_is_nothing_to_keep(world):
    nightly(LATER - timedelta(days=28))
    nightly(LATER)

    with pytest.raises(Refused, match="were erased"):
        keep_referral(world)


def test_the_page_of_an_erased_one_opens_and_names_nobody(world, client):
    address = world.referral.get_absolute_url()
    nightly(LATER - timedelta(days=28))
    client.force_login(world.chief)
    assert "are erased on 23 November 2032" in client.get(address).text
    nightly(LATER)

    page = client.get(address).text
    assert "were erased on 23 November 2032" in page
    assert "No action was taken" in page
    for word in ("Robin Alder", handed.WHY, "MO-7", world.incident.reference):
        assert word not in page


# Both


@pytest.mark.parametrize("keep", KEEPING)
def test_the_same_request_keeps_it_once(world, keep):
    keep(world)

    with pytest.raises(Refused, match="for this reference already"), transaction.atomic():
        keep(world, reference=" claim 7 ")
    keep(world, reference="FOI 8")


@pytest.mark.parametrize("keep", KEEPING)
def test_a_day_on_which_it_is_too_late_to_ask_is_refused(world, keep):
    with pytest.raises(Refused, match="must be after today"):
        keep(world, review_on=today())


@pytest.mark.parametrize("keep", KEEPING)
def test_an_ended_hold_is_over(world, keep):
    hold = keep(world)
    actions.end_hold(hold=hold, by=world.chief)

    for again in (
        lambda: actions.end_hold(hold=hold, by=world.chief),
        lambda: actions.review_hold(hold=hold, review_on=REVIEW, by=world.chief),
    ):
        with pytest.raises(Refused, match="ended on 23 November 2026 already"):
            again()


def test_a_hold_is_of_one_case_alone(world):
    hold = keep_complaint(world)
    for complaint, referral in ((world.complaint, world.referral), (None, None)):
        hold.complaint, hold.referral = complaint, referral
        with pytest.raises(IntegrityError, match="of_one_case"), transaction.atomic():
            models.Model.save(hold)


@pytest.mark.parametrize(
    ("page", "case"), [("hold_complaint", "complaint"), ("hold_referral", "referral")]
)
def test_on_its_pages(world, client, page, case):
    row = getattr(world, case)
    args = [row.reference if case == "complaint" else row.pk]
    client.force_login(world.chief)
    where = reverse(f"breaches:{page}", args=args)
    assert where in client.get(row.get_absolute_url()).text
    day = {f"review_on_{part}": value for part, value in (("day", 1), ("month", 2), ("year", 2027))}
    sent = {"reason": "claim", "reference": "Claim 7", **day}

    assert "Kept whole: There is a claim" in client.post(where, sent, follow=True).text

    hold = CaseHold.objects.get()
    assert hold.get_absolute_url() in client.get(where).text
    later = {f"review_on_{part}": value for part, value in (("day", 3), ("month", 3))}
    later["review_on_year"] = 2027
    assert client.post(hold.get_absolute_url(), later).status_code == 302
    hold.refresh_from_db()
    assert hold.review_on == date(2027, 3, 3)
    ending = reverse("breaches:end_hold", args=[hold.pk])
    client.post(ending, {"is_confirmed": "on"})
    hold.refresh_from_db()
    assert hold.ended_by == world.chief
    assert "This ended on" in client.get(hold.get_absolute_url()).text


# Somebody asks


def told():
    return set(Notice.objects.filter(kind="case_hold_due").values_list("to", flat=True))


def remind(day):
    with on(day):
        return remind_to_review()


def test_whoever_keeps_it_is_told_once_on_the_day_and_the_monitoring_officer_a_week_later(world):
    keep_complaint(world)
    assert remind(REVIEW - timedelta(days=1)) == 0
    assert remind(REVIEW) == 1
    assert told() == {world.officer.pk}
    assert remind(REVIEW + timedelta(days=6)) == 0
    assert remind(REVIEW + timedelta(days=7)) == 1
    assert told() == {world.officer.pk, world.chief.pk}
    assert remind(REVIEW + timedelta(days=300)) == 0
    assert remind_to_review in STEPS


def test_where_they_can_come_in_no_more_the_monitoring_officer_is_told_at_once(world):
    keep_complaint(world)
    person = User.objects.get(pk=world.officer.pk)
    person.is_active = False
    person.keep(by=None, why="Left")

    assert remind(REVIEW) == 1
    assert told() == {world.chief.pk}


def test_what_the_monitoring_officer_may_not_keep_goes_to_the_deputies(world):
    reports.kept_whole(world.incident, by=world.officer)
    involve(incident=world.incident, person=world.chief, part="subject", by=world.officer)

    assert remind(REVIEW + timedelta(days=7)) == 2
    assert told() == {world.officer.pk, world.deputy.pk}


def test_who_kept_it_and_has_a_part_in_it_by_now_is_not_told(world):
    reports.kept_whole(world.incident, by=world.officer)
    involve(incident=world.incident, person=world.officer, part="subject", by=world.chief)

    assert remind(REVIEW) == 1
    assert told() == {world.chief.pk}


def test_what_the_monitoring_officer_keeps_is_asked_of_them_once(world):
    keep_referral(world)

    assert remind(REVIEW) == 1
    assert remind(REVIEW + timedelta(days=9)) == 0


@pytest.mark.parametrize("what", ["end", "review"])
def test_once_it_has_ended_or_another_day_the_message_is_not_sent(world, what):
    hold = keep_complaint(world)
    remind(REVIEW)
    notice = Notice.objects.get(kind="case_hold_due")
    with on(REVIEW):
        assert not unwanted(notice)
        assert "DPC-" in part_of(notice).subject
        if what == "end":
            actions.end_hold(hold=hold, by=world.officer)
        else:
            day = REVIEW + timedelta(days=30)
            actions.review_hold(hold=hold, review_on=day, by=world.officer)
        assert unwanted(Notice.objects.get(pk=notice.pk))


def test_about_something_that_is_no_more_nothing_is_sent(world):
    keep_complaint(world)
    remind(REVIEW)
    notice = Notice.objects.get(kind="case_hold_due")
    notice.about = f"breaches.complaint:{world.complaint.pk}"

    with on(REVIEW):
        assert unwanted(notice)


def test_it_stands_on_their_home_page_until_then(world):
    keep_complaint(world)
    keep_referral(world, review_on=REVIEW)

    with on(REVIEW):
        texts = {
            person: [way.text for way in holds_waiting(person)]
            for person in (world.officer, world.chief)
        }
        other = reports.handler()
        assert due_for(other, today()).count() == 0
    assert list(texts.values()) == [["1 hold to look at again"], ["2 holds to look at again"]]
    assert list(holds_to_do(world.officer)) == []


def test_a_councillor_is_asked_about_their_own_log_and_nobody_else(world):
    part = reports.of_councillor_alone(world.councillor, by=world.officer)
    reports.kept_whole(part.incident, by=world.councillor)

    assert remind(REVIEW + timedelta(days=9)) == 1
    assert told() == {world.councillor.pk}
    with on(REVIEW):
        (task,) = holds_to_do(world.councillor)
    assert part.incident.reference in task["title"]
