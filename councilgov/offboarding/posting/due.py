"""Which letter is due to whom, one each: found anew each time, so that none is forgotten."""

from __future__ import annotations

from datetime import timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from councilgov.offboarding.facts import waits_for_leaver
from councilgov.offboarding.models import (
    CaseStatus,
    Letter,
    LetterKind,
    OffboardingCase,
    OffboardingTask,
    TaskKind,
)
from councilgov.offboarding.receipting.certifying import by_letter
from councilgov.offboarding.sweeping import THEIRS, has_mailbox
from councilgov.people.models import Suspension

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from councilgov.offboarding.cases import CaseQuerySet

AGAIN_AFTER = timedelta(days=14)
"""Calendar days between the two letters: post takes its time."""


class Due(NamedTuple):
    """A letter that somebody is to post."""

    case: OffboardingCase
    kind: LetterKind


def letters_due() -> Sequence[Due]:
    """Every letter, the oldest case first: four queries."""
    found = [Due(case, kind) for kind, cases in due_by_kind().items() for case in cases.with_row()]
    return sorted(found, key=lambda due: (due.case.last_day, due.case.pk))


def count_due() -> int:
    """How many letters are to be posted: two queries."""
    queries = [Q(pk__in=cases.values("pk")) for cases in due_by_kind().values()]
    suspended = Suspension.objects.to_write(timezone.now()).count()
    return OffboardingCase.objects.filter(reduce(or_, queries)).count() + suspended


def due_by_kind() -> Mapping[LetterKind, CaseQuerySet]:
    """Nobody has two of these at once."""
    theirs, family = _unreached().filter(_left(THEIRS)), _of_the_dead()
    once = theirs.filter(_posted(LetterKind.TO_DO))
    long_ago = Letter.objects.of(LetterKind.TO_DO).filter(
        case=OuterRef("pk"), posted_at__lte=timezone.now() - AGAIN_AFTER
    )
    return {
        LetterKind.TO_DO: theirs.exclude(_posted(LetterKind.TO_DO)),
        LetterKind.AGAIN: once.filter(Exists(long_ago)).exclude(_posted(LetterKind.AGAIN)),
        LetterKind.FAMILY: family.exclude(_posted(LetterKind.FAMILY)),
        LetterKind.RECEIPT: by_letter().exclude(_posted(LetterKind.RECEIPT)),
    }


def _unreached() -> CaseQuerySet:
    """They left, live and gave no address, and chose letters or have no council mailbox."""
    gone = Q(wants_letters=True) | ~has_mailbox()
    return OffboardingCase.objects.left().of_the_living().filter(gone, private_address="")


def _of_the_dead() -> CaseQuerySet:
    """Somebody was named who brings the equipment. They are written to once, and never chased."""
    dead = OffboardingCase.objects.filter(status=CaseStatus.RUNNING).of_the_dead()
    return dead.exclude(contact_name="").filter(_left([TaskKind.DEVICES]))


def _left(kinds: Sequence[TaskKind]) -> Exists:
    tasks = OffboardingTask.objects.filter(case=OuterRef("pk"), kind__in=kinds)
    return Exists(tasks.filter(waits_for_leaver()))


def _posted(kind: LetterKind) -> Exists:
    return Exists(
        Letter.objects.of(kind).filter(case=OuterRef("pk"), last_day=OuterRef("last_day"))
    )
