"""Two clicks, two people, two machines at once: one effect."""

from datetime import datetime, time
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from councilgov.access import Role
from councilgov.days import LONDON
from councilgov.ledger.models import Certificate, Entry
from councilgov.notices.models import Notice
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from councilgov.records import Refused
from policies.answering import actions as answering
from policies.deciding import actions as deciding
from policies.drafting.details import change_details
from policies.models import Acknowledgement, PolicyVersion, SectionRead, VersionStatus
from policies.publishing import actions as publishing
from policies.signatures import actions as signatures
from policies.tasks import sweep
from tests import given
from tests.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_one_signature_comes_of_many_clicks(transactional_db):
    councillor = given.councillor()
    version = given.published()

    found = at_once(*[lambda: given.signature(version, councillor)] * 12)

    assert sum(isinstance(one, Certificate) for one in found) == 1
    assert sum(isinstance(one, Refused) for one in found) == 11
    assert Certificate.objects.count() == 1
    assert Notice.objects.filter(kind="policy_signed").count() == 1


def test_a_signature_and_a_newer_version_never_pass_each_other(transactional_db):
    councillors = [given.councillor() for _n in range(6)]
    version = given.published()
    newer = given.approved(policy=version.policy, major=2, clauses=given.clauses("New words."))
    publisher = given.officer(Role.MEMBERS_SERVICES)

    at_once(
        lambda: publishing.publish(version=newer, by=publisher),
        *[lambda person=person: given.signature(version, person) for person in councillors],
    )

    signed = Acknowledgement.objects.signed().select_related("version")
    assert all(row.text_sha256 == row.version.sha256 == version.sha256 for row in signed)
    asked_again = Acknowledgement.objects.filter(version=newer)
    assert asked_again.count() == 6
    assert not Acknowledgement.objects.unsigned().filter(version=version).exists()


def test_two_officers_publish_once(transactional_db):
    councillor = given.councillor()
    version = given.approved()
    publisher = given.officer(Role.MEMBERS_SERVICES)

    found = at_once(*[lambda: publishing.publish(version=version, by=publisher)] * 4)

    assert sum(isinstance(one, PolicyVersion) for one in found) == 1
    assert PolicyVersion.objects.get().status == VersionStatus.PUBLISHED
    assert Acknowledgement.objects.get().councillor == councillor


def test_two_officers_record_a_decision_once(transactional_db):
    given.council()
    version = given.submitted()

    found = at_once(*[lambda: deciding.decide(versions=[version], by=None, **given.DECISION)] * 4)

    assert sum(isinstance(one, Refused) for one in found) == 3
    assert version.decisions.count() == 1


def test_two_officers_withdraw_once(transactional_db):
    councillor = given.councillor()
    version, officer = given.published(), given.officer(Role.MONITORING_OFFICER)

    found = at_once(
        *[lambda: deciding.withdraw(version=version, reason="The law changed.", by=officer)] * 4
    )

    assert sum(isinstance(one, Refused) for one in found) == 3
    assert Notice.objects.get(kind="policy_withdrawn").to == councillor


def test_no_signature_is_made_of_what_is_being_withdrawn(transactional_db):
    councillors = [given.councillor() for _n in range(5)]
    version, officer = given.published(), given.officer(Role.MONITORING_OFFICER)

    at_once(
        lambda: deciding.withdraw(version=version, reason="The law changed.", by=officer),
        *[lambda person=person: given.signature(version, person) for person in councillors],
    )

    assert not version.acknowledgements.unsigned().exists()
    late = version.acknowledgements.signed().filter(
        signed_at__gt=PolicyVersion.objects.get().closed_at
    )
    assert not late.exists()


def test_two_trees_never_close_a_ring(transactional_db):
    first, second = given.draft(), given.draft()
    by = given.officer(Role.MEMBERS_SERVICES)
    rest: dict[str, Any] = {"dated": "", "summary": "", "owner": "", "related": (), "by": by}

    found = at_once(
        lambda: change_details(version=first, parent=second.policy, **rest),
        lambda: change_details(version=second, parent=first.policy, **rest),
    )

    assert sum(isinstance(one, Refused) for one in found) == 1


def test_newcomers_are_asked_once_by_two_clocks(transactional_db):
    version = given.published()
    given.councillor()

    at_once(*[lambda: signatures.ask(version=version, by=None)] * 4)

    assert Acknowledgement.objects.count() == 1


def test_two_officers_deal_with_a_refusal_once(transactional_db):
    councillor = given.councillor()
    row = signatures.decline(version=given.published(), by=councillor, reason="Not yet")
    officer = given.officer(Role.MONITORING_OFFICER)

    found = at_once(
        *[
            lambda: answering.answer_statement(
                acknowledgement=row, seen="declined", is_settled=True, text="Rang him.", by=officer
            )
        ]
        * 6
    )

    assert sum(isinstance(one, Refused) for one in found) == 5
    assert row.notes.count() == 1


def test_no_bookmark_outlives_a_signature(transactional_db):
    councillor = given.councillor()
    version = given.published()
    signatures.open_version(version=version, by=councillor)

    at_once(
        lambda: given.signature(version, councillor),
        *[
            lambda n=n: signatures.finish_section(version=version, by=councillor, anchor=f"s{n}")
            for n in range(6)
        ],
    )

    assert Acknowledgement.objects.get().is_signed
    assert not SectionRead.objects.exists()


def test_two_machines_that_sweep_do_everything_once(transactional_db):
    leaver, late, _other = (given.councillor() for _n in range(3))
    version = given.published()
    people.end_term(
        term=leaver.terms.get(), ends_at=timezone.now(), reason=EndReason.RESIGNED, by=None
    )
    newcomer = given.councillor()
    due = Acknowledgement.objects.get(councillor=late).due_on

    with time_machine.travel(datetime.combine(due, time(4), tzinfo=LONDON), tick=True):
        at_once(*[sweep] * 4)

    rows = {row.councillor: row for row in version.acknowledgements.all()}
    assert rows[leaver].status == "lapsed"
    assert rows[leaver].history.count() == 2
    assert Entry.objects.filter(kind="policies.lapsed").count() == 1
    assert rows[newcomer].history.count() == 1
    assert Notice.objects.filter(kind="policy_due_today").count() == 2
