"""What a cell says, as a value."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db.models import TextChoices
from hypothesis import given as whatever
from hypothesis import strategies

from councilgov.imports import cells
from councilgov.records import Refused

pytestmark = pytest.mark.no_database
THIRD = date(2026, 11, 3)


@pytest.mark.parametrize(
    "cell",
    [
        "03/11/2026",
        "3/11/2026",
        "3.11.2026",
        "3-11-2026",
        "03/11/2026 09:40",
        "2026-11-03",
        "2026-11-03T09:40:00Z",
        "2026-11-03 09:40:12.0000000",
        "2026/11/3",
        "3 Nov 2026",
        "3-Nov-2026",
        "3rd November 2026",
        "Tue 3 Nov 2026",
        "Tuesday, 3 november 2026",
        "November 3, 2026",
        "Nov 3rd 2026",
    ],
)
def test_a_day_is_read_as_people_write_it(cell):
    assert cells.day(cell) == THIRD


@pytest.mark.parametrize(
    ("cell", "told"),
    [
        ("11/23/2026", "Write the day first, like 23/11/2026"),
        ("3/11/26", "year with 4 numbers"),
        ("3 Nov 26", "year with 4 numbers"),
        ("46329", "how a spreadsheet keeps a date"),
        ("46329.4", "how a spreadsheet keeps a date"),
        ("31/02/2026", "no such day"),
        ("45/45/2026", "no such day"),
        ("3 Brumaire 2026", "no such day"),
        ("0000-01-01", "no such day"),
        ("soon", "Enter a date"),
        ("2026", "how a spreadsheet keeps a date"),
    ],
)
def test_a_day_that_is_none_is_refused_with_what_to_write(cell, told):
    with pytest.raises(Refused, match=told):
        cells.day(cell)


@whatever(strategies.dates())
def test_a_day_survives_both_ways_of_writing_it(day):
    assert cells.day(f"{day.day}/{day.month}/{day.year:04}") == cells.day(day.isoformat()) == day


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("450", "450"),
        ("£450", "450"),
        ("£ 1,234.56", "1234.56"),
        ("1234.5", "1234.5"),
        ("1,234,567", "1234567"),
        ("0", "0"),
    ],
)
def test_an_amount_is_in_pounds(cell, amount):
    assert cells.money(cell) == Decimal(amount)


@pytest.mark.parametrize(
    "cell", ["1.234,56", "12,34", "-5", "€5", "five", "1.234", "99999999999", "=1+1"]
)
def test_an_amount_that_may_be_misread_is_refused(cell):
    with pytest.raises(Refused, match="pounds"):
        cells.money(cell)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        ("07700 900 982", "07700 900 982"),
        ("+44 7700 900982", "+44 7700 900982"),
        ("7700900982", "07700900982"),
        ("0044 7700 900982", "0044 7700 900982"),
    ],
)
def test_a_phone_number_gets_back_the_nought_that_a_spreadsheet_took(cell, number):
    assert cells.phone(cell) == number


@pytest.mark.parametrize("cell", ["none", "12", "=07700900982"])
def test_what_is_no_phone_number_is_refused(cell):
    with pytest.raises(Refused, match="telephone number"):
        cells.phone(cell)


@pytest.mark.parametrize("reader", [cells.identifier, cells.named(20), cells.phone])
@pytest.mark.parametrize("cell", ["3.52099E+14", "4.47701e+11", "1E+15"])
def test_a_number_that_the_spreadsheet_has_cut_short_is_refused(reader, cell):
    with pytest.raises(Refused, match="cut this number short"):
        reader(cell)


def test_a_name_that_only_looks_like_such_a_number_is_taken():
    assert cells.identifier("C02E+XL") == "C02E+XL"


@pytest.mark.parametrize("reader", [cells.words(5), cells.named(5)])
def test_words_end_where_their_column_does(reader):
    assert reader("12345") == "12345"
    with pytest.raises(Refused, match="5 characters or less"):
        reader("123456")


def test_a_character_that_nothing_can_hold_is_refused():
    with pytest.raises(Refused, match="cannot be saved"):
        cells.text("a\ud800b")


def test_an_email_address_is_kept_in_lower_case():
    assert cells.email("Pat@Barchester.example") == "pat@barchester.example"
    with pytest.raises(Refused, match="Enter an email address"):
        cells.email("Pat")


class Kind(TextChoices):
    LAPTOP = "laptop", "Laptop"
    PHONE = "phone", "Mobile phone"


@pytest.mark.parametrize("cell", ["phone", "Mobile phone", "MOBILE-PHONE", "Smartphone"])
def test_a_choice_is_known_by_its_name_its_label_or_another_word(cell):
    assert cells.choice(Kind, {"smart phone": "phone"})(cell) == Kind.PHONE


def test_another_choice_is_refused_with_those_that_there_are():
    with pytest.raises(Refused, match="Enter one of these: Laptop, Mobile phone"):
        cells.choice(Kind)("fridge")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, ""),
        (THIRD, "3 Nov 2026"),
        (datetime(2026, 11, 3, 23, 30, tzinfo=UTC), "3 Nov 2026"),
        (Decimal("1234.5"), "£1,234.50"),
        ("LT-1", "LT-1"),
        (5, "5"),
    ],
)
def test_a_value_is_shown_in_words(value, words):
    assert cells.in_words(value) == words
