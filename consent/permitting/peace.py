"""Who said no is left in peace: nobody asks again for a year, under whatever number or entry, and
about newsletters never.

"No undue pressure" (Barnet policy, 1.2). Who asks for it themselves after that is never refused.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from consent.erasures import Suppression
from consent.machines import CLOSED_BY_THEM
from consent.models import ContactPermission, Purpose, Source
from consent.permitting.checks import normal_of
from councilgov.days import day_in_words, today
from councilgov.deadlines import months_after
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Iterable

ASK_AGAIN_AFTER = 12
"""Calendar months."""
FOR_GOOD = date(9999, 12, 31)
BY_THEM = frozenset({Source.THEY_ASKED, Source.WROTE_FIRST, Source.GAVE_DETAILS})


class No(NamedTuple):
    """On which day, until when nobody asks again, and whether under the same number or name."""

    on: date
    until: date
    is_same: bool


def nos(row: ContactPermission) -> list[No]:
    """What was said on this channel for this purpose: under the number or name, for whomever it was
    noted; by the person, under whatever number; and by who was deleted since.
    """
    about = {"channel": row.channel_id, "purpose": row.purpose, "status__in": CLOSED_BY_THEM}
    mine = ContactPermission.objects.filter(councillor=row.councillor_id, **about)
    about_it = mine.filter(Q(normal=row.normal) | Q(constituent=row.constituent_id))
    found = [no_of(one, row.normal) for one in about_it]
    gone = Suppression.objects.of(row.councillor_id, row.channel, row.purpose, row.normal)
    return found + [No(one.said_on, one.until, is_same=True) for one in gone]


def no_of(one: ContactPermission, normal: str) -> No:
    """The no of what they closed, for a number or name."""
    until = left_until(one.purpose, one.said_no_on)
    return No(one.said_no_on, until, one.normal == normal)


def left_until(purpose: str, said_on: date) -> date:
    """From when somebody may be asked again who said no that day. To newsletters a no has no end
    (UK GDPR Article 21(3)).
    """
    if purpose == Purpose.NEWSLETTER:
        return FOR_GOOD
    return months_after(said_on, ASK_AGAIN_AFTER)


def check_left_in_peace(row: ContactPermission, source: str, day: date) -> None:
    """Raise ``Refused`` as ``check_after`` does, for what is noted here."""
    check_after(nos(row), source, day)


def check_after(nos: Iterable[No], source: str, day: date) -> None:
    """Raise ``Refused`` for asking anew within a year of a no, and for what they wrote, asked or
    gave before it. On its day they may name another number.
    """
    for no in nos:
        if source not in BY_THEM and day < no.until:
            raise Refused(_ask_again(no.until), field="source")
        if source in BY_THEM and (day < no.on or (no.is_same and day == no.on)):
            raise Refused(
                _(
                    "They said no to this, or took it back, on %(day)s, and what was said until "
                    "then counts no more. If they ask for it again on a later day, note that day."
                )
                % {"day": day_in_words(no.on)},
                field="on",
            )


def _ask_again(until: date) -> str:
    told = _("They said no to this, or took it back, under this number or name or another.")
    if until == FOR_GOOD:
        return f"{told} {_('Do not ask again, unless they ask you themselves.')}"
    when = _("Do not ask again before %(day)s, unless they ask you themselves.")
    return f"{told} {when % {'day': day_in_words(until)}}"


def check_new_handle(row: ContactPermission, handle: str) -> None:
    """Raise ``Refused`` for the number or name that it is already, and for one under which somebody
    said no within a year: that they have asked for it since is noted by itself.
    """
    normal, _look = normal_of(row.channel, handle)
    if normal == row.normal:
        raise Refused(_("This is the number or name that you have noted."), field="handle")
    there = ContactPermission(channel=row.channel, purpose=row.purpose, normal=normal)
    there.councillor_id, there.constituent_id = row.councillor_id, row.constituent_id
    if any(no.is_same and today() < no.until for no in nos(there)):
        page = "add_permission" if row.purpose == Purpose.CONTACT else "add_agreement"
        address = reverse(f"consent:{page}", args=[row.constituent_id])
        raise Refused(
            _(
                "Somebody said no under this number or name, or took it back. If they have asked "
                "for it since, note that."
            ),
            field="handle",
            way=(address, _("Note that they asked for it")),
        )
