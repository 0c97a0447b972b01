"""What somebody is called on a channel: a number, an address or a user name, in one form each.

"Usernames can be different to the names of the person who is using them and several people may
have similar user names" (Barnet policy, 1.3): so two spellings of one are one, and one that looks
like another is pointed out.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

import phonenumbers
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

LONGEST = 254
"""Characters of the longest address of email (RFC 5321, 4.5.3.1.3)."""
NO_NUMBER = _("Enter a whole telephone number, like 07700 900982")
NO_EMAIL = _("Enter an email address, like name@example.com")
NO_HANDLE = _("Enter the user name as the service shows it: letters and digits, without a space")
NO_POSTAL = _("Enter the whole postal address, with its postcode")
TOO_LONG = _("Enter no more than 254 characters")
HANDLE = re.compile(r"[\w.:+#~-]*[^\W_][\w.:+#~-]*")
WEB_ADDRESS = re.compile(r"(?i)\A(?:https?://)?(?:[\w-]+\.)+[a-z]{2,}/(?:@|in/|u/)?([^/?#]+)/?\Z")
SHORTEST_ADDRESS = 8
"""Characters of a house and its postcode: "1 AB1 2CD"."""
LOOK_ALIKES = str.maketrans({"0": "o", "1": "l", "i": "l", "5": "s", "8": "b", "2": "z"})


class Identifier(TextChoices):
    """What a channel is reached by."""

    POSTAL = "postal", _("Postal address")
    PHONE = "phone", _("Telephone number")
    EMAIL = "email", _("Email address")
    HANDLE = "handle", _("User name")


def normal(identifier: str, typed: str) -> str:
    """The one form of what was typed. Raises ``ValidationError`` for what cannot be one."""
    text = unicodedata.normalize("NFKC", typed).strip()
    found = FORMS[Identifier(identifier)](text) if len(text) <= LONGEST else text
    if len(found) > LONGEST:  # in small letters it may be longer
        raise ValidationError(TOO_LONG, code="too_long")
    return found


def look(identifier: str, normal_form: str) -> str:
    """What is left of it for a hasty eye: two with the same look are easily taken for each other.

    Of user names and addresses of email only; of a number every digit counts.
    """
    if identifier not in (Identifier.HANDLE, Identifier.EMAIL):
        return normal_form
    plain = unicodedata.normalize("NFKD", normal_form)
    bare = "".join(char for char in plain if char.isalnum() or char == "@")
    return bare.casefold().translate(LOOK_ALIKES).replace("rn", "m")[:LONGEST]


def _phone(text: str) -> str:
    """Of the whole world, in the form E.164; without a country it is a British one.

    Possible is enough: ranges are allotted faster than any list learns of them. A letter is a slip
    (an O for a 0), and what is left of the number without it would be somebody else's.
    """
    text = text.removeprefix("tel:")
    if any(char.isalpha() for char in text):
        raise ValidationError(NO_NUMBER, code="phone")
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        raise ValidationError(NO_NUMBER, code="phone") from None
    reason = phonenumbers.is_possible_number_with_reason(number)
    if reason != phonenumbers.ValidationResult.IS_POSSIBLE or number.extension:
        raise ValidationError(NO_NUMBER, code="phone")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def _email(text: str) -> str:
    """In small letters: no mailbox that a councillor writes to tells them apart."""
    address = text.removeprefix("mailto:").lower()
    try:
        validate_email(address)
    except ValidationError:
        raise ValidationError(NO_EMAIL, code="email") from None
    return address


def _handle(text: str) -> str:
    """Without the @ and the web address around it, and whatever its capitals."""
    found = WEB_ADDRESS.match(text)
    name = (found[1] if found else text).removeprefix("@").casefold()
    if not HANDLE.fullmatch(name):
        raise ValidationError(NO_HANDLE, code="handle")
    return name


def _postal(text: str) -> str:
    """One line with a digit and a letter in it, whatever its capitals, commas and line breaks."""
    line = re.sub(r"[\s,.;]+", " ", text).strip().casefold()
    is_whole = re.search(r"[0-9]", line) and re.search(r"[^\W\d_]", line)
    if not is_whole or len(line) < SHORTEST_ADDRESS:
        raise ValidationError(NO_POSTAL, code="postal")
    return line


FORMS: Mapping[str, Callable[[str], str]] = {
    Identifier.POSTAL: _postal,
    Identifier.PHONE: _phone,
    Identifier.EMAIL: _email,
    Identifier.HANDLE: _handle,
}
