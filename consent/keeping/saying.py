"""How the pages say for how long something is kept, and what other months would delete."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from consent.keeping.preview import Effect, effect
from consent.keeping.rules import LOG, PEOPLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise

    from consent.keeping.rules import Period

ROWS: Sequence[tuple[str, StrOrPromise]] = (
    ("entries", _("Entries of the log deleted with them")),
    ("councillors", _("Councillors whose they are")),
    ("first_on", _("The first of them on")),
)


class Saying(NamedTuple):
    """The words of one page."""

    of: Period
    title: StrOrPromise
    now: StrOrPromise
    label: StrOrPromise
    hint: StrOrPromise
    gone: StrOrPromise
    then: StrOrPromise

    def now_for(self, months: int) -> str:
        return str(self.now) % {"months": in_months(months)}

    def button(self, months: int) -> str:
        return _t("Keep them for %(months)s") % {"months": in_months(months)}

    def compared(self, now: int, months: int) -> list[tuple[StrOrPromise, str, str]]:
        """What both would delete, row by row; a row without a word is left out."""
        before, after = effect(now, self.of), effect(months, self.of)
        rows = [("gone", self.gone), *ROWS]
        found = [(label, *_both(name, before, after)) for name, label in rows]
        return [row for row in found if row[1]]


def _both(name: str, before: Effect, after: Effect) -> tuple[str, str]:
    return getattr(before, name), getattr(after, name)


def in_months(months: int) -> str:
    return ngettext("%(n)s month", "%(n)s months", months) % {"n": months}


OF_PEOPLE = Saying(
    of=PEOPLE,
    title=_("How long contacts are kept"),
    now=_(
        "Now: %(months)s after anything last happened. Councillors are told 4 weeks before, and "
        "can keep who they still need."
    ),
    label=_("Months until somebody not heard of is deleted"),
    hint=_("From the last contact, or the last time that anything was agreed or noted"),
    gone=_("People deleted"),
    then=_(
        "Nobody is deleted in the first 4 weeks. Every councillor who keeps contacts gets an email "
        "today, and sees whom it is about."
    ),
)
OF_LOG = Saying(
    of=LOG,
    title=_("How long the log of what was blocked is kept"),
    now=_(
        "Now: %(months)s after an entry is over. Councillors may log what they took down, and whom "
        "they banned or blocked. A ban that goes on stays in it."
    ),
    label=_("Months until an entry that is over is deleted"),
    hint=_("A claim for libel must be brought within 12 months (Limitation Act 1980, section 4A)"),
    gone=_("Entries deleted"),
    then=_(
        "Nothing is deleted in the first 4 weeks. Every councillor who keeps such a log gets an "
        "email today, and sees the day at each entry."
    ),
)
