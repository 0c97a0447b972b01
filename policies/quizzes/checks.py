"""Which questions a councillor has still to answer, and when questions may be changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from councilgov.records import Refused
from policies.machines import VersionStatus
from policies.models import Answer, Question

if TYPE_CHECKING:
    from councilgov.records import RecordQuerySet
    from policies.models import Acknowledgement, AcknowledgementQuerySet, PolicyVersion

MOST_CHOICES = 5
OPEN_TO_ASK = frozenset(
    {
        VersionStatus.DRAFT,
        VersionStatus.IN_REVIEW,
        VersionStatus.SUBMITTED,
        VersionStatus.DEFERRED,
        VersionStatus.REFERRED_BACK,
        VersionStatus.RECOMMENDED_AS_AMENDED,
        VersionStatus.APPROVED,
        VersionStatus.APPROVED_AS_AMENDED,
        VersionStatus.CERTIFIED,
    }
)
"""Until it is published: then text and questions are one, and stay."""


def unanswered(asked: Acknowledgement, version: PolicyVersion) -> RecordQuerySet[Question]:
    """The questions on the text that this councillor has not answered rightly yet, in order.

    The text is that of the request, or a later one that they may sign after declining it.
    """
    return _unanswered(version, asked.pk)


def with_unanswered(
    rows: AcknowledgementQuerySet, version: PolicyVersion
) -> AcknowledgementQuerySet:
    """The requests with whether a question is open, in the one query that finds them."""
    of_row = _unanswered(version, OuterRef(OuterRef("pk")))
    return rows.annotate(has_unanswered=Exists(of_row))


def _unanswered(version: PolicyVersion, asked: int | OuterRef) -> RecordQuerySet[Question]:
    right = Answer.objects.filter(question=OuterRef("pk"), acknowledgement=asked, is_right=True)
    return Question.objects.filter(~Exists(right), version=version)


def check_answered(asked: Acknowledgement, version: PolicyVersion) -> None:
    """Raise ``Refused`` while a question is open. Nobody is asked what an officer records."""
    if unanswered(asked, version).exists():
        raise Refused(_("Answer the questions on the text before you sign."))


def check_clauses(version: PolicyVersion) -> None:
    """Raise ``Refused`` with every question whose clause the text has lost since it was entered."""
    anchors = {clause.anchor for clause in version.text}
    pointing = version.questions.exclude(anchor="")
    lost = [question.text for question in pointing if question.anchor not in anchors]
    if lost:
        raise Refused(
            _("The text has no longer the clause of these questions: %(questions)s.")
            % {"questions": "; ".join(f"“{text}”" for text in lost)},
            way=(
                reverse("policies:edit_questions", args=[version.policy.slug, version.number]),
                _("Change the questions"),
            ),
        )


def check_may_ask(version: PolicyVersion) -> None:
    """Raise ``Refused`` once the version is published or closed."""
    if version.status not in OPEN_TO_ASK:
        raise Refused(
            _("The questions on %(version)s stay as they are: it is published or closed.")
            % {"version": version}
        )
