"""Who leaves, who may take over from them, and what goes with it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext as _

from consent.constituents import KEPT
from consent.leavings import GOES
from consent.machines import USABLE
from consent.models import (
    Channel,
    Constituent,
    ContactPermission,
    Leaving,
    LeavingStatus,
    PartingStatus,
    Said,
    SocialAccount,
    VideoCheck,
)
from councilgov.capacity import Capacity, Controller, controller
from councilgov.days import day_in_words, today
from councilgov.deadlines import end_of_day
from councilgov.people.models import Council, TermOfOffice, User
from councilgov.people.standing import DayTen
from councilgov.people.terms import back_after
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from django.db.models import QuerySet

    from consent.constituents import ConstituentQuerySet
    from consent.leavings import LeavingQuerySet
    from consent.permissions import ContactPermissionQuerySet

SAID_BEFORE = timedelta(days=28)
"""So long before a last day that is known they are asked what becomes of their records."""
THEIRS = tuple(one for one in KEPT if controller(one) != Controller.COUNCIL)
"""Of these the council is not the controller; what is the council's stays with it."""

OF_THEIRS = Q(people__capacity__in=THEIRS)
KEPT_FOR_THEMSELVES: Sequence[type[SocialAccount | VideoCheck]] = (SocialAccount, VideoCheck)
"""What no other councillor takes over: their accounts, with what they took down or blocked there,
and that they looked round before a call."""


def departures(now: datetime) -> QuerySet[Any]:
    """Terms that end by four weeks after that moment, with which somebody leaves office who noted
    something before they came back, if they did. One for each: two wards that are left together
    are left once. Whoever is elected for another ward without a gap leaves nothing: they are the
    controller as before, and delete whom they no longer need.
    """
    found = TermOfOffice.objects.departures(now + SAID_BEFORE)
    same = found.filter(councillor=OuterRef("councillor"), ends_at=OuterRef("ends_at"))
    later = TermOfOffice.objects.filter(
        councillor=OuterRef("councillor"), starts_on__gt=OuterRef("ends_at__date")
    )
    back = Subquery(later.order_by("starts_on").values("starts_on")[:1])
    dated = found.annotate(back=Coalesce(back, date.max))
    people = Constituent.objects.here().filter(councillor=OuterRef("councillor"))
    noted = Q(Exists(people.filter(begun_at__date__lt=OuterRef("back"))))
    for model in KEPT_FOR_THEMSELVES:
        theirs = model._default_manager.filter(councillor=OuterRef("councillor"))
        noted |= Q(Exists(theirs), back__gt=timezone.localdate(now))
    return dated.filter(~Exists(same.filter(pk__lt=OuterRef("pk"))), noted)


def keeps_for_themselves(leaving: Leaving) -> bool:
    """Whether anything is there that goes with them, and that nobody takes over."""
    found = (model._default_manager.all() for model in KEPT_FOR_THEMSELVES)
    return any(rows.filter(councillor=leaving.councillor_id).exists() for rows in found)


def stayed() -> LeavingQuerySet:
    """Those of whom a term goes on after all, or follows without a gap, also one entered late. Then
    also what was decided meanwhile counts no more: what is still there goes back.
    """
    leaves = TermOfOffice.objects.departures()
    return Leaving.objects.exclude(status=LeavingStatus.STAYED).exclude(term__in=leaves)


def answer_until(last_day: date, asked_on: date, clock: DayTen) -> date:
    """The last day on which they choose what becomes of the people whom they noted: ten working
    days, in which access is "terminated" (Members ICT Usage Protocol, Responsibilities), after the
    last day in office, or after they were asked, where the end was entered late. The clock that
    asks comes by on the day after.
    """
    return clock.after(last_day if asked_on <= last_day + timedelta(days=1) else asked_on)


def choose_by(leaving: Leaving) -> date:
    """The last day on which they can choose here themselves: while nothing is sealed, and while
    they can sign in, which is shorter where the end of the term was entered late.
    """
    return min(leaving.answer_until, DayTen().after(leaving.last_day))


def people_of(leaving: Leaving) -> ConstituentQuerySet:
    """Everybody whom they were in touch with until they leave. Nobody of a term that came after."""
    if leaving.is_over:
        return Constituent.objects.filter(leaving=leaving)
    return not_taken(leaving)


def not_taken(leaving: Leaving) -> ConstituentQuerySet:
    """Those whom they still read, and who go with this leaving when its term is over."""
    mine = Constituent.objects.here().filter(councillor=leaving.councillor_id)
    back = back_after(leaving.councillor_id, leaving.last_day)
    return mine.filter(begun_at__lt=end_of_day(back - timedelta(days=1))) if back else mine


def to_choose_of(leaving: Leaving) -> ConstituentQuerySet:
    """Those of whom it is the councillor's to say what becomes of them."""
    return people_of(leaving).filter(capacity__in=THEIRS)


def undecided(people: ConstituentQuerySet) -> ConstituentQuerySet:
    """Nothing is chosen for them, or not everything that it needs is done."""
    return people.exclude(parting__status__in=GOES)


def to_choose_for_all(leaving: Leaving) -> ConstituentQuerySet:
    """Those for whom one choice for all counts: it changes nothing that was chosen before. Once
    sealed, what waits is chosen anew, as nobody may see for whom.
    """
    kept = GOES | {PartingStatus.ACCEPTED}
    if not leaving.is_sealed:
        kept |= {PartingStatus.OFFERED, PartingStatus.TO_RETURN}
    return to_choose_of(leaving).exclude(parting__status__in=kept)


def successors_of(leaving: Leaving) -> QuerySet[User]:
    """Councillors in office or elected for a ward that they leave: nobody else takes over."""
    left = TermOfOffice.objects.filter(
        councillor=leaving.councillor_id, ends_at=leaving.term.ends_at
    )
    wards = set(left.values_list("ward", flat=True))
    of_ward = Q(ward__in=wards - {None})
    if None in wards:  # a mayor, or whoever else is elected for the whole area
        of_ward |= Q(ward=None)
    after = end_of_day(max(leaving.last_day, today()))
    terms = TermOfOffice.objects.unfinished(after).filter(of_ward)
    others = User.objects.filter(pk__in=terms.values("councillor"), is_active=True)
    found: QuerySet[User] = others.exclude(pk=leaving.councillor_id)
    return found


def in_office_from(successor: User, now: datetime) -> datetime:
    """Now, or when the first term of somebody who is elected begins."""
    terms = TermOfOffice.objects.unfinished(now).filter(councillor=successor)
    first = min(terms.values_list("starts_on", flat=True))
    return max(now, end_of_day(first - timedelta(days=1)))


def check_successor(leaving: Leaving, successor: User | None) -> None:
    """Raise ``Refused`` for whoever is not elected for the ward."""
    if successor is None or not successors_of(leaving).filter(pk=successor.pk).exists():
        raise Refused(
            _("Choose a councillor who is elected for the ward that you leave."),
            field="successor",
        )


def council_to_go() -> ConstituentQuerySet:
    """What is the council's, of councillors who left, and goes as nothing has happened for long."""
    left = Constituent.objects.exclude(leaving=None).exclude(goes_on=None)
    return left.filter(capacity=Capacity.COUNCIL)


def crossing(people: Iterable[int], said: str) -> ContactPermissionQuerySet:
    """What may be handed on: ways of contact that they agreed to and the council allows. Silence is
    no permission: who said nothing is reached only in ways that need none (Barnet policy, 1.2).
    """
    rows = ContactPermission.objects.to_contact().filter(
        constituent__in=people, status__in=sorted(USABLE), channel__in=Channel.objects.used()
    )
    return rows if said == Said.AGREED else rows.filter(needs_permission=False)


def may_be_handed(people: ConstituentQuerySet, said: str) -> ConstituentQuerySet:
    """People of the ward alone, as no permission goes from one capacity to another (1), and such
    as can still be reached then.
    """
    ways = crossing(people.values("pk"), said)  # type: ignore[arg-type]  # a subquery of keys
    return people.filter(capacity=Capacity.WARD, pk__in=ways.values("constituent"))


def what_to_say(leaving: Leaving, successor: User | None) -> str:
    """What a councillor may say to somebody whom they would hand to their successor."""
    day = day_in_words(leaving.last_day)
    name = successor.known_as if successor else _("[the councillor of the ward after me]")
    return _(
        "My time as your councillor ends on %(day)s. May I give your name, and how to reach you, "
        "to %(name)s, who is a councillor for your ward at %(council)s? They will check that it "
        "is you before they use it. You can say no, and change your mind at any time. If you say "
        "no, I delete what I have noted about you."
    ) % {"day": day, "name": name, "council": Council.objects.the().name}
