"""Phone numbers: which a form takes, and what a link dials."""

import re
from pathlib import Path

import pytest

from councilgov.accounts.forms import PhoneForm
from councilgov.forms.templatetags.govuk import govuk_phone

pytestmark = pytest.mark.no_database


@pytest.mark.parametrize(
    ("written", "dialled"),
    [
        ("01632 960 001", "01632960001"),
        ("(01632) 960-001", "01632960001"),
        ("+44 808 157 0192", "+448081570192"),
        ("+44 (0)1632 960301", "+441632960301"),
        ("+44 ( 0 ) 1632 960301", "+441632960301"),
        ("(+44) (0)1632 960301", "+441632960301"),
    ],
)
def test_a_link_dials_what_rings(written, dialled):
    link = govuk_phone(written)

    assert f'href="tel:{dialled}"' in link
    assert f">{written}<" in link


@pytest.mark.parametrize("written", ["", "-------", "ask the <desk>", "٠١٦٣٢ ٩٦٠٣٠١"])
def test_without_a_digit_that_can_be_dialled_there_is_no_link(written):
    assert "<a" not in govuk_phone(written)
    assert "<desk>" not in govuk_phone(written)


@pytest.mark.parametrize("written", ["", "01632 960 001", "+44 (0)1632 960301", "(01632) 960-001"])
def test_a_number_as_people_write_it_is_taken(written):
    assert PhoneForm({"phone": written}).is_valid()


@pytest.mark.parametrize(
    "written", ["-------", "(((((((", "01632 9", "ring me now", "٠١٦٣٢ ٩٦٠٣٠١", "01632+960301"]
)
def test_what_cannot_be_dialled_is_not_taken(written):
    assert not PhoneForm({"phone": written}).is_valid()


def test_no_template_builds_such_a_link_by_hand():
    pages = Path("templates").rglob("*.html")

    assert [page.name for page in pages if re.search("tel:", page.read_text("utf-8"))] == []
