"""With whom a record may be shared, and for how long."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from consent.models import ActsFor, Constituent
from consent.permitting.checks import check_day
from consent.shares import HELPERS, READERS, withdrew
from councilgov.access import Role
from councilgov.accounts.models import reachable
from councilgov.capacity import Capacity, Controller, controller
from councilgov.days import day_in_words, today
from councilgov.deadlines import months_after
from councilgov.people.models import Appointment, Council, User
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date, datetime

    from consent.models import Share
    from councilgov.people.bodies import DatedQuerySet
    from councilgov.people.models import UserQuerySet

USUALLY = timedelta(days=28)
"""Four weeks: a case is answered or a holiday is over, and nobody has to remember to end it."""


def longest(on: date) -> date:
    """The last day that may be chosen: after as many months the councillor checks every number
    anew, so nobody reads one that is older than that ("say, 6 months", Barnet policy, 1.3).
    """
    return months_after(on, Council.objects.the().stale_after_months)


def officers(by: User) -> DatedQuerySet:
    """In which role each officer can be chosen: those who can sign in, and are no councillors."""
    people = reachable(User.objects.filter(is_active=True)).exclude(pk=by.pk)
    people = people.exclude(pk__in=User.objects.councillors(timezone.now()).values("pk"))
    rows = Appointment.objects.current(today()).filter(role__in=sorted(HELPERS))
    return rows.filter(officer__in=people).select_related("officer").order_by("officer__sorts_as")


def other_councillors(by: User, now: datetime) -> UserQuerySet:
    """Who else is in office, has declared, and can sign in."""
    return reachable(User.objects.acting(now).filter(is_active=True)).exclude(pk=by.pk)


def acting(person: Constituent, acts_for: str) -> str:
    """For whom the reader acts. What is the council's own everybody reads for the council, also
    another councillor: it is the controller.
    """
    is_councils = controller(Capacity(person.capacity)) == Controller.COUNCIL
    return ActsFor.COUNCIL if is_councils else acts_for


def check_reader(reader: User, role: str) -> None:
    """Raise ``Refused`` for somebody who is not there in that role, or has no business with it; and
    for a councillor in any other role: the person agrees before a councillor reads it.
    """
    if not reader.is_active or Role(role) not in reader.roles & READERS:
        raise Refused(_("They are not there in this role any more. Choose somebody else."))
    if reader.is_councillor and role != Role.COUNCILLOR:
        raise Refused(_("They are a councillor too. Share it with them as a councillor."))


def check_days(share: Share) -> None:
    """Raise ``Refused`` for a last day that is over or too far away, or a yes still to come."""
    last = longest(today())
    if not today() <= share.until <= last:
        told = _("Choose a day from today to %(day)s") % {"day": day_in_words(last)}
        raise Refused(told, field="until")
    if share.agreed_on:
        check_day(share.agreed_on, field="agreed_on")


def check_not_withdrawn(person: Constituent) -> None:
    """Raise ``Refused`` where somebody does not want to be contacted any more, in no way."""
    if Constituent.objects.filter(withdrew("pk"), pk=person.pk).exists():
        raise Refused(
            _("They do not want to be contacted any more, so their record is not shared.")
        )
