"""What stands in the way of looking into a report, in words that say what can be done instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from breaches.models import Assessment
from councilgov.access import Right
from councilgov.records import Refused

if TYPE_CHECKING:
    from breaches.models import Incident
    from councilgov.people.models import User


def check_handles(incident: Incident, by: User) -> None:
    """Raise ``Refused`` for who may not look into reports, and for who has a part in this one:
    nobody decides on themselves. A councillor looks after what they alone answer for, and lets
    officers in.
    """
    if incident.is_own_of(by):
        return
    if not by.has_perm(Right.HANDLE_INCIDENT):
        raise Refused(_("Only an information officer or the Monitoring Officer can do this."))
    if incident.has_part(by):
        raise Refused(
            _("You have a part in this yourself, so somebody else looks into it."),
            way=incident.own_page,
        )
    if not incident.is_for_officers():
        raise Refused(_("A councillor answers for this, and has not let officers see it."))


def check_adds(incident: Incident, by: User) -> None:
    """Raise ``Refused`` for who has opened a confidential one in an emergency: they read it."""
    if not may_add(incident, by):
        raise Refused(_("You opened this to read it. Only those on its list add to it."))


def may_add(incident: Incident, user: User) -> bool:
    """Whether somebody who sees it may add what they know: not who has it open alone."""
    return not (incident.is_looked_into_by(user) and incident.is_shut_to(user))


def check_assesses(row: Assessment, by: User) -> None:
    """Raise ``Refused`` for who may not work out what a controller decides on: a councillor does it
    for their own records, and an officer once they have authorised it.
    """
    if by.pk == row.councillor_id:
        return
    check_handles(row.incident, by)
    if row.is_shut:
        told = _("%(name)s has not authorised the council to report for them.")
        raise Refused(told % {"name": row.named_controller}, way=row.incident.own_page)


def may_assess(row: Assessment, user: User) -> bool:
    """Whether this person may work out what that controller decides on."""
    is_own = user.pk == row.councillor_id
    return is_own or (not row.is_shut and may_handle(row.incident, user))


def check_reason(reason: str, *, field: str = "reason") -> str:
    """The reason, tidied. Raises ``Refused`` without one."""
    why = reason.strip()
    if not why:
        raise Refused(_("Say why, in a few words."), field=field)
    return why


def check_answers(incident: Incident, councillor: User) -> None:
    """Raise ``Refused`` for somebody who is no councillor, and was none when it was noticed."""
    if not incident.who_may_answer().filter(pk=councillor.pk).exists():
        told = _("%(name)s was not a councillor when it was noticed, and is none now.")
        raise Refused(told % {"name": councillor.full_name}, field="councillor")


def may_handle(incident: Incident, user: User) -> bool:
    """Whether this officer may look into it and has no part in it, or it is their own to look
    after; nobody once its personal details are erased.
    """
    if incident.erased_at:
        return False
    if incident.is_own_of(user):
        return True
    may = user.has_perm(Right.HANDLE_INCIDENT) and not incident.has_part(user)
    return may and incident.is_for_officers()


def waits_for_officer(incident: Incident, user: User) -> bool:
    """It is their own to decide on, and an officer looks at it first: nobody has ruled yet."""
    return incident.is_own_of(user) and not incident.finding


def held_own(assessment: Assessment, by: User) -> Assessment:
    """The councillor's part, held after its report. Raises ``Refused`` for anybody else."""
    row = Assessment.objects.held(assessment)
    if by.pk != row.councillor_id:
        raise Refused(_("Only the councillor whose records these are can say so."))
    return row
