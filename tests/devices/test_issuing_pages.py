"""The pages on which equipment is issued and accepted."""

import re

import pytest
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.people import actions as people
from councilgov.people.models import EndReason
from councilgov.portal.equipment import equipment_to_do, equipment_waiting
from devices.issuing.actions import publish_terms
from devices.models import Device, DeviceStatus, Issue, IssueStatus, Manner, Terms
from tests import given
from tests.devices import equipment
from tests.devices.losses import cases


@pytest.fixture
def desk(client):
    given.council()
    equipment.terms()
    officer = equipment.desk()
    come_in(client, officer)
    return officer


def come_in(client, person):
    """Signed in, and sure of who they are."""
    client.force_login(person)
    given.confirmed(client)


def order(*tags, to=None, manner=Manner.ACCOUNT):
    councillor = to or given.councillor()
    return {"councillor": councillor.pk, "devices": "\r\n".join(tags), "manner": manner}


def test_the_desk_scans_two_tags_and_asks_by_email(client, desk):
    equipment.device(asset_tag="BC-1")
    equipment.device(asset_tag="BC-2")

    response = client.post(reverse("devices:issue_devices"), order("bc-1", "BC-2", "BC-1"))

    issue = Issue.objects.get()
    assert response["Location"] == issue.get_absolute_url()
    assert issue.assignments.count() == 2


def test_a_scanner_that_types_the_whole_address_is_understood(client, desk):
    equipment.device(asset_tag="BC-1")

    client.post(
        reverse("devices:issue_devices"), order("https://portal.council.example/devices/BC-1/")
    )

    assert Device.objects.get().status == DeviceStatus.ASSIGNED


@pytest.mark.parametrize(
    ("tags", "words"),
    [
        (["BC-9"], "There is no device with this tag: BC-9"),
        (["BC-8", "BC-9"], "There are no devices with these tags: BC-8, BC-9"),
        (["x" * 10_000], f"with this tag: {'X' * 40}…"),
        ([], "Scan or type at least one asset tag"),
        ([f"BC-{n}" for n in range(21)], "at most 20 devices"),
    ],
)
def test_a_tag_that_nobody_knows_is_named(client, desk, tags, words):
    page = client.post(reverse("devices:issue_devices"), order(*tags))

    assert words in page.text
    assert Issue.objects.count() == 0


def test_a_councillor_who_left_is_not_in_the_list(client, desk):
    page = client.get(reverse("devices:issue_devices"))
    leaver = given.person()

    assert leaver.full_name not in page.text


def test_on_hand_out_day_the_next_councillor_follows(client, desk):
    equipment.device(asset_tag="BC-1")
    councillor = given.councillor()
    client.post(reverse("devices:issue_devices"), order("BC-1", to=councillor, manner=Manner.DESK))
    issue = Issue.objects.get()
    here = reverse("devices:sign_here", args=[issue.pk])

    response = client.post(
        here,
        {
            "agreed": "on",
            "typed_name": councillor.full_name,
            "known_from": "Council pass",
            "text_sha256": issue.fingerprint(),
        },
    )

    assert response["Location"] == f"{reverse('devices:issue_devices')}?manner=desk"
    issue.refresh_from_db()
    assert issue.witnessed_by == desk
    assert client.get(here).status_code == 302


def test_at_the_desk_another_name_is_not_the_councillors(client, desk):
    issue = equipment.issue()

    page = client.post(
        reverse("devices:sign_here", args=[issue.pk]),
        {
            "agreed": "on",
            "typed_name": desk.full_name,
            "known_from": "Pass",
            "text_sha256": issue.fingerprint(),
        },
    )

    assert f"This is for {issue.councillor.full_name} to sign" in page.text


def test_a_councillor_accepts_and_gets_the_receipt(client):
    issue = equipment.issue()
    come_in(client, issue.councillor)
    asked = list(equipment_to_do(issue.councillor, timezone.localdate()))

    response = client.post(
        reverse("devices:accept", args=[issue.pk]),
        {
            "agreed": "on",
            "typed_name": issue.councillor.full_name,
            "text_sha256": issue.fingerprint(),
        },
    )

    assert response["Location"] == issue.get_absolute_url()
    assert asked[0]["title"] == "Accept your council equipment"
    page = client.get(issue.get_absolute_url())
    assert "The code of your receipt" in page.text


def test_what_changed_while_it_was_read_is_shown_again(client):
    issue = equipment.issue()
    come_in(client, issue.councillor)

    page = client.post(
        reverse("devices:accept", args=[issue.pk]),
        {"agreed": "on", "typed_name": issue.councillor.full_name, "text_sha256": "0" * 64},
        follow=True,
    )

    assert "changed while you were reading" in page.text
    issue.refresh_from_db()
    assert issue.status == IssueStatus.WAITING


def test_somebody_elses_issue_is_not_there(client):
    issue = equipment.issue()
    given.sign_in(client, given.councillor())

    for page in ("issue", "accept", "decline"):
        assert client.get(reverse(f"devices:{page}", args=[issue.pk])).status_code == 404


def test_a_councillor_declines_with_a_reason(client):
    issue = equipment.issue()
    come_in(client, issue.councillor)
    address = reverse("devices:decline", args=[issue.pk])

    empty = client.post(address, {"reason": ""})
    client.post(address, {"reason": "The screen is broken."})

    assert "Say why you decline it" in empty.text
    issue.refresh_from_db()
    assert issue.status == IssueStatus.DECLINED
    assert client.get(address)["Location"] == issue.get_absolute_url()


def test_only_their_keeper_publishes_terms(client):
    given.council()
    equipment.terms()
    given.sign_in(client, given.councillor())

    response = client.post(reverse("devices:terms"), {"text": "Do as you like."})

    assert response.status_code == 403
    assert Terms.objects.count() == 1


def test_the_monitoring_officer_publishes_terms(client):
    given.council()
    given.sign_in(client, given.officer(Role.MONITORING_OFFICER))

    page = client.get(reverse("devices:terms"))
    client.post(reverse("devices:terms"), {"text": "Keep it safe."})

    assert "There are none yet" in page.text
    assert Terms.objects.get().text == "Keep it safe."


def test_older_terms_can_be_read(client):
    given.council()
    equipment.terms("Keep it safe.")
    publish_terms(text="Keep it safer.", by=None)
    given.sign_in(client, given.councillor())

    page = client.get(reverse("devices:terms"))

    assert "Keep it safer." in page.text
    assert "Keep it safe." in page.text


@pytest.mark.parametrize(
    ("status", "found"), [("waiting", 2), ("accepted", 1), ("late", 1), ("nonsense", 3)]
)
def test_the_list_of_issues_is_filtered(client, desk, status, found):
    equipment.accepted()
    equipment.issue()
    late = equipment.issue()
    late.accept_before = timezone.localdate().replace(day=1)
    late.keep(by=None, why="Test")

    page = client.get(reverse("devices:issues"), {"status": status})

    assert page.context["page"].paginator.count == found


def test_the_desks_home_counts_what_its_lists_show(client, desk):
    for councillor in [given.councillor(), given.councillor()]:
        late = equipment.issue(holder=councillor)
        late.accept_before = timezone.localdate().replace(day=1)
        late.keep(by=None, why="Test")
    people.end_term(
        term=councillor.terms.get(),
        ends_at=timezone.now(),
        reason=EndReason.RESIGNED,
        by=None,
    )
    decline = equipment.issue()
    given.sign_in(client, decline.councillor)
    client.post(reverse("devices:decline", args=[decline.pk]), {"reason": "Broken"})
    client.force_login(desk)

    ways = list(equipment_waiting(desk))

    assert len(ways) == 2
    assert ways[1].text == "1 issue of equipment not accepted in time"
    for way in ways:
        count = client.get(way.href).context["page"].paginator.count
        assert way.text.startswith(f"{count} ")


def test_the_number_of_queries_of_the_list_does_not_grow(client, desk, django_assert_num_queries):
    equipment.accepted()
    address = reverse("devices:issues")
    client.get(address)
    with django_assert_num_queries(QUERIES):
        client.get(address)
    for _ in range(4):
        equipment.accepted()

    with django_assert_num_queries(QUERIES):
        client.get(address)


QUERIES = 10


def test_what_is_still_to_be_accepted_can_be_reached_from_its_card(client, desk):
    councillor = given.councillor()
    issue = equipment.issue(equipment.device(), holder=councillor)
    come_in(client, councillor)

    text = client.get(reverse("devices:equipment")).text

    assert re.search(rf'href="{issue.get_absolute_url()}">Accept it', text)


def test_what_was_accepted_is_missing_or_asked_back_is_not_to_be_accepted(client, desk):
    councillor = given.councillor()
    equipment.asked_back(equipment.issue(holder=councillor).assignments.get().device)
    equipment.accepted(equipment.device(), holder=councillor)
    cases.report(equipment.issue(equipment.device(), holder=councillor).assignments.get().device)
    come_in(client, councillor)

    text = client.get(reverse("devices:equipment")).text

    assert "Accept it" not in text


def test_all_that_concerned_a_councillors_equipment_stays_to_be_found(client, desk):
    case = cases.charged()
    councillor = case.councillor
    loss = cases.written_off(cases.reported(holder=councillor), by=desk)
    come_in(client, councillor)

    text = client.get(reverse("devices:equipment")).text

    addresses = [row.get_absolute_url() for row in [case, loss, *councillor.issues.all()]]
    pages = [reverse("devices:terms"), reverse("devices:insurance")]
    assert all(f'href="{link}"' in text for link in [*addresses, *pages])


def test_what_was_declined_can_be_received_from_the_page_of_its_task(client, desk):
    issue = equipment.issue()
    device = issue.assignments.get().device
    client.force_login(desk)

    text = client.get(issue.get_absolute_url()).text

    assert f'href="{reverse("devices:receive_devices", args=[device.asset_tag])}"' in text
    assert f'href="{device.get_absolute_url()}"' in text
