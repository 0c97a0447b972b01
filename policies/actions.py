"""What was decided on is published.

Texts come from ``policies.drafting.actions``, decisions from ``policies.deciding.actions``, and
signatures are made in ``policies.signatures.actions``.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_noop

from councilgov.ledger.actions import record
from councilgov.records import move_all
from policies.deciding.actions import certify, decide
from policies.drafting.actions import add_policy, add_version
from policies.models import (
    Acknowledgement,
    AcknowledgementStatus,
    Policy,
    PolicyVersion,
    SectionRead,
    VersionStatus,
)
from policies.signatures import actions as signatures

if TYPE_CHECKING:
    from councilgov.people.models import User

logger = logging.getLogger(__name__)

__all__ = ["add_policy", "add_version", "certify", "decide", "publish"]


@transaction.atomic
def publish(*, version: PolicyVersion, by: User) -> PolicyVersion:
    """A policy is published on the website and communicated to Members (Barnet report 4.1).

    The version before it is replaced. A major version asks everybody in the audience again; a
    minor one asks only those who have not signed.
    """
    Policy.objects.locked(version.policy)
    version = PolicyVersion.objects.locked(version)
    version.check_move(VersionStatus.PUBLISHED, gettext_noop("Publication"))
    _supersede(version, by=by)
    version.published_by, version.published_at = by, timezone.now()
    version.effective_on = timezone.localdate()
    version.move(VersionStatus.PUBLISHED, by=by, why=gettext_noop("Publication"))
    record(
        kind="policies.published",
        actor=by,
        subject=version,
        facts={"text_sha256": version.sha256, "effective_on": version.effective_on.isoformat()},
    )
    signatures.ask(version=version, by=by)
    logger.info("Version published", extra={"version": version.pk})
    return version


def _supersede(version: PolicyVersion, *, by: User) -> None:
    before = PolicyVersion.objects.filter(policy=version.policy).in_force()
    for old in before.select_for_update(of=("self",)):
        SectionRead.objects.filter(acknowledgement__version=old).delete()
        unsigned = Acknowledgement.objects.filter(version=old).unsigned()
        move_all(
            unsigned, AcknowledgementStatus.SUPERSEDED, by=by, why=gettext_noop("Newer version")
        )
        old.move(VersionStatus.SUPERSEDED, by=by, why=gettext_noop("Newer version"))
