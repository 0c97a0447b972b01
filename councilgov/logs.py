"""What the logs leave out: whoever reads them must not be able to open somebody's link."""

from __future__ import annotations

import logging
import re

TOKEN = re.compile(r"/(stop|invitation|password/reset/key)/[^/\s]+")


class NoTokens(logging.Filter):
    """Django logs the address of what it refuses; the token in it becomes three dots."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        if TOKEN.search(said):
            record.msg, record.args = TOKEN.sub(r"/\1/...", said), ()
        return True
