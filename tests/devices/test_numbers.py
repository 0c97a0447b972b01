"""Asset tags, serial numbers and IMEIs."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given as for_all
from hypothesis import strategies as st

from devices.numbers import serial_key, tidy_imei, validate_imei, validate_tag

pytestmark = pytest.mark.no_database


def check_digit(first: str) -> str:
    """The digit of Luhn, the other way round than the code: from the right."""
    total = 0
    for place, digit in enumerate(reversed(first)):
        value = int(digit) * 2 if place % 2 == 0 else int(digit)
        total += value - 9 if value > 9 else value
    return str(-total % 10)


@pytest.mark.parametrize("imei", ["490154203237518", "356938035643809"])
def test_an_imei_with_its_check_digit_is_taken(imei):
    validate_imei(imei)


@for_all(st.text("0123456789", min_size=14, max_size=14), st.integers(1, 9))
def test_of_ten_last_digits_only_one_fits(first, other):
    right = check_digit(first)
    validate_imei(first + right)

    with pytest.raises(ValidationError, match="its last digit does not fit"):
        validate_imei(first + str((int(right) + other) % 10))


@pytest.mark.parametrize(
    "imei", ["", "49015420323751", "4901542032375180", "49015420323751O", "٤" * 15]
)
def test_what_is_not_fifteen_digits_is_no_imei(imei):
    with pytest.raises(ValidationError, match="15 digits"):
        validate_imei(imei)


def test_an_imei_may_be_typed_with_spaces_and_hyphens():
    assert tidy_imei("49-015420 323751/8") == "490154203237518"


@pytest.mark.parametrize("tag", ["BC-01432", "1", "A.2_B-3"])
def test_a_tag_is_what_stands_on_a_label(tag):
    validate_tag(tag)


@pytest.mark.parametrize("tag", ["ADD", "BC 1", "bc-1", "BC/1", "A" * 20 + "1", ""])
def test_a_tag_that_would_be_another_page_is_refused(tag):
    with pytest.raises(ValidationError, match="at least one digit"):
        validate_tag(tag)


@pytest.mark.parametrize(
    ("one", "other"), [("C0AB1", "cO-aBl"), ("I1L", "111"), ("SN O O", "SN00")]
)
def test_what_is_misread_on_a_label_is_the_same(one, other):
    assert serial_key(one) == serial_key(other)


def test_serial_numbers_that_nobody_mistakes_differ():
    assert serial_key("C8AB1") != serial_key("CBAB1")
