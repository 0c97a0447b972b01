"""No sequence of acts breaks a promise, whatever people do and in whatever order.

Hypothesis plays officers, councillors and the clock. Each act either happens or is refused in
words; after each, what is promised is looked up in the database itself.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import time_machine
from django.db import transaction
from django.db.models import Count, F, Q
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from councilgov.records import Refused
from policies.assisting import actions as assisting
from policies.deciding import actions as deciding
from policies.drafting import actions as drafting
from policies.exempting import actions as exempting
from policies.machines import ONCE_SIGNED, PUBLIC, SIGNED
from policies.models import Acknowledgement, Manner, Outcome, PolicyVersion, VersionStatus
from policies.publishing import actions as publishing
from policies.signatures import actions as signatures
from policies.tasks import sweep
from tests import given

ANY = st.integers(min_value=0, max_value=9)
WORDS = st.sampled_from(["Lock your screen.", "Lock it always.", "Report a loss.", "Ask first."])
OTHER_TEXT = "0" * 64
DAYS = st.sampled_from([0, 1, 3, 14, 40])


class Council(RuleBasedStateMachine):
    """One policy, four councillors, two officers, and time that passes."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.now = datetime(2026, 11, 23, 10, tzinfo=UTC)
        self.shown: dict[tuple[int, int], str] = {}
        """What text each councillor was shown when they signed, by person and version."""

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def act(self, do: Any, *args: Any, **fields: Any) -> Any:
        """What the act gives, or None where it is refused."""
        with time_machine.travel(self.now, tick=False):
            try:
                with transaction.atomic():
                    return do(*args, **fields)
            except Refused:
                return None

    def version(self, n: int) -> PolicyVersion:
        rows = list(PolicyVersion.objects.order_by("-pk"))
        return rows[n % len(rows)]

    @initialize()
    def begin(self) -> None:
        with time_machine.travel(self.now, tick=False):
            given.council()
            self.councillors = [given.councillor() for _n in range(4)]
            self.clerk = given.officer(Role.MEMBERS_SERVICES)
            self.monitoring = given.officer(Role.MONITORING_OFFICER)
            self.policy = given.published().policy

    # Officers

    @rule(is_major=st.booleans(), words=WORDS)
    def start_a_version(self, is_major: bool, words: str) -> None:
        started = self.act(
            drafting.start_version, policy=self.policy, is_major=is_major, by=self.clerk
        )
        if started:
            self.save_words(0, words)

    @rule(n=ANY, words=WORDS)
    def save_words(self, n: int, words: str) -> None:
        version = self.version(n)
        self.act(
            drafting.save_text,
            version=version,
            clauses=given.clauses(words),
            seen_sha256=version.sha256,
            by=self.clerk,
        )

    @rule(n=ANY)
    def submit(self, n: int) -> None:
        self.act(drafting.record_submission, version=self.version(n), by=self.clerk)

    @rule(n=ANY, outcome=st.sampled_from([*Outcome, Outcome.APPROVED, Outcome.APPROVED]))
    def decide(self, n: int, outcome: str) -> None:
        fields = given.DECISION | {"outcome": outcome, "met_on": self.now.date()}
        self.act(deciding.decide, versions=[self.version(n)], by=self.clerk, **fields)

    @rule(n=ANY)
    def reopen(self, n: int) -> None:
        self.act(deciding.reopen, version=self.version(n), by=self.clerk)

    @rule(n=ANY, words=WORDS)
    def amend_and_certify(self, n: int, words: str) -> None:
        version = self.version(n)
        self.act(deciding.amend, version=version, clauses=given.clauses(words), by=self.clerk)
        version.refresh_from_db()
        certify = deciding.certify
        self.act(certify, version=version, text_sha256=version.sha256, by=self.monitoring)

    @rule(n=ANY, later=DAYS)
    def publish(self, n: int, later: int) -> None:
        day = (self.now + timedelta(days=later)).date()
        self.act(publishing.publish, version=self.version(n), by=self.clerk, effective_on=day)

    @rule(n=ANY)
    def withdraw(self, n: int) -> None:
        self.act(deciding.withdraw, version=self.version(n), reason="Repealed.", by=self.monitoring)

    @rule(n=ANY)
    def discard(self, n: int) -> None:
        self.act(drafting.discard, version=self.version(n), reason="No need.", by=self.clerk)

    # Councillors

    @rule(n=ANY, who=ANY, objection=st.sampled_from(["", "Too long."]), is_old=st.booleans())
    def sign(self, n: int, who: int, objection: str, is_old: bool) -> None:
        """With the text of the page they see, or with one that is not the version's."""
        version, person = self.version(n), self.councillors[who % 4]
        shown = OTHER_TEXT if is_old else version.sha256
        signed = self.act(given.signature, version, person, text_sha256=shown, objection=objection)
        if signed:
            self.shown[person.pk, version.pk] = shown

    @rule(n=ANY, who=ANY)
    def decline(self, n: int, who: int) -> None:
        person = self.councillors[who % 4]
        self.act(signatures.decline, version=self.version(n), by=person, reason="Not yet.")

    @rule(n=ANY, who=ANY)
    def sign_on_paper(self, n: int, who: int) -> None:
        version, person = self.version(n), self.councillors[who % 4]
        paper = {"manner": Manner.PAPER, "given_on": self.now.date(), "evidence": "Folder 3"}
        if self.act(
            assisting.record_signatures,
            version=version,
            councillors=[person],
            by=self.clerk,
            **paper,
        ):
            self.shown[person.pk, version.pk] = version.sha256

    @rule(who=ANY, stands=st.booleans())
    def dispute_and_settle(self, who: int, stands: bool) -> None:
        person = self.councillors[who % 4]
        for row in Acknowledgement.objects.exclude(recorded=None).filter(councillor=person):
            self.act(assisting.dispute, acknowledgement=row, reason="Not me.", by=person)
            self.act(
                assisting.settle_dispute,
                acknowledgement=row,
                stands=stands,
                reason="As it is.",
                by=self.monitoring,
            )

    @rule(who=ANY)
    def exempt(self, who: int) -> None:
        person = self.councillors[who % 4]
        rows = Acknowledgement.objects.filter(councillor=person).to_sign(self.now)
        until = (self.now + timedelta(days=10)).date()
        self.act(
            exempting.grant_exemptions,
            councillor=person,
            requests=list(rows),
            until=until,
            reason="Ill.",
            by=self.monitoring,
        )

    @rule(who=ANY)
    def leave(self, who: int) -> None:
        term = self.councillors[who % 4].terms.filter(ends_at=None).first()
        if term:
            reason = EndReason.RESIGNED
            self.act(people.end_term, term=term, ends_at=self.now, reason=reason, by=None)

    # Time

    @rule(days=DAYS)
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days, hours=1)
        self.act(sweep)

    # Promises

    @invariant()
    def what_is_published_was_decided(self) -> None:
        published = PolicyVersion.objects.filter(status__in=PUBLIC)
        approvals = [Outcome.APPROVED, Outcome.APPROVED_AS_AMENDED]
        decided = published.filter(decision__outcome__in=approvals)
        assert decided.count() == published.count()

    @invariant()
    def what_was_amended_was_certified_by_somebody_else(self) -> None:
        amended = PolicyVersion.objects.filter(
            status__in=PUBLIC, decision__outcome=Outcome.APPROVED_AS_AMENDED
        )
        assert not amended.filter(Q(certified_by=None) | Q(certified_by=F("amended_by"))).exists()

    @invariant()
    def one_version_is_in_force_at_most(self) -> None:
        for status in (VersionStatus.PUBLISHED, VersionStatus.SCHEDULED):
            assert PolicyVersion.objects.filter(status=status).count() <= 1

    @invariant()
    def what_is_in_force_is_the_highest_that_ever_was(self) -> None:
        ever = PolicyVersion.objects.once_in_force().newest_first().first()
        now = PolicyVersion.objects.in_force().first()
        assert now is None or now == ever

    @invariant()
    def what_was_signed_is_what_was_shown(self) -> None:
        for row in Acknowledgement.objects.filter(status__in=ONCE_SIGNED).select_related("version"):
            shown = self.shown[row.councillor_id, row.version_id]
            assert row.text_sha256 == shown == row.version.sha256

    @invariant()
    def nobody_signed_a_version_twice(self) -> None:
        live = Acknowledgement.objects.filter(status__in=SIGNED).order_by()
        twice = live.values("councillor", "version").annotate(n=Count("pk")).filter(n__gt=1)
        assert not twice.exists()

    @invariant()
    def every_signature_is_evidence(self) -> None:
        signed = Acknowledgement.objects.filter(status__in=ONCE_SIGNED).count()
        kinds = ["policies.signed", "policies.signature_recorded"]
        assert Entry.objects.filter(kind__in=kinds).count() == signed


def test_no_sequence_of_acts_breaks_a_promise(db):
    run_state_machine_as_test(
        Council,
        settings=settings(
            max_examples=10,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
