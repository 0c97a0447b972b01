"""On first sign-in to the demo each officer finds work in hand, on an ordinary day; it tells of one
year of an invented borough, and fills every part of the dashboard.
"""

from __future__ import annotations

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from breaches.machines import TOLD
from breaches.models import Assessment, Incident
from consent.counting.figures import stale
from consent.models import Channel, ChannelStatus, ContactPermission, PermissionStatus
from consent.permitting.sharing import notes_on
from councilgov.access import Role
from councilgov.days import today
from councilgov.deadlines import months_after
from councilgov.elections.models import ContestStatus, Election, Kind
from councilgov.elections.models import Outcome as Elected
from councilgov.notices.models import Notice
from councilgov.offboarding.models import CaseStatus, OffboardingCase
from councilgov.people.models import Council, EndReason, TermOfOffice, User
from councilgov.portal.dashboard.cards import cards
from councilgov.portal.dashboard.months import months
from councilgov.portal.demo.at_the_last_hour import AFTER
from councilgov.portal.demo.council import NEWCOMERS_LATE
from councilgov.portal.demo.people import DOMAIN, OFFICERS
from councilgov.portal.demo.signing import BARNET, LATE
from councilgov.portal.demo.whole import build_demo
from councilgov.portal.home import summaries
from devices.models import Loss, LossKind
from policies.models import Acknowledgement, PolicyVersion, VersionStatus
from policies.reminders import stage_in_words
from policies.tasks import sweep

LADDER = [
    "Request to sign",
    *(f"Reminder, {days} before the last day" for days in ("14 days", "7 days", "3 days", "1 day")),
    "Reminder of the last day",
    "Reminder, 7 days after the last day",
    "Late, to the group leader",
]
SIGNS_IN = "councillor@demo.example"
DRAMA = re.compile(r"07700 ?900\d{3}|01632 ?960\d{3}")
"""Numbers that Ofcom gives to nobody."""
PROJECT = Path(settings.BASE_DIR)
STORY = (PROJECT / "docs" / "demo.md").read_text("utf-8")


@pytest.fixture(scope="module", autouse=True)
def _made_once(shared):
    shared(build_demo)


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True


def signs_in(mailbox):
    return User.objects.get(email=f"{mailbox}@{DOMAIN}")


# Work in hand


def late_by(days):
    """Who has not signed Barnet's policy, by how many days or a weekend more."""
    today = timezone.localdate()
    unsigned = Acknowledgement.objects.unsigned().filter(version__policy__slug=BARNET)
    late = ((today - row.due_on).days for row in unsigned)
    return sum(days <= one < days + 8 for one in late)


def reminded(row):
    told = Notice.objects.about(Acknowledgement.objects.filter(pk=row.pk))
    return [stage_in_words(one) for one in told.order_by("due_at", "pk")]


def test_a_few_are_late_by_a_week_and_by_three():
    assert (late_by(NEWCOMERS_LATE), late_by(LATE)) == (2, 4)


def test_who_is_late_was_reminded_at_each_stage_and_nothing_is_mailed_twice():
    known = set(Notice.objects.values_list("key", flat=True))
    unsigned = Acknowledgement.objects.unsigned().filter(version__policy__slug=BARNET)
    newcomer, late = unsigned.latest("due_on"), unsigned.earliest("due_on")

    assert sorted(reminded(newcomer)) == sorted(LADDER)
    assert sorted(reminded(late)) == sorted(
        [
            *LADDER,
            "Reminder, 14 days after the last day",
            *["Late, to the Monitoring Officer"] * 2,
        ]
    )
    assert not Notice.objects.undone().filter(due_at__lt=timezone.now()).exists()

    sweep()

    assert set(Notice.objects.values_list("key", flat=True)) == known


def test_what_waits_is_before_the_right_people():
    council = Council.objects.the()
    submitted = PolicyVersion.objects.get(status=VersionStatus.SUBMITTED)
    approved = PolicyVersion.objects.get(status=VersionStatus.APPROVED)

    assert all("Demo decision" in one for one in (council.leaders_decision, council.holds_decision))
    assert [(row.body, row.decision) for row in submitted.stages.all()] == [
        ("Governance Committee", None),
        ("Council", None),
    ]
    assert submitted.submissions.get().report.meets_on < timezone.localdate()
    assert approved.policy.versions.in_force().get().number == "1.0"
    assert approved.number == "2.0"
    assert "Data Protection Act 2018" in " ".join(clause.text for clause in approved.text)


# Contacts of the councillor who signs in


def ways():
    return ContactPermission.objects.with_row()


def test_there_is_one_in_every_standing():
    mine = ways().filter(constituent__councillor__email=SIGNS_IN)

    assert set(mine.values_list("status", flat=True)) == set(PermissionStatus)
    assert mine.stale(today()).count() == 1


def test_they_are_of_the_councillor_who_signs_in_of_one_who_leaves_and_of_many_more():
    theirs = {row.councillor.email for row in ways().select_related("councillor")}

    assert {SIGNS_IN, "member19@demo.example"} <= theirs
    assert len(theirs) == 13


def test_numbers_and_addresses_are_nobodys():
    for row in ways():
        if row.channel.identifier == "phone":
            assert DRAMA.fullmatch(row.handle), row.handle
        if row.channel.identifier == "email":
            assert row.handle.split("@")[1].startswith("example.")


def test_two_share_a_telephone_and_two_look_alike():
    said = {note.text[:20] for row in ways() for note in notes_on([row])[row.pk]}

    assert {"Joan Tanglewood is r", "It looks like Lil Ro"} <= said


def test_an_officer_finds_a_channel_to_judge_and_councillors_were_told_of_one():
    assert [row.name for row in Channel.objects.to_classify()] == ["Wave"]
    assert Channel.objects.get(status=ChannelStatus.NOT_ALLOWED).name == "Telegram"
    assert Notice.objects.filter(kind="channel_to_classify").count() == len(
        User.objects.holding(Role.INFORMATION_OFFICER)
    )


# The year


def test_it_begins_a_year_ago_with_everybody_in_office():
    first = TermOfOffice.objects.order_by("starts_on").first()

    assert first
    assert first.starts_on == today() - timedelta(weeks=52)
    assert TermOfOffice.objects.filter(starts_on=first.starts_on).count() > 50


def test_somebody_came_in_by_a_by_election_and_more_seats_are_to_come():
    held = Election.objects.get(kind=Kind.BY_ELECTION)
    (contest,) = held.contests.all()
    (elected,) = contest.results.filter(outcome=Elected.ELECTED)

    assert held.poll_on < today() < Election.objects.get(kind=Kind.ORDINARY).poll_on
    assert contest.status == ContestStatus.CONFIRMED
    assert elected.begun.declared_on is None


def test_a_policy_was_amended_and_most_are_asked_to_sign_again():
    new = PolicyVersion.objects.in_force().get(major=2)
    asked = Acknowledgement.objects.filter(version=new)

    assert new.effective_on
    assert new.effective_on > today() - timedelta(weeks=1)
    assert 5 < asked.signed().count() < asked.count() / 2


def test_a_telephone_was_lost_and_wiped():
    lost = Loss.objects.get(kind=LossKind.LOST)

    assert lost.wipe_asked_at
    assert lost.wiped_at
    assert lost.wiped_at > lost.wipe_asked_at >= lost.reported_at


def test_a_message_went_to_the_wrong_person_and_was_reported_after_70_hours():
    late = Incident.objects.get(happened__startswith="I sent a message about a family")
    part = late.assessments.get()
    left = part.due_at - timezone.now()

    assert timedelta() <= late.reported_at - late.noticed_at - AFTER < timedelta(minutes=1)
    assert timedelta(hours=1, minutes=50) < left <= timedelta(hours=2)
    assert not part.regulator_decided_at


def test_some_left_office_and_one_of_them_is_overdue():
    cases = OffboardingCase.objects.all()

    assert cases.filter(term__end_reason=EndReason.RESIGNED).count() == 4
    assert cases.filter(term__end_reason=EndReason.NOT_ATTENDING).count() == 1
    assert cases.overdue(today()).count() == 1
    assert cases.filter(status=CaseStatus.COMPLETED).count() == 1


def test_so_many_permissions_are_stale_that_a_total_is_told():
    assert stale().permissions == "13"
    assert stale().spread[:2] == [("None", "6"), ("1 to 9", "7")]


def test_somebody_signed_with_an_objection():
    assert Acknowledgement.objects.signed().exclude(objection="").count() == 1


# The dashboard


def test_no_card_of_the_dashboard_is_empty_and_every_month_has_a_bar():
    chief = signs_in("monitoring")
    series = months(chief).chart.series
    numbers = [card.number for card in cards(chief, list(summaries(chief)))]

    assert "0" not in numbers
    assert all(map(sum, zip(*(one.values for one in series), strict=True)))
    assert sum(series[-1].values) == 3


def test_the_regulator_was_told_of_as_many_as_the_figures_say():
    assert Assessment.objects.filter(regulator__in=TOLD).of_the_council().count() == 3


# It is the same each time, and is told


def test_nothing_in_it_is_left_to_chance():
    folder = PROJECT / "councilgov" / "portal" / "demo"
    for path in sorted(folder.glob("*.py")):
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        names = {one.name for node in nodes if isinstance(node, ast.Import) for one in node.names}
        names |= {node.module or "" for node in nodes if isinstance(node, ast.ImportFrom)}
        assert names.isdisjoint({"random", "secrets", "uuid"}), path.name


def test_its_story_names_only_who_can_sign_in():
    named = set(re.findall(r"`([\w.]+)@demo\.example`", STORY))

    assert set(OFFICERS) <= named
    assert all(signs_in(mailbox).check_password("Demo-password-1") for mailbox in named)


def test_each_page_that_its_story_names_opens_for_whom_it_names():
    """Each line ends with the page and who signs in: ("/dashboard/", as `monitoring@…`)."""
    told = re.findall(r"\(`(/[^`]*)`, as `([\w.]+)@demo\.example`\)", STORY)

    assert len(told) >= 10
    for address, mailbox in told:
        client = Client()
        client.force_login(signs_in(mailbox))
        assert client.get(address).status_code == 200, (address, mailbox)


def test_a_councillor_of_the_demo_has_something_in_every_part_of_their_day():
    client = Client()
    client.force_login(signs_in("councillor"))
    page = client.get(reverse("home"))
    assert page.status_code == 200, page.headers

    assert signs_in("councillor").roles == {Role.COUNCILLOR}
    for part in ("tasks", "changed", "devices"):
        assert page.context[part], part
    assert months_after(today(), -12) <= signs_in("councillor").terms.get().starts_on
