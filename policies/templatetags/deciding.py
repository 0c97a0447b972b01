"""How the page of a version says where it stands: ``{% load deciding %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from councilgov.access import Right
from policies.deciding.checks import open_stage
from policies.deciding.steps import before_whom, next_step
from policies.machines import OVER
from policies.models import PUBLIC, CommitteeReport, PolicyVersion, VersionStatus

if TYPE_CHECKING:
    from django.template import RequestContext

    from policies.models import Policy

register = template.Library()


@register.inclusion_tag("policies/_way.html", takes_context=True)
def way_of(context: RequestContext, version: PolicyVersion) -> dict[str, Any]:
    """The bodies that a version passes, which are done, and what this person may do next."""
    user, stages = context["request"].user, list(version.stages.select_related("decision"))
    is_submitted = version.status == VersionStatus.SUBMITTED
    return {
        "version": version,
        "stages": [(stage, stage == stages[-1]) for stage in stages],
        "now": open_stage(version) if is_submitted else None,
        "next": before_whom(version)
        if is_submitted
        else next_step(version.status, is_amended=version.amended_at is not None),
        "is_public": version.status in PUBLIC,
        "may_reopen": version.status == VersionStatus.REFERRED_BACK
        and user.has_perm(Right.DRAFT_POLICY),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("policies/_reports_of.html", takes_context=True)
def reports_of(context: RequestContext, version: PolicyVersion) -> dict[str, Any]:
    """The reports with which a version went before bodies, in their order."""
    seen = CommitteeReport.objects.visible_to(context["request"].user)
    return {"reports": seen.filter(submissions__version=version).distinct().order_by("meets_on")}


@register.inclusion_tag("policies/_family.html", takes_context=True)
def family_of(context: RequestContext, version: PolicyVersion) -> dict[str, Any]:
    """What a policy forms part of, and what forms part of it, in the versions that it pins."""
    user = context["request"].user
    return {
        "policy": version.policy,
        "parent": _seen(user, version.parent),
        "children": _children(user, version),
    }


def _seen(user: Any, policy: Policy | None) -> Policy | None:
    """The policy, if this person may see any version of it."""
    if policy is None:
        return None
    return policy if policy.versions.visible_to(user).exists() else None


def _children(user: Any, version: PolicyVersion) -> list[dict[str, Any]]:
    """What the version pins, then what forms part of it now, each with the version in force.

    What was pinned stays part of the version that pinned it, wherever it belongs today.
    """
    seen = PolicyVersion.objects.visible_to(user)
    pins = list(version.pinned.select_related("policy").order_by("policy__title"))
    known = {pin.policy_id for pin in pins}
    in_force = {row.policy_id: row for row in seen.in_force().filter(policy__in=known)}
    joined = [row for row in seen.parts_of(version.policy) if row.policy_id not in known]
    return [_pinned(pin, in_force.get(pin.policy_id)) for pin in pins] + [
        {
            "policy": row.policy,
            "has_joined": version.is_in_force and row.is_in_force,
            "is_in_force": row.is_in_force,
        }
        for row in joined
        if version.status not in OVER
    ]


def _pinned(pin: PolicyVersion, in_force: PolicyVersion | None) -> dict[str, Any]:
    newer = in_force if in_force and in_force.pk != pin.pk else None
    has_left = newer is not None and newer.parent_id != pin.parent_id
    return {
        "policy": pin.policy,
        "pinned": pin,
        "newer": newer,
        "has_left": has_left,
        "is_in_force": in_force is not None,
    }
