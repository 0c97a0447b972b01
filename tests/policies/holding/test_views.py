"""The pages of access holds, as the officers, the desk and the councillor see them."""

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from councilgov.access import Role
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from policies.holding import actions
from policies.models import AccessHold, Acknowledgement, HoldStatus, Service
from tests import given


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        given.council(holds_decision="Council, 3 March 2026, minute 12")
        councillor = given.councillor()
        given.published()
        return councillor, {role: given.officer(role) for role in OFFICERS}

    return shared(make)


OFFICERS = (Role.MEMBERS_SERVICES, Role.MONITORING_OFFICER, Role.ICT_DESK)


@pytest.fixture(autouse=True)
def _late():
    with time_machine.travel("2027-01-20 10:00Z", tick=True):
        yield


@pytest.fixture
def councillor(made_once):
    return made_once[0]


@pytest.fixture
def sign_in(made_once, client):
    return lambda role: client.force_login(made_once[1][role])


@pytest.fixture
def asked(councillor):
    return Acknowledgement.objects.get(councillor=councillor)


@pytest.fixture
def hold(made_once, asked):
    return actions.propose_hold(
        acknowledgement=asked,
        services=[Service.CHAT],
        reason="Asked six times.",
        by=made_once[1][Role.MEMBERS_SERVICES],
    )


@pytest.fixture
def ordered(hold, made_once):
    by = made_once[1][Role.MONITORING_OFFICER]
    return actions.order_hold(hold=hold, reason="No answer.", by=by)


def page(name, *args):
    return reverse(f"policies:{name}", args=args)


def test_members_services_find_who_is_late_enough_and_propose(client, sign_in, asked, councillor):
    sign_in(Role.MEMBERS_SERVICES)
    late = client.get(page("holds_late"))
    assert councillor.full_name in late.text
    assert page("propose_hold", asked.pk) in late.text

    answer = client.post(
        page("propose_hold", asked.pk), {"services": ["chat"], "reason": "Asked six times."}
    )

    assert answer.status_code == 302
    assert AccessHold.objects.get().status == HoldStatus.PROPOSED
    assert councillor.full_name not in client.get(page("holds_late")).text


def test_a_proposal_without_words_says_what_is_missing(client, sign_in, asked):
    sign_in(Role.MEMBERS_SERVICES)

    answer = client.post(page("propose_hold", asked.pk), {"reason": " "})

    assert "Choose at least one service" in answer.text
    assert "Say why you propose it" in answer.text


def test_nobody_writes_a_second_proposal_in_vain(client, sign_in, asked, hold):
    sign_in(Role.MEMBERS_SERVICES)

    again = client.get(page("propose_hold", asked.pk))

    assert again.status_code == 409
    assert "A hold is proposed or in place for them already." in again.text


def test_without_the_councils_decision_the_page_says_so(client, sign_in):
    given.council(holds_decision="")
    sign_in(Role.MEMBERS_SERVICES)

    assert "nobody can propose a hold" in client.get(page("holds")).text


def test_the_monitoring_officer_finds_it_at_home_and_orders_it(client, sign_in, hold):
    sign_in(Role.MONITORING_OFFICER)
    way = f"{page('holds')}?status=proposed"
    assert f'href="{way}">1 access hold to decide on' in client.get(reverse("home")).text
    assert hold.get_absolute_url() in client.get(way).text

    answer = client.post(page("order_hold", hold.pk), {"reason": "No answer."})

    assert answer.status_code == 302
    hold.refresh_from_db()
    assert hold.status == HoldStatus.ORDERED


def test_an_order_twice_is_refused_on_the_page(client, sign_in, ordered):
    sign_in(Role.MONITORING_OFFICER)

    again = client.post(page("order_hold", ordered.pk), {"reason": "Again."})

    assert "is ordered" in again.text


@pytest.mark.parametrize(
    ("name", "status"), [("order_hold", 409), ("refuse_hold", 409), ("lift_hold", 200)]
)
def test_what_can_be_done_no_more_is_said_before_a_reason_is_written(
    client, sign_in, ordered, name, status
):
    sign_in(Role.MONITORING_OFFICER)

    answer = client.get(page(name, ordered.pk))

    assert answer.status_code == status
    assert ("<textarea" in answer.text) is (status == 200)


def test_what_can_be_done_no_more_names_the_hold_in_words(client, sign_in, ordered, councillor):
    sign_in(Role.MONITORING_OFFICER)

    told = client.get(page("order_hold", ordered.pk)).text

    whose = f"the access hold of {councillor.full_name} for {ordered.acknowledgement.version}"
    assert f"Decision on the hold can’t be done: {whose} is ordered" in told
    assert f'href="{ordered.get_absolute_url()}">See what can be done now' in told


@pytest.mark.parametrize("name", ["order_hold", "refuse_hold", "lift_hold"])
def test_nothing_is_decided_on_a_hold_that_was_dropped(client, sign_in, ordered, made_once, name):
    by = made_once[1][Role.MONITORING_OFFICER]
    actions.lift_hold(hold=ordered, reason="They were ill.", by=by)
    sign_in(Role.MONITORING_OFFICER)

    assert client.get(page(name, ordered.pk)).status_code == 409


def test_a_refusal_is_recorded(client, sign_in, hold):
    sign_in(Role.MONITORING_OFFICER)

    client.post(page("refuse_hold", hold.pk), {"reason": "They are ill."})

    assert "They are ill." in client.get(page("hold", hold.pk)).text


def test_the_desk_finds_it_at_home_does_it_and_undoes_it(
    client, sign_in, ordered, councillor, made_once
):
    sign_in(Role.ICT_DESK)
    assert "1 access hold to carry out or undo" in client.get(reverse("home")).text
    client.post(page("carry_out_hold", ordered.pk))
    assert client.get(reverse("home")).text.count("access hold to carry out") == 0
    sign_in(Role.MONITORING_OFFICER)
    client.post(page("lift_hold", ordered.pk), {"reason": "They are in hospital."})
    sign_in(Role.ICT_DESK)

    client.post(page("undo_hold", ordered.pk))

    ordered.refresh_from_db()
    assert ordered.status == HoldStatus.UNDONE
    shown = client.get(page("hold", ordered.pk)).text
    assert "Nothing is held back because of this any more." in shown
    assert shown.count(made_once[1][Role.MONITORING_OFFICER].full_name) == 2, "ordered and lifted"


def test_the_councillor_sees_what_is_cut_why_and_how_it_ends(client, ordered, councillor):
    client.force_login(councillor)

    home = client.get(reverse("home")).text
    own = client.get(page("hold", ordered.pk)).text

    assert "Some services are held back until you sign" in home
    assert "No answer." in own
    assert "Signing ends the hold at once." in own


def test_the_message_says_what_else_ends_the_hold(ordered):
    body = part_of(Notice.objects.get(kind="hold_told")).body

    for end in ("as soon as you sign", "decline", "exempted", "withdrawn or replaced"):
        assert end in body


def test_the_councillor_sees_nothing_of_a_mere_proposal(client, hold, councillor):
    client.force_login(councillor)

    assert "held back" not in client.get(reverse("home")).text
    assert client.get(page("hold", hold.pk)).status_code == 404


def test_another_councillors_hold_is_not_there(client, ordered):
    client.force_login(given.councillor())

    assert client.get(page("hold", ordered.pk)).status_code == 404


def test_the_list_takes_no_more_queries_for_more_holds(
    client, sign_in, hold, django_assert_num_queries
):
    sign_in(Role.MONITORING_OFFICER)
    client.get(page("holds"))
    with CaptureQueriesContext(connection) as few:
        client.get(page("holds"))
    for _n in range(5):
        copy = AccessHold.objects.get(pk=hold.pk)
        other = Acknowledgement(
            councillor=given.councillor(),
            version=hold.acknowledgement.version,
            asked_on=hold.acknowledgement.asked_on,
            due_on=hold.acknowledgement.due_on,
        ).keep(by=None, why="Test")
        copy.pk, copy.acknowledgement = None, other
        copy.keep(by=None, why="Test")

    with django_assert_num_queries(len(few)):
        assert "6 holds" in client.get(page("holds")).text


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.MONITORING_OFFICER, ["Order it", "Refuse it"]),
        (Role.ICT_DESK, []),
        (Role.MEMBERS_SERVICES, []),
    ],
)
def test_a_proposed_hold_offers_its_decision_to_the_monitoring_officer_alone(
    client, sign_in, hold, role, offered
):
    sign_in(role)

    shown = client.get(hold.get_absolute_url()).context["steps"]

    assert [str(step.text) for step in shown] == offered
