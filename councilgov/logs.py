"""What the logs leave out: whoever reads them must not be able to open somebody's link."""

from __future__ import annotations

import logging
import re

ROW = re.compile(r"DETAIL:.*?(?=\n(?:\n|CONTEXT:|HINT:|The above|During|Traceback)|\Z)", re.DOTALL)
"""PostgreSQL says which row it refused, with every name and number in it."""
TOKEN = re.compile(r"/(stop|invitation|password/reset/key|calendar(?=/[\w-]{20}))/[^/\s]+")
"""Of the calendar's own pages none has so long a name."""


class NoTokens(logging.Filter):
    """Django logs the address of what it refuses; the token in it becomes three dots."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if TOKEN.search(said):
            record.msg, record.args = TOKEN.sub(r"/\1/...", said), ()
        return True


class NoRows(logging.Formatter):
    """A line without the row that the database refused, also in a traceback."""

    def format(self, record: logging.LogRecord) -> str:
        return ROW.sub("DETAIL: ...", super().format(record))
