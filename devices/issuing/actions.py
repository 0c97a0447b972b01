"""Equipment is issued, accepted with one signature, or declined.

"Members must take reasonable precautions to safeguard equipment" (Members ICT Usage Protocol,
Responsibilities): what they sign for, and under which terms, is kept for as long as the proof is.
"""

from __future__ import annotations

import hashlib
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from councilgov.forms.signature import check_name
from councilgov.ledger.actions import record
from councilgov.notices.actions import tell
from councilgov.people.models import Council
from councilgov.records import Refused, keep_all
from devices.desk.actions import end_tasks, open_task
from devices.issuing.certifying import certify_issue
from devices.models import (
    Assignment,
    AssignmentEnd,
    Device,
    DeviceStatus,
    Issue,
    IssueKind,
    IssueStatus,
    Manner,
    TaskKind,
    TaskStatus,
    Terms,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import date

    from councilgov.ledger.models import Certificate
    from councilgov.people.models import User

logger = logging.getLogger(__name__)

A_WHILE = timedelta(minutes=30)
"""In which who stands at the desk reads and signs."""
STATEMENT = gettext_noop(
    "I have this equipment. I have read the terms, and I agree to keep to them."
)


class TermsChanged(Refused):
    """What was read is not what would be signed: it is shown and asked again."""


@transaction.atomic
def publish_terms(*, text: str, by: User | None) -> Terms:
    """The terms on which the council lends equipment get a new version. Older ones stay.

    What was signed under an older one stays signed under it. Raises ``Refused`` for the same text,
    also where two officers publish it at once: the second is told that it is in force.
    """
    Council.objects.select_for_update().first()  # one after the other
    text = text.replace("\r\n", "\n").strip()
    digest = hashlib.sha256(text.encode()).hexdigest()
    latest = Terms.objects.first()
    if latest and latest.sha256 == digest:
        raise Refused(_("These are the terms in force. Change them first."), field="text")
    terms = Terms(
        number=latest.number + 1 if latest else 1,
        text=text,
        sha256=digest,
        published_at=timezone.now(),
        published_by=by,
    ).keep(by=by, why="Terms published")
    record(
        kind="devices.terms_published",
        actor=by,
        subject=terms,
        facts={"number": terms.number, "sha256": digest},
    )
    return terms


def terms_in_force() -> Terms:
    """The latest terms. Raises ``Refused`` before there are any."""
    terms = Terms.objects.first()
    if terms is None:
        raise Refused(
            _(
                "There are no terms of equipment yet. The Monitoring Officer publishes them, "
                "and then equipment can be issued."
            )
        )
    return terms


def check_in_office(councillor: User) -> None:
    """Raise ``Refused`` unless they are in office now: nobody else is given equipment."""
    terms = councillor.terms.current(timezone.now()).select_for_update(of=("self",))
    if not list(terms):  # held, so that no term ends between this and the issue
        raise Refused(
            _("%(name)s is not in office now, so no equipment can be issued to them.")
            % {"name": councillor.full_name},
            field="councillor",
        )


@transaction.atomic
def issue_devices(
    *,
    devices: Collection[Device],
    councillor: User,
    by: User | None,
    kind: IssueKind = IssueKind.NEW,
    due_back_on: date | None = None,
    signs_here: bool = False,
) -> Issue:
    """The desk gives a councillor devices: one hand-over, to be accepted with one signature.

    They have the council's working days to accept; who ``signs_here`` is asked by mail only half
    an hour later. Raises ``Refused`` for nothing at all, for a device that is not in stock, for
    somebody who is not in office, and before there are terms.
    """
    rows = _in_stock(devices)
    check_in_office(councillor)
    issue = Issue(
        councillor=councillor,
        terms=terms_in_force(),
        kind=kind,
        issued_at=timezone.now(),
        issued_by=by,
        accept_before=accept_before(),
        due_back_on=due_back_on,
    ).keep(by=by, why="Issued")
    _hand_over(rows, issue, by=by)
    later = issue.issued_at + A_WHILE if signs_here else None
    tell(kind="equipment_issued", to=councillor, cause=str(issue.pk), about=issue, due_at=later)
    return issue


def accept_before() -> date:
    """The last day on which what is issued today is accepted in time."""
    council = Council.objects.the()
    return council.working_days_after(timezone.localdate(), council.accept_working_days)


def _hand_over(devices: Sequence[Device], issue: Issue, *, by: User | None) -> None:
    """They are on the councillor's record: in a few statements, however many there are. That is
    evidence.
    """
    for device in devices:
        device.holder, device.status = issue.councillor, DeviceStatus.ASSIGNED
        device.moved_at = issue.issued_at
    fields = ["holder", "status", "moved_at"]
    keep_all(devices, by=by, why=gettext_noop("Issue"), fields=fields)
    rows = [
        Assignment(device=device, holder=device.holder, issue=issue, began_at=issue.issued_at)
        for device in devices
    ]
    keep_all(rows, by=by, why=gettext_noop("Issued"))
    _record(issue, "issued", devices, by=by)


def _in_stock(devices: Collection[Device]) -> Sequence[Device]:
    """Those devices, locked in one order so that two desks never wait for one another."""
    asked = [device.pk for device in devices]
    if not asked:
        raise Refused(_("Choose at least one device to issue."), field="devices")
    rows = Device.objects.filter(pk__in=asked).select_for_update(of=("self",)).order_by("pk")
    found = list(rows)  # without a join: who was locked out would read the holder of before
    for device in found:
        if device.holder and device.status in {DeviceStatus.ASSIGNED, DeviceStatus.ACTIVE}:
            raise Refused(
                _("%(device)s has been issued to %(name)s. Hand it back first.")
                % {"device": device, "name": device.holder.full_name},
                field="devices",
                way=device.own_page,
            )
        device.check_move(DeviceStatus.ASSIGNED, gettext_noop("Issue"))
        check_in_stock(device)
    return found


def check_in_stock(device: Device) -> None:
    """Raise ``Refused`` for what is with its holder or the desk for another reason."""
    if device.status != DeviceStatus.IN_STOCK:
        raise Refused(
            _("%(device)s is %(status)s. Put it in stock first.")
            % {"device": device, "status": device.get_status_display().lower()},
            field="devices",
            way=device.own_page,
        )


@transaction.atomic
def accept(
    *, issue: Issue, by: User, typed_name: str, text_sha256: str, confirmed_with: str
) -> Certificate:
    """A councillor accepts what was issued to them, with one signature for all of it.

    What is missing is not signed for: nobody says that they have it. Raises ``TermsChanged`` if
    that is not what they read; ``Refused`` for another name, for somebody else's equipment, for
    what was accepted or handed back, and where all of it is missing.
    """
    issue, devices = _locked(issue)
    if issue.councillor_id != by.pk:
        raise Refused(_("Only the councillor to whom it was issued can accept it."))
    _sign(issue, typed_name, text_sha256, Manner.ACCOUNT, by=by)
    return _accepted(issue, devices, text_sha256, by=by, confirmed_with=confirmed_with)


@transaction.atomic
def accept_at_desk(
    *,
    issue: Issue,
    by: User,
    typed_name: str,
    known_from: str,
    text_sha256: str,
    confirmed_with: str,
) -> Certificate:
    """A councillor signs on the desk's screen, before an officer who says how they know them.

    The officer is the witness, and the receipt goes to the councillor's own mailbox: if it was not
    they who signed, they say so. Raises ``Refused`` as ``accept`` does.
    """
    issue, devices = _locked(issue)
    issue.witnessed_at, issue.witnessed_by = timezone.now(), by
    issue.known_from = known_from.strip()
    _sign(issue, typed_name, text_sha256, Manner.DESK, by=by)
    return _accepted(issue, devices, text_sha256, by=by, confirmed_with=confirmed_with)


def _sign(issue: Issue, typed_name: str, text_sha256: str, manner: Manner, *, by: User) -> None:
    issue.check_move(IssueStatus.ACCEPTED, gettext_noop("Accepting"))
    if not issue.is_acceptable:
        raise Refused(_("It is missing, so there is nothing to accept."), way=issue.own_page)
    if issue.fingerprint() != text_sha256:
        raise TermsChanged(
            _("The list or the terms changed while you were reading. Read them, then sign again.")
        )
    check_name(issue.councillor.full_name, typed_name)
    issue.typed_name = " ".join(typed_name.split())
    issue.statement = _(STATEMENT)
    issue.manner = manner
    issue.signed_at = timezone.now()
    issue.move(IssueStatus.ACCEPTED, by=by, why=gettext_noop("Accepting"))


def _accepted(
    issue: Issue,
    devices: Sequence[Device],
    text_sha256: str,
    *,
    by: User,
    confirmed_with: str,
) -> Certificate:
    signed = issue.assignments.not_missing().select_for_update(of=("self",))
    for assignment in signed.order_by("pk"):
        assignment.accepted_at = issue.signed_at
        assignment.keep(by=by, why="Accepted")
    for device in devices:
        if device.status == DeviceStatus.ASSIGNED or only_declined(device):
            device.move(DeviceStatus.ACTIVE, by=by, why=gettext_noop("Accepting"))
    end_tasks(about=issue, by=by, to=TaskStatus.DROPPED)
    tell(kind="equipment_accepted", to=issue.councillor, cause=str(issue.pk), about=issue)
    logger.info("Equipment accepted", extra={"issue": issue.pk})
    return certify_issue(
        issue, devices, by=by, confirmed_with=confirmed_with, text_sha256=text_sha256
    )


def only_declined(device: Device) -> bool:
    """It is to be handed back for no other reason than that it was declined."""
    is_due = device.status == DeviceStatus.RETURN_DUE
    return is_due and not device.return_requests.open().exists()


@transaction.atomic
def decline(*, issue: Issue, reason: str, by: User) -> Issue:
    """A councillor declines what was issued, with a reason. It stays on their record until they
    hand it back, and the desk collects it. Chasing stops. They may still accept.
    """
    issue, devices = _locked(issue)
    if issue.councillor_id != by.pk:
        raise Refused(_("Only the councillor to whom it was issued can decline it."))
    if not devices:
        raise Refused(_("It is missing, so there is nothing to decline."), way=issue.own_page)
    issue.declined_at, issue.decline_reason = timezone.now(), reason.strip()
    issue.move(IssueStatus.DECLINED, by=by, why=gettext_noop("Declining"))
    for device in devices:
        if device.status == DeviceStatus.ASSIGNED:
            device.move(DeviceStatus.RETURN_DUE, by=by, why=gettext_noop("Declining"))
    _record(issue, "declined", devices, by=by, names={"reason": issue.decline_reason})
    open_task(
        kind=TaskKind.HAND_BACK,
        about=issue,
        address=issue.get_absolute_url(),
        councillor=issue.councillor,
        by=by,
    )
    return issue


def _locked(issue: Issue) -> tuple[Issue, Sequence[Device]]:
    """An issue and its devices that are still on the councillor's record and not missing, held.

    Devices first, as by every act on one: two acts that lock in another order wait for each other
    for ever.
    """
    held = Device.objects.filter(assignments__in=issue.assignments.open())
    list(held.select_for_update(of=("self",)).order_by("pk"))
    issue = Issue.objects.locked(issue)
    still = Device.objects.filter(assignments__in=issue.assignments.not_missing())
    return issue, list(still.order_by("pk"))


ENDS = {
    AssignmentEnd.RETURNED: gettext_noop("Handing back"),
    AssignmentEnd.REPLACED: gettext_noop("Replacing"),
    AssignmentEnd.WRITTEN_OFF: gettext_noop("Writing off"),
    AssignmentEnd.CORRECTED: gettext_noop("Correcting"),
}
"""Why an issue ends that was never accepted."""


@transaction.atomic
def end_assignment(*, device: Device, because: AssignmentEnd, by: User | None) -> Assignment | None:
    """A device is no longer on anybody's record. Its holder is taken off the (locked) row, which
    the caller moves and keeps. An issue of which nothing is left ends, unless it was accepted.
    """
    device.holder = None
    assignment = device.assignments.open().select_for_update(of=("self",)).first()
    if assignment is None:
        return None
    assignment.ended_at, assignment.ended_because = timezone.now(), because
    assignment.keep(by=by, why="Ended")
    issue = Issue.objects.locked(assignment.issue)
    if issue.status != IssueStatus.ACCEPTED and not issue.assignments.open().exists():
        issue.move(IssueStatus.ENDED, by=by, why=ENDS[because])
        is_back = because == AssignmentEnd.RETURNED
        end_tasks(about=issue, by=by, to=TaskStatus.DONE if is_back else TaskStatus.DROPPED)
    return assignment


def _record(
    issue: Issue,
    what: str,
    devices: Sequence[Device],
    *,
    by: User | None,
    names: dict[str, str] | None = None,
) -> None:
    record(
        kind=f"devices.{what}",
        actor=by,
        subject=issue,
        facts={
            "councillor": issue.councillor_id,
            "devices": [device.pk for device in devices],
            "terms": issue.terms_id,
            "terms_sha256": issue.terms.sha256,
        },
        names=names or {},
    )
    logger.info("Equipment %s", what, extra={"issue": issue.pk})
