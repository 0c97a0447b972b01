"""Days as people list them: one on each line, or from one day to another."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from councilgov.forms.dates import MONTHS
from councilgov.imports import cells
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

MOST = 60
"""Days of one list: more are a slip of the pen."""
RANGE = re.compile(r"\s+(?:to|until)\s+|\s*[–—]\s*", re.IGNORECASE)
SHORT_START = re.compile(r"(\d{1,2})(?:\s+([a-z]+))?", re.IGNORECASE)


def days_from(text: str) -> Sequence[date]:
    """The days of a list in order, each once: "24 December 2026", "29 to 31 December 2026".

    Raises ``Refused`` with the line that cannot be read, and for more than two months of days.
    """
    found: set[date] = set()
    for line in text.splitlines():
        if line.strip():
            found |= _of_line(line.strip())
    if len(found) > MOST:
        raise Refused(_("Enter at most %(most)s days at once") % {"most": MOST}, field="days")
    return sorted(found)


def _of_line(line: str) -> set[date]:
    first, *rest = RANGE.split(line)
    if not rest:
        return {_day(line, line)}
    if len(rest) > 1:
        raise _unread(line)
    last = _day(rest[0], line)
    start = _day(_whole(first, last), line)
    if start > last:
        told = _("“%(line)s” ends before it begins. Enter the earlier day first")
        raise Refused(told % {"line": line}, field="days")
    return {start + timedelta(days=n) for n in range(min((last - start).days, MOST) + 1)}


def _whole(first: str, last: date) -> str:
    """The first day of a range, with the month and the year of the last where it has none."""
    found = SHORT_START.fullmatch(first.strip())
    if not found:
        return first
    month = MONTHS.get((found[2] or "").lower(), last.month)
    return f"{found[1]}/{month}/{last.year}"


def _day(text: str, line: str) -> date:
    try:
        found: date = cells.day(text.strip())
    except Refused:
        raise _unread(line) from None
    return found


def _unread(line: str) -> Refused:
    told = _("“%(line)s” is not a day. Enter it like 24 December 2026, or 29 to 31 December 2026")
    return Refused(told % {"line": line}, field="days")
