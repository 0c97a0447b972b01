"""Whom a policy asks, which requests end by themselves, and who is reminded when.

Everything here that sweeps a table may run twice, late, and on two machines at once.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery, Value
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.accounts.models import reachable
from councilgov.accounts.monitoring import monitoring_officers
from councilgov.deadlines import last_day_before
from councilgov.ledger.actions import record, record_all
from councilgov.notices.models import Notice
from councilgov.people.models import Council, GroupMembership, Suspension, User
from councilgov.records import Refused, keep_all
from policies.campaigns.effects import check_asks_somebody, check_audience, effect
from policies.exempting.resuming import RESUMED, resume
from policies.holding.actions import release
from policies.models import (
    Acknowledgement,
    AcknowledgementStatus,
    Audience,
    AudienceRule,
    Chosen,
    Exemption,
    Lapse,
    Policy,
)
from policies.reminders import (
    ASKED_AGAIN,
    LADDER,
    LATE,
    LEADER_AFTER,
    OFFICER_AFTER,
    SOON,
    TO_LEADER,
    TO_OFFICER,
    TODAY,
    with_stage,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import QuerySet

    from councilgov.ledger.canonical import JSON
    from councilgov.records import RecordQuerySet
    from policies.models import PolicyVersion

logger = logging.getLogger(__name__)


def lapse_leavers(*, version: PolicyVersion) -> int:
    """``lapse`` where somebody has left, each minute. Else it looks, and locks nothing."""
    leavers = Acknowledgement.objects.of_leavers(version, timezone.now())
    return lapse(version=version) if leavers.exists() else 0


@transaction.atomic
def lapse(*, version: PolicyVersion) -> int:
    """Requests of those who left office, or the audience, end unsigned. How many.

    The negative receipt: "Left office on 6 May without signing version 3.0". Who left a committee,
    or is no longer chosen by a rule, is treated alike. Such a request lapses rather than being
    replaced because they may come back, and are then asked again. What was answered stays.
    """
    leavers = Acknowledgement.objects.of_leavers(version, timezone.now()).order_by("pk")
    rows = list(leavers.select_for_update(of=("self",)))
    for row in rows:
        left_at = row.left_at  # type: ignore[attr-defined]  # of ``of_leavers``
        row.check_move(AcknowledgementStatus.LAPSED, gettext_noop("Lapse"))
        row.status = AcknowledgementStatus.LAPSED
        row.lapsed_because = Lapse.LEFT_OFFICE if left_at else Lapse.LEFT_AUDIENCE
        row.lapsed_on = last_day_before(left_at) if left_at else timezone.localdate()
    keep_all(rows, by=None, why="Lapsed", fields=["status", "lapsed_on", "lapsed_because"])
    _end(Exemption.objects.open().filter(acknowledgement__in=rows))
    release(acknowledgements=rows, because=_("They are not asked to sign any more."), by=None)
    return record_all(
        kind="policies.lapsed", actor=None, facts=[(row, _lapse_of(row)) for row in rows]
    )


def _lapse_of(row: Acknowledgement) -> dict[str, JSON]:
    assert row.lapsed_on is not None  # noqa: S101  # set by ``lapse``; for the type checker
    return {
        **_request_of(row),
        "lapsed_on": row.lapsed_on.isoformat(),
        "because": row.lapsed_because,
    }


def _request_of(row: Acknowledgement) -> dict[str, JSON]:
    return {
        "version": row.version_id,
        "asked_on": row.asked_on.isoformat(),
        "due_on": row.due_on.isoformat(),
    }


@transaction.atomic
def end_exemptions() -> int:
    """Whoever was exempt until a day that is past is asked again, and told so. How many.

    They have the working days that they had left, and at least five. Who signed meanwhile, or whose
    request was replaced with its version, is left alone here; the newer version asks them.
    """
    over = Exemption.objects.over(timezone.localdate())
    asked = Acknowledgement.objects.filter(Exists(over.filter(acknowledgement=OuterRef("pk"))))
    rows = list(asked.select_for_update(of=("self",)).order_by("pk"))
    ended = _end(over.filter(acknowledgement__in=rows))
    exempt = [row for row in rows if row.status == AcknowledgementStatus.EXEMPT]
    granted = {exemption.acknowledgement_id: exemption for exemption in ended}
    council = Council.objects.the()
    for row in exempt:
        resume(row, granted[row.pk], council)
    keep_all(exempt, by=None, why="Exemption over", fields=RESUMED)
    record_all(
        kind="policies.exemption_over",
        actor=None,
        facts=[(row, _request_of(row)) for row in exempt],
    )
    resumed = Acknowledgement.objects.filter(pk__in=[row.pk for row in exempt])
    Notice.objects.plan(ASKED_AGAIN, resumed, to="councillor", cause=("pk", "asked_on"))
    return len(exempt)


def _end(exemptions: RecordQuerySet[Exemption]) -> Sequence[Exemption]:
    """These exemptions end now. Lock their requests first."""
    rows = list(exemptions.select_for_update(of=("self",)).order_by("pk"))
    for row in rows:
        row.ended_at = timezone.now()
    return keep_all(rows, by=None, why="Exemption over", fields=["ended_at"])


@transaction.atomic
def remind() -> int:
    """Whoever has not signed is reminded, and their leader and the Monitoring Officer are told.

    Of each request only the last stage that was reached is planned, so a worker that was down for
    days sends one message and not four. How many messages are new.
    """
    today = timezone.localdate()
    people = reachable(User.objects.filter(is_active=True))
    unsigned = Acknowledgement.objects.to_sign(timezone.now()).filter(councillor__in=people)
    rows = with_stage(unsigned, today)
    stages = {
        SOON: rows.filter(stage__lt=0),
        TODAY: rows.filter(stage=0),
        LATE: rows.filter(stage__gt=0),
    }
    planned = sum(
        Notice.objects.plan(kind, stages[kind], to="councillor", cause=("pk", "due_on", "stage"))
        for kind in LADDER
    )
    return planned + _tell_leaders(rows) + _tell_officers(rows)


def _tell_leaders(rows: QuerySet[Any]) -> int:
    """A week late: the leader of the group is told, if the council has decided so.

    Where there is no leader, or the leader is the one who is late, it is the Monitoring Officer.
    Only in that week: a decision taken today does not reach back beyond it.
    """
    if not Council.objects.the().leaders_decision:
        return 0
    late = rows.filter(late__gte=LEADER_AFTER, late__lt=OFFICER_AFTER)
    led = late.annotate(leader=Subquery(leaders_of("councillor").values("councillor")[:1]))
    week = led.annotate(escalated=Value(LEADER_AFTER))
    told = Notice.objects.plan(
        TO_LEADER,
        week.exclude(leader=None),
        to="leader",
        cause=("pk", "due_on", "escalated"),
    )
    return told + _tell_each(monitoring_officers(), week.filter(leader=None))


def leaders_of(councillor: str) -> RecordQuerySet[GroupMembership]:
    """The membership that leads the group of this councillor today, if it is somebody else's who is
    in office and not suspended.
    """
    now = timezone.now()
    current = GroupMembership.objects.current(timezone.localdate(now))
    own = current.filter(councillor=OuterRef(OuterRef(councillor)))
    who_read = reachable(User.objects.councillors(now).filter(is_active=True))
    return (
        current.filter(is_leader=True, group__in=own.values("group"), councillor__in=who_read)
        .exclude(councillor=OuterRef(councillor))
        .exclude(councillor__in=Suspension.objects.in_force(now).values("councillor"))
        .order_by("pk")
    )


def _tell_officers(rows: QuerySet[Any]) -> int:
    """Two weeks late: the Monitoring Officer is told."""
    late = rows.filter(late__gte=OFFICER_AFTER).annotate(escalated=Value(OFFICER_AFTER))
    return _tell_each(monitoring_officers(), late)


def _tell_each(officers: Iterable[User], late: QuerySet[Any]) -> int:
    return sum(
        Notice.objects.plan(
            TO_OFFICER,
            late.annotate(officer=Value(officer.pk)),
            to="officer",
            cause=("pk", "due_on", "escalated"),
        )
        for officer in officers
    )


@transaction.atomic
def choose_audience(*, policy: Policy, audience: Audience, by: User) -> Policy:
    """Whom a policy asks: all councillors, all members, or those chosen by its rules.

    Who is new among them is asked within a minute; of who is not any more, open requests lapse.
    Raises ``Refused`` if it is so already, and for rules where there is none, or where they choose
    nobody in office: all open requests would lapse.
    """
    policy = Policy.objects.locked(policy)
    check_audience(policy, audience)
    policy.audience = audience
    policy.keep(by=by, why="Audience chosen")
    record(
        kind="policies.audience_chosen", actor=by, subject=policy, facts={"audience": str(audience)}
    )
    return policy


@transaction.atomic
def add_rule(*, policy: Policy, chosen: Chosen, by: User, **whom: Any) -> AudienceRule:
    """One rule more: a kind of term, a ``group``, a ``committee`` or a ``person`` is asked too.

    Raises ``Refused`` for a rule that the policy has already.
    """
    rule = AudienceRule(policy=policy, chosen=chosen, **whom).keep(by=by, why="Rule added")
    record(kind="policies.rule_added", actor=by, subject=policy, facts=_rule_facts(rule))
    return rule


@transaction.atomic
def add_people(*, policy: Policy, people: Iterable[User], by: User) -> int:
    """People are asked one by one, as handed in; who is asked already stays so. How many are new.

    Two who hand in the same list at once make one rule of each.
    """
    policy = Policy.objects.locked(policy)
    known = set(policy.audience_rules.exclude(person=None).values_list("person", flat=True))
    new = {person.pk: person for person in people if person.pk not in known}
    rules = keep_all(
        [
            AudienceRule(policy=policy, chosen=Chosen.PERSON, person=person)
            for person in new.values()
        ],
        by=by,
        why="Rule added",
    )
    facts = [(policy, _rule_facts(rule)) for rule in rules]
    return record_all(kind="policies.rule_added", actor=by, facts=facts)


@transaction.atomic
def remove_rule(*, rule: AudienceRule, by: User) -> None:
    """A rule no longer chooses anybody: open requests of those whom no other one chooses lapse.

    Raises ``Refused`` if somebody removed it before, for the last rule by which a policy asks, and
    where the others choose nobody in office while requests are open.
    """
    policy = Policy.objects.locked(rule.policy)
    row = AudienceRule.objects.select_for_update(of=("self",)).filter(pk=rule.pk).first()
    if row is None:
        raise Refused(_("Somebody has removed this rule already."))
    if policy.audience == Audience.CHOSEN and policy.audience_rules.count() == 1:
        raise Refused(
            _(
                "This is the last rule, so nobody would be asked any more. "
                "Add another one first, or change who is asked."
            )
        )
    check_asks_somebody(effect(policy, without=row))
    facts = _rule_facts(row)
    row.discard(by=by, why="Rule removed")
    record(kind="policies.rule_removed", actor=by, subject=policy, facts=facts)


def _rule_facts(rule: AudienceRule) -> dict[str, JSON]:
    return {
        "rule": rule.pk,
        "chosen": str(rule.chosen),
        "group": rule.group_id,
        "committee": rule.committee_id,
        "person": rule.person_id,
    }
