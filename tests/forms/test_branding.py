"""A council's colours are colours, can be read, and bring no code along."""

import pytest
from django.core.exceptions import ValidationError

from councilgov.forms.branding import branding_css, contrast, validate_colour, validate_readable

pytestmark = pytest.mark.no_database

NOT_COLOURS = [
    "",
    "red",
    "#fff",
    "#12345",
    "#1234567",
    "1a5566",
    "#12345g",
    "#000000\n",
    "#000000}*{",
]


@pytest.mark.parametrize("value", NOT_COLOURS)
def test_only_six_figures_behind_a_hash_are_a_colour(value):
    with pytest.raises(ValidationError, match="six digits"):
        validate_colour(value)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21.0), ("#ffffff", "#ffffff", 1.0), ("#767676", "#ffffff", 4.54)],
)
def test_contrast_is_as_wcag_defines_it(one, other, expected):
    assert contrast(one, other) == contrast(other, one) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize("colour", ["#003d4c", "#005a70", "#767676", "#FF0000"[:1] + "B00000"])
def test_a_colour_that_white_text_can_stand_on_is_taken(colour):
    validate_readable(colour)


@pytest.mark.parametrize("colour", ["#777777", "#ffdd00", "#ffffff"])
def test_a_colour_too_light_for_white_text_is_refused(colour):
    with pytest.raises(ValidationError, match="Choose a darker colour"):
        validate_readable(colour)


def test_the_stylesheet_sets_both_colours_and_nothing_else():
    assert branding_css("#003D4C", "#005a70") == (
        ":root{--app-header-background:#003d4c;--govuk-brand-colour:#005a70}\n"
    )


@pytest.mark.parametrize("colour", [*NOT_COLOURS, "#ffffff"])
def test_the_stylesheet_is_not_made_of_anything_else(colour):
    with pytest.raises(ValidationError):
        branding_css("#003d4c", colour)
    with pytest.raises(ValidationError):
        branding_css(colour, "#003d4c")
