"""What each person has to do about permission to contact: for their home page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consent.freshness.reminding import people_to_check
from consent.leaving.reminding import letters_due
from consent.leaving.rules import choose_by, to_choose_of, undecided
from consent.models import Channel, Leaving, Parting, Share
from councilgov.access import Right
from councilgov.days import day_in_words
from councilgov.people.standing import Access
from councilgov.portal.equipment import Way

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from councilgov.forms.templatetags.govuk import Task
    from councilgov.people.models import User


def channels_waiting(user: User) -> Iterator[Way]:
    """Channels that somebody named, for those who say what their rules are."""
    if user.has_perm(Right.CLASSIFY_CHANNELS) and (count := Channel.objects.to_classify().count()):
        told = ngettext("%(n)s channel to classify", "%(n)s channels to classify", count)
        yield Way(told % {"n": count}, f"{reverse('consent:channels')}?status=proposed")


def shared_with(user: User) -> Iterator[Way]:
    """Records that councillors let this person read: how many, and never whose."""
    if not Share.objects.filter(reader=user).exists():
        return
    if count := Share.objects.read_by(user, timezone.now()).count():
        told = ngettext(
            "Read %(n)s contact that is shared with you",
            "Read %(n)s contacts that are shared with you",
            count,
        )
        yield Way(told % {"n": count}, reverse("consent:shared_with_me"))


def leavers_waiting(user: User) -> Iterator[Way]:
    """Councillors who have died or cannot be reached: an officer sets the day on which their sealed
    records go.
    """
    if not user.has_perm(Right.BEGIN_PERIOD):
        return
    if count := Leaving.objects.waiting_for_officer().count():
        told = ngettext(
            "Sealed contacts of %(n)s councillor whom nobody can ask: set the day they go",
            "Sealed contacts of %(n)s councillors whom nobody can ask: set the day they go",
            count,
        )
        yield Way(told % {"n": count}, reverse("consent:leavers"))
    if count := letters_due().count():
        told = ngettext(
            "Write to %(n)s councillor who left: their contacts will be deleted",
            "Write to %(n)s councillors who left: their contacts will be deleted",
            count,
        )
        yield Way(told % {"n": count}, reverse("consent:leavers"))


def leaving_to_do(user: User) -> Iterator[Task]:
    """What becomes of one's contacts at the end of the term, and whom one may take over: also for
    those who are no councillors any more. The page is closed from day ten until a new term begins.
    """
    row = Leaving.objects.visible_to(user).with_row().first()
    if row and user.access != Access.NEWLY:
        yield {
            "title": _("Say what becomes of your contacts"),
            "href": reverse("consent:leaving"),
            **_how_far(row),
        }
    if count := Parting.objects.offered_to(user).count():
        told = ngettext("Take over %(n)s contact", "Take over %(n)s contacts", count)
        yield {
            "title": told % {"n": count},
            "href": reverse("consent:offers"),
            "hint": _("From a councillor who leaves. Nobody has to"),
            "status": _("To do"),
            "colour": "blue",
        }


def _how_far(row: Leaving) -> Task:
    if row.is_sealed:
        day = day_in_words(row.deletes_on) if row.deletes_on else ""
        hint = _("They are sealed, and deleted on %(day)s.") % {"day": day}
        hint = hint if day else _("They are sealed.")
        return {"hint": hint, "status": _("Sealed"), "colour": "red"}
    if undecided(to_choose_of(row)).exists():
        day = day_in_words(choose_by(row))
        hint = _("When you leave office. Choose by %(day)s.") % {"day": day}
        return {"hint": hint, "status": _("To do"), "colour": "blue"}
    return {"hint": _("When you leave office"), "status": _("Done")}


def contacts_to_do(user: User, today: date) -> Iterator[Task]:
    """One quiet number, of the list behind it: nobody has to use what they are not used to."""
    if not user.is_councillor or not (count := people_to_check(user, today)):
        return
    told = ngettext("Check %(n)s contact", "Check %(n)s contacts", count) % {"n": count}
    yield {
        "title": told,
        "href": reverse("consent:contacts", query={"check": "stale"}),
        "hint": _("Before you contact them again. Or delete who you no longer need."),
        "status": _("To check"),
        "colour": "grey",
    }
