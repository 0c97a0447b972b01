"""Rules about the texts in force: the law they cite, what they rely on, who looks after them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import ngettext

from councilgov.access import Right
from councilgov.portal.xray.rule import Each, Found, Severity, Way
from policies.models import PolicyVersion
from policies.text.references import outdated

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from councilgov.portal.xray.looking import Look
    from policies.text.references import Outdated

KEPT = 500
"""Texts of which it is kept in memory what they cite: a text never changes once it is in force."""
_cited: dict[tuple[str, str], Sequence[Outdated]] = {}


def ways_to_mend(version: Any) -> Sequence[Way]:
    """A text in force is mended by its next version: begun, or gone on with."""
    policy, right = version.policy, Right.DRAFT_POLICY
    next_one = Way(_lazy("Begin the next version"), "policies:start_version", right, [policy.slug])
    if version.has_draft:
        query = urlencode({"q": policy.title})
        next_one = Way(_lazy("Go on with the draft"), "policies:drafts", right, query=query)
    here = [policy.slug, version.number]
    return [next_one, Way(_lazy("Read the text"), "policies:version", args=here)]


def stale_law(look: Look) -> Iterator[Found]:
    """Texts that cite what was repealed, renamed or no longer applies, as the check of drafts says
    it too.
    """
    nation = look.council.nation
    _read_those_not_known(look.versions, nation)
    for version in look.versions:
        found = _cited[version.sha256, nation]
        if not found:
            continue
        told = ngettext(
            "%(version)s refers in %(n)s place to law that has changed.",
            "%(version)s refers in %(n)s places to law that has changed.",
            len(found),
        )
        rules = {one.rule.name: one.rule for one in found}.values()
        words = told % {"version": version, "n": len(found)}
        details = [f"{rule.why} {rule.instead} ({rule.source})" for rule in rules]
        yield Found(words, str(version.pk), len(found), details, ways_to_mend(version))


def _read_those_not_known(versions: Sequence[Any], nation: str) -> None:
    unknown = [one.pk for one in versions if (one.sha256, nation) not in _cited]
    if len(_cited) > KEPT:
        _cited.clear()
        unknown = [one.pk for one in versions]
    unread = PolicyVersion.objects.filter(pk__in=unknown)
    for version in unread if unknown else unread.none():
        _cited[version.sha256, nation] = outdated(version.text, nation=nation)


def missing_parts(look: Look) -> Iterator[Found]:
    """Texts that rely on an annex, a definition or a policy that the portal does not hold."""
    for version in look.versions:
        if not version.gaps:
            continue
        lacking = sorted({gap["refers_to"] for gap in version.gaps})
        told = ngettext(
            "%(version)s relies on something that is not here: %(what)s.",
            "%(version)s relies on things that are not here: %(what)s.",
            len(lacking),
        )
        words = told % {"version": version, "what": ", ".join(lacking)}
        details = [f"{gap['place']}: {gap['sentence']}" for gap in version.gaps]
        yield Found(words, str(version.pk), len(version.gaps), details, ways_to_mend(version))


def without_owner(look: Look) -> Iterator[Found]:
    """Texts that no post looks after: nobody asks whether they are still right."""
    for version in look.versions:
        if not version.owner:
            words = _("%(version)s names no post that looks after it.") % {"version": version}
            yield Found(words, str(version.pk), ways=ways_to_mend(version))


RIGHTS = (Right.DRAFT_POLICY,)
DRAFTERS = _lazy("Whoever drafts policies")
RULES = (
    Each(
        key="missing_parts",
        severity=Severity.MEND,
        title=_lazy("Texts that rely on an annex or a definition that is missing"),
        why=_lazy(
            "Councillors sign the whole text. The Members ICT Usage Protocol points to an "
            "“Appendix A” for practical guidance: without it nobody can do what it says."
        ),
        rights=RIGHTS,
        mended_by=DRAFTERS,
        find=missing_parts,
    ),
    Each(
        key="stale_law",
        severity=Severity.MEND,
        title=_lazy("Texts that cite law which has changed"),
        why=_lazy(
            "A policy that cites repealed law leads councillors wrong, and is weak evidence that "
            "the council showed how it complies (UK GDPR, Article 5(2), accountability)."
        ),
        rights=RIGHTS,
        mended_by=DRAFTERS,
        find=stale_law,
    ),
    Each(
        key="without_owner",
        severity=Severity.NOTE,
        title=_lazy("Texts that no post looks after"),
        why=_lazy(
            "Policies are to be reviewed where needed (UK GDPR, Article 24(1)). Nobody does so "
            "without being named."
        ),
        rights=RIGHTS,
        mended_by=DRAFTERS,
        find=without_owner,
    ),
)
