"""Phone numbers: which are taken, and what is dialled for them."""

from __future__ import annotations

import re

A_PHONE = r"\A\+?(?:[ ()-]*[0-9]){7,}[ ()-]*\Z"
"""As people write them, with 7 digits or more that a telephone has: "+44 (0)1632 960301"."""
TRUNK = re.compile(r"\(\s*0\s*\)")


def dialled_number(number: str) -> str:
    """What a link dials (RFC 3966); the 0 in brackets is for callers from inside the country."""
    is_abroad = number.lstrip("( ").startswith("+")
    whole = TRUNK.sub("", number) if is_abroad else number
    digits = "".join(char for char in whole if char in "0123456789")
    return f"+{digits}" if is_abroad and digits else digits
