"""What the two protocols list as not allowed, in words that somebody would use on the phone."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


class IncidentKind(TextChoices):
    """What went wrong, as whoever reports it would say."""

    LOST = "lost", _("A device was lost or stolen")
    DAMAGED = "damaged", _("A device was damaged, and somebody else had it or data is lost")
    WRONG_PERSON = "wrong_person", _("Information went to the wrong person")
    SEEN = "seen", _("Somebody saw or took information that they should not have")
    ACCOUNT = "account", _("An account was taken over")
    SUSPICIOUS = "suspicious", _("A suspicious message, or a virus")
    SHARED = "shared", _("Somebody else used a device or an account")
    MISUSE = "misuse", _("Council equipment or email was used in a way that is not allowed")
    SOCIAL = "social", _("Social media was used in a way that is not allowed")
    OTHER = "other", _("Something else")


class Cause(TextChoices):
    """Why it could happen: what lessons and figures are about."""

    MISTAKE = "mistake", _("A mistake")
    NOT_FOLLOWED = "not_followed", _("A rule was not known or not followed")
    UNSAFE = "unsafe", _("Something was left, lost or stolen")
    ATTACK = "attack", _("An attack from outside")
    FAULT = "fault", _("A fault of a system or a supplier")
    ON_PURPOSE = "on_purpose", _("Done on purpose by somebody inside")
    UNKNOWN = "unknown", _("It could not be found out")


class Category(TextChoices):
    """Which use that is not allowed: Members ICT Usage Protocol, Use of the e-mail address, 1 to 4,
    7 and 8 (5, 6 and vii of 7 are kinds of their own), and Social Media Protocol for Members,
    Don'ts.
    """

    ILLEGAL = "illegal", _("Illegal or indecent material")
    HARMFUL = "harmful", _("Material that offends, bullies or frightens somebody")
    CRITICISM = "criticism", _("Personal criticism of a councillor or an officer")
    PARTY = "party", _("Party politics or campaigning")
    WASTE = "waste", _("Staff time or the network wasted")
    DESTROYED = "destroyed", _("Other people’s files spoilt or deleted")
    PRIVACY = "privacy", _("Looking into what belongs to other users")
    DISRUPTION = "disruption", _("Other users kept from their work")
    REPUTATION = "reputation", _("Something that could harm the council’s good name")
    BLOG = "blog", _("A personal or political blog, with the council’s equipment")
    FRIENDS = "friends", _("A “friend” request to or from staff or a contractor")
    INSULTS = "insults", _("Insults, abuse or attacks")
    CONFIDENTIAL = "confidential", _("Confidential information made public")
    COUNCIL_VIEW = "council_view", _("A personal or party view shown as the council’s")
    UNSUITABLE = "unsuitable", _("Unsuitable material looked at or shared")
    IN_MEETING = "in_meeting", _("Social media used in a meeting for all to see")
    INTERESTS = "interests", _("Something advertised for personal gain")


OF_SOCIAL_MEDIA: Sequence[Category] = (
    Category.INSULTS,
    Category.CONFIDENTIAL,
    Category.COUNCIL_VIEW,
    Category.UNSUITABLE,
    Category.BLOG,
    Category.FRIENDS,
    Category.IN_MEETING,
    Category.INTERESTS,
)
CATEGORIES: Mapping[str, Sequence[Category]] = {
    IncidentKind.MISUSE: [one for one in Category if one not in OF_SOCIAL_MEDIA],
    IncidentKind.SOCIAL: OF_SOCIAL_MEDIA,
}
"""Which of them are asked about, for each kind that has any."""
ABOUT_INFORMATION = frozenset(
    {"", Category.DESTROYED, Category.PRIVACY, Category.CONFIDENTIAL, Category.UNSUITABLE}
)
"""Of these, and of what nobody could name, somebody's information may have got out or be lost."""


def of_their_kinds() -> Q:
    """Each category is of one kind."""
    pairs = (Q(kind=kind, category__in=those) for kind, those in CATEGORIES.items())
    return reduce(or_, pairs)
