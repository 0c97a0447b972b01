"""A guide for each role, and the words of the field: from ``docs/guides``, which is their one
source, for readers there and here.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings

from councilgov.access import MONITORING, Role
from councilgov.people.standing import Access
from councilgov.portal.helping.writing import Writing, written

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from typing import Any

FOLDER = Path(settings.BASE_DIR) / "docs" / "guides"
WORDS = "words"
OF: Mapping[str, Collection[Role]] = {
    "councillor": (Role.COUNCILLOR,),
    "group-leader": (Role.GROUP_LEADER,),
    "monitoring-officer": MONITORING,
    "information-officer": (Role.INFORMATION_OFFICER,),
    "data-protection-officer": (Role.DATA_PROTECTION_OFFICER,),
    "ict-desk": (Role.ICT_DESK,),
    "members-services": (Role.MEMBERS_SERVICES,),
    "administrator": (Role.ADMINISTRATOR,),
    "auditor": (Role.AUDITOR,),
}
"""For whom each is, in the order in which they are listed."""


@dataclass(frozen=True)
class Guide:
    """One of them; ``slug`` is the name of its file."""

    slug: str
    title: str
    roles: Collection[Role]

    def is_of(self, user: Any) -> bool:
        """Whether this person opens the pages that it names."""
        if not user.is_authenticated or user.access != Access.WHOLE:
            return False
        return not user.roles.isdisjoint(self.roles)

    def read_by(self, user: Any) -> Writing:
        """The text; the pages that it names are links for whoever may open them."""
        return written(source(self.slug), is_linked=self.is_of(user))


@cache
def guides() -> Sequence[Guide]:
    """All of them, read once."""
    return [
        Guide(slug, written(source(slug), is_linked=False).title, roles)
        for slug, roles in OF.items()
    ]


def guides_of(user: Any) -> list[Guide]:
    """Those of this person's roles."""
    return [guide for guide in guides() if guide.is_of(user)]


def words() -> Writing:
    """What the words mean that the portal and its policies use."""
    return written(source(WORDS), is_linked=False)


@cache
def source(slug: str) -> str:
    """As it is committed."""
    return (FOLDER / f"{slug}.md").read_text("utf-8")
