"""Labels: opaque, one live one for each device, claimed once, replaced without a trace outside."""

import re
from itertools import pairwise

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from councilgov.ledger.models import Entry
from councilgov.records import Refused
from devices.keeping.actions import add_device, dispose
from devices.labelling import actions
from devices.labelling.layouts import A4, LAYOUTS, Sheet
from devices.models import Device, Label, LabelBatch
from tests.devices import equipment


@pytest.fixture(scope="module")
def made_once(shared):
    def make():
        holder_of = equipment.issued(asset_tag="BC-00100", serial="SN-SECRET-1")
        return equipment.desk(), holder_of, equipment.device(asset_tag="BC-00101")

    return shared(make)


@pytest.fixture
def desk(made_once):
    return made_once[0]


@pytest.fixture
def device(made_once):
    return made_once[1]


@pytest.fixture
def stored(made_once):
    return made_once[2]


@pytest.fixture
def printed(desk):
    def printed(*devices, **how):
        options = {"sheet": Sheet.L7160, "start": 1, "by": desk} | how
        return actions.print_labels(devices=devices, **options)

    return printed


@pytest.fixture
def ahead(desk):
    def ahead(first="BC-02000", count=3, **how):
        options = {"sheet": Sheet.L7651, "start": 1, "by": desk} | how
        batch = actions.print_unclaimed(first=first, count=count, **options)
        return list(batch.labels.order_by("position"))

    return ahead


# Printing


def test_a_label_says_nothing_about_its_device_but_the_tag_printed_on_it(printed, device):
    label = printed(device).labels.get()

    assert re.fullmatch("[0-9A-HJKMNP-TV-Z]{16}", label.token)
    assert device.asset_tag not in label.token
    assert label.printed_text == device.asset_tag


def test_labels_are_printed_in_the_order_of_their_tags(printed, device, stored):
    batch = printed(stored, device)

    assert [(label.position, label.device) for label in batch.labels.all()] == [
        (0, device),
        (1, stored),
    ]


def test_a_label_printed_once_more_keeps_its_code(printed, device):
    first = printed(device).labels.get()

    again = printed(device).labels.get()

    assert (again.pk, again.token) == (first.pk, first.token)
    assert Label.objects.count() == 1


def test_a_lost_label_is_replaced_and_its_code_retired(printed, device, desk):
    old = printed(device).labels.get()

    new = printed(device, anew=True).labels.get()

    old.refresh_from_db()
    assert old.token != new.token
    assert (old.retired_by, new.retired_at) == (desk, None)
    assert list(device.labels.live()) == [new]


def test_nothing_chosen_is_refused(printed):
    with pytest.raises(Refused, match="Choose at least one device"):
        printed()


def test_too_many_labels_at_once_are_refused(printed, device, stored, monkeypatch):
    monkeypatch.setattr(actions, "MOST", 1)

    with pytest.raises(Refused, match="at most 2,000 labels"):
        printed(device, stored)


def test_what_has_left_the_council_gets_no_label(printed, stored, desk):
    dispose(device=stored, how="Recycled", by=desk)

    with pytest.raises(Refused, match="has left the council"):
        printed(stored)


def test_a_councillors_own_device_gets_no_label_of_the_council(printed, stored, device):
    personal = Device(
        asset_tag="P-00001",
        kind=stored.kind,
        model="Pixel",
        ownership="personal",
        status="enrolled",
        holder=device.holder,
    ).keep(by=None, why="Test")

    with pytest.raises(Refused, match="is the councillor’s own"):
        printed(personal)


@pytest.mark.parametrize(("sheet", "start"), [(Sheet.L7160, 22), (Sheet.L7651, 66)])
def test_printing_begins_at_a_label_that_the_sheet_has(printed, device, sheet, start):
    with pytest.raises(Refused, match="This sheet has"):
        printed(device, sheet=sheet, start=start)

    printed(device, sheet=sheet, start=start - 1)


def test_that_labels_were_printed_is_evidence_without_a_tag(printed, device):
    batch = printed(device)

    entry = Entry.objects.about(batch).get()
    assert entry.kind == "devices.labels_printed"
    assert device.asset_tag not in entry.facts


def test_a_thousand_labels_take_as_many_statements_as_two(printed, stored, device):
    few, many = [stored, device], [equipment.device() for _n in range(30)]
    printed(equipment.device())  # what is asked once in each process was asked now

    with CaptureQueriesContext(connection) as for_few:
        printed(*few)
    with CaptureQueriesContext(connection) as for_many:
        printed(*many)

    assert len(for_many) == len(for_few)


# Printed ahead


def test_labels_printed_ahead_count_up_and_are_on_no_device(ahead):
    labels = ahead("bc-02098", 3)

    assert [label.number for label in labels] == ["BC-02098", "BC-02099", "BC-02100"]
    assert Label.objects.unclaimed().count() == 3


@pytest.mark.parametrize("first", ["BC-02x", "BC-", "TWENTY"])
def test_numbers_that_cannot_count_up_are_refused(ahead, first):
    with pytest.raises(Refused, match="must end with a figure"):
        ahead(first)


def test_numbers_that_grow_too_long_are_refused(ahead):
    with pytest.raises(Refused, match="too long for a label"):
        ahead("A" * 11 + "999999999", 2)


def test_a_number_that_is_a_tag_or_on_a_label_already_is_refused(ahead, device):
    ahead("BC-02000", 2)

    with pytest.raises(Refused, match="1 of these numbers is taken: BC-02001"):
        ahead("BC-02001", 2)
    with pytest.raises(Refused, match="2 of these numbers are taken: BC-00100 and others"):
        ahead("BC-00099", 3)


# Claiming


def test_a_label_printed_ahead_is_put_on_a_device(ahead, stored, desk):
    label, *_others = ahead()

    actions.claim_label(label=label, device=stored, by=desk)

    label.refresh_from_db()
    assert (label.device, label.claimed_by) == (stored, desk)
    assert label.printed_text == "BC-02000"


def test_the_label_that_a_device_had_is_replaced_by_the_one_put_on_it(printed, ahead, stored, desk):
    old = printed(stored).labels.get()
    label, *_others = ahead()

    actions.claim_label(label=label, device=stored, by=desk)

    assert list(stored.labels.live()) == [label]
    old.refresh_from_db()
    assert old.retired_by == desk


def test_a_label_is_put_on_one_device_only(ahead, stored, device, desk):
    label, *_others = ahead()
    actions.claim_label(label=label, device=stored, by=desk)

    with pytest.raises(Refused, match=r"on BC-00101 .* already"):
        actions.claim_label(label=label, device=device, by=desk)


def test_a_label_whose_number_is_the_tag_of_a_device_is_put_on_no_other(ahead, stored, desk):
    label, *_others = ahead()
    tagged = equipment.device(asset_tag="BC-02000")

    with pytest.raises(Refused, match="has the number on this label as its asset tag") as refusal:
        actions.claim_label(label=label, device=stored, by=desk)
    actions.claim_label(label=label, device=tagged, by=desk)

    assert refusal.value.way == tagged.own_page
    assert list(tagged.labels.live()) == [label]


def test_the_number_on_a_label_of_a_device_is_the_tag_of_no_new_one(ahead, stored, desk):
    label, *_others = ahead()
    actions.claim_label(label=label, device=stored, by=desk)

    with pytest.raises(Refused, match="stands on the label of BC-00101") as refusal:
        add_device(asset_tag="bc-02000", kind=stored.kind, model="iPad", by=desk)

    assert refusal.value.field == "asset_tag"


def test_a_new_device_and_its_label_are_entered_together_or_not_at_all(ahead, desk, stored):
    label, *_others = ahead()
    new = {"kind": stored.kind, "model": "iPad", "asset_tag": "BC-02000"}

    device = actions.add_labelled(label=label, by=desk, **new)
    with pytest.raises(Refused), transaction.atomic():
        actions.add_labelled(label=label, by=desk, **new | {"asset_tag": "BC-09999"})

    assert device.labels.get() == label
    assert not Device.objects.filter(asset_tag="BC-09999").exists()


# The database


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"token": "BC-00100"}, "token_is_random"),
        ({"device": None}, "has_a_device_or_a_number"),
        ({"claimed_at": timezone.now()}, "claimed_at_together"),
        ({"retired_at": timezone.now()}, "retired_at_together"),
    ],
)
def test_the_database_holds_a_label_together(printed, device, change, name):
    rows = models.QuerySet(Label).filter(pk=printed(device).labels.get().pk)

    with pytest.raises(IntegrityError, match=name):
        rows.update(**change)


def test_the_database_knows_no_claim_without_a_device(ahead, desk):
    rows = models.QuerySet(Label).filter(pk=ahead()[0].pk)

    with pytest.raises(IntegrityError, match="claimed_for_a_device"):
        rows.update(claimed_at=timezone.now(), claimed_by=desk)


def test_the_database_lets_a_device_have_one_live_label(printed, device):
    label = printed(device).labels.get()
    label.pk, label.token = None, "0" * 16

    with pytest.raises(Refused, match="has a label already"):
        label.keep(by=None, why="Test")


def test_the_database_prints_a_number_once(ahead):
    label = ahead()[0]
    label.pk, label.token = None, "0" * 16

    with pytest.raises(Refused, match="a label with this number already"):
        label.keep(by=None, why="Test")


@pytest.mark.parametrize(
    ("change", "name"),
    [({"sheet": "a4"}, "sheet_known"), ({"start": 0}, "starts_on"), ({"start": 66}, "starts_on")],
)
def test_the_database_knows_its_sheets(printed, device, change, name):
    rows = models.QuerySet(LabelBatch).filter(pk=printed(device).pk)

    with pytest.raises(IntegrityError, match=name):
        rows.update(**change)


# Layouts


@pytest.mark.no_database
@pytest.mark.parametrize("sheet", Sheet)
def test_the_labels_of_a_sheet_lie_on_the_page_and_not_on_one_another(sheet):
    layout = LAYOUTS[sheet]
    places = list(layout.places(1, layout.size))

    assert {page for page, _left, _top in places} == {0}
    for _page, left, top in places:
        assert 0 <= left <= A4[0] - layout.width
        assert 0 <= top <= A4[1] - layout.height
    assert layout.across >= layout.width
    assert layout.down >= layout.height
    assert all(one != other for one, other in pairwise(places))


@pytest.mark.no_database
def test_a_sheet_that_is_begun_goes_on_at_the_label_named_and_then_on_the_next_page():
    layout = LAYOUTS[Sheet.L7160]

    places = list(layout.places(start=21, count=2))

    assert places == [(0, 7.25 + 2 * 66.0, 15.15 + 6 * 38.1), (1, 7.25, 15.15)]


@pytest.mark.no_database
@pytest.mark.parametrize("sheet", Sheet)
def test_the_code_and_its_words_fit_on_the_label(sheet):
    layout = LAYOUTS[sheet]

    assert layout.qr + 2 * layout.edge <= layout.height - 4
    assert layout.qr <= layout.width / 2
