"""The number of a version in an address, and the version of that number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404

if TYPE_CHECKING:
    from policies.models import PolicyVersion, PolicyVersionQuerySet


class Number:
    """A version as major.minor: 2.0."""

    regex = r"\d{1,4}\.\d{1,4}"

    def to_python(self, value: str) -> tuple[int, int]:
        major, minor = value.split(".")
        return int(major), int(minor)

    def to_url(self, value: str | tuple[int, int]) -> str:
        return value if isinstance(value, str) else f"{value[0]}.{value[1]}"


def of_number(seen: PolicyVersionQuerySet, slug: str, number: tuple[int, int]) -> PolicyVersion:
    """The version of that number among those that somebody may see. Raises ``Http404``."""
    major, minor = number
    return get_object_or_404(seen, policy__slug=slug, major=major, minor=minor)
