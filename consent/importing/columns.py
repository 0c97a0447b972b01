"""What a row of a spreadsheet may say of somebody, and of one way to reach them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consent.identifiers import LONGEST
from consent.models import AskedBy, PermissionStatus, Purpose, Source, Verification
from consent.permitting.checks import check_day
from councilgov.capacity import Capacity
from councilgov.imports import cells
from councilgov.imports.importables import Column
from councilgov.records import Refused

if TYPE_CHECKING:
    from datetime import date

PARTY_WORK = frozenset(
    {
        *map(cells.plain, (Capacity.POLITICAL.value, str(Capacity.POLITICAL.label))),
        *("party", "politicalparty", "partypolitical", "partywork", "aspartymember"),
        *("campaign", "campaigning", "canvass", "canvassing", "electioncampaign"),
    }
)
"""A cell that says so, whatever its column: of its row nothing is kept."""


class YesNo(TextChoices):
    """An answer."""

    YES = "yes", _("Yes")
    NO = "no", _("No")


class Ending(TextChoices):
    """How a permission came to its end: the statuses after which nothing is sent."""

    REFUSED = PermissionStatus.REFUSED.value, PermissionStatus.REFUSED.label
    WITHDRAWN = PermissionStatus.WITHDRAWN.value, PermissionStatus.WITHDRAWN.label
    DECLINED = PermissionStatus.DECLINED.value, PermissionStatus.DECLINED.label
    HANDLE_CHANGED = PermissionStatus.HANDLE_CHANGED.value, PermissionStatus.HANDLE_CHANGED.label
    WRONG_PERSON = PermissionStatus.WRONG_PERSON.value, PermissionStatus.WRONG_PERSON.label


def is_party_work(cell: str) -> bool:
    """Whether a row with this cell is about party work, of which the portal keeps nothing."""
    return cells.plain(cell) in PARTY_WORK


def capacity(cell: str) -> str:
    """In which capacity the councillor knows them."""
    if is_party_work(cell):
        raise Refused(gettext("The portal keeps nothing about party work."))
    return str(one_of_capacities(cell))


def name(cell: str) -> str:
    """Somebody's name with single blanks."""
    return " ".join(cells.text(cell, most=150).split())


def past_day(cell: str) -> date:
    """A day that has come, and is not too old to be true."""
    found = cells.day(cell)
    check_day(found)
    return found


one_of_capacities = cells.choice(Capacity, {"ward councillor": "ward", "casework": "ward"})
yes_no = cells.choice(YesNo, {"y": YesNo.YES, "n": YesNo.NO, "true": "yes", "false": "no"})
purpose = cells.choice(Purpose, {"contact": Purpose.CONTACT, "newsletter": Purpose.NEWSLETTER})
a_day = partial(Column, read=past_day, reads_days=True)

NAME = Column(
    name="full_name",
    label=_("Name"),
    example="Sam Sorrel",
    synonyms=("Full name", "Person", "Constituent", "Resident", "Contact"),
    is_required=True,
    read=name,
)
CAPACITY = Column(
    name="capacity",
    label=_("You act"),
    hint=_("For the council, as a ward councillor, or on an outside body. Never for a party."),
    example="As a ward councillor",
    synonyms=("Capacity", "Role", "In which role"),
    is_required=True,
    read=capacity,
)
KEY = Column(
    name="person_number",
    label=_("Person number"),
    hint=_("Only where two people have the same name: 1 for the one, 2 for the other."),
    read=cells.words(20),
)
ASKED_FOR = Column(
    name="at_request_of",
    label=_("Who asked you to help"),
    hint=_("Empty if they did so themselves."),
    read=cells.choice(AskedBy),
)
ADVOCATE = Column(
    name="advocate",
    label=_("Who speaks for them"),
    hint=_("And by what right. Only if somebody else asked."),
    read=cells.words(150),
)
PURPOSE = Column(
    name="purpose",
    label=_("What for"),
    hint=_(
        "Contact, newsletter or publish; empty for contact. The newsletter is a row of its own: "
        "nobody is sent it because they may be contacted."
    ),
    example="Contact",
    synonyms=("Purpose",),
    read=purpose,
)
CHANNEL = Column(
    name="channel",
    label=_("In which way"),
    hint=_("By its name in the portal, such as Telephone, Email or WhatsApp."),
    example="WhatsApp",
    synonyms=("Channel", "Method", "Way", "Contact method"),
    is_required=True,
    read=cells.words(50),
)
HANDLE = Column(
    name="handle",
    label=_("Number, address or user name"),
    example="07700 900982",
    synonyms=("Handle", "Number", "User name", "Number or name", "Contact details"),
    is_required=True,
    read=cells.named(LONGEST),
)
SOURCE = Column(
    name="source",
    label=_("How you know"),
    hint=_(
        "You asked them, They asked you to use it, They wrote to you first on this channel, or "
        "They gave it to you as a way to reach them. Empty means the last: that is enough to ring, "
        "email or write a letter, and for nothing else."
    ),
    example="You asked them",
    synonyms=("Source", "How known"),
    read=cells.choice(
        Source,
        {
            "asked": Source.ASKED,
            "i asked them": Source.ASKED,
            "they asked": Source.THEY_ASKED,
            "they wrote first": Source.WROTE_FIRST,
        },
    ),
)
ASKED_ON = a_day(
    name="asked_on",
    label=_("Asked on"),
    hint=_("If you asked them."),
    example="3/11/2025",
    synonyms=("Date asked",),
)
ASKED_VIA = Column(
    name="asked_via",
    label=_("Asked by"),
    hint=_("In which way you asked: Telephone, for example. Empty if it was face to face."),
    example="Telephone",
    synonyms=("Asked via", "How asked"),
    read=cells.words(50),
)
WORDS = Column(
    name="words",
    label=_("In which words"),
    hint=_("What you asked them. Nothing that they told you."),
    example="May I text you?",
    synonyms=("Words", "Wording"),
    read=cells.words(500),
)
TOLD = Column(
    name="was_told_of_choice",
    label=_("Told that they may say no"),
    hint=_("Yes or no."),
    example="Yes",
    read=yes_no,
)
ANSWER = Column(
    name="answer",
    label=_("Their answer"),
    hint=_("Yes or no. Empty if they have not answered: that is no permission."),
    example="Yes",
    synonyms=("Answer",),
    read=yes_no,
)
ANSWERED_ON = a_day(
    name="answered_on",
    label=_("Answered or agreed on"),
    hint=_("The day of their answer, or on which they wrote first or gave it to you."),
    example="4/11/2025",
    synonyms=("Answered on", "Agreed on", "Date agreed", "Permission date"),
)
VERIFIED_ON = a_day(
    name="verified_on",
    label=_("Checked on"),
    hint=_("When you made sure that it is them. After six months it is to be checked again."),
    example="5/11/2025",
    synonyms=("Verified on", "Date checked"),
)
VERIFIED_HOW = Column(
    name="verified_how",
    label=_("How it was checked"),
    hint=_(
        "They rang after the test message, Seen on a video call, They showed it in person, or "
        "They answered by letter or email."
    ),
    example="They showed it in person",
    synonyms=("Checked how", "How checked"),
    read=cells.choice(
        Verification,
        {
            "call back": Verification.CALL_BACK,
            "video": Verification.ON_VIDEO,
            "letter or email": Verification.LETTER_OR_EMAIL,
        },
    ),
)
WHO = Column(
    name="who_answered",
    label=_("Who it was"),
    hint=_("Who rang or was seen, and how you knew them."),
    example="Sam, whom I know",
    synonyms=("Who answered",),
    read=cells.words(150),
)
SHARED = Column(
    name="shared_why",
    label=_("Why somebody else is reached there"),
    hint=_("For example: they are a couple and share a telephone."),
    read=cells.words(300),
)
LAST = a_day(
    name="last_contact_on",
    label=_("Last contact both ways"),
    hint=_("The last day on which you both wrote or spoke, and you knew that it was them."),
    synonyms=("Last contact", "Last contact on", "Last two-way contact"),
)
PREFERRED = Column(
    name="is_preferred",
    label=_("They like this way best"),
    hint=_("Yes for one way of each person."),
    synonyms=("Preferred",),
    read=yes_no,
)
ENDED = Column(
    name="ended",
    label=_("How it ended"),
    hint=_(
        "They said no, Withdrawn, You use another way, No longer their number or name, or Somebody "
        "else’s. Empty if it goes on."
    ),
    read=cells.choice(Ending),
)
ENDED_ON = a_day(name="ended_on", label=_("Ended on"), hint=_("If it has ended."))

COLUMNS = [
    *(NAME, CAPACITY, KEY, ASKED_FOR, ADVOCATE, PURPOSE, CHANNEL, HANDLE, SOURCE),
    *(ASKED_ON, ASKED_VIA, WORDS, TOLD, ANSWER, ANSWERED_ON),
    *(VERIFIED_ON, VERIFIED_HOW, WHO, SHARED, LAST, PREFERRED, ENDED, ENDED_ON),
]
