"""What a mail says and how it is addressed."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.utils import timezone

from councilgov.notices.actions import deliver_next, tell
from councilgov.notices.kinds import kinds
from councilgov.notices.models import Notice
from councilgov.notices.texts import address_of, site
from tests import given

HOSTILE = "Bob\r\nBcc: everybody@x.example\n\n<b>Hello</b> & “goodbye”"


def sent(sink, to=None):
    tell(kind="alarm", to=to or given.person(), cause="fire")
    deliver_next(timezone.now())
    (mail,) = sink.mails
    return mail


def test_a_mail_says_why_it_came_what_comes_next_and_whom_to_ask(sink):
    text = sent(sink).get_content()

    assert "Why you get this: The council decided to remind its members." in text
    assert "What comes next: Another one in a week." in text
    assert "Barchester Borough Council" in text
    assert "01632 960125" in text


def test_a_mail_greets_its_reader_and_carries_a_link(sink):
    person = given.person(known_as="Councillor Smart")

    text = sent(sink, to=person).get_content().replace("\r\n", "\n")

    assert text.startswith("Dear Councillor Smart\n")
    assert "http://testserver/\n" in text


def test_a_mail_is_plain_text_that_no_machine_answers(sink):
    mail = sent(sink)

    assert mail.get_content_type() == "text/plain"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] == "services@barchester.example"
    assert mail["From"] == "portal@council.example"


def test_the_message_id_stands_on_one_line(sink):
    mail = sent(sink)

    assert mail["Message-ID"] == f"<{Notice.objects.get().message_id}@testserver>"
    assert len(f"Message-ID: {mail['Message-ID']}") < 78


def test_nothing_in_a_name_becomes_a_header(sink):
    mail = sent(sink, to=given.person(known_as=HOSTILE))

    assert mail["Bcc"] is None
    assert mail["Subject"] == "Alarm for Bob Bcc: everybody@x.example"
    assert len(sink.mails) == 1


def test_nothing_in_a_plain_text_is_escaped(sink):
    text = sent(sink, to=given.person(known_as="D’Arcy & Söhne <Ltd>")).get_content()

    assert "Dear D’Arcy & Söhne <Ltd>" in text


def test_no_plain_text_asks_for_a_piece_of_a_page():
    """``govuk_phone`` and the like write links, which a mail would show as they are."""
    folder = settings.BASE_DIR / "templates" / "notices"
    used = {
        name for text in folder.glob("*.txt") for name in re.findall(r"\|(\w+)", text.read_text())
    }

    assert "govuk_day" in used
    assert not used & {"govuk_phone", "govuk_paragraphs", "linebreaks", "linebreaksbr", "urlize"}


def test_the_address_of_what_has_no_page_is_the_start_page():
    assert address_of(None) == "http://testserver/"
    assert site("home") == "http://testserver/home/"


@pytest.mark.parametrize("name", sorted(kinds()))
def test_each_kind_says_its_rule_and_what_comes_next_as_sentences(name):
    kind = kinds()[name]

    assert str(kind.rule).endswith((".", "?"))
    assert str(kind.next).endswith((".", "?"))
