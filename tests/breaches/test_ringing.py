"""A loss that is reported without signing in stands unverified until somebody has rung back."""

from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product

import pytest
import time_machine
from django.db import IntegrityError, models
from django.test import Client
from django.utils import timezone

from breaches import tasks
from breaches.confiding.actions import make_confidential
from breaches.containing.opening import open_tasks
from breaches.losing.actions import check_looked_into, report_loss
from breaches.losing.hours import desk_is_open, desk_opens_at
from breaches.models import (
    Assessment,
    ContainmentTask,
    Incident,
    LossReport,
    LossReporter,
    LossReportStatus,
    ReportedVia,
)
from breaches.ringing import actions
from breaches.ringing.alerting import MOST
from breaches.triaging.actions import add_controller, involve, reopen, rule, take_back_part
from councilgov.access import Role
from councilgov.ledger.models import Entry, EntryName
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.people.models import User
from councilgov.records import Refused
from devices.models import DeskTask, Loss, TaskKind, TaskStatus
from tests import given
from tests.breaches import reports, unverified
from tests.devices import equipment
from tests.devices.losses import cases
from tests.racing import at_once

HOUR = timedelta(hours=1)
SATURDAY = datetime(2026, 11, 21, 23, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council(desk_night_phone="01632 960199")
        councillor = given.councillor(full_name="Robin Alder", known_as="Councillor Alder")
        return equipment.desk(), reports.handler(), equipment.issued(holder=councillor)

    return shared(make)


@pytest.fixture
def desk(made_once):
    return made_once[0]


@pytest.fixture
def officer(made_once):
    return made_once[1]


@pytest.fixture
def device(made_once):
    row = made_once[2]
    row.refresh_from_db()
    return row


def join(report, **details):
    """The report as it was joined, its incident and its loss."""
    row = unverified.joined(report, **details)
    assert row.incident
    assert row.loss
    return row, row.incident, row.loss


def told():
    return set(Notice.objects.filter(kind="loss_unverified").values_list("to", flat=True))


# It comes in


def test_it_waits_at_the_head_of_the_desks_queue(desk):
    report = unverified.waiting()

    task = DeskTask.objects.about(report).get()
    assert (task.kind, task.address, task.due_at) == (
        TaskKind.RING_BACK,
        report.get_absolute_url(),
        report.reported_at,
    )
    assert (report.status, report.is_verified, report.incident) == ("waiting", False, None)
    assert (report.reporter.name, report.reporter.phone) == (unverified.NAME, unverified.PHONE)
    assert not Loss.objects.exists()


def test_no_history_no_evidence_and_no_message_holds_a_word_of_who_it_was(desk, caplog):
    report = unverified.waiting()

    kept = [
        *report.history.values(),
        *Entry.objects.values("facts"),
        *DeskTask.objects.values(),
        *(part_of(notice) for notice in Notice.objects.all()),
        caplog.text,
    ]
    for word in (unverified.NAME, unverified.PHONE, unverified.WHAT):
        assert word not in str(kept)
    assert not EntryName.objects.filter(entry__in=Entry.objects.about(report)).exists()
    assert not hasattr(LossReporter, "history")


def test_in_the_desks_hours_the_desk_is_told(desk):
    unverified.waiting()

    assert told() == {desk.pk}


def test_out_of_its_hours_also_who_looks_into_incidents(desk, officer):
    with time_machine.travel(SATURDAY):
        unverified.waiting()

    assert told() == {desk.pk, officer.pk}
    assert {notice.urgency for notice in Notice.objects.all()} == {"now"}


def test_out_of_its_hours_who_is_on_call_is_told_and_the_others_sleep(desk, officer):
    called = reports.handler()
    with time_machine.travel(SATURDAY):
        reports.on_call(called)
        unverified.waiting()

    assert told() == {desk.pk, called.pk}


def test_where_no_information_officer_can_come_in_the_monitoring_officer_is_told(desk, officer):
    officer = User.objects.get(pk=officer.pk)
    officer.set_unusable_password()
    officer.keep(by=None, why="Test")
    monitoring = given.officer(Role.MONITORING_OFFICER)

    with time_machine.travel(SATURDAY):
        unverified.waiting()

    assert told() == {desk.pk, monitoring.pk}


def test_nobody_is_told_of_what_was_answered_meanwhile(desk):
    report = unverified.waiting()
    notice = Notice.objects.filter(kind="loss_unverified").get()
    assert not unwanted(notice)

    actions.throw_away(report=report, reason="A wrong number.", by=desk)

    notice.refresh_from_db()
    assert unwanted(notice)


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-21 23:20", "2026-11-23 09:00"),
        ("2026-11-23 08:59", "2026-11-23 09:00"),
        ("2026-11-23 12:00", "2026-11-23 12:00"),
        ("2026-11-23 17:01", "2026-11-24 09:00"),
        ("2026-12-25 12:00", "2026-12-29 09:00"),
    ],
)
def test_when_the_desk_is_there_again(desk, moment, opens):
    at, then = (datetime.fromisoformat(words).replace(tzinfo=UTC) for words in (moment, opens))

    assert desk_opens_at(at) == then
    assert desk_is_open(at) is (at == then)


def test_past_the_published_calendar_it_counts_as_shut(desk):
    assert desk_opens_at(datetime(2040, 1, 2, 12, tzinfo=UTC)) is None
    assert not desk_is_open(datetime(2040, 1, 2, 12, tzinfo=UTC))


def test_what_is_sent_50_times_is_one_report_one_task_and_one_alert(desk):
    noticed = timezone.now() - HOUR
    found = {unverified.waiting(noticed_at=noticed).pk for _time in range(50)}

    assert len(found) == LossReport.objects.count() == DeskTask.objects.count() == 1
    assert Notice.objects.filter(kind="loss_unverified").count() == 1


def test_of_50_different_ones_few_wake_somebody_up(desk):
    for number in range(50):
        unverified.waiting(what=f"Phone {number}")

    assert LossReport.objects.count() == 50
    assert Notice.objects.filter(kind="loss_unverified").count() == MOST + 1
    with time_machine.travel(timezone.now() + 2 * HOUR):
        unverified.waiting(what="A true one")
    assert Notice.objects.filter(kind="loss_unverified").count() == MOST + 2


def test_what_was_thrown_away_comes_again_if_it_is_sent_again(desk):
    first = unverified.waiting()
    actions.throw_away(report=first, reason="Nobody answered.", by=desk)

    assert unverified.waiting() != first


@pytest.mark.django_db(transaction=True)
def test_eight_presses_at_once_are_one_report(transactional_db):
    given.council()
    noticed = timezone.now() - HOUR

    found = at_once(*[partial(unverified.waiting, noticed_at=noticed)] * 8)

    assert {one.pk for one in found} == {LossReport.objects.get().pk}


# Rung back


def test_joined_it_has_its_true_times_and_the_clock_counts_from_when_it_was_noticed(
    desk, officer, device
):
    with time_machine.travel(SATURDAY):
        report = unverified.waiting()
    report.refresh_from_db()

    joined, incident, loss = join(report, device=device, by=desk)

    assert (joined.status, joined.ended_by) == ("joined", desk)
    assert incident.reported_via == loss.reported_via == ReportedVia.SIGNED_OUT
    assert incident.noticed_at == loss.noticed_at == report.noticed_at
    assert incident.reported_at == loss.reported_at == report.reported_at
    assert (incident.reported_by, incident.recorded_by) == (device.holder, desk)
    rule(incident=incident, finding="confirmed", reason="It was unlocked.", by=officer)
    clock = incident.assessments.get()
    assert clock.aware_at == report.noticed_at
    assert clock.due_at == report.noticed_at + timedelta(hours=72)
    assert DeskTask.objects.about(report).get().status == TaskStatus.DONE
    assert DeskTask.objects.about(loss).get().kind == TaskKind.SECURE


def test_of_what_a_stranger_told_it_counts_from_when_that_came_in(desk, officer, device):
    _report, incident, _loss = join(unverified.waiting(), device=device, by=desk, is_theirs=False)

    rule(incident=incident, finding="confirmed", reason="It was unlocked.", by=officer)

    clock = incident.assessments.get()
    assert (clock.aware_at, incident.council_knew_at) == (incident.reported_at,) * 2
    assert "Nobody at the council knew of it before" in clock.aware_because


def test_of_a_councillor_who_is_a_controller_it_counts_from_when_they_noticed(
    desk, device, officer
):
    _report, incident, _loss = join(unverified.waiting(), device=device, by=desk)
    rule(incident=incident, finding="confirmed", reason="It was unlocked.", by=officer)

    part = add_controller(
        incident=incident, controller="councillor", councillor=device.holder, by=officer
    )

    assert part.aware_at == incident.noticed_at


def signed_in_report(device, by, noticed_at):
    """By whoever has it, themselves."""
    return loss_of(device, by=device.holder, noticed_at=noticed_at)


def phoned_report(device, by, noticed_at):
    """Written down by the desk, as they rang."""
    told = {"reported_by": device.holder, "reported_via": ReportedVia.PHONE}
    return loss_of(device, by=by, noticed_at=noticed_at, **told)


def signed_out_report(device, by, noticed_at):
    """They left a number, and were rung back."""
    report = unverified.waiting(noticed_at=noticed_at)
    return join(report, device=device, by=by)[1]


def loss_of(device, **told):
    happened = "Taken from a coat at the Corn Hall."
    return report_loss(device=device, kind="stolen", happened=happened, **told).incident


@pytest.mark.parametrize("controller", ["council", "councillor"])
@pytest.mark.parametrize("how", [signed_in_report, phoned_report, signed_out_report])
def test_however_a_councillor_reports_the_hours_count_from_when_they_noticed(
    desk, officer, device, how, controller
):
    noticed_at = timezone.now() - timedelta(hours=40)
    incident = how(device, desk, noticed_at)

    rule(incident=incident, finding="confirmed", reason="It was unlocked.", by=officer)
    if controller == "councillor":
        whose = {"controller": controller, "councillor": device.holder}
        add_controller(incident=incident, by=officer, **whose)

    part = incident.assessments.get(controller=controller)
    assert (part.aware_at, part.aware_because) == (noticed_at, "")


def test_of_what_a_stranger_told_us_the_hours_of_the_council_count_from_when_that_came_in(
    desk, officer, device
):
    report = unverified.waiting()
    _report, incident, _loss = join(report, device=device, by=desk, is_theirs=False)
    rule(incident=incident, finding="confirmed", reason="It was unlocked.", by=officer)

    assert incident.assessments.get().aware_at == report.reported_at


def test_somebody_else_told_us_by_the_name_that_they_gave(desk, device):
    joined = unverified.joined(unverified.waiting(), device=device, by=desk, is_theirs=False)

    assert (joined.incident.teller, joined.loss.teller) == (unverified.NAME, unverified.NAME)
    assert joined.incident.reported_by is None
    assert list(Incident.objects.visible_to(device.holder)) == [joined.incident]


def test_of_a_device_in_stock_nobody_has_it_who_reported_it(desk):
    joined = unverified.joined(unverified.waiting(), device=equipment.device(), by=desk)

    assert joined.loss.teller == unverified.NAME


def test_the_police_reference_that_they_gave_comes_along(desk, device):
    given_by_police = {"police_force": "Barsetshire Police", "police_reference": "42/1"}

    joined = unverified.joined(unverified.waiting(), device=device, by=desk, **given_by_police)

    assert [row.reference for row in joined.loss.references()] == ["42/1"]


def test_joined_to_a_case_that_is_open_already_it_adds_to_it(desk, device):
    first = cases.report(device)

    joined = unverified.joined(unverified.waiting(), device=device, by=desk)

    assert joined.loss == first
    assert "Taken from a coat" in first.events.get(what="note").words
    assert joined.incident.loss == first


@pytest.mark.parametrize("is_theirs", [True, False])
def test_joined_to_an_open_case_it_brings_its_true_times(desk, officer, device, is_theirs):
    """What a stranger noticed is on record; the council knew once that came in."""
    with time_machine.travel(timezone.now() - 20 * HOUR):
        report = unverified.waiting(noticed_at=timezone.now() - 10 * HOUR)
    told = {"reported_by": device.holder, "reported_via": "phone"}
    first = report_loss(
        device=device,
        kind="stolen",
        noticed_at=timezone.now() - HOUR,
        happened="They rang.",
        by=desk,
        **told,
    )
    assert first.incident
    rule(incident=first.incident, finding="confirmed", reason="It was unlocked.", by=officer)

    joined = unverified.joined(report, device=device, by=desk, is_theirs=is_theirs)

    incident, clock = Incident.objects.get(), Assessment.objects.get()
    assert joined.loss.noticed_at == incident.noticed_at == report.noticed_at
    since = report.noticed_at if is_theirs else report.reported_at
    assert clock.aware_at == incident.council_knew_at == since


def test_damage_without_risk_is_a_case_alone(desk, device):
    joined = unverified.joined(unverified.waiting(), device=device, by=desk, kind="damaged")

    assert (joined.status, joined.incident) == ("joined", None)
    assert joined.loss.kind == "damaged"


def to_councillor(report, councillor, desk, **details):
    told = {"noticed_at": report.noticed_at, "happened": "My own phone went.", "is_theirs": True}
    return actions.join_to_councillor(
        report=report, councillor=councillor, by=desk, **told | details
    )


def test_what_is_no_device_of_ours_is_looked_into_all_the_same(desk, device):
    report = to_councillor(unverified.waiting(), device.holder, desk)

    assert (report.status, report.loss) == ("joined", None)
    incident = report.incident
    assert (incident.kind, incident.reported_by, incident.device) == ("lost", device.holder, None)
    assert incident.reported_via == ReportedVia.SIGNED_OUT


def test_told_by_somebody_else_it_is_the_councillors_matter(desk, device):
    report = to_councillor(unverified.waiting(), device.holder, desk, is_theirs=False)

    assert report.incident.teller == unverified.NAME
    assert report.incident.involved.get().person == device.holder


def test_thrown_away_it_says_why_and_the_desk_has_nothing_to_do(desk):
    report = actions.throw_away(report=unverified.waiting(), reason=" A joke. ", by=desk)

    assert (report.status, report.dropped_because) == ("dropped", "A joke.")
    assert DeskTask.objects.about(report).get().status == TaskStatus.DROPPED
    assert Entry.objects.filter(kind="breaches.loss_report_dropped").exists()


def test_nothing_is_thrown_away_without_a_reason(desk):
    with pytest.raises(Refused, match="Say why"):
        actions.throw_away(report=unverified.waiting(), reason=" ", by=desk)


ACTS = {
    LossReportStatus.JOINED: lambda row, by: unverified.joined(row, by=by),
    LossReportStatus.DROPPED: lambda row, by: actions.throw_away(report=row, reason="No.", by=by),
}


@pytest.mark.parametrize(("first", "second"), list(product(ACTS, ACTS)))
def test_what_was_settled_is_settled(desk, first, second):
    report = ACTS[first](unverified.waiting(), desk)

    with pytest.raises(Refused, match="can’t be done"):
        ACTS[second](report, desk)


@pytest.mark.parametrize("to", list(ACTS))
def test_every_move_but_those_from_waiting_is_refused(to):
    assert LossReport.MOVES[LossReportStatus.WAITING] == set(ACTS)
    assert not LossReport.MOVES[to]


@pytest.mark.parametrize("act", list(ACTS.values()))
@pytest.mark.parametrize("role", [Role.COUNCILLOR, Role.DATA_PROTECTION_OFFICER])
def test_only_the_desk_and_who_looks_into_incidents_settle_it(act, role):
    with pytest.raises(Refused, match="Only the service desk"):
        act(unverified.waiting(), given.somebody(role))


@pytest.mark.django_db(transaction=True)
def test_two_officers_join_it_once(transactional_db):
    given.council()
    report, device = unverified.waiting(), equipment.issued()
    desks = [equipment.desk() for _n in range(4)]

    found = at_once(*(partial(unverified.joined, report, device=device, by=desk) for desk in desks))

    assert sum(isinstance(one, LossReport) for one in found) == 1
    assert Loss.objects.count() == Incident.objects.count() == 1


# Signed in, with a device that is not in the list


def unlisted(by, **details):
    usual = {
        "what": "A council laptop on loan",
        "kind": "lost",
        "noticed_at": timezone.now() - HOUR,
        "happened": "Left on the train.",
        "by": by,
    }
    return actions.report_unlisted(**usual | details)


def test_a_device_that_nobody_knows_is_looked_into_at_once(desk, officer, device):
    report = unlisted(device.holder, data_held="Council email.")

    assert report.is_verified
    assert report.incident.happened == "A council laptop on loan\nLeft on the train."
    assert report.incident.data_told == "Council email."
    assert told() == {desk.pk}


def test_once_it_is_known_which_one_it_is_the_triage_is_the_same(desk, device):
    report = unlisted(device.holder)
    first = report.incident

    joined = unverified.joined(report, device=device, by=desk)

    first.refresh_from_db()
    assert joined.incident == first == Incident.objects.get()
    assert (first.loss, first.device) == (joined.loss, device)
    assert (joined.loss.reported_by, joined.loss.reported_via) == (device.holder, "portal")


def twice(device, desk):
    """A device that was not in the list, and a case that is open about it by then."""
    report = unlisted(device.holder, data_held="Council email.")
    _report, own, _loss = join(unverified.waiting(), device=device, by=desk)
    return report, own


def test_of_one_that_has_its_own_triage_there_is_one_which_the_other_points_to(
    desk, device, officer, client
):
    report, own = twice(device, desk)
    other = report.incident

    joined = unverified.joined(report, device=device, by=desk, happened="Once more.")

    other.refresh_from_db()
    assert list(Incident.objects.open()) == [own] == [joined.incident]
    assert (other.status, other.same_as, own.loss) == ("closed", own, joined.loss)
    for words in ("Once more.", "Left on the train.\nCouncil email.", other.reference):
        assert own.events.filter(words__contains=words).exists()
    client.force_login(officer)
    assert own.get_absolute_url() in client.get(other.get_absolute_url()).text
    page = client.get("/incidents/", {"q": other.reference})
    assert [row.record for row in page.context["register"].table.rows] == [own]


def test_what_an_officer_has_found_something_in_stands_beside_it(desk, device, officer):
    report, own = twice(device, desk)
    assert report.incident
    rule(incident=report.incident, finding="suspected", reason="Papers.", by=officer)

    joined = unverified.joined(report, device=device, by=desk)

    assert joined.incident
    assert joined.incident == report.incident != own
    assert Incident.objects.open().count() == 2
    assert joined.incident.events.filter(words__contains=own.reference).exists()


def test_whoever_is_kept_out_of_one_of_two_reports_is_kept_out_of_both(desk, device, officer):
    chief, report = reports.decider(), unlisted(given.councillor(full_name="Cleo Colleague"))
    involve(incident=report.incident, person=chief, part="subject", by=officer)
    _report, own, _loss = join(unverified.waiting(), device=device, by=desk)

    unverified.joined(report, device=device, by=desk)

    assert not Incident.objects.looked_into_by(chief).filter(pk=own.pk).exists()
    parts = {(row.person.full_name, row.part) for row in own.involved.all()}
    assert parts >= {(chief.full_name, "subject"), ("Cleo Colleague", "reporter")}


def test_a_confidential_report_of_the_same_loss_stays_and_keeps_its_words(desk, device, officer):
    report, own = twice(device, desk)
    chief = reports.decider()
    make_confidential(incident=report.incident, readers=[officer, chief], reason="Why", by=chief)

    unverified.joined(report, device=device, by=desk)

    report.incident.refresh_from_db()
    assert report.incident.status != "closed"
    assert not own.events.filter(words__contains="Left on the train").exists()


def sees(person, incident):
    return Incident.objects.looked_into_by(person).filter(pk=incident.pk).exists()


def test_who_is_kept_out_of_a_confidential_report_is_kept_out_of_the_other_of_the_same_loss(
    desk, device, officer
):
    report, own = twice(device, desk)
    chief, colleague = reports.decider(), reports.handler()
    early, late = reports.handler(), reports.handler()
    secret = report.incident
    involve(incident=secret, person=early, part="subject", by=officer)
    readers = [chief, colleague]
    make_confidential(incident=secret, readers=readers, reason="Why", by=officer)

    unverified.joined(report, device=device, by=desk)
    involve(incident=secret, person=colleague, part="recipient", by=chief)
    involve(incident=own, person=late, part="subject", by=officer)

    assert not any(sees(one, own) for one in (early, colleague, late))
    assert secret.involved.filter(person=late, part="kept_out").exists()
    assert set(own.involved.filter(part="kept_out").values_list("person", flat=True)) >= {
        early.pk,
        colleague.pk,
    }
    shown = Client()
    shown.force_login(reports.handler())
    page = shown.get(own.get_absolute_url()).text
    assert "Does not look into this one" in page
    assert secret.reference not in page


def test_who_has_no_part_in_either_any_more_looks_into_both_again(desk, device, officer):
    report, own = twice(device, desk)
    chief, late = reports.decider(), reports.handler()
    secret = report.incident
    make_confidential(incident=secret, readers=[chief], reason="Why", by=officer)
    unverified.joined(report, device=device, by=desk)
    noted = involve(incident=secret, person=late, part="subject", by=chief)
    kept = own.involved.get(person=late)
    with pytest.raises(Refused, match="can’t be taken back here"):
        take_back_part(involved=kept, reason="Not them.", by=officer)
    assert not sees(late, own)

    other = involve(incident=secret, person=late, part="recipient", by=chief)
    take_back_part(involved=noted, reason="Not them.", by=chief)
    assert not sees(late, own)

    take_back_part(involved=other, reason="Nor that.", by=chief)

    assert sees(late, own)
    assert not secret.involved.filter(person=late).exists()


def test_what_was_to_be_done_about_the_closed_one_is_no_longer_to_be_done(desk, device, officer):
    report, _own = twice(device, desk)
    open_tasks(report.incident, by=officer)
    left = ContainmentTask.objects.undone().filter(incident=report.incident)
    assert left.exists()

    unverified.joined(report, device=device, by=desk)

    assert not left.exists()


def test_the_case_of_the_device_can_end_once_either_of_them_says_what_it_is(desk, device, officer):
    report, own = twice(device, desk)
    assert report.incident
    make_confidential(
        incident=report.incident,
        readers=[given.officer(Role.MONITORING_OFFICER)],
        reason="Papers.",
        by=officer,
    )
    loss = unverified.joined(report, device=device, by=desk).loss
    assert loss
    with pytest.raises(Refused, match="has not said yet"):
        check_looked_into(loss)

    rule(incident=report.incident, finding="confirmed", reason="Papers.", by=officer)

    check_looked_into(loss)
    own.refresh_from_db()
    assert (own.ruled_at, own.loss) == (None, loss)


def test_opened_again_it_points_nowhere(desk, device, officer):
    report, _own = twice(device, desk)
    unverified.joined(report, device=device, by=desk)

    again = reopen(incident=report.incident, reason="It was another one.", by=officer)

    assert (again.status, again.same_as) == ("triage", None)


def test_only_what_was_reported_twice_is_closed_before_anybody_ruled_on_it(device, officer):
    with pytest.raises(Refused, match="can’t be done"):
        reports.closed(unlisted(device.holder).incident, by=officer)


def test_what_is_sent_again_with_a_risk_is_looked_into(device):
    first = unlisted(device.holder, kind="damaged")
    assert first.incident is None

    again = unlisted(device.holder, kind="damaged", is_at_risk=True)

    assert again == first
    assert again.incident == Incident.objects.get()


def test_what_is_sent_again_with_an_earlier_time_counts_from_then(device):
    first = unlisted(device.holder)
    earlier = timezone.now() - 30 * HOUR

    again = unlisted(device.holder, kind="stolen", noticed_at=earlier)

    assert again == first
    assert (again.kind, again.noticed_at) == ("stolen", earlier)
    assert Incident.objects.get().noticed_at == earlier


def test_what_is_sent_again_with_a_later_time_changes_nothing(device):
    first = unlisted(device.holder)
    before = first.history.count()

    again = unlisted(device.holder, noticed_at=timezone.now())

    assert again.noticed_at == first.noticed_at
    assert again.history.count() == before


def test_pressed_twice_it_is_one_report_and_one_triage(device):
    assert unlisted(device.holder) == unlisted(device.holder)

    assert Incident.objects.count() == LossReport.objects.count() == 1


def test_no_device_of_ours_leaves_the_triage_as_it_is(desk, device):
    first = unlisted(device.holder)
    report = to_councillor(first, device.holder, desk, happened=first.reporter.what)

    assert report.incident == Incident.objects.get()
    assert not report.incident.events.exclude(what="recorded").exists()


@pytest.mark.parametrize("is_device", [True, False])
def test_whose_it_turned_out_to_be_and_since_when_is_noted(desk, device, is_device):
    report, other = unlisted(given.councillor()), device.holder
    earlier = {"noticed_at": report.noticed_at - HOUR, "happened": "It was theirs, on Friday."}

    if is_device:
        joined = unverified.joined(report, device=device, by=desk, **earlier)
    else:
        joined = to_councillor(report, other, desk, **earlier)

    incident = Incident.objects.get()
    assert (joined.incident, incident.noticed_at) == (incident, earlier["noticed_at"])
    assert [(one.person, one.part) for one in incident.involved.all()] == [(other, "owner")]
    assert "It was theirs, on Friday." in incident.events.get(what="note").words


@pytest.mark.parametrize(("is_at_risk", "is_opened"), [(False, False), (True, True)])
def test_of_damage_only_where_data_may_be_affected(device, is_at_risk, is_opened):
    report = unlisted(device.holder, kind="damaged", is_at_risk=is_at_risk)

    assert (report.incident is not None) is is_opened
    if is_opened:
        assert report.incident.kind == "damaged"


def test_of_damage_that_is_no_matter_of_people_no_word_is_lost(device):
    long = "It fell. " * 400 + "The end."

    report = unlisted(
        device.holder, kind="damaged", happened=long, data_held="Papers of a meeting."
    )

    assert report.incident is None
    assert report.reporter.what == f"A council laptop on loan\n{long}\nPapers of a meeting."


# Forgetting


@pytest.mark.parametrize(("days", "forgotten"), [(29, 0), (31, 1)])
def test_who_it_was_is_forgotten_30_days_after_it_was_settled(desk, days, forgotten):
    report = actions.throw_away(report=unverified.waiting(), reason="A joke.", by=desk)

    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert tasks.sweep() == forgotten
        assert tasks.sweep() == 0

    assert LossReporter.objects.count() == 1 - forgotten
    assert LossReport.objects.get() == report


@pytest.mark.parametrize(("days", "forgotten"), [(89, 0), (91, 1)])
def test_also_of_what_nobody_answered_after_90_days(days, forgotten):
    unverified.waiting()

    with time_machine.travel(timezone.now() + timedelta(days=days)):
        assert actions.forget_reporters() == forgotten


def test_who_still_waits_after_90_days_is_dropped_with_the_reason_and_so_is_the_task(desk):
    report = unverified.waiting()

    with time_machine.travel(timezone.now() + timedelta(days=91)):
        assert tasks.sweep() == 1

    report.refresh_from_db()
    assert (report.status, report.ended_by) == ("dropped", None)
    assert report.dropped_because == "Nobody could ring back for 90 days."
    assert DeskTask.objects.about(report).get().status == TaskStatus.DROPPED
    assert not LossReporter.objects.exists()


def test_joined_after_that_nobody_is_named(desk, device):
    report = unverified.waiting()
    LossReporter.objects.all().delete()

    joined = unverified.joined(report, device=device, by=desk, is_theirs=False)

    assert joined.loss.teller == "Somebody whose name was deleted"


# The database


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"status": "lost", "ended_at": timezone.now(), "ended_by": 1}, "status_known"),
        ({"kind": "eaten"}, "kind_known"),
        ({"ended_at": timezone.now()}, "ended_when_not_waiting"),
        ({"ended_by": 1}, "ended_by_somebody_at_a_time"),
        ({"status": "dropped", "dropped_because": "x"}, "ended_when_not_waiting"),
        ({"dropped_because": "x"}, "thrown_away_with_reason"),
        ({"noticed_at": datetime(2030, 1, 1, tzinfo=UTC)}, "noticed_before_reported"),
    ],
)
def test_the_database_holds_a_report_together(desk, change, name):
    report = unverified.waiting()

    with pytest.raises(IntegrityError, match=f"breaches_lossreport_{name}"):
        models.QuerySet(LossReport).filter(pk=report.pk).update(**change)


def test_joined_to_nothing_it_is_not_joined(desk, device):
    report = unverified.joined(unverified.waiting(), device=device, by=desk)

    with pytest.raises(IntegrityError, match="joined_to_a_case"):
        models.QuerySet(LossReport).filter(pk=report.pk).update(incident=None, loss=None)


def test_it_is_named_by_its_number():
    report = unverified.waiting()

    assert str(report) == f"Loss report {report.pk}"
    assert str(report.reporter) == f"Reporter of {report.pk}"
