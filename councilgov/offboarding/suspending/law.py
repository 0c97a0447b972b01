"""Who may suspend a councillor, by nation, and for how long at most."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from councilgov.days import day_in_words
from councilgov.deadlines import months_after
from councilgov.elections.models import Election, Kind
from councilgov.people.council import NationOf
from councilgov.people.models import Decider, SuspendedFrom
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from councilgov.people.models import Suspension

A_DAY = timedelta(days=1)
THURSDAY, FIRST_YEAR, EVERY_YEARS, MAY = 3, 2022, 5, 5


class Power(NamedTuple):
    """The longest that somebody may suspend for, and the law that says so."""

    months: int
    law: str
    ends_with_election: bool = False
    """At the beginning of the day of an ordinary election, not with the term."""


SUSPENDS: Mapping[str, Mapping[str, Power]] = {
    NationOf.ENGLAND: {},
    NationOf.WALES: {
        Decider.COMMITTEE: Power(
            6,
            "Local Government Investigations (Functions of Monitoring Officers and Standards "
            "Committees) (Wales) Regulations 2001, SI 2001/2281, regulation 9(1)(d)",
        ),
        Decider.PANEL: Power(12, "Local Government Act 2000, section 79(5)"),
        Decider.PANEL_INTERIM: Power(6, "Local Government Act 2000, section 78(1)(b)"),
    },
    NationOf.SCOTLAND: {
        Decider.COMMISSION: Power(
            12,
            "Ethical Standards in Public Life etc. (Scotland) Act 2000, section 19",
            ends_with_election=True,
        ),
        Decider.COMMISSION_INTERIM: Power(
            3, "Ethical Standards in Public Life etc. (Scotland) Act 2000, section 21"
        ),
    },
    NationOf.NORTHERN_IRELAND: {
        Decider.COMMISSIONER: Power(12, "Local Government Act (Northern Ireland) 2014, section 59"),
        Decider.COMMISSIONER_INTERIM: Power(
            6, "Local Government Act (Northern Ireland) 2014, section 60(2)"
        ),
    },
}
"""Besides a court, everywhere. In Wales and Northern Ireland each ends with the term where that is
shorter. In Scotland what is suspended is the entitlement to attend meetings. In England a failing
under the code is dealt with by the council's arrangements alone (Localism Act 2011, section 28(4)),
which know no suspension: there, facilities may be withdrawn. A change was announced in November
2025 and needs an Act of Parliament: this table is where it goes."""


def deciders(nation: str) -> list[tuple[str, str]]:
    """Those whose decisions are entered there, with their names: also of withdrawn facilities."""
    asked = [Decider.COUNCIL, *SUSPENDS[nation], Decider.COURT]
    return [(value, str(Decider(value).label)) for value in asked]


def check_may_suspend(row: Suspension, nation: str) -> None:
    """Raise ``Refused`` for a suspension from office by whom the law does not let suspend, and for
    one that is longer than it lets. Facilities are withdrawn for as long as was decided.
    """
    if row.what != SuspendedFrom.OFFICE or row.decider == Decider.COURT:
        return
    power = SUSPENDS[nation].get(row.decider)
    if power is None and row.pk:
        told = _(
            "Who decided it can’t suspend a councillor from office in %(nation)s. Lift this one, "
            "and enter anew what was decided, and by whom"
        )
        raise Refused(told % {"nation": NationOf(nation).label}, way=row.own_page)
    if power is None:
        raise Refused(_who(nation), field="decider")
    longest = months_after(row.starts_on, power.months) - A_DAY
    if row.ends_on > longest:
        told = _("%(who)s may suspend until %(day)s at the latest (%(law)s)")
        raise Refused(told % _facts(row, power, longest), field="ends_on")
    poll = _next_poll(row.starts_on) if power.ends_with_election else None
    if poll and row.ends_on >= poll:
        told = _(
            "It ends at the beginning of the day of the ordinary election. Enter %(day)s or an "
            "earlier day (%(law)s)"
        )
        raise Refused(told % _facts(row, power, poll - A_DAY), field="ends_on")


def _facts(row: Suspension, power: Power, day: date) -> Mapping[str, str]:
    return {"who": row.get_decider_display(), "day": day_in_words(day), "law": power.law}


def _who(nation: str) -> str:
    """Who may, in words."""
    if nation == NationOf.ENGLAND:
        return _(
            "In England only a court can suspend a councillor from office today (Localism Act "
            "2011, section 28). If the council withdraws facilities, select that above"
        )
    told = _(
        "They can’t suspend a councillor from office in %(nation)s. If the council withdraws "
        "facilities, select that above"
    )
    return told % {"nation": NationOf(nation).label}


def _next_poll(first: date) -> date:
    """The day of the next ordinary election in Scotland after that day, as the council entered it;
    else the first Thursday in May of every fifth year (Local Government etc. (Scotland) Act 1994,
    section 5, as amended; 2022, 2027).
    """
    entered = Election.objects.filter(kind=Kind.ORDINARY, poll_on__gt=first)
    if poll := entered.standing().order_by("poll_on").first():
        return poll.poll_on
    year = first.year + (FIRST_YEAR - first.year) % EVERY_YEARS
    day = _first_thursday(first.replace(year=year, month=MAY, day=1))
    if day > first:
        return day
    return _first_thursday(first.replace(year=year + EVERY_YEARS, month=MAY, day=1))


def _first_thursday(day: date) -> date:
    return day + timedelta(days=(THURSDAY - day.weekday()) % 7)
