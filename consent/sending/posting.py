"""Before you post: what to make sure of, and whether it will be taken as a councillor's word.

Havering's Social Media Protocol in plain words. Advice: nothing of it is kept or judged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from django_stubs_ext import StrOrPromise


class Point(TextChoices):
    """What to make sure of, each an answer to tick."""

    TRUE = "true", _("It is true, and harms nobody’s good name")
    OURS = "ours", _("The words and pictures are mine, or I may use them")
    PEOPLE = "people", _("Whoever can be recognised has said yes to this post")
    OPEN = "open", _("It does not sound as if I had made up my mind before a decision")
    CONFIDENTIAL = "confidential", _("It gives away nothing that I was told in confidence")
    VIEWS = "views", _("Nobody can take my view, or my party’s, for the council’s")
    TONE = "tone", _("It is clear and polite, and attacks nobody. I would say it in public")
    FACILITIES = "facilities", _("It is no party or private post sent from council equipment")
    GAIN = "gain", _("It earns no money for me or my friends")
    SAFE = "safe", _("It does not say where I live or when I am away")
    CALM = "calm", _("I am not angry, tired or in a meeting, and have not been drinking")


ADVICE: Mapping[str, StrOrPromise] = {
    Point.TRUE: _(
        "Libel: if it is untrue and hurts somebody’s good name, they can sue you. The same goes "
        "for what others write on your page, once you know of it. Take it down at once."
    ),
    Point.OURS: _(
        "Copyright: to use somebody’s photo or text without their leave can cost you money. Ask "
        "them first."
    ),
    Point.PEOPLE: _(
        "Personal data: ask whoever is named or shown. That they wrote to you is no yes. What you "
        "post, others post again."
    ),
    Point.OPEN: _(
        "Bias: on planning, licensing and the like you may lean one way, but must listen until "
        "the end. A closed mind can undo the decision. To have said a view before is not, by "
        "itself, a closed mind. Ask the Monitoring Officer."
    ),
    Point.CONFIDENTIAL: _(
        "What you know only as a councillor may be secret. Ask the Monitoring Officer."
    ),
    Point.VIEWS: _("Say that it is your own view, in the post or on your profile."),
    Point.TONE: _(
        "Would you say it to their face, or carry it on a placard down the high street? Jokes and "
        "irony are often misread. What is posted stays."
    ),
    Point.FACILITIES: _("Use your own device and account for party and private posts."),
    Point.GAIN: _("You may not use your role to promote a business of yours or a friend’s."),
    Point.SAFE: _("Post about a visit after it is over, and check what the picture shows."),
    Point.CALM: _("Save it, and read it again tomorrow."),
}


class Sign(TextChoices):
    """What makes a post look like a councillor's: five questions, to be answered yes."""

    SIGNED = "signed", _("Does it, or your profile, say that you are a councillor?")
    ABOUT = "about", _("Is it about the council or its business?")
    INSIDE = "inside", _("Does it use something that only a councillor could know?")
    PROVIDED = "provided", _("Do you post it from an account or device of the council?")
    KNOWN = "known", _("Do most who read it know you as a councillor?")


SURE = frozenset({Sign.INSIDE, Sign.PROVIDED})
"""Either of these is enough for the Protocol."""


class Verdict(TextChoices):
    """How others will take it."""

    OFFICIAL = "official", _("This counts as posted by a councillor")
    LIKELY = "likely", _("This will likely count as posted by a councillor")
    PRIVATE = "private", _("This looks like a private post")


MEANING: Mapping[str, StrOrPromise] = {
    Verdict.OFFICIAL: _("The code of conduct applies to it."),
    Verdict.LIKELY: _("Act as if the code of conduct applied to it. It likely does."),
    Verdict.PRIVATE: _(
        "The code of conduct does not apply to what you do as a private person. If others could "
        "still take it for a councillor’s, it does."
    ),
}


def verdict(signs: Collection[str]) -> Verdict:
    """Whether a post is likely official ("are, or appear to be, acting in your capacity")."""
    if SURE.intersection(signs):
        return Verdict.OFFICIAL
    return Verdict.LIKELY if signs else Verdict.PRIVATE


def left(sure_of: Collection[str]) -> Sequence[tuple[Point, StrOrPromise]]:
    """What is not made sure of yet, each with its advice."""
    return [(point, ADVICE[point]) for point in Point if point not in sure_of]
