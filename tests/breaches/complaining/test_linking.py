"""A complaint and a report about the same thing are linked."""

import pytest
from django.test import Client
from django.urls import reverse

from breaches.linking.actions import link_report, unlink_report
from breaches.models import ComplaintReport
from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.records import Refused
from tests import given
from tests.breaches import grievances, reports


@pytest.fixture
def row(officer):
    return grievances.received()


@pytest.fixture
def report(officer):
    return reports.reported()


def client_of(person):
    client = Client()
    client.force_login(person)
    return client


def test_both_pages_lead_to_the_other_until_it_is_taken_out(officer, row, report):
    client = client_of(officer)
    page = reverse("breaches:link_report", args=[row.reference])
    assert page in client.get(row.get_absolute_url()).text

    client.post(page, {"number": f" {report.reference.lower()} "})

    link = ComplaintReport.objects.get()
    assert report.get_absolute_url() in client.get(row.get_absolute_url()).text
    assert row.get_absolute_url() in client.get(report.get_absolute_url()).text
    out = reverse("breaches:unlink_report", args=[row.reference, link.pk])
    assert out in client.get(row.get_absolute_url()).text
    client.post(out)
    assert report.get_absolute_url() not in client.get(row.get_absolute_url()).text
    assert row.get_absolute_url() not in client.get(report.get_absolute_url()).text
    told = client.get(row.get_absolute_url()).text
    assert "A link to a report was taken out" in told
    kinds = {kind for (kind,) in Entry.objects.about(row).values_list("kind")}
    assert {"breaches.complaint_linked", "breaches.complaint_unlinked"} <= kinds


def test_who_may_not_see_both_learns_of_neither(officer, row, report):
    grievances.linked(row, report)
    reporter = report.reported_by

    assert row.reference not in client_of(reporter).get(report.get_absolute_url()).text
    shut = reports.reported(by=reporter)
    link_report(complaint=row, number=str(shut.pk), by=officer)
    involved = given.officer(Role.DATA_PROTECTION_OFFICER)
    reports.triaging.involve(incident=shut, person=involved, part="recipient", by=reports.decider())
    told = client_of(involved).get(row.get_absolute_url()).text
    assert report.reference in told
    assert shut.reference not in told


@pytest.mark.parametrize("number", ["INC-987654", "DPC-000001", "twelve", "²", "9" * 13])
def test_a_report_that_is_not_there_for_them(officer, row, number):
    with pytest.raises(Refused, match="no report of that number") as refusal:
        link_report(complaint=row, number=number, by=officer)
    assert refusal.value.field == "number"


def test_ones_own_report_is_not_there_either(officer, row):
    mine = reports.reported(by=officer)

    with pytest.raises(Refused, match="no report of that number"):
        link_report(complaint=row, number=mine.reference, by=officer)


def test_nothing_is_linked_twice(officer, row, report):
    grievances.linked(row, report)

    with pytest.raises(Refused, match="linked already"):
        grievances.linked(row, report)


def test_who_does_not_handle_it_links_nothing(row, report):
    link = grievances.linked(row, report)
    reader = given.officer(Role.MONITORING_OFFICER)

    with pytest.raises(Refused, match="to whom this complaint falls"):
        link_report(complaint=row, number=report.reference, by=reader)
    with pytest.raises(Refused, match="to whom this complaint falls"):
        unlink_report(link=link, by=reader)
