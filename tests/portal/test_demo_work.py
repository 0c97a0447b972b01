"""On first sign-in to the demo each officer finds work in hand, on an ordinary day."""

from __future__ import annotations

import re

import pytest
from django.utils import timezone

from consent.models import Channel, ChannelStatus, ContactPermission, PermissionStatus
from consent.permitting.sharing import notes_on
from councilgov.access import Role
from councilgov.days import today
from councilgov.notices.models import Notice
from councilgov.people.models import Council, User
from councilgov.portal.demo.council import NEWCOMERS_LATE
from councilgov.portal.demo.signing import BARNET, LATE
from councilgov.portal.demo.whole import build_demo
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
DRAMA = re.compile(r"07700 ?900\d{3}|01632 ?960\d{3}")
"""Numbers that Ofcom gives to nobody."""


@pytest.fixture(scope="module", autouse=True)
def _made_once(shared):
    shared(build_demo)


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
    assert set(ways().values_list("status", flat=True)) == set(PermissionStatus)
    assert ways().stale(today()).count() == 1


def test_they_are_of_the_councillor_who_signs_in_and_of_one_who_has_left():
    assert {row.councillor.email for row in ways().select_related("councillor")} == {
        "councillor@demo.example",
        "member19@demo.example",
    }


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
