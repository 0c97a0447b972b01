"""What the regulator asks of a breach, in the order of its form ("Report a breach", Information
Commissioner's Office), and what of it Article 33(3) of the UK GDPR needs.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django_stubs_ext import StrOrPromise

NEEDED: Mapping[str, StrOrPromise] = {
    "a": _("(a) What happened, to whose information, and how much of it"),
    "b": _("(b) Whom the regulator can ask"),
    "c": _("(c) What is likely to come of it"),
    "d": _("(d) What is done about it"),
}
"""What a notification contains at the least (Article 33(3)); the rest may follow in phases."""
LATE = _("Why it comes after the 72 hours (Article 33(1))")
DELAY = "delay"
"""The question that is asked of a late first report alone."""


class Kind(Enum):
    """How an answer is given."""

    WORDS = auto()
    COUNT = auto()
    CHOICES = auto()


@dataclass(frozen=True, kw_only=True, slots=True)
class Question:
    """One question. ``needs`` is the letter of Article 33(3) that it answers. What is written
    freely about the breach ``may_name`` somebody whom it is about, so that is looked for.
    """

    slug: str
    label: StrOrPromise
    hint: StrOrPromise = ""
    needs: str = ""
    kind: Kind = Kind.WORDS
    choices: Sequence[tuple[str, StrOrPromise]] = ()
    may_name: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """Some questions under a heading of the form."""

    title: StrOrPromise
    questions: Sequence[Question]


KINDS = (
    ("basic", _("Names, addresses, telephone numbers and the like")),
    ("identity", _("Passports, licences, National Insurance numbers")),
    ("financial", _("Money: bank details, benefits, debts")),
    ("location", _("Where somebody is, or goes")),
    ("login", _("User names and passwords")),
    ("criminal", _("Crimes, or what somebody is accused of")),
    ("housing", _("Housing, planning or licensing matters")),
    ("other", _("Something else")),
)
SPECIAL = (
    ("none", _("None of these")),
    ("health", _("Health")),
    ("origin", _("Race or ethnic origin")),
    ("politics", _("Political opinions")),
    ("belief", _("Religion or belief")),
    ("union", _("Membership of a trade union")),
    ("sex", _("Sex life or sexual orientation")),
    ("biometric", _("Genetic or biometric information")),
)
WHO = (
    ("residents", _("Residents who asked for help")),
    ("children", _("Children")),
    ("vulnerable", _("Adults who need protection")),
    ("staff", _("Staff of the council")),
    ("councillors", _("Councillors and candidates")),
    ("others", _("Others")),
)
LIKELIHOOD = (
    ("likely", _("Likely")),
    ("unlikely", _("Unlikely")),
    ("unsure", _("Not sure")),
)
NOBODY = _("Name nobody whom it is about, and give no address or number of theirs.")

PARTS = (
    Part(
        _("About the report"),
        (
            Question(
                slug="report_kind", label=_("Is it the first report, or more to an earlier one?")
            ),
            Question(
                slug=DELAY,
                label=_("If more than 72 hours have passed: why?"),
                hint=_("The law asks for the reasons."),
            ),
        ),
    ),
    Part(
        _("What happened"),
        (
            Question(slug="what", label=_("What happened?"), hint=NOBODY, needs="a", may_name=True),
            Question(slug="how", label=_("How could it happen?"), hint=NOBODY, may_name=True),
            Question(
                slug="found_how", label=_("How was it found out?"), hint=NOBODY, may_name=True
            ),
            Question(slug="occurred", label=_("When did it happen?")),
            Question(slug="noticed", label=_("When was it noticed?")),
            Question(slug="aware", label=_("Since when were you sure of it?")),
        ),
    ),
    Part(
        _("Whose information"),
        (
            Question(
                slug="kinds",
                label=_("Which kinds of information?"),
                hint=NOBODY,
                needs="a",
                kind=Kind.CHOICES,
                choices=KINDS,
                may_name=True,
            ),
            Question(
                slug="special",
                label=_("Is any of it specially protected?"),
                hint=_("Article 9 of the UK GDPR protects these most of all."),
                kind=Kind.CHOICES,
                choices=SPECIAL,
                may_name=True,
            ),
            Question(
                slug="records",
                label=_("How many records?"),
                hint=_("An email, a file or a row of a list is a record."),
                needs="a",
                kind=Kind.COUNT,
                may_name=True,
            ),
            Question(
                slug="people",
                label=_("How many people?"),
                needs="a",
                kind=Kind.COUNT,
                may_name=True,
            ),
            Question(
                slug="who",
                label=_("Who are they?"),
                hint=NOBODY,
                needs="a",
                kind=Kind.CHOICES,
                choices=WHO,
                may_name=True,
            ),
        ),
    ),
    Part(
        _("Harm"),
        (
            Question(
                slug="consequences",
                label=_("What may come of it for them?"),
                hint=NOBODY,
                needs="c",
                may_name=True,
            ),
            Question(
                slug="likelihood",
                label=_("How likely is it that they come to harm?"),
                kind=Kind.CHOICES,
                choices=LIKELIHOOD,
                may_name=True,
            ),
            Question(
                slug="harm",
                label=_("Has anybody come to harm yet?"),
                hint=NOBODY,
                may_name=True,
            ),
        ),
    ),
    Part(
        _("What was in place before"),
        (
            Question(
                slug="training",
                label=_("Which training had they, in the last two years?"),
            ),
            Question(
                slug="before",
                label=_("What was done before, so that it would not happen?"),
            ),
        ),
    ),
    Part(
        _("What is done about it"),
        (
            Question(
                slug="taken",
                label=_("What has been done?"),
                hint=NOBODY,
                needs="d",
                may_name=True,
            ),
            Question(
                slug="planned",
                label=_("What will be done, and by when?"),
                hint=NOBODY,
                needs="d",
                may_name=True,
            ),
            Question(slug="told", label=_("Have the people been told?"), may_name=True),
            Question(
                slug="others_told",
                label=_("Who else was told, such as the police or another regulator?"),
            ),
        ),
    ),
    Part(
        _("About you"),
        (
            Question(slug="controller", label=_("Who answers for the information?")),
            Question(
                slug="registration",
                label=_("Registration number with the regulator"),
                hint=_("Councillors need none for their ward work."),
            ),
            Question(slug="address", label=_("Address")),
            Question(
                slug="contact",
                label=_("Whom can the regulator ask?"),
                hint=_("The Data Protection Officer: name, email and telephone number."),
                needs="b",
            ),
            Question(slug="sender", label=_("Who sends the report?")),
        ),
    ),
)
QUESTIONS: Mapping[str, Question] = {
    question.slug: question for part in PARTS for question in part.questions
}
NEXT: Mapping[str, str] = dict(zip(QUESTIONS, [*QUESTIONS][1:], strict=False))
"""After each question the one that the form asks next."""
