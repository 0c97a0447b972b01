"""The report to a body: written, changed until it is submitted, kept after that."""

import pytest
from django.db import IntegrityError, connection, transaction

from councilgov.records import Refused
from policies.drafting.submitting import submit
from policies.models import IMPLICATIONS, Body, CommitteeReport
from policies.reporting.actions import change_report
from tests import given

pytestmark = pytest.mark.django_db
NONE = dict.fromkeys(IMPLICATIONS, "None")


@pytest.fixture
def officer():
    return given.person()


def test_every_heading_is_answered(officer):
    for blank in ("", "  "):
        with pytest.raises(Refused, match="Legal") as refusal:
            given.report(implications=NONE | {"legal": blank})

        assert refusal.value.field == "legal"


def test_a_report_is_changed_until_it_is_submitted(officer):
    report = given.report()

    change_report(report=report, by=officer, implications=NONE, title="A better title")

    assert CommitteeReport.objects.get().title == "A better title"
    with pytest.raises(Refused, match="Risk"):
        change_report(report=report, by=officer, implications=NONE | {"risk": ""})


def test_the_same_report_is_not_written_twice():
    given.report(title="Protocols")

    with pytest.raises(Refused, match="already"):
        given.report(title="Protocols")


def test_what_a_body_has_stays(officer):
    given.council()
    report = given.report()
    body = (report.body, Body.COMMITTEE)
    submit(version=given.draft(), report=report, stages=[body], by=officer)

    with pytest.raises(Refused, match="stays as it is"):
        change_report(report=report, by=officer, implications=NONE, title="Another")
    with (
        pytest.raises(IntegrityError, match="stays as it was used"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("UPDATE policies_committeereport SET title = 'x'")
