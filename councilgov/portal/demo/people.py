"""Invented people. No surname of anybody in the two documents stands here (a test compares)."""

from django.conf import settings

from councilgov.access import Role
from councilgov.people.models import User

DOMAIN: str = settings.DEMO_DOMAIN
PASSWORD = "Demo-password-1"  # noqa: S105  # public: of demo accounts, on this machine only

OFFICERS = {
    "information": ("Priya Lindqvist", Role.INFORMATION_OFFICER),
    "desk": ("Callum Osei", Role.ICT_DESK),
    "monitoring": ("Helen Abernathy", Role.MONITORING_OFFICER),
    "deputy": ("Tomasz Wiśniewski", Role.DEPUTY_MONITORING_OFFICER),
    "dpo": ("Ruth Okonkwo", Role.DATA_PROTECTION_OFFICER),
    "services": ("Gwen Pritchard", Role.MEMBERS_SERVICES),
    "auditor": ("Imran Sheikh", Role.AUDITOR),
    "admin": ("Kit Marlow", Role.ADMINISTRATOR),
}

GROUPS = {
    "Barchester Independents": 8,
    "Cathedral Ward Residents": 5,
    "Green Barset": 7,
    "Plumstead Alliance": 6,
    "Progress for Barset": 17,
    "Silverbridge Union": 11,
}

WARDS = """
Abbey, Brookside, Castle Hill, Cathedral, Docklands, Eastgate, Framley, Greshamsbury, Hogglestock,
Kingsmead, Market, Northfields, Plumstead, Puddingdale, Riverside, Silverbridge, Ullathorne,
Westbury
"""

COUNCILLORS = """
Robin Alder, Amina Begum, Owen Birchwood, Siân Cadwallader, Marcus Delacroix, Farah Ebrahimi,
Gareth Fairweather, Zoë Garland, Harpreet Gill, Isla Hawthorn, Yusuf Ibrahim, Nkechi Iwu,
Rhys Jenkins, Anjali Kapoor, Fergus Kerr, Leila Khoury, Łukasz Kowalczyk, Beatrice Larkin,
Desmond Laurent, Mei Lin Liang, Angus MacTavish, Oluwaseun Martins, Catriona McBride, Noor Mirza,
Bethan Morris, Samuel Mwangi, Niamh O’Donnell, Tunde Ogunleye, Rosalind Oakley, Dilip Patel,
Eleanor Quickthorn, Rashid Rahman, Winifred Rowntree, Parveen Sandhu, Kofi Sarpong,
Alasdair Sinclair, Jamila Siddiqui, Theodore Sycamore, Chidi Thompson, Mónica Torres,
Edith Underhill, Vikram Varma, Ottilie Vane, Graham Wainwright, Hannah Weatherby, Idris Williams,
Shanice Wilmot, Cuthbert Wren, Xiu Ying Wu, Florence Yarrow, Mehmet Yılmaz, Abena Yeboah,
Roderick Yew, Salma Zaman
"""

FORMER = "Dermot Fallowfield, Priscilla Quiverful, Ines Barbosa, Kenji Hartley, Maud Thornberry"
"""Councillors who have left office lately, and whose cases are at various stages."""

BY_ELECTED = ("Clemency Oakshott", "Docklands")
"""Who was elected in the place of the last of them, and where."""


def names(text: str) -> list[str]:
    """The names of a list as it stands above."""
    return [name.strip() for name in text.replace("\n", " ").split(",")]


def officer(mailbox: str) -> User:
    """The officer who signs in with this mailbox."""
    person: User = User.objects.get(email=f"{mailbox}@{DOMAIN}")
    return person
