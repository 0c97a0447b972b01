"""What the policies ask for and forbid, in plain words, each with the clause that says so.

A council's own policies may say none of it: a rule is shown only while its clause is in force.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext_lazy as _

from breaches.citing import A_BREACH, CONTACTING, ICT, SOCIAL_MEDIA, TO_REPORT, Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django_stubs_ext import StrOrPromise


class Rule(NamedTuple):
    """One sentence, and where it stands."""

    words: StrOrPromise
    place: Place


class Topic(NamedTuple):
    """What belongs to one thing that somebody is about to do."""

    key: str
    heading: StrOrPromise
    do: Sequence[Rule]
    dont: Sequence[Rule]


TOPICS: Sequence[Topic] = (
    Topic(
        "posts",
        _("Posting on social media"),
        (
            Rule(
                _("say only what you would say to their face, or in the high street"),
                Place(SOCIAL_MEDIA, "think before you tweet"),
            ),
            Rule(
                _("keep your own account and your account as a councillor apart"),
                Place(SOCIAL_MEDIA, "profiles on social networking sites separate"),
            ),
            Rule(
                _("take down insults and lies that others post on your page"),
                Place(SOCIAL_MEDIA, "defamatory or obscene posts"),
            ),
            Rule(
                _("ask the Monitoring Officer first, if you are in any doubt"),
                Place(SOCIAL_MEDIA, "monitoring officer before posting"),
            ),
        ),
        (
            Rule(
                _("post in haste, when you are tired, or after a drink"),
                Place(SOCIAL_MEDIA, "blog or tweet in haste"),
            ),
            Rule(
                _("attack or insult staff, other councillors or the council"),
                Place(SOCIAL_MEDIA, "attack, insult, abuse"),
            ),
            Rule(
                _("tell what you know only because you are a councillor"),
                Place(SOCIAL_MEDIA, "publish confidential information"),
            ),
            Rule(
                _("say that your own view is the council’s"),
                Place(SOCIAL_MEDIA, "as being those of the council"),
            ),
            Rule(
                _("sound as if your mind is made up on a planning or licensing matter"),
                Place(SOCIAL_MEDIA, "bias and predetermination"),
            ),
        ),
    ),
    Topic(
        "messages",
        _("Sending a message"),
        (
            Rule(
                _("take a moment to read it again"),
                Place(CONTACTING, "taking a moment"),
            ),
            Rule(
                _("keep what is personal out of it, as far as you can"),
                Place(CONTACTING, "minimum required"),
            ),
            Rule(
                _("ask them to ring you, where it is about something sensitive"),
                Place(CONTACTING, "message requesting contact"),
            ),
            Rule(
                _("check a number that you have not used for six months"),
                Place(CONTACTING, "say 6 months"),
            ),
        ),
        (
            Rule(
                _("use your own phone or computer for council work"),
                Place(CONTACTING, "personal devices should not be used"),
            ),
            Rule(
                _("reply to all, or forward, without a look at who gets it"),
                Place(ICT, "'reply all' function"),
            ),
        ),
    ),
    Topic(
        "permission",
        _("Asking whether you may contact somebody"),
        (
            Rule(
                _("ask first, and make a note that they said yes"),
                Place(CONTACTING, "make a note of the permission"),
            ),
            Rule(
                _("check the number or user name with them"),
                Place(CONTACTING, "user names on social media channels"),
            ),
            Rule(
                _("send a test message, and let them ring you"),
                Place(CONTACTING, "send a test message"),
            ),
        ),
        (
            Rule(
                _("take it that whoever gave a number wants text messages"),
                Place(CONTACTING, "members should not assume"),
            ),
            Rule(
                _("feel that you must use social media: you need not"),
                Place(CONTACTING, "no pressure on members"),
            ),
        ),
    ),
    Topic(
        "calls",
        _("Calling by video"),
        (
            Rule(
                _("make sure that nobody overhears either of you"),
                Place(CONTACTING, "appropriate privacy"),
            ),
            Rule(
                _("look at who is behind you, and could be seen talking"),
                Place(CONTACTING, "aware of their surroundings"),
            ),
            Rule(
                _("put papers and screens out of sight"),
                Place(CONTACTING, "background of the screen"),
            ),
        ),
        (),
    ),
    Topic(
        "devices",
        _("Using council equipment"),
        (
            Rule(
                _("tell the ICT service desk at once if it is lost, stolen or damaged"),
                TO_REPORT,
            ),
            Rule(
                _("tell the police of a theft, and give the desk their number"),
                Place(ICT, "criminal incident number"),
            ),
            Rule(
                _("see that your home insurance covers it"),
                Place(ICT, "home contents policy"),
            ),
            Rule(
                _("bring it in when the desk asks for it"),
                Place(ICT, "return any ict resource on request"),
            ),
            Rule(
                _("give everything back when you leave office"),
                Place(ICT, "must be surrendered"),
            ),
        ),
        (
            Rule(
                _("let anybody else use it"),
                Place(ICT, "anyone other than the authorised councillor"),
            ),
            Rule(
                _("use it for party politics or a campaign"),
                Place(ICT, "party political activity and election campaigning"),
            ),
        ),
    ),
    Topic(
        "reports",
        _("When something went wrong"),
        (
            Rule(
                _("report it at once, also if you are not sure"),
                A_BREACH,
            ),
        ),
        (),
    ),
)
BY_KEY = {topic.key: topic for topic in TOPICS}
