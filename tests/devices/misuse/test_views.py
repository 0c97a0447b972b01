"""The pages of misuse, as each who has a part in it uses them."""

from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from councilgov.portal.equipment import equipment_to_do, equipment_waiting
from devices.misuse import actions
from devices.models import MisuseCase
from tests.devices import equipment
from tests.devices.losses import cases

DECIDABLE = time_machine.travel("2026-12-01 10:00Z", tick=True)


def at(name, case):
    return reverse(f"devices:{name}", args=[case.pk])


def test_the_desk_opens_a_case_and_does_not_decide_it(client, device, desk):
    client.force_login(desk)
    address = reverse("devices:open_misuse", args=[device.asset_tag])

    wrong = client.post(address, {"facts": ""})
    client.post(address, {"facts": "Opened with a chisel."})

    assert "Say what is known" in wrong.text
    case = MisuseCase.objects.get()
    assert client.get(at("decide_misuse", case)).status_code == 403
    assert at("decide_misuse", case) not in client.get(case.get_absolute_url()).text


def test_the_desk_is_led_from_a_device_to_its_case(client, device, desk):
    client.force_login(desk)
    address, way = (
        device.get_absolute_url(),
        reverse("devices:open_misuse", args=[device.asset_tag]),
    )
    assert way in client.get(address).text

    client.post(way, {"facts": "The screen was painted over."})

    page = client.get(address).text
    assert way not in page
    assert device.misuse_cases.get().get_absolute_url() in page


def test_a_case_of_a_loss_is_about_whoever_had_the_device_then(client, device, desk, councillor):
    loss = cases.report(device, kind="damaged")
    client.force_login(desk)
    address = reverse("devices:open_misuse_of_loss", args=[loss.reference])
    assert address in client.get(loss.get_absolute_url()).text
    equipment.returned(device)

    client.post(address, {"facts": "Opened with a chisel."})

    case = MisuseCase.objects.get()
    assert (case.councillor, case.loss) == (councillor, loss)


def test_the_councillor_reads_and_comments(client, case, councillor):
    client.force_login(councillor)
    page = client.get(case.get_absolute_url()).text
    assert "You can say what you think of it until 30 November 2026" in page

    page = client.post(at("comment_on_misuse", case), {"comment": "It fell."}, follow=True).text

    assert "What you said" in page


def test_nobody_comments_for_another(client, case, desk):
    client.force_login(desk)

    assert client.get(at("comment_on_misuse", case)).status_code == 403


def test_the_monitoring_officer_decides_with_an_amount(client, case, monitoring):
    with DECIDABLE:
        client.force_login(monitoring)
        fields = {"ruling": "charge", "reason": "A chisel is no key."}
        wrong = client.post(at("decide_misuse", case), fields)
        odd = client.post(
            at("decide_misuse", case), {**fields, "ruling": "no_action", "amount": "5"}
        )
        client.post(at("decide_misuse", case), {**fields, "amount": "120"})

    assert "Enter the amount in pounds" in wrong.text
    assert "Leave this empty, or choose to charge the cost" in odd.text
    assert MisuseCase.objects.get().amount == 120


def test_before_the_councillor_was_heard_the_page_says_when(client, case, monitoring):
    client.force_login(monitoring)

    response = client.get(at("decide_misuse", case))

    assert response.status_code == 409
    assert "may comment until 30 November 2026" in response.text


def test_members_services_enter_the_invoice_and_that_it_is_paid(client, decide, services):
    case = decide()
    client.force_login(services)
    assert at("mark_paid", case) not in client.get(case.get_absolute_url()).text

    client.post(at("enter_invoice", case), {"invoice_reference": "INV-77"})
    page = client.post(at("mark_paid", case), follow=True).text

    assert "Recorded: it is paid" in page


def test_the_monitoring_officer_waives_a_charge(client, decide, monitoring):
    case = decide()
    client.force_login(monitoring)

    client.post(at("waive_charge", case), {"reason": "Hardship."})

    assert MisuseCase.objects.get().status == "waived"


def test_the_list_shows_what_waits_and_its_number_is_that_at_home(
    client, case, councillor, monitoring, services
):
    actions.comment_on_misuse(case=case, comment="It fell.", by=councillor)
    (way,) = [way for way in equipment_waiting(monitoring) if "misuse" in way.href]
    client.force_login(monitoring)
    assert "1 case" in client.get(way.href).text

    actions.decide_misuse(
        case=case, ruling="charge", amount=Decimal(120), reason="No key.", by=monitoring
    )

    assert not [way for way in equipment_waiting(monitoring) if "misuse" in way.href]
    (way,) = [way for way in equipment_waiting(services) if "misuse" in way.href]
    client.force_login(services)
    assert "1 case" in client.get(way.href).text


@pytest.mark.parametrize(
    ("days", "hint"),
    [
        (0, "You can do so until 30 November 2026."),
        (1, "You can still do so until it is decided."),
    ],
)
def test_the_councillor_is_led_to_it_until_it_is_decided(days, hint, case, councillor):
    tasks = equipment_to_do(councillor, case.comment_before + timedelta(days))

    assert [hint] == [task["hint"] for task in tasks if task["href"] == case.get_absolute_url()]


@pytest.mark.parametrize(
    ("day", "is_commented", "words"),
    [
        ("2026-11-30", False, "until 30 November 2026"),
        ("2026-12-01", False, "You can still say what you think of it until"),
        ("2026-11-30", True, "The Monitoring Officer decides now"),
    ],
)
def test_until_when_one_may_comment_is_true_on_the_day(client, case, day, is_commented, words):
    councillor = case.councillor
    if is_commented:
        actions.comment_on_misuse(case=case, comment="It fell.", by=councillor)
    with time_machine.travel(f"{day} 10:00Z", tick=True):
        client.force_login(councillor)

        assert words in client.get(case.get_absolute_url()).text
        page = client.get(at("comment_on_misuse", case))
        to_do = [task.get("hint", "") for task in equipment_to_do(councillor, timezone.localdate())]

    assert page.status_code == (409 if is_commented else 200)
    late = day == "2026-12-01"
    assert ("until it is decided" in page.text) is late
    assert any("until it is decided" in str(hint) for hint in to_do) is late


def test_who_decides_on_one_charge_sees_the_other(client, device, desk, monitoring, councillor):
    loss = cases.report(device, kind="damaged")
    client.force_login(desk)
    open_page = reverse("devices:open_misuse_of_loss", args=[loss.reference])
    assert open_page in client.get(loss.get_absolute_url()).text
    case = actions.open_misuse(device=device, loss=loss, facts="Wet.", by=desk)
    actions.comment_on_misuse(case=case, comment="Rain.", by=councillor)
    cases.costed_of(loss, desk)

    client.force_login(monitoring)
    assert "basic allowance: £349.99" in client.get(at("decide_misuse", case)).text
    actions.decide_misuse(
        case=case, ruling="charge", amount=Decimal(120), reason="Wet.", by=monitoring
    )
    assert loss.reference in client.get(case.get_absolute_url()).text

    client.force_login(desk)
    decide = client.get(reverse("devices:decide_cost", args=[loss.reference])).text
    assert "charged, £120.00" in decide
    shown = client.get(loss.get_absolute_url()).text
    assert case.get_absolute_url() in shown


def test_nothing_is_asked_where_there_is_nothing_to_pay(client, decide, services, monitoring):
    case = decide()
    actions.waive_charge(case=case, reason="Hardship.", by=monitoring)

    for officer, act in ((services, "enter_invoice"), (monitoring, "waive_charge")):
        client.force_login(officer)
        assert client.get(at(act, case)).status_code == 409


def test_misuse_is_not_asked_about_where_it_can_not_be(client, device, desk):
    opened = cases.report(device, kind="damaged")
    actions.open_misuse(device=device, facts="Wet.", by=desk)
    client.force_login(desk)

    for loss in (opened, cases.report(cases.enrolled())):
        page = reverse("devices:open_misuse_of_loss", args=[loss.reference])
        assert page not in client.get(loss.get_absolute_url()).text


def test_the_case_leads_back_to_where_its_reader_came_from(client, case, councillor):
    for reader, back in ((equipment.desk(), "misuse_cases"), (councillor, "equipment")):
        client.force_login(reader)

        assert client.get(case.get_absolute_url()).context["back"] == reverse(f"devices:{back}")
