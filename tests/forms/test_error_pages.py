"""Each error has a page that says what to do; the worst need nothing but the template."""

from datetime import date

import pytest
from django.db import connection
from django.template import loader
from django.test import Client

from councilgov.access import Role
from councilgov.people.actions import appoint
from tests import given

pytestmark = pytest.mark.urls("tests.forms.pages")
ALONE = ["400.html", "413.html", "414.html", "500.html", "503.html"]


@pytest.fixture(autouse=True)
def _council():
    given.council()


@pytest.fixture
def visitor():
    """Somebody who is shown a fault of ours as a page, not as a traceback."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("address", "status", "advice"),
    [
        ("/test/wrong/bad/", 400, "Go back, reload the page and try again."),
        ("/test/wrong/forbidden/", 403, "ask members’ services"),
        ("/test/wrong/refused/", 409, "Your term of office ended on 6 May 2026."),
        ("/test/wrong/broken/", 500, "try again in a few minutes"),
        ("/test/wrong/closed/", 503, "Try again in a few minutes."),
        ("/test/nowhere/", 404, "check that it is right"),
    ],
)
def test_an_error_says_what_to_do(visitor, address, status, advice):
    visitor.force_login(given.person())
    response = visitor.get(address)

    assert response.status_code == status
    assert advice in response.text


@pytest.mark.parametrize(
    ("roles", "whom"),
    [
        ([Role.MONITORING_OFFICER], "ask members’ services"),
        ([Role.MEMBERS_SERVICES], "ask the Monitoring Officer"),
        ([Role.MEMBERS_SERVICES, Role.MONITORING_OFFICER], "ask the ICT service desk"),
        ([Role.MEMBERS_SERVICES, Role.MONITORING_OFFICER, Role.ICT_DESK], "a role that you do not"),
    ],
)
def test_nobody_is_told_to_ask_themselves_for_a_page(visitor, roles, whom):
    officer = given.person()
    for role in roles:
        appoint(officer=officer, role=role, starts_on=date(2020, 1, 1), by=None)
    visitor.force_login(officer)

    assert whom in visitor.get("/test/wrong/forbidden/").text


def test_a_form_from_a_page_that_was_open_too_long_says_to_send_it_again():
    visitor = Client(enforce_csrf_checks=True)
    response = visitor.post("/test/report/", {"summary": "Lost"})

    assert response.status_code == 403
    assert (
        "Copy it first, as reloading loses it. Then reload the page and send the form again"
        in response.text
    )


def test_what_is_too_large_says_to_send_less(visitor, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    response = visitor.post(
        "/test/report/", {"summary": "x" * 1000}, "application/x-www-form-urlencoded"
    )

    assert response.status_code == 413
    assert "choose a smaller file, fewer files, or shorten your text" in response.text


def test_trying_too_often_says_how_long_to_wait(visitor, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    answers = [visitor.post("/accounts/login/", {}) for _ in range(2)]

    assert answers[1].status_code == 429
    assert "Wait 5 minutes" in answers[1].text


@pytest.mark.parametrize("template", ALONE)
def test_the_worst_pages_need_no_database_and_no_context(template, django_assert_num_queries):
    with django_assert_num_queries(0), connection.execute_wrapper(lambda *_: pytest.fail("asked")):
        html = loader.get_template(template).render()

    assert "<h1" in html
    assert "branding.css" not in html


def test_an_address_that_is_too_long_is_told_so(visitor):
    response = visitor.get("/policies/?q=" + "x" * 4_000)

    assert response.status_code == 414
    assert "The web address is too long" in response.content.decode()


def test_the_longest_address_that_we_make_is_taken(visitor):
    assert visitor.get("/test/nowhere/?q=" + "x" * 3_000).status_code != 414
