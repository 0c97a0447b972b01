"""A signature is made, or refused in words with nothing half-written."""

from copy import deepcopy
from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Certificate, Entry
from councilgov.notices.models import Notice
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from councilgov.records import Refused
from policies import actions
from policies.models import Acknowledgement, AcknowledgementStatus
from policies.publishing import actions as publishing
from policies.signatures import actions as signatures
from policies.signatures.certifying import what_is_certified
from tests import given


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(begin)


def begin():
    councillor = given.councillor()
    return councillor, given.published()


@pytest.fixture
def councillor(made_once):
    return deepcopy(made_once[0])


@pytest.fixture
def version(made_once):
    return deepcopy(made_once[1])


def only():
    return Acknowledgement.objects.get()


def nothing_was_written():
    return not (
        Acknowledgement.objects.signed().exists()
        or Certificate.objects.exists()
        or Entry.objects.filter(kind="policies.signed").exists()
        or Notice.objects.filter(kind="policy_signed").exists()
    )


def test_a_signature_keeps_who_signed_which_text_and_when(version, councillor):
    given.signature(version, councillor, typed_name=f"  {councillor.full_name.upper()} ")

    signed = only()
    assert signed.status == AcknowledgementStatus.SIGNED
    assert signed.typed_name == councillor.full_name.upper()
    assert signed.text_sha256 == version.sha256
    assert signed.statement.startswith(f"I have read {version.policy.title}, version 1.0")
    assert timezone.now() - signed.signed_at < timedelta(minutes=1)


def test_a_signature_is_evidence_without_a_name(version, councillor):
    given.signature(version, councillor)

    entry = Entry.objects.get(kind="policies.signed")
    assert entry.details["text_sha256"] == version.sha256
    assert entry.details["confirmed_with"] == "password"
    assert councillor.full_name not in entry.facts


def test_a_signature_gives_a_certificate_and_a_receipt(version, councillor):
    certificate = given.signature(version, councillor)

    assert Certificate.objects.get() == certificate
    assert Notice.objects.get(kind="policy_signed").to == councillor


@pytest.mark.parametrize("name", ["", "   ", "\n\t"])
def test_a_blank_name_is_no_signature(version, councillor, name):
    with pytest.raises(Refused, match="Type your full name"):
        given.signature(version, councillor, typed_name=name)

    assert nothing_was_written()


def test_somebody_elses_name_is_no_signature(version, councillor):
    with pytest.raises(Refused, match=councillor.full_name):
        given.signature(version, councillor, typed_name="Eleanor Quickthorn")

    assert nothing_was_written()


def test_the_hash_of_another_text_is_refused(version, councillor):
    with pytest.raises(signatures.TextChanged, match="changed while you were reading"):
        given.signature(version, councillor, text_sha256="0" * 64)

    assert nothing_was_written()


def test_a_version_that_was_superseded_meanwhile_is_refused(version, councillor):
    given.next_version(version, major=2)

    with pytest.raises(Refused):
        given.signature(version, councillor)

    assert nothing_was_written()


def test_a_term_that_ended_a_minute_ago_is_refused(version, councillor):
    a_minute_ago = timezone.now() - timedelta(minutes=1)
    term = councillor.terms.get()
    people.end_term(term=term, ends_at=a_minute_ago, reason=EndReason.RESIGNED, by=None)

    with pytest.raises(Refused, match="not in office"):
        given.signature(version, councillor)

    assert nothing_was_written()


def test_somebody_who_was_not_asked_is_refused(version):
    newcomer = given.councillor()

    with pytest.raises(Refused, match="not been asked"):
        given.signature(version, newcomer)


def test_a_second_signature_is_refused_with_the_day_of_the_first(version, councillor):
    given.signature(version, councillor)

    with pytest.raises(Refused, match="You signed this policy on"):
        given.signature(version, councillor)

    assert Certificate.objects.count() == 1


def test_an_objection_counts_as_read_and_goes_to_the_monitoring_officer(version, councillor):
    monitoring = given.officer(Role.MONITORING_OFFICER)
    deputy = given.officer(Role.DEPUTY_MONITORING_OFFICER)

    given.signature(version, councillor, objection="  I object to clause 1. ")

    assert only().status == AcknowledgementStatus.OBJECTED
    assert only().objection == "I object to clause 1."
    told = Notice.objects.filter(kind="policy_objection")
    assert {notice.to for notice in told} == {monitoring, deputy}


def test_declining_needs_a_reason(version, councillor):
    with pytest.raises(Refused, match="Say why"):
        signatures.decline(version=version, by=councillor, reason="  ")

    assert only().status == AcknowledgementStatus.REQUIRED


def test_a_refusal_goes_to_the_monitoring_officer_and_is_evidence(version, councillor):
    monitoring = given.officer(Role.MONITORING_OFFICER)

    signatures.decline(version=version, by=councillor, reason="Appendix A is missing")

    assert only().status == AcknowledgementStatus.DECLINED
    assert only().decline_reason == "Appendix A is missing"
    assert Notice.objects.get(kind="policy_declined").to == monitoring
    assert Entry.objects.filter(kind="policies.declined").count() == 1


def test_who_declined_may_still_sign(version, councillor):
    signatures.decline(version=version, by=councillor, reason="Not yet")

    given.signature(version, councillor)

    assert only().status == AcknowledgementStatus.SIGNED


def test_declining_twice_is_refused(version, councillor):
    signatures.decline(version=version, by=councillor, reason="Not yet")

    with pytest.raises(Refused, match="is declined"):
        signatures.decline(version=version, by=councillor, reason="Still not")


def test_opening_the_text_is_kept_once(version, councillor):
    with time_machine.travel("2026-11-23 09:00Z", tick=False):
        signatures.open_version(version=version, by=councillor)
        first = only().opened_at
    signatures.open_version(version=version, by=councillor)

    assert only().status == AcknowledgementStatus.OPENED
    assert only().opened_at == first


def test_a_certificate_says_what_was_signed(version, councillor):
    given.signature(version, councillor, objection="I object.")

    said = what_is_certified(only())

    assert said["Policy"] == f"{version.policy.title}, version 1.0"
    assert said["Signed by"] == councillor.full_name
    assert said["Name as typed"] == ""
    assert said["SHA-256 of the text"] == version.sha256
    assert said["Decided by"] == "Governance Committee, 18 July 2026"
    assert said["Objection"] == "I object."


def test_a_certificate_says_how_the_name_was_typed_if_otherwise(version, councillor):
    given.signature(version, councillor, typed_name=f"cllr {councillor.full_name}")

    assert what_is_certified(only())["Name as typed"] == f"cllr {councillor.full_name}"


def test_a_certificate_names_what_the_text_relies_on_and_lacks_once(councillor):
    gap = {"anchor": "a", "place": "1", "refers_to": "Appendix A", "sentence": "It is missing."}
    version = given.published(gaps=[gap, {**gap, "anchor": "b"}])
    given.signature(version, councillor)

    signed = Acknowledgement.objects.get(version=version)
    lacking = what_is_certified(signed)["The text relies on, and the council’s copy lacks"]
    assert lacking == ["Appendix A"]


def test_a_demo_decision_is_labelled_on_the_certificate(councillor):
    version = given.submitted()
    label = "Demo decision, not from the document"
    actions.decide(versions=[version], by=None, label=label, **given.DECISION)
    version.refresh_from_db()
    version = publishing.publish(version=version, by=given.officer(Role.MEMBERS_SERVICES))
    given.signature(version, councillor)

    signed = Acknowledgement.objects.get(version=version)
    assert label in str(what_is_certified(signed)["Decided by"])


SIGNED = {
    "status": "signed",
    "signed_at": timezone.now(),
    "typed_name": "Robin Alder",
    "text_sha256": "a" * 64,
}


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"status": "unheard_of"}, "status_known"),
        ({"status": "signed"}, "moment_when_signed"),
        ({**SIGNED, "typed_name": ""}, "words_when_signed"),
        ({**SIGNED, "text_sha256": "short"}, "hash_when_signed"),
        ({**SIGNED, "status": "objected"}, "objection_when_objected"),
        ({"declined_at": timezone.now()}, "reason_when_declined"),
        ({"status": "declined"}, "moment_when_declined"),
        ({"due_on": date(2020, 1, 1)}, "due_after_asked"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_database_refuses_half_a_signature(version, councillor, change, constraint):
    row = only()
    vars(row).update(change)

    with pytest.raises(IntegrityError, match=f"policies_acknowledgement_{constraint}"):
        row.save()


def test_the_database_refuses_two_requests_for_one_signature(version, councillor):
    row = only()
    row.pk = None

    with pytest.raises(IntegrityError, match="policies_acknowledgement_once_each"):
        row.save()


@pytest.mark.parametrize("change", [{"status": "required"}, {"text_sha256": "b" * 64}])
def test_the_database_refuses_to_change_a_signature(version, councillor, change):
    given.signature(version, councillor)
    row = only()
    vars(row).update(change)

    with pytest.raises(IntegrityError, match="stays as it was signed"):
        row.save()


def test_the_database_refuses_to_delete_a_signature(version, councillor):
    given.signature(version, councillor)

    with pytest.raises(IntegrityError, match="stays as it was signed"):
        only().delete()
