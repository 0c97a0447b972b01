"""The yearly report: figures, groups that may be told, and its three forms."""

import io
import re
import zipfile
from datetime import date

import pypdf
import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given as any_of
from hypothesis import settings
from hypothesis import strategies as st

from councilgov.access import Role
from councilgov.disclosure import FEWEST, groups_told, left_over
from councilgov.ledger.models import Entry as LedgerEntry
from councilgov.notices.models import Notice, State
from councilgov.people import actions as people
from policies.annual import figures
from policies.annual.figures import Entry, Figure, Report, entries_of, report_of, year_of, years
from policies.annual.sheets import groups_of, headings, policies_of
from policies.deciding import actions as deciding
from policies.exempting import actions as exempting
from policies.models import Policy, PolicyVersion
from policies.publishing import actions as publishing
from policies.registers.actions import chase
from policies.signatures import actions as signatures
from policies.tasks import take_effect
from tests import given

GROUPS = {"Blue Barset": 6, "Green Barset": 5, "Red Barset": 2}


def twenty_asked():
    """Three groups and seven without one, asked on 3 August 2026; six signed in time, one late."""
    with time_machine.travel("2026-08-03 09:00Z"):
        for name, size in GROUPS.items():
            group = given.group(name=name)
            for _number in range(size):
                given.councillor(group=group)
        for _number in range(7):
            given.councillor()
        version = given.published(policy=given.policy(title="Protocol"))
    blue = list(version.acknowledgements.filter(councillor__memberships__group__name="Blue Barset"))
    for row in blue:
        sign(row, "2026-09-14 22:59Z")  # the forty-second day, in London
    sign(version.acknowledgements.not_signed().order_by("pk").first(), "2026-09-15 09:00Z")
    return version


def sign(row, moment):
    with time_machine.travel(moment):
        given.signature(row.version, row.councillor)


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(twenty_asked)


@pytest.fixture
def version(made_once):
    return PolicyVersion.objects.get(pk=made_once.pk)


@pytest.fixture
def keeper(client):
    client.force_login(given.officer(Role.MONITORING_OFFICER))
    return client


def page(name="annual_report", year=2026):
    return reverse(f"policies:{name}", args=[year])


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2026, 4, 30), 2025), (date(2026, 5, 1), 2026), (date(2027, 1, 1), 2026)],
)
def test_a_municipal_year_begins_in_may(day, year):
    assert year_of(day) == year


def test_who_signed_within_42_days_and_who_did_by_now_is_counted(version):
    (entry,) = entries_of(2026)

    assert (entry.total.asked, entry.total.soon, entry.total.signed) == (20, 6, 7)
    assert (entry.total.soon_percent, entry.total.signed_percent) == (30, 35)
    assert entry.six_weeks_end_on == date(2026, 9, 14)
    assert entries_of(2025) == []
    assert years() == [2026]


@pytest.mark.parametrize(("given_on", "soon"), [(date(2026, 9, 14), 7), (date(2026, 9, 15), 6)])
def test_a_signature_on_paper_counts_on_the_day_on_which_it_was_given(version, given_on, soon):
    row = version.acknowledgements.not_signed().first()
    given.recorded(version, row.councillor, given_on=given_on)

    (entry,) = entries_of(2026)

    assert (entry.total.soon, entry.total.signed) == (soon, 8)


def test_small_groups_stand_together_with_those_in_none(version):
    (entry,) = entries_of(2026)

    assert {name: figure.asked for name, figure in entry.groups} == {
        "Blue Barset": 6,
        "Green Barset": 5,
        "Other groups and independents": 9,
    }


def test_where_every_group_is_told_there_are_no_others():
    row = {"group": "Green", "asked": 7, "soon": 3, "signed": 4}

    assert [name for name, _figure in figures._groups([row], frozenset({"Green"}))] == ["Green"]


def test_the_group_is_that_of_the_day_on_which_they_were_asked(version):
    member = version.acknowledgements.filter(
        councillor__memberships__group__name="Green Barset"
    ).first()
    people.leave_group(
        membership=member.councillor.memberships.get(), ends_on=timezone.localdate(), by=None
    )

    (entry,) = entries_of(2026)

    assert dict(entry.groups)["Green Barset"].asked == 5


def test_who_left_without_signing_is_not_counted(version):
    row = version.acknowledgements.not_signed().first()
    row.lapsed_on, row.lapsed_because = timezone.localdate(), "left_office"
    row.move("lapsed", by=None, why="Test")

    assert entries_of(2026)[0].total.asked == 19


def test_a_minor_version_is_the_same_line_and_nobody_counts_twice(version):
    newer = given.next_version(version)
    person = newer.acknowledgements.not_signed().first().councillor
    given.signature(newer, person)

    (entry,) = entries_of(2026)

    assert entry.version == version
    assert (entry.total.asked, entry.total.signed) == (20, 8)


def test_objections_refusals_and_reminders_are_counted(version):
    one, two, three = version.acknowledgements.not_signed()[:3]
    given.signature(version, one.councillor, objection="Clause 2.")
    signatures.decline(version=version, by=two.councillor, reason="I will not.")
    chase(version=version, rows=[three.pk], by=given.officer(Role.MEMBERS_SERVICES))
    asking = Notice.objects.filter(kind__in=["policy_chased", "policy_to_sign"])
    asking.update(state=State.SENT, sent_at=timezone.now())  # the first request is no reminder

    (entry,) = entries_of(2026)

    assert (entry.objected, entry.declined, entry.reminders, entry.exempted) == (1, 1, 1, 0)


def test_of_a_policy_that_asked_too_few_nothing_is_told(keeper, version, monkeypatch):
    monkeypatch.setattr(figures, "FEWEST", 21)

    (entry,) = entries_of(2026)

    assert entry.is_small
    assert (entry.total.signed, entry.groups, entry.reminders) == (0, [], 0)
    assert report_of(2026).total.asked == 0
    html = keeper.get(page()).text
    assert "no figures are shown" in html
    assert "35%" not in html


def test_the_year_before_stands_beside_it(version):
    with time_machine.travel("2027-06-01 09:00Z"):
        given.next_version(version, major=2)
        report = report_of(2027)

    assert report.before.signed_percent == 35
    assert years() == [2027, 2026]


# Suppression


COUNTS = st.lists(
    st.dictionaries(st.sampled_from(["", "a", "b", "c", "d"]), st.integers(0, 12)), max_size=4
)


@settings(deadline=None)
@any_of(COUNTS)
def test_no_figure_is_about_fewer_than_five_people_not_even_by_subtraction(asked):
    told = groups_told(asked)

    for one in asked:
        parts = [one.get(name, 0) for name in told] + [left_over(one, told)]
        if told:
            assert all(part == 0 or part >= FEWEST for part in parts)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ([{"a": 9, "b": 5}], {"a", "b"}),
        ([{"a": 9, "b": 4}], set()),
        ([{"a": 9, "b": 6, "c": 4}], {"a"}),
        ([{"a": 9, "b": 3, "": 2}], {"a"}),
        ([{"a": 9, "b": 5}, {"a": 9, "b": 4, "": 1}], {"a"}),
        ([{"a": 9, "b": 5}, {"a": 9}], {"a", "b"}),
        ([{"": 20}], set()),
        ([], set()),
    ],
)
def test_which_groups_are_told(asked, told):
    assert groups_told(asked) == told


def entry(**counts):
    version = PolicyVersion(policy=Policy(title="Protocol"), major=1, minor=0)
    return Entry(version, **counts)


def number(cell):
    assert isinstance(cell, int)
    return cell


def report(*entries):
    return Report(2026, entries, Figure())


FIGURES = st.integers(0, 30).flatmap(
    lambda asked: st.integers(0, asked).flatmap(
        lambda signed: st.integers(0, signed).map(lambda soon: Figure(asked, soon, signed))
    )
)
ENTRIES = st.lists(
    st.builds(
        entry,
        total=FIGURES,
        groups=st.lists(st.tuples(st.just("A group"), FIGURES), max_size=3),
        objected=st.integers(0, 12),
        declined=st.integers(0, 12),
        exempted=st.integers(0, 12),
        reminders=st.integers(0, 12),
        reminded=st.integers(0, 12),
    ),
    max_size=3,
)


@settings(deadline=None)
@any_of(ENTRIES)
def test_what_few_said_or_were_spared_stands_nowhere_nor_in_a_total(entries):
    *lines, total = policies_of(report(*entries))
    told = [row for row in lines if row[1] != "Fewer than 5"]

    for row in told:
        for count in row[6:9]:
            assert count == "Not shown" or number(count) not in range(1, 5)
    for column, under in enumerate(zip(*told, strict=True)):
        if column >= 6 and "Not shown" in under:
            assert total[column] == "Not shown"


def test_what_is_of_enough_people_is_told_with_its_total():
    many = {"objected": 7, "declined": 5, "exempted": 9, "reminders": 80, "reminded": 20}
    group = ("A group", Figure(40, 10, 20))
    found = report(*[entry(total=Figure(60, 20, 40), groups=[group], **many)] * 2)

    assert policies_of(found)[0][6:] == [7, 5, 9, 80]
    assert policies_of(found)[-1][6:] == [14, 10, 18, 160]
    assert groups_of(found)[0][2:] == [40, 10, "25%", 20, "50%"]


def test_a_group_whose_last_member_has_not_signed_is_told():
    group = ("A group", Figure(18, 12, 17))

    assert groups_of(report(entry(total=Figure(54, 30, 50), groups=[group]))) == [
        ["Protocol, version 1.0", "A group", 18, 12, "66%", 17, "94%"]
    ]


@pytest.mark.parametrize("asked", [0, 4, 20], ids=["nobody", "too few", "enough"])
def test_every_row_of_the_report_is_as_long_as_its_headings(asked):
    before = Figure(20, 5, 10)
    found = policies_of(Report(2026, [entry(total=Figure(asked, 0, 0))], before))

    assert {len(row) for row in found} == {len(headings())}
    assert ("0%" in found[-2]) == (asked == 20)


def test_who_was_exempt_twice_is_one_person(version):
    row = version.acknowledgements.not_signed().first()
    officer = given.officer(Role.MONITORING_OFFICER)
    for _time in range(2):
        exemption = given.exemption(version, row.councillor, by=officer)
        exempting.end_exemption(exemption=exemption, reason="Well", by=officer)

    assert entries_of(2026)[0].exempted == 1


# What came into force


def test_only_what_came_into_force_counts(version):
    officer = given.officer(Role.MEMBERS_SERVICES)
    coming = publishing.publish(
        version=given.approved(major=1), by=officer, effective_on=date(2027, 1, 4)
    )
    assert [one.version for one in entries_of(2026)] == [version]

    with time_machine.travel("2027-01-04 09:00Z"):
        take_effect()
        coming.refresh_from_db()
        assert {one.version for one in entries_of(2026)} == {version, coming}


def test_what_was_withdrawn_before_its_day_never_came_into_force(version):
    officer = given.officer(Role.MEMBERS_SERVICES)
    coming = publishing.publish(
        version=given.approved(major=1), by=officer, effective_on=date(2027, 6, 1)
    )
    deciding.withdraw(version=coming, reason="A mistake", by=officer)

    with time_machine.travel("2027-07-01 09:00Z"):
        assert entries_of(2027) == []
        assert years() == [2026]


# The page, the paper and the spreadsheet


def test_the_page_says_figures_rule_and_bars(keeper, version):
    html = keeper.get(page()).text

    assert "30% signed within six weeks, 35% so far." in html
    assert "May 2026 to April 2027" in html
    assert "Red Barset" not in html
    assert "can’t be found by subtraction" in html
    assert re.findall(r'app-bars__soon" width="(.*?)"', html) == ["30%"]


def test_every_form_of_the_report_says_the_same_and_taking_it_is_evidence(keeper, version):
    pdf = keeper.post(page("annual_pdf")).content
    ods = keeper.post(page("annual_ods")).content

    text = " ".join(
        "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(pdf)).pages).split()
    )
    sheet = zipfile.ZipFile(io.BytesIO(ods)).read("content.xml").decode()
    for found in (text.replace("\u200b", ""), sheet):
        assert "Protocol, version 1.0" in found
        assert "35%" in found
        assert "Green Barset" in found
        assert "Red Barset" not in found
        assert "100%" in found  # everybody in the Blue group signed
    assert b"<pdfuaid:part>1</pdfuaid:part>" in pdf
    assert LedgerEntry.objects.filter(kind="policies.annual.register_exported").count() == 2


def test_a_year_without_a_policy_says_so_and_others_are_not_there(keeper):
    with time_machine.travel("2029-06-01 09:00Z"):
        keeper.force_login(given.officer(Role.AUDITOR))

        html = keeper.get(page(year=2029)).text
        assert "No policy came into force in this year." in html
        assert keeper.post(page("annual_pdf", 2029)).status_code == 200
        assert keeper.post(page("annual_ods", 2029)).status_code == 200
        assert keeper.get(page(year=1999)).status_code == 404
        assert keeper.get(reverse("policies:annual_reports"))["Location"] == page(year=2029)


def test_it_takes_as_many_queries_for_300_councillors_and_3_policies(keeper, version):
    def queries():
        with CaptureQueriesContext(connection) as found:
            assert keeper.get(page()).status_code == 200
        return len(found)

    before = queries()
    given.many_councillors(280)
    given.published()
    given.published()

    assert queries() == before
