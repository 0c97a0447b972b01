"""Which clause of which policy an incident is about: of the version in force on the day.

A council's own policies may say none of it: then nothing is cited, and nothing is wrong. Which
clause it is, the council may choose itself for each kind of report; built in are those of the two
documents that come with the portal.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from django.db.models import Q

from breaches.categories import Category, IncidentKind
from breaches.models import ClauseChoice
from councilgov.days import in_london
from policies.models import PolicyVersion, VersionStatus

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from breaches.models import Incident
    from policies.text.clauses import Clause

ICT = "members-ict-usage-protocol"
SOCIAL_MEDIA = "social-media-protocol-for-members"
CONTACTING = "communicating-with-the-public-by-text-and-social-media"


class Place(NamedTuple):
    """A policy, by its own address, and words that only that clause of it has. Numbers and anchors
    move when a text is changed; a clause that is reworded past these words is cited no more.
    """

    policy: str
    words: str

    def is_in(self, clause: Clause) -> bool:
        """Whether these words stand in it, in whatever case."""
        return self.words in clause.text.casefold()


A_BREACH = Place(ICT, "personal data breach")
TO_REPORT = Place(ICT, "damaged, lost or stolen")
PLACES: Mapping[str, Sequence[Place]] = {
    IncidentKind.LOST: [TO_REPORT],
    IncidentKind.DAMAGED: [TO_REPORT],
    IncidentKind.WRONG_PERSON: [A_BREACH, Place(CONTACTING, "correct contact details")],
    IncidentKind.SEEN: [A_BREACH],
    IncidentKind.ACCOUNT: [Place(SOCIAL_MEDIA, "lose control of a social media account")],
    IncidentKind.SUSPICIOUS: [Place(ICT, "spreading of viruses")],
    IncidentKind.SHARED: [Place(ICT, "anyone other than the authorised councillor")],
    Category.ILLEGAL: [Place(ICT, "illegal or indecent")],
    Category.HARMFUL: [Place(ICT, "likely to cause offence")],
    Category.CRITICISM: [Place(ICT, "personal criticism")],
    Category.PARTY: [Place(ICT, "party political activity and election campaigning")],
    Category.WASTE: [Place(ICT, "wasting staff resources")],
    Category.DESTROYED: [Place(ICT, "corrupting or destroying")],
    Category.PRIVACY: [Place(ICT, "violating the privacy")],
    Category.DISRUPTION: [Place(ICT, "disrupting the work")],
    Category.REPUTATION: [Place(ICT, "damage the reputation")],
    Category.BLOG: [Place(SOCIAL_MEDIA, "personal or political blogs")],
    Category.FRIENDS: [Place(SOCIAL_MEDIA, "council employee or contractor")],
    Category.INSULTS: [Place(SOCIAL_MEDIA, "attack, insult, abuse")],
    Category.CONFIDENTIAL: [Place(SOCIAL_MEDIA, "publish confidential information")],
    Category.COUNCIL_VIEW: [Place(SOCIAL_MEDIA, "as being those of the council")],
    Category.UNSUITABLE: [Place(SOCIAL_MEDIA, "browse, download, upload")],
    Category.IN_MEETING: [Place(SOCIAL_MEDIA, "conspicuous or excessive use")],
    Category.INTERESTS: [Place(SOCIAL_MEDIA, "personal financial interests")],
}


class Cited(NamedTuple):
    """What a kind of report cites: the clause, and the version in which it stands."""

    version: PolicyVersion
    clause: Clause


def cite(incident: Incident) -> tuple[PolicyVersion | None, str]:
    """The version in force when it happened, or else was noticed, and the anchor of its clause."""
    day = in_london(incident.occurred_at or incident.noticed_at)
    what = incident.category or incident.kind
    choice = ClauseChoice.objects.filter(what=what).select_related("policy").first()
    found = cited_by(what, choice, partial(in_force_on, day))
    return (found.version, found.clause.anchor) if found else (None, "")


def cited_by(
    what: str, choice: ClauseChoice | None, version_of: Callable[[str], PolicyVersion | None]
) -> Cited | None:
    """The clause that the council chose, or of the built-in table the first that stands in the
    version of its policy; None where none does, or none is to be cited.
    """
    fits: Sequence[tuple[str, Callable[[Clause], bool]]]
    fits = [(place.policy, place.is_in) for place in PLACES.get(what, ())]
    if choice:
        fits = [(choice.policy.slug, choice.is_of)] if choice.policy else []
    for slug, is_it in fits:
        version = version_of(slug)
        clause = version and next((one for one in version.text if is_it(one)), None)
        if version and clause:
            return Cited(version, clause)
    return None


def in_force_on(day: date, slug: str) -> PolicyVersion | None:
    """The version of that policy that was in force on the day, withdrawn later or not."""
    rows = PolicyVersion.objects.once_in_force().with_end()
    begun = rows.filter(policy__slug=slug, effective_on__lte=day)
    unreplaced = begun.filter(Q(replaced_on=None) | Q(replaced_on__gt=day))
    withdrawn = Q(status=VersionStatus.WITHDRAWN, closed_at__date__lte=day)
    return unreplaced.exclude(withdrawn).newest_first().first()


def cited_clause(incident: Incident) -> Clause | None:
    """The clause that it cites, as it was published."""
    text = incident.cited.text if incident.cited else ()
    return next((clause for clause in text if clause.anchor == incident.clause), None)
