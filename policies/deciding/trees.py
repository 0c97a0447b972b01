"""Policies that form part of another: a parent pins the versions of its children."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection
from django.utils.translation import gettext as _

from councilgov.records import Refused
from policies.machines import OVER, VersionStatus
from policies.models import Policy, PolicyVersion

if TYPE_CHECKING:
    from datetime import date

    from policies.models import PolicyVersionQuerySet

TREE = 84_302
"""The advisory lock under which trees change: no two changes meet and close a ring."""


def hold_trees() -> None:
    """No tree changes but in this transaction. To be called before any row of it is locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TREE])


def check_no_ring(policy: Policy, parent: Policy) -> None:
    """Raise ``Refused`` if the parent is the policy itself, or forms part of it."""
    if policy.pk in line_of(parent):
        raise Refused(
            _("%(parent)s is or forms part of %(policy)s, so it can’t hold it.")
            % {"parent": parent, "policy": policy},
            field="parent",
        )


def line_of(policy: Policy) -> set[int]:
    """The policy and whatever it forms part of, or will once a draft of it is published: ids."""
    versions = PolicyVersion.objects.exclude(status__in=OVER).exclude(parent=None).order_by()
    found: set[int] = set()
    above = {policy.pk}
    while above:
        found |= above
        parents = versions.filter(policy__in=above).values_list("parent_id", flat=True)
        above = {pk for pk in parents if pk is not None} - found
    return found


def to_pin(policy: Policy, on: date) -> PolicyVersionQuerySet:
    """The versions that are in force at the end of that day, of what forms part of the policy.

    What is published to take effect by then takes the place of the version that it replaces, in
    whatever order the clock puts them in force: one resolution may bring both (Havering minute 8).
    """
    coming = PolicyVersion.objects.due(on)
    at_last = (coming | PolicyVersion.objects.in_force()).exclude(
        policy__in=coming.values("policy"), status=VersionStatus.PUBLISHED
    )
    return at_last.filter(parent=policy).order_by("pk")


def pin_children(version: PolicyVersion, on: date) -> None:
    """A version that comes into force holds on to those in force of what forms part of it.

    Before the evidence of it is written: the database refuses a later change (migration
    ``pinned``).
    """
    version.pinned.set(to_pin(version.policy, on))
