"""How the page of a version says where it stands: ``{% load deciding %}``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from councilgov.access import Right
from policies.deciding.checks import is_last, open_stage
from policies.deciding.steps import before_whom, next_step
from policies.models import PUBLIC, CommitteeReport, PolicyVersion, VersionStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

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
        "stages": [(stage, is_last(stage)) for stage in stages],
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
        "children": list(_children(user, version)),
    }


def _seen(user: Any, policy: Policy | None) -> Policy | None:
    """The policy, if this person may see any version of it."""
    if policy is None:
        return None
    return policy if policy.versions.visible_to(user).exists() else None


def _children(user: Any, version: PolicyVersion) -> Iterator[dict[str, Any]]:
    """Each child with the version that is pinned, and the one in force if it is another."""
    pinned = {row.policy_id: row for row in version.pinned.select_related("policy")}
    for row in PolicyVersion.objects.visible_to(user).parts_of(version.policy):
        pin = pinned.get(row.policy_id)
        newer = row if pin and row.is_in_force and row.pk != pin.pk else None
        yield {"policy": row.policy, "pinned": pin, "newer": newer, "is_in_force": row.is_in_force}
