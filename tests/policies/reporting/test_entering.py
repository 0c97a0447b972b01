"""The report of the real document comes in whole, in its own words, with nothing made up."""

import re
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.records import Refused
from policies.importing import import_file
from policies.models import (
    IMPLICATIONS,
    CommitteeReport,
    Decision,
    PolicyVersion,
    VersionStatus,
)
from policies.reporting.actions import enter_report
from policies.text.sources import DOCUMENTS
from tests import given

BARNET = DOCUMENTS / "barnet-communications-with-the-public-2015.txt"
SECTIONS = {
    "summary": ("Summary", "Recommendations"),
    "recommendations": ("Recommendations", "1. WHY THIS REPORT IS NEEDED"),
    "why_needed": ("1. WHY THIS REPORT IS NEEDED", "2. REASONS FOR RECOMMENDATIONS"),
    "reasons": (
        "2. REASONS FOR RECOMMENDATIONS",
        "3. ALTERNATIVE OPTIONS CONSIDERED AND NOT RECOMMENDED",
    ),
    "alternatives": (
        "3. ALTERNATIVE OPTIONS CONSIDERED AND NOT RECOMMENDED",
        "4. POST DECISION IMPLEMENTATION",
    ),
    "after_decision": ("4. POST DECISION IMPLEMENTATION", "5. IMPLICATIONS OF DECISION"),
    "background_papers": (
        "6. BACKGROUND PAPERS",
        "Appendix - Communicating with the Public by Text and Social Media for Members Policy",
    ),
}
"""Between which lines of the file each field of the report stands."""
HEADINGS = {
    "priorities": "5.1 Corporate Priorities and Performance",
    "resources": "5.2 Resources (Finance & Value for Money, Procurement, Staffing, IT, Property, "
    "Sustainability)",
    "social_value": "5.3 Social Value",
    "legal": "5.4 Legal and Constitutional References",
    "risk": "5.5 Risk Management",
    "equalities": "5.6 Equalities and Diversity",
    "consultation": "5.7 Consultation and Engagement",
    "insight": "5.8 Insight",
}


@pytest.fixture(scope="module")
def lines():
    """The file line by line, without tags, bullets, links and marks."""
    tags, marks = re.compile(r"</?\w+[^>]*>"), re.compile(r"^- |\[|\]\(#\)|\\")
    found = (marks.sub("", tags.sub(" ", line)) for line in BARNET.read_text("utf-8").splitlines())
    return [plain(line) for line in found if plain(line)]


def between(lines, first, last):
    start = lines.index(first) + 1
    return plain(" ".join(lines[start : lines.index(last, start)]))


def plain(text):
    return " ".join(text.split())


def imported():
    given.council()
    (version,) = import_file(path=BARNET, by=None)
    return version


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(imported)


@pytest.fixture
def version(made_once):
    return PolicyVersion.objects.get(pk=made_once.pk)


@pytest.fixture
def report(version):
    return CommitteeReport.objects.get()


def test_each_section_is_the_one_of_the_document_word_for_word(report, lines):
    for name, (first, last) in SECTIONS.items():
        assert plain(getattr(report, name)) == between(lines, first, last), name


def test_each_implication_is_answered_as_the_document_answers_it(report, lines):
    ends = [*list(HEADINGS.values())[1:], "6. BACKGROUND PAPERS"]

    assert set(report.implications) == set(IMPLICATIONS) == set(HEADINGS)
    for (name, heading), end in zip(HEADINGS.items(), ends, strict=True):
        said = plain(report.implications[name])
        if name == "legal":  # what lets the committee decide has a field of its own
            said = f"{said} {report.terms_of_reference}"
        assert said == between(lines, heading, end), name


def test_not_applicable_and_none_stand_as_they_were_written(report):
    short = [text for _heading, text in report.headed_implications if len(text) < 5]

    assert short == [*["N/A"] * 3, *["None"] * 3]


def test_what_lets_the_committee_decide_stands_once(report):
    assert report.terms_of_reference.startswith("5.4.2 The General Functions Committee's Terms")
    assert "5.4.2" not in report.implications["legal"]


def test_the_head_of_the_report_is_that_of_the_document(report, lines):
    def beside(key):
        (line,) = (line for line in lines if line.startswith(f"{key} "))
        return line.removeprefix(f"{key} ")

    assert (report.body, report.meets_on) == ("General Functions Committee", date(2015, 11, 11))
    assert report.title == beside("Title")
    assert report.report_of == beside("Report of")
    assert ", ".join(report.contact.splitlines()) == beside("Officer Contact Details")
    assert report.wards == beside("Wards")
    assert (beside("Status"), report.exempt_because) == ("Public", "")
    assert (beside("Urgent"), report.is_urgent) == ("No", False)
    assert (beside("Key"), report.is_key) == ("No", False)


def test_the_decision_that_asked_for_it_is_the_one_among_its_background_papers(report):
    assert report.asked_for in report.background_papers
    assert report.asked_for.endswith("12 October 2015")
    assert len(report.papers) == 3


def test_nobody_is_said_to_have_written_or_submitted_it(report, version):
    submission = version.submissions.get()

    assert (report.written_at, report.written_by) == (None, None)
    assert (submission.submitted_at, submission.submitted_by) == (None, None)


def test_the_text_put_forward_is_that_of_the_appendix(version, report):
    submission = version.submissions.get()

    assert submission.report == report
    assert (submission.text, submission.sha256) == (version.text, version.sha256)
    assert Entry.objects.get(kind="policies.submitted").actor is None


def test_it_is_before_the_committee_of_the_report_which_has_not_decided(version, report):
    stage = version.stages.get()

    assert version.status == VersionStatus.SUBMITTED
    assert (stage.body, stage.body_kind) == (report.body, report.body_kind)
    assert stage.decision is None
    assert not Decision.objects.exists()


def test_the_page_of_the_policy_leads_to_its_report_and_the_report_to_its_policy(
    client, version, report
):
    client.force_login(given.officer(Role.INFORMATION_OFFICER))

    policy = client.get(version.get_absolute_url()).content.decode()
    page = client.get(report.get_absolute_url()).content.decode()

    assert f'href="{report.get_absolute_url()}">{report.title}</a>' in policy
    assert policy.count(report.get_absolute_url()) == 1
    assert f'href="{version.get_absolute_url()}"' in page


def test_everybody_reads_a_report_that_is_not_exempt_and_nobody_else_one_that_is(client, version):
    given.report(body="General Functions Committee")
    public = version.submissions.get().report

    assert client.get(public.get_absolute_url()).status_code == 200
    unused = CommitteeReport.objects.exclude(pk=public.pk).get()
    assert client.get(unused.get_absolute_url()).status_code == 404


def test_the_paragraphs_of_a_report_are_paragraphs(client, version, report):
    page = client.get(report.get_absolute_url()).content.decode()

    assert '<p class="govuk-body">1.2 That policy explains' in page
    assert "<li>6.3 General Functions Committee Minutes (Item 11 – Resolution)" in page


def test_a_heading_without_an_answer_is_refused():
    fields = {"implications": dict.fromkeys(IMPLICATIONS, "None") | {"risk": ""}}

    with pytest.raises(Refused, match="Risk"):
        enter_report(by=None, **fields)


@pytest.mark.parametrize(
    ("table", "column", "name"),
    [
        ("committeereport", "written_at", "policies_committeereport_written_at_together"),
        ("submission", "submitted_at", "policies_submission_submitted_at_together"),
    ],
)
def test_who_and_when_never_part(table, column, name):
    row = given.report() if table == "committeereport" else given.submission(given.submitted())
    model = type(row)
    fields = {
        field.attname: getattr(row, field.attname)
        for field in model._meta.concrete_fields
        if field.attname != "id"
    }
    person = column.replace("_at", "_by_id")

    for lone in ({column: timezone.now(), person: None}, {column: None}):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            model(**fields | lone).keep(by=None, why="Test")
