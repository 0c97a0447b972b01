"""A councillor reads what others were answered before they ask."""

import pytest

from breaches.models import AdviceKind, AdviceRequest
from tests.breaches import asking
from tests.browser import no_axe_violations, no_sideways_scroll
from tests.walks.steps import come_in

pytestmark = pytest.mark.browser
WORDS = "May I print leaflets for my ward surgery on the council printer?"


def test_what_others_were_answered_stands_before_the_question_is_sent(phone, councillor):
    officer = asking.information()
    asking.published(
        by=officer,
        kind=AdviceKind.USE,
        question="May I use the council printer for leaflets?",
        answer="For your surgery, yes. Not for a party.",
    )
    page = phone
    come_in(page, councillor)
    page.goto("/advice/ask/")
    page.get_by_label("Whether I may use council equipment").check()
    page.get_by_label("What do you want to ask?").fill(WORDS)
    page.get_by_role("button", name="Send the question").click()

    page.get_by_role("heading", name="Is it answered already?").wait_for()
    no_axe_violations(page)
    no_sideways_scroll(page)
    page.get_by_role("button", name="Change my question").click()
    assert page.get_by_label("What do you want to ask?").input_value() == WORDS
    page.get_by_role("button", name="Send the question").click()
    page.get_by_role("button", name="This answers it").click()
    page.get_by_text("Your question was not sent").wait_for()
    assert not AdviceRequest.objects.exists()
