"""Who may be on the list of a confidential report, and who may open it in an emergency."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from breaches.log import able
from breaches.models import IncidentStatus, IncidentStep
from breaches.triaging.checks import may_handle
from councilgov.access import HOLDERS, MONITORING, Right, Role
from councilgov.people.models import User
from councilgov.records import Refused

if TYPE_CHECKING:
    from breaches.models import Incident
    from councilgov.people.models import UserQuerySet

READERS: tuple[Role, ...] = tuple(map(Role, sorted(HOLDERS[Right.SEE_INCIDENTS])))


def candidates(incident: Incident) -> UserQuerySet:
    """Whoever looks into reports, is not on the list, and has no part in this one."""
    there = incident.readers.now().values("person")
    people: UserQuerySet = (
        User.objects.holding(*READERS)
        .exclude(pk__in=there)
        .exclude(pk__in=incident.involved.values("person"))
        .exclude(pk=incident.reported_by_id)
    )
    return people


def check_candidate(incident: Incident, person: User) -> None:
    """Raise ``Refused`` for anybody else: a right is not given by a list, it is narrowed."""
    if not candidates(incident).filter(pk=person.pk).exists():
        told = _("%(name)s can’t be on the list: choose somebody who looks into reports.")
        raise Refused(told % {"name": person.full_name}, field="person")


def somebody_decides(incident: Incident, *, but: User | None = None) -> bool:
    """Whether anybody on the list holds the office, can come in, and has no part in it."""
    listed = incident.readers.now().values("person")
    people = able(incident, *MONITORING).filter(pk__in=listed)
    return (people.exclude(pk=but.pk) if but else people).exists()


def may_confide(incident: Incident, user: User) -> bool:
    """Whether they can make it confidential: an officer who looks into it. What stands in a
    councillor's own log nobody else sees anyhow.
    """
    return user.has_perm(Right.HANDLE_INCIDENT) and may_handle(incident, user)


def may_hide(incident: Incident) -> bool:
    """Nobody has taken it on, so whoever reported it can still choose who does."""
    return incident.status == IncidentStatus.REPORTED and incident.handler_id is None


def may_ask(incident: Incident, user: User) -> bool:
    """They reported it, and it is open to all who look into reports."""
    is_theirs = user.pk == incident.reported_by_id and incident.is_open
    return is_theirs and not incident.is_confidential and incident.is_for_officers()


def check_own_report(incident: Incident, by: User) -> None:
    """Raise ``Refused`` for anybody but whoever reported it, once it is confidential, and once it
    is closed.
    """
    if not may_ask(incident, by):
        raise Refused(
            _("Whoever reported it can ask for this while it is open, and not confidential."),
            way=incident.own_page,
        )


def is_asked_for(incident: Incident) -> bool:
    """Whoever reported it asked that it be made confidential, and it was not since."""
    about = (
        IncidentStep.CONFIDENTIAL_ASKED,
        IncidentStep.CONFIDENTIAL,
        IncidentStep.NOT_CONFIDENTIAL,
    )
    last = incident.events.filter(what__in=about).order_by("-pk").first()
    return last is not None and last.what == IncidentStep.CONFIDENTIAL_ASKED


def choosable(incident: Incident) -> UserQuerySet:
    """Whom whoever reported it may choose to look into it: those who decide, and can come in."""
    return able(incident, *MONITORING)


def check_somebody_decides(incident: Incident, *, but: User | None = None) -> None:
    """Raise ``Refused`` where nobody on the list could decide: the 72 hours would pass unseen."""
    if not somebody_decides(incident, but=but):
        raise Refused(
            _("The Monitoring Officer or the deputy must be on the list: somebody has to decide."),
            field="readers",
        )


def overseers(incident: Incident, *, but: User) -> UserQuerySet:
    """Who is told that it was opened, and may end that: never who opened it or has a part."""
    people: UserQuerySet = (
        User.objects.holding(*MONITORING)
        .exclude(pk=but.pk)
        .exclude(pk=incident.reported_by_id)
        .exclude(pk__in=incident.involved.values("person"))
    )
    return people


def takes_over(incident: Incident, by: User) -> bool:
    """They decide on breaches, and nobody on the list of this report can any more: those who could
    have left, or have a part in it. No list of ours may let the 72 hours pass.
    """
    return by.has_perm(Right.DECIDE_BREACH) and not somebody_decides(incident)


def check_can_be_opened(incident: Incident, by: User) -> None:
    """Raise ``Refused`` for who may not look into reports, or is a councillor too; for a report
    that they can read anyhow; for who has a part in it; and where nobody would oversee it, unless
    nobody else is left who could decide on it.
    """
    if not by.has_perm(Right.SEE_INCIDENTS) or by.is_councillor:
        raise Refused(_("Only an officer who looks into reports can open this one."))
    is_theirs = by.pk == incident.reported_by_id or incident.involved.filter(person=by).exists()
    if not incident.is_shut_to(by) or is_theirs:
        raise Refused(
            _("You can’t open this one: it is not shut to you, or you have a part in it.")
        )
    if not overseers(incident, but=by).exists() and not takes_over(incident, by):
        raise Refused(_("There is no Monitoring Officer who could be told. Nothing was opened."))
