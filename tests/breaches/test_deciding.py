"""A person decides on telling the regulator and the people, with reasons."""

import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from breaches.alarming.chasing import remind_of_reviews
from breaches.assessing.actions import advise
from breaches.clocks import ALARM_HOURS
from breaches.compromising.actions import affect
from breaches.deciding import actions
from breaches.deciding.actions import may_be_closed
from breaches.deciding.left import left_of
from breaches.models import Assessment, Exemption, Incident, IncidentStep
from breaches.triaging import actions as triaging
from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.people.models import User
from councilgov.records import Refused
from tests import given
from tests.breaches import letters, reports

NEXT_WEEK, DAY = date(2026, 11, 30), timedelta(days=1)


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return reports.confirmed(), reports.decider(), reports.handler()

    return shared(make)


@pytest.fixture
def assessment(made_once):
    return Assessment.objects.with_row().get(pk=made_once[0].pk)


@pytest.fixture
def decider(made_once):
    return made_once[1]


@pytest.fixture
def officer(made_once):
    return made_once[2]


def decide(
    assessment, by, *, is_notifiable=True, reason="A risk is likely.", why=reports.UNADVISED
):
    return actions.decide_regulator(
        assessment=assessment,
        is_notifiable=is_notifiable,
        reason=reason,
        unadvised_because=why,
        by=by,
    )


def decide_people(
    assessment,
    by,
    *,
    is_required=True,
    exemption="",
    reason="High risk.",
    why=reports.UNADVISED,
    **ground,
):
    return actions.decide_people(
        assessment=assessment,
        is_required=is_required,
        exemption=exemption,
        reason=reason,
        unadvised_because=why,
        by=by,
        **ground,
    )


def facts_of(kind):
    return json.loads(Entry.objects.get(kind=f"breaches.{kind}").facts)


# The clock


def test_2_over_the_night_on_which_the_clocks_go_back_an_hour_is_an_hour():
    aware = datetime(2026, 10, 23, 9, tzinfo=UTC)  # 10:00 BST

    assert Assessment(aware_at=aware).due_at == datetime(2026, 10, 26, 9, tzinfo=UTC)  # 09:00 GMT


def test_1_a_councillor_who_notices_on_friday_and_reports_on_monday_has_hours_left():
    given.council()
    noticed = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)

    with time_machine.travel("2026-11-23 09:00Z", tick=False):
        clock = reports.noticed(noticed)

        assert clock.due_at - timezone.now() == timedelta(hours=8, minutes=30)
        assert not Assessment.objects.expired(timezone.now()).exists()
    with time_machine.travel("2026-11-23 17:31Z", tick=False):
        assert list(Assessment.objects.expired(timezone.now())) == [clock]


def test_alarms_end_with_the_hours():
    assert ALARM_HOURS == (24, 48, 60, 66, 70, 72)


# How severe


def test_the_score_is_enisas(assessment, officer):
    row = reports.scored(assessment, by=officer)

    assert (row.severity, row.band) == (Decimal("1.25"), "low")


def test_before_it_is_worked_out_there_is_none(assessment):
    assert (assessment.severity, assessment.band) == (None, None)


def test_flags_stand_beside_the_number(assessment, officer):
    row = reports.scored(assessment, by=officer, more_than_100=True, is_unintelligible=True)

    assert (row.severity, row.more_than_100, row.is_unintelligible) == (Decimal("1.25"), True, True)


# which information, whether the regulator is told, and whether that goes against the score
RULINGS = [
    (1, True, True),
    (1, False, False),
    (2, True, False),
    (2, False, False),
    (3, True, False),
    (3, False, True),
    (4, True, False),
    (4, False, True),
]


@pytest.mark.parametrize("ruling", RULINGS)
def test_a_decision_against_the_score_is_allowed_and_shown(assessment, officer, decider, ruling):
    dpc, is_notifiable, goes_against = ruling
    row = reports.scored(assessment, by=officer, dpc=dpc)
    assert not row.goes_against_score()

    row = decide(row, decider, is_notifiable=is_notifiable)

    assert row.goes_against_score() == goes_against
    assert facts_of("regulator_decided")["against_score"] == goes_against


def test_the_data_protection_officer_advises_and_nobody_else(assessment, officer):
    dpo = given.officer(Role.DATA_PROTECTION_OFFICER)
    row = advise(assessment=assessment, advice=" Tell them. ", by=dpo)

    assert (row.advice, row.advised_by) == ("Tell them.", dpo)
    with pytest.raises(Refused, match="Only a Data Protection Officer"):
        advise(assessment=assessment, advice="Tell them.", by=officer)
    triaging.involve(incident=assessment.incident, person=dpo, part="subject", by=officer)
    with pytest.raises(Refused, match="who has no part in it"):
        advise(assessment=assessment, advice="Tell them.", by=dpo)


# The decisions


def test_both_are_decided_with_reasons(assessment, decider):
    decide(assessment, decider)
    row = decide_people(assessment, decider)

    assert (row.regulator, row.people) == ("notifiable", "required")
    assert (row.regulator_decided_by, row.people_decided_by) == (decider, decider)
    assert (
        row.incident.events.filter(what__in=[IncidentStep.REGULATOR, IncidentStep.PEOPLE]).count()
        == 2
    )


@pytest.mark.parametrize("act", [decide, decide_people])
def test_without_reasons_nothing_is_decided(assessment, decider, act):
    with pytest.raises(Refused, match="Say why"):
        act(assessment, decider, reason=" ")


DECIDERS = {Role.MONITORING_OFFICER, Role.DEPUTY_MONITORING_OFFICER}


@pytest.mark.parametrize("role", Role)
def test_the_monitoring_officer_decides_for_the_council(assessment, role):
    somebody = given.somebody(role)

    if role in DECIDERS:
        assert decide(assessment, somebody).regulator == "notifiable"
    else:
        with pytest.raises(Refused, match="The Monitoring Officer or a deputy"):
            decide(assessment, somebody)


def test_18_who_received_it_does_not_decide_and_the_deputy_does(assessment, decider, officer):
    deputy = given.officer(Role.DEPUTY_MONITORING_OFFICER)
    triaging.involve(incident=assessment.incident, person=decider, part="recipient", by=officer)

    with pytest.raises(Refused, match="a deputy who has no part in it"):
        decide(assessment, decider)
    assert decide(assessment, deputy).regulator == "notifiable"


def test_8_a_councillor_decides_on_their_own_records_and_no_officer(decider):
    councillor = given.councillor()
    row = reports.of_councillor(councillor, reporter=councillor)

    with pytest.raises(Refused, match=f"{councillor.full_name} decides"):
        decide(row, decider)
    assert decide(row, councillor, is_notifiable=False).regulator == "not_notifiable"


def test_8_one_controller_tells_and_the_other_does_not(decider):
    councillor = given.councillor()
    theirs = reports.of_councillor(councillor, reporter=councillor)
    ours = theirs.incident.assessments.with_row().of_the_council().get()

    decide(ours, decider)
    decide(theirs, councillor, is_notifiable=False)

    told = theirs.incident.assessments.values_list("controller", "regulator")
    assert dict(told) == {"council": "notifiable", "councillor": "not_notifiable"}


def test_why_the_people_are_not_told_is_chosen(assessment, decider):
    with pytest.raises(Refused, match="Choose why"):
        decide_people(assessment, decider, is_required=False)

    row = decide_people(assessment, decider, is_required=False, exemption=Exemption.ENCRYPTED)

    assert (row.people, row.exemption) == ("not_required", "encrypted")


def test_a_ground_is_gone_once_they_are_told_after_all(assessment, decider):
    decide_people(
        assessment, decider, is_required=False, exemption=Exemption.CRIME, review_on=NEXT_WEEK
    )

    row = decide_people(assessment, decider)

    assert (row.exemption, row.review_on) == ("", None)


@pytest.mark.parametrize("review_on", [None, date(2026, 11, 23)], ids=["no day", "today"])
def test_what_would_harm_an_inquiry_is_looked_at_again_on_a_day_ahead(
    assessment, decider, review_on
):
    with pytest.raises(Refused, match="looked at again") as refused:
        decide_people(
            assessment, decider, is_required=False, exemption="crime", review_on=review_on
        )

    assert refused.value.field == "review_on"


def reviewed(assessment, decider):
    return decide_people(
        assessment, decider, is_required=False, exemption="crime", review_on=NEXT_WEEK
    )


def swept(days=0):
    """So many days after that day: how many were reminded."""
    with time_machine.travel(f"{NEXT_WEEK + days * DAY} 09:00Z"):
        return remind_of_reviews()


def test_on_that_day_and_each_week_after_it_whoever_decides_is_reminded(assessment, decider):
    reviewed(assessment, decider)

    assert swept(-1) == 0
    assert (swept(), swept(), swept(6), swept(7), swept(8)) == (1, 0, 0, 1, 0)
    for notice in Notice.objects.filter(kind="exemption_review"):
        assert notice.to == decider
        with time_machine.travel(f"{NEXT_WEEK} 09:00Z"):
            assert unwanted(notice) == ""


def test_where_they_have_left_whoever_decides_now_is_reminded(assessment, decider):
    reviewed(assessment, decider)
    gone = User.objects.get(pk=decider.pk)
    gone.is_active = False
    gone.keep(by=None, why="Test")
    new = reports.decider()

    assert swept() == 1
    assert Notice.objects.get(kind="exemption_review").to == new


def test_it_is_not_closed_while_it_is_to_be_looked_at_again(assessment, decider):
    officer = reports.handler()
    reports.spared(assessment, by=decider)
    reviewed(assessment, decider)
    reports.contained(assessment.incident, by=officer)

    with pytest.raises(Refused, match="it is looked at again"):
        reports.closed(assessment.incident, by=officer)
    assert not may_be_closed(Incident.objects.get(pk=assessment.incident_id))
    decide_people(assessment, decider, is_required=False, exemption="not_high")
    assert reports.closed(assessment.incident, by=officer).status == "closed"


def test_who_was_told_or_put_off_meanwhile_is_no_reminder(assessment, decider):
    row = reviewed(assessment, decider)
    swept()
    notice = Notice.objects.get(kind="exemption_review")

    decide_people(row, decider, is_required=False, exemption="crime", review_on=NEXT_WEEK + 7 * DAY)
    with time_machine.travel("2026-11-30 09:00Z"):
        assert unwanted(notice)
    decide_people(row, decider)
    with time_machine.travel("2026-11-30 09:00Z"):
        assert unwanted(notice)


# The advice


@pytest.mark.parametrize("act", [decide, decide_people])
def test_without_advice_it_says_why_nobody_waited(assessment, decider, act):
    with pytest.raises(Refused, match="has not advised yet") as refused:
        act(assessment, decider, why=" ")

    row = act(assessment, decider, why="He is ill.")

    assert refused.value.field == "unadvised_because"
    assert row.unadvised_because == "He is ill."


def test_why_is_said_once_for_both_decisions(assessment, decider):
    decide(assessment, decider, why="He is ill.")

    assert decide_people(assessment, decider, why="").unadvised_because == "He is ill."
    assert facts_of("regulator_decided")["was_advised"] is False


def test_with_the_advice_nothing_more_is_asked(assessment, decider):
    dpo = given.officer(Role.DATA_PROTECTION_OFFICER)
    row = advise(assessment=assessment, advice="Tell them.", by=dpo)

    assert decide(row, decider, why="").unadvised_because == ""
    assert facts_of("regulator_decided")["was_advised"] is True


def test_a_councillor_has_no_data_protection_officer_to_wait_for():
    councillor = given.councillor()

    row = decide(reports.of_councillor(councillor, reporter=councillor), councillor, why="")

    assert row.unadvised_because == ""


def test_a_high_risk_is_told_to_the_regulator_too(assessment, decider):
    decide(assessment, decider, is_notifiable=False)

    with pytest.raises(Refused, match="that was decided otherwise"):
        decide_people(assessment, decider)


def test_who_tells_the_people_tells_the_regulator(assessment, decider):
    decide_people(assessment, decider)

    with pytest.raises(Refused, match="so the regulator is told too"):
        decide(assessment, decider, is_notifiable=False)


def test_of_what_is_no_breach_nothing_is_decided(assessment, decider, officer):
    triaging.rule(
        incident=assessment.incident, finding="not_personal", reason="Empty file.", by=officer
    )

    with pytest.raises(Refused, match="The decision can’t be done"):
        decide(assessment, decider)


# The end


def test_it_is_closed_with_its_lessons(assessment, decider, officer):
    reports.spared(assessment, by=decider)
    reports.contained(assessment.incident, by=officer)

    closed = reports.closed(assessment.incident, by=officer)

    assert (closed.status, closed.is_open) == ("closed", False)
    assert not Incident.objects.open().filter(pk=closed.pk).exists()


def test_without_lessons_it_stays_open(assessment, decider, officer):
    reports.spared(assessment, by=decider)
    reports.contained(assessment.incident, by=officer)

    with pytest.raises(Refused, match="Say why"):
        actions.close(incident=assessment.incident, lessons="", by=officer)


def test_before_it_is_contained_it_stays_open(assessment, decider, officer):
    reports.spared(assessment, by=decider)

    with pytest.raises(Refused, match="still to be ended"):
        reports.closed(assessment.incident, by=officer)


LEFT = [
    (("undecided", "undecided", ""), "it is not decided whether the regulator is", "regulator"),
    (("not_notifiable", "undecided", ""), "it is not decided whether the people are", "people"),
    (("notifiable", "not_required", "not_high"), "nobody has recorded that the", "report"),
    (("initial", "not_required", "not_high"), "the final report to the regulator", "report"),
    (("final", "required", ""), "not everybody on the list of people is told", "letters"),
    (("final", "not_required", "effort"), "nobody has recorded where it was made", "letters"),
    (("final", "not_required", "crime"), "it is looked at again on 30 November", "people"),
]


@pytest.mark.parametrize(("stood", "words", "page"), LEFT)
def test_with_something_left_it_stays_open_and_says_what(assessment, decider, stood, words, page):
    reports.contained(assessment.incident, by=decider)
    stands(
        assessment, decider, **dict(zip(("regulator", "people", "exemption"), stood, strict=True))
    )

    with pytest.raises(Refused, match=f"It can’t be closed yet. The council: {words}") as refused:
        reports.closed(assessment.incident, by=decider)

    assert refused.value.way
    way, _words = refused.value.way
    assert way == f"{assessment.get_absolute_url()}{assessment.pk}/{page}/"


def stands(row, by, **values):
    """As if all of that had been decided."""
    now = timezone.now()
    for name in ("regulator", "people"):
        if values[name] != "undecided":
            values |= {f"{name}_because": "So.", f"{name}_decided_by": by}
            values[f"{name}_decided_at"] = now
    if values["exemption"] == "crime":
        values["review_on"] = NEXT_WEEK
    for name, value in {"unadvised_because": "Away.", **values}.items():
        setattr(row, name, value)
    row.keep(by=by, why="Test")


def test_who_decides_nothing_is_led_to_the_case(assessment, officer):
    reports.contained(assessment.incident, by=officer)

    with pytest.raises(Refused) as refused:
        reports.closed(assessment.incident, by=officer)

    assert refused.value.way == assessment.incident.own_page


def test_of_many_who_have_something_left_a_few_are_named(assessment, decider, officer):
    reports.contained(assessment.incident, by=officer)
    people = [given.councillor() for _ in range(4)]
    affect(incident=assessment.incident, councillors=people, by=officer)

    with pytest.raises(Refused, match="2 more have something left to do") as refused:
        reports.closed(assessment.incident, by=officer)

    assert people[1].full_name in str(refused.value)
    assert people[2].full_name not in str(refused.value)


def test_somebody_added_to_the_list_later_is_told_before_it_is_closed(decider):
    _message, one = letters.both()
    row = Assessment.objects.with_row().get(pk=one.assessment_id)
    for people, exemption, steps in (
        ("sent", "", ["Tell the people"]),
        ("not_required", "not_high", []),
    ):
        stands(row, decider, regulator="final", people=people, exemption=exemption)
        assert [str(left.step) for left in left_of(row)] == steps


def test_what_an_outside_body_decides_holds_nothing_up(assessment, decider, officer):
    triaging.add_controller(
        incident=assessment.incident, controller="outside_body", body="Elm School", by=officer
    )
    reports.spared(assessment, by=decider)
    reports.contained(assessment.incident, by=officer)

    assert reports.closed(assessment.incident, by=officer).status == "closed"
