"""After a minor version: who has signed one of the same major number has signed."""

import re

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from councilgov.portal.home import summaries
from policies.annual.figures import entries_of
from policies.models import Acknowledgement, Event, PolicyVersion
from policies.registers import actions as registers
from policies.signatures import actions as signatures
from policies.tasks import ask_newcomers
from tests import given


def seven_asked():
    """Seven were asked to sign 1.0: three signed, one declined. Then came 1.1."""
    with time_machine.travel("2026-10-30 09:00Z"):
        for n in range(7):
            given.councillor(full_name=f"Councillor {n}")
        first = given.published(policy=given.policy(title="Protocol"))
    asked = list(first.acknowledgements.order_by("councillor__full_name"))
    for row in asked[:3]:
        given.signature(first, row.councillor)
    signatures.decline(version=first, by=asked[3].councillor, reason="I will not.")
    return given.next_version(first)


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(seven_asked)


@pytest.fixture
def version(made_once):
    return PolicyVersion.objects.get(pk=made_once.pk)


@pytest.fixture
def keeper(client):
    client.force_login(given.officer(Role.MONITORING_OFFICER))
    return client


def page(name, version, query=""):
    return reverse(f"policies:{name}", args=[version.policy.slug, version.number]) + query


def listed(response):
    return sorted(
        row.record.councillor.full_name for row in response.context["register"].table.rows
    )


def test_registers_dashboard_and_yearly_report_agree(keeper, version):
    (shown,) = summaries(given.officer(Role.MONITORING_OFFICER))
    (entry,) = entries_of(2026)
    tally = Acknowledgement.objects.asked_of(version, timezone.now()).tally()
    register = keeper.get(reverse("policies:register"))

    assert shown["version"] == version
    assert (shown["asked"], shown["signed"], shown["declined"]) == (7, 3, 1)
    assert (entry.total.asked, entry.total.signed, entry.declined) == (7, 3, 1)
    assert (tally["asked"], tally["signed"]) == (7, 3)
    assert len(listed(register)) == 7


def test_who_signed_the_version_before_stands_among_those_who_signed(keeper, version):
    signed = keeper.get(page("has_signed", version))

    assert "3 of 7 people have signed (42%)." in signed.text
    assert listed(signed) == [f"Councillor {n}" for n in range(3)]
    assert "1.0" in signed.text


def test_who_declined_the_version_before_stands_among_those_who_have_not_signed(keeper, version):
    assert listed(keeper.get(page("not_signed", version))) == [
        f"Councillor {n}" for n in range(3, 7)
    ]


def test_a_version_that_was_replaced_by_a_major_one_still_says_who_signed_either(keeper, version):
    given.next_version(version, major=2)

    assert "3 of 7 people have signed (42%)." in keeper.get(page("has_signed", version)).text


def test_the_log_tells_of_both_versions(keeper, version):
    first = version.policy.versions.get(minor=0)
    about_first = Event.objects.filter(acknowledgement__version=first).count()

    shown = keeper.get(page("log", version)).context["page"].paginator.count

    assert shown == Event.objects.count() > about_first


def test_every_figure_of_the_home_page_is_that_of_the_list_behind_it(keeper, version):
    with time_machine.travel("2027-01-11 10:00Z"):
        keeper.force_login(given.officer(Role.MONITORING_OFFICER))
        home = keeper.get(reverse("home")).text
        found = re.findall(r'href="(/policies/\S+?/signatures/.*?)">(\d+) of', home)
        counts = {
            keeper.get(link.replace("&amp;", "&")).context["page"].paginator.count: int(n)
            for link, n in found
        }

    assert counts == {3: 3, 4: 4, 1: 1} | {int(n): int(n) for _link, n in found}


def test_who_declined_the_version_before_is_spared_by_a_chase(version):
    rows = Acknowledgement.objects.asked_of(version, timezone.now()).not_signed()

    found = registers.sort_out(rows, timezone.now())

    assert [why for _row, why in found.spared] == [registers.Spared.DECLINED]


def test_who_left_after_a_minor_version_without_signing_counts_in_no_rate(version):
    leaver = version.acknowledgements.first().councillor
    people.end_term(
        term=leaver.terms.get(), ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None
    )
    ask_newcomers()

    assert entries_of(2026)[0].total.asked == 6
