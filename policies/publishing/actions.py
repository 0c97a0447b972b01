"""Publishing a version, and putting it in force on its day."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.days import day_in_words
from councilgov.deadlines import CalendarEnds
from councilgov.ledger.actions import record
from councilgov.ledger.canonical import canonical_text
from councilgov.notices.sweeping import each
from councilgov.records import Refused, move_all
from policies.deciding.trees import pin_children
from policies.holding.actions import release
from policies.models import (
    Acknowledgement,
    AcknowledgementStatus,
    Policy,
    PolicyVersion,
    SectionRead,
    VersionStatus,
)
from policies.quizzes.checks import check_clauses
from policies.signatures import actions as signatures

if TYPE_CHECKING:
    from datetime import date

    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User

logger = logging.getLogger(__name__)


@transaction.atomic
def publish(
    *, version: PolicyVersion, by: User, effective_on: date | None = None, summary: str = ""
) -> PolicyVersion:
    """A policy is published on the website and communicated to Members (Barnet report 4.1).

    A major version asks everybody in the audience again; a minor one asks only those who have not
    answered. It takes effect at once, or on a later day; until then it may be read and signed, and
    the version before it stays in force. Raises ``Refused`` without a decision, for a day that is
    past or beyond the published calendar, and for a number that is not above the one in force.
    """
    Policy.objects.locked(version.policy)
    version = PolicyVersion.objects.locked(version)
    today = timezone.localdate()
    effective_on = effective_on or today
    check_may_publish(version)
    check_day(version, effective_on)
    to = VersionStatus.SCHEDULED if effective_on > today else VersionStatus.PUBLISHED
    if to == VersionStatus.PUBLISHED:
        _supersede(version, by=by)
    version.summary = summary.strip() or version.summary
    version.published_by, version.published_at = by, timezone.now()
    version.effective_on = effective_on
    version.move(to, by=by, why=gettext_noop("Publication"))
    _record(version, by=by)
    signatures.ask(version=version, by=by)
    logger.info("Version published", extra={"version": version.pk})
    return version


def check_day(version: PolicyVersion, effective_on: date) -> None:
    """Raise ``Refused`` for a day on which a version can't take effect."""
    if effective_on < timezone.localdate():
        raise Refused(
            _("A policy can’t take effect on a day that is past. Enter today or a later day."),
            field="effective_on",
        )
    version.effective_on = effective_on
    try:
        signatures.due_on(version, effective_on)
    except CalendarEnds as end:
        raise Refused(
            _(
                "The bank holidays after %(day)s are not known yet, so nobody can say by when it "
                "is to be signed. Enter an earlier day."
            )
            % {"day": day_in_words(effective_on)},
            field="effective_on",
        ) from end


def check_may_publish(version: PolicyVersion) -> None:
    """Raise ``Refused`` without a decision, out of turn, or while a lower number is to come.

    And where a question points at a clause that was amended away: it could never be mended.
    """
    version.check_move(VersionStatus.PUBLISHED, gettext_noop("Publication"))
    if version.status == VersionStatus.SCHEDULED:
        raise Refused(
            _("This version is published already. It takes effect on its day."),
            way=version.own_page,
        )
    check_clauses(version)
    check_follows(version)
    coming = version.policy.versions.filter(status=VersionStatus.SCHEDULED).first()
    if coming and coming.effective_on and coming.order < version.order:
        raise Refused(
            _(
                "Version %(older)s takes effect on %(day)s, and would replace this one. "
                "Ask the Monitoring Officer to withdraw it first."
            )
            % {"older": coming.number, "day": day_in_words(coming.effective_on)}
        )


def check_follows(version: PolicyVersion) -> None:
    """Raise ``Refused`` where a higher number is published, or once was: none goes back behind it.

    What was withdrawn before its day never was the council's word, and stands in nobody's way.
    """
    others = version.policy.versions.exclude(pk=version.pk)
    published = (others.once_in_force() | others.open_to_sign()).newest_first().first()
    if published and published.order > version.order:
        raise Refused(
            _("Version %(newer)s is published already, so %(older)s can’t follow it.")
            % {"newer": published.number, "older": version.number}
        )


def _record(version: PolicyVersion, *, by: User) -> None:
    """What takes effect at once pins what forms part of it; the others do so on their day."""
    assert version.effective_on is not None  # noqa: S101  # set by the caller
    if version.is_in_force:
        pin_children(version, version.effective_on)
    record(
        kind="policies.published",
        actor=by,
        subject=version,
        facts={
            "text_sha256": version.sha256,
            "effective_on": version.effective_on.isoformat(),
            "parent": version.parent_id,
            "pinned": _pins(version),
        },
        names={"owner": version.owner, "read_with": canonical_text(version.read_with)},
    )


def _pins(version: PolicyVersion) -> dict[str, JSON]:
    return {str(child.pk): child.sha256 for child in version.pinned.all()}


def take_effect(*, today: date) -> int:
    """Versions whose day has come are in force, and those before them replaced. How many.

    None replaces one of a higher number: that is refused, whoever let it wait. Each is put in
    force in a transaction of its own: one that fails holds back no other, and is raised at the
    end. Safe twice, late, and on two machines at once.
    """
    due = PolicyVersion.objects.due(today).order_by("pk")
    rows = list(due.without_text().select_related("policy"))
    return each([partial(_come_into_force, version, today) for version in rows])


@transaction.atomic
def _come_into_force(version: PolicyVersion, today: date) -> int:
    Policy.objects.locked(version.policy)
    version = PolicyVersion.objects.locked(version)
    if version.status != VersionStatus.SCHEDULED:
        return 0
    check_follows(version)
    _supersede(version, by=None)
    pin_children(version, today)
    version.move(VersionStatus.PUBLISHED, by=None, why=gettext_noop("Taking effect"))
    record(
        kind="policies.in_force",
        actor=None,
        subject=version,
        facts={
            "text_sha256": version.sha256,
            "on": today.isoformat(),
            "pinned": _pins(version),
        },
    )
    signatures.ask(version=version, by=None)
    logger.info("Version in force", extra={"version": version.pk})
    return 1


def _supersede(version: PolicyVersion, *, by: User | None) -> None:
    before = PolicyVersion.objects.filter(policy=version.policy).in_force()
    for old in before.select_for_update(of=("self",)):
        SectionRead.objects.filter(acknowledgement__version=old).delete()
        unsigned = Acknowledgement.objects.filter(version=old).without_answer()
        replaced = move_all(
            unsigned, AcknowledgementStatus.SUPERSEDED, by=by, why=gettext_noop("Newer version")
        )
        release(acknowledgements=replaced, because=_("A newer version is in force."), by=by)
        old.move(VersionStatus.SUPERSEDED, by=by, why=gettext_noop("Newer version"))
