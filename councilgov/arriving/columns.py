"""What a row of a file may say of a councillor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from councilgov.imports import cells
from councilgov.imports.importables import Column

if TYPE_CHECKING:
    from datetime import date

NO_DAY = frozenset({"unspecified", "unknown", "present", "current", "ongoing"})
"""What stands where a term has no end yet, or its day is not known."""


def day(cell: str) -> date | None:
    """A day; None for the words that stand where there is none."""
    return None if cells.plain(cell) in NO_DAY else cells.day(cell)


REFERENCE = Column(
    name="reference",
    label=_("Number in Modern.gov"),
    hint=_("By which somebody is found first. It stands in the address of their page there."),
    example="1432",
    synonyms=("UID", "Modern.gov ID", "Councillor ID", "ID", "Reference"),
    read=cells.named(30),
)
NAME = Column(
    name="full_name",
    label=_("Name"),
    hint=_("Titles and honours are left out."),
    example="Nia Newcomer",
    synonyms=("Councillor", "Full name", "Member", "Councillor name"),
    is_required=True,
    read=cells.words(150),
)
WARD = Column(
    name="ward",
    label=_("Ward"),
    hint=_("Whoever is new needs one. A ward that is not here yet is asked about."),
    example="Alder",
    synonyms=("Division", "Electoral area", "Ward name", "Electoral division"),
    read=cells.words(100),
)
GROUP = Column(
    name="group",
    label=_("Political group"),
    hint=_("A group that is not here yet is asked about."),
    example="Orchard Group",
    synonyms=("Group", "Group name"),
    read=cells.words(100),
)
PARTY = Column(
    name="party",
    label=_("Political party"),
    hint=_("A hint only: who has no group in the file is asked about, party by party."),
    synonyms=("Party", "Party name"),
    read=cells.words(100),
)
EMAIL = Column(
    name="email",
    label=_("Council email address"),
    hint=_("Leave it empty while there is no mailbox. Other addresses are left out."),
    example="nia.newcomer@council.example",
    synonyms=("Email", "Email address", "Council email", "E-mail"),
    read=cells.email,
)
STARTS = Column(
    name="starts_on",
    label=_("First day of the term"),
    hint=_("Of whoever is new, or comes back. The terms of the others are not changed."),
    example="11/5/2026",
    synonyms=("Term start", "Start date", "Elected on", "In office since", "Starts"),
    read=day,
    reads_days=True,
)
DECLARED = Column(
    name="declared_on",
    label=_("Day of the declaration of acceptance"),
    hint=_("Of whoever is new. If it is not in the file, you are asked about all of them at once."),
    synonyms=("Declared on", "Declaration", "Declaration of acceptance", "Date of declaration"),
    read=day,
    reads_days=True,
)
ENDS = Column(
    name="ends_on",
    label=_("Last day of the term"),
    hint=_("Whoever has one that is over counts as not in the file. No term is ended by a file."),
    synonyms=("Term end", "End date", "Ends", "In office until"),
    read=day,
    reads_days=True,
)
COLUMNS = (REFERENCE, NAME, WARD, GROUP, PARTY, EMAIL, STARTS, DECLARED, ENDS)
