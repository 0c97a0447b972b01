"""A councillor reports threats, abuse or harassment to whom they choose, or to nobody.

"This should be reported to the political Group Leader, Members’ Services and/or the Police"
(Social Media Protocol, Safety). Who is told is the councillor's choice, at first and at any time.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from breaches.models import (
    SafetyPoliceReference,
    SafetyRecipient,
    SafetyReport,
    SafetyStatus,
    SafetyStep,
)
from breaches.safeguarding.choosing import due_on, whom
from breaches.safeguarding.log import (
    check_open,
    check_own,
    check_told,
    check_words,
    tell_others,
    write,
)
from breaches.safety import Comes, Told
from councilgov.access import Right
from councilgov.evidence import actions as evidence
from councilgov.evidence.models import EvidenceFile
from councilgov.notices.actions import tell as send
from councilgov.people.models import User
from councilgov.records import Refused
from devices.losses.police import check_reference
from devices.models import ReferenceKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from breaches.models import SafetyEntry
    from councilgov.evidence.actions import Upload


class More(TypedDict, total=False):
    """What may be known, or sent along. ``tell`` are the parts of ``Told``: none for nobody."""

    tell: Iterable[str]
    comes_from: str
    uploads: Sequence[Upload]


@transaction.atomic
def report_safety(*, kind: str, happened: str, by: User, **more: Unpack[More]) -> SafetyReport:
    """Something made a councillor feel unsafe: those whom they choose are told at once.

    Sent again in the same words while that is open it is the same report, and whom they choose now,
    or send along, is added to it. Raises ``Refused`` for
    who is not a councillor, without a word, where nobody could be told as what was chosen, and for
    files that are not taken.
    """
    if not by.has_perm(Right.REPORT_SAFETY):
        raise Refused(_("Only a councillor can send this report."))
    told = happened.strip()
    if not told:
        raise Refused(_("Say what happened, in a few words."), field="happened")
    # one after another, so that a button pressed twice finds the report of the first press
    User.objects.select_for_update(no_key=True).get(pk=by.pk)
    same = SafetyReport.objects.filter(councillor=by, kind=kind, happened=told)
    report = same.exclude(status=SafetyStatus.CLOSED).first()
    if report is None:
        report = SafetyReport(councillor=by, kind=kind, happened=told)
        report.comes_from = more.get("comes_from", Comes.ELSEWHERE)
        report.reported_at = timezone.now()
        report.keep(by=by, why="Reported")
    for part in more.get("tell", ()):
        _choose(report, part, by=by)
    if uploads := _not_there(report, more.get("uploads", ())):
        _add_files(report, uploads, by=by)
    return report


def _not_there(report: SafetyReport, uploads: Sequence[Upload]) -> Sequence[Upload]:
    """Of the files those that the same button has not sent already."""
    there = set(EvidenceFile.objects.of(report).there().values_list("sha256", flat=True))
    return [file for file in uploads if _digest(file) not in there]


def _digest(file: Upload) -> str:
    found = sha256(file.read()).hexdigest()
    file.seek(0)
    return found


@transaction.atomic
def choose(*, report: SafetyReport, part: str, by: User) -> None:
    """The councillor tells one more. Raises ``Refused`` for anybody else, once it is closed, where
    they are told already, and where there is nobody.
    """
    report = SafetyReport.objects.locked(report)
    check_own(report, by)
    _choose(report, part, by=by, is_first=False)


def _choose(report: SafetyReport, part: str, *, by: User, is_first: bool = True) -> None:
    """At first a leader's place may be taken by somebody who is chosen anyhow; later that would
    tell nobody.
    """
    told, people = whom(part, by, report.comes_from)
    there = set(report.recipients.now().values_list("person", flat=True))
    new = [person for person in people if person.pk not in there]
    if not (new or is_first):
        raise Refused(_("They are told already."), field="tell")
    for person in new:
        row = SafetyRecipient(
            report=report,
            person=person,
            part=told,
            chosen_at=timezone.now(),
            due_on=due_on(timezone.localdate()),
        ).keep(by=by, why="Told")
        write(report, SafetyStep.TOLD, by=by, words=f"{person.full_name} ({Told(told).label})")
        send(kind="private_told", to=person, cause=str(row.pk), about=report)


@transaction.atomic
def take_off(*, recipient: SafetyRecipient, by: User) -> SafetyRecipient:
    """They see it no more. Raises ``Refused`` for anybody but the councillor, and where they are
    off it already. Also once it is closed.
    """
    report = SafetyReport.objects.locked(recipient.report)
    row = SafetyRecipient.objects.locked(recipient)
    if by.pk != report.councillor_id:
        raise Refused(_("Only whoever reported it can do this."))
    if row.removed_at:
        raise Refused(_("They can’t see it any more."), way=report.own_page)
    row.removed_at = timezone.now()
    row.keep(by=by, why="Taken off")
    write(report, SafetyStep.REMOVED, by=by, words=row.person.full_name)
    _note_if_all_saw(report, by=by)
    return row


@transaction.atomic
def acknowledge(*, report: SafetyReport, by: User) -> SafetyReport:
    """Whoever was told says that they have seen it, within a working day. Raises ``Refused`` for
    anybody else, and the second time.
    """
    report = SafetyReport.objects.locked(report)
    check_told(report, by)
    row = report.recipients.now().get(person=by)
    if row.acknowledged_at:
        raise Refused(_("You have said so already."), way=report.own_page)
    row.acknowledged_at = timezone.now()
    row.keep(by=by, why="Seen")
    entry = write(report, SafetyStep.ACKNOWLEDGED, by=by)
    _note_if_all_saw(report, by=by)
    tell_others(report, str(entry.pk), but=by)
    return report


def _note_if_all_saw(report: SafetyReport, *, by: User) -> None:
    """Of each office one is enough."""
    now = report.recipients.now()
    if report.status == SafetyStatus.REPORTED and now.exists() and not now.waiting().exists():
        report.move(SafetyStatus.ACKNOWLEDGED, by=by, why=gettext_noop("Seen by all"))


@transaction.atomic
def support(*, report: SafetyReport, words: str, by: User) -> SafetyReport:
    """What those who were told do for the councillor. Raises ``Refused`` for anybody else, without
    a word, and where support was recorded before: then a note says more.
    """
    report = SafetyReport.objects.locked(report)
    check_told(report, by)
    told = check_words(words)
    report.check_move(SafetyStatus.SUPPORTED, gettext_noop("Recording the support"))
    report.supported_at = timezone.now()
    report.move(SafetyStatus.SUPPORTED, by=by, why=gettext_noop("Recording the support"))
    entry = write(report, SafetyStep.SUPPORTED, by=by, words=told)
    tell_others(report, str(entry.pk), but=by)
    return report


@transaction.atomic
def add_entry(*, report: SafetyReport, words: str, by: User) -> SafetyEntry:
    """The councillor goes on with their diary; whoever was told adds a note. Raises ``Refused`` for
    anybody else, without a word, once it is closed, and for the same words sent twice.
    """
    report = SafetyReport.objects.locked(report)
    is_own = by.pk == report.councillor_id
    (check_own if is_own else check_told)(report, by)
    told, what = check_words(words), SafetyStep.DIARY if is_own else SafetyStep.NOTE
    last = report.entries.order_by("-pk").first()
    if last and (last.what, last.entered_by, last.words) == (what, by, told):
        raise Refused(_("You have added this already."), field="words")
    entry = write(report, what, by=by, words=told)
    tell_others(report, str(entry.pk), but=by)
    return entry


@transaction.atomic
def add_police_reference(
    *, report: SafetyReport, force: str, kind: str, reference: str, by: User
) -> SafetyPoliceReference:
    """The police were told, and gave a number, or none yet. Those that are there already stay.
    Raises ``Refused`` for anybody but the councillor, and for what no police force gives out.
    """
    report = SafetyReport.objects.locked(report)
    check_own(report, by)
    row = SafetyPoliceReference(
        report=report,
        force=" ".join(force.split()),
        kind=kind,
        reference="" if kind == ReferenceKind.NONE_YET else check_reference(reference),
        added_at=timezone.now(),
        added_by=by,
    ).keep(by=by, why="Police reference")
    told = f"{row.force}: {row.get_kind_display()} {row.reference}"
    write(report, SafetyStep.POLICE, by=by, words=told)
    return row


@transaction.atomic
def add_files(*, report: SafetyReport, uploads: Sequence[Upload], by: User) -> None:
    """The councillor, or whoever was told, adds evidence. Raises ``Refused`` for anybody else,
    once it is closed, and for files that are not taken.
    """
    report = SafetyReport.objects.locked(report)
    if by.pk != report.councillor_id:
        check_told(report, by)
    check_open(report)
    _add_files(report, uploads, by=by)


def _add_files(report: SafetyReport, uploads: Sequence[Upload], *, by: User) -> None:
    for row in evidence.add_files(case=report, uploads=uploads, by=by):
        write(report, SafetyStep.FILE, by=by, words=row.name)


@transaction.atomic
def remove_file(*, report: SafetyReport, file: EvidenceFile, reason: str, by: User) -> EvidenceFile:
    """The councillor takes a file out again. Raises ``Refused`` for anybody else, and without a
    reason.
    """
    report = SafetyReport.objects.locked(report)
    check_own(report, by)
    row = evidence.remove_file(file=file, reason=reason, by=by)
    write(report, SafetyStep.FILE_REMOVED, by=by, words=f"{row.name}: {row.removed_because}")
    return row


@transaction.atomic
def close(*, report: SafetyReport, by: User) -> SafetyReport:
    """The councillor says that it is over. Raises ``Refused`` for anybody else, and the second
    time.
    """
    report = SafetyReport.objects.locked(report)
    check_own(report, by)
    report.closed_at = timezone.now()
    report.move(SafetyStatus.CLOSED, by=by, why=gettext_noop("Closing it"))
    entry = write(report, SafetyStep.CLOSED, by=by)
    tell_others(report, str(entry.pk), but=by)
    return report
