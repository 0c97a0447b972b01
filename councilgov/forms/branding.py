"""A council's colours: which it may have, and the stylesheet that they make."""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)
WHITE = "#ffffff"
READABLE = 4.5  # WCAG 2.2, 1.4.3: text against what lies behind it


def validate_colour(value: str) -> None:
    """``#`` and six digits, for it is written into a stylesheet. Raises ValidationError."""
    if not COLOUR.fullmatch(value):
        raise ValidationError(_("Enter a colour as # and six digits, like #1a5566"), code="colour")


def validate_readable(value: str) -> None:
    """Dark enough for white text to stand on it. Raises ValidationError."""
    validate_colour(value)
    if (found := contrast(value, WHITE)) < READABLE:
        raise ValidationError(
            _("Choose a darker colour: white text on it has a contrast of %(found)s, not 4.5"),
            code="contrast",
            params={"found": f"{found:.1f}"},
        )


def contrast(one: str, other: str) -> float:
    """From 1 (the same) to 21 (black and white), as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def branding_css(header_colour: str, brand_colour: str) -> str:
    """The text of ``/branding.css``. Raises ValidationError for colours that may not be."""
    for colour in (header_colour, brand_colour):
        validate_readable(colour)
    return (
        f":root{{--app-header-background:{header_colour.lower()};"
        f"--govuk-brand-colour:{brand_colour.lower()}}}\n"
    )


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[i : i + 2], 16) / 255) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4  # noqa: PLR2004
