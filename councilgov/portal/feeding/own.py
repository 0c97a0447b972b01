"""What somebody has to do themselves, by its day. A number of queries that does not grow."""

from __future__ import annotations

from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from breaches.models import Assessment, FollowUp, WardComplaint
from consent.leaving.rules import choose_by
from consent.models import ContactPermission, Leaving
from councilgov.days import time_in_words, today
from councilgov.elections.declaring.newly import to_declare
from councilgov.offboarding.own.facts import own_case
from councilgov.portal.feeding.deadlines import due
from devices.insuring.due import holders, is_asked
from devices.models import AuditLine, Enrolment, Issue, RecallLine, ReturnRequest
from policies.models import Acknowledgement

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from councilgov.people.models import User
    from councilgov.portal.feeding.deadlines import Deadline

BACK, AHEAD = timedelta(days=31), timedelta(days=184)
"""Of checks of contacts, which come again and again: those of half a year."""


def own_deadlines(user: User) -> Iterable[Deadline]:
    """All that somebody has to do by a day, in office or leaving it."""
    return chain(
        to_sign(user),
        of_equipment(user),
        to_bring(user),
        of_insurance(user),
        of_contacts(user),
        of_office(user),
        of_breaches(user),
        of_complaints(user),
    )


def to_sign(user: User) -> Iterator[Deadline]:
    """What is to be read and signed."""
    asked = Acknowledgement.objects.filter(councillor=user).with_version()
    for row in asked.to_sign(timezone.now()).order_by("pk"):
        policy = row.version.policy
        title = _("Sign %(policy)s") % {"policy": policy.title}
        href = reverse("policies:policy", args=[policy.slug])
        yield from due(f"sign-{row.pk}", row.due_on, title, href)


def of_equipment(user: User) -> Iterator[Deadline]:
    """What is to be accepted, confirmed or put right."""
    for issue in Issue.objects.filter(councillor=user).waiting().order_by("pk"):
        title = _("Accept your council equipment")
        yield from due(f"issue-{issue.pk}", issue.accept_before, title, issue.get_absolute_url())
    lines = AuditLine.objects.silent().filter(holder=user).select_related("audit")
    for pk, until_on in sorted({(line.audit_id, line.audit.until_on) for line in lines}):
        title = _("Confirm your equipment")
        yield from due(f"audit-{pk}", until_on, title, reverse("devices:my_audit"))
    mending = Enrolment.objects.to_mend().filter(councillor=user)
    for row in mending.select_related("device").order_by("pk"):
        title = _("Make your own device safe: %(tag)s") % {"tag": row.device.asset_tag}
        yield from due(f"mend-{row.pk}", row.mend_before, title, row.get_absolute_url())


def to_bring(user: User) -> Iterator[Deadline]:
    """What is asked back, and what is recalled."""
    for asked in ReturnRequest.objects.to_be_met_by(user).with_row().order_by("pk"):
        title = _("Return device %(tag)s") % {"tag": asked.device.asset_tag}
        yield from due(f"return-{asked.pk}", asked.due_on, title, reverse("devices:equipment"))
    lines = RecallLine.objects.filter(holder=user).to_bring().select_related("device", "recall")
    for line in lines.order_by("pk"):
        title = _("Bring in device %(tag)s") % {"tag": line.device.asset_tag}
        href = reverse("devices:my_recalls")
        yield from due(f"recall-{line.pk}", line.recall.due_on, title, href)


def of_insurance(user: User) -> Iterator[Deadline]:
    """The yearly declaration: on the last day of the one before, or since there is equipment."""
    if not is_asked():
        return
    for row in holders(timezone.now()).filter(pk=user.pk):
        title = _("Say whose insurance covers your council equipment")
        day = row.valid_until or row.first_on
        yield from due(f"insurance-{user.pk}", day, title, reverse("devices:insurance"))


def of_contacts(user: User) -> Iterator[Deadline]:
    """Numbers of people to check again, by the day: how many, and never whom."""
    asked = ContactPermission.objects.visible_to(user).stale(today() + AHEAD)
    days = asked.filter(stale_on__gte=today() - BACK).order_by("stale_on").values_list("stale_on")
    for day, count in days.annotate(people=Count("constituent", distinct=True)):
        title = ngettext("Check %(n)s contact", "Check %(n)s contacts", count) % {"n": count}
        href = reverse("consent:contacts", query={"check": "stale"})
        yield from due(f"contacts-{user.pk}-{day}", day, title, href)


def of_office(user: User) -> Iterator[Deadline]:
    """Coming into office, and leaving it."""
    for term in to_declare().filter(councillor=user).order_by("pk"):
        title = _("Make the declaration of acceptance of office")
        yield from due(f"declare-{term.pk}", term.declaration_due_on, title, reverse("home"))
    if leaving := Leaving.objects.visible_to(user).with_row().first():
        title = _("Say what becomes of your contacts")
        href = reverse("consent:leaving")
        yield from due(f"leaving-{leaving.pk}", choose_by(leaving), title, href)
    if case := own_case(user):
        href = reverse("offboarding:mine")
        last = _("Your last day in office")
        kit = _("Bring back your council equipment")
        access = _("Your last day of access to council systems")
        yield from due(f"last-day-{case.pk}", case.last_day, last, href)
        yield from due(f"kit-{case.pk}", case.kit_due_on, kit, href)
        yield from due(f"access-{case.pk}", case.access_due_on, access, href)


def of_breaches(user: User) -> Iterator[Deadline]:
    """The 72 hours of one's own records, and what one is named for after a report."""
    for part in Assessment.objects.log_of(user).running().with_row().order_by("pk"):
        yield from clock(part)
    rows = FollowUp.objects.open().filter(owner=user).select_related("incident")
    for row in rows.order_by("pk"):
        title = _("%(reference)s: finish a follow-up") % {"reference": row.reference}
        yield from due(f"follow-up-{row.pk}", row.due_on, title, row.get_absolute_url())


def clock(part: Assessment) -> Iterator[Deadline]:
    """On the day in London on which the 72 hours end, with the time of day."""
    told = {"reference": part.reference, "time": time_in_words(part.due_at)}
    title = _("%(reference)s: the 72 hours end at %(time)s") % told
    yield from due(f"clock-{part.pk}", part.due_at, title, part.get_absolute_url())


def of_complaints(user: User) -> Iterator[Deadline]:
    """Complaints about their ward work that this person answers."""
    mine = WardComplaint.objects.visible_to(user).open().select_related("complaint")
    for row in mine.order_by("pk"):
        title = _("%(reference)s: answer the complaint") % {"reference": row.reference}
        yield from due(f"ward-complaint-{row.pk}", row.due_on, title, row.get_absolute_url())
