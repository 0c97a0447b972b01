"""What a cell says, as a value. Each reader raises ``Refused`` with what to write instead."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from councilgov.days import short_day_in_words
from councilgov.forms.dates import MONTHS
from councilgov.forms.phones import A_PHONE
from councilgov.forms.text import is_storable
from councilgov.pounds import in_pounds
from councilgov.records import Refused

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.db.models import TextChoices

    Reader = Callable[[str], Any]

TIME = r"(?:[T ,]+\d{1,2}:\d{2}.*)?"
YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})" + TIME)
DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})" + TIME)
IN_WORDS = re.compile(
    r"(?:[a-z]+,? )?(\d{1,2})(?:st|nd|rd|th)?[- ]([a-z]+)[-, ]+(\d{4})" + TIME, re.I
)
MONTH_IN_WORDS_FIRST = re.compile(r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})" + TIME, re.I)
TWO_DIGITS = re.compile(r"\d{1,2}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ]\d{2}", re.IGNORECASE)
BARE_NUMBER = re.compile(r"\d{4,6}(?:\.\d+)?")
MONEY = re.compile(r"£? ?(\d{1,3}(?:,\d{3})+|\d+)(\.\d{1,2})?")
CUT_SHORT = re.compile(r"\d(?:\.\d+)?e\+\d+", re.IGNORECASE)
DECEMBER = 12


def text(cell: str, *, most: int = 200) -> str:
    """The words as they are."""
    if not is_storable(cell):
        raise Refused(_("It holds a character that cannot be saved. Type it again."))
    if len(cell) > most:
        raise Refused(_("It must be %(most)d characters or less.") % {"most": most})
    return cell


def words(most: int) -> Reader:
    """Reads words of so many characters at most."""
    return partial(text, most=most)


def identifier(cell: str, *, most: int = 50) -> str:
    """A number that is a name, like a serial number: not one that a spreadsheet rounded."""
    if CUT_SHORT.fullmatch(cell):
        raise Refused(
            _(
                "The spreadsheet has cut this number short. "
                "Format the column as text and enter the whole number."
            )
        )
    return text(cell, most=most)


def named(most: int) -> Reader:
    """Reads an identifier of so many characters at most."""
    return partial(identifier, most=most)


def email(cell: str) -> str:
    """An email address, in lower case."""
    try:
        validate_email(cell)
    except ValidationError as error:
        raise Refused(_("Enter an email address, like name@council.example.")) from error
    return cell.lower()


def phone(cell: str) -> str:
    """A telephone number as people write it, with the nought that a spreadsheet has taken away."""
    number = identifier(cell, most=30)
    if not re.match(A_PHONE, number):
        raise Refused(_("Enter a telephone number, like 07700 900 982."))
    digits = re.sub(r"\D", "", number)
    return f"0{number}" if number == digits and re.fullmatch(r"[1-9]\d{9}", digits) else number


def money(cell: str, *, most: int = 100_000_000) -> Decimal:
    """Pounds and pence, less than so many."""
    found = MONEY.fullmatch(cell)
    if not found:
        raise Refused(_("Enter an amount in pounds, like 450 or 1,234.56."))
    amount = Decimal(found[1].replace(",", "") + (found[2] or ""))
    if amount >= most:
        raise Refused(_("This amount is too large. Enter it in pounds."))
    return amount


def day(cell: str) -> date:
    """A day as people here write it, or the ISO way. A time after it is left out."""
    for pattern, made_of in DAYS:
        if found := pattern.fullmatch(cell):
            return made_of(*found.groups())
    if TWO_DIGITS.fullmatch(cell):
        raise Refused(_("Write the year with 4 numbers, like 3/11/2026."))
    if BARE_NUMBER.fullmatch(cell):
        raise Refused(_("This is how a spreadsheet keeps a date. Format the column as a date."))
    raise Refused(_("Enter a date, like 3/11/2026 or 3 Nov 2026."))


def _year_first(year: str, month: str, day: str) -> date:
    return _day(int(year), int(month), int(day))


def _day_first(day: str, month: str, year: str) -> date:
    if int(day) <= DECEMBER < int(month):
        raise Refused(
            _("The month stands first here. Write the day first, like %(day)s/%(month)s/%(year)s.")
            % {"day": month, "month": day, "year": year}
        )
    return _year_first(year, month, day)


def has_month_first(cell: str) -> bool:
    """Whether it can only be a date of the United States: 11/23/2026."""
    found = DAY_FIRST.fullmatch(cell)
    return found is not None and int(found[1]) <= DECEMBER < int(found[2])


def is_either(cell: str) -> bool:
    """Whether it may be a date there and here, and not the same one: 3/4/2026."""
    found = DAY_FIRST.fullmatch(cell)
    return (
        found is not None and found[1] != found[2] and max(int(found[1]), int(found[2])) <= DECEMBER
    )


def _in_words(day: str, month: str, year: str) -> date:
    return _day(int(year), MONTHS.get(month.lower(), 0), int(day))


def _month_first(month: str, day: str, year: str) -> date:
    """In words, so that nobody takes it for a day."""
    return _in_words(day, month, year)


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise Refused(_("There is no such day. Enter a date, like 3/11/2026.")) from error


DAYS: Sequence[tuple[re.Pattern[str], Callable[..., date]]] = (
    (YEAR_FIRST, _year_first),
    (DAY_FIRST, _day_first),
    (IN_WORDS, _in_words),
    (MONTH_IN_WORDS_FIRST, _month_first),
)


def choice(choices: type[TextChoices], also: Mapping[str, str] | None = None) -> Reader:
    """Reads one of these, by its name or its label in whatever case; ``also`` names other words."""
    known = {plain(str(label)): value for value, label in choices.choices}
    known |= {plain(value): value for value in choices.values}
    known |= {plain(word): value for word, value in (also or {}).items()}

    def read(cell: str) -> str:
        if (value := known.get(plain(cell))) is None:
            labels = ", ".join(str(label) for label in choices.labels)
            raise Refused(_("Enter one of these: %(labels)s.") % {"labels": labels})
        return value

    return read


def plain(words: str) -> str:
    """Letters and digits in lower case: "Serial No." and "serial_no" are alike."""
    return "".join(char for char in words.casefold() if char.isalnum())


def in_words(value: Any) -> str:
    """A value as a preview shows it."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return short_day_in_words(value)
    if isinstance(value, Decimal):
        return in_pounds(value)
    return str(value)
