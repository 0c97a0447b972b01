"""Misuse: the desk opens, the councillor is heard, the Monitoring Officer decides."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.db import IntegrityError, models, transaction
from django.urls import reverse
from django.utils import timezone

from councilgov.access import Role
from councilgov.ledger.models import Entry
from councilgov.notices.actions import unwanted
from councilgov.notices.models import Notice
from councilgov.notices.texts import part_of
from councilgov.records import Refused
from devices.losses import ending
from devices.misuse import actions
from devices.models import Cause, DeviceStatus, MisuseCase, MisuseStatus, ReturnRequest
from devices.reclaiming.actions import cancel_return
from tests import given
from tests.devices import equipment
from tests.devices.losses import cases

NOW = timezone.now()


def test_the_desk_opens_a_case_and_the_councillor_is_asked(case, councillor, told):
    assert (case.status, case.councillor) == (MisuseStatus.OPENED, councillor)
    assert case.comment_before == date(2026, 11, 30)
    assert told("misuse_opened") == [councillor]


def test_the_mail_says_nothing_of_the_facts(case):
    assert "chisel" not in part_of(Notice.objects.get(kind="misuse_opened")).body


def test_the_monitoring_officer_hears_when_the_time_has_passed(case, monitoring):
    notice = Notice.objects.get(kind="misuse_to_decide", to=monitoring)

    assert notice.due_at == datetime(2026, 12, 1, 8, 0, tzinfo=UTC)
    assert unwanted(notice) == "no_longer_true"
    with time_machine.travel(notice.due_at):
        assert unwanted(notice) == ""


def test_the_monitoring_officer_hears_of_a_comment_at_once(case, councillor, monitoring):
    actions.comment_on_misuse(case=case, comment="It was my brother.", by=councillor)

    commented = Notice.objects.get(key__contains="commented", to=monitoring)
    assert unwanted(commented) == ""


def test_one_case_at_a_time(case, device, desk):
    with pytest.raises(Refused, match="open already") as refused:
        actions.open_misuse(device=device, facts="Again.", by=desk)

    assert refused.value.way[0] == case.get_absolute_url()


def test_there_is_nobody_to_hear_of_a_device_in_stock(desk):
    with pytest.raises(Refused, match="nobody to hear"):
        actions.open_misuse(device=equipment.device(), facts="Wet.", by=desk)


def test_whoever_had_it_is_heard_though_it_is_off_their_record(device, councillor, desk):
    loss = cases.written_off(cases.report(device), by=desk)

    case = actions.open_misuse(device=device, facts="Sold it.", loss=loss, by=desk)

    assert case.councillor == councillor


def test_a_councillors_own_device_is_not_the_councils_to_charge_for(desk):
    with pytest.raises(Refused, match="councillor’s own"):
        actions.open_misuse(device=cases.enrolled(), facts="Wet.", by=desk)


def test_only_the_councillor_concerned_comments_and_once(case, councillor):
    with pytest.raises(Refused, match="Only the councillor concerned"):
        actions.comment_on_misuse(case=case, comment="Guilty.", by=given.councillor())
    actions.comment_on_misuse(case=case, comment="It was my brother.", by=councillor)

    with pytest.raises(Refused, match="You have commented already"):
        actions.comment_on_misuse(case=case, comment="And more.", by=councillor)


def test_nothing_is_decided_before_the_councillor_was_heard(case, monitoring):
    with pytest.raises(Refused, match="may comment until 30 November 2026"):
        actions.decide_misuse(case=case, ruling="no_action", amount=None, reason="x", by=monitoring)


def test_it_is_decided_once_they_commented(case, councillor, monitoring, told):
    actions.comment_on_misuse(case=case, comment="It was my brother.", by=councillor)

    case = actions.decide_misuse(
        case=case, ruling="no_action", amount=None, reason="Plausible.", by=monitoring
    )

    assert (case.status, case.amount) == (MisuseStatus.SETTLED, None)
    assert told("misuse_decided") == [councillor]


def test_a_charge_goes_to_members_services_for_the_invoice(decide, services, told):
    case = decide()

    assert (case.status, case.amount) == (MisuseStatus.CHARGED, 120)
    assert told("misuse_charged") == [services]
    assert MisuseCase.objects.to_invoice().get() == case


@pytest.mark.parametrize(
    ("ruling", "status"),
    [
        ("return", DeviceStatus.RETURN_DUE),
        ("both", DeviceStatus.RETURN_DUE),
        ("charge", DeviceStatus.ACTIVE),
        ("no_action", DeviceStatus.ACTIVE),
    ],
)
def test_a_device_is_asked_back_only_where_that_is_decided(decide, device, ruling, status):
    decide(ruling=ruling)

    device.refresh_from_db()
    assert device.status == status


def test_what_is_missing_is_to_be_returned_once_it_is_found(decide, device, desk):
    loss = cases.report(device)

    decide(ruling="return")

    device.refresh_from_db()
    assert device.status == DeviceStatus.LOST
    assert not ReturnRequest.objects.to_chase().exists()
    loss = ending.mark_found(loss=loss, reason="Here.", by=desk)
    ending.back_in_use(loss=loss, reason="Fine.", by=desk)
    device.refresh_from_db()
    assert device.status == DeviceStatus.RETURN_DUE


@pytest.mark.parametrize("is_in_workshop", [False, True])
def test_what_is_damaged_is_to_be_returned_and_not_used_again(decide, device, desk, is_in_workshop):
    loss = cases.report(device, kind="damaged")
    if is_in_workshop:
        ending.send_to_repair(loss=loss, reason="New screen.", by=desk)

    decide(ruling="both")

    assert ReturnRequest.objects.open().get().because == Cause.MISUSE
    ending.mark_repaired(loss=loss, reason="New screen.", by=desk)
    device.refresh_from_db()
    assert device.status == DeviceStatus.RETURN_DUE


def test_what_is_asked_back_already_is_a_ruling_from_then_on(decide, device):
    asked = equipment.asked_back(device)

    decide(ruling="return")

    asked.refresh_from_db()
    assert (asked.because, asked.status) == (Cause.MISUSE, "open")
    assert Entry.objects.about(asked).count() == 2


def test_nobody_but_a_monitoring_officer_who_is_no_part_of_it_undoes_a_ruling(
    decide, device, desk, monitoring, client
):
    decide(ruling="return")
    keep = reverse("devices:cancel_return", args=[device.asset_tag])
    client.force_login(desk)
    for send in (client.get, client.post):
        assert "Only they can undo that" in send(keep, {"reason": "Fine."}).text
    assert keep not in client.get(device.get_absolute_url()).text
    client.force_login(monitoring)
    assert keep in client.get(device.get_absolute_url()).text

    client.post(keep, {"reason": "It was another device."})

    device.refresh_from_db()
    assert device.status == DeviceStatus.ACTIVE


def test_who_opened_a_case_or_is_ruled_on_does_not_undo_the_ruling(device, councillor, monitoring):
    case = actions.open_misuse(device=device, facts="Wet.", by=monitoring)
    actions.comment_on_misuse(case=case, comment="Rain.", by=councillor)
    deputy = given.officer(Role.DEPUTY_MONITORING_OFFICER)
    actions.decide_misuse(case=case, ruling="return", amount=None, reason="Wet.", by=deputy)
    request = ReturnRequest.objects.get()

    with pytest.raises(Refused, match="Another Monitoring Officer"):
        cancel_return(request=request, reason="Dry.", by=monitoring)
    with pytest.raises(Refused, match="Only they can undo"):
        cancel_return(request=request, reason="Dry.", by=None)
    assert cancel_return(request=request, reason="Dry.", by=deputy).cancel_reason == "Dry."


def test_what_is_back_is_not_asked_for_again(decide, device):
    equipment.returned(device)

    decide(ruling="return")

    assert not ReturnRequest.objects.exists()


def test_a_comment_is_evidence_without_its_words(case, councillor):
    actions.comment_on_misuse(case=case, comment="It was my brother.", by=councillor)

    entry = Entry.objects.about(case).get(kind="devices.misuse_commented")
    assert (entry.actor, "brother" in entry.facts) == (councillor, False)


@pytest.mark.parametrize("amount", [None, 0])
def test_a_charge_has_an_amount(decide, amount):
    with pytest.raises(Refused, match="Enter the amount") as refused:
        decide(amount=amount)

    assert refused.value.field == "amount"


def test_nobody_decides_on_what_they_opened_or_on_themselves(case, decide, desk, councillor):
    for person in (desk, councillor):
        with pytest.raises(Refused, match="You opened this case, or it is about you"):
            decide(by=person)


def test_a_monitoring_officer_who_opened_a_case_is_not_asked_to_decide_it(device, monitoring):
    deputy = given.officer(Role.DEPUTY_MONITORING_OFFICER)

    case = actions.open_misuse(device=device, facts="Wet.", by=monitoring)

    asked = Notice.objects.filter(kind="misuse_to_decide", about__endswith=f":{case.pk}")
    assert [notice.to for notice in asked] == [deputy]


def test_it_is_decided_once(decide):
    decide()

    with pytest.raises(Refused, match="decided already"):
        decide()


def test_what_is_decided_is_not_commented_on(decide, councillor):
    with pytest.raises(Refused, match="decided already"):
        actions.comment_on_misuse(case=decide(), comment="Late.", by=councillor)


def test_a_decision_is_evidence_without_its_reasons(decide):
    entry = Entry.objects.about(decide()).get(kind="devices.misuse_decided")

    assert '"amount":"120"' in entry.facts
    assert "chisel" not in entry.facts


# What is to be paid


def test_an_invoice_is_entered_and_paid(decide, services, councillor, told):
    case = decide()
    with pytest.raises(Refused, match="number of the invoice first"):
        actions.mark_paid(case=case, by=services)

    case = actions.enter_invoice(case=case, invoice_reference="INV-77", by=services)
    with pytest.raises(Refused, match="entered already"):
        actions.enter_invoice(case=case, invoice_reference=" INV-77 ", by=services)
    assert not MisuseCase.objects.to_invoice().exists()
    case = actions.mark_paid(case=case, by=services)

    assert (case.status, case.paid_by) == (MisuseStatus.PAID, services)
    assert told("misuse_paid") == [councillor]
    assert "INV-77" in part_of(Notice.objects.get(kind="misuse_paid")).body


def test_the_request_for_an_invoice_is_not_sent_once_it_is_entered(decide, services):
    case = decide()
    (notice,) = Notice.objects.filter(kind="misuse_charged")
    assert unwanted(notice) == ""

    actions.enter_invoice(case=case, invoice_reference="INV-77", by=services)

    assert unwanted(notice) == "no_longer_true"


def test_where_nothing_is_charged_there_is_no_invoice(decide, services):
    case = decide(ruling="no_action")

    for act, details in (
        (actions.enter_invoice, {"invoice_reference": "INV-77"}),
        (actions.mark_paid, {}),
    ):
        with pytest.raises(Refused, match="nothing to pay"):
            act(case=case, by=services, **details)


def test_a_charge_may_be_waived_with_reasons(decide, monitoring, councillor, told):
    case = actions.waive_charge(case=decide(), reason="Hardship.", by=monitoring)

    assert (case.status, case.waived_because) == (MisuseStatus.WAIVED, "Hardship.")
    assert told("misuse_waived") == [councillor]


@pytest.mark.parametrize("is_invoiced", [False, True])
def test_members_services_are_told_to_cancel_the_invoice_of_what_is_waived(
    decide, monitoring, services, told, is_invoiced
):
    case = decide()
    if is_invoiced:
        case = actions.enter_invoice(case=case, invoice_reference="INV-77", by=services)

    actions.waive_charge(case=case, reason="Hardship.", by=monitoring)

    assert told("misuse_uninvoiced") == ([services] if is_invoiced else [])
    for notice in Notice.objects.filter(kind="misuse_uninvoiced"):
        assert "cancel the invoice INV-77" in part_of(notice).body


def test_nobody_waives_what_they_owe(decide, councillor, desk):
    case = decide()

    for person in (councillor, desk):
        with pytest.raises(Refused, match="Somebody else waives it"):
            actions.waive_charge(case=case, reason="Mine.", by=person)


# Who sees them


@pytest.mark.parametrize(
    ("role", "is_open", "is_charged"),
    [
        (Role.ICT_DESK, True, True),
        (Role.MONITORING_OFFICER, True, True),
        (Role.MEMBERS_SERVICES, False, True),
        (Role.INFORMATION_OFFICER, False, False),
        (Role.AUDITOR, False, False),
        (Role.COUNCILLOR, False, False),
    ],
)
def test_who_sees_a_case(case, decide, role, is_open, is_charged):
    person = given.somebody(role)

    assert MisuseCase.objects.visible_to(person).exists() is is_open
    decide()
    assert MisuseCase.objects.visible_to(person).exists() is is_charged


def test_a_councillor_sees_their_own(case, councillor):
    assert MisuseCase.objects.visible_to(councillor).get() == case


def test_a_case_waits_for_a_decision_when_the_time_has_passed(case, councillor):
    assert not MisuseCase.objects.to_decide(date(2026, 11, 30)).exists()
    assert MisuseCase.objects.to_decide(date(2026, 12, 1)).get() == case

    actions.comment_on_misuse(case=case, comment="It was my brother.", by=councillor)

    assert MisuseCase.objects.to_decide(date(2026, 11, 23)).get() == case


# The database


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"status": "asleep"}, "status_known|decided_when_not_open"),
        ({"facts": ""}, "says_what_is_known"),
        ({"comment": "Some"}, "comment_with_its_moment"),
        ({"status": "commented"}, "commented_when_so"),
        ({"decided_at": NOW}, "decided_at_together|decided_when_not_open|decided_with_reasons"),
        ({"status": "settled"}, "decided_when_not_open"),
        ({"reasons": "Some"}, "decided_with_reasons"),
        ({"ruling": "return"}, "ruling_when_decided"),
        ({"amount": 5}, "amount_when_charged"),
        ({"ruling": "charge"}, "ruling_when_decided|amount_when_charged|charged_by_ruling"),
        ({"invoice_reference": "1"}, "invoice_with_its_reference"),
        ({"paid_at": NOW}, "paid_at_together|paid_when_paid"),
        ({"waived_at": NOW}, "waived_at_together|waived_when_waived|waived_with_reason"),
        ({"waived_because": "Some"}, "waived_with_reason"),
    ],
)
def test_the_database_holds_a_case_together(case, values, name):
    with pytest.raises(IntegrityError, match=f"devices_misusecase_({name})"):
        models.QuerySet(MisuseCase).filter(pk=case.pk).update(**values)


def test_the_database_lets_nobody_decide_on_themselves(decide, desk, councillor):
    case = decide()

    for person in (desk, councillor):
        case.decided_by = person
        told = "Nobody decides on a case that is about them"
        with pytest.raises(Refused, match=told), transaction.atomic():
            case.keep(by=person, why="Test")


def test_the_database_sends_no_invoice_for_what_is_not_charged(decide, services):
    case = decide(ruling="no_action")
    case.invoice_reference, case.invoiced_at, case.invoiced_by = "1", NOW, services

    with pytest.raises(IntegrityError, match="devices_misusecase_invoiced_when_charged"):
        case.keep(by=services, why="Test")


def test_the_database_opens_one_case_for_a_device(case):
    case.pk, case._state.adding = None, True

    with pytest.raises(IntegrityError, match="devices_misusecase_one_open_each"):
        case.save()
