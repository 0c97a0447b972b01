"""What the rows of a file say of devices is done: in sets, in the transaction of the import."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.translation import gettext_noop, ngettext

from councilgov.imports.importables import Outcome
from councilgov.ledger.actions import record_all
from councilgov.records import keep_all
from devices.enrolling.actions import nothing_to_mend, take_over
from devices.issuing.actions import issue_devices
from devices.keeping.actions import FIELDS
from devices.models import DeviceStatus, IssueKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from councilgov.imports.importables import Step, Verdict
    from councilgov.people.models import User
    from devices.models import Device

AT_ONCE = 1_000
WHY = gettext_noop("Import")
CHANGED = (*FIELDS, "status", "moved_at", "holder")


def apply(verdicts: Sequence[Verdict], *, by: User, step: Step) -> None:
    """Enter the new devices, change the others, and ask whoever has some to accept them.

    Several devices of one councillor are one issue, accepted with one signature. Whoever owns a
    personal one is asked to sign for the council's data on it.
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
    take_over(devices=[device for device in devices if device.is_personal], by=by)


def _change(devices: Sequence[Device], *, by: User) -> None:
    keep_all(devices, by=by, why=WHY, fields=CHANGED)
    mended = [one for one in devices if one.status == DeviceStatus.ENROLLED]
    nothing_to_mend(devices=mended, by=by)


def issues(verdicts: Iterable[Verdict]) -> Mapping[User, Sequence[Device]]:
    """To whom which devices are issued."""
    found: dict[User, list[Device]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.plan.issue_to:
            found[verdict.plan.issue_to].append(verdict.plan.device)
    return found


def consequences(verdicts: Sequence[Verdict]) -> Sequence[str]:
    """What follows besides what the file says."""
    accepting = ngettext(
        "%(n)d councillor is told, and asked to accept what they have.",
        "%(n)d councillors are told, and asked to accept what they have.",
        asked := len(issues(verdicts)),
    )
    signing = ngettext(
        "%(n)d councillor is told, and asked to sign for the council’s data on their own device.",
        "%(n)d councillors are told, and asked to sign for the council’s data on their own device.",
        owners := len(set(_owners(verdicts))),
    )
    return [told % {"n": n} for told, n in ((accepting, asked), (signing, owners)) if n]


def _owners(verdicts: Sequence[Verdict]) -> Iterator[int]:
    """Of personal devices that are new here."""
    for one in verdicts:
        device = one.plan.device
        if one.outcome == Outcome.CREATE and device.is_personal and device.holder_id:
            yield device.holder_id
