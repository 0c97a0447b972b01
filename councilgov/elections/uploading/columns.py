"""What a row of a spreadsheet says of a candidate."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from councilgov.elections.models import Outcome
from councilgov.imports import cells
from councilgov.imports.importables import Column

WARD = Column(
    name="ward",
    label=_("Ward"),
    hint=_("As it is called here."),
    example="Alder",
    synonyms=["Division", "Electoral area", "Ward name"],
    is_required=True,
)
NAME = Column(
    name="full_name",
    label=_("Name"),
    hint=_("First name and last name."),
    example="Nia Newcomer",
    synonyms=["Candidate", "Councillor", "Full name", "Candidate name"],
    is_required=True,
    read=cells.words(150),
)
RESULT = Column(
    name="outcome",
    label=_("Result"),
    hint=_("Elected, not elected, did not stand, stood elsewhere, or stays."),
    example="Elected",
    synonyms=["Outcome", "Elected", "Status"],
    is_required=True,
    read=cells.choice(
        Outcome,
        {
            "Yes": Outcome.ELECTED,
            "Re-elected": Outcome.ELECTED,
            "No": Outcome.NOT_ELECTED,
            "Not elected": Outcome.NOT_ELECTED,
            "Defeated": Outcome.NOT_ELECTED,
            "Did not stand": Outcome.STOOD_DOWN,
            "Stood down": Outcome.STOOD_DOWN,
            "Retired": Outcome.STOOD_DOWN,
            "Stood elsewhere": Outcome.ELSEWHERE,
            "Stays": Outcome.STAYS,
            "Not up": Outcome.STAYS,
        },
    ),
)
EMAIL = Column(
    name="email",
    label=_("Council email address"),
    hint=_("Of who is elected and new, if you know it: the address that they will have."),
    example="nia.newcomer@council.example",
    synonyms=["Email", "Email address", "Council email"],
    read=cells.email,
)
ELSEWHERE = Column(
    name="elsewhere",
    label=_("Stood in"),
    hint=_("The other ward, of who stood elsewhere."),
    example="",
    synonyms=["Other ward", "New ward"],
)
COLUMNS = (WARD, NAME, RESULT, EMAIL, ELSEWHERE)
