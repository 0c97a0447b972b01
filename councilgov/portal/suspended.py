"""The home page of somebody who is suspended, or without facilities: what was decided comes first,
and of what there is to do all that they still may do themselves.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.urls import resolve, reverse

from councilgov.offboarding.narrowing import is_left_to_suspended
from councilgov.offboarding.suspending.facts import own, own_suspension
from councilgov.people.standing import Access

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from councilgov.people.models import User
    from councilgov.portal.ways import Group


def as_far_as_open(user: User, context: Mapping[str, Any]) -> Mapping[str, Any]:
    """For everybody else as it is. An office that they have besides waits meanwhile."""
    if user.access != Access.SUSPENDED or (row := own_suspension(user)) is None:
        return context
    shown = own(row)
    unsaid = [] if shown["leaves"] or row.is_reached else shown["reach"]
    mine = [task for task in context["tasks"] if _is_open(user, task.get("href", ""))]
    return {
        **context,
        **shown,
        "tasks": [*mine, *unsaid],
        "waiting": [way for way in context["waiting"] if _is_open(user, way.href)],
        "ways": list(_open_ways(user, context["ways"])),
        "devices": [one for one in context["devices"] if _is_open(user, one.get_absolute_url())],
        "own_group": context["own_group"] if _is_open(user, reverse("policies:group")) else None,
        "summaries": [],
        "upkeep": [],
    }


def _open_ways(user: User, groups: Iterable[Group]) -> Iterable[Group]:
    for group in groups:
        if found := [way for way in group.ways if _is_open(user, way.href)]:
            yield group._replace(ways=found)


def _is_open(user: User, href: str) -> bool:
    """Also what leads nowhere: it says something."""
    if not href:
        return True
    page = resolve(urlsplit(href).path)
    is_private = getattr(page.func, "login_required", True)
    return not is_private or is_left_to_suspended(user, page.view_name)
