"""Rules about reports, breaches and complaints: of those alone that whoever looks may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext_lazy

from breaches.clocks import unruled_for_too_long
from breaches.events import closed_without_cause, closed_without_lessons
from breaches.models import Assessment, Complaint, FollowUp, Incident
from councilgov.access import Right
from councilgov.portal.xray.rule import Count, Severity, Way

if TYPE_CHECKING:
    from typing import Any

    from councilgov.portal.xray.looking import Look


def seen_by(look: Look) -> Any:
    """The council's register, as its page lists it for this person."""
    return Incident.objects.visible_to(look.user).of_the_council().with_part_of(look.user)


def past_72_hours(look: Look) -> Any:
    known = Assessment.objects.of_the_council().read_by(look.user)
    return seen_by(look).filter(pk__in=known.expired(look.now).values("incident"))


def not_ruled(look: Look) -> Any:
    return unruled_for_too_long(seen_by(look))


def without_lessons(look: Look) -> Any:
    return closed_without_lessons(seen_by(look).filter(is_theirs=False))


def without_cause(look: Look) -> Any:
    return closed_without_cause(seen_by(look).filter(is_theirs=False))


def late_actions(look: Look) -> Any:
    return FollowUp.objects.visible_to(look.user).late(look.today)


def late_complaints(look: Look) -> Any:
    return Complaint.objects.visible_to(look.user).late(look.today)


RIGHTS = (Right.SEE_INCIDENTS,)
HANDLERS = _lazy("An officer who looks into reports")


def reports(query: str) -> tuple[Way, ...]:
    return (Way(_lazy("See the reports"), "breaches:incidents", Right.SEE_INCIDENTS, query=query),)


RULES = (
    Count(
        key="past_72_hours",
        severity=Severity.SERIOUS,
        title=_lazy("Breaches past 72 hours of which the regulator was not told"),
        why=_lazy(
            "The regulator is told “not later than 72 hours after having become aware of it”, "
            "unless a risk is unlikely, and later only with reasons (UK GDPR, Article 33(1))."
        ),
        rights=RIGHTS,
        mended_by=_lazy("Monitoring Officer"),
        ways=reports("clock=over"),
        rows=past_72_hours,
        told=ngettext_lazy(
            "%(n)s breach is past its 72 hours, and the regulator was neither told nor ruled out.",
            "%(n)s breaches are past their 72 hours, and the regulator was neither told nor ruled "
            "out.",
            "n",
        ),
    ),
    Count(
        key="not_ruled",
        severity=Severity.SERIOUS,
        title=_lazy("Reports past 72 hours that nobody has judged"),
        why=_lazy(
            "If it is a breach, the 72 hours of UK GDPR, Article 33(1) are over: they count from "
            "when the council knew, not from when somebody looked."
        ),
        rights=RIGHTS,
        mended_by=HANDLERS,
        ways=reports("clock=unruled"),
        rows=not_ruled,
        told=ngettext_lazy(
            "Of %(n)s report nobody has said in 72 hours whether it is a breach.",
            "Of %(n)s reports nobody has said in 72 hours whether they are breaches.",
            "n",
        ),
    ),
    Count(
        key="late_complaints",
        severity=Severity.SERIOUS,
        title=_lazy("Complaints about personal information past their day"),
        why=_lazy(
            "A complaint is acknowledged within 30 days, and the person is told of progress and "
            "outcome without undue delay (Data Protection Act 2018, section 164A)."
        ),
        rights=(Right.SEE_COMPLAINTS,),
        mended_by=_lazy("Information management officer"),
        ways=(
            Way(
                _lazy("See the complaints"),
                "breaches:complaints",
                Right.SEE_COMPLAINTS,
                query="late=yes",
            ),
        ),
        rows=late_complaints,
        told=ngettext_lazy(
            "%(n)s complaint about personal information is past its day.",
            "%(n)s complaints about personal information are past their day.",
            "n",
        ),
    ),
    Count(
        key="without_lessons",
        severity=Severity.MEND,
        title=_lazy("Breaches closed without lessons"),
        why=_lazy(
            "The record of a breach holds “its effects and the remedial action taken” (UK GDPR, "
            "Article 33(5)). What nobody learns from happens again."
        ),
        rights=RIGHTS,
        mended_by=HANDLERS,
        ways=reports("lacks=lessons"),
        rows=without_lessons,
        told=ngettext_lazy(
            "%(n)s breach is closed, and nobody wrote down what was learnt.",
            "%(n)s breaches are closed, and nobody wrote down what was learnt.",
            "n",
        ),
    ),
    Count(
        key="without_cause",
        severity=Severity.NOTE,
        title=_lazy("Breaches closed without a cause"),
        why=_lazy(
            "The record of a breach holds “the facts relating to it” (UK GDPR, Article 33(5)), "
            "and the figures by cause leave these out."
        ),
        rights=RIGHTS,
        mended_by=HANDLERS,
        ways=reports("lacks=cause"),
        rows=without_cause,
        told=ngettext_lazy(
            "%(n)s breach is closed, and nobody said why it could happen.",
            "%(n)s breaches are closed, and nobody said why they could happen.",
            "n",
        ),
    ),
    Count(
        key="late_actions",
        severity=Severity.MEND,
        title=_lazy("Actions after a report that are past their day"),
        why=_lazy(
            "What was learnt is to be acted on: measures are reviewed and updated where necessary "
            "(UK GDPR, Article 24(1))."
        ),
        rights=RIGHTS,
        mended_by=_lazy("Whoever was given the action"),
        ways=(Way(_lazy("See the actions"), "breaches:follow_ups", query="late=yes"),),
        rows=late_actions,
        told=ngettext_lazy(
            "%(n)s action after a report is past its day.",
            "%(n)s actions after reports are past their day.",
            "n",
        ),
    ),
)
