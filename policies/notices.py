"""The messages that policies send: which rule sends each, and what comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from councilgov.accounts.models import reachable
from councilgov.notices.kinds import NoticeKind, Urgency
from councilgov.notices.texts import site
from councilgov.people.models import User
from policies.models import Acknowledgement, PolicyVersion, VersionStatus
from policies.reminders import ASKED, CHASED

if TYPE_CHECKING:
    from collections.abc import Mapping

    from councilgov.notices.models import Notice


def is_still_asked(notice: Notice) -> bool:
    """They have neither signed nor declined, are in office, and can sign in or are invited to."""
    asked = notice.subject
    if not isinstance(asked, Acknowledgement):
        return False
    still = Acknowledgement.objects.filter(pk=asked.pk).to_sign(timezone.now())
    return still.filter(councillor__in=reachable(User.objects.all())).exists()


def is_in_review(notice: Notice) -> bool:
    """The draft still waits for comments."""
    version = notice.subject
    return isinstance(version, PolicyVersion) and version.status == VersionStatus.IN_REVIEW


def to_statement(notice: Notice) -> Mapping[str, str]:
    """The Monitoring Officer's page of what the councillor said."""
    asked = notice.subject
    return {"link": site("policies:statement", asked.pk)} if asked else {}


def to_receipt(notice: Notice) -> Mapping[str, str]:
    """The councillor's page with the certificate."""
    asked = notice.subject
    if not isinstance(asked, Acknowledgement):
        return {}
    return {"link": site("policies:receipt", asked.pk)}


def to_records(_notice: Notice) -> Mapping[str, str]:
    """The councillor's page of what they signed and declined."""
    return {"link": site("policies:signed")}


KINDS = [
    NoticeKind(
        name=ASKED,
        urgency=Urgency.DIGEST,
        rule=_("The council asks those whom a policy is for to read it and to agree to it."),
        next=_("If you have not signed by the day given, you show as overdue in the register."),
        still_true=is_still_asked,
    ),
    NoticeKind(
        name=CHASED,
        # an officer decided to write now (``registers.actions.goes_at``)
        urgency=Urgency.NOW,
        rule=_("An officer of the council may remind you of a policy that you have not signed."),
        next=_("Nobody writes to you about this twice on one day. You may ring members’ services."),
        still_true=is_still_asked,
    ),
    NoticeKind(
        name="policy_signed",
        urgency=Urgency.NOW,
        rule=_("Everybody who signs gets a receipt."),
        context=to_receipt,
        next=_("Nothing. You are asked again when the policy changes."),
    ),
    NoticeKind(
        name="policy_objection",
        urgency=Urgency.DIGEST,
        rule=_("An objection to a policy goes to the Monitoring Officer."),
        context=to_statement,
        next=_(
            "The signature counts. Whether to answer is for you to decide; once you have decided, "
            "mark the objection as dealt with."
        ),
    ),
    NoticeKind(
        name="policy_declined_receipt",
        urgency=Urgency.NOW,
        rule=_("Everybody who declines to sign gets a receipt."),
        context=to_records,
        next=_("The Monitoring Officer reads your reason and rings you. You may still sign."),
    ),
    NoticeKind(
        name="policy_declined",
        urgency=Urgency.DIGEST,
        rule=_("A refusal to sign goes to the Monitoring Officer."),
        context=to_statement,
        next=_(
            "The councillor is not reminded again. They may still sign. Once you have talked to "
            "them, mark the refusal as dealt with."
        ),
    ),
    NoticeKind(
        name="policy_withdrawn",
        urgency=Urgency.DIGEST,
        rule=_("Whoever was asked to sign a policy is told when it is withdrawn."),
        next=_("Nothing. If you had signed it, your signature is kept."),
    ),
    NoticeKind(
        name="draft_taken_over",
        urgency=Urgency.NOW,
        rule=_("One person edits a draft at a time. Whoever held it is told when that changes."),
        next=_("You can still read the draft and comment on it, or take it back."),
    ),
    NoticeKind(
        name="draft_to_comment",
        urgency=Urgency.DIGEST,
        rule=_("Whoever is asked to comment on a draft is told."),
        next=_("Every comment is answered before the draft goes before a committee."),
        still_true=is_in_review,
    ),
    NoticeKind(
        name="draft_commented",
        urgency=Urgency.DIGEST,
        rule=_("A comment on a draft goes to whoever began the draft."),
        next=_("The draft cannot go before a committee until each comment is answered."),
    ),
    NoticeKind(
        name="comment_answered",
        urgency=Urgency.DIGEST,
        rule=_("Whoever comments on a draft is told of the answer."),
        next=_("Nothing. Comment again if the answer does not settle it."),
    ),
]
