"""Rules about decisions on policies, and about who was asked to sign."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext_lazy

from councilgov.access import Right
from councilgov.days import day_in_words
from councilgov.portal.xray.rule import Count, Each, Found, Severity, Way
from policies.models import AccessHold, Body, Exemption, PolicyVersion, VersionStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from councilgov.portal.xray.looking import Look

UNPUBLISHED = timedelta(days=28)
"""After the decision: by then what was approved should be published, or nobody follows it."""


def without_minute(look: Look) -> Iterator[Found]:
    """Published, and the record of the decision names no minute and nobody added it. What an
    officer decided has none.
    """
    for version in look.versions:
        decision = version.decision
        if decision.minute_item or decision.body_kind == Body.OFFICER or version.was_corrected:
            continue
        told = _("The decision on %(version)s by %(decision)s has no minute reference.")
        correct = Way(
            _lazy("Add it to the record"),
            "policies:correct_decision",
            Right.RECORD_DECISION,
            [decision.pk],
        )
        see = Way(_lazy("See the decision"), "policies:decision", args=[decision.pk])
        words = told % {"version": version, "decision": decision}
        yield Found(words, str(version.pk), ways=[correct, see])


def nobody_asked(look: Look) -> Iterator[Found]:
    """In force, and nobody was ever asked to sign it or a version of the same number before."""
    for version in look.versions:
        if version.is_in_force and not version.was_asked:
            words = _("%(version)s is in force, and nobody was asked to sign it.")
            slug = version.policy.slug
            see = Way(_lazy("See whom it asks"), "policies:audience", Right.DRAFT_POLICY, [slug])
            yield Found(words % {"version": version}, str(version.pk), ways=[see])


def not_in_force(look: Look) -> Iterator[Found]:
    """Published for a day that is past, and still not in force: the clock of the portal stands."""
    for version in look.versions:
        if version.status == VersionStatus.SCHEDULED and version.effective_on < look.today:
            told = _("%(version)s was to come into force on %(day)s, and has not.")
            words = told % {"version": version, "day": day_in_words(version.effective_on)}
            see = Way(
                _lazy("See the version"),
                "policies:version",
                args=[version.policy.slug, version.number],
            )
            yield Found(words, str(version.pk), ways=[see])


def not_published(look: Look) -> Iterator[Found]:
    """Approved four weeks ago or more, and not published."""
    waiting = [VersionStatus.APPROVED, VersionStatus.CERTIFIED]
    before = look.today - UNPUBLISHED
    rows = PolicyVersion.objects.filter(status__in=waiting, decision__met_on__lt=before)
    for version in rows.without_text().select_related("decision").order_by("pk"):
        told = _("%(decision)s approved %(version)s. It is not published yet.")
        publish = Way(
            _lazy("Publish it"),
            "policies:publish_policy",
            Right.PUBLISH_POLICY,
            [version.policy.slug, version.number],
        )
        words = told % {"version": version, "decision": version.decision}
        yield Found(words, str(version.pk), ways=[publish])


def pointless_holds(look: Look) -> Any:
    return AccessHold.objects.pointless(look.now)


def long_exemptions(look: Look) -> Any:
    return Exemption.objects.long(look.today)


RULES = (
    Count(
        key="pointless_hold",
        severity=Severity.SERIOUS,
        title=_lazy("Access held back with nothing left to sign"),
        why=_lazy(
            "A hold ends at once when its councillor signs or leaves. One that stands without a "
            "reason keeps a councillor from what they need for their work."
        ),
        rights=(Right.SEE_HOLDS,),
        mended_by=_lazy("Monitoring Officer, then the ICT service desk"),
        ways=(
            Way(
                _lazy("See the holds"), "policies:holds", Right.SEE_HOLDS, query="waiting=pointless"
            ),
        ),
        rows=pointless_holds,
        told=ngettext_lazy(
            "%(n)s access hold stands although nothing is left to sign.",
            "%(n)s access holds stand although nothing is left to sign.",
            "n",
        ),
    ),
    Each(
        key="not_in_force",
        severity=Severity.SERIOUS,
        title=_lazy("Versions whose day to come into force is past"),
        why=_lazy(
            "Councillors are held to the old text although the council decided on a new one. "
            "The portal puts versions in force by itself: its clock may stand still."
        ),
        rights=(Right.DRAFT_POLICY, Right.SEE_UPKEEP),
        mended_by=_lazy("Whoever runs the portal’s server"),
        find=not_in_force,
    ),
    Each(
        key="nobody_asked",
        severity=Severity.MEND,
        title=_lazy("Policies in force that nobody was asked to sign"),
        why=_lazy(
            "After a decision a policy is published and communicated to Members (Barnet, report "
            "of 11 November 2015, 4.1). Of this one there is no proof that anybody knows it."
        ),
        rights=(Right.DRAFT_POLICY,),
        mended_by=_lazy("Whoever drafts policies"),
        find=nobody_asked,
    ),
    Each(
        key="without_minute",
        severity=Severity.MEND,
        title=_lazy("Published versions without a minute reference"),
        why=_lazy(
            "The minutes are the evidence of what a committee decided (in England and Wales: Local "
            "Government Act 1972, Schedule 12, paragraph 41). Without the item nobody finds it."
        ),
        rights=(Right.DRAFT_POLICY,),
        mended_by=_lazy("Members’ services"),
        find=without_minute,
    ),
    Each(
        key="not_published",
        severity=Severity.MEND,
        title=_lazy("Policies approved four weeks ago or more, and not published"),
        why=_lazy(
            "After approval a policy is published on the website and communicated to Members "
            "(Barnet, report of 11 November 2015, 4.1)."
        ),
        rights=(Right.PUBLISH_POLICY,),
        mended_by=_lazy("Whoever publishes policies"),
        find=not_published,
    ),
    Count(
        key="long_exemption",
        severity=Severity.NOTE,
        title=_lazy("Exemptions from signing for more than a year"),
        why=_lazy(
            "An exemption is for illness or want of equipment, for a time. One without an end in "
            "sight is a councillor whom the policy never reaches."
        ),
        rights=(Right.GRANT_EXEMPTION,),
        mended_by=_lazy("Monitoring Officer"),
        ways=(
            Way(
                _lazy("See the exemptions"),
                "policies:exemptions",
                Right.GRANT_EXEMPTION,
                query="length=long",
            ),
        ),
        rows=long_exemptions,
        told=ngettext_lazy(
            "%(n)s exemption from signing lasts for more than a year from now.",
            "%(n)s exemptions from signing last for more than a year from now.",
            "n",
        ),
    ),
)
