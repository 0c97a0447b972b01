"""Numbers, addresses and user names in one form, and which are taken for one another."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from consent.identifiers import LONGEST, Identifier, look, normal

pytestmark = pytest.mark.no_database

PHONE, EMAIL, HANDLE, POSTAL = (
    Identifier.PHONE,
    Identifier.EMAIL,
    Identifier.HANDLE,
    Identifier.POSTAL,
)


@pytest.mark.parametrize(
    ("identifier", "typed", "one_form"),
    [
        (PHONE, "07700 900982", "+447700900982"),
        (PHONE, "tel:+447700900982", "+447700900982"),
        (PHONE, "+44 (0)7700 900982", "+447700900982"),
        (PHONE, "0044 7700 900 982", "+447700900982"),
        (PHONE, "(01632) 960-301", "+441632960301"),
        (PHONE, "+33 1 99 00 12 34", "+33199001234"),
        (EMAIL, " ANN.Example@news.example ", "ann.example@news.example"),
        (EMAIL, "mailto:ann@example.com", "ann@example.com"),
        (HANDLE, "@Ann_Example", "ann_example"),
        (HANDLE, "https://www.facebook.com/Ann.Example/", "ann.example"),
        (HANDLE, "linkedin.com/in/ann-example?x=1", None),
        (HANDLE, "https://www.linkedin.com/in/ann-example", "ann-example"),
        (HANDLE, "live:.cid.12ab", "live:.cid.12ab"),
        (HANDLE, "ａｎｎ", "ann"),
        (HANDLE, "Zoë", "zoë"),
        (POSTAL, "1 High Street,\nBarchester  BC1 1AA", "1 high street barchester bc1 1aa"),
    ],
)
def test_however_it_is_written_it_has_one_form(identifier, typed, one_form):
    if one_form is None:
        with pytest.raises(ValidationError):
            normal(identifier, typed)
    else:
        assert normal(identifier, typed) == one_form


@pytest.mark.parametrize(
    ("identifier", "typed", "told"),
    [
        (PHONE, "ann@example.com", "whole telephone number"),
        (PHONE, "12", "whole telephone number"),
        (PHONE, "07700", "whole telephone number"),
        (PHONE, "07700 900982 ext. 4", "whole telephone number"),
        (PHONE, "07700 90098O", "whole telephone number"),
        (PHONE, "0800 FLOWERS", "whole telephone number"),
        (PHONE, "call me", "whole telephone number"),
        (PHONE, "", "whole telephone number"),
        (EMAIL, "07700 900982", "an email address"),
        (EMAIL, "ann@", "an email address"),
        (HANDLE, "_", "letters and digits"),
        (HANDLE, "___", "letters and digits"),
        (HANDLE, "ß" * 200, "no more than 254"),
        (HANDLE, "ann example", "without a space"),
        (HANDLE, "😀", "letters and digits"),
        (HANDLE, "ann😀", "letters and digits"),
        (HANDLE, "@", "letters and digits"),
        (HANDLE, "...", "letters and digits"),
        (POSTAL, "High Street", "whole postal address"),
        (POSTAL, "123 456 789", "whole postal address"),
        (HANDLE, "a" * (LONGEST + 1), "no more than 254"),
        (PHONE, "0" * 300, "no more than 254"),
    ],
)
def test_what_is_none_is_refused_in_words(identifier, typed, told):
    with pytest.raises(ValidationError, match=told):
        normal(identifier, typed)


@given(st.sampled_from(Identifier), st.text(max_size=300))
def test_whatever_is_typed_is_refused_or_has_a_form_that_stays(identifier, typed):
    try:
        once = normal(identifier, typed)
    except ValidationError:
        return

    assert once
    assert normal(identifier, once) == once
    assert look(identifier, once)


@pytest.mark.parametrize(
    ("this", "that"),
    [
        ("ann.example", "annexample"),
        ("ann_example1", "ann.examplel"),
        ("bob0", "bobo"),
        ("zoë", "zoe"),
        ("carner", "camer"),
        ("ann85", "annbs"),
    ],
)
def test_names_that_a_hasty_eye_mixes_up_look_the_same(this, that):
    assert look(HANDLE, normal(HANDLE, this)) == look(HANDLE, normal(HANDLE, that))


@pytest.mark.parametrize(("this", "that"), [("ann", "anna"), ("ann1", "ann3"), ("bob", "rob")])
def test_other_names_look_different(this, that):
    assert look(HANDLE, normal(HANDLE, this)) != look(HANDLE, normal(HANDLE, that))


def test_of_a_number_every_digit_counts():
    assert look(PHONE, "+447700900181") != look(PHONE, "+447700900111")
    assert look(PHONE, "+447700900580") == "+447700900580"


def test_however_long_its_letters_are_its_look_fits():
    name = normal(HANDLE, "한" * 200)

    assert 0 < len(look(HANDLE, name)) <= LONGEST
