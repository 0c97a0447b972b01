"""Reads one file from standard input and writes what it holds, as JSON, to standard output.

Started by ``policies.text.apart`` for every file that is not plain text: ``python -m
policies.text.extraction word|pdf|html``. It has none of the portal's secrets, can write no file,
and the system stops it when it has used its share of memory or time.
"""

from __future__ import annotations

import json
import resource
import sys

from policies.text.extraction.cleaning import clean, clean_html
from policies.text.extraction.pages import read_pages
from policies.text.extraction.refusals import CannotExtract
from policies.text.extraction.word import read_word

MEMORY = 1_000_000_000
"""Bytes of address space. A file of 5 MB needs about a fifth."""
SECONDS = 15
"""Of the processor."""
LIMITS = {
    resource.RLIMIT_AS: MEMORY,
    resource.RLIMIT_CPU: SECONDS,
    resource.RLIMIT_FSIZE: 0,
    resource.RLIMIT_CORE: 0,
}


def extract(kind: str, data: bytes) -> dict[str, object]:
    """``pages`` or ``html``, with ``lost``, or the code of a refusal with ``where``."""
    try:
        if kind == "pdf":
            return {"pages": read_pages(data), "lost": {}}
        found, lost = read_word(data) if kind == "word" else clean_html(data)
        return {"html": clean(found), "lost": lost}
    except CannotExtract as refusal:
        return {"refused": refusal.code, "where": refusal.where}
    except MemoryError:
        return {"refused": "too_much", "where": ""}


def main() -> None:
    for limit, most in LIMITS.items():
        resource.setrlimit(limit, (most, most))
    sys.stdout.write(json.dumps(extract(sys.argv[1], sys.stdin.buffer.read())))


if __name__ == "__main__":
    main()
