"""What a refusal and an exemption come to when the next version is in force."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.notices.models import Notice
from councilgov.portal.home import asked_of
from councilgov.records import Refused
from policies.exempting import actions as exempting
from policies.models import Acknowledgement, AcknowledgementStatus, Exemption, PolicyVersion
from policies.publishing import actions as publishing
from policies.signatures import actions as signatures
from policies.tasks import ask_newcomers, take_effect
from tests import given

UNTIL = date(2026, 12, 31)


def asked():
    with time_machine.travel("2026-11-20 09:00Z"):
        given.councillor(full_name="Amina Begum", email="amina@barchester.example")
        return given.published()


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(asked)


@pytest.fixture
def version(made_once):
    return PolicyVersion.objects.get(pk=made_once.pk)


@pytest.fixture
def councillor(version):
    return version.acknowledgements.get().councillor


@pytest.fixture
def declined(version, councillor):
    return signatures.decline(version=version, by=councillor, reason="I will not.")


@pytest.fixture
def monitoring():
    return given.officer(Role.MONITORING_OFFICER)


@pytest.fixture
def exempt(version, councillor, monitoring):
    (found,) = exempting.grant_exemptions(
        councillor=councillor,
        requests=[version.acknowledgements.get()],
        until=UNTIL,
        reason="Illness",
        by=monitoring,
    )
    return found


def only(version):
    return version.acknowledgements.get()


def messages():
    return Notice.objects.filter(kind__in=["policy_to_sign", "policy_asked_again"]).count()


def test_who_declined_may_sign_the_minor_version_and_nobody_asks_them(
    declined, version, councillor
):
    before = messages()
    newer = given.next_version(version)
    ask_newcomers()
    assert not newer.acknowledgements.exists()
    assert messages() == before

    given.signature(newer, councillor)

    declined.refresh_from_db()
    assert only(newer).status == AcknowledgementStatus.SIGNED
    assert (only(newer).asked_on, only(newer).due_on) == (declined.asked_on, declined.due_on)
    assert declined.status == AcknowledgementStatus.SUPERSEDED
    assert declined.decline_reason == "I will not."
    assert Acknowledgement.objects.asked_of(newer, timezone.now()).get() == only(newer)


def test_who_declined_signs_the_minor_version_once(declined, version, councillor):
    newer = given.next_version(version)
    given.signature(newer, councillor)

    with pytest.raises(Refused, match="You signed this policy on"):
        given.signature(newer, councillor)


def test_the_pages_of_who_declined_lead_to_the_minor_version(client, declined, version, councillor):
    newer = given.next_version(version)
    client.force_login(councillor)

    assert asked_of(councillor) == [declined]
    assert "You may still sign" in client.get(newer.policy.get_absolute_url()).text
    assert "Read and sign" in client.get(reverse("policies:signed")).text
    assert client.get(reverse("policies:sign_policy", args=[newer.policy.slug])).status_code == 200
    started = client.post(reverse("policies:start_reading", args=[newer.policy.slug]))
    assert started.status_code == 302


def test_who_declined_and_signs_on_the_page_gets_the_receipt_of_what_they_signed(
    client, declined, version, councillor
):
    newer = given.next_version(version)
    client.force_login(councillor)
    given.confirmed(client)
    answers = {
        "typed_name": councillor.full_name,
        "text_sha256": newer.sha256,
        "agreed": "on",
    }

    page = client.post(reverse("policies:sign_policy", args=[newer.policy.slug]), answers)

    assert page.url == reverse("policies:receipt", args=[only(newer).pk])


def test_a_signature_on_paper_of_who_declined_is_of_the_minor_version(
    declined, version, councillor
):
    newer = given.next_version(version)

    given.recorded(newer, councillor, given_on=timezone.localdate())

    assert only(newer).is_signed


def test_who_declined_answers_the_questions_of_the_minor_version_first(
    client, declined, version, councillor
):
    newer = given.quizzed(policy=version.policy, major=1, minor=1)
    (question,) = newer.questions.all()
    client.force_login(councillor)
    with pytest.raises(Refused, match="Answer the questions"):
        given.signature(newer, councillor)

    page = reverse("policies:questions", args=[newer.policy.slug])
    assert question.text in client.get(page).text
    client.post(page, {f"question_{question.pk}": question.right})

    given.signature(newer, councillor)
    assert only(newer).is_signed


def test_a_major_version_asks_who_declined(declined, version):
    assert only(given.next_version(version, major=2)).is_due


@pytest.mark.parametrize("major", [0, 2], ids=["minor", "major"])
def test_who_is_exempt_stays_so_under_the_next_version(version, exempt, councillor, major):
    before = messages()

    newer = given.next_version(version, major=major)
    ask_newcomers()

    (listed,) = Exemption.objects.in_effect()
    assert (listed.acknowledgement, listed.until, listed.reason) == (only(newer), UNTIL, "Illness")
    assert (listed.granted_at, listed.granted_by) == (exempt.granted_at, exempt.granted_by)
    assert only(newer).is_exempt
    assert messages() == before


def test_an_exemption_is_extended_and_ended_under_the_next_version(version, exempt, monitoring):
    newer = given.next_version(version)
    (listed,) = Exemption.objects.in_effect()

    exempting.extend_exemption(
        exemption=listed, until=date(2027, 1, 15), reason="Still ill", by=monitoring
    )
    exempting.end_exemption(exemption=listed, reason="Well again", by=monitoring)

    assert only(newer).is_due


def test_after_it_is_over_they_have_all_the_days_of_a_major_version(version, exempt, monitoring):
    newer = given.next_version(version, major=2)
    due = only(newer).due_on

    exempting.end_exemption(
        exemption=Exemption.objects.in_effect().get(), reason="Well again", by=monitoring
    )

    assert only(newer).due_on == due


def test_who_is_exempt_is_left_in_peace_by_a_version_for_later(version, exempt, councillor):
    newer = given.approved(policy=version.policy, major=2, minor=0)
    officer = given.officer(Role.MEMBERS_SERVICES)
    publishing.publish(version=newer, by=officer, effective_on=date(2026, 12, 14))
    ask_newcomers()
    assert not newer.acknowledgements.exists()

    with time_machine.travel("2026-12-14 10:00Z"):
        take_effect()

    assert only(newer).is_exempt


def test_an_exemption_that_went_over_is_signed_away_like_any_other(version, exempt, councillor):
    newer = given.next_version(version)

    given.signature(newer, councillor)

    assert not Exemption.objects.open().exists()


def test_who_is_back_in_office_reads_that_they_are_asked_in_a_few_minutes(version, councillor):
    row = only(version)
    row.lapsed_on, row.lapsed_because = timezone.localdate(), "left_office"
    row.move(AcknowledgementStatus.LAPSED, by=None, why="Test")

    with pytest.raises(Refused, match="asked within a few minutes"):
        given.signature(version, councillor)
