"""What is pasted before it is sent is shown to whoever pasted it, and kept nowhere."""

import logging

import pytest
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.urls import reverse

from consent.models import MessageWording, Wording
from consent.sending import views
from councilgov.accounts.carrying import CARRIED, CHECKED
from tests import given
from tests.consent import people

PAGE = "/contacts/help/send/"
WORD = "Quibblewick"
DRAFT = f"Hello Mrs {WORD}, about your rent arrears: call 020 7946 0123."


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council()
        return given.councillor()

    return shared(make)


@pytest.fixture
def browser(client, made_once):
    client.force_login(made_once)
    return client


def tables_with(word):
    """Every table of the database in which the word stands, in whatever column."""
    tables = sorted(connection.introspection.table_names())
    quoted = [(table, connection.ops.quote_name(table)) for table in tables]
    each = [
        f"SELECT '{table}' FROM {name} AS t WHERE t::text ILIKE %s"  # noqa: S608
        for table, name in quoted
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ".join(each), [f"%{word}%"] * len(each))
        return [table for (table,) in cursor.fetchall()]


def kept(caplog, client):
    """Where the word is found: in the database, a session, the log, a mail or a cookie."""
    found = tables_with(WORD)
    for session in Session.objects.all():
        inside = session.get_decoded()
        found += [key for key in (CARRIED, CHECKED) if key in inside]
        found += ["session"] if WORD in str(inside) else []
    places = {
        "log": caplog.text + str([vars(record) for record in caplog.records]),
        "mail": str([message.body for message in mail.outbox]),
        "cookie": client.cookies.output(),
    }
    return found + [place for place, text in places.items() if WORD in text]


@pytest.fixture(autouse=True)
def _all_logs(caplog):
    caplog.set_level(logging.DEBUG)


def test_the_search_would_find_what_is_kept(made_once):
    people.person(councillor=made_once, full_name=WORD)

    assert set(tables_with(WORD)) == {"consent_constituent", "consent_historicalconstituent"}


def test_a_draft_is_shown_with_what_was_found_and_what_to_say_instead(browser):
    shown = browser.post(PAGE, {"draft": DRAFT}).text

    assert f"<mark>Mrs {WORD}</mark>" in shown
    assert "<mark>your rent</mark>" in shown
    assert "I need to update you. Please give me a call" in shown
    assert "Also sensitive" in shown


@pytest.mark.parametrize(
    ("draft", "channel", "told"),
    [
        (DRAFT, "WhatsApp", "Do not send this in the way that you chose"),
        (DRAFT, "Email", "Your council counts Email as safe enough for this"),
        ("Tell Mrs Patel that I rang.", "WhatsApp", None),
        (DRAFT, None, None),
    ],
)
def test_what_is_sensitive_goes_only_where_the_council_says_that_it_may(
    browser, draft, channel, told
):
    way = {"channel": people.channel(channel).pk} if channel else {}

    shown = browser.post(PAGE, {"draft": draft} | way).text

    known = ["Do not send this", "as safe enough for this"]
    assert [words for words in known if words in shown] == [
        words for words in known if words in (told or "")
    ]
    if "Look at this again" in shown:
        assert "counts as safe enough: Email, " in shown


def test_a_clean_draft_is_said_to_be_clean(browser):
    shown = browser.post(PAGE, {"draft": "Please call me."}).text

    assert "We found nothing" in shown
    assert "<mark>" not in shown


def test_what_is_pasted_is_never_code_of_the_page(browser):
    shown = browser.post(PAGE, {"draft": "<script>Mr Bad</script>"}).text

    assert "<script>Mr Bad" not in shown.replace("<mark>", "")


@pytest.mark.parametrize(("draft", "told"), [("", "Paste what"), ("x" * 5_001, "5,000")])
def test_too_little_and_too_much_is_said(browser, draft, told):
    assert told in browser.post(PAGE, {"draft": draft}).text


def test_nothing_of_a_draft_is_kept(browser, caplog):
    browser.post(PAGE, {"draft": DRAFT})

    assert kept(caplog, browser) == []


def test_nothing_of_a_draft_is_kept_when_the_session_has_ended(browser, caplog):
    form = browser.get(PAGE).text
    Session.objects.all().delete()

    response = browser.post(PAGE, {"draft": DRAFT}, HTTP_REFERER=f"http://testserver{PAGE}")

    assert "whose_form" not in form
    assert response.status_code == 302
    assert WORD not in response["Location"]
    assert kept(caplog, browser) == []


def test_nothing_of_a_draft_is_kept_by_a_crash(browser, caplog, monkeypatch, settings):
    settings.ADMINS = [("Somebody", "somebody@example.com")]
    browser.raise_request_exception = False

    def crash(draft):
        raise ValueError(draft)

    monkeypatch.setattr(views, "find", crash)

    response = browser.post(PAGE, {"draft": DRAFT})

    assert response.status_code == 500
    assert "CheckingFailed" in caplog.text
    assert WORD not in response.text
    assert kept(caplog, browser) == []


def test_a_draft_cannot_be_sent_in_an_address(browser):
    shown = browser.get(PAGE, {"draft": DRAFT}).text

    assert WORD not in shown


def test_the_page_of_help_leads_there_and_contacts_lead_to_it(browser):
    assert reverse("consent:messages_help") in browser.get("/contacts/").text
    assert PAGE in browser.get(reverse("consent:messages_help")).text


def test_what_is_not_made_sure_of_is_said_before_a_post(browser):
    sent = {"signs": ["about"], "sure_of": ["true", "ours"]}

    shown = browser.post("/contacts/help/post/", sent).text.partition("<form method")[0]

    assert "will likely count as posted by a councillor" in shown
    assert "Bias: " in shown
    assert "Libel: " not in shown


def test_nothing_of_a_post_is_kept(browser, caplog):
    browser.post("/contacts/help/post/", {"signs": ["about"], "extra": WORD})

    assert kept(caplog, browser) == []
    assert "whose_form" not in browser.get("/contacts/help/post/").text


def test_who_ticks_nothing_gets_all_the_advice(browser):
    shown = browser.post("/contacts/help/post/", {"csrf": "x"}).text

    assert "looks like a private post" in shown
    assert "Copyright: " in shown


def test_the_words_to_say_instead_are_the_councils(browser):
    MessageWording(kind=Wording.UPDATE, text="Good day {name}, ring {phone}.").keep(
        by=None, why="Test"
    )

    shown = browser.post(PAGE, {"draft": DRAFT}).text

    assert "Good day, ring" in shown
