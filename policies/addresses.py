"""Which words may stand for a policy in addresses."""

from __future__ import annotations

from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

# the first words of our own addresses; a test holds them against policies/urls.py
PAGES = (
    "register|signed|receipts|certificates|statements|drafts|new|reports|decisions|library|holds"
    "|signatures|exemptions|people|annual|audiences|group"
)
NOT_A_PAGE = RegexValidator(
    rf"\A({PAGES})\Z",
    _("This word is an address of its own."),
    inverse_match=True,
)
