"""What lets a report be kept from the public: the law's paragraphs, nation by nation.

England and Wales: Local Government Act 1972, Schedule 12A, Parts 1 and 4 (SI 2006/88, SI 2007/969).
Scotland: Local Government (Scotland) Act 1973, Schedule 7A, Part I. Northern Ireland: Local
Government Act (Northern Ireland) 2014, Schedule 6, Part 1. The descriptions are shortened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from councilgov.people.council import NationOf

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise


class Schedule(NamedTuple):
    """Where a nation lays down what is exempt."""

    name: str
    """As it is cited on a report: the same in every language of the page."""
    paragraphs: Mapping[int, StrOrPromise]
    weighed: frozenset[int]
    """Exempt only while the public interest in that outweighs the one in disclosure."""

    def cited(self, number: int) -> str:
        return f"Paragraph {number} of {self.name}"


INDIVIDUAL = _("about an individual")
IDENTITY = _("likely to reveal who an individual is")
BUSINESS = _("about the financial or business affairs of a person, or of the council")
LABOUR = _("about consultations or negotiations on a labour relations matter")
PRIVILEGE = _("legally privileged")
ORDER = _("reveals a notice, order or direction that the council proposes to give")
CRIME = _("about action to prevent, investigate or prosecute crime")
SEVEN = (INDIVIDUAL, IDENTITY, BUSINESS, LABOUR, PRIVILEGE, ORDER, CRIME)
SCOTTISH = (
    _("about an employee or office holder of the council, past, present or to come"),
    _("about an occupier of, or applicant for, the council’s accommodation"),
    _("about an applicant for, or recipient of, a service of the council"),
    _("about an applicant for, or recipient of, financial assistance of the council"),
    _("about the adoption, care, fostering or education of a child, or a supervision order"),
    _("about the financial or business affairs of a person other than the council"),
    _("about a person under section 27(1) of the Social Work (Scotland) Act 1968"),
    _("the amount that the council proposes to spend under a contract"),
    _("terms proposed in negotiations for a contract"),
    _("who offers a tender"),
    LABOUR,
    _("instructions to counsel, opinions and advice on proceedings or on a legal matter"),
    ORDER,
    CRIME,
    _("who a protected informant is"),
)
SCHEDULES: Mapping[str, Schedule] = {
    NationOf.ENGLAND: Schedule(
        "Part 1 of Schedule 12A to the Local Government Act 1972",
        dict(enumerate(SEVEN, 1)),
        frozenset(range(1, 8)),  # paragraph 10
    ),
    NationOf.WALES: Schedule(
        "Part 4 of Schedule 12A to the Local Government Act 1972",
        dict(enumerate(SEVEN, 12)),
        frozenset({12, 13, 14, 15, 17, 18}),  # paragraph 21: not what is legally privileged
    ),
    NationOf.SCOTLAND: Schedule(
        "Part I of Schedule 7A to the Local Government (Scotland) Act 1973",
        dict(enumerate(SCOTTISH, 1)),
        frozenset(),
    ),
    # Its Part 2 is not quoted here. To write down why the public interest lies there does no harm.
    NationOf.NORTHERN_IRELAND: Schedule(
        "Part 1 of Schedule 6 to the Local Government Act (Northern Ireland) 2014",
        dict(enumerate(SEVEN, 1)),
        frozenset(range(1, 8)),
    ),
}


def choices(nation: str) -> list[tuple[str, str]]:
    """Each paragraph of a nation as a report cites it, with what it is about."""
    schedule = SCHEDULES[nation]
    return [
        (schedule.cited(number), f"{number}: {about}")
        for number, about in schedule.paragraphs.items()
    ]


def is_weighed(nation: str, citation: str) -> bool:
    """Whether the public interest is to be weighed before this paragraph keeps a report secret."""
    schedule = SCHEDULES[nation]
    return citation in {schedule.cited(number) for number in schedule.weighed}
