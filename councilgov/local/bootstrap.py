"""The way in for ``make``: finds a Python that is new enough, then hands over to ``install.py``.

This file must be readable by any Python back to 2.7, so that an old one can say what is wrong. It
uses the standard library only and is run by its path.
"""

import os
import runpy
import subprocess
import sys

NEEDED = (3, 11)
# 3.15 last: not every package has a wheel for it yet.
CANDIDATES = ("python3.14", "python3.13", "python3.12", "python3.11", "python3.15")
HERE = os.path.dirname(os.path.abspath(__file__))
TOO_OLD = (
    "CouncilGov needs Python 3.11 or newer; this is %d.%d. Install a newer one (on Debian 12 or "
    "Ubuntu 24.04: sudo apt-get install python3 python3-venv), or say where one is: "
    "make %s PYTHON=/path/to/python3.11"
)


def works(program):
    # type: (str) -> bool
    """Whether this program is on the path and is a Python that is new enough."""
    question = "import sys; sys.exit(sys.version_info[:2] < (3, 11))"
    with open(os.devnull, "w") as nowhere:
        try:
            answer = subprocess.call([program, "-c", question], stdout=nowhere, stderr=nowhere)
        except OSError:
            return False
    return answer == 0


def main():
    # type: () -> None
    """Go on with this Python, or with a newer one, or say what to do."""
    command = sys.argv[1] if len(sys.argv) > 1 else "run"
    if sys.version_info[:2] >= NEEDED:
        sys.path[0] = os.path.dirname(os.path.dirname(HERE))
        runpy.run_path(os.path.join(HERE, "install.py"), run_name="__main__")
        return
    for candidate in CANDIDATES:
        if works(candidate):
            os.execvp(candidate, [candidate] + sys.argv)
    sys.exit(TOO_OLD % (sys.version_info[0], sys.version_info[1], command))


if __name__ == "__main__":
    main()
