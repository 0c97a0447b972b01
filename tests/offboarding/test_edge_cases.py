"""The edge cases of the domain notes, 4.5, that touch who comes into office and who leaves it.

Each by its number; what is behind it is tested in detail where it is built.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core import mail
from django.utils import timezone

from breaches.alarming.raising import raise_alarms
from breaches.models import Alarm, Incident, SafetyReport
from breaches.safeguarding.choosing import leader_of, whom
from breaches.safety import Comes, Told
from consent.models import Constituent, Leaving, LeavingStatus
from councilgov.access import Right, Role
from councilgov.days import LONDON
from councilgov.deadlines import CalendarEnds, hours_after, retirement_day
from councilgov.elections.announcing.actions import countermand
from councilgov.elections.announcing.periods import periods_of
from councilgov.elections.closing.actions import close_on
from councilgov.elections.declaring.actions import vacate
from councilgov.elections.models import Kind
from councilgov.notices.actions import deliver, tell
from councilgov.offboarding.machines import CaseStatus
from councilgov.offboarding.models import OffboardingCase
from councilgov.people.actions import begin_term, join_group, leave_group
from councilgov.people.council import NationOf
from councilgov.people.models import Council, EndReason, TermOfOffice, User
from councilgov.people.standing import Access
from devices.enrolling.actions import ask_removal, confirm_removal
from devices.models import DeskTask, DeviceStatus, EnrolmentEnd, ReturnRequest
from devices.models import TaskKind as DeskKind
from policies.deciding import actions as deciding
from policies.drafting.submitting import submit
from policies.models import Acknowledgement, Body, Decision, Outcome, PolicyVersion, VersionStatus
from policies.publishing.actions import publish
from policies.tasks import ask_newcomers
from tests import given
from tests.breaches import reports, safe
from tests.consent import people
from tests.devices import equipment
from tests.elections import polls
from tests.offboarding.leavers import LAST_DAY, ends, fresh, leaver, on, sweep

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def now(person):
    return User.objects.get(pk=person.pk)


# 3: 72 hours over Christmas run through; working days do not


def test_case_3_72_hours_run_over_christmas_and_easter():
    """72 h over Easter/Christmas: no working-day shift."""
    christmas = datetime(2026, 12, 24, 17, 30, tzinfo=LONDON)
    easter = datetime(2027, 3, 26, 10, 0, tzinfo=LONDON)

    assert hours_after(christmas, 72) == datetime(2026, 12, 27, 17, 30, tzinfo=LONDON)
    assert hours_after(easter, 72) == datetime(2027, 3, 29, 11, 0, tzinfo=LONDON)


def test_case_3_who_decides_is_alarmed_on_christmas_day():
    """The alarm of 24 hours is raised and sent on Christmas Day itself."""
    given.council()
    officer = given.officer(Role.MONITORING_OFFICER)
    noticed = datetime(2026, 12, 24, 9, tzinfo=UTC)
    with on("2026-12-24", 10):
        reports.ruled("confirmed", noticed_at=noticed)
    with on("2026-12-25", 10):
        raise_alarms()
        mail.outbox.clear()
        deliver(until=timezone.now() + timedelta(seconds=5))

    assert Alarm.objects.get(hour=24).person == officer
    assert officer.email in {address for sent in mail.outbox for address in sent.to}
    assert Incident.objects.count() == 1


def test_case_3_leaving_over_the_same_days_shifts():
    """Offboarding over the same dates does shift: one shared deadline would be a bug."""
    assert leaver(date(2026, 12, 24)).access_due_on == date(2027, 1, 12)


# 4: ten working days at Christmas


@pytest.mark.parametrize(
    ("nation", "day"),
    [
        (NationOf.ENGLAND, date(2027, 1, 6)),
        (NationOf.WALES, date(2027, 1, 6)),
        (NationOf.NORTHERN_IRELAND, date(2027, 1, 6)),
        (NationOf.SCOTLAND, date(2027, 1, 7)),
    ],
)
def test_case_4_ten_working_days_at_christmas_by_nation(nation, day):
    """The end on 18 December 2026 gives 6 January, in Scotland 7 January."""
    given.council(nation=nation)

    assert leaver(LAST_DAY).access_due_on == day


def test_case_4_a_holiday_that_is_proclaimed_moves_open_cases_and_no_others():
    """A holiday added later by proclamation: open cases are worked out again, and the old due
    date stays in history.
    """
    case, cancelled = leaver(LAST_DAY), leaver(LAST_DAY)
    begin_term(
        councillor=cancelled.councillor, ward=cancelled.term.ward, starts_on=LAST_DAY, by=None
    )

    close_on(days=[date(2026, 12, 22)], name="Day of mourning", is_holiday=True, by=polls.clerk())

    assert fresh(case).access_due_on == date(2027, 1, 7)
    assert case.history.filter(access_due_on=date(2027, 1, 6)).exists()
    assert fresh(cancelled).access_due_on == date(2027, 1, 6)


# 5: the day of the election is not that of leaving


def test_case_5_the_fourth_day_is_a_bank_holiday_so_they_leave_the_day_after():
    """The poll on Thursday 2 May 2024, the fourth day the bank holiday of 6 May: Tuesday 7 May."""
    assert retirement_day(date(2024, 5, 2), nation="england") == date(2024, 5, 7)


def test_case_5_who_is_defeated_keeps_access_until_the_day_of_retirement():
    """A defeated member must not be cut at midnight on polling night."""
    with on("2024-05-03"):
        case = leaver(date(2024, 5, 7))
    for moment, expected in (
        (("2024-05-03", 0), Access.WHOLE),
        (("2024-05-07", 22), Access.WHOLE),
        (("2024-05-08", 0), Access.LEAVING),
    ):
        with on(*moment):
            sweep()
            assert now(case.councillor).access == expected


# 6: re-elected


def with_everything():
    """Somebody with equipment, and with people whom they noted."""
    councillor = equipment.accepted().councillor
    people.person(councillor=councillor)
    return councillor


def test_case_6_who_is_re_elected_keeps_devices_and_contacts():
    """A new term with no gap: the scheduled case cancels, devices and permissions stay."""
    councillor = with_everything()
    case = ends(councillor, LAST_DAY)
    begin_term(councillor=councillor, ward=case.term.ward, starts_on=LAST_DAY, by=None)

    with on(LAST_DAY + 3 * DAY):
        sweep()
        assert fresh(case).status == CaseStatus.CANCELLED
        assert not ReturnRequest.objects.exists()
        assert Constituent.objects.here().filter(councillor=councillor).exists()
        assert now(councillor).access == Access.WHOLE
        running = Leaving.objects.filter(councillor=councillor, status=LeavingStatus.OPEN)
        assert not running.exists()


def test_case_6_who_comes_back_after_a_gap_begins_anew():
    """Returned after a gap, or for another ward: a new term, and old records stay as they went."""
    case = ends(with_everything(), date(2026, 11, 20))
    sweep()
    begin_term(councillor=case.councillor, ward=given.ward(), starts_on=date(2027, 5, 10), by=None)

    with on("2027-05-10"):
        sweep()
        assert fresh(case).status == CaseStatus.BACK
        assert case.accounts.filter(terminated_at=None).count() == case.accounts.count()
        assert now(case.councillor).access == Access.WHOLE


# 7: elected, and no declaration yet


def test_case_7_before_the_declaration_nobody_acts_and_no_time_to_sign_runs():
    """The account exists but "may not act": no constituents' data, the time to sign not started."""
    version = given.published()
    term = polls.undeclared()
    person = now(term.councillor)
    ask_newcomers()

    assert person.is_councillor
    assert not person.may_act
    assert not person.has_perm(Right.KEEP_CONTACTS)
    assert not Acknowledgement.objects.filter(councillor=person, version=version).exists()


def test_case_7_a_vacancy_after_two_months_opens_a_case():
    """Vacancy at two months triggers offboarding."""
    term = polls.undeclared()
    with on("2027-01-06"):
        vacate(term=term, by=polls.clerk())

    case = OffboardingCase.objects.get(councillor=term.councillor)
    assert case.term.end_reason == EndReason.NO_DECLARATION


# 13: approved as amended


def decided(*versions, **fields):
    return deciding.decide(versions=list(versions), by=None, **given.DECISION | fields)


def reread(version):
    return PolicyVersion.objects.get(pk=version.pk)


def certified(version):
    officer = given.officer(Role.MONITORING_OFFICER)
    return deciding.certify(version=version, text_sha256=version.sha256, by=officer)


def test_case_13_what_is_published_is_the_resolution_and_not_the_appendix():
    """The published text equals the resolution, not the appendix to the report."""
    given.council()
    version = given.amended("Members must lock their screens always.")
    version = publish(version=certified(version), by=given.officer(Role.MEMBERS_SERVICES))

    assert version.status == VersionStatus.PUBLISHED
    assert [clause.text for clause in version.text][-1] == "Members must lock their screens always."
    assert version.submissions.get().sha256 != version.sha256


def test_case_13_two_policies_under_one_vote():
    """Two policies under one vote: one decision, with its figures once."""
    first, second = given.submitted(), given.submitted()
    decided(first, second)

    assert reread(first).decision == reread(second).decision
    assert reread(first).decision.votes_for == 10


def test_case_13_deferred_and_then_approved_at_another_body():
    """Deferred, then approved at another body: both decisions stand, in their order."""
    committee, council = ("Governance Committee", Body.COMMITTEE), ("Council", Body.FULL_COUNCIL)
    version = given.on_its_way(committee, council)
    decided(version, outcome=Outcome.DEFERRED)
    assert reread(version).status == VersionStatus.DEFERRED

    by = given.officer(Role.MEMBERS_SERVICES)
    submit(version=reread(version), report=given.report(), stages=[], by=by)
    met_on = timezone.localdate()
    decided(reread(version), outcome=Outcome.RECOMMENDED, met_on=met_on)
    decided(reread(version), body="Council", body_kind=Body.FULL_COUNCIL, met_on=met_on)

    assert reread(version).status == VersionStatus.APPROVED
    stages = [(stage.body, bool(stage.decision)) for stage in version.stages.all()]
    assert stages == [("Governance Committee", True), ("Council", True)]
    assert Decision.objects.filter(outcome=Outcome.DEFERRED).count() == 1


def test_case_13_minutes_that_are_corrected_later_stand_beside_the_decision():
    """Minutes later corrected: a dated addition, and what was minuted first stays."""
    version = given.approved()
    clerk = given.officer(Role.MEMBERS_SERVICES)
    assert version.decision
    deciding.correct(decision=version.decision, text="It was 9 votes.", by=clerk)

    assert reread(version).decision.votes_for == 10
    assert version.decision.corrections.get().text == "It was 9 votes."


# 20: no group, no leader


def chosen(councillor, part=Told.LEADER, comes_from=""):
    return whom(part, councillor, comes_from)


def test_case_20_without_a_group_or_a_leader_the_monitoring_officer_is_told():
    """A councillor with no group; a group that dissolves; a leader who is the subject."""
    around = safe.around()
    left = given.councillor(group=around.group)
    leave_group(membership=left.memberships.get(), ends_on=timezone.localdate() - DAY, by=None)

    for lone in (given.councillor(), left, around.leader):
        assert chosen(lone) == (Told.MONITORING, [around.chief])
    told = chosen(around.councillor, comes_from=Comes.LEADER)
    assert told == (Told.MONITORING, [around.chief])


def test_case_20_membership_is_by_date_and_a_later_leader_reads_nothing_earlier():
    """Historical membership by date; a change of leader must not expose earlier safety reports."""
    around = safe.around()
    later = given.councillor()
    ends_on = timezone.localdate()
    leave_group(membership=around.leader.memberships.get(), ends_on=ends_on, by=None)
    join_group(
        councillor=later, group=around.group, is_leader=True, starts_on=ends_on + DAY, by=None
    )

    assert leader_of(around.councillor) == around.leader
    with on(ends_on + DAY):
        assert leader_of(around.councillor) == later
        assert not SafetyReport.objects.visible_to(now(later)).exists()


def test_case_20_a_councillor_without_a_group_leaves_like_others():
    """Nobody's membership is needed for a case."""
    assert leaver().status == CaseStatus.SCHEDULED


# 21: death or resignation by email at 23:58 on a bank holiday

LAST_MINUTES = datetime(2026, 12, 25, 23, 58, tzinfo=LONDON)


def test_case_21_a_resignation_at_23_58_on_a_bank_holiday_ends_the_term_at_that_minute():
    """Effective on receipt by the proper officer: an instant, kept to the minute."""
    councillor = given.councillor()
    with on("2026-12-26", 9):
        case = ends(councillor, ends_at=LAST_MINUTES, reason=EndReason.RESIGNED)

    assert TermOfOffice.objects.get(pk=case.term_id).ends_at == LAST_MINUTES
    assert case.last_day == date(2026, 12, 25)
    assert case.access_due_on == date(2027, 1, 12)


def test_case_21_death_suppresses_all_mail():
    """Whatever waits for them or would be sent: nothing goes."""
    case = leaver(date(2026, 11, 22), reason=EndReason.DIED)
    tell(kind="account_password_changed", to=case.councillor, cause="before")
    mail.outbox.clear()
    for day in ("2026-11-24", "2026-12-08", "2027-01-12"):
        with on(day):
            sweep()
            deliver(until=timezone.now() + timedelta(seconds=5))

    assert not [sent for sent in mail.outbox if case.councillor.email in sent.to]


def test_case_21_of_a_device_of_their_own_council_data_alone_is_removed():
    """The personal device of the dead: only council data removed, never a wipe."""
    device = equipment.enrolled()
    ends(device.holder, date(2026, 11, 22), reason=EndReason.DIED)
    desk = equipment.desk()
    ask_removal(device=device, because=EnrolmentEnd.LEFT_OFFICE, by=desk)
    confirm_removal(device=device, by=desk)

    device.refresh_from_db()
    assert device.status == DeviceStatus.RELEASED
    assert not DeskTask.objects.filter(device=device, kind=DeskKind.WIPE).exists()


# 24: a pre-election period inside a bigger one


def test_case_24_a_by_election_inside_a_bigger_one_is_scoped_merged_and_withdrawn():
    """Two wards only: the banner is scoped and merged, and withdrawn when it is countermanded."""
    polls.election()
    wards = [given.ward(), given.ward()]
    inside = polls.election(
        kind=Kind.BY_ELECTION, name="By-election", wards=wards, poll_on=date(2027, 5, 20)
    )
    concerned, other = polls.member(wards[0]), given.councillor()

    def banners(person):
        with on("2027-04-20"):
            return len(periods_of(now(person)))

    assert (banners(concerned), banners(other)) == (2, 1)
    with on("2027-04-20"):
        countermand(election=inside, reason="A candidate died.", by=polls.clerk())
    assert (banners(concerned), banners(other)) == (1, 1)


# 25: the calendar runs out


def test_case_25_past_the_published_holidays_an_end_is_refused_and_nothing_is_kept():
    """Blocked with a warning, instead of computing without holidays."""
    councillor = given.councillor()
    with pytest.raises(CalendarEnds, match="can’t count working days in 2029"):
        ends(councillor, date(2028, 12, 27))

    assert TermOfOffice.objects.get(councillor=councillor).ends_at is None
    assert not OffboardingCase.objects.exists()


def test_case_25_without_a_division_nothing_is_counted():
    """No nation set: the holidays common to all nations would be too few."""
    with pytest.raises(ValueError, match="not a valid"):
        Council(nation="").working_days_after(date(2026, 5, 1), 1)
