"""What the database keeps of a loss, its numbers of the police, its events and its cost."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, models
from django.utils import timezone

from councilgov.access import Role
from devices.costs.actions import propose_cost
from devices.losses.police import add_police_reference
from devices.models import Cost, Loss, LossEvent, PoliceReference
from tests import given
from tests.devices.losses import cases

NOW = timezone.now()


@pytest.fixture
def loss(device):
    return cases.report(device, kind="stolen")


def change(row, **values):
    return models.QuerySet(type(row)).filter(pk=row.pk).update(**values)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"status": "asleep"}, "status_known"),
        ({"kind": "mislaid"}, "kind_known"),
        ({"lock_state": "open"}, "lock_state_known"),
        ({"reported_via": "pigeon"}, "reported_via_known"),
        ({"happened": ""}, "says_what_happened"),
        ({"noticed_at": NOW + timedelta(days=2)}, "noticed_before_reported"),
        ({"recorded_at": NOW - timedelta(days=900)}, "reported_before_recorded"),
        ({"locked_at": NOW}, "lock_asked_first"),
        ({"wiped_at": NOW}, "wipe_asked_first"),
        ({"lock_asked_at": NOW, "locked_at": NOW - timedelta(1)}, "lock_follows_its_request"),
        ({"wipe_asked_at": NOW, "wiped_at": NOW - timedelta(1)}, "wipe_follows_its_request"),
        ({"status": "secured"}, "secured_by_lock_or_wipe"),
        ({"police_due_on": None}, "police_only_of_theft"),
        ({"police_waived_at": NOW}, "waived_with_reason"),
        ({"outcome": "recovered"}, "outcome_when_over"),
        ({"resolved_at": NOW}, "resolved_when_over"),
        ({"closed_at": NOW}, "closed_when_closed"),
        (
            {"status": "resolved", "resolved_at": NOW, "outcome": "replaced"},
            "replaced_by_another",
        ),
        ({"replacement": models.F("device")}, "replaced_by_no_other_than_itself"),
        (
            {"status": "resolved", "resolved_at": NOW, "outcome": "written_off"},
            "written_off_when_so",
        ),
        ({"written_off_at": NOW}, "written_off_at_together"),
        ({"written_off_at": NOW, "value_written_off": Decimal(-1)}, "writes_off_no_debt"),
    ],
)
def test_the_database_holds_a_loss_together(loss, values, name):
    with pytest.raises(IntegrityError, match=f"devices_loss_{name}"):
        change(loss, **values)


def test_the_database_opens_one_case_for_a_device(loss):
    another = Loss.objects.get(pk=loss.pk)
    another.pk = None
    another._state.adding = True

    with pytest.raises(IntegrityError, match="devices_loss_one_open_each"):
        another.save()


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"kind": "rumour"}, "kind_known"),
        ({"force": ""}, "names_the_force"),
        ({"reference": ""}, "number_unless_none_yet"),
        ({"kind": "none_yet"}, "number_unless_none_yet"),
    ],
)
def test_the_database_holds_a_number_of_the_police_together(loss, desk, values, name):
    row = add_police_reference(
        loss=loss,
        force="Barsetshire Police",
        kind="crime",
        reference="42/1/26",
        reported_on=timezone.localdate(),
        by=desk,
    )

    with pytest.raises(IntegrityError, match=f"devices_policereference_{name}"):
        change(row, **values)


def test_the_database_keeps_a_number_once(loss, desk):
    row = PoliceReference(loss=loss, force="A", kind="crime", reference="42/1", added_by=desk)
    row.reported_on, row.added_at = timezone.localdate(), timezone.now()
    row.save()
    row.pk, row._state.adding = None, True

    with pytest.raises(IntegrityError, match="devices_policereference_once_each"):
        row.save()


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"what": "rumour"}, "what_known"),
        ({"what": "note", "words": ""}, "note_has_words"),
        ({"happened_at": NOW + timedelta(days=9)}, "happened_before_entered"),
    ],
)
def test_the_database_holds_an_event_together(loss, values, name):
    with pytest.raises(IntegrityError, match=f"devices_lossevent_{name}"):
        change(LossEvent.objects.get(), **values)


@pytest.mark.parametrize(
    ("values", "name"),
    [
        ({"status": "asleep"}, "status_known|decided_when_so"),
        ({"route": "bank"}, "route_known"),
        ({"amount": Decimal(-1)}, "amount_is_no_debt"),
        ({"amount": Decimal(0)}, "nothing_where_nobody_pays"),
        ({"proposal": ""}, "says_why"),
        ({"decided_at": NOW}, "decided_at_together|decided_with_reasons"),
        ({"reasons": "Some"}, "decided_with_reasons"),
        ({"status": "decided"}, "decided_when_so"),
        ({"comment": "Some"}, "comment_with_its_moment"),
        ({"appeal": "Some"}, "appeal_with_its_moment"),
        ({"status": "appealed"}, "appealed_when_so|decided_when_so"),
        ({"agreed_at": NOW}, "agreed_to_a_deduction"),
    ],
)
def test_the_database_holds_a_cost_together(loss, desk, values, name):
    propose_cost(loss=loss, route="allowance", amount=Decimal(5), reason="Lost.", by=desk)

    with pytest.raises(IntegrityError, match=f"devices_cost_({name})"):
        change(Cost.objects.get(), **values)


@pytest.mark.parametrize(
    ("role", "sees"),
    [
        (Role.ICT_DESK, True),
        (Role.MONITORING_OFFICER, True),
        (Role.INFORMATION_OFFICER, True),
        (Role.DATA_PROTECTION_OFFICER, True),
        (Role.AUDITOR, True),
        (Role.MEMBERS_SERVICES, False),
        (Role.ADMINISTRATOR, False),
        (Role.COUNCILLOR, False),
    ],
)
def test_who_sees_the_losses_of_others(loss, role, sees):
    assert Loss.objects.visible_to(given.somebody(role)).exists() is sees


def test_a_councillor_sees_their_own(loss, councillor):
    cases.reported()

    assert list(Loss.objects.visible_to(councillor)) == [loss]
