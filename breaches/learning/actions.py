"""What was learnt is acted on: somebody does something by a day, and says what they did."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from breaches.containing.actions import OPEN_CASES
from breaches.log import prove, write
from breaches.models import FollowUp, FollowUpStatus, Incident, IncidentStatus, IncidentStep
from breaches.triaging.checks import check_handles, check_reason, may_handle
from councilgov.accounts.models import reachable
from councilgov.days import today
from councilgov.notices.actions import tell
from councilgov.people.models import User
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

    from councilgov.ledger.canonical import JSON

LOOKED_AT = OPEN_CASES | {IncidentStatus.CLOSED}


@transaction.atomic
def set_follow_up(
    *, incident: Incident, words: str, owner: User, due_on: date, by: User
) -> FollowUp:
    """Somebody is to do something by a day, so that it does not happen again. They are told.

    Raises ``Refused`` for who does not look into the report, before it is looked at, for a day that
    is past, for somebody who can't come in, and for what they have to do already.
    """
    incident = Incident.objects.locked(incident)
    check_handles(incident, by)
    incident.check_stands(LOOKED_AT, gettext_noop("Setting an action"))
    if due_on < today():
        raise Refused(_("Enter a day that is not past."), field="due_on")
    _check_comes_in(owner)
    row = FollowUp(
        incident=incident,
        words=" ".join(words.split()),
        owner=owner,
        due_on=due_on,
        opened_at=timezone.now(),
        opened_by=by,
    ).keep(by=by, why="Action set")
    write(incident, IncidentStep.FOLLOW_UP, by=by, words=f"{owner.full_name}: {row.words}")
    facts: dict[str, JSON] = {"follow_up": row.pk, "owner": owner.pk, "due_on": due_on.isoformat()}
    prove(incident, "follow_up_set", by=by, facts=facts, names={"words": row.words})
    if owner != by:
        tell(kind="follow_up_set", to=owner, cause=str(row.pk), about=row)
    return row


def _check_comes_in(owner: User) -> None:
    if not reachable(User.objects.filter(pk=owner.pk, is_active=True)).exists():
        raise Refused(_("They can’t come in, so they would not see it."), field="owner")


@transaction.atomic
def give_follow_up(*, follow_up: FollowUp, owner: User, by: User) -> FollowUp:
    """Somebody else does it, by the same day: whoever was to has left, or is away. They are told.

    Raises ``Refused`` for who does not look into the report, once it has ended, for somebody who
    can't come in, and for who has it to do already.
    """
    incident, row = _held(follow_up)
    check_handles(incident, by)
    row.check_stands({FollowUpStatus.OPEN}, gettext_noop("Giving it to somebody else"))
    _check_comes_in(owner)
    if owner == row.owner:
        raise Refused(_("They have this to do already."), field="owner")
    was, row.owner = row.owner_id, owner
    row.keep(by=by, why="Given to somebody else")
    given = write(incident, IncidentStep.FOLLOW_UP, by=by, words=f"{owner.full_name}: {row.words}")
    facts: dict[str, JSON] = {"follow_up": row.pk, "owner": owner.pk, "was": was}
    prove(incident, "follow_up_given", by=by, facts=facts)
    if owner != by:
        tell(kind="follow_up_set", to=owner, cause=f"{row.pk}:{given.pk}", about=row)
    return row


def _held(follow_up: FollowUp) -> tuple[Incident, FollowUp]:
    """Both, the report first."""
    incident = Incident.objects.locked(follow_up.incident)
    row = FollowUp.objects.locked(follow_up)
    row.incident = incident
    return incident, row


@transaction.atomic
def finish_follow_up(*, follow_up: FollowUp, words: str, by: User) -> FollowUp:
    """It is done, and what that was. Raises ``Refused`` for anybody but whoever does it and those
    who look into the report, without words, and once it has ended.
    """
    return _end(follow_up, FollowUpStatus.DONE, words, "words", by=by)


@transaction.atomic
def drop_follow_up(*, follow_up: FollowUp, reason: str, by: User) -> FollowUp:
    """It is not done, and why. Raises ``Refused`` for anybody but those who look into the report:
    nobody lets go of what was given to them.
    """
    return _end(follow_up, FollowUpStatus.DROPPED, reason, "reason", by=by)


def may_finish(row: FollowUp, user: User) -> bool:
    """Whether they may say that it is done."""
    return user.pk == row.owner_id or may_handle(row.incident, user)


def _end(follow_up: FollowUp, to: str, words: str, field: str, *, by: User) -> FollowUp:
    incident, row = _held(follow_up)
    if to == FollowUpStatus.DROPPED or by.pk != row.owner_id:
        check_handles(incident, by)
    row.ended_at, row.ended_by = timezone.now(), by
    row.ended_words = check_reason(words, field=field)
    row.move(to, by=by, why=gettext_noop("Ending the action"))
    write(incident, IncidentStep.FOLLOWED_UP, by=by, words=f"{row.words}: {row.ended_words}")
    facts: dict[str, JSON] = {"follow_up": row.pk, "outcome": str(to)}
    prove(incident, "follow_up_ended", by=by, facts=facts, names={"words": row.ended_words})
    return row
