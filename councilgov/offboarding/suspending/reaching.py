"""How a councillor is reached while their council mailbox may be closed: as somebody who leaves is,
at an address of their own, or by letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov.days import day_in_words, today
from councilgov.ledger.actions import record
from councilgov.letters import letter
from councilgov.notices.texts import site
from councilgov.offboarding.own.facts import reach
from councilgov.offboarding.reaching import reach_by, reached_by
from councilgov.offboarding.suspending.words import own_seat_in_words, words_of
from councilgov.people.models import Council, Suspension, User
from councilgov.records import Refused
from devices.models import ReturnRequest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from councilgov.forms.templatetags.govuk import Task
    from councilgov.people.suspensions import SuspensionQuerySet

OF_SUSPENSIONS = "suspension"
"""The kind of letter, in its address."""


def to_reach(user: User) -> SuspensionQuerySet:
    """Those of theirs in which a mailbox may be closed to them, now or later."""
    mine = Suspension.objects.filter(councillor=user)
    now = mine.closing(timezone.now()).values("pk")
    later = mine.to_come(today()).filter(is_for_desk=True).values("pk")
    return mine.filter(pk__in=now.union(later))


@transaction.atomic
def say_reach(
    *,
    councillor: User,
    private_address: str,
    wants_letters: bool,
    by: User,
    postal_address: str = "",
) -> None:
    """A councillor says how they are told what the portal has to tell them, while their council
    mailbox may be closed. Used for that time, and forgotten a week after it.

    Raises ``Refused`` where nothing is closed to them.
    """
    councillor = User.objects.locked(councillor)
    rows = to_reach(councillor).select_for_update(of=("self",)).order_by("pk")
    if not rows:
        raise Refused(_("Nothing is closed to you, so we need no address."))
    for row in rows:
        reach_by(
            row,
            private_address=private_address,
            wants_letters=wants_letters,
            postal_address=postal_address,
        )
        row.keep(by=by, why="How they are reached")


def reach_to_do(user: User) -> Iterator[Task]:
    """For their own pages."""
    if row := to_reach(user).first():
        yield reach(row, unsaid=_("Your council email may be closed for that time."))


def reached(row: Suspension, user: User) -> str:
    """For officers; empty where nothing is closed to them and they chose nothing."""
    if told := reached_by(row, user):
        return told
    is_asked = Suspension.objects.closing(timezone.now()).filter(pk=row.pk).exists()
    told = _("In their council mailbox. They gave no other address: if it is closed, ring them")
    return told if is_asked else ""


@transaction.atomic
def note_posted(*, suspension: Suspension, by: User) -> Suspension:
    """Members' services have posted the letter. Raises ``Refused`` where it is not due."""
    row = Suspension.objects.locked(suspension)
    if not Suspension.objects.to_write(timezone.now()).filter(pk=row.pk).exists():
        raise Refused(_("This letter is not due any more. Somebody may have posted it just now."))
    row.written_at, row.written_by = timezone.now(), by
    facts = {"letter": OF_SUSPENSIONS}
    record(kind="offboarding.letter_posted", actor=by, subject=row, facts=facts)
    return row.keep(by=by, why="Posted")


def as_pdf(row: Suspension) -> bytes:
    """The letter to a suspended councillor: why it was, it says as little as a mail does."""
    council, told = Council.objects.the(), _("This is from %(first)s to the end of %(last)s.")
    days = {"first": day_in_words(row.starts_on), "last": day_in_words(row.last_day)}
    return letter(
        council,
        title=str(words_of(row).own),
        name=row.councillor.full_name,
        address=row.postal_address,
        reference=str(words_of(row).reference) % {"number": row.pk},
        opening=f"{told % days} {own_seat_in_words(row)}",
        sections=_sections(row, council),
        sender=_("Members’ services, %(council)s") % {"council": council.name},
    )


def _sections(row: Suspension, council: Council) -> Iterator[tuple[str, str]]:
    asked = ReturnRequest.objects.open().filter(holder=row.councillor_id).order_by("due_on", "pk")
    if lines := [_of_device(one) for one in asked.select_related("device__kind")]:
        yield _("Equipment to bring to the ICT service desk"), "\n".join(lines)
    told = _(
        "You can still sign in to the portal. It says who decided this and why, and what waits for "
        "you: %(page)s"
    )
    yield _("What you can do"), told % {"page": site("offboarding:my_suspension")}
    ring = _("The Monitoring Officer: %(phone)s")
    yield _("Whom to ring"), ring % {"phone": council.monitoring_officer_phone}


def _of_device(asked: ReturnRequest) -> str:
    facts = {"device": asked.device.description, "day": day_in_words(asked.due_on)}
    return _("%(device)s, by %(day)s") % facts
