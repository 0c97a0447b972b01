"""What is said to the regulator, answer by answer; and that it was told: when, how, what was still
unknown, and why late.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict, Unpack

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from breaches.containing.opening import hand_out
from breaches.log import prove, tell_handlers, write
from breaches.machines import RUNNING, TOLD
from breaches.models import Assessment, IncidentStep, Notification, PackAnswer, Stage
from breaches.notifying.pack import pack_of
from breaches.notifying.questions import DELAY, NEEDED
from breaches.triaging.checks import held_own, may_handle
from councilgov.access import Right
from councilgov.capacity import Controller
from councilgov.ledger.canonical import sha256_of
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from breaches.notifying.pack import Pack
    from councilgov.ledger.canonical import JSON
    from councilgov.people.models import User


class Said(TypedDict, total=False):
    """What may be known of a message beside its stage, moment and route."""

    reference: str
    unknown: str
    late_because: str
    names_because: str


class Answered(TypedDict, total=False):
    """What may be said to a question: words, choices, a number or two, or that it is not known."""

    words: str
    chosen: Sequence[str]
    least: int | None
    most: int | None
    is_unknown: bool
    expected_on: date | None


@transaction.atomic
def save_answer(
    *, assessment: Assessment, question: str, by: User, seen: str, **said: Unpack[Answered]
) -> PackAnswer:
    """One answer is kept, also that it is not known yet. What it was before is in its history.

    ``seen`` is the mark of the answer that the person had before them (``mark_of``). Raises
    ``Refused`` for who does not report for this controller, for an empty answer, for a number
    without the other, and where somebody else answered meanwhile: neither is lost.
    """
    row = Assessment.objects.held(assessment)
    check_may_tell(row, by)
    row.incident.check_stands(RUNNING, gettext_noop("Answering the questions"))
    answer = row.answers.filter(question=question).first()
    if seen != mark_of(answer):
        told = _("Somebody else has answered this meanwhile. Read theirs, and save yours again.")
        raise Refused(told)
    answer = answer or PackAnswer(assessment=row, question=question)
    _fill(answer, said)
    answer.answered_at, answer.answered_by = timezone.now(), by
    return answer.keep(by=by, why="Answered")


def mark_of(answer: PackAnswer | None) -> str:
    """By which an answer is known again; empty for none."""
    return "" if answer is None else answer.answered_at.isoformat()


def _fill(answer: PackAnswer, said: Answered) -> None:
    """Raise ``Refused`` for an answer that says nothing."""
    answer.words = said.get("words", "").strip()
    answer.chosen = list(said.get("chosen", ()))
    answer.is_unknown = said.get("is_unknown", False)
    answer.expected_on = said.get("expected_on") if answer.is_unknown else None
    answer.least, answer.most = said.get("least"), said.get("most")
    if answer.least is None and answer.most is not None:
        raise Refused(_("Enter the lower number too, or the exact one there."), field="least")
    if answer.most is None:
        answer.most = answer.least
    if answer.least is not None and answer.most is not None and answer.least > answer.most:
        told = _("The second number must be as high as the first, or higher.")
        raise Refused(told, field="most")
    says = answer.words or answer.chosen or answer.least is not None
    if not says and not answer.is_unknown:
        raise Refused(_("Answer it, or say that it is not known yet."), field="words")


@transaction.atomic
def record_notification(
    *,
    assessment: Assessment,
    stage: str,
    route: str,
    told_at: datetime,
    by: User,
    **said: Unpack[Said],
) -> Notification:
    """The regulator was told: for the first time, more, or all there is to tell.

    "Where the notification ... is not made within 72 hours, it shall be accompanied by reasons for
    the delay" (UK GDPR Article 33(1)). Raises ``Refused`` before it was decided, once it is over,
    for an impossible moment, and for a late first report or a name without reasons.
    """
    row = Assessment.objects.held(assessment)
    check_may_tell(row, by)
    row.incident.check_stands(RUNNING, gettext_noop("Recording it"))
    row.check_regulator(stage)
    words = {name: str(said.get(name, "")).strip() for name in Said.__optional_keys__}
    told = Notification(assessment=row, stage=stage, route=route, told_at=told_at, **words)
    _check_new(told, row)
    if told.late_because:
        _answer_delay(row, told.late_because, by=by)
    _freeze(told, row)
    told.entered_at, told.entered_by = timezone.now(), by
    told.keep(by=by, why="Told")
    row.regulator, row.regulator_reference = stage, told.reference or row.regulator_reference
    row.keep(by=by, why="Told")
    return _written(told, row, by=by)


def _answer_delay(row: Assessment, why: str, *, by: User) -> None:
    """The reasons for the delay go out with the report, and stand in it."""
    answer = row.answers.filter(question=DELAY).first()
    answer = answer or PackAnswer(assessment=row, question=DELAY)
    _fill(answer, {"words": why})
    answer.answered_at, answer.answered_by = timezone.now(), by
    answer.keep(by=by, why="Answered")


def _freeze(told: Notification, row: Assessment) -> None:
    """Keep the report as it stands, with its hash. Raises ``Refused`` if it may name somebody
    whom it is about, or is the last one and lacks what the law asks for, and nobody says why; with
    a reason it goes out.
    """
    pack = pack_of(row)
    if told.stage == Stage.FINAL and not told.unknown and (lacks := lacking_in_words(pack)):
        words = _(
            "The law asks for this too, and the report does not say it: %(lacks)s. If you send it "
            "later, this was the first report. If not, say here why it is not known."
        )
        raise Refused(words % {"lacks": lacks}, field="unknown")
    if pack.naming() and not told.names_because:
        words = _("The report may name somebody. Take the name out, or say here why it is needed.")
        raise Refused(words, field="names_because")
    told.answers = pack.lines()
    told.answers_sha256 = sha256_of(told.answers)


def lacking_in_words(pack: Pack) -> str:
    """What the law asks of every report, and this one does not answer."""
    lacks = [one for one in pack.given if one.question.needs in NEEDED and one.is_lacking]
    return "; ".join(str(one.question.label) for one in lacks)


def check_may_tell(row: Assessment, by: User) -> None:
    """Raise ``Refused`` for who may not report for this controller: for a councillor they
    themselves, and an officer once they have authorised it.
    """
    if not _reports(row, by):
        raise Refused(_("Somebody who has no part in it records this."))
    if not may_tell(row, by):
        told = _("%(name)s has not authorised the council to report for them.")
        raise Refused(told % {"name": row.named_controller}, way=row.incident.own_page)


def _reports(row: Assessment, user: User) -> bool:
    """Their own part, or one of an incident that they look into."""
    return user.pk == row.councillor_id or may_handle(row.incident, user)


def may_tell(row: Assessment, user: User) -> bool:
    """Whether this person reports to the regulator for this controller; nobody once its personal
    details are erased.
    """
    return row.incident.erased_at is None and _is_let(row, user)


def _is_let(row: Assessment, user: User) -> bool:
    is_theirs = row.controller == Controller.COUNCILLOR and user.pk != row.councillor_id
    return _reports(row, user) and not (is_theirs and row.authorised_at is None)


def may_read(row: Assessment, user: User) -> bool:
    """Whether this person reads the report: who sends it, and of the council's whoever looks into
    incidents, as the Data Protection Officer does, but for those who have a part in it.
    """
    if _is_let(row, user):
        return True
    is_ours = row.controller == Controller.COUNCIL
    return is_ours and user.has_perm(Right.SEE_INCIDENTS) and not row.incident.has_part(user)


def _check_new(told: Notification, row: Assessment) -> None:
    """Raise ``Refused`` for a message that is there already, and for an impossible moment."""
    if row.notifications.filter(stage=told.stage, told_at=told.told_at).exists():
        raise Refused(_("That is recorded already."), way=row.incident.own_page)
    _check_moment(row, told.told_at, told.late_because)


def _check_moment(row: Assessment, told_at: datetime, late_because: str) -> None:
    if told_at > timezone.now():
        raise Refused(_("The time must be in the past."), field="told_at")
    if told_at < row.incident.noticed_at:
        told = _("The regulator can’t have been told before it was noticed. Check both times.")
        raise Refused(told, field="told_at")
    before = row.notifications.last()
    if before and told_at < before.told_at:
        told = _("The regulator was told something later than that. Check both times.")
        raise Refused(told, field="told_at")
    if before is None and told_at > row.due_at and not late_because:
        told = _("More than 72 hours have passed. The regulator must be told why: write it here.")
        raise Refused(told, field="late_because")


def _written(told: Notification, row: Assessment, *, by: User) -> Notification:
    write(
        row.incident,
        IncidentStep.NOTIFIED,
        by=by,
        words=f"{row.named_controller}. {told.get_stage_display()}",
        at=told.told_at,
        part=row,
    )
    facts: dict[str, JSON] = {
        "assessment": row.pk,
        "stage": str(told.stage),
        "route": str(told.route),
        "told_at": told.told_at.isoformat(),
        "was_late": told.told_at > row.due_at,
        "answers_sha256": told.answers_sha256,
        "may_name_somebody": bool(told.names_because),
    }
    names = {name: getattr(told, name) for name in ("late_because", "unknown", "names_because")}
    prove(row.incident, "notified", by=by, facts=facts, names=names)
    return told


@transaction.atomic
def add_reference(*, assessment: Assessment, reference: str, by: User) -> Assessment:
    """The number that the regulator gave it later, also once the case is over: no message to them.

    Raises ``Refused`` for who does not report for this controller, and before the regulator was
    told.
    """
    row = Assessment.objects.held(assessment)
    check_may_tell(row, by)
    if row.regulator not in TOLD:
        raise Refused(_("The regulator was not told yet."), way=row.incident.own_page)
    number = " ".join(reference.split())
    if not number:
        raise Refused(_("Enter the number that the regulator gave it."), field="reference")
    if number != row.regulator_reference:
        row.regulator_reference = number
        row.keep(by=by, why="Number of the regulator")
        words = f"{row.named_controller}. {number}"
        write(row.incident, IncidentStep.REGULATOR_NUMBER, by=by, words=words, part=row)
        prove(row.incident, "regulator_number", by=by, facts={"assessment": row.pk})
    return row


@transaction.atomic
def take_report(*, assessment: Assessment, by: User) -> None:
    """Somebody takes the report, or a letter, out of the portal as a file, which is evidence.
    Raises ``Refused`` for who does not report for this controller.
    """
    row = Assessment.objects.held(assessment)
    check_may_tell(row, by)
    prove(row.incident, "report_taken", by=by, facts={"assessment": row.pk})


@transaction.atomic
def authorise(*, assessment: Assessment, by: User) -> Assessment:
    """ "I authorise the council to report for me": kept as evidence. Raises ``Refused`` for anybody
    but the councillor whose records these are.
    """
    row = held_own(assessment, by)
    if row.authorised_at is None:
        row.authorised_at = timezone.now()
        row.keep(by=by, why="Authorised")
        write(row.incident, IncidentStep.AUTHORISED, by=by, part=row)
        prove(row.incident, "authorised", by=by, facts={"assessment": row.pk})
        hand_out(row.incident, by=by)
        stage = row.authorised_at.isoformat()
        tell_handlers(row.incident, "part_authorised", but=by, stage=stage)
    return row


@transaction.atomic
def end_authorisation(*, assessment: Assessment, by: User) -> Assessment:
    """From now on the councillor reports themselves; what the council told until then stays told.
    Officers see it no longer, unless it is shared. Raises ``Refused`` for anybody else.
    """
    row = held_own(assessment, by)
    if row.authorised_at is not None:
        stage = row.authorised_at.isoformat()
        tell_handlers(row.incident, "part_unauthorised", but=by, stage=stage)
        row.authorised_at = None
        row.keep(by=by, why="No longer authorised")
        write(row.incident, IncidentStep.UNAUTHORISED, by=by, part=row)
        prove(row.incident, "authorisation_ended", by=by, facts={"assessment": row.pk})
    return row
