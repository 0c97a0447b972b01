"""A version that is published before it takes effect, and the day on which it does."""

from datetime import date

import pytest
import time_machine
from django.conf import settings
from django.db import IntegrityError, models
from django.utils import timezone

from councilgov.access import Role
from councilgov.deadlines import CalendarEnds
from councilgov.ledger.models import Entry
from councilgov.notices.models import Notice
from councilgov.records import Refused
from policies import actions, tasks
from policies.deciding import actions as deciding
from policies.models import Acknowledgement, PolicyVersion, VersionStatus
from policies.publishing.actions import publish, take_effect
from policies.publishing.forecast import forecast
from policies.signatures import actions as signatures
from tests import given

THE_DAY = date(2026, 12, 14)
ON_THE_DAY = time_machine.travel("2026-12-14 00:05Z", tick=False)


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        councillors = [given.councillor() for _n in range(3)]
        first = given.published()
        given.signature(first, councillors[0])
        return councillors, first, given.officer(Role.MEMBERS_SERVICES)

    return shared(make)


@pytest.fixture
def councillors(made_once):
    return made_once[0]


@pytest.fixture
def first(made_once):
    return PolicyVersion.objects.get(pk=made_once[1].pk)


@pytest.fixture
def officer(made_once):
    return made_once[2]


def later(first, officer, parent=None, **fields):
    """The next major version, published to take effect three weeks on."""
    words = given.clauses("New words.")
    version = given.approved(policy=first.policy, major=2, clauses=words, parent=parent)
    return publish(version=version, by=officer, **{"effective_on": THE_DAY} | fields)


def test_a_later_day_leaves_the_version_before_in_force(first, officer):
    version = later(first, officer)

    assert version.status == VersionStatus.SCHEDULED
    assert list(first.policy.versions.in_force()) == [first]


def test_everybody_is_asked_at_once_and_has_the_councils_days_from_its_day(
    first, officer, councillors
):
    version = later(first, officer)

    asked = version.acknowledgements.all()
    assert {row.councillor for row in asked} == set(councillors)
    assert {row.due_on for row in asked} == {date(2027, 1, 14)}


def test_it_may_be_signed_early_from_the_day_on_which_it_takes_effect(first, officer, councillors):
    version = later(first, officer)

    given.signature(version, councillors[0])

    row = version.acknowledgements.signed().get()
    assert row.statement.endswith("and I agree to follow it from 14 December 2026.")


def test_an_early_signature_stands_when_the_day_comes(first, officer, councillors):
    version = later(first, officer)
    given.signature(version, councillors[0])

    with ON_THE_DAY:
        take_effect(today=THE_DAY)

    assert version.acknowledgements.signed().count() == 1
    assert version.acknowledgements.unsigned().count() == 2


def test_on_its_day_it_replaces_the_version_before_and_what_was_not_answered(first, officer):
    version = later(first, officer)

    with ON_THE_DAY:
        assert take_effect(today=THE_DAY) == 1
        assert take_effect(today=THE_DAY) == 0

    first.refresh_from_db()
    version.refresh_from_db()
    assert (first.status, version.status) == (VersionStatus.SUPERSEDED, VersionStatus.PUBLISHED)
    states = first.acknowledgements.order_by("status").values_list("status", flat=True)
    assert list(states) == ["signed", "superseded", "superseded"]
    assert Entry.objects.filter(kind="policies.in_force").count() == 1


def test_the_day_before_nothing_happens(first, officer):
    later(first, officer)

    assert take_effect(today=date(2026, 12, 13)) == 0


def test_a_worker_that_was_down_for_days_does_it_late(first, officer):
    version = later(first, officer)

    with time_machine.travel("2026-12-20 09:00Z", tick=False):
        assert take_effect(today=date(2026, 12, 20)) == 1

    version.refresh_from_db()
    assert version.effective_on == THE_DAY


def test_a_minor_version_for_later_leaves_those_in_peace_who_have_still_to_sign(
    first, officer, councillors
):
    version = given.approved(policy=first.policy, minor=1, clauses=given.clauses("New words."))
    publish(version=version, by=officer, effective_on=THE_DAY)
    assert not version.acknowledgements.exists()
    given.signature(first, councillors[1])

    with ON_THE_DAY:
        take_effect(today=THE_DAY)

    assert [row.councillor for row in version.acknowledgements.all()] == [councillors[2]]


def test_who_joins_before_the_day_is_asked_too(first, officer):
    version = later(first, officer)
    newcomer = given.councillor()

    signatures.ask(version=version, by=None)

    assert version.acknowledgements.filter(councillor=newcomer).exists()


def asked(person):
    """The numbers by which somebody was asked to sign, and how many messages told them."""
    rows = Acknowledgement.objects.filter(councillor=person)
    told = Notice.objects.filter(kind="policy_to_sign", to=person)
    return [row.version.number for row in rows], told.count()


def test_who_joins_before_the_day_of_a_minor_version_is_asked_by_the_one_in_force_alone(
    first, officer
):
    version = given.approved(policy=first.policy, minor=1)
    publish(version=version, by=officer, effective_on=THE_DAY)
    newcomer = given.councillor()  # after the version in force had its turn in this minute

    signatures.ask(version=version, by=None)
    signatures.ask(version=first, by=None)

    assert asked(newcomer) == (["1.0"], 1)


def test_in_the_minute_before_a_minor_version_is_put_in_force_nobody_is_asked_twice(
    first, officer, councillors
):
    version = given.approved(policy=first.policy, minor=1)
    publish(version=version, by=officer, effective_on=THE_DAY)

    with ON_THE_DAY:
        assert signatures.ask(version=version, by=None) == 0

    assert asked(councillors[1]) == (["1.0"], 1)


@pytest.mark.parametrize(("major", "minor"), [(1, 1), (2, 0)])
def test_who_joins_in_the_minute_before_it_is_put_in_force_is_asked_by_the_new_version_alone(
    first, officer, major, minor
):
    version = given.approved(policy=first.policy, major=major, minor=minor)
    publish(version=version, by=officer, effective_on=THE_DAY)

    with ON_THE_DAY:
        newcomer = given.councillor()
        tasks.ask_newcomers()
        tasks.take_effect()
        tasks.ask_newcomers()

    assert asked(newcomer) == ([version.number], 1)


@pytest.mark.parametrize(("day", "expected"), [("14", []), ("15", ["1.0"])])
def test_if_it_was_not_put_in_force_on_its_day_the_one_in_force_asks_newcomers_from_the_next(
    first, officer, day, expected
):
    version = given.approved(policy=first.policy, minor=1)
    publish(version=version, by=officer, effective_on=THE_DAY)

    with time_machine.travel(f"2026-12-{day} 09:00Z", tick=False):
        newcomer = given.councillor()
        tasks.ask_newcomers()

    assert asked(newcomer) == (expected, len(expected))


def test_a_lower_number_that_the_clock_may_not_put_in_force_keeps_nobody_from_being_asked(
    first, officer
):
    second = given.next_version(first, major=2)
    late = given.approved(policy=first.policy, minor=1)
    models.QuerySet(PolicyVersion).filter(pk=late.pk).update(  # past every rule of the application
        status=VersionStatus.SCHEDULED,
        effective_on=THE_DAY,
        published_by=officer,
        published_at=timezone.now(),
    )

    with ON_THE_DAY:
        newcomer = given.councillor()
        signatures.ask(version=second, by=None)

    assert asked(newcomer) == (["2.0"], 1)


def test_a_day_that_is_past_is_refused(first, officer):
    with pytest.raises(Refused, match="a day that is past") as refusal:
        later(first, officer, effective_on=date(2026, 11, 22))

    assert refusal.value.field == "effective_on"


def test_a_day_beyond_the_calendar_is_refused(first, officer):
    with pytest.raises(Refused, match="bank holidays after 1 January 2031 are not known"):
        later(first, officer, effective_on=date(2031, 1, 1))


def test_an_older_number_is_refused(first, officer):
    later(first, officer)

    with pytest.raises(Refused, match=r"Version 2\.0 is published already, so 1\.1"):
        publish(version=given.approved(policy=first.policy, minor=1), by=officer)


@pytest.mark.parametrize("effective_on", [None, THE_DAY])
def test_nothing_overtakes_a_lower_number_that_waits_for_its_day(first, officer, effective_on):
    later(first, officer)
    third = given.approved(policy=first.policy, major=3)

    with pytest.raises(Refused, match=r"Version 2\.0 takes effect on 14 December 2026"):
        publish(version=third, by=officer, effective_on=effective_on)


def test_a_higher_number_follows_once_the_one_that_waits_is_withdrawn(first, officer):
    waiting = later(first, officer)
    third = given.approved(policy=first.policy, major=3)
    deciding.withdraw(version=waiting, reason="Council, 12 November, minute 9.", by=officer)

    assert publish(version=third, by=officer).is_in_force


def test_nothing_goes_back_behind_a_number_that_was_in_force(first, officer):
    older = given.approved(policy=first.policy, minor=1)
    second = given.next_version(first, major=2)
    deciding.withdraw(version=second, reason="Council, 12 November, minute 9.", by=officer)

    with pytest.raises(Refused, match=r"Version 2\.0 is published already, so 1\.1"):
        publish(version=older, by=officer)


def test_what_was_withdrawn_before_its_day_stands_in_nobodys_way(first, officer):
    older = given.approved(policy=first.policy, minor=1)
    deciding.withdraw(version=later(first, officer), reason="Minute 9.", by=officer)

    assert publish(version=older, by=officer).is_in_force


def test_the_clock_replaces_no_higher_number(first, officer):
    waiting = publish(
        version=given.approved(policy=first.policy, minor=1), by=officer, effective_on=THE_DAY
    )
    second = given.approved(policy=first.policy, major=2)
    rows = models.QuerySet(PolicyVersion)  # past every rule of the application
    rows.filter(pk=first.pk).update(status=VersionStatus.SUPERSEDED)
    published = {"published_by": officer, "published_at": timezone.now()}
    rows.filter(pk=second.pk).update(
        status=VersionStatus.PUBLISHED, effective_on=date(2026, 11, 23), **published
    )

    with ON_THE_DAY, pytest.raises(Refused, match=r"so 1\.1 can’t follow it"):
        take_effect(today=THE_DAY)

    waiting.refresh_from_db()
    assert waiting.status == VersionStatus.SCHEDULED
    assert list(first.policy.versions.in_force()) == [second]


def test_a_version_that_waits_for_its_day_is_not_published_again(first, officer):
    with pytest.raises(Refused, match="It takes effect on its day"):
        publish(version=later(first, officer), by=officer)


def test_without_a_decision_nothing_is_published(officer):
    with pytest.raises(Refused, match="Publication can’t be done"):
        publish(version=given.submitted(), by=officer)


def test_a_question_whose_clause_was_amended_away_is_named_before_publication(officer):
    version = given.submitted()
    anchor = version.text[-1].anchor
    asked = given.question(version, anchor=anchor)
    kept = given.question(version, anchor=version.text[0].anchor)
    amended = given.DECISION | {"outcome": "approved_as_amended"}
    deciding.decide(versions=[version], by=None, **amended)
    version = deciding.amend(version=version, clauses=given.clauses("Only this."), by=officer)
    by = given.officer(Role.MONITORING_OFFICER)
    version = deciding.certify(version=version, text_sha256=version.sha256, by=by)
    assert anchor not in {clause.anchor for clause in version.text}

    with pytest.raises(Refused, match="has no longer the clause") as refused:
        publish(version=version, by=officer)

    assert asked.text in str(refused.value)
    assert kept.text not in str(refused.value)


def test_the_database_refuses_a_scheduled_version_without_a_publisher():
    version = given.draft()
    version.status = VersionStatus.SCHEDULED

    with pytest.raises(IntegrityError, match="dated_when_published"):
        version.save()


# What a parent pins


def in_force(version):
    """The next major version of its policy, published to be in force at once."""
    following = given.approved(policy=version.policy, major=version.major + 1)
    return publish(version=following, by=given.officer(Role.MEMBERS_SERVICES))


def test_a_parent_pins_the_versions_in_force_of_what_forms_part_of_it(first, officer):
    child = given.published(parent=first.policy)
    given.draft(parent=first.policy)

    version = in_force(first)

    assert list(version.pinned.all()) == [child]
    entry = Entry.objects.about(version).get(kind="policies.published")
    assert entry.details["pinned"] == {str(child.pk): child.sha256}


def of_one_decision(parent, child, *, is_parent_made_first):
    """The second version of both, approved in one vote."""
    made = {}
    for policy in [parent, child] if is_parent_made_first else [child, parent]:
        above = parent if policy == child else None
        made[policy.pk] = given.submitted(policy=policy, major=2, parent=above)
    actions.decide(versions=made.values(), by=None, **given.DECISION)
    return [PolicyVersion.objects.get(pk=made[policy.pk].pk) for policy in (parent, child)]


@pytest.mark.parametrize("is_parent_first", [True, False])
@pytest.mark.parametrize("is_made_first", [True, False])
def test_what_one_resolution_brings_on_one_day_is_pinned_in_whatever_order(
    first, officer, is_parent_first, is_made_first
):
    child = given.published(parent=first.policy)
    parent, part = of_one_decision(first.policy, child.policy, is_parent_made_first=is_made_first)

    for version in [parent, part] if is_parent_first else [part, parent]:
        publish(version=version, by=officer, effective_on=THE_DAY)
    with ON_THE_DAY:
        assert take_effect(today=THE_DAY) == 2

    assert list(parent.pinned.all()) == [part]
    entry = Entry.objects.about(parent).get(kind="policies.in_force")
    assert entry.details["pinned"] == {str(part.pk): part.sha256}


def test_a_part_of_a_later_day_is_not_pinned_yet(first, officer):
    child = given.published(parent=first.policy)
    later(child, officer, parent=first.policy, effective_on=date(2026, 12, 15))
    version = later(first, officer)

    with ON_THE_DAY:
        take_effect(today=THE_DAY)

    assert list(version.pinned.all()) == [child]


@pytest.mark.parametrize("change", ["clear", "add"])
def test_the_database_keeps_what_a_version_in_force_pins(first, officer, change):
    given.published(parent=first.policy)
    version = later(first, officer)
    with ON_THE_DAY:
        take_effect(today=THE_DAY)
    act = version.pinned.clear if change == "clear" else lambda: version.pinned.add(given.draft())

    with pytest.raises(IntegrityError, match="what a published version pins stays"):
        act()


# Each by itself


def test_a_version_that_fails_holds_back_no_other(first, officer, monkeypatch):
    version = later(first, officer)
    second = later(given.published(), officer)
    ask = signatures.ask

    def fail_once(*, version, by):
        if version.policy_id == first.policy_id:
            raise CalendarEnds("No calendar")
        return ask(version=version, by=by)

    monkeypatch.setattr(signatures, "ask", fail_once)

    with ON_THE_DAY, pytest.raises(CalendarEnds):
        take_effect(today=THE_DAY)

    version.refresh_from_db()
    second.refresh_from_db()
    assert (version.status, second.status) == (VersionStatus.SCHEDULED, VersionStatus.PUBLISHED)


def test_a_minute_in_which_nothing_is_due_costs_one_query(
    first, officer, django_assert_num_queries
):
    later(first, officer)

    with django_assert_num_queries(1):
        assert tasks.take_effect() == 0


@pytest.mark.parametrize(
    ("moment", "expected"),
    [("2027-06-13 22:59Z", 0), ("2027-06-13 23:00Z", 1)],  # 00:00 of the 14th in London
)
def test_a_version_is_in_force_from_midnight_in_london(first, officer, moment, expected):
    later(first, officer, effective_on=date(2027, 6, 14))

    with time_machine.travel(moment, tick=False):
        assert tasks.take_effect() == expected


def test_the_clock_looks_each_minute():
    beat = settings.CELERY_BEAT_SCHEDULE["put versions in force"]

    assert (beat["task"], beat["schedule"]) == (tasks.take_effect.name, 60.0)


# What it will do is what it does


@pytest.mark.parametrize("major", [1, 2])
@pytest.mark.parametrize("effective_on", [date(2026, 11, 23), THE_DAY])
def test_the_forecast_comes_true(first, officer, major, effective_on):
    version = given.approved(policy=first.policy, major=major, minor=2 - major)

    foreseen = forecast(version, effective_on)
    publish(version=version, by=officer, effective_on=effective_on)

    rows = version.acknowledgements.all()
    assert foreseen.asked_today == rows.count()
    assert {foreseen.due_on} >= {row.due_on for row in rows if major > 1}
    assert foreseen.before == first
    assert foreseen.kept == first.acknowledgements.signed().count()
    with ON_THE_DAY:
        take_effect(today=THE_DAY)
    assert foreseen.asked == rows.all().count()
    assert foreseen.closed == first.acknowledgements.filter(status="superseded").count()


def test_a_first_version_replaces_nothing(councillors):
    foreseen = forecast(given.approved(), date(2026, 11, 23))

    assert (foreseen.before, foreseen.kept, foreseen.closed) == (None, 0, 0)
    assert foreseen.asked == len(councillors)


def test_the_register_holds_requests_for_both_until_the_day(first, officer):
    later(first, officer)

    rows = Acknowledgement.objects.for_register()

    assert rows.filter(version=first).count() == rows.exclude(version=first).count() == 3
