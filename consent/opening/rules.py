"""Who may open whose ward records: what stands in the way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from consent.models import TermsAcceptance
from councilgov.access import MONITORING, Right
from councilgov.people.models import User
from councilgov.records import Refused

if TYPE_CHECKING:
    from consent.models import Opening
    from councilgov.people.models import UserQuerySet


def check_officer(by: User) -> None:
    """Raise ``Refused`` for who has not the right, and for who is a councillor too or oversees
    what is opened: nobody reads another councillor's records as one, or oversees themselves.
    """
    if not by.has_perm(Right.OPEN_WARD_RECORD):
        raise Refused(_("Only an information management officer can open ward records."))
    if by.is_councillor:
        raise Refused(_("You are a councillor too. Another officer opens ward records."))
    if by.has_perm(Right.OVERSEE_OPENINGS):
        raise Refused(_("You oversee what is opened. Another officer opens ward records."))


def check_can_be_opened(councillor: User) -> None:
    """Raise ``Refused`` for who is not in office, whose records nobody reads; where the councillor
    did not agree to it; and where nobody would oversee it.
    """
    if not councillor.is_councillor:
        raise Refused(
            _("%(name)s is not in office. Nobody reads their records.")
            % {"name": councillor.full_name},
            field="councillor",
        )
    if not TermsAcceptance.objects.filter(councillor=councillor).foreseeing_opening().exists():
        raise Refused(
            _(
                "%(name)s has accepted no terms of ward records that say that an officer can open "
                "them."
            )
            % {"name": councillor.full_name},
            field="councillor",
        )
    if not overseers(councillor).exists():
        raise Refused(_("There is no Monitoring Officer who could be told. Nothing was opened."))


def overseers(councillor: User) -> UserQuerySet:
    """Who is told of it and may end it: never the councillor themselves."""
    people: UserQuerySet = User.objects.holding(*MONITORING).exclude(pk=councillor.pk)
    return people


def check_open(row: Opening, by: User) -> None:
    """Raise ``Refused`` for anybody but the officer who opened them, and once it is over: also
    when their councillor has left office.
    """
    is_over = not row.is_running or not row.councillor.is_councillor
    if by.pk != row.opened_by_id or is_over:
        raise Refused(_("These ward records are closed."), way=row.own_page)
    check_officer(by)
