"""Figures of incidents: what they count, what they leave out, and what everybody may read."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from breaches.figuring import public
from breaches.figuring.figures import figures
from breaches.figuring.months import Year, labels, year_to
from breaches.filing.actions import find_near_miss
from breaches.models import Incident, Notification
from breaches.notifying.actions import record_notification
from breaches.triaging.actions import involve, name_cause, rule
from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.people.models import Council
from councilgov.records import Refused
from tests import given
from tests.breaches import reports

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
YEAR = Year(date(2026, 11, 1))


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def councillor(db):
    given.council()
    return given.councillor()


@pytest.fixture
def officer(councillor):
    return reports.handler()


def reported(councillor, at, *, waited=timedelta(hours=1), **details):
    with time_machine.travel(at, tick=False):
        return reports.reported(by=councillor, noticed_at=at - waited, **details)


def found(user):
    return figures(Incident.objects.visible_to(user), YEAR)


def counts(rows):
    return {row.key: (row.now, row.before) for row in rows}


# Twelve months


@pytest.mark.parametrize(
    ("asked", "first", "last"),
    [
        ("", date(2025, 12, 1), date(2026, 11, 1)),
        ("2026-02", date(2025, 3, 1), date(2026, 2, 1)),
        ("2027-01", date(2025, 12, 1), date(2026, 11, 1)),
        ("9999-12", date(2025, 12, 1), date(2026, 11, 1)),
        ("0001-01", date(1999, 2, 1), date(2000, 1, 1)),
        ("2026-13", date(2025, 12, 1), date(2026, 11, 1)),
        ("nonsense", date(2025, 12, 1), date(2026, 11, 1)),
    ],
)
def test_a_year_ends_with_the_month_asked_for(asked, first, last):
    months = year_to(asked).months
    assert (months[0], months[-1], len(months)) == (first, last, 12)


def test_the_months_after_end_with_now():
    assert YEAR.after is None
    assert YEAR.before.after == YEAR
    assert Year(date(2026, 9, 1)).after == YEAR


@pytest.mark.parametrize(
    ("last", "dated"),
    [
        (date(2026, 11, 1), {1: "2026"}),
        (date(2026, 9, 1), {0: "2025", 3: "2026"}),
        (date(2026, 12, 1), {0: "2026"}),
    ],
)
def test_years_stand_below_january_and_the_first_month_where_there_is_room(last, dated):
    found = labels(Year(last).months)
    assert {place: one.below for place, one in enumerate(found) if one.below} == dated
    assert not next(one for one in found if one.text == "Jan").is_minor
    assert sum(one.is_minor for one in found) == 6


def test_months_begin_at_midnight_in_london():
    summer = Year(date(2026, 6, 1))
    assert summer.ends == datetime(2026, 6, 30, 23, tzinfo=UTC)
    assert summer.last_day == date(2026, 6, 30)


# What is counted


def test_each_report_counts_in_its_month_in_london(councillor, officer):
    reported(councillor, datetime(2026, 6, 30, 22, 59, tzinfo=UTC))
    reported(councillor, datetime(2026, 6, 30, 23, 1, tzinfo=UTC))
    by_month = found(officer).by_month
    assert sum(by_month[date(2026, 6, 1)].values()) == 1
    assert sum(by_month[date(2026, 7, 1)].values()) == 1


def test_each_report_counts_by_what_came_of_it(councillor, officer):
    decider = reports.decider()
    reports.reported(by=councillor)
    reports.ruled("not_personal", by=officer, reporter=councillor)
    reports.ruled("suspected", by=officer, reporter=councillor)
    told = reports.confirmed(by=officer, reporter=councillor)
    reports.notifiable(told, by=decider)
    record_notification(
        assessment=told, stage="initial", route="phone", told_at=timezone.now(), by=decider
    )
    month = found(officer).by_month[date(2026, 11, 1)]
    assert month == {"told": 1, "breach": 1, "none": 1, "open": 1}


def test_what_is_closed_counts_as_it_was_found(councillor, officer):
    incident = reports.ruled("not_personal", by=officer, reporter=councillor)
    reports.closed(incident, by=officer)
    assert found(officer).by_month[date(2026, 11, 1)]["none"] == 1


def test_kinds_stand_beside_the_year_before_the_greatest_first(councillor, officer):
    reported(councillor, NOW - timedelta(days=400), kind="lost")
    reported(councillor, NOW - timedelta(days=30), kind="seen")
    for days in (1, 2):
        reported(councillor, NOW - timedelta(days=days), kind="lost")
    reported(councillor, NOW - timedelta(days=800), kind="other")
    rows = found(officer)
    assert [row.key for row in rows.kinds] == ["lost", "seen"]
    assert counts(rows.kinds) == {"lost": (2, 1), "seen": (1, 0)}
    assert (rows.total.now, rows.total.before) == (3, 1)


def test_causes_count_and_so_does_what_has_none_yet(councillor, officer):
    incident = reports.ruled("not_personal", by=officer, reporter=councillor)
    name_cause(incident=incident, cause="attack", words="The sender is forged.", by=officer)
    reports.reported(by=councillor)
    assert counts(found(officer).causes) == {"attack": (1, 0), "": (1, 0)}


@pytest.mark.parametrize(
    ("waited", "key"),
    [
        (timedelta(hours=1), "hour"),
        (timedelta(hours=1, seconds=1), "day"),
        (timedelta(hours=24), "day"),
        (timedelta(hours=24, seconds=1), "three_days"),
        (timedelta(hours=72), "three_days"),
        (timedelta(hours=72, seconds=1), "later"),
    ],
)
def test_how_swiftly_it_was_reported(councillor, officer, waited, key):
    reported(councillor, NOW, waited=waited)
    assert {row.key for row in found(officer).waits if row.now} == {key}


@pytest.mark.parametrize(
    ("hours", "expected"), [(72, (1, 0)), (73, (0, 1))], ids=["in time", "late"]
)
def test_whether_the_regulator_was_told_in_time(councillor, officer, hours, expected):
    decider = reports.decider()
    noticed_at = NOW - timedelta(hours=80)
    told = reports.confirmed(by=officer, reporter=councillor, noticed_at=noticed_at)
    reports.notifiable(told, by=decider)
    for stage, later in (("initial", 0), ("final", 5)):
        record_notification(
            assessment=told,
            stage=stage,
            route="phone",
            told_at=noticed_at + timedelta(hours=hours + later),
            late_because="The officer was away.",
            unknown="Who has it now.",
            by=decider,
        )
    assert Notification.objects.count() == 2
    rows = found(officer)
    assert (rows.told_in_time, rows.told_late) == expected


def test_what_a_councillor_answers_for_alone_is_in_no_figure(councillor, officer):
    own = reports.of_councillor(councillor, by=officer, reporter=councillor)
    assert found(officer).total.now == 1
    own.incident.assessments.of_the_council().delete()
    assert found(officer).total.now == 0


def test_who_has_a_part_in_it_does_not_count_it_either(councillor, officer):
    incident = reports.ruled("suspected", by=officer, reporter=councillor)
    other = reports.handler()
    assert found(other).total.now == 1
    involve(incident=incident, person=other, part="recipient", by=officer)
    assert found(other).total.now == 0


def test_figures_take_as_many_queries_for_many(councillor, officer, django_assert_num_queries):
    seen = Incident.objects.visible_to(officer)
    officer.has_perm("breaches.see_incidents")
    for _ in range(3):
        reports.ruled("suspected", by=officer, reporter=councillor)
        with django_assert_num_queries(5):
            figures(seen.all(), YEAR)


# The page


def test_a_bar_leads_to_as_many_reports_as_it_counts(client, councillor, officer):
    reported(councillor, datetime(2025, 11, 30, 23, 30, tzinfo=UTC), kind="lost")
    reported(councillor, datetime(2025, 12, 1, 0, 30, tzinfo=UTC), kind="lost")
    reported(councillor, NOW, kind="lost")
    client.force_login(officer)
    page = client.get(reverse("breaches:figures"))
    bar = page.context["parts"][0][1]["bars"][0]
    assert bar.value == 2
    assert client.get(bar.href).context["page"].paginator.count == 2


def test_no_bar_leads_where_no_filter_finds_it(client, councillor, officer):
    reports.reported(by=councillor)
    client.force_login(officer)
    (_name, causes) = client.get(reverse("breaches:figures")).context["parts"][1]
    assert [bar.href for bar in causes["bars"]] == [""]


def test_a_year_without_reports_says_so(client, officer):
    client.force_login(officer)
    page = client.get(reverse("breaches:figures"), {"to": "2001-01"})
    assert "Nothing was reported in these 12 months." in page.content.decode()


# What causes it


def test_a_cause_is_named_with_words_and_as_evidence(councillor, officer):
    incident = reports.ruled("not_personal", by=officer, reporter=councillor)
    name_cause(incident=incident, cause="attack", words=" The sender is forged. ", by=officer)
    incident.refresh_from_db()
    assert incident.cause == "attack"
    assert incident.events.last().words == "An attack from outside. The sender is forged."
    assert '"cause":"attack"' in Entry.objects.get(kind="breaches.cause").facts.replace(" ", "")


@pytest.mark.parametrize(
    ("finding", "words", "message"),
    [
        (None, "The sender is forged.", "Say first whether personal data is affected"),
        ("suspected", " ", "Say why"),
    ],
)
def test_a_cause_needs_a_finding_and_words(councillor, officer, finding, words, message):
    incident = reports.reported(by=councillor)
    if finding:
        rule(incident=incident, finding=finding, reason="A name is in it.", by=officer)
    with pytest.raises(Refused, match=message):
        name_cause(incident=incident, cause="attack", words=words, by=officer)


def test_who_has_a_part_in_it_names_no_cause(officer):
    incident = reports.ruled("suspected", by=reports.handler(), reporter=officer)
    with pytest.raises(Refused, match="You have a part in this yourself"):
        name_cause(incident=incident, cause="attack", words="Why", by=officer)


# What everybody may read


def in_2025(councillor, officer, kinds, finding="not_personal"):
    for n, kind in enumerate(kinds):
        at = datetime(2025, 3, 1, 12, tzinfo=UTC) + timedelta(days=n)
        incident = reported(councillor, at, kind=kind)
        if finding:
            rule(incident=incident, finding=finding, reason="As it is.", by=officer)


def told(rows):
    return {row.key: row.number for row in rows}


def test_a_year_is_published_once_it_is_over(councillor, officer):
    in_2025(councillor, officer, ["lost"] * 5)
    reports.reported(by=councillor)
    reported(councillor, datetime(2026, 1, 1, 0, 0, tzinfo=UTC))
    assert [year.year for year in public.years()] == [2025]


def test_small_numbers_are_not_told_nor_found_by_subtraction(councillor, officer):
    in_2025(councillor, officer, ["lost"] * 7 + ["seen"] * 5 + ["other"] * 2)
    (year,) = public.years()
    assert told(year.kinds) == {"lost": 7, "rest": 7}
    assert told(year.totals) == {
        "reports": 14,
        "breaches": 0,
        "regulator_told": 0,
        "people_told": 0,
    }


def test_of_few_reports_nothing_is_told(councillor, officer):
    in_2025(councillor, officer, ["lost"] * 4)
    (year,) = public.years()
    assert set(told(year.totals).values()) == {None}
    assert list(year.kinds) == []


@pytest.mark.parametrize(
    ("breaches", "others", "expected"),
    [(5, 5, 5), (4, 6, None), (6, 4, None), (5, 0, 5), (0, 5, 0)],
)
def test_a_part_is_told_if_the_rest_is_enough_too(councillor, officer, breaches, others, expected):
    in_2025(councillor, officer, ["lost"] * breaches, finding="confirmed")
    in_2025(councillor, officer, ["lost"] * others)
    (year,) = public.years()
    assert told(year.totals)["breaches"] == expected


def test_what_depends_on_an_untold_figure_is_not_told(councillor, officer):
    in_2025(councillor, officer, ["lost"] * 4, finding="confirmed")
    in_2025(councillor, officer, ["lost"] * 6)
    (year,) = public.years()
    assert told(year.totals)["regulator_told"] is None


def test_publishing_takes_one_query(councillor, officer, django_assert_num_queries):
    in_2025(councillor, officer, ["lost"] * 6)
    with django_assert_num_queries(1):
        public.years()


def test_nothing_is_published_before_the_council_decided_to(client, councillor, officer):
    in_2025(councillor, officer, ["lost"] * 6)
    assert client.get(reverse("breaches:statistics")).status_code == 404


def test_the_monitoring_officer_publishes_it_by_a_decision(client, councillor, officer):
    in_2025(councillor, officer, ["lost"] * 6)
    client.force_login(given.officer(Role.MONITORING_OFFICER))
    sent = {"statistics_decision": "Full council, 1 October 2026, minute 13"}
    client.post(reverse("breaches:change_statistics"), sent)
    client.logout()
    assert Council.objects.the().statistics_decision == sent["statistics_decision"]

    page = client.get(reverse("breaches:statistics")).content.decode()
    assert "A device was lost or stolen" in page

    lines = client.get(reverse("breaches:statistics"), {"as": "csv"}).getvalue().decode("utf-8-sig")
    assert ["2025", "reports", "6"] in list(csv.reader(io.StringIO(lines)))
    data = client.get(reverse("breaches:statistics"), {"as": "json"}).json()
    assert data["years"][0]["kinds"] == {"lost": 6}
    assert data["fewest"] == 5


# The register and the record


def test_the_register_shows_how_the_hours_stand(client, councillor, officer):
    noticed = NOW - timedelta(hours=52, minutes=48)
    reports.ruled("suspected", by=officer, reporter=councillor, noticed_at=noticed)
    over = NOW - timedelta(hours=75)
    reports.ruled("confirmed", by=officer, reporter=councillor, noticed_at=over)
    reports.ruled("not_personal", by=officer, reporter=councillor)
    client.force_login(officer)
    page = client.get(reverse("breaches:incidents")).content.decode()
    assert "19 hours left" in page
    assert "3 hours over" in page
    assert page.count(" left</strong>") == 1


def test_the_last_hour_is_told_in_minutes(client, councillor, officer):
    noticed = NOW - timedelta(hours=71, minutes=48)
    reports.ruled("suspected", by=officer, reporter=councillor, noticed_at=noticed)
    client.force_login(officer)
    assert "12 minutes left" in client.get(reverse("breaches:incidents")).content.decode()


@pytest.mark.parametrize(
    ("asked", "number"),
    [
        ({"clock": "running"}, 2),
        ({"clock": "over"}, 1),
        ({"clock": ""}, 3),
        ({"cause": "attack"}, 1),
        ({"is_near_miss": "1"}, 1),
        ({"since_day": "20", "since_month": "11", "since_year": "2026"}, 3),
        ({"until_day": "19", "until_month": "11", "until_year": "2026"}, 0),
        ({"until_day": "31", "until_month": "12", "until_year": "9999"}, 3),
        ({"since_day": "1", "since_month": "1", "since_year": "0001"}, 3),
    ],
)
def test_the_register_is_narrowed_down(client, councillor, officer, asked, number):
    reports.ruled("suspected", by=officer, reporter=councillor)
    over = NOW - timedelta(hours=75)
    reports.ruled("confirmed", by=officer, reporter=councillor, noticed_at=over)
    reported = reports.reported(by=councillor)
    missed = find_near_miss(incident=reported, reason="Recalled unread.", by=officer)
    name_cause(incident=missed, cause="attack", words="The sender is forged.", by=officer)
    client.force_login(officer)
    page = client.get(reverse("breaches:incidents"), asked)
    assert page.context["page"].paginator.count == number


@pytest.mark.parametrize("asked", ["{reference}", " {reference} ", "{lower}"])
def test_a_report_is_found_by_its_reference(client, councillor, officer, asked):
    reports.reported(by=councillor)
    incident = reports.reported(by=councillor)
    client.force_login(officer)
    number = incident.reference
    words = asked.format(reference=number, lower=number.lower())
    page = client.get(reverse("breaches:incidents"), {"q": words})
    assert [row.record for row in page.context["register"].table.rows] == [incident]


def test_the_register_leaves_whole(client, councillor, officer):
    part = reports.confirmed(by=officer, reporter=councillor)
    reports.spared(part, by=reports.decider())
    client.force_login(officer)
    file = client.post(reverse("breaches:incidents"), {"export": "csv"})
    (row,) = csv.DictReader(io.StringIO(file.getvalue().decode("utf-8-sig")))
    assert row["Report"] == part.incident.reference
    assert row["What happened"] == part.incident.happened
    assert row["Tell the regulator?"] == "Not to be told"
    assert row["Reasons for it"] == "The colleague deleted it unread."
    assert row["Near miss"] == "No"
    assert row["72 hours"] == "2026-11-23 11:00:00"


def test_who_reports_sees_no_deliberation_of_the_council_in_the_list(client, councillor, officer):
    part = reports.confirmed(by=officer, reporter=councillor)
    reports.spared(part, by=reports.decider())
    client.force_login(councillor)
    file = client.post(reverse("breaches:incidents"), {"export": "csv"})
    (row,) = csv.DictReader(io.StringIO(file.getvalue().decode("utf-8-sig")))
    assert "Reasons for it" not in row
    assert row["Report"] == part.incident.reference


def test_the_record_leaves_as_a_pdf_and_that_is_evidence(client, councillor, officer):
    incident = reports.confirmed(by=officer, reporter=councillor).incident
    client.force_login(officer)
    file = client.post(reverse("breaches:print_incident", args=[incident.reference]))
    assert file["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF")
    assert Entry.objects.get(kind="breaches.printed").actor_id == officer.pk
