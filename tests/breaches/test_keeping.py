"""When the time of a report is over nothing tells of anybody, and the figures are as before."""

import re
from copy import deepcopy
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from breaches.evidencing.actions import add_files
from breaches.figuring import public
from breaches.figuring.figures import figures
from breaches.figuring.months import year_to
from breaches.holding.actions import end_hold
from breaches.keeping import actions
from breaches.keeping.rows import GONE, OF_INCIDENT, PLACES
from breaches.models import (
    Assessment,
    CaseHold,
    Incident,
    Involved,
    LossReport,
    Part,
    Recipient,
    SafetyReport,
)
from breaches.reporting.actions import add_note
from breaches.ringing.actions import throw_away
from breaches.safeguarding.actions import close as close_safety
from breaches.tasks import STEPS
from breaches.triaging.actions import involve, reopen
from consent.holds import Covers
from councilgov.access import Role
from councilgov.days import today
from councilgov.evidence.models import EvidenceFile, EvidencePiece
from councilgov.ledger.actions import seal
from councilgov.ledger.models import Entry, EntryName
from councilgov.ledger.verification import verify
from councilgov.people.actions import end_term
from councilgov.people.models import Council, EndReason
from councilgov.records import Refused
from devices.costs.actions import comment_on_cost, decide_cost, propose_cost
from devices.desk.actions import drop_task
from devices.losses import forgetting
from devices.losses.actions import add_loss_note
from devices.losses.ending import close_loss
from devices.losses.police import waive_police
from devices.models import DeskTask, Loss
from tests import given
from tests.breaches import cases, reports, safe, unverified
from tests.consent import people
from tests.devices.losses import cases as losses
from tests.evidence.corpus import upload

LATER = date(2032, 11, 23)
"""Six years after the day of the tests."""
KEPT = {
    "clause": "of a policy",
    "corporate_reference": "a number",
    "body": "an outside body, and no person",
    "reference": "a number of the regulator's",
    "regulator_reference": "the same",
    "answers_sha256": "a hash",
    "question": "one of ours",
    "history_change_reason": "one of ours",
}
"""Columns of words that tell of nobody."""
OTHERS = {
    "alarmphone": "of the officer, not of a report",
    "containmenttemplate": "with which reports begin",
    "lossreport": "deleted whole",
    "lossreporter": "deleted after 30 days",
    "reportdraft": "deleted after 30 days",
    "safetyentry": "deleted whole",
    "safetyreport": "deleted whole",
    "safetypolicereference": "deleted whole",
    "clausechoice": "of a policy",
    "casehold": "a number, and no name",
    "adviceentry": "of a question, which has its own time",
    "advicerequest": "of a question, which has its own time",
    "publishedanswer": "checked for names; deleted a year after it was withdrawn",
    "complainant": "erased with their complaint",
    "complaintnote": "deleted with what they said",
    "complaint": "erased by its own time",
    "complaintmessage": "of a complaint",
    "complaintparty": "of a complaint",
    "referral": "of the Monitoring Officer, not of a report",
}
"""Tables that are no part of a report, or go another way."""


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(cases.closed)


@pytest.fixture
def case(made_once):
    return deepcopy(made_once)


@pytest.fixture
def incident(case):
    return Incident.objects.get(pk=case.incident.pk)


def on(day):
    return time_machine.travel(f"{day}T12:00:00Z", tick=False)


def nightly(day):
    with on(day):
        return actions.erase_due(), actions.announce()


def erased(incident):
    """The day is named, and four weeks later it is erased."""
    nightly(LATER - timedelta(days=28))
    assert nightly(LATER) == (1, 0)
    incident.refresh_from_db()
    return incident


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def words_of(model):
    """Its columns of free words."""
    return [
        field.name
        for field in model._meta.concrete_fields
        if isinstance(field, models.TextField | models.CharField)
        and not field.choices
        and field.name not in KEPT
    ]


def of_reports():
    """The tables of reports, with those of their history."""
    for model in apps.get_app_config("breaches").get_models():
        if model._meta.model_name.removeprefix("historical") not in OTHERS:
            yield model


def said():
    """Whatever words are left in any of them."""
    return [
        value
        for model in of_reports()
        for row in models.QuerySet(model).values_list(*words_of(model), named=False)
        for value in row
        if words_of(model) and value
    ]


# What is erased


def test_no_words_are_left_in_any_table_or_its_history(incident):
    assert len(said()) > 100

    erased(incident)

    assert {re.sub(r" \d+$", "", words) for words in said()} == {"Erased"}
    assert "Marsh" not in str(list(EntryName.objects.values()))


def test_every_column_of_words_of_a_report_is_seen_to():
    seen = {(place.model, name) for place in PLACES for name in (*place.said, *place.numbered)}
    seen |= {(Incident, name) for name in (*OF_INCIDENT, "about")}
    seen |= {(Recipient, name) for name in ("full_name", "where", "spared_because")}
    gone = {one.model for one in GONE}
    every = {
        (model, name)
        for model in of_reports()
        if "Historical" not in model.__name__ and model not in gone
        for name in words_of(model)
    }

    assert every == seen


def test_files_go_byte_for_byte(incident):
    assert EvidencePiece.objects.exists()

    erased(incident)

    assert not EvidenceFile.objects.exists()
    assert not EvidenceFile.history.exists()
    assert not EvidencePiece.objects.exists()


def test_who_did_it_or_received_it_is_no_longer_noted(incident):
    erased(incident)

    assert not Involved.objects.exclude(part=Part.OWNER).exists()
    assert not Involved.history.exists()


def test_decisions_moments_and_how_many_were_told_stay(incident):
    before = Assessment.objects.values("regulator", "people", "regulator_decided_at", "aware_at")
    then = list(before)

    erased(incident)

    assert list(before) == then
    assert (Recipient.objects.told().count(), Recipient.objects.spared().count()) == (1, 1)
    assert (incident.kind, incident.cause, incident.finding) == (
        "wrong_person",
        "mistake",
        "confirmed",
    )


def test_the_figures_are_the_same_before_and_after(case, incident):
    year = year_to("2026-11")

    def counted():
        with on(LATER):
            return figures(Incident.objects.visible_to(case.chief), year), public.years()

    before = counted()
    erased(incident)

    assert counted() == before
    assert before[0].total.now == 1


def test_the_chain_of_evidence_is_whole(incident):
    seal()
    erased(incident)
    seal()

    assert list(verify()) == []
    assert Entry.objects.filter(kind="breaches.incident_erased").count() == 1


# When


def test_the_day_is_named_four_weeks_before_and_not_sooner(incident):
    early = LATER - timedelta(days=29)
    assert nightly(early) == (0, 0)
    assert nightly(early + timedelta(days=1)) == (0, 1)

    incident.refresh_from_db()
    assert incident.erases_on == LATER
    assert nightly(LATER - timedelta(days=1)) == (0, 0)


def test_nothing_goes_without_four_weeks_also_where_the_years_change(incident):
    day = date(2028, 1, 10)
    council = Council.objects.the()
    council.incident_years = 1
    council.keep(by=None, why="Test")

    assert nightly(day) == (0, 1)
    assert nightly(day + timedelta(days=27)) == (0, 0)
    assert nightly(day + timedelta(days=28)) == (1, 0)


def test_it_stays_where_the_council_keeps_reports_for_longer_after_all(incident):
    nightly(LATER - timedelta(days=28))
    council = Council.objects.the()
    council.incident_years = 7
    council.keep(by=None, why="Test")

    assert nightly(LATER) == (0, 0)
    incident.refresh_from_db()
    assert incident.erases_on is None


def test_twice_is_once(incident):
    erased(incident)
    count = Entry.objects.count()

    assert nightly(LATER) == (0, 0)
    assert Entry.objects.count() == count


def test_what_is_open_again_stays(case, incident):
    nightly(LATER - timedelta(days=28))
    reopen(incident=incident, reason="Somebody rang.", by=case.officer)

    assert nightly(LATER) == (0, 0)


def test_what_is_still_to_be_done_keeps_it(case, incident):
    todo = reports.follow_up(incident, by=case.officer, due_on=today() + timedelta(days=9))
    assert nightly(LATER) == (0, 0)

    todo.status, todo.ended_words = "dropped", "Not needed."
    todo.ended_at, todo.ended_by = timezone.now(), case.officer
    todo.keep(by=None, why="Test")
    assert nightly(LATER) == (0, 1)


def test_what_was_dismissed_goes_without_being_closed(case):
    row = reports.dismissed(reports.reported(by=case.reporter))
    open_one = reports.reported(by=case.reporter)

    nightly(LATER - timedelta(days=28))
    assert nightly(LATER) == (2, 0)

    row.refresh_from_db()
    open_one.refresh_from_db()
    assert row.happened == "Erased"
    assert open_one.happened != "Erased"


def joined_to(incident, case):
    """The same was reported twice: the other report was closed, and points to this one."""
    other = reports.reported(by=case.reporter)
    other.same_as, other.closed_at, other.status = incident, timezone.now(), "closed"
    return other.keep(by=None, why="Test")


def test_what_was_reported_twice_goes_after_the_case_that_it_belongs_to(case, incident):
    other = joined_to(incident, case)
    nightly(LATER - timedelta(days=28))
    assert nightly(LATER) == (1, 1)
    other.refresh_from_db()
    assert other.happened != "Erased"

    assert nightly(LATER + timedelta(days=28)) == (1, 0)


def test_while_one_of_two_reports_of_the_same_is_kept_neither_goes(case, incident):
    other = joined_to(incident, case)
    reports.kept_whole(other, by=case.officer)

    assert nightly(LATER) == (0, 0)


def test_many_take_as_many_statements_as_one(case, django_assert_max_num_queries):
    for _n in range(3):
        reports.dismissed(reports.reported(by=case.reporter))
    nightly(LATER - timedelta(days=28))

    with on(LATER), django_assert_max_num_queries(120):
        assert actions.erase_due() == 4


def test_the_worker_does_it_each_night():
    steps = {actions.erase_due, actions.announce, actions.erase_safety, actions.delete_dropped}
    assert steps | {actions.forget_tellers, actions.forget_losses} <= set(STEPS)


# Kept for a request or a case


def test_nothing_is_erased_while_a_case_is_open(case, incident):
    hold = reports.kept_whole(incident, by=case.officer)
    assert nightly(LATER) == (0, 0)

    end_hold(hold=hold, by=case.officer)
    with pytest.raises(Refused, match="ended on 23 November 2026 already"):
        end_hold(hold=hold, by=case.officer)
    assert nightly(LATER) == (0, 1)


def test_a_hold_takes_the_day_back(case, incident):
    nightly(LATER - timedelta(days=28))

    reports.kept_whole(incident, by=case.officer)

    incident.refresh_from_db()
    assert incident.erases_on is None
    assert Entry.objects.filter(kind="breaches.held").exists()


def test_the_same_request_keeps_it_once(case, incident):
    reports.kept_whole(incident, by=case.officer)

    with pytest.raises(Refused, match="for this reference already"):
        reports.kept_whole(incident, by=case.officer, reference=" claim 7 ")
    reports.kept_whole(incident, by=case.officer, reference="FOI 8")
    assert CaseHold.objects.in_force().count() == 2


def test_a_day_on_which_it_is_too_late_to_ask_is_refused(case, incident):
    with pytest.raises(Refused, match="must be after today"):
        reports.kept_whole(incident, by=case.officer, review_on=today())


def test_only_who_looks_into_it_keeps_it(case, incident):
    hold = reports.kept_whole(incident, by=case.officer)
    for act in (
        lambda: reports.kept_whole(incident, by=case.reporter),
        lambda: end(hold, case.reporter),
    ):
        with pytest.raises(Refused, match="Only an information officer"):
            act()


def end(hold, by):
    return end_hold(hold=hold, by=by)


@pytest.mark.parametrize("whose", ["reported", "answers"])
def test_what_is_kept_of_all_that_a_councillor_noted_keeps_their_reports(case, whose):
    councillor = people.accepted(given.councillor())
    if whose == "reported":
        reports.dismissed(reports.reported(by=councillor))
    else:
        row = reports.of_councillor_alone(councillor, by=case.officer)
        Incident.history.filter(id=row.incident_id).delete()
        models.QuerySet(Incident).filter(pk=row.incident_id).update(
            reported_by=case.reporter, status="not_personal", finding="not_personal"
        )
    people.records_kept(covers=Covers.EVERYTHING, councillor=councillor)

    assert nightly(LATER) == (0, 1)


# An erased report


def pages(incident):
    row = incident.assessments.get()
    own = [incident.reference]
    part = [*own, row.pk]
    yield from (
        ("breaches:incidents", []),
        ("breaches:incident", own),
        ("breaches:parts", own),
        ("breaches:incident_part", part),
        ("breaches:pack", part),
        ("breaches:regulator_message", [*part, row.notifications.get().pk]),
        ("breaches:follow_ups", []),
        ("breaches:follow_up", [incident.follow_ups.get().pk]),
        ("breaches:tasks", []),
        ("breaches:task", [incident.containment_tasks.first().pk]),
        ("breaches:figures", []),
        ("breaches:going", []),
    )


def test_every_page_of_an_erased_report_still_opens(case, incident):
    erased(incident)
    client = signed_in(case.chief)

    for name, args in pages(incident):
        response = client.get(reverse(name, args=args))
        assert response.status_code == 200, name
        assert "Marsh" not in response.content.decode()


def test_its_page_says_when_and_offers_nothing_to_do(case, incident):
    erased(incident)

    for person in (case.chief, case.reporter):
        page = signed_in(person).get(incident.get_absolute_url()).content.decode()
        assert "Personal details were erased on 23 November 2032" in page
        assert "Add what you know" not in page
        assert "Add files" not in page
        assert "Open it again" not in page


def test_what_was_sent_to_the_regulator_is_known_by_its_hash_alone(case, incident):
    erased(incident)
    row = incident.assessments.get()
    address = reverse(
        "breaches:regulator_message", args=[incident.reference, row.pk, row.notifications.get().pk]
    )

    page = signed_in(case.chief).get(address).content.decode()
    assert "The answers were erased with all personal details" in page
    assert "somebody changed them" not in page


def test_it_is_printed_without_anybody(case, incident):
    erased(incident)

    address = reverse("breaches:print_incident", args=[incident.reference])
    assert signed_in(case.chief).post(address).status_code == 200


def test_nothing_is_done_about_it_any_more(case, incident):
    erased(incident)

    for act in (
        lambda: reopen(incident=incident, reason="Why", by=case.officer),
        lambda: add_note(incident=incident, words="More", by=case.reporter),
        lambda: add_files(incident=incident, uploads=[upload()], by=case.reporter),
        lambda: reports.kept_whole(incident, by=case.officer),
        lambda: involve(incident=incident, person=case.chief, part="subject", by=case.officer),
    ):
        with pytest.raises(Refused, match="personal details were erased"):
            act()


def test_the_page_says_beforehand_when_and_leads_to_what_keeps_it(case, incident):
    nightly(LATER - timedelta(days=28))
    client = signed_in(case.officer)

    page = client.get(incident.get_absolute_url()).content.decode()
    assert "Personal details are erased on 23 November 2032" in page
    keep = reverse("breaches:hold_incident", args=[incident.reference])
    assert keep in page
    assert incident.reference in client.get(reverse("breaches:going")).content.decode()

    day = {f"review_on_{part}": value for part, value in (("day", 1), ("month", 2), ("year", 2027))}
    sent = {"reason": "claim", "reference": "Claim 7", **day}
    assert client.post(keep, sent).status_code == 302
    hold = CaseHold.objects.get()
    page = client.get(incident.get_absolute_url()).content.decode()
    assert "Kept whole: There is a claim in court, or one is likely (Claim 7)" in page
    assert hold.get_absolute_url() in client.get(keep).content.decode()
    ending = reverse("breaches:end_hold", args=[hold.pk])
    assert ending in client.get(hold.get_absolute_url()).content.decode()
    assert client.post(ending, {"is_confirmed": "on"}).status_code == 302
    hold.refresh_from_db()
    assert hold.ended_by == case.officer


def test_what_is_kept_is_listed_with_the_day_to_ask_and_says_when_that_has_come(case, incident):
    reports.kept_whole(incident, by=case.officer)
    client, address = signed_in(case.officer), reverse("breaches:kept")

    page = client.get(address).content.decode()
    assert "To be looked at on 23 December 2026" in page
    assert "Is it still needed?" not in page
    with on(date(2026, 12, 23)):
        assert "Is it still needed?" in signed_in(case.officer).get(address).content.decode()
    assert (
        incident.reference
        not in signed_in(given.somebody(Role.DATA_PROTECTION_OFFICER)).get(address).content.decode()
    )


def test_the_council_sets_the_years_and_who_did_is_kept(case):
    client = signed_in(given.officer(Role.ADMINISTRATOR))
    address = reverse("breaches:change_keeping")
    assert "Limitation Act 1980" in client.get(address).content.decode()

    years = {"incident_years": "7", "safety_years": "3"}
    assert client.post(address, {**years, "referral_years": "5"}).status_code == 302
    council = Council.objects.the()
    assert (council.incident_years, council.safety_years, council.referral_years) == (7, 3, 5)
    assert council.history.first().incident_years == 7
    wrong = client.post(address, {"incident_years": "16", "safety_years": ""})
    assert wrong.status_code == 200


# Threats


@pytest.fixture
def told(db):
    world = safe.around()
    close_safety(report=world.report, by=world.councillor)
    return world


def threats_on(day):
    with on(day):
        return actions.erase_safety()


TWO_YEARS = date(2028, 11, 23)


def test_a_report_of_a_threat_is_deleted_whole_two_years_after_it_was_closed(told):
    assert threats_on(TWO_YEARS - timedelta(days=1)) == 0
    assert threats_on(TWO_YEARS) == 1
    assert threats_on(TWO_YEARS) == 0

    for model in apps.get_app_config("breaches").get_models():
        if "safety" in str(model._meta.model_name):
            assert not models.QuerySet(model).exists(), model
    assert not EvidenceFile.objects.exists()
    assert safe.CANARY not in str(list(EntryName.objects.values()))
    assert Entry.objects.filter(kind="breaches.safety_erased").count() == 1
    seal()
    assert list(verify()) == []


def test_one_that_is_open_stays_while_its_councillor_is_in_office(db):
    world = safe.around()
    assert threats_on(TWO_YEARS) == 0

    term = world.councillor.terms.get()
    end_term(term=term, ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None)
    assert threats_on(TWO_YEARS) == 1


def test_one_of_whom_everything_is_kept_stays(told):
    people.accepted(told.councillor)
    people.records_kept(covers=Covers.EVERYTHING, councillor=told.councillor)

    assert threats_on(TWO_YEARS) == 0
    assert SafetyReport.objects.exists()


# Losses that somebody reported without signing in


def test_the_name_that_a_stranger_gave_goes_from_the_case_of_the_device_too(db):
    report = unverified.joined(unverified.waiting(name="Sasha Finch"), is_theirs=False)
    assert report.incident
    reports.dismissed(report.incident)
    assert report.loss
    assert report.loss.teller == "Sasha Finch"
    nightly(LATER - timedelta(days=28))
    assert actions.forget_tellers() == 0
    assert nightly(LATER) == (1, 0)

    assert actions.forget_tellers() == 1
    assert actions.forget_tellers() == 0

    assert Loss.objects.get().teller == "Erased"
    assert "Finch" not in str(list(Loss.history.values_list("teller")))
    assert "Finch" not in str(list(EntryName.objects.values()))


# The words of the cases of devices

CANARY = "Robin Alder’s neighbour"


def stolen(device=None):
    """A theft with words wherever somebody may write some, closed."""
    desk = given.officer(Role.ICT_DESK)
    loss = losses.reported("stolen", happened=CANARY, data_held=CANARY, teller=CANARY)
    add_loss_note(loss=loss, words=f"{CANARY} rang", by=desk)
    assert loss.councillor
    paid: Any = {"route": "council", "amount": 10, "by": desk, "reason": CANARY}
    propose_cost(loss=loss, **paid)
    comment_on_cost(loss=loss, comment=CANARY, by=loss.councillor)
    decide_cost(loss=loss, **paid)
    drop_task(task=DeskTask.objects.open().about(loss).get(kind="secure"), reason=CANARY, by=desk)
    waive_police(loss=loss, reason=CANARY, by=desk)
    losses.written_off(loss, by=desk)
    close_loss(loss=loss, by=desk)
    return Loss.objects.get(pk=loss.pk)


def words_of_losses():
    found = []
    for model, names in forgetting.WORDS.items():
        found += [*models.QuerySet(model).values_list(*names), *model.history.values_list(*names)]
    return str([found, list(EntryName.objects.values_list("name"))])


def losses_on(day):
    with on(day):
        return actions.forget_losses()


def test_the_words_of_a_case_without_a_report_go_after_the_same_years(db):
    given.council()
    loss = stolen()
    assert words_of_losses().count(CANARY) > 10
    seal()

    assert losses_on(LATER - timedelta(days=1)) == 0
    assert losses_on(LATER) == 1
    assert losses_on(LATER) == 0

    assert CANARY not in words_of_losses()
    loss.refresh_from_db()
    assert (loss.status, loss.happened, loss.outcome) == ("closed", "Erased", "written_off")
    assert loss.events.count() > 3
    assert list(verify()) == []
    page = signed_in(given.officer(Role.ICT_DESK)).get(loss.get_absolute_url()).content.decode()
    assert "The words of this case were erased on 23 November 2032" in page


def test_every_column_of_words_of_a_case_goes():
    kept = {"teller": "", "ticket": "a number", "about": "a row", "address": "a page"}
    for model, names in forgetting.WORDS.items():
        assert set(words_of(model)) - set(kept) <= set(names)


@pytest.mark.parametrize("column", ["loss", "also_of"])
def test_they_go_with_the_report_that_came_of_it_and_not_sooner(db, column):
    given.council()
    loss = stolen()
    row = reports.dismissed(reports.reported())
    models.QuerySet(Incident).filter(pk=row.pk).update(**{column: loss})
    hold = reports.kept_whole(row, by=reports.handler())
    assert losses_on(LATER) == 0

    end_hold(hold=hold, by=reports.handler())
    nightly(LATER)
    assert losses_on(LATER + timedelta(days=27)) == 0
    nightly(LATER + timedelta(days=28))
    assert losses_on(LATER + timedelta(days=28)) == 1


def test_the_words_of_an_open_case_and_of_one_whose_councillor_is_kept_stay(db):
    given.council()
    losses.reported("stolen")
    loss = stolen()
    people.accepted(loss.councillor)
    people.records_kept(covers=Covers.EVERYTHING, councillor=loss.councillor)

    assert losses_on(LATER) == 0


def test_of_a_case_without_a_cost_too(db):
    given.council()
    desk = given.officer(Role.ICT_DESK)
    loss = losses.written_off(losses.reported(happened=CANARY), by=desk)
    close_loss(loss=loss, by=desk)

    assert losses_on(LATER) == 1
    assert CANARY not in words_of_losses()


def test_what_was_said_after_that_goes_too(db):
    given.council()
    loss = stolen()
    losses_on(LATER)
    with on(LATER + timedelta(days=1)):
        add_loss_note(loss=loss, words=f"{CANARY} again", by=given.officer(Role.ICT_DESK))

    assert CANARY in words_of_losses()
    assert losses_on(LATER + timedelta(days=2)) == 1
    assert CANARY not in words_of_losses()


# Losses that were never joined to a case


def test_a_loss_that_was_thrown_away_goes_with_its_reason(db):
    report = unverified.waiting()
    throw_away(report=report, reason="Robin Alder found it.", by=given.officer(Role.ICT_DESK))

    with on(LATER - timedelta(days=1)):
        assert actions.delete_dropped() == 0
    with on(LATER):
        assert actions.delete_dropped() == 1
        assert actions.delete_dropped() == 0

    assert not LossReport.objects.exists()
    assert not LossReport.history.exists()
    assert "Alder" not in str(list(EntryName.objects.values()))
