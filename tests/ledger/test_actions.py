"""Writing evidence, and erasing names."""

import json
from datetime import UTC, datetime

import pytest
import time_machine
from django.db import DataError, connection, transaction

from councilgov.ledger import actions, tasks
from councilgov.ledger.models import NO_SEAL_BEFORE, Entry, EntryName, Seal, Wait
from councilgov.people.models import Council
from tests import given
from tests.ledger import evidence


def test_an_entry_says_when_what_who_and_about_which_row():
    person, council = given.councillor(), given.council()

    with time_machine.travel(datetime(2026, 11, 21, 10, 15, tzinfo=UTC), tick=False):
        entry = actions.record(
            kind="policies.signed", actor=person, subject=council, facts={"version": 7}
        )

    entry.refresh_from_db()
    assert entry.recorded_at == datetime(2026, 11, 21, 10, 15, tzinfo=UTC)
    assert (entry.kind, entry.actor, entry.subject) == (
        "policies.signed",
        person,
        "people.council:1",
    )
    assert entry.details == {"version": 7}
    assert str(entry) == f"Entry {entry.pk}"


def test_facts_are_kept_as_canonical_json():
    entry = evidence.entry(facts={"b": [True, None, 2], "a": {"d": "x", "c": ()}}, names={})

    assert entry.facts == '{"a":{"c":[],"d":"x"},"b":[true,null,2]}'


def test_an_entry_holds_no_name_only_its_salted_digest():
    entry = evidence.entry(names={"typed_name": "Jane Smart", "objection": "Ünfair 😀"})

    assert "Jane" not in entry.facts
    assert {row.field: row.name for row in entry.names.all()} == {
        "typed_name": "Jane Smart",
        "objection": "Ünfair 😀",
    }
    assert entry.name_digests == {row.field: row.computed_digest() for row in entry.names.all()}


def test_the_same_name_has_another_digest_each_time():
    first, second = evidence.entry(), evidence.entry()

    assert first.name_digests != second.name_digests


@pytest.mark.parametrize(
    "facts",
    [
        {"signer": "Jane Smart"},
        {"signers": ["jane", ["Jane Smart"]]},
        {"outcome": {"note": "was late\n"}},
        {"Jane Smart": 1},
        {"name": "Jané"},
        {"text": "x" * 201},
    ],
    ids=["name", "in a list", "in a mapping", "as a key", "not ASCII", "long"],
)
def test_free_text_among_the_facts_is_refused(facts):
    with pytest.raises(ValueError, match="give free text as a name"):
        evidence.entry(facts=facts)

    assert not Entry.objects.exists()


def test_digests_cannot_be_given_as_facts():
    with pytest.raises(ValueError, match="Give names as names"):
        evidence.entry(facts={"names": {}})


def test_an_entry_is_undone_with_the_act_that_it_records():
    with pytest.raises(DataError):
        an_act_that_fails()

    assert not Entry.objects.exists()
    assert not EntryName.objects.exists()


@transaction.atomic
def an_act_that_fails():
    evidence.entry()
    Council.objects.raw("SELECT 1 / 0 AS id")[0]


def test_entries_about_a_row_are_found_oldest_first():
    council, person = given.council(), given.person()
    first, second = evidence.entry(subject=council), evidence.entry(subject=council)
    evidence.entry(subject=person)

    assert list(Entry.objects.about(council)) == [first, second]


def test_entries_are_chained_in_their_order():
    entries = evidence.entries(3)

    assert actions.seal() == 3

    seals = list(Seal.objects.order_by("sequence"))
    assert [seal.sequence for seal in seals] == [1, 2, 3]
    assert [seal.entry for seal in seals] == entries
    assert [seal.previous for seal in seals] == [NO_SEAL_BEFORE, seals[0].digest, seals[1].digest]
    assert [seal.digest for seal in seals] == [seal.computed_digest() for seal in seals]
    assert str(seals[2]) == f"3:{seals[2].digest}"


def test_the_chain_goes_on_where_it_ended():
    before = evidence.sealed(2)

    evidence.entries(1)
    actions.seal()

    assert Seal.objects.get(sequence=3).previous == before[1].digest


def test_nothing_is_sealed_twice():
    evidence.sealed(2)

    assert actions.seal() == 0


def test_an_entry_waits_for_its_seal_however_it_was_written():
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ledger_entry (recorded_at, kind, subject, facts)"
            " VALUES (now(), 'policies.signed', 'people.council:1', '{}')"
        )

    assert str(Wait.objects.get()) == f"Entry {Entry.objects.get().pk} waits for its seal"
    assert actions.seal() == 1
    assert not Wait.objects.exists()


def test_an_entry_that_waits_though_it_is_sealed_does_not_stop_the_sealer():
    seal = evidence.sealed(1)[0]
    Wait.objects.create(entry=seal.entry)
    evidence.entries(1)

    assert actions.seal() == 1

    assert not Wait.objects.exists()


def test_a_batch_has_an_end():
    evidence.entries(5)

    assert [actions.seal(limit=2) for _time in range(4)] == [2, 2, 1, 0]


def test_the_task_seals_every_batch(monkeypatch):
    monkeypatch.setattr(tasks, "BATCH", 2)
    evidence.entries(5)

    assert tasks.seal() == 5
    assert tasks.seal() == 0


def test_sealing_ten_entries_takes_as_many_statements_as_sealing_one(django_assert_num_queries):
    evidence.entries(1)
    with django_assert_num_queries(8):
        actions.seal()

    evidence.entries(10)
    with django_assert_num_queries(8):
        actions.seal()


def test_names_are_erased_and_the_digests_stay():
    entry, other = evidence.entry(), evidence.entry()
    digests = dict(entry.name_digests)

    assert actions.erase_names(entries=[entry], by=None) == 1

    assert not entry.names.exists()
    assert other.names.exists()
    assert Entry.objects.get(pk=entry.pk).name_digests == digests


def test_an_erasure_is_evidence_itself():
    officer, entry = given.person(), evidence.entry()

    actions.erase_names(entries=[entry], by=officer)

    said = Entry.objects.latest("pk")
    assert (said.kind, said.actor) == ("ledger.names_erased", officer)
    assert said.subject == f"ledger.entry:{entry.pk}"
    assert json.loads(said.facts) == {}


def test_names_are_erased_once():
    entry = evidence.entry()
    actions.erase_names(entries=[entry], by=None)

    assert actions.erase_names(entries=[entry], by=None) == 0
    assert Entry.objects.count() == 2


def test_the_words_of_a_certificate_are_erased_with_its_entry():
    certificate = evidence.certificate(Objection="No " * 500)

    assert actions.erase_names(entries=[certificate.entry], by=None) == 2

    assert not EntryName.objects.exists()


def test_rows_say_what_they_are():
    certificate = evidence.certificate()

    assert str(certificate) == f"Certificate {certificate.pk}"
    assert str(certificate.key) == f"Key {certificate.key.pk}"
    name = certificate.entry.names.get()
    assert str(name) == f"Name typed_name of entry {certificate.entry.pk}"


def test_one_act_on_many_rows_is_recorded_in_as_many_statements_as_on_one(
    django_assert_num_queries,
):
    people = [given.person() for _n in range(3)]

    with django_assert_num_queries(1):
        count = actions.record_all(
            kind="people.tested", actor=None, facts=[(one, {"n": 1}) for one in people]
        )

    assert count == 3
    found = Entry.objects.filter(kind="people.tested").order_by("pk")
    assert [one.subject for one in found] == [f"people.user:{one.pk}" for one in people]
    assert {one.facts for one in found} == {'{"n":1}'}


def test_free_text_is_refused_in_each_of_many_entries():
    with pytest.raises(ValueError, match="give free text as a name"):
        actions.record_all(
            kind="people.tested", actor=None, facts=[(given.person(), {"why": "was late"})]
        )

    assert not Entry.objects.filter(kind="people.tested").exists()
