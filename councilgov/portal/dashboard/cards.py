"""The numbers at the head of the dashboard, each with the list that it counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from breaches.machines import OPEN_INCIDENTS
from breaches.models import Assessment, Incident
from breaches.outcomes import in_last_hours, with_outcome
from councilgov.days import begins_at, today
from councilgov.forms.charts import part_of
from councilgov.offboarding.models import OffboardingCase
from councilgov.portal.equipment import Way
from devices.models import Loss, LossKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from councilgov.forms.charts import Bar
    from councilgov.people.models import User

MOST_POLICIES = 2
"""Those of which most people have not signed have a card; all stand below."""
GONE = (LossKind.LOST, LossKind.STOLEN)
RED, BLUE, GREEN = "red", "blue", "green"


class Card(NamedTuple):
    """One number, what it counts, and the numbers that belong to it; ``colour`` is that of its edge
    and says nothing that its words do not.
    """

    number: str
    words: str
    href: str
    colour: str
    more: Sequence[Way] = ()


def cards(user: User, policies: Sequence[dict[str, Any]]) -> Iterator[Card]:
    """What is most urgent first. ``policies`` is how far each in force is signed."""
    yield clocks(user)
    yield incidents(user)
    by_missing = sorted(policies, key=lambda row: -row["not_signed"])
    yield from (signed(row) for row in by_missing[:MOST_POLICIES])
    yield losses(user)
    yield leavers(user)


def reports(**asked: str | Sequence[str]) -> str:
    """The address of the register of reports, with these of its filters."""
    pairs = [
        (name, one)
        for name, values in asked.items()
        for one in ([values] if isinstance(values, str) else values)
    ]
    return reverse("breaches:incidents", query=pairs)


def on_day(name: str, day: date) -> dict[str, str]:
    """A filter by day, as the form has it: three boxes."""
    parts = ("day", day.day), ("month", day.month), ("year", day.year)
    return {f"{name}_{part}": str(value) for part, value in parts}


def clocks(user: User) -> Card:
    """The council's clocks with less than a day left, and those that are over: one query."""
    seen = Incident.objects.visible_to(user).of_the_council()
    known = Assessment.objects.of_the_council().read_by(user).filter(incident__in=seen)
    now = timezone.now()
    late = Q(pk__in=known.expired(now).order_by().values("pk"))
    found = in_last_hours(known, now).aggregate(n=Count("pk"), late=Count("pk", late))
    told = ngettext(
        "Breach clock with less than 24 hours left, or over",
        "Breach clocks with less than 24 hours left, or over",
        found["n"],
    )
    over = ngettext("%(n)s is over", "%(n)s are over", found["late"]) % {"n": found["late"]}
    more = [Way(over, reports(clock="over"))] if found["late"] else []
    return Card(str(found["n"]), told, reports(clock="soon"), RED if found["n"] else GREEN, more)


def incidents(user: User) -> Card:
    """What is open of the council's register, and of how many of this year's reports the regulator
    was told: one query.
    """
    first = today().replace(month=1, day=1)
    rows = with_outcome(Incident.objects.visible_to(user).of_the_council(), user).order_by()
    told_of = Q(outcome="told", reported_at__gte=begins_at(first))
    found = rows.aggregate(
        n=Count("pk", Q(status__in=OPEN_INCIDENTS)),
        told=Count("pk", told_of),
    )
    told = _("Regulator told of %(n)s reported this year") % {"n": found["told"]}
    address = reports(outcome="told", **on_day("since", first))
    more = [Way(told, address)]
    words = ngettext("Report open", "Reports open", found["n"])
    return Card(str(found["n"]), words, reports(status=sorted(OPEN_INCIDENTS)), BLUE, more)


def signed(row: dict[str, Any]) -> Card:
    """How many of those asked have signed a policy that is in force."""
    missing = reverse("policies:not_signed", args=_where(row))
    more = []
    if row["not_signed"]:
        more.append(Way(_("%(n)s not signed") % {"n": row["not_signed"]}, missing))
    if row["overdue"]:
        more.append(Way(_("%(n)s overdue") % {"n": row["overdue"]}, f"{missing}?status=overdue"))
    number = _("%(signed)s of %(asked)s") % {"signed": row["signed"], "asked": row["asked"]}
    words = _("have signed %(policy)s, version %(number)s") % _named(row)
    colour = RED if row["overdue"] else BLUE if row["not_signed"] else GREEN
    return Card(number, words, reverse("policies:has_signed", args=_where(row)), colour, more)


def signed_bars(policies: Sequence[dict[str, Any]]) -> Iterator[Bar]:
    """All policies in force, each with the names of those who signed it behind its bar."""
    for row in policies:
        href = reverse("policies:has_signed", args=_where(row))
        told = _("%(policy)s, version %(number)s") % _named(row)
        yield part_of(told, row["signed"], row["asked"], href)


def _where(row: dict[str, Any]) -> list[str]:
    return [row["version"].policy.slug, row["version"].number]


def _named(row: dict[str, Any]) -> dict[str, str]:
    return {"policy": row["version"].policy.title, "number": row["version"].number}


def losses(user: User) -> Card:
    """Devices lost or stolen of which nobody knows yet what becomes of them: one query."""
    rows = Loss.objects.visible_to(user).open().filter(kind__in=GONE).order_by()
    found = rows.aggregate(n=Count("pk"), first=Min("reported_at"))
    words = ngettext(
        "Device lost or stolen, case open", "Devices lost or stolen, cases open", found["n"]
    )
    asked = [("waiting", "open"), *(("kind", kind.value) for kind in GONE)]
    address = reverse("devices:losses", query=asked)
    more = [Way(_oldest(found["first"]), f"{address}&sort=reported_at")] if found["n"] else []
    return Card(str(found["n"]), words, address, RED if found["n"] else GREEN, more)


def _oldest(reported_at: Any) -> str:
    days = (today() - timezone.localdate(reported_at)).days
    if not days:
        return _("The oldest: reported today")
    told = ngettext("The oldest: %(n)s day", "The oldest: %(n)s days", days)
    return told % {"n": days}


def leavers(user: User) -> Card:
    """Who has left, and something is still open though its working days are over; and all who leave
    or are not done. Two queries.
    """
    rows = OffboardingCase.objects.visible_to(user)
    late, board = rows.overdue(today()).count(), reverse("offboarding:board")
    words = ngettext(
        "Leaver past the working days allowed", "Leavers past the working days allowed", late
    )
    more = [Way(_("%(n)s in progress") % {"n": rows.open().count()}, board)]
    return Card(str(late), words, f"{board}?status=overdue", RED if late else GREEN, more)
