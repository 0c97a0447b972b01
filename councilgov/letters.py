"""Letters of the council on paper: one head, one foot, whoever writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from councilgov import documents
from councilgov.days import day_in_words, today

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime

    from councilgov.people.models import Council


def letter(
    council: Council,
    *,
    title: str,
    name: str,
    address: str,
    reference: str,
    opening: str,
    sections: Iterable[tuple[str, str]],
    sender: str,
    on: date | None = None,
    dated_at: datetime | None = None,
) -> bytes:
    """A letter as PDF, of today and made now, unless it says otherwise. An empty ``address`` is
    added by hand; ``sections`` are headings with their words. In no transaction.
    """
    facts = {
        "title": title,
        "dated_at": dated_at or timezone.now(),
        "council": council.name,
        "colour": council.header_colour,
        "to": [name, *address.splitlines()],
        "day": day_in_words(on or today()),
        "reference": _("Our reference: %(reference)s") % {"reference": reference},
        "greeting": _("Dear %(name)s") % {"name": name},
        "opening": opening,
        "sections": [list(section) for section in sections],
        "sender": sender,
    }
    return documents.pdf("letter", facts)
