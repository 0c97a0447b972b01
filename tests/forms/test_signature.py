"""A signature is one's own name, typed beside the statement, over the text that was on the page."""

import pytest

from councilgov.forms.signature import SignatureForm
from tests import given
from tests.forms.markup import Boxes
from tests.forms.pages import SEAL, SIGNER

STATEMENT = "I have read the protocol."


def signature(typed=SIGNER, *, tick=True, **changes):
    sent = {"agreed": "on", "typed_name": typed, "text_sha256": SEAL, **changes}
    return SignatureForm(sent, signer=SIGNER, statement=STATEMENT, text_sha256=SEAL, tick=tick)


def test_ones_own_name_signs():
    form = signature()

    assert form.is_valid(), form.errors
    assert form.cleaned_data["typed_name"] == SIGNER
    assert form.cleaned_data["text_sha256"] == SEAL


@pytest.mark.parametrize(
    "typed",
    [
        "zoe smart-o'brien",
        "ZOË SMART O BRIEN",
        "  Zoë   Smart-O’Brien ",
        "Cllr Zoë Smart-O'Brien",
        "Cllr. Dr Zoe Smart-O'Brien MBE",
        "Councillor Zoe SmartOBrien",
        "Ｚｏｅ Smart-OBrien",
    ],
)
def test_case_accents_spaces_titles_and_honours_are_forgiven(typed):
    assert signature(typed).is_valid()


@pytest.mark.parametrize(
    "typed", ["Jane Smart", "Zoë", "Smart", "Zoë Smart", "Cllr", "x", "Zoë Smart-O’Brian"]
)
def test_another_name_is_refused_with_the_name_to_type(typed):
    form = signature(typed)

    assert form["typed_name"].messages == [
        f"You are signed in as {SIGNER}. "
        "Type that name to sign, or sign out if you are somebody else"
    ]


@pytest.mark.parametrize("typed", ["", "   ", "\t\n"])
def test_a_blank_name_is_refused_with_the_name_to_type(typed):
    assert signature(typed)["typed_name"].messages == [f"Type your full name, {SIGNER}"]


@pytest.mark.parametrize("typed", ["\u200b\u200d", "…", "- -"])
def test_a_name_without_a_letter_is_not_ones_own(typed):
    assert not signature(typed).is_valid()


def test_a_box_that_was_not_ticked_is_no_agreement():
    form = signature(agreed="")

    assert form["agreed"].messages == ["Tick the box to say that you agree"]


def test_without_a_box_the_statement_stands_as_text():
    assert signature(tick=False).is_valid()
    assert "agreed" not in signature(tick=False).fields


@pytest.mark.parametrize("seal", ["", "A" * 64, "a" * 63, "a" * 65, "g" * 64, "\0"])
def test_without_the_seal_of_the_text_nothing_is_signed(seal):
    form = signature(text_sha256=seal)

    assert not form.is_valid()
    assert list(form.errors) == ["text_sha256"]


@pytest.mark.urls("tests.forms.pages")
@pytest.mark.parametrize("address", ["/test/sign/", "/test/sign/?text"])
def test_the_page_shows_the_statement_the_name_and_what_comes_next(client, address):
    given.council()
    html = client.get(address).text

    assert {"typed_name", "text_sha256"} <= set(Boxes(html).names)
    assert ("agreed" in Boxes(html).names) == (address == "/test/sign/")
    for words in ("I have read the protocol", "Type your full name", "You get a receipt.", SEAL):
        assert words in html
