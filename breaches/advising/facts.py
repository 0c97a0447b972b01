"""A question as its page shows it: how it stands, what is known, and what can be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from breaches.advice import FOR_ADVISERS, IN_HAND, OUR_TURN, REPLIED
from breaches.advising.actions import ANSWERABLE, HELD
from breaches.advising.checks import may_advise
from breaches.advising.places import address_of, name_of
from breaches.advising.statute import Law, law_on_prior_views
from breaches.models import AdviceStatus, AdviceStep, AdviceTeam, kinds_published_by
from councilgov.access import Right
from councilgov.days import deadline_in_words, moment_in_words
from councilgov.forms.timeline import Event, newest_first
from councilgov.people.models import Council
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from breaches.models import AdviceEntry, AdviceRequest
    from councilgov.forms.templatetags.govuk import SummaryRow
    from councilgov.people.models import User

COLOURS: Mapping[str, str] = {
    AdviceStatus.DRAFT: "yellow",
    AdviceStatus.SUBMITTED: "blue",
    AdviceStatus.ESCALATED: "blue",
    AdviceStatus.ASSIGNED: "light-blue",
    AdviceStatus.NEEDS_INFO: "orange",
    AdviceStatus.ANSWERED: "green",
}


class LawShown(NamedTuple):
    """The law on what was said before a decision, or why it is not shown."""

    law: Law | None
    refusal: str = ""


def law_for(council: Council) -> LawShown:
    try:
        return LawShown(law_on_prior_views(council.nation))
    except Refused as refusal:
        return LawShown(None, str(refusal))


def of_council() -> dict[str, Any]:
    """Whom to ring, and the law on views shown before a decision."""
    council = Council.objects.the()
    return {"council": council, "law": law_for(council)}


def standing(row: AdviceRequest, now: datetime) -> tuple[str, str]:
    """How it stands, in words, and the colour of that."""
    if row.is_late(now):
        return _("Late"), "red"
    return row.get_status_display(), COLOURS.get(row.status, "grey")


def shown(asked: AdviceRequest, user: User, council: Council) -> dict[str, Any]:
    """All that the page shows to this person."""
    status, colour = standing(asked, timezone.now())
    is_own = asked.asker_id == user.pk
    entries = list(asked.entries.select_related("entered_by"))
    return {
        "asked": asked,
        "status": status,
        "colour": colour,
        "is_own": is_own,
        "known": _known(asked, is_own=is_own),
        "about": {"name": name_of(asked), "href": address_of(asked)},
        "added": [row for row in entries if row.what == AdviceStep.ADDED],
        "wanted": _wanted(asked, entries),
        "law": law_for(council) if asked.is_about_a_committee else None,
        "events": _events(entries, is_own=is_own),
        "is_waiting": is_own and asked.status in IN_HAND,
        "deadline": deadline(asked),
        "council": council,
        "again": reverse("breaches:ask_advice", query={"again": asked.reference}),
        **may_do(asked, user),
    }


def behind(asked: AdviceRequest, user: User, council: Council) -> dict[str, Any]:
    """All that was asked and said so far, for whoever writes the next word."""
    entries = asked.entries.select_related("entered_by")
    return {
        "known": _known(asked, is_own=asked.asker_id == user.pk),
        "about": {"name": name_of(asked), "href": address_of(asked)},
        "said": [row for row in entries if row.words and row.what not in FOR_ADVISERS],
        "law": law_for(council) if asked.is_about_a_committee else None,
    }


def last_done(asked: AdviceRequest) -> str:
    """Who did what last and when, for whoever opens a page that comes too late, or too soon."""
    last = asked.entries.exclude(what__in=FOR_ADVISERS).select_related("entered_by").last()
    if last is None:
        return _("This can’t be done now.")
    name = last.entered_by.full_name if last.entered_by else _("the portal")
    told = _("This can’t be done now. The last step was “%(what)s”, by %(name)s, %(moment)s.")
    return told % {"what": last, "name": name, "moment": moment_in_words(last.entered_at)}


def may_do(asked: AdviceRequest, user: User) -> dict[str, bool]:
    """What this person can do with it now."""
    is_own = asked.asker_id == user.pk
    status, advises = asked.status, may_advise(asked, user)
    is_held = status in HELD
    return {
        "may_change": is_own and status == AdviceStatus.DRAFT,
        "may_reply": is_own and status == AdviceStatus.NEEDS_INFO,
        "may_ask_again": is_own and status in REPLIED and user.has_perm(Right.ASK_ADVICE),
        "may_accept": is_own and status == AdviceStatus.ANSWERED,
        "may_withdraw": is_own and status in IN_HAND,
        "may_take_on": advises and status in OUR_TURN and not is_held,
        "may_take_over": advises and is_held and asked.handler_id != user.pk,
        "may_answer": advises and status in ANSWERABLE,
        "may_ask_more": advises and status == AdviceStatus.ASSIGNED,
        "may_go_on": advises and status == AdviceStatus.NEEDS_INFO,
        "may_escalate": advises
        and status == AdviceStatus.ASSIGNED
        and asked.team != AdviceTeam.MONITORING,
        "may_add": advises and status == AdviceStatus.ANSWERED,
        "may_refer": advises and user.has_perm(Right.REFER),
        "may_write_up": advises and status in REPLIED and asked.kind in kinds_published_by(user),
    }


def _known(asked: AdviceRequest, *, is_own: bool) -> list[SummaryRow]:
    committee = _("Yes") if asked.is_committee else ""
    told = [
        (_("Asked by"), "" if is_own else asked.asker.full_name),
        (_("Sent"), moment_in_words(asked.submitted_at) if asked.submitted_at else ""),
        (_("Who answers"), asked.get_team_display()),
        (_("Answer by"), deadline(asked)),
        (_("Who looks at it"), asked.handler.full_name if asked.handler else ""),
        (_("Goes to a committee"), committee),
    ]
    return [{"key": key, "value": value} for key, value in told if value]


def deadline(asked: AdviceRequest) -> str:
    """Our target, while it counts."""
    return deadline_in_words(asked.due_at) if asked.due_at and asked.status in OUR_TURN else ""


def _wanted(asked: AdviceRequest, entries: Sequence[AdviceEntry]) -> str:
    """What was asked for last, while it is waited for."""
    if asked.status != AdviceStatus.NEEDS_INFO:
        return ""
    return next(row.words for row in reversed(entries) if row.what == AdviceStep.MORE_ASKED)


def _events(entries: Sequence[AdviceEntry], *, is_own: bool) -> list[Event]:
    return newest_first(
        Event(
            row.entered_at, str(row), row.entered_by.full_name if row.entered_by else "", row.words
        )
        for row in entries
        if not (is_own and row.what in FOR_ADVISERS)
    )
