"""Policies that form part of another: a parent pins the versions of its children."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.ledger.actions import record
from councilgov.records import Refused
from policies.models import Policy, PolicyVersion, VersionStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from councilgov.people.models import User
    from policies.models import PolicyVersionQuerySet

TREE = 84_302
"""The advisory lock under which trees change: no two changes meet and close a ring."""


@transaction.atomic
def set_parent(*, policy: Policy, parent: Policy | None, by: User | None) -> Policy:
    """A policy forms part of another one from now on, or of none.

    Raises ``Refused`` if it would form part of itself, directly or by way of others.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE])
    policy = Policy.objects.locked(policy)
    if parent is not None:
        check_no_ring(policy, parent)
    before, policy.parent = policy.parent_id, parent
    policy.keep(by=by, why=gettext_noop("Forms part of"))
    record(
        kind="policies.parent_set",
        actor=by,
        subject=policy,
        facts={"parent": policy.parent_id, "before": before},
    )
    return policy


def check_no_ring(policy: Policy, parent: Policy) -> None:
    """Raise ``Refused`` if the parent is the policy itself, or forms part of it."""
    if policy.pk in set(line_of(parent)):
        raise Refused(
            _("%(parent)s is or forms part of %(policy)s, so it can’t hold it.")
            % {"parent": parent, "policy": policy},
            field="parent",
        )


def line_of(policy: Policy) -> Iterator[int]:
    """The policy and whatever it forms part of, from the bottom up, by their ids."""
    above: int | None = policy.pk
    while above is not None:
        yield above
        above = Policy.objects.values_list("parent", flat=True).get(pk=above)


def to_pin(policy: Policy, on: date) -> PolicyVersionQuerySet:
    """The versions that are in force at the end of that day, of what forms part of the policy.

    What is published to take effect by then takes the place of the version that it replaces, in
    whatever order the clock puts them in force: one resolution may bring both (Havering minute 8).
    """
    of_children = PolicyVersion.objects.filter(policy__parent=policy)
    coming = of_children.due(on)
    is_replaced = Q(policy__in=coming.values("policy"), status=VersionStatus.PUBLISHED)
    return (coming | of_children.in_force()).exclude(is_replaced).order_by("pk")


def pin_children(version: PolicyVersion, on: date) -> None:
    """A version that comes into force holds on to those in force of what forms part of it.

    Before the evidence of it is written: the database refuses a later change (migration
    ``pinned``).
    """
    version.pinned.set(to_pin(version.policy, on))
