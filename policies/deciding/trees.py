"""Policies that form part of another: a parent pins the versions of its children."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.records import Refused
from policies.models import Policy, PolicyVersion

if TYPE_CHECKING:
    from collections.abc import Iterator

    from councilgov.people.models import User

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
    policy.parent = parent
    return policy.keep(by=by, why=gettext_noop("Forms part of"))


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


def pin_children(version: PolicyVersion) -> None:
    """A version holds on to the versions in force of what forms part of it.

    For the act that publishes it, before its evidence is written: the database refuses a later
    change (migration ``kept``).
    """
    of_children = PolicyVersion.objects.filter(policy__parent=version.policy)
    version.pinned.set(of_children.in_force())
