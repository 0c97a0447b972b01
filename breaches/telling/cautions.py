"""What to beware of before somebody is written to about a breach: it would be a second one, if it
went to the wrong person too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from consent.permitting.sharing import notes_on_each
from councilgov.days import today

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from consent.models import ContactPermission


def cautions(ways: Sequence[ContactPermission]) -> Mapping[int, Sequence[str]]:
    """By their keys: that it is not checked, or not for long, and who else is or may be taken to
    be there. Two queries, however many they are.
    """
    notes = notes_on_each(ways)
    return {way.pk: [*_unchecked(way), *(note.text for note in notes[way.pk])] for way in ways}


def _unchecked(way: ContactPermission) -> Sequence[str]:
    if way.is_usable(today()):
        return []
    if way.is_stale(today()):
        return [_("Not checked for long.")]
    return [_("Not checked: nobody has made sure that it is theirs.")]
