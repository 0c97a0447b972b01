"""What a change of the calendar moves for leavers, in words."""

from __future__ import annotations

from django.utils.translation import ngettext

from councilgov.offboarding.sweeping import redate


def recount() -> str:
    """Their open cases are due by the new days; empty if none moved (``redate``)."""
    moved = redate()
    told = ngettext(
        "The days by which access ends and equipment is due move for %(n)s leaver.",
        "The days by which access ends and equipment is due move for %(n)s leavers.",
        moved,
    )
    return told % {"n": moved} if moved else ""
