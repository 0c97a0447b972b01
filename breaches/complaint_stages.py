"""How far a complaint is, whom it is about, how it came in and was answered; and its days."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from councilgov.access import Role

if TYPE_CHECKING:
    from collections.abc import Mapping, Set
    from datetime import date

A_DAY = timedelta(days=1)
ACKNOWLEDGED_WITHIN = timedelta(days=30)
"""Beginning when it is received: the day on which it came in is the first of them, and weekends and
holidays count. The law's own, and no setting.
"""
NEWS_EVERY = timedelta(days=30)
"""So long after the last word they hear how far it is (section 164A(5)(b)): our own rule."""


class ComplaintStatus(models.TextChoices):
    """How far a complaint is."""

    RECEIVED = "received", _("Received")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    ENQUIRY = "enquiry", _("Being looked into")
    OUTCOME_SENT = "outcome_sent", _("Answered")
    PASSED_ON = "passed_on", _("Passed to the councillor")
    SET_ASIDE = "set_aside", _("Set aside")


COMPLAINT_MOVES: Mapping[str, Set[str]] = {
    ComplaintStatus.RECEIVED: {
        ComplaintStatus.ACKNOWLEDGED,
        ComplaintStatus.PASSED_ON,
        ComplaintStatus.SET_ASIDE,
    },
    ComplaintStatus.ACKNOWLEDGED: {ComplaintStatus.ENQUIRY, ComplaintStatus.PASSED_ON},
    ComplaintStatus.ENQUIRY: {ComplaintStatus.OUTCOME_SENT, ComplaintStatus.PASSED_ON},
    ComplaintStatus.OUTCOME_SENT: {ComplaintStatus.ENQUIRY},
    ComplaintStatus.PASSED_ON: {ComplaintStatus.ENQUIRY},
    ComplaintStatus.SET_ASIDE: set(),
}
"""What nobody meant, such as a robot's words, is set aside. Whoever writes again after the answer,
or was told a wrong one, is looked into once more. What a councillor answers for is passed to them
as soon as that is seen, and taken back where it was not theirs.
"""
OPEN_COMPLAINTS = frozenset(
    {ComplaintStatus.RECEIVED, ComplaintStatus.ACKNOWLEDGED, ComplaintStatus.ENQUIRY}
)
ANSWERING = OPEN_COMPLAINTS - {ComplaintStatus.RECEIVED}
ENDED = frozenset({ComplaintStatus.OUTCOME_SENT, ComplaintStatus.PASSED_ON})
"""With an outcome: for what was passed on, that it was."""


class About(models.TextChoices):
    """Whom it is about, as the person chose or an officer found: who that is does not handle it."""

    COUNCIL = "council", _("The council, or somebody who works for it")
    COUNCILLOR = "councillor", _("A councillor")
    TEAM = "team", _("The Information Management Team")
    DPO = "dpo", _("The Data Protection Officer")
    MONITORING = "monitoring", _("The Monitoring Officer")


SHUT_TO: Mapping[str, Role] = {
    About.TEAM: Role.INFORMATION_OFFICER,
    About.DPO: Role.DATA_PROTECTION_OFFICER,
    About.MONITORING: Role.MONITORING_OFFICER,
}
"""Whoever holds that office sees nothing of it, whatever else they are."""


class Acting(models.TextChoices):
    """In which work the councillor used the information: from it follows who answers."""

    WARD = "ward", _("Their ward work: the councillor answers for it")
    COUNCIL = "council", _("Their work for the council: the council answers for it")


class CameBy(models.TextChoices):
    """How it came in."""

    PAGE = "page", _("By the form on the website")
    EMAIL = "email", _("By email")
    LETTER = "letter", _("By letter")
    PHONE = "phone", _("By telephone")
    IN_PERSON = "in_person", _("In person")


class Sent(models.TextChoices):
    """How they were answered."""

    EMAIL = "email", _("By email, from here")
    LETTER = "letter", _("By letter")
    PHONE = "phone", _("By telephone")
    IN_PERSON = "in_person", _("In person")


class Outcome(models.TextChoices):
    """What came of it."""

    UPHELD = "upheld", _("Upheld: something went wrong")
    PARTLY = "partly", _("Upheld in part")
    NOT_UPHELD = "not_upheld", _("Not upheld")
    PASSED_ON = "passed_on", _("Passed on: a councillor or another body answers for it")
    NOT_PERSONAL = "not_personal", _("Not about information about them")
    WITHDRAWN = "withdrawn", _("Withdrawn by them")


class MessageKind(models.TextChoices):
    """What they were told."""

    ACKNOWLEDGEMENT = "acknowledgement", _("We have your complaint")
    PROGRESS = "progress", _("How far your complaint is")
    PASSED_ON = "passed_on", _("Who answers your complaint")
    OUTCOME = "outcome", _("Our answer to your complaint")


def last_day(received: date) -> date:
    """The 30th day: that on which it came in is the first."""
    return received + ACKNOWLEDGED_WITHIN - A_DAY
