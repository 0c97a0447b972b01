"""What is said of one request to sign, label by label: the page and the file say the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councilgov.days import day_in_words, second_in_words, today
from councilgov.ledger.statements import in_groups

if TYPE_CHECKING:
    from collections.abc import Iterator

    from councilgov.people.models import TermOfOffice
    from policies.evidence.holdings import Holding
    from policies.models import Acknowledgement, RecordedSignature

    Line = tuple[str, str]


def term_in_words(term: TermOfOffice | None) -> str:
    """Elected, Tower ward, from 9 May 2022 to 6 May 2026."""
    if term is None:
        return _("Outside any term of office")
    facts = {
        "kind": term.get_kind_display(),
        "place": f", {term.ward}" if term.ward else "",
        "start": day_in_words(term.starts_on),
        "end": day_in_words(term.ends_at) if term.ends_at else "",
    }
    if term.ends_at is None:
        return _("%(kind)s%(place)s, since %(start)s") % facts
    return _("%(kind)s%(place)s, %(start)s to %(end)s") % facts


def lines_of(
    holding: Holding, *, reads_statements: bool, records_signatures: bool = False
) -> list[Line]:
    """Dates, signature, certificate and what officers did. No line is empty.

    Where the paper of a signature is, or who rang whom on which number, is read by the councillor,
    by the Monitoring Officer, and by those who record signatures.
    """
    reads_evidence = reads_statements or records_signatures
    row = holding.row
    found = [
        (_("Status"), _status(row)),
        (_("Asked on"), day_in_words(row.asked_on)),
        (_("To be signed by"), day_in_words(row.due_on)),
        (_("Opened"), second_in_words(row.opened_at) if row.opened_at else ""),
        (_("Ended without a signature"), row.receipt),
        *_signature(holding),
        *_evidence(getattr(row, "recorded", None), reads_evidence=reads_evidence),
        *_disputed(getattr(row, "recorded", None), reads_statements=reads_statements),
        *_said(row, reads_statements=reads_statements),
        *_spared(row),
        *_answers(row),
        *_held_back(row, reads_statements=reads_statements),
    ]
    return [(label, value) for label, value in found if value]


def _status(row: Acknowledgement) -> str:
    """As the register says it: what is late is called overdue."""
    return _("Overdue") if row.is_overdue(today()) else str(row.get_status_display())


def _signature(holding: Holding) -> Iterator[Line]:
    row = holding.row
    if row.signed_at is None:
        return
    moment = second_in_words(row.signed_at)
    yield (_("Signature entered at") if row.is_recorded else _("Signed at")), moment
    yield _("Name as typed"), row.typed_name
    yield _("Statement"), row.statement
    yield _("SHA-256 of the text"), row.text_sha256
    if holding.certificate:
        code = in_groups(holding.certificate.code)
        yield _("Certificate"), code
        yield _("Check it at"), settings.SITE_URL + reverse("ledger:certificate", args=[code])


def _evidence(recorded: RecordedSignature | None, *, reads_evidence: bool) -> Iterator[Line]:
    """How a signature that was not made here was given, and how that is known."""
    if recorded is None:
        return
    told = {
        "manner": recorded.get_manner_display(),
        "day": day_in_words(recorded.given_on),
        "name": recorded.recorded_by.full_name,
        "moment": second_in_words(recorded.recorded_at),
    }
    yield (
        _("Not signed in the portal"),
        _("%(manner)s on %(day)s, recorded by %(name)s at %(moment)s") % told,
    )
    yield _("Evidence of it"), recorded.evidence if reads_evidence else _held_by_officers()


def _held_by_officers() -> str:
    return _("Read by the Monitoring Officer and members’ services only")


def _disputed(recorded: RecordedSignature | None, *, reads_statements: bool) -> Iterator[Line]:
    """A dispute is a statement too: about an officer, and for the Monitoring Officer."""
    if recorded is None:
        return
    if recorded.disputed_at:
        yield _("Disputed at"), second_in_words(recorded.disputed_at)
        yield _("Why it is disputed"), recorded.dispute if reads_statements else _kept_back()
    if recorded.settled_at:
        yield _("Dispute settled at"), second_in_words(recorded.settled_at)
        outcome = (
            _("The signature stands")
            if recorded.stands
            else _("The signature was set aside and does not count")
        )
        yield _("What came of it"), f"{outcome}. {recorded.reason}" if reads_statements else outcome


def _kept_back() -> str:
    return _("Read by the Monitoring Officer only")


def _said(row: Acknowledgement, *, reads_statements: bool) -> Iterator[Line]:
    if row.objection:
        yield _("Objection"), row.objection if reads_statements else _kept_back()
    if row.declined_at:
        yield _("Declined at"), second_in_words(row.declined_at)
        yield _("Reason for declining"), row.decline_reason if reads_statements else _kept_back()


def _spared(row: Acknowledgement) -> Iterator[Line]:
    """The reason may be an illness, so it stands in no file: only that there is one."""
    for exemption in row.exemptions.all():
        told = _("Granted at %(moment)s, until %(day)s") % {
            "moment": second_in_words(exemption.granted_at),
            "day": day_in_words(exemption.until),
        }
        if exemption.ended_at:
            ended = second_in_words(exemption.ended_at)
            told = _("%(told)s; ended at %(moment)s") % {"told": told, "moment": ended}
        yield _("Exemption"), told


def _answers(row: Acknowledgement) -> Iterator[Line]:
    """The training: each question, and after how many tries it was answered rightly."""
    tries: dict[str, list[bool]] = {}
    for answer in row.answers.all():
        tries.setdefault(answer.question.text, []).append(answer.is_right)
    for question, outcomes in tries.items():
        count = ngettext("%(n)s answer", "%(n)s answers", len(outcomes)) % {"n": len(outcomes)}
        last = _("right in the end") if any(outcomes) else _("none of them right")
        yield _("Question: %(question)s") % {"question": question}, f"{count}, {last}"


def _held_back(row: Acknowledgement, *, reads_statements: bool) -> Iterator[Line]:
    """Of what was proposed and not ordered the councillor hears nothing."""
    for hold in row.access_holds.all():
        if not (reads_statements and hold.is_known):
            continue
        told = _("%(status)s, proposed at %(moment)s") % {
            "status": hold.get_status_display(),
            "moment": second_in_words(hold.proposed_at),
        }
        yield _("Access hold"), told
