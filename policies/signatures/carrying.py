"""What goes over from the requests of one version to those of the next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.translation import gettext_noop

from councilgov.ledger.actions import record_all
from councilgov.records import keep_all
from policies.models import Acknowledgement, AcknowledgementStatus, Exemption

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from councilgov.ledger.canonical import JSON
    from policies.assisted import ExemptionQuerySet
    from policies.models import PolicyVersion


def request_for(asked: Acknowledgement, version: PolicyVersion) -> Acknowledgement:
    """The request by which this text is signed, made where a refusal of an earlier one is all.

    Who declined 1.0 is asked nothing by 1.1, and may sign it all the same. The refusal stays on
    record and is replaced. In the transaction of the signature, row and version locked.
    """
    if asked.version_id == version.pk:
        return asked
    why = gettext_noop("Signature after declining an earlier version")
    asked.move(AcknowledgementStatus.SUPERSEDED, by=None, why=why)
    return Acknowledgement(
        councillor=asked.councillor, version=version, asked_on=asked.asked_on, due_on=asked.due_on
    ).keep(by=None, why=why)


def exempt_before(version: PolicyVersion) -> ExemptionQuerySet:
    """Exemptions that are open, from a version which this one has replaced.

    Of whoever is still asked by the policy: who left keeps theirs until its day.
    """
    if not version.is_in_force:
        return Exemption.objects.none()
    asked = version.policy.terms_asked(timezone.now()).order_by().values("councillor")
    replaced = (
        Exemption.objects.open().of_policy(version.policy).exclude(acknowledgement__version=version)
    )
    return replaced.filter(
        acknowledgement__status=AcknowledgementStatus.SUPERSEDED,
        acknowledgement__councillor__in=asked,
    )


def carry_exempt(version: PolicyVersion, usual: Callable[[], tuple[date, date]]) -> None:
    """Whoever is exempt from the version before is exempt from this one, until the same day.

    An exemption stays as it was granted, so it ends with its request and goes on with the new one,
    as it is for who has a request of the new version already: they were left that one on purpose.
    A minor version keeps their deadline. In the transaction of ``ask``, version locked.
    """
    live = version.acknowledgements.live().filter(
        councillor=OuterRef("acknowledgement__councillor")
    )
    found = exempt_before(version).annotate(has_request=Subquery(live.values("pk")[:1]))
    old = list(found.select_related("acknowledgement__version").select_for_update(of=("self",)))
    now = timezone.now()
    for exemption in old:
        exemption.ended_at = now
    keep_all(old, by=None, why="Newer version", fields=["ended_at"])
    going_on = [row for row in old if row.has_request is None]  # type: ignore[attr-defined]
    _go_on(going_on, version, usual)


def _go_on(
    old: Sequence[Exemption], version: PolicyVersion, usual: Callable[[], tuple[date, date]]
) -> None:
    requests = keep_all(
        [_exempt(row.acknowledgement, version, usual) for row in old],
        by=None,
        why="Asked to sign",
    )
    new = [
        Exemption(
            acknowledgement=request,
            until=row.until,
            reason=row.reason,
            granted_at=row.granted_at,
            granted_by=row.granted_by,
        )
        for row, request in zip(old, requests, strict=True)
    ]
    keep_all(new, by=None, why="Newer version")
    record_all(
        kind="policies.exemption_carried",
        actor=None,
        facts=[(row.acknowledgement, _facts_of(row)) for row in new],
    )


def _facts_of(row: Exemption) -> dict[str, JSON]:
    return {"exemption": row.pk, "until": row.until.isoformat()}


def _exempt(
    before: Acknowledgement, version: PolicyVersion, usual: Callable[[], tuple[date, date]]
) -> Acknowledgement:
    asked_on, due_on = before.asked_on, before.due_on
    if before.version.major != version.major:
        asked_on, due_on = usual()
    return Acknowledgement(
        councillor_id=before.councillor_id,
        version=version,
        status=AcknowledgementStatus.EXEMPT,
        asked_on=asked_on,
        due_on=due_on,
    )
