"""Numbers and addresses by which somebody can be told: found by their form and check digits."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from consent.sending.kinds import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Span = tuple[int, int]

ROADS = (
    "road|rd|street|st|avenue|ave|lane|ln|close|drive|way|court|crescent|gardens|gdns|grove|place|"
    "square|terrace|hill|mews|park|row|walk|view|rise|house|green|parade|villas|estate|tower"
)
NO_ROAD = "a|an|and|at|big|busy|by|for|in|main|more|my|no|of|on|one|or|our|side|small|the|this|to"
MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
IN_WORDS = rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:{MONTHS})[a-z]*\.?,?\s+"
DAY = rf"(?:{IN_WORDS}|\d{{1,2}}[./-]\d{{1,2}}[./-])"
CURRENT_PLATE = "[A-HJ-PR-Y]{2}[0-9]{2} ?[A-HJ-PR-Z]{3}"
OLDER_PLATE = "(?:[A-Z][0-9]{1,3} ?[A-Z]{3}|[A-Z]{3} ?[0-9]{1,4})"
OWN = re.compile(
    r"(?i)(?:(?:call|ring|phone|text|contact|reach|message|email|e-mail|write to|whatsapp)\s+"
    r"(?:me|us)(?:\s+back)?(?:\s+(?:on|at|via|by))?|"
    r"give (?:me|us) a (?:call|ring|text)(?: back)?(?: on| at)?|my (?:number|phone|mobile|"
    r"email)(?: is)?)\W*\Z"
)
"""What stands before a number or address of the writer's own: it is no secret of anybody's."""
NHS_LENGTH, NHS_MODULUS, LUHN_MODULUS = 10, 11, 10
LUHN_MOST = 9
IBAN_MODULUS, LETTERS_FROM = 97, 36
PHONE_DIGITS = range(10, 14)
NEAR = 40
"""Characters before a number in which it is said whose it is."""


def digits(text: str) -> str:
    return "".join(re.findall(r"\d", text))


def is_nhs_number(text: str) -> bool:
    """Whether its last digit checks the others (NHS Data Dictionary: modulus 11)."""
    figures = [int(digit) for digit in digits(text)]
    if len(figures) != NHS_LENGTH:
        return False
    weighed = zip(figures, range(NHS_LENGTH, 1, -1), strict=False)
    rest = -sum(figure * weight for figure, weight in weighed) % NHS_MODULUS
    return rest == figures[-1]


def is_card_number(text: str) -> bool:
    """Whether its digits add up as those of a payment card (ISO/IEC 7812-1: Luhn)."""
    total = 0
    for place, digit in enumerate(reversed(digits(text))):
        figure = int(digit) * (1 + place % 2)
        total += figure - LUHN_MOST if figure > LUHN_MOST else figure
    return total > 0 and total % LUHN_MODULUS == 0


def is_iban(text: str) -> bool:
    """Whether its two check digits are right (ISO 13616)."""
    bare = re.sub(r"\s", "", text).upper()
    turned = bare[4:] + bare[:4]
    return int("".join(str(int(char, LETTERS_FROM)) for char in turned)) % IBAN_MODULUS == 1


def is_phone(text: str) -> bool:
    """Whether it is as long as a telephone number, and no day."""
    is_day = re.match(r"\d\d[ -]\d\d[ -](?:19|20)\d\d", text)
    return not is_day and len(digits(text)) in PHONE_DIGITS


def is_postcode(text: str) -> bool:
    """Whether its end is no ordinal, as in "turn off the M1 2nd exit"."""
    return not re.search(r"(?:1st|2nd|3rd|\dth)\Z", text)


def is_official(text: str) -> bool:
    """Whether it is no year and no planning application, which anybody may look up."""
    is_year = re.fullmatch(r"(?:19|20)\d\d", text)
    is_planning = re.fullmatch(r"(?i)\d{2,4}/\d{3,5}/[a-z]{1,5}", text)
    return not is_year and not is_planning and len(digits(text)) > 2  # noqa: PLR2004


def is_not_official(text: str) -> bool:
    """An office's address of email is no secret of anybody's."""
    return not text.lower().endswith(".gov.uk")


def anything(_text: str) -> bool:
    return True


RULES: Sequence[tuple[Kind, str, Callable[[str], bool]]] = (
    (
        Kind.BORN,
        rf"(?i)\b(?:born|date of birth|birth ?date|birthday|d\.?o\.?b\b\.?)[^\n\d]{{0,20}}"
        rf"({DAY}\d{{2,4}})\b",
        anything,
    ),
    (Kind.BORN, rf"(?i)(?<![\d./-])({DAY}19[3-9]\d)(?![\d/])", anything),
    (Kind.BORN, r"(?i)\b(aged \d{1,3}|\d{1,3}[ -]years?[ -]old)\b", anything),
    (
        Kind.ADDRESS,
        rf"\b((?:(?i:flat|apartment|apt|room)\s+\d+[A-Za-z]?,?\s+)?\d{{1,4}}[A-Za-z]?,?\s+"
        rf"(?:[A-Z][\w'.-]*\s+){{1,3}}(?i:{ROADS}))\b",
        anything,
    ),
    (
        Kind.ADDRESS,
        rf"(?i)\b(\d{{1,4}}[a-z]?,?\s+(?!(?:{NO_ROAD})\b)[a-z]{{3,}}\s+"
        r"(?:road|street|avenue|lane|close|crescent|terrace|gardens))\b(?!\s+closures?)",
        anything,
    ),
    (Kind.ADDRESS, r"(?i)\b((?:flat|apartment|apt)\s+\d{1,4}[a-z]?)\b", anything),
    (
        Kind.POSTCODE,
        r"(?i)\b([A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d[0-9A-Z]?|\d[A-HJKPSTUW])\s?"
        r"\d[ABD-HJLNP-UW-Z]{2})\b",
        is_postcode,
    ),
    (Kind.PHONE, r"(?<![\w/.-])((?:\+\d|\(?0[1-9])(?:[ -]?\(?\d\)?){7,13})(?![\w/])", is_phone),
    (
        Kind.EMAIL,
        r"(?i)(?<![\w.+-])([\w.+'-]+@[\w-]+(?:\.[\w-]+)+)\b",
        is_not_official,
    ),
    (
        Kind.INSURANCE,
        r"(?i)\b((?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z]"
        r"(?:[ -]?\d\d){3}[ -]?[A-D])\b",
        anything,
    ),
    (Kind.NHS, r"(?<![\d+])(\d{3}[ -]?\d{3}[ -]?\d{4})(?!\d)", is_nhs_number),
    (Kind.BANK, r"(?i)\bsort ?code[^\n\d]{0,12}(\d{2}[ -]?\d{2}[ -]?\d{2})(?!\d)", anything),
    (Kind.BANK, r"(?<!\d)(\d{2}-\d{2}-\d{2}\W{1,3}\d{8})(?!\d)", anything),
    (
        Kind.BANK,
        r"(?i)\b(?:account|acc?t?|a/c)\b(?: (?:no\.?|number))?[^\n\d]{0,8}(\d{8})(?!\d)",
        anything,
    ),
    (Kind.BANK, r"(?<![\d+])(\d(?:[ -]?\d){12,18})(?!\d)", is_card_number),
    (Kind.BANK, r"(?i)\b([A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?)\b", is_iban),
    (
        Kind.CASE,
        r"(?i)\b(?:case|crime|CAD|incident|complaint|claim|application|tenancy|tenant|customer|"
        r"council tax|account|ref(?:erence)?)\b\.?(?: (?:ref(?:erence)?|no|number|"
        r"id))?\b[ .:#]{0,3}"
        r"(?:is )?([A-Z0-9]{0,6}[/-]?\d[A-Z0-9/-]{2,})\b",
        is_official,
    ),
    (Kind.VEHICLE, rf"\b({CURRENT_PLATE})\b", anything),
    (
        Kind.VEHICLE,
        r"(?i)\b(?:reg(?:istration)?|number plate|plate|car|van|vehicle)\b[^\n\d]{0,20}?"
        rf"\b({CURRENT_PLATE}|{OLDER_PLATE})\b",
        anything,
    ),
)
COMPILED = [(kind, re.compile(pattern), is_right) for kind, pattern, is_right in RULES]
MAY_BE_OWN = frozenset({Kind.PHONE, Kind.EMAIL})


def found_numbers(text: str) -> Iterator[tuple[Kind, Span]]:
    """Every number and address in the text; the writer's own, to be rung on, is none."""
    for kind, pattern, is_right in COMPILED:
        for match in pattern.finditer(text):
            is_own = kind in MAY_BE_OWN and OWN.search(
                text[max(0, match.start(1) - NEAR) : match.start(1)]
            )
            if is_right(match[1]) and not is_own:
                yield kind, match.span(1)
