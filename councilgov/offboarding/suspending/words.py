"""What each thing that is decided is called. Facilities that are withdrawn are no suspension: in
England that word is untrue of anybody but whom a court suspended, on a page as in a mail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from councilgov.days import day_in_words, today
from councilgov.people.models import SuspendedFrom

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django_stubs_ext import StrOrPromise

    from councilgov.people.models import Suspension


class Words(NamedTuple):
    """Of one of the two, wherever it is named."""

    name: StrOrPromise
    own: StrOrPromise
    """To the councillor whose it is."""
    reference: StrOrPromise
    now: StrOrPromise
    """How it stands, while it is in force."""
    enter: StrOrPromise
    save: StrOrPromise
    saved: StrOrPromise
    entered: StrOrPromise
    move: StrOrPromise
    lift: StrOrPromise
    lifting: StrOrPromise
    lifted: StrOrPromise
    over: StrOrPromise
    meets: StrOrPromise


OF_OFFICE = Words(
    name=_("Suspension from office"),
    own=_("Your suspension"),
    reference=_("suspension %(number)s"),
    now=_("Suspended now"),
    enter=_("Suspend a councillor from office"),
    save=_("Save the suspension"),
    saved=_("The suspension is saved."),
    entered=_("Suspension entered"),
    move=_("Move the last day of the suspension"),
    lift=_("Lift the suspension"),
    lifting=_("Why is it lifted?"),
    lifted=_("The suspension is lifted."),
    over=_("This suspension is over."),
    meets=_("They are suspended from %(first)s to %(last)s already: move the end of that"),
)
OF_FACILITIES = Words(
    name=_("Facilities withdrawn"),
    own=_("Council facilities are withdrawn"),
    reference=_("facilities %(number)s"),
    now=_("Withdrawn now"),
    enter=_("Withdraw council facilities"),
    save=_("Withdraw the facilities"),
    saved=_("Saved: council facilities are withdrawn."),
    entered=_("Facilities withdrawn"),
    move=_("Move the last day without facilities"),
    lift=_("Give the facilities back"),
    lifting=_("Why are they given back?"),
    lifted=_("The facilities are given back."),
    over=_("This is over already."),
    meets=_(
        "Facilities are withdrawn from them from %(first)s to %(last)s already: "
        "move the end of that"
    ),
)
WORDS: Mapping[str, Words] = {
    SuspendedFrom.OFFICE: OF_OFFICE,
    SuspendedFrom.FACILITIES: OF_FACILITIES,
}


def words_of(row: Suspension) -> Words:
    return WORDS[row.what]


def seat_in_words(row: Suspension) -> str:
    """What becomes of the office, for officers."""
    if row.what == SuspendedFrom.FACILITIES:
        return _t("They stay in office and go on as a councillor.")
    if row.starts_on > today():
        told = _t(
            "They keep the seat, but may not act as a councillor from %(first)s to the end of "
            "%(last)s."
        )
    else:
        told = _t("They keep the seat, but may not act as a councillor until the end of %(last)s.")
    return told % {"first": day_in_words(row.starts_on), "last": day_in_words(row.last_day)}


def own_seat_in_words(row: Suspension) -> str:
    """The same, for the councillor."""
    if row.what == SuspendedFrom.FACILITIES:
        return _t("You stay in office and go on as a councillor.")
    told = _t("You keep your seat, but you may not act as a councillor until the end of %(last)s.")
    return told % {"last": day_in_words(row.last_day)}


def who_is_told(*, is_for_desk: bool) -> str:
    """Of each change, by the mail that goes out."""
    if is_for_desk:
        return _t("They, the Monitoring Officers and the service desk are told.")
    return _t("They and the Monitoring Officers are told.")
