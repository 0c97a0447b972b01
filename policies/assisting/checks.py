"""What stands in the way of recording a signature, disputing one, or settling that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from councilgov.days import day_in_words, in_london
from councilgov.people.models import Council
from councilgov.records import Refused
from policies.machines import TO_SIGN
from policies.models import Acknowledgement, AcknowledgementStatus, Manner

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from councilgov.people.models import User
    from policies.models import (
        AcknowledgementQuerySet,
        PolicyVersion,
        RecordedSignature,
    )


def to_record(version: PolicyVersion, by: User) -> AcknowledgementQuerySet:
    """Whose signature this officer may record: in office, asked, not signed; never their own."""
    asked = Acknowledgement.objects.to_sign_by(version).filter(status__in=TO_SIGN)
    return asked.in_office(timezone.now()).exclude(councillor=by)


def check_batch(
    *,
    version: PolicyVersion,
    councillors: Collection[User],
    manner: str,
    given_on: date,
    evidence: str,
    by: User,
) -> None:
    """Raise ``Refused`` where signatures can't be recorded as they were entered."""
    _check_paper(version, manner, given_on, evidence)
    if not councillors:
        raise Refused(_("Select who signed"), field="councillors")
    if by in councillors:
        raise Refused(
            _("Another officer records your own signature. Take your name off the list."),
            field="councillors",
        )
    asked = version.acknowledgements.live().filter(councillor__in=councillors)
    done = {row.councillor_id for row in asked if row.signed_at}
    open_ones = set(to_record(version, by).values_list("councillor", flat=True))
    _check_nobody(
        (person for person in councillors if person.pk in done),
        ngettext("%(names)s has signed already.", "%(names)s have signed already.", len(done)),
    )
    _check_nobody(
        (person for person in councillors if person.pk not in open_ones),
        _("Not asked to sign this, or no longer in office: %(names)s."),
    )


def _check_nobody(people: Iterable[User], told: str) -> None:
    names = ", ".join(person.full_name for person in people)
    if names:
        raise Refused(
            _("%(why)s Untick the name and continue.") % {"why": told % {"names": names}},
            field="councillors",
        )


def _check_paper(version: PolicyVersion, manner: str, given_on: date, evidence: str) -> None:
    if not version.is_open_to_sign or version.published_at is None:
        raise Refused(
            _("%(version)s is not in force. A signature is recorded of the text in force only.")
            % {"version": version}
        )
    if given_on > timezone.localdate():
        raise Refused(_("The day must be today or in the past"), field="given_on")
    if given_on < in_london(version.published_at):
        raise Refused(
            _("The day must be %(day)s or later: nobody could sign this version before")
            % {"day": day_in_words(version.published_at)},
            field="given_on",
        )
    if not evidence.strip():
        told = {
            Manner.PAPER: _("Enter where the papers are kept"),
            Manner.PHONE: _("Enter who rang whom, and on which number"),
        }
        raise Refused(told[Manner(manner)], field="evidence")


def check_may_dispute(asked: Acknowledgement, recorded: RecordedSignature) -> None:
    """Raise ``Refused`` after 14 days, and after the first time."""
    if why := _no_dispute(asked, recorded):
        words = {
            "phone": Council.objects.the().monitoring_officer_phone,
            "day": day_in_words(recorded.disputable_until),
        }
        way = (reverse("policies:receipt", args=[asked.pk]), _("See this signature"))
        raise Refused(why % words, way=way)


def _no_dispute(asked: Acknowledgement, recorded: RecordedSignature) -> str:
    if asked.is_disputed:
        return _(
            "You have disputed this signature already. "
            "The Monitoring Officer decides, and you get an email."
        )
    if recorded.settled_at:
        return _(
            "The Monitoring Officer has decided on this signature. "
            "To talk about it, ring %(phone)s."
        )
    if not recorded.may_be_disputed(timezone.now()):
        return _(
            "You could dispute this signature until %(day)s. It is too late to do it here. "
            "Ring the Monitoring Officer on %(phone)s."
        )
    return ""


def check_may_settle(asked: Acknowledgement, recorded: RecordedSignature, by: User) -> None:
    """Raise ``Refused`` where nothing is to settle, or it is for somebody else to settle."""
    if asked.status != AcknowledgementStatus.DISPUTED:
        raise Refused(_("Somebody was faster: this dispute is settled already."))
    if by.pk in {recorded.recorded_by_id, asked.councillor_id}:
        raise Refused(
            _(
                "You are part of this dispute, so you can’t settle it. "
                "The Monitoring Officer or the deputy does."
            )
        )
