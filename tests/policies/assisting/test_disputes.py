"""A recorded signature may be disputed for 14 days, and then stands or is set aside."""

from copy import deepcopy
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.people import actions as people
from councilgov.people.models import EndReason, User
from councilgov.records import Refused
from policies.assisting import actions
from policies.models import Acknowledgement, AcknowledgementStatus, RecordedSignature
from policies.signatures import actions as signatures
from tests import given

NOBODY = 1_000_000
NOW = timezone.now()


def begin():
    given.council()
    councillor = given.councillor()
    officers = given.officer(Role.MEMBERS_SERVICES), given.officer(Role.MONITORING_OFFICER)
    version = given.published()
    given.recorded(version, councillor, by=officers[0])
    return councillor, *officers, version


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(begin)


@pytest.fixture
def world(made_once):
    return deepcopy(made_once)


@pytest.fixture
def councillor(world):
    return world[0]


@pytest.fixture
def services(world):
    return world[1]


@pytest.fixture
def monitoring(world):
    return world[2]


@pytest.fixture
def version(world):
    return world[3]


@pytest.fixture
def signed(version):
    return Acknowledgement.objects.get(version=version)


@pytest.fixture
def disputed(signed, councillor):
    return disputes(signed, councillor)


def disputes(row, councillor, reason="I was not there."):
    actions.dispute(acknowledgement=row, reason=reason, by=councillor)
    return Acknowledgement.objects.get(pk=row.pk)


def settles(row, by, *, stands, reason="I saw the paper."):
    actions.settle_dispute(acknowledgement=row, stands=stands, reason=reason, by=by)
    return Acknowledgement.objects.get(pk=row.pk)


def only(version):
    return Acknowledgement.objects.get(version=version)


# Disputing


def test_a_dispute_keeps_what_was_said_and_when(disputed, councillor):
    assert disputed.status == AcknowledgementStatus.DISPUTED
    assert disputed.recorded.dispute == "I was not there."
    assert disputed.recorded.disputed_at is not None
    entry = Entry.objects.get(kind="policies.signature_disputed")
    assert entry.actor == councillor
    assert "I was not there" not in entry.facts


def test_a_dispute_goes_to_the_monitoring_officer_and_the_deputy(signed, councillor, monitoring):
    deputy = given.officer(Role.DEPUTY_MONITORING_OFFICER)

    disputes(signed, councillor)

    told = Notice.objects.filter(kind="signature_disputed")
    assert {notice.to for notice in told} == {monitoring, deputy}
    assert "/settle/" in part_of(told.latest("pk")).body


def test_a_dispute_needs_words(signed, councillor):
    with pytest.raises(Refused, match="what is wrong") as refused:
        disputes(signed, councillor, reason=" \n")

    assert refused.value.field == "reason"
    assert only(signed.version).is_signed


def test_a_second_dispute_is_refused(disputed, councillor):
    with pytest.raises(Refused, match="disputed this signature already"):
        disputes(disputed, councillor)


def test_a_dispute_after_the_decision_is_refused(disputed, councillor, monitoring):
    stands = settles(disputed, monitoring, stands=True)

    with pytest.raises(Refused, match="has decided on this signature"):
        disputes(stands, councillor)


@pytest.mark.parametrize(
    ("recorded_at", "last_moment", "day"),
    [
        ("2026-08-03 09:00Z", "2026-08-17 22:59:59Z", "17 August 2026"),
        ("2026-08-03 23:30Z", "2026-08-18 22:59:59Z", "18 August 2026"),  # 4 August in London
        ("2026-10-12 09:00Z", "2026-10-26 23:59:59Z", "26 October 2026"),  # clocks go back on 25
        ("2027-03-20 09:00Z", "2027-04-03 22:59:59Z", "3 April 2027"),  # clocks go on on 28 March
        ("2026-12-20 09:00Z", "2027-01-03 23:59:59Z", "3 January 2027"),  # holidays count
    ],
)
def test_a_dispute_comes_in_until_the_end_of_the_fourteenth_day(recorded_at, last_moment, day):
    with time_machine.travel("2026-07-20 09:00Z"):
        councillor, version = given.councillor(), given.published()
        given.ask_everybody(version)
    with time_machine.travel(recorded_at):
        (row,) = given.recorded(version, councillor)
    asked = row.acknowledgement

    with time_machine.travel(last_moment, tick=False) as clock:
        assert row.is_disputable
        clock.shift(timedelta(seconds=1))
        with pytest.raises(Refused, match=f"until {day}.*01632 960123"):
            disputes(asked, councillor)
        clock.shift(timedelta(seconds=-1))
        assert disputes(asked, councillor).is_disputed


def test_a_signature_that_was_made_here_cannot_be_disputed(councillor):
    version = given.published()
    given.signature(version, councillor)

    with pytest.raises(RecordedSignature.DoesNotExist):
        disputes(only(version), councillor)


def test_who_disputes_is_neither_asked_nor_signed(disputed, version):
    assert not Acknowledgement.objects.to_sign(timezone.now()).exists()
    assert not Acknowledgement.objects.overdue(timezone.localdate() + timedelta(90)).exists()
    assert not Acknowledgement.objects.signed().exists()
    assert signatures.ask(version=version, by=None) == 0


def test_who_disputes_waits_for_the_decision_before_they_sign(disputed, version, councillor):
    with pytest.raises(Refused, match="Wait until the Monitoring Officer"):
        given.signature(version, councillor)


def test_a_minor_version_leaves_who_disputes_in_peace(disputed, version):
    minor = given.next_version(version)

    assert not minor.acknowledgements.exists()


# Settling


def test_a_signature_that_stands_counts(disputed, monitoring):
    row = settles(disputed, monitoring, stands=True)

    assert row.status == AcknowledgementStatus.SIGNED
    assert row.recorded.stands is True
    assert row.recorded.settled_by == monitoring
    assert row.recorded.reason == "I saw the paper."
    entry = Entry.objects.get(kind="policies.dispute_settled")
    assert entry.details["stands"] is True
    assert "I saw the paper" not in entry.facts


def test_where_it_is_set_aside_the_councillor_is_asked_anew_with_fresh_days(
    disputed, version, councillor, monitoring
):
    with time_machine.travel("2027-02-01 10:00Z"):
        row = settles(disputed, monitoring, stands=False)

        again = version.acknowledgements.exclude(pk=row.pk).get()
        assert row.status == AcknowledgementStatus.VOIDED
        assert again.status == AcknowledgementStatus.REQUIRED
        assert (str(again.asked_on), str(again.due_on)) == ("2027-02-01", "2027-03-01")
        mail = Notice.objects.filter(kind="policy_to_sign", to=councillor).order_by("-pk").first()
        assert mail.subject == again


def test_after_a_signature_was_set_aside_they_sign_themselves(
    disputed, version, councillor, monitoring
):
    settles(disputed, monitoring, stands=False)

    given.signature(version, councillor)

    live = version.acknowledgements.live().get()
    assert live.is_signed
    assert not live.is_recorded


def test_a_signature_set_aside_counts_nobody_twice(disputed, version, monitoring):
    settles(disputed, monitoring, stands=False)

    row = version.acknowledgements.in_office(timezone.now()).tally()
    assert (row["asked"], row["signed"]) == (1, 0)
    assert Acknowledgement.objects.for_register().count() == 1


def test_a_minor_version_that_came_meanwhile_is_what_they_are_asked(disputed, version, monitoring):
    minor = given.next_version(version)

    settles(disputed, monitoring, stands=False)

    assert minor.acknowledgements.get().is_due
    assert not version.acknowledgements.unsigned().exists()


def test_a_major_version_that_came_meanwhile_asked_them_already(disputed, version, monitoring):
    major = given.next_version(version, major=2)

    settles(disputed, monitoring, stands=False)

    assert major.acknowledgements.count() == 1


def test_who_left_office_is_not_asked_anew(disputed, version, councillor, monitoring):
    now = timezone.now()
    people.end_term(term=councillor.terms.get(), ends_at=now, reason=EndReason.RESIGNED, by=None)

    row = settles(disputed, monitoring, stands=False)

    assert row.is_voided
    assert version.acknowledgements.count() == 1


@pytest.mark.parametrize(("stands", "told"), [(True, "stands"), (False, "set aside")])
def test_both_sides_are_told(disputed, monitoring, stands, told):
    settles(disputed, monitoring, stands=stands)

    mine = Notice.objects.get(kind="dispute_settled")
    theirs = Notice.objects.get(kind="dispute_settled_officer")
    assert (mine.to, theirs.to) == (disputed.councillor, disputed.recorded.recorded_by)
    assert told in " ".join(part_of(mine).body.split())
    assert told.split()[0] in " ".join(part_of(theirs).body.split())


def test_the_mail_on_a_dispute_is_not_sent_once_it_is_settled(disputed, monitoring):

    mail = Notice.objects.get(kind="signature_disputed")
    assert unwanted(mail) == ""

    settles(disputed, monitoring, stands=True)

    assert unwanted(mail) == "no_longer_true"


def test_a_decision_needs_a_reason(disputed, monitoring):
    with pytest.raises(Refused, match="Enter the reason") as refused:
        settles(disputed, monitoring, stands=True, reason=" ")

    assert refused.value.field == "reason"
    assert only(disputed.version).is_disputed


@pytest.mark.parametrize("stands", [True, False])
def test_a_dispute_is_settled_once(disputed, monitoring, stands):
    settles(disputed, monitoring, stands=stands)

    with pytest.raises(Refused, match="settled already"):
        settles(disputed, monitoring, stands=not stands)


def test_what_nobody_disputed_is_not_settled(signed, monitoring):
    with pytest.raises(Refused, match="settled already"):
        settles(signed, monitoring, stands=True)


@pytest.mark.parametrize("party", ["services", "councillor"])
def test_nobody_settles_their_own_dispute(disputed, party, request):
    person = request.getfixturevalue(party)
    people.appoint(
        officer=person,
        role=Role.DEPUTY_MONITORING_OFFICER,
        starts_on=timezone.localdate(),
        by=None,
    )

    with pytest.raises(Refused, match="part of this dispute"):
        settles(disputed, User.objects.get(pk=person.pk), stands=True)


# The database


RECORDED = {
    "id": NOBODY,
    "acknowledgement_id": NOBODY,
    "manner": "phone",
    "given_on": "2020-01-01",
    "evidence": "Elsewhere",
    "recorded_at": NOW,
    "recorded_by_id": NOBODY,
}
DISPUTE = {"disputed_at": NOW, "dispute": "Another reason"}
OUTCOME = {
    "settled_at": NOW,
    "settled_by_id": NOBODY,
    "stands": False,
    "reason": "Another",
}


def is_refused(row, **change):
    with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
        models.QuerySet(type(row)).filter(pk=row.pk).update(**change)


def test_every_column_of_a_recorded_signature_is_tried():
    columns = {field.attname for field in RecordedSignature._meta.concrete_fields}

    assert columns == {*RECORDED, *DISPUTE, *OUTCOME}


@pytest.mark.parametrize("column", RECORDED)
def test_what_was_recorded_stays(signed, column):
    is_refused(signed.recorded, **{column: RECORDED[column]})


def test_no_outcome_comes_before_the_dispute(signed, monitoring):
    is_refused(signed.recorded, **OUTCOME | {"settled_by_id": monitoring.pk})


@pytest.mark.parametrize("column", [*RECORDED, *DISPUTE])
def test_a_dispute_stays(disputed, column):
    is_refused(disputed.recorded, **{column: (RECORDED | DISPUTE)[column]})


@pytest.mark.parametrize("column", [*RECORDED, *DISPUTE, *OUTCOME])
def test_a_decision_on_a_dispute_stays(disputed, monitoring, column):
    row = settles(disputed, monitoring, stands=True)

    is_refused(row.recorded, **{column: (RECORDED | DISPUTE | OUTCOME)[column]})


@pytest.mark.parametrize("column", ["evidence", "dispute", "reason"])
def test_its_words_may_be_erased(disputed, monitoring, column):
    row = settles(disputed, monitoring, stands=True)

    models.QuerySet(RecordedSignature).filter(pk=row.recorded.pk).update(**{column: "(erased)"})

    assert getattr(RecordedSignature.objects.get(), column) == "(erased)"


def test_a_recorded_signature_is_not_deleted(signed):
    with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
        models.QuerySet(RecordedSignature).filter(pk=signed.recorded.pk)._raw_delete("default")


def test_a_signature_made_here_is_never_recorded(councillor, services):
    version = given.published()
    given.signature(version, councillor)
    told = {"manner": "paper", "given_on": timezone.localdate(), "evidence": "Here"}

    with pytest.raises(IntegrityError, match="made in the portal"), transaction.atomic():
        RecordedSignature(
            acknowledgement=only(version),
            recorded_at=timezone.now(),
            recorded_by=services,
            **told,
        ).save()


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"manner": "pigeon"}, "manner_known"),
        ({"evidence": ""}, "has_evidence"),
        ({"dispute": "No"}, "words_when_disputed"),
        ({**DISPUTE, "settled_at": NOW, "stands": True, "reason": "Yes"}, "settled_at_together"),
        ({"stands": True}, "outcome_when_settled"),
        ({"reason": "Yes"}, "reason_when_settled"),
    ],
)
def test_the_database_refuses_a_recorded_signature_that_is_not_whole(signed, change, name):
    row = deepcopy(signed.recorded)
    row.pk, row.acknowledgement_id = None, given_request().pk
    for column, value in change.items():
        setattr(row, column, value)

    with pytest.raises(IntegrityError, match=f"policies_recordedsignature_{name}"):
        row.save()


def test_the_database_refuses_an_outcome_without_a_dispute(signed, monitoring):
    row = deepcopy(signed.recorded)
    row.pk, row.acknowledgement_id = None, given_request().pk
    row.settled_at, row.settled_by, row.stands, row.reason = (
        timezone.now(),
        monitoring,
        True,
        "Yes",
    )

    with pytest.raises(IntegrityError, match="settled_after_dispute"):
        row.save()


def given_request():
    version = given.published()
    return version.acknowledgements.get()


def test_no_two_live_signatures_of_one_person_for_one_version(signed):
    again = {"councillor": signed.councillor, "version": signed.version}
    dates = {"asked_on": signed.asked_on, "due_on": signed.due_on}

    with pytest.raises(IntegrityError, match="once_each"), transaction.atomic():
        Acknowledgement(**again, **dates).save()
