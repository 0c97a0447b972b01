"""What in a message may do harm if somebody else reads it, and why.

Special categories (UK GDPR Article 9(1)); criminal offences (Article 10; alleged ones, proceedings
and sentences too: Data Protection Act 2018, section 11(2)); and what people also want kept to
themselves (Barnet policy, 1.4: "especially important with sensitive personal information").
"""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Kind(TextChoices):
    """What a passage may be."""

    NAME = "name", _("A name")
    BORN = "born", _("A date of birth")
    ADDRESS = "address", _("An address")
    POSTCODE = "postcode", _("A postcode")
    PHONE = "phone", _("A telephone number")
    EMAIL = "email", _("An email address")
    INSURANCE = "insurance", _("A National Insurance number")
    NHS = "nhs", _("An NHS number")
    BANK = "bank", _("Bank or card details")
    CASE = "case", _("A case or account number")
    VEHICLE = "vehicle", _("A vehicle’s number plate")

    ORIGIN = "origin", _("Race or ethnic origin")
    POLITICS = "politics", _("Political opinions")
    BELIEF = "belief", _("Religion or belief")
    UNION = "union", _("Trade union membership")
    GENES = "genes", _("Genetic information")
    BIOMETRIC = "biometric", _("Fingerprints, faces and the like")
    HEALTH = "health", _("Health")
    SEX = "sex", _("Sex life")
    ORIENTATION = "orientation", _("Sexual orientation or gender identity")

    CRIME = "crime", _("Crime, or what somebody is accused of")

    MONEY = "money", _("Money")
    CHILDREN = "children", _("Children")
    HOUSING = "housing", _("Housing")
    IMMIGRATION = "immigration", _("Immigration")
    ABUSE = "abuse", _("Domestic abuse")


class Group(TextChoices):
    """How the law looks at it."""

    IDENTIFIER = "identifier", _("Says who it is about")
    ARTICLE_9 = "article_9", _("Special category (Article 9)")
    ARTICLE_10 = "article_10", _("Criminal matter (Article 10)")
    SENSITIVE = "sensitive", _("Also sensitive")


ARTICLE_9 = frozenset(
    {
        Kind.ORIGIN,
        Kind.POLITICS,
        Kind.BELIEF,
        Kind.UNION,
        Kind.GENES,
        Kind.BIOMETRIC,
        Kind.HEALTH,
        Kind.SEX,
        Kind.ORIENTATION,
    }
)
ARTICLE_10 = frozenset({Kind.CRIME})
SENSITIVE = frozenset({Kind.MONEY, Kind.CHILDREN, Kind.HOUSING, Kind.IMMIGRATION, Kind.ABUSE})

WHY = {
    Group.IDENTIFIER: _("Whoever sees the message learns whom it is about."),
    Group.ARTICLE_9: _("The law protects this most of all. Other people may treat them worse."),
    Group.ARTICLE_10: _(
        "The law protects this, also if it is only said or suspected, and never proved."
    ),
    Group.SENSITIVE: _("Most people do not want others to know this about them."),
}
WHY_OWN = {
    Kind.NAME: _("A message needs no name to ask for a call."),
    Kind.BORN: _("With a name it lets others pretend to be them."),
    Kind.ADDRESS: _("It says where somebody can be found."),
    Kind.POSTCODE: _("A postcode is about fifteen homes: it often gives somebody away."),
    Kind.PHONE: _("If it is not your own, ask before you pass it on."),
    Kind.EMAIL: _("If it is not your own, ask before you pass it on."),
    Kind.INSURANCE: _("With a name it lets others pretend to be them."),
    Kind.NHS: _("It leads to somebody’s health records."),
    Kind.BANK: _("It can be used to steal. Never send it in a message."),
    Kind.CASE: _("Whoever knows it can ask about the case."),
    Kind.VEHICLE: _("It leads to the keeper of the vehicle."),
    Kind.ABUSE: _("The person who hurts them may read their messages. It can be dangerous."),
    Kind.CHILDREN: _("A child cannot choose who knows this about them."),
}
"""What is said instead of the reason of the group."""


def group_of(kind: Kind) -> Group:
    if kind in ARTICLE_9:
        return Group.ARTICLE_9
    if kind in ARTICLE_10:
        return Group.ARTICLE_10
    return Group.SENSITIVE if kind in SENSITIVE else Group.IDENTIFIER
