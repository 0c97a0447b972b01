"""Asset tags, serial numbers and IMEIs: which are taken, and which are easily mistaken."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.db.models import CharField, Func
from django.utils.translation import gettext_lazy as _

IMEI_DIGITS = 15
TAG = r"[A-Z0-9._-]*[0-9][A-Z0-9._-]*"
NO_TAG = _(
    "An asset tag has up to 20 letters, digits, dots, underscores or hyphens, "
    "and at least one digit, like BC-01432"
)
NO_IMEI = _("An IMEI has 15 digits. Type *#06# on the phone to see it")
WRONG_IMEI = _(
    "This IMEI has a mistake in it: its last digit does not fit the others. "
    "Type *#06# on the phone and compare"
)
LOOK_ALIKES = str.maketrans("OIL", "011")


class TagConverter:
    """An asset tag in an address. It has a digit, so that no other page has its address."""

    regex = r"[A-Za-z0-9._-]*[0-9][A-Za-z0-9._-]*"

    def to_python(self, value: str) -> str:
        return value.upper()

    def to_url(self, value: str) -> str:
        return value


class LossConverter:
    """The number of a loss in an address: LOSS-000123 for the case whose key is 123."""

    regex = r"LOSS-[0-9]{6,12}"

    def to_python(self, value: str) -> int:
        return int(value.removeprefix("LOSS-"))

    def to_url(self, value: str) -> str:
        return value


class SerialKey(Func):
    """A serial number as ``serial_key`` makes it, in the database."""

    template = (
        "translate(upper(regexp_replace(%(expressions)s, '[^A-Za-z0-9]', '', 'g')), 'OIL', '011')"
    )
    output_field = CharField()


def serial_key(serial: str) -> str:
    """A serial number without what is misread on a label: O is 0, I and L are 1, no hyphens."""
    return re.sub(r"[^A-Z0-9]", "", serial.upper()).translate(LOOK_ALIKES)


def validate_tag(tag: str) -> None:
    """Raise ``ValidationError`` for what can't stand on a label and in an address."""
    if not re.fullmatch(TAG, tag) or len(tag) > 20:  # noqa: PLR2004  # the column's
        raise ValidationError(NO_TAG, code="tag")


def tidy_imei(typed: str) -> str:
    """The 15 digits, whatever stood between them."""
    return re.sub(r"[\s/.-]", "", typed)


def validate_imei(imei: str) -> None:
    """Raise ``ValidationError`` unless it is 15 digits, the last of which fits (3GPP TS 23.003,
    annex B: the formula of Luhn).
    """
    if not re.fullmatch(rf"[0-9]{{{IMEI_DIGITS}}}", imei):
        raise ValidationError(NO_IMEI, code="imei")
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(imei)]
    if sum(value // 10 + value % 10 for value in doubled) % 10:
        raise ValidationError(WRONG_IMEI, code="imei")
