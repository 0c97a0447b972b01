"""The alarms of an incident as its page shows them: who was told what, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from breaches.alarming.people import DECIDERS
from breaches.alarms import stage_due
from breaches.machines import TO_BE_RULED
from breaches.models import ALARM_HOURS, HOURS, Alarm, Assessment, Duty, Turn
from councilgov.access import Right, Role
from councilgov.accounts.models import reachable
from councilgov.days import deadline_in_words, moment_in_words, today
from councilgov.deadlines import hours_after
from councilgov.notices import notify
from councilgov.notices.kinds import kind_of
from councilgov.notices.models import Notice
from councilgov.people.models import User
from councilgov.records import subject_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from breaches.models import Incident


class Shown(NamedTuple):
    """The part of the page about alarms: a row of a table for each, and when the next comes."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    following: Sequence[str]
    keeps_rota: bool
    sends_texts: bool


def gap_in_rota() -> str:
    """Who is alarmed where nobody who decides is on call today; nothing where somebody is."""
    decide = reachable(User.objects.holding(*map(Role, DECIDERS)))
    called = Turn.objects.called(today())
    if decide.filter(pk__in=called.values("officer")).exists():
        return ""
    away = Turn.objects.on(today()).filter(duty=Duty.AWAY)
    if not decide.exclude(pk__in=away.values("officer")).exists():
        return _("Everybody who decides is away today. Alarms go to all of them all the same.")
    told = _("Alarms go to everybody who decides and is not away.")
    if called.exists():
        return _("Nobody who decides is on call today. %(told)s") % {"told": told}
    return _("Nobody is on call today. %(told)s") % {"told": told}


def alarms(
    incident: Incident, user: User, *, is_short: bool = False, part: int | None = None
) -> Shown | None:
    """To officers all of them, to a councillor those of their own part; None where there is no
    clock that they see, and before any runs. ``is_short`` without those of the councillors, who
    stand in a list; of one ``part`` those of its page. Three queries, however many there are.
    """
    seen = incident.assessments.with_row().visible_to(user)
    if is_short:
        seen = seen.filter(Q(councillor=None) | Q(councillor=user))
    parts = list(seen.filter(pk=part) if part else seen)
    if not parts:
        return None
    told = Alarm.objects.filter(assessment__in=parts).with_row()
    given = list(told.order_by("-raised_at", "-hour", "pk"))
    head = [_("Stage"), _("Who was told"), _("Message"), _("Opened")]
    rows = list(_rows(given, has_many=len(parts) > 1))
    following, keeps_rota = list(_following(parts)), user.has_perm(Right.KEEP_ROTA)
    if incident.status in TO_BE_RULED and not (rows or following):
        return None
    return Shown(head, rows, following, keeps_rota, notify.is_on())


def _rows(given: Sequence[Alarm], *, has_many: bool) -> Iterator[Sequence[str]]:
    """The stage, who was told as what, what became of the message, and when they looked."""
    fates: dict[str, list[Notice]] = {}
    about = Notice.objects.filter(about__in=[subject_of(row) for row in given])
    for notice in about.order_by("pk"):
        fates.setdefault(notice.about, []).append(notice)
    for row in given:
        told = f"{row.person.full_name}, {Role(row.role).label}"
        yield (
            f"{_stage(row)} ({row.assessment.named_controller})" if has_many else _stage(row),
            told,
            ". ".join(_fate(notice) for notice in fates.get(subject_of(row), [])),
            moment_in_words(row.opened_at) if row.opened_at else _("Not yet"),
        )


def _stage(row: Alarm) -> str:
    words = _("72 hours, over") if row.is_over else _("%(n)s hours") % {"n": row.hour}
    return _("%(stage)s (late)") % {"stage": words} if row.is_late else words


def _fate(notice: Notice) -> str:
    """What became of a message, and when it was sent."""
    way = _("Text message") if kind_of(notice.kind).number else _("Email")
    told = {"way": way, "what": notice.outcome}
    if notice.sent_at is None:
        return _("%(way)s: %(what)s") % told
    told["moment"] = moment_in_words(notice.sent_at)
    return _("%(way)s: %(what)s at %(moment)s") % told


def _following(parts: Iterable[Assessment]) -> Iterable[str]:
    """When the next alarm of each clock that runs is given."""
    now = timezone.now()
    running = Assessment.objects.running().filter(pk__in=[row.pk for row in parts])
    rows = list(running.with_row())
    due = hours_due(rows, now)
    for row in rows:
        told = {"whose": row.named_controller, "all": HOURS}
        if row.pk in due:
            told["hour"] = due[row.pk]
            yield _("%(whose)s: the one of %(hour)s hours goes out within a minute") % told
        if hour := next_hour(row, now):
            told["hour"] = hour
            told["moment"] = deadline_in_words(hours_after(row.aware_at, hour))
            yield _("%(whose)s: after %(hour)s of %(all)s hours, at %(moment)s") % told


def hours_due(rows: Iterable[Assessment], now: datetime) -> Mapping[int, int]:
    """By their keys the stages that are reached and that nobody was told of yet: the sweep does
    that next. One query for each stage.
    """
    last: dict[int, set[int]] = {}
    for row in rows:
        past = [hour for hour in ALARM_HOURS if hours_after(row.aware_at, hour) <= now]
        if past:
            last.setdefault(past[-1], set()).add(row.pk)
    return {
        key: hour
        for hour, keys in last.items()
        for key in stage_due(hour, now).filter(pk__in=keys).values_list("pk", flat=True)
    }


def next_hour(row: Assessment, now: datetime) -> int | None:
    """The stage that comes next, None after the last."""
    ahead = (hour for hour in ALARM_HOURS if hours_after(row.aware_at, hour) > now)
    return next(ahead, None)
