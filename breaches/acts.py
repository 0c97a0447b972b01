"""What is done about an incident with a reason, each with its page and whoever may do it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from breaches.containing.opening import is_left
from breaches.deciding import actions as deciding
from breaches.filing.actions import find_near_miss
from breaches.models import IncidentStatus
from breaches.triaging import actions as triaging
from breaches.triaging.saying import what_follows, where_it_stays
from councilgov.forms.reasons import Act

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from django_stubs_ext import StrOrPromise

    from breaches.models import Incident
    from councilgov.people.models import User


@dataclass(frozen=True, kw_only=True, slots=True)
class Acting:
    """One act: the words of its page and of its button, what does it, and when it can be done."""

    do: Callable[[Incident, str, User], Any]
    at: frozenset[str]
    title: StrOrPromise
    consequences: Sequence[StrOrPromise]
    button: StrOrPromise
    done: StrOrPromise
    question: StrOrPromise = ""
    missing: StrOrPromise = ""
    when: Callable[[Incident], bool] = lambda _incident: True
    says: Callable[[Incident], Iterable[str]] = lambda _incident: ()
    stops: Callable[[Incident, User], None] = lambda _incident, _user: None

    def check_opens(self, incident: Incident, user: User) -> None:
        """Raise ``Refused`` where it can’t be done any more or yet, before a word is typed."""
        incident.check_stands(self.at, f"“{self.title}”")
        self.stops(incident, user)

    def page(self, incident: Incident) -> Act:
        return Act(
            title=self.title,
            caption=incident.reference,
            back=incident.get_absolute_url(),
            consequences=[*self.says(incident), *self.consequences],
            question=self.question,
            missing=self.missing,
            button=self.button,
            done=self.done,
            is_grave=False,
        )


def _take_on(incident: Incident, _reason: str, by: User) -> Incident:
    return triaging.take_on(incident=incident, by=by)


def _rule(finding: str, incident: Incident, reason: str, by: User) -> Incident:
    return triaging.rule(incident=incident, finding=finding, reason=reason, by=by)


def _contain(incident: Incident, words: str, by: User) -> Incident:
    return triaging.contain(incident=incident, words=words, by=by)


def _near_miss(incident: Incident, reason: str, by: User) -> Incident:
    return find_near_miss(incident=incident, reason=reason, by=by)


def _reopen(incident: Incident, reason: str, by: User) -> Incident:
    return triaging.reopen(incident=incident, reason=reason, by=by)


def _close(incident: Incident, lessons: str, by: User) -> Incident:
    return deciding.close(incident=incident, lessons=lessons, by=by)


NEW = frozenset({IncidentStatus.REPORTED, IncidentStatus.TRIAGE})
SUSPECTED = IncidentStatus.SUSPECTED
CONFIRMED = IncidentStatus.CONFIRMED
NOT_PERSONAL = IncidentStatus.NOT_PERSONAL
WHY = _("Why do you think so?")
NO_WHY = _("Say why, in a few words")

ACTS = {
    "take_on": Acting(
        do=_take_on,
        at=frozenset({IncidentStatus.REPORTED}),
        title=_("Take it on"),
        consequences=[_("The others see that you look into it.")],
        button=_("I look into it"),
        done=_("You look into it. Say within four working hours what you found."),
    ),
    "confirm": Acting(
        do=partial(_rule, CONFIRMED),
        at=NEW | {SUSPECTED},
        title=_("It is a breach of personal data"),
        consequences=[
            _("Whoever reported it is told."),
        ],
        says=what_follows,
        question=WHY,
        missing=NO_WHY,
        button=_("Record the breach"),
        done=_("Recorded: a breach of personal data."),
    ),
    "suspect": Acting(
        do=partial(_rule, SUSPECTED),
        at=NEW,
        title=_("It may be a breach of personal data"),
        consequences=[
            _("They count to be safe. Confirm or dismiss it within 24 hours."),
        ],
        says=what_follows,
        question=WHY,
        missing=NO_WHY,
        button=_("Record the suspicion"),
        done=_("Recorded: it may be a breach. The hours count."),
    ),
    "contain": Acting(
        do=_contain,
        at=NEW | {SUSPECTED, CONFIRMED},
        when=lambda incident: incident.contained_at is None and not is_left(incident),
        stops=triaging.check_containing,
        title=_("It is contained"),
        consequences=[_("It can be closed once everybody has decided.")],
        question=_("What was done so that no more harm comes of it?"),
        missing=_("Say what was done"),
        button=_("Record it"),
        done=_("Recorded: it is contained."),
    ),
    "dismiss": Acting(
        do=partial(_rule, NOT_PERSONAL),
        at=NEW | {SUSPECTED, CONFIRMED},
        when=triaging.may_be_none,
        title=_("No personal data is affected"),
        consequences=[_("No hours count any more.")],
        says=where_it_stays,
        question=WHY,
        missing=NO_WHY,
        button=_("Record that"),
        done=_("Recorded: no personal data is affected."),
    ),
    "near_miss": Acting(
        do=_near_miss,
        at=NEW | {SUSPECTED, CONFIRMED},
        when=triaging.may_be_none,
        title=_("It was a near miss"),
        consequences=[
            _("It was noticed before any harm could be done, so no hours count."),
        ],
        says=where_it_stays,
        question=_("What stopped it in time?"),
        missing=_("Say what stopped it in time"),
        button=_("Record the near miss"),
        done=_("Recorded: a near miss."),
    ),
    "close": Acting(
        do=_close,
        at=frozenset({CONFIRMED, NOT_PERSONAL}),
        when=deciding.may_be_closed,
        stops=deciding.check_closing,
        title=_("Close it"),
        consequences=[
            _("If something new comes, it can be opened again. A note alone leaves it closed."),
            _("Tasks that nobody had to do end with it. Actions for later go on."),
        ],
        says=where_it_stays,
        question=_("What was learnt, and what is done about it?"),
        missing=_("Say what was learnt"),
        button=_("Close it"),
        done=_("It is closed."),
    ),
    "reopen": Acting(
        do=_reopen,
        at=frozenset({IncidentStatus.CLOSED, NOT_PERSONAL}),
        title=_("Open it again"),
        consequences=[
            _("The hours go on as they were: no clock is set back."),
            _("Whoever decided to tell nobody decides again."),
        ],
        question=_("Which new information came?"),
        missing=_("Say which new information came"),
        button=_("Open it again"),
        done=_("It is open again."),
    ),
}
