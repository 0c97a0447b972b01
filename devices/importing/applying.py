"""What the rows of a file say of devices is done: in sets, in the transaction of the import."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop, ngettext

from councilgov.imports.importables import Outcome
from councilgov.ledger.actions import record_all
from councilgov.records import keep_all
from devices.issuing.actions import issue_devices
from devices.keeping.actions import FIELDS
from devices.models import IssueKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from councilgov.imports.importables import Step, Verdict
    from councilgov.people.models import User
    from devices.models import Device

AT_ONCE = 1_000
WHY = gettext_noop("Import")
CHANGED = (*FIELDS, "status", "moved_at", "holder")


def apply(verdicts: Sequence[Verdict], *, by: User, step: Step) -> None:
    """Enter the new devices, change the others, and ask whoever has some to accept them.

    Several devices of one councillor are one issue, accepted with one signature.
    """
    for at in range(0, len(verdicts), AT_ONCE):
        batch = verdicts[at : at + AT_ONCE]
        _add([one.plan.device for one in batch if one.outcome == Outcome.CREATE], by=by)
        _change([one.plan.device for one in batch if one.outcome == Outcome.UPDATE], by=by)
        step(len(batch))
    for holder, devices in issues(verdicts).items():
        issue_devices(devices=devices, councillor=holder, by=by, kind=IssueKind.HELD)


def _add(devices: Sequence[Device], *, by: User) -> None:
    keep_all(devices, by=by, why=WHY)
    facts = ((device, {"asset_tag": device.asset_tag}) for device in devices)
    record_all(kind="devices.added", actor=by, facts=facts)


def _change(devices: Sequence[Device], *, by: User) -> None:
    keep_all(devices, by=by, why=WHY, fields=CHANGED)


def issues(verdicts: Iterable[Verdict]) -> Mapping[User, Sequence[Device]]:
    """To whom which devices are issued."""
    found: dict[User, list[Device]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.plan.issue_to:
            found[verdict.plan.issue_to].append(verdict.plan.device)
    return found


def consequences(verdicts: Sequence[Verdict]) -> Sequence[str]:
    """What follows besides what the file says."""
    asked = issues(verdicts)
    if not asked:
        return []
    told = ngettext(
        "%(n)d councillor is told, and asked to accept what they have.",
        "%(n)d councillors are told, and asked to accept what they have.",
        len(asked),
    )
    return [told % {"n": len(asked)}]
