"""What somebody who left may still open: each address of the portal is asked."""

import re
from copy import deepcopy
from datetime import date

import pytest
import time_machine
from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from councilgov.access import Role
from councilgov.accounts.actions import invite
from councilgov.notices.models import Notice
from councilgov.offboarding.actions import pause
from councilgov.offboarding.narrowing import ANSWERS, LEAVING, NEWLY, RECEIPTS
from councilgov.people.actions import begin_term
from councilgov.people.models import EndReason
from tests import given
from tests.addresses import TABLE, address, build_world
from tests.breaches import grievances
from tests.devices import equipment
from tests.offboarding.leavers import completed, ends, on, sweep

pytestmark = pytest.mark.django_db
GONE_ON = date(2026, 11, 20)
IN_TIME, DAY_TEN, TOO_LATE = "2026-11-23", "2026-12-04", "2026-12-05"
LAST_MINUTES = time_machine.travel(f"{DAY_TEN} 23:50Z", tick=False)
CLOSED = "This page is not open to you"
OVER = "This account no longer opens the portal"


@pytest.fixture(scope="module")
def made_once(shared):
    return shared(build_world)


@pytest.fixture
def world(made_once):
    return deepcopy(made_once)


def opened(client, user, world):
    """By its name, whether each page of the table is closed to them."""
    found = {}
    for name, row in TABLE.items():
        if SESSION_KEY not in client.session:
            client.force_login(user)
        response = getattr(client, row.method)(address(name, world))
        found[name] = response.status_code != 403 or CLOSED not in response.text
    return {name for name, is_open in found.items() if is_open}


PUBLIC = {name for name, row in TABLE.items() if row.is_public}
ABOUT_BREACHES = {name for name in TABLE if name.startswith("breaches:")}


def test_whoever_left_opens_what_is_left_to_do_and_what_is_public(world, client):
    leaver = given.councillor()
    ends(leaver, GONE_ON)

    assert opened(client, leaver, world) == PUBLIC | LEAVING | ABOUT_BREACHES


def test_once_all_is_done_they_open_their_receipts_and_answer_complaints_alone(world, client):
    leaver = completed().councillor

    left = RECEIPTS | ANSWERS | {"home", "offboarding:mine"}
    assert opened(client, leaver, world) == PUBLIC | left


def test_who_comes_back_after_a_gap_opens_what_new_people_need_and_no_more(world, client):
    leaver = given.councillor()
    ends(leaver, date(2026, 11, 2))
    begin_term(councillor=leaver, ward=given.ward(), starts_on=date(2027, 5, 10), by=None)

    assert opened(client, leaver, world) == PUBLIC | NEWLY | ABOUT_BREACHES


def test_every_link_before_a_new_term_opens(client):
    case = completed(last_day=date(2026, 11, 2))
    leaver = case.councillor
    begin_term(councillor=leaver, ward=given.ward(), starts_on=date(2027, 5, 10), by=None)
    client.force_login(leaver)

    assert reverse("policies:policies") in links_from(client, reverse("home"))


def test_every_link_of_what_is_left_opens_before_a_new_term_too(client):
    officer, leaver = given.officer(Role.DATA_PROTECTION_OFFICER), given.councillor()
    passed = grievances.passed(grievances.of_ward(by=officer, councillor=leaver), by=officer)
    equipment.issued(holder=leaver)
    ends(leaver, date(2026, 11, 2))
    begin_term(councillor=leaver, ward=given.ward(), starts_on=date(2027, 5, 10), by=None)
    client.force_login(leaver)

    links = links_from(client, reverse("offboarding:mine"))
    assert {passed.get_absolute_url(), reverse("devices:equipment")} <= links


def test_each_page_that_is_named_is_there():
    assert TABLE.keys() >= LEAVING | NEWLY


def test_a_receipt_is_looked_at_and_nothing_is_sent(client):
    case = completed()
    client.force_login(case.councillor)

    response = client.post(reverse("offboarding:receipt", args=[case.pk]))

    assert response.status_code == 403


def test_home_leads_to_the_receipt_once_all_is_done(client):
    case = completed()
    client.force_login(case.councillor)

    response = client.get(reverse("home"), follow=True)

    assert response.status_code == 200
    assert "Receipt for leaving office" in response.text
    assert case.councillor.full_name in response.text


def test_a_case_that_began_again_after_a_receipt_opens_what_is_left_to_do(client):
    councillor = completed().councillor
    begin_term(councillor=councillor, ward=given.ward(), starts_on=date(2026, 11, 21), by=None)
    ends(councillor, date(2026, 11, 22))
    client.force_login(councillor)

    assert client.get(reverse("devices:equipment")).status_code == 200


def links_from(client, page):
    """Every page that links alone lead to; none of them may be closed to them."""
    seen, waiting = set(), [page]
    while waiting:
        page = waiting.pop()
        response = client.get(page, follow=True)
        seen.add(page)
        if not response["Content-Type"].startswith("text/html"):
            continue
        assert CLOSED not in response.text, page
        links = set(re.findall(r'href="(/[^"#?]*)', response.text)) - seen - set(waiting)
        waiting += [link for link in links if not link.startswith(("/static", "/accounts/logout"))]
    return seen


def test_every_link_on_what_they_may_open_opens(client):
    leaver = equipment.accepted().councillor
    given.signature(given.published(), leaver)
    ends(leaver, GONE_ON)
    sweep()
    client.force_login(leaver)

    seen = links_from(client, reverse("home"))

    assert reverse("devices:equipment") in seen
    assert reverse("breaches:report_loss") in seen


def test_every_link_on_their_receipts_opens(client):
    leaver = given.councillor()
    given.signature(given.published(), leaver)
    completed(leaver)
    client.force_login(leaver)

    assert reverse("policies:signed") in links_from(client, reverse("home"))


def test_in_office_the_menu_is_whole(client):
    client.force_login(given.councillor())

    assert reverse("breaches:report") in client.get(reverse("home")).text


def asked(client, day, hour=12):
    with on(day, hour):
        return client.get(reverse("home"))


def signed_in(user, day):
    """By their password, and not by a test's own way."""
    client = Client()
    with on(day):
        answers = {"login": user.email, "password": given.PASSWORD}
        response = client.post(reverse("account_login"), answers)
    return client, response


def test_they_sign_in_until_day_ten_is_over():
    leaver = given.councillor()
    ends(leaver, GONE_ON)

    for day in (IN_TIME, DAY_TEN):
        assert SESSION_KEY in signed_in(leaver, day)[0].session
    client, response = signed_in(leaver, TOO_LATE)

    assert SESSION_KEY not in client.session
    assert response.status_code == 403
    assert OVER in response.text
    assert "01632 960" in response.text


def test_with_a_wrong_password_nobody_learns_that_they_left():
    leaver = given.councillor()
    ends(leaver, GONE_ON)
    with on(TOO_LATE):
        answers = {"login": leaver.email, "password": "not that one"}
        response = Client().post(reverse("account_login"), answers)

    assert response.status_code == 200
    assert OVER not in response.text


def test_an_open_session_ends_at_midnight_after_day_ten(client):
    leaver = given.councillor()
    ends(leaver, GONE_ON)
    with LAST_MINUTES:
        client.force_login(leaver)
        assert client.get(reverse("home")).status_code == 200

    response = asked(client, TOO_LATE, 0)

    assert response.status_code == 403
    assert OVER in response.text
    assert SESSION_KEY not in client.session
    assert asked(client, TOO_LATE, 0).status_code == 302


def test_what_is_sent_with_a_session_that_ended_changes_nothing(client):
    leaver = given.councillor()
    ends(leaver, GONE_ON)
    with LAST_MINUTES:
        client.force_login(leaver)
    with on(TOO_LATE, 0):
        response = client.post(reverse("account_change_password"), {"oldpassword": "x"})

    assert response.status_code == 403
    assert OVER in response.text


def test_a_paused_case_prolongs_nothing(client):
    leaver = given.councillor()
    case = ends(leaver, GONE_ON)
    pause(case=case, reason="A legal hold", by=given.officer(Role.MONITORING_OFFICER))

    assert SESSION_KEY not in signed_in(leaver, TOO_LATE)[0].session


def test_the_session_of_somebody_who_died_ends_at_once(client):
    councillor = given.councillor()
    client.force_login(councillor)
    ends(councillor, date(2026, 12, 31), reason=EndReason.DIED)

    assert OVER in client.get(reverse("home")).text
    assert SESSION_KEY not in signed_in(councillor, IN_TIME)[0].session


def test_a_closed_account_is_told_so_as_before():
    leaver = given.councillor(is_active=False)
    ends(leaver, GONE_ON)

    client, response = signed_in(leaver, TOO_LATE)

    assert response.status_code == 302
    assert response["Location"] == reverse("account_inactive")
    assert SESSION_KEY not in client.session


def test_no_link_to_a_new_password_goes_to_who_has_no_access(client):
    leaver = given.councillor()
    ends(leaver, GONE_ON)
    Notice.objects.all().delete()
    for day, count in ((IN_TIME, 1), (TOO_LATE, 0)):
        with on(day):
            client.post(reverse("account_reset_password"), {"email": leaver.email})
        kinds = Notice.objects.filter(kind__startswith="account_password_reset")
        assert kinds.count() == count
        kinds.delete()


def test_an_invitation_does_not_open_what_is_over(client):
    newcomer = given.newcomer()
    given.term(newcomer)
    invitation = invite(person=newcomer, by=None)
    ends(newcomer, date(2026, 11, 2))

    response = client.get(reverse("accounts:invitation", args=[invitation.token]))

    assert response.status_code == 410
    assert "time in office is over" in response.text


@pytest.mark.parametrize("role", Role)
def test_nobody_with_a_role_pays_for_it(role, client, django_assert_max_num_queries):
    """The roles are asked for once in each request, whoever asks."""
    client.force_login(given.somebody(role))
    client.get(reverse("help"))

    with django_assert_max_num_queries(30) as counted:
        client.get(reverse("help"))

    about = [query["sql"] for query in counted.captured_queries if "people_" in query["sql"]]
    roles = [sql for sql in about if "people_appointment" in sql]
    assert len(roles) == 1
    assert not any("people_closureday" in sql for sql in about)
